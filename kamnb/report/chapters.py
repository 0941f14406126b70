"""The chapters on all areas at once: scorecard, word against record, what cannot be told."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual, Outcome
from kamnb.report.blocks import (
    Block,
    Form,
    cell,
    column,
    heading,
    is_too_wide,
    joined,
    marks_of,
    paragraph,
    plain,
    say,
    strip,
    table,
)
from kamnb.report.findings import certainty, finding_block
from kamnb.report.summary import area_strip, has_both
from kamnb.sources.contract import load_contract
from kamnb.text.load import both
from kamnb.text.numbers import both_number

LEVELS = "level_ladder"
"""The recorded figure of how the levels see the same clauses."""
EVERY_CLAUSE = ("all",)
"""What the contract says of a table that feeds every clause."""


def scorecard_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """All clauses, each area's under its own line."""
    clauses = []
    for area in instrument.areas:
        clauses.append(area_strip(instrument, form, area.id))
        for c in area.clauses:
            if c.id in form["clauses"]:
                found = form["clauses"][c.id]
                clauses.append(strip(c.id, instrument.title(c.id), "clause", found, found["target"], found))
    return [
        paragraph(say("scorecard.reading", strong=both_number(threshold("weak_gap")))),
        {"kind": "scorecard", "id": "clauses", "caption": say("scorecard.clauses"), "rows": clauses},
    ]


def clash_blocks(instrument: Instrument, form: Form, recorded: list[Block]) -> list[Block]:
    """Where word and record clash, and what the levels see differently."""
    found = [(k, c) for k, c in form["clauses"].items() if c["readings_disagree"]]
    blocks: list[Block] = []
    if found:
        columns = [column("clause", share=4)]
        columns += [
            {"label": say(f"clash.{k}"), "align": "right", "share": 1.4}
            for k in ("opinion", "record", "difference")
        ]
        rows = [
            [
                cell(joined(plain(key), instrument.title(key)), ref=key),
                cell(both_number(c["perception"]["score"])),
                cell(both_number(c["record"]["score"])),
                cell(signed(c["perception"]["score"] - c["record"]["score"]), "bad", bold=True),
            ]
            for key, c in found
        ]
        blocks.append(table("clash-clauses", say("clash.table"), columns, rows))
    else:
        compared = any(has_both(c) for c in form["clauses"].values())
        blocks.append(paragraph(say("clash.none" if compared else "clash.none_both")))
    cards = [f for f in form["findings"] if f["kind"] == "disagreement"]
    blocks += [finding_block(instrument, form, f, i) for i, f in enumerate(cards, 1)]
    return blocks + [b for b in recorded if b.get("id") != LEVELS]


def clash_lead(form: Form) -> Bilingual:
    """What does the chapter of word against record hold: the clauses that clash, or that none does?"""
    clash = any(c["readings_disagree"] for c in form["clauses"].values())
    return say("clash.lead" if clash else "clash.lead_none")


def levels_blocks(instrument: Instrument, form: Form, recorded: list[Block]) -> list[Block]:
    """How do the levels, and the two sides, see the same clauses? For the appendix on evidence."""
    figure, told = [b for b in recorded if b.get("id") == LEVELS], level_gap_table(form)
    if not figure and not told:
        return []
    return [heading("clash.levels", "levels"), *figure, *(told or [paragraph(say("clash.levels_none"))])]


def level_gap_table(form: Form) -> list[Block]:
    """Which levels, and which sides, see a clause differently? One row a finding."""
    found = [f for f in form["findings"] if f["kind"] == "level_gap"]
    if not found:
        return []
    columns = [column("clause", share=0.7), column("finding", share=5.4), column("certainty", share=3.6)]
    rows = [
        [cell(plain(f["clause"]), ref=f["clause"]), cell(f["text"]), cell(certainty(f))]
        for f in sorted(found, key=lambda f: list(form["clauses"]).index(f["clause"]))
    ]
    return [
        paragraph(say("clash.levels_lead")),
        table("level-gaps", say("clash.levels_table"), columns, rows),
    ]


def signed(value: float) -> dict[str, str]:
    """A difference with its sign."""
    return {lang: ("+" if value > 0 else "") + text for lang, text in both_number(value).items()}


def unknown_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """What could not be told, and what it would take, to the last indicator."""
    return open_clauses(instrument, form) + missing_tables(form) + missing_indicators(instrument, form)


def open_clauses(instrument: Instrument, form: Form) -> list[Block]:
    """Which clauses could not be told, and what would each take?"""
    blocks: list[Block] = []
    rows = []
    for key, c in form["clauses"].items():
        wide = is_too_wide(c)
        if c["score"] is None or wide:
            why = (
                say("unknown.width", n=both_number(c["high"] - c["low"]))
                if wide
                else say(f"outcome.{c['outcome']}")
            )
            title = cell(joined(plain(key), instrument.title(key)), ref=key)
            rows.append([title, cell(why, "muted"), cell(what_settles(instrument, key, c))])
    if rows:
        columns = [column("clause", share=2.2), column("why", share=1.3), column("would_tell", share=4)]
        blocks.append(table("unknown-clauses", say("unknown.clauses"), columns, rows))
    else:
        blocks.append(paragraph(say("unknown.none")))
    return blocks


def what_settles(instrument: Instrument, key: str, clause: Form) -> Bilingual:
    """What would settle an open clause? Data that are missing; where they are there, what to check in them."""
    more = instrument.text(instrument.clause(key).area, f"clauses.{key}.learn_more")
    if clause["score"] is None:
        return more
    check = say("unknown.settle_clash" if clause["readings_disagree"] else "unknown.settle_wide")
    lacking = any(e["outcome"] != Outcome.MEASURED for e in clause["evidence"])
    return joined(check, more) if lacking else check


def missing_tables(form: Form) -> list[Block]:
    """Which tables of the contract were not given, and what would each tell? Nothing where all were."""
    contract = load_contract()
    given = {r["table"] for r in form["received"]}
    missing = [t for t in contract.tables.values() if t.name not in given]
    if not missing:
        return []
    columns = [column("table", share=1.6), column("missing", share=4), column("clauses", share=1.6)]
    rows = [
        [
            cell(both("tables", t.name), bold=True),
            cell(plain(", ".join(t.columns))),
            cell(say("unknown.all_clauses") if t.feeds == EVERY_CLAUSE else plain(", ".join(t.feeds))),
        ]
        for t in missing
    ]
    return [heading("unknown.tables", "unknown-tables"), table("missing-tables", None, columns, rows)]


def missing_indicators(instrument: Instrument, form: Form) -> list[Block]:
    """Which indicators could not be computed, and which tables do they need?"""
    rows = []
    for area in instrument.areas:
        marks = marks_of(form, area.id)
        for c in area.clauses:
            for e in form["clauses"].get(c.id, {}).get("evidence", ()):
                if e["outcome"] != Outcome.MEASURED:
                    title = instrument.text(area.id, f"indicators.{e['indicator']}.title")
                    wanted = "; ".join(
                        f"{t}: {', '.join(cols)}" if cols else t
                        for t, cols in marks[e["indicator"]]["needs"].items()
                    )
                    rows.append(
                        [
                            cell(plain(c.id), ref=c.id),
                            cell(title),
                            cell(say(f"outcome.{e['outcome']}"), "muted"),
                            cell(plain(wanted)),
                        ]
                    )
    if not rows:
        return []
    columns = [
        column("clause", share=0.8),
        column("indicator", share=3),
        column("why", share=1.2),
        column("needed", share=3),
    ]
    return [
        heading("unknown.indicators", "unknown-indicators"),
        table("missing-indicators", None, columns, rows),
    ]
