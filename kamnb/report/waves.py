"""What has changed since the earlier wave: blocks of a report, from the written form of a comparison. Nothing is computed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    callout,
    cell,
    figure_block,
    heading,
    joined,
    listed,
    paragraph,
    plain,
    table,
)
from kamnb.report.blocks import say as report_word
from kamnb.text.load import LANGUAGES, both, load_text
from kamnb.text.numbers import both_date, both_number

FIGURE = "wave_change"
TONES = {"rising": "good", "falling": "bad", "stable": None, None: "muted"}
MOST_CLAUSES = 12
"""The figure draws at most so many clauses that moved."""


def say(key: str, **values: object) -> Bilingual:
    """A text about two waves in every language."""
    return both("waves", key, **values)


def wave_name(wave: Form) -> Bilingual:
    """What is a wave called? Its label, and the day it looks back from."""
    label = plain(wave["wave"]) if wave["wave"] else say("unlabelled")
    return say("wave", wave=label, as_of=both_date(dt.date.fromisoformat(wave["as_of"])))


def counts(comparison: Form) -> dict[str, int]:
    """How many clauses rose, fell, did not change?"""
    found = [part["change"] for part in comparison["clauses"].values()]
    return {change: found.count(change) for change in ("rising", "falling", "stable")}


def waves_lead(comparison: Form) -> Bilingual:
    """What is the one sentence?"""
    n = counts(comparison)
    names = {side: wave_name(comparison[side]) for side in ("before", "after")}
    key = "lead" if n["rising"] + n["falling"] else "lead_none"
    told = {change: both_number(count) for change, count in n.items()}
    return say(key, **names, **told, n=both_number(sum(n.values())))


def whole_sentence(comparison: Form) -> Bilingual:
    """Has the whole changed?"""
    whole = comparison["whole"]
    if whole["change"] is None:
        return say("whole_unknown")
    a, b = (both_number(whole[side]["score"]) for side in ("before", "after"))
    return say(
        "whole_same" if whole["change"] == "stable" and a == b else f"whole_{whole['change']}",
        a=a,
        b=b,
        low=signed(whole["change_low"]),
        high=signed(whole["change_high"]),
    )


def signed(value: float | None) -> Bilingual:
    """A change with its sign."""
    text = both_number(value)
    plus = "+" if value is not None and round(value) > 0 else ""
    return {lang: plus + text[lang] for lang in LANGUAGES}


def wave_blocks(instrument: Instrument, comparison: Form) -> list[Block]:
    """The whole chapter: what changed, area by area and clause by clause, commitments, and the back-test."""
    blocks = [kpis(comparison), paragraph(whole_sentence(comparison)), *instrument_notes(comparison)]
    if wave_series(instrument, comparison)["rows"]:
        words = {
            key: {lang: load_text("figures", lang)[FIGURE][key] for lang in LANGUAGES}
            for key in ("title", "alt")
        }
        blocks.append(figure_block(FIGURE, "", words["title"], words["alt"]))
    blocks += [
        area_table(instrument, comparison),
        clause_table(instrument, comparison),
        *other_evidence(comparison),
        paragraph(say("reading")),
    ]
    blocks += commitment_blocks(comparison["commitments"])
    return blocks + backtest_blocks(comparison["backtest"])


def kpis(comparison: Form) -> Block:
    """The four numbers of the chapter."""
    n, whole = counts(comparison), comparison["whole"]
    compared = say("kpi_note", n=both_number(sum(n.values())))
    before, after = (whole[side]["score"] for side in ("before", "after"))
    note = say("kpi_whole_note", before=both_number(before))
    items = [
        {
            "label": say("kpi_whole"),
            "value": both_number(after),
            "note": say("kpi_whole_none") if before is None else note,
            "tone": TONES[whole["change"]],
            "ref": "whole",
        }
    ]
    for change in ("rising", "falling", "stable"):
        tone = TONES[change] if n[change] else None
        items.append(
            {"label": say(f"kpi_{change}"), "value": both_number(n[change]), "note": compared, "tone": tone}
        )
    return {"kind": "kpis", "items": items}


def instrument_notes(comparison: Form) -> list[Block]:
    """Was the same thing asked and measured in the same way? A warning where it was not."""
    match, first, second = comparison["match"], comparison["before"], comparison["after"]
    versions = {"first": plain(first["instrument"]), "second": plain(second["instrument"])}
    changed = match["clauses_with_other_questions"]
    blocks = []
    if not match["wording_known"] and not match["same_version"]:
        blocks.append(callout(say("version_blind", **versions), "warn"))
    elif changed or not match["same_version"]:
        listed = plain(", ".join(changed)) if changed else DASH
        blocks.append(
            callout(say("version_other", **versions, n=both_number(len(changed)), clauses=listed), "warn")
        )
    else:
        blocks.append(paragraph(say("version_same", version=versions["second"])))
    moved = match["indicators_with_other_anchors"]
    if moved:
        blocks.append(callout(say("anchors_other", indicators=plain(", ".join(moved))), "warn"))
    return blocks


def wave_series(instrument: Instrument, comparison: Form) -> dict[str, Any]:
    """What does the figure draw? Every area, then the clauses that moved most."""
    rows = [
        drawn(instrument.text(key, "area.title"), "area", part) for key, part in comparison["areas"].items()
    ]
    moved = [key for key, part in comparison["clauses"].items() if part["change"] in ("rising", "falling")]
    moved.sort(key=lambda key: (-comparison["clauses"][key]["points"], key))
    shown = sorted(moved, key=lambda key: -abs(comparison["clauses"][key]["points"]))[:MOST_CLAUSES]
    rows += [
        drawn(joined(plain(key), instrument.title(key)), "clause", comparison["clauses"][key])
        for key in moved
        if key in shown
    ]
    return {"rows": [row for row in rows if can_be_drawn(row)]}


def can_be_drawn(row: dict[str, Any]) -> bool:
    """Is there a change, and do the two scores go its way? Not so where they rest on other evidence than the change."""
    way = {"rising": 1, "falling": -1, "stable": 0}
    return row["change"] is not None and way[row["change"]] * (row["after"] - row["before"]) >= 0


def drawn(label: Bilingual, level: str, part: Form) -> dict[str, Any]:
    """One line of the figure."""
    return {
        "label": label,
        "level": level,
        "before": part["before"]["score"],
        "after": part["after"]["score"],
        "change": part["change"],
    }


def column(key: str, align: str = "left", share: float = 1.0) -> Block:
    """One column of a table about waves."""
    return {"label": say(f"columns.{key}"), "align": align, "share": share}


def change_cells(part: Form) -> list[Block]:
    """The cells that say how something changed: before, now, change, interval, verdict."""
    change = part["change"]
    if change is None:
        why = say(f"outcome.{part['change_outcome']}")
        middle = [cell(DASH, "muted"), cell(why, "muted")]
    else:
        ends = {"low": signed(part["change_low"]), "high": signed(part["change_high"])}
        span = report_word("interval_below_zero", **ends)
        middle = [cell(signed(part["points"]), bold=change != "stable"), cell(span)]
    scores = [cell(both_number(part[side]["score"])) for side in ("before", "after")]
    verdict = cell(say(f"verdict.{change or 'none'}"), TONES[change], bold=change in ("rising", "falling"))
    return [*scores, *middle, verdict]


CHANGE_COLUMNS = (("before", 0.8), ("after", 0.8), ("change", 0.9), ("interval", 1.7))


def area_table(instrument: Instrument, comparison: Form) -> Block:
    """How did each area change, and the whole?"""
    columns = [
        column("area", share=3.4),
        *(column(k, "right", w) for k, w in CHANGE_COLUMNS),
        column("verdict", share=1.2),
    ]
    rows = [
        [
            {**cell(instrument.text(key, "area.title")), "source": instrument.area(key).prefix},
            *change_cells(part),
        ]
        for key, part in comparison["areas"].items()
    ]
    name = {**cell(say("kpi_whole"), bold=True), "source": "whole"}
    whole = [name, *change_cells(comparison["whole"])]
    return table("wave-areas", say("areas_table"), columns, [*rows, whole])


def clause_table(instrument: Instrument, comparison: Form) -> Block:
    """How did each clause change, and what people say and records show of it? What could not be compared says why."""
    columns = [column("clause", share=2.6), column("scores", "right", 1.2), column("change", "right", 0.8)]
    columns += [
        column("interval", "right", 1.4),
        column("said", "right", 0.8),
        column("record", "right", 0.9),
    ]
    columns += [column("verdict", share=1.2), column("n", "right", 1.2)]
    rows = []
    for key, part in comparison["clauses"].items():
        before, after, change, interval, verdict = change_cells(part)
        scores = {lang: f"{before['text'][lang]} → {after['text'][lang]}" for lang in LANGUAGES}
        if part["evidence"]["only_before"] or part["evidence"]["only_after"]:
            scores = {lang: f"{text} *" for lang, text in scores.items()}
        readings = [
            cell(signed(part["readings"].get(kind, {}).get("points")), "muted")
            for kind in ("survey", "record")
        ]
        name = cell(joined(plain(key), instrument.title(key)), ref=key)
        rows.append([name, cell(scores), change, interval, *readings, verdict, cell(people(part))])
    return table("wave-clauses", say("clauses_table"), columns, rows)


def people(part: Form) -> Bilingual:
    """How many answered then, and now?"""
    if not part["n_before"] + part["n_after"]:
        return DASH
    return plain(f"{part['n_before']} → {part['n_after']}")


def other_evidence(comparison: Form) -> list[Block]:
    """Do the two scores of some clause rest on different kinds of evidence? The note to the asterisk."""
    parts = [part["evidence"] for part in comparison["clauses"].values()]
    found = any(part["only_before"] or part["only_after"] for part in parts)
    return [paragraph(say("other_evidence"))] if found else []


def commitment_blocks(found: Form) -> list[Block]:
    """What became of the commitments, role by role?"""
    head = heading(say("commitments"), "wave-commitments")
    if found["all"] is None:
        return [head, paragraph(say("commitments_none"))]
    fates = [fate for fate in found["all"] if fate in ("kept", "late", "open") or found["all"][fate]]
    told = [say(f"fate_counts.{fate}", n=both_number(found["all"][fate])) for fate in fates]
    lead = say("commitments_lead", n=both_number(sum(found["all"].values())), fates=listed(told))
    columns = [column("role", share=2.4)]
    columns += [{"label": say(f"fates.{fate}"), "align": "right", "share": 1.0} for fate in fates]
    rows = [
        [cell(role_name(row["role"])), *(cell(both_number(row[f])) for f in fates)] for row in found["roles"]
    ]
    rows.append(
        [cell(say("all_roles"), bold=True), *(cell(both_number(found["all"][f]), bold=True) for f in fates)]
    )
    return [head, paragraph(lead), table("wave-commitments-by-role", None, columns, rows)]


def role_name(role: str) -> Bilingual:
    """What is a role called? The client's own name where the report has none for it."""
    known = load_text("report", LANGUAGES[0])["owner_role"]
    return (
        report_word(f"owner_role.{role}") if role in known else plain(role) if role else say("role_unknown")
    )


def backtest_blocks(found: Form) -> list[Block]:
    """Did the signs of the earlier wave come before losses?"""
    blocks = [heading(say("backtest"), "wave-backtest")]
    n, lost = both_number(found["accounts"]), both_number(found["lost"])
    if found["outcome"] == "no_data":
        return [*blocks, paragraph(say("backtest_no_data"))]
    if found["outcome"] == "not_validated":
        return [*blocks, callout(say("backtest_none", n=n), "info")]
    blocks.append(paragraph(say("backtest_lead", n=n, lost=lost)))
    if not found["signals"]:
        return [*blocks, paragraph(say("backtest_signals_none"))]
    columns = [column("signal", share=3), column("score", "right", 1.2), column("with", "right", 1.4)]
    columns += [column("without", "right", 1.4), column("p", "right", 0.9), column("verdict", share=1.4)]
    rows = [backtest_row(row) for row in found["signals"]]
    return [*blocks, table("wave-backtest-signals", None, columns, rows), paragraph(say("backtest_caution"))]


def backtest_row(row: Form) -> list[Block]:
    """One sign of risk as a row."""
    parts = [
        cell(say("share", part=both_number(row[f"{side}_lost"]), n=both_number(row[side])))
        for side in ("with", "without")
    ]
    tone = "warn" if row["verdict"] == "preceded" else "muted"
    return [
        cell(say(f"signals.{row['signal']}"), ref=row["clause"]),
        cell(both_number(row["clause_score"])),
        *parts,
        cell(both_number(row["p"], 2)),
        cell(say(f"tested.{row['verdict']}"), tone),
    ]
