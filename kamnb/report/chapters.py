"""The chapters between summary and method: scorecard, word against record, areas, what cannot be told."""

from __future__ import annotations

from kamnb.instrument.load import Instrument, find_indicators
from kamnb.model import Outcome
from kamnb.report.blocks import (
    Block,
    Form,
    callout,
    cell,
    column,
    heading,
    joined,
    paragraph,
    people_table,
    plain,
    records_table,
    say,
    scorecard,
    strip,
    table,
)
from kamnb.report.findings import certainty, finding_block
from kamnb.report.roadmap import phase_text
from kamnb.report.summary import area_strip
from kamnb.sources.contract import load_contract
from kamnb.text.load import both
from kamnb.text.numbers import both_number

WIDE = 45
"""An interval of so many points is too wide to conclude."""


def scorecard_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """All areas, then all clauses."""
    rows = [area_strip(instrument, form, a) for a in form["areas"]]
    clauses = []
    for area in instrument.areas:
        clauses.append(area_strip(instrument, form, area.id))
        for c in area.clauses:
            if c.id in form["clauses"]:
                found = form["clauses"][c.id]
                clauses.append(strip(c.id, instrument.title(c.id), "clause", found, found["target"], found))
    return [
        {"kind": "scorecard", "id": "areas", "caption": say("scorecard.areas"), "rows": rows},
        paragraph(say("scorecard.reading")),
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
        blocks.append(table("clash", say("clash.table"), columns, rows))
    else:
        blocks.append(paragraph(say("clash.none")))
    cards = [f for f in form["findings"] if f["kind"] == "disagreement"]
    blocks += [finding_block(instrument, form, f, i) for i, f in enumerate(cards, 1)]
    return blocks + recorded + level_gap_table(instrument, form)


def level_gap_table(instrument: Instrument, form: Form) -> list[Block]:
    """Which levels, and which sides, see a clause differently? One row a finding."""
    found = [f for f in form["findings"] if f["kind"] == "level_gap"]
    if not found:
        return []
    columns = [column("clause", share=1.0), column("finding", share=6.0), column("certainty", share=2.0)]
    rows = [
        [cell(plain(f["clause"]), ref=f["clause"]), cell(f["text"]), cell(certainty(f))]
        for f in sorted(found, key=lambda f: list(form["clauses"]).index(f["clause"]))
    ]
    return [paragraph(say("clash.levels_lead")), table("level-gaps", say("clash.levels"), columns, rows)]


def signed(value: float) -> dict[str, str]:
    """A difference with its sign."""
    return {lang: ("+" if value > 0 else "") + text for lang, text in both_number(value).items()}


def is_known(instrument: Instrument, form: Form, area: str) -> bool:
    """Is anything measured in an area?"""
    found = [form["clauses"][c.id] for c in instrument.area(area).clauses if c.id in form["clauses"]]
    return any(c["score"] is not None for c in found)


def area_blocks(
    instrument: Instrument, form: Form, area: str, recorded: list[Block] | None = None
) -> list[Block]:
    """One area: what it asks, what people say, what records show, what follows; where nothing is known, only that."""
    title, question, introduction = (
        instrument.text(area, f"area.{k}") for k in ("title", "question", "introduction")
    )
    blocks = [callout(question, title=say("area.asks")), paragraph(introduction)]
    if any(h["area"] == area for h in form["holes"]):
        return [*blocks, callout(say("area.hole"), "bad")]
    if not is_known(instrument, form, area):
        return [*blocks, callout(say("area.unknown"), "warn")]
    blocks.append(scorecard(instrument, form, area, say("area.readings", area=title)))
    middle = recorded if recorded is not None else evidence_blocks(instrument, form, area)
    return blocks + middle + commentary(form, area) + conclusions(instrument, form, area)


def evidence_blocks(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """What people say and records show of an area, where no notebook recorded it."""
    blocks = people_blocks(instrument, form, area)
    return blocks + records_blocks(instrument, form, area)


def people_blocks(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """What people say of an area; one sentence where nobody was asked."""
    blocks = [heading("area.people", f"{area}-people-heading")]
    if not form["survey"]["respondents"]:
        blocks.append(callout(say("area.no_survey"), "warn"))
    else:
        blocks.append(paragraph(instrument.text(area, "area.people")))
    found = [
        form["clauses"][c.id]["perception"] for c in instrument.area(area).clauses if c.id in form["clauses"]
    ]
    if any(p["score"] is not None for p in found):
        blocks.append(people_table(instrument, form, area))
    return blocks


def records_blocks(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """What the records show of an area."""
    blocks = [
        heading("area.records", f"{area}-records-heading"),
        paragraph(instrument.text(area, "area.records")),
    ]
    found = records_table(instrument, form, area)
    evidence = [e for c in instrument.area(area).clauses for e in form["clauses"][c.id]["evidence"]]
    if not any(e["outcome"] == Outcome.MEASURED for e in evidence):
        blocks.append(callout(say("area.no_records"), "warn"))
    return blocks + ([found] if found else []) + without_records(instrument, area)


def without_records(instrument: Instrument, area: str) -> list[Block]:
    """Which clauses of an area no record can show, and why?"""
    shown = {indicator.clause for indicator in find_indicators(area)}
    return [
        paragraph(joined(plain(c.id), instrument.text(area, f"clauses.{c.id}.no_records")))
        for c in instrument.area(area).clauses
        if c.id not in shown
    ]


def commentary(form: Form, area: str) -> list[Block]:
    """The consultant's own words on an area, where given in both languages (a missing one is taken from the other)."""
    given = form["commentary"].get(area)
    if not given:
        return []
    text = {"zh": given.get("zh") or given.get("en", ""), "en": given.get("en") or given.get("zh", "")}
    return [callout(text, "info", say("area.commentary"))]


def conclusions(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """Findings and remedies of an area."""
    clauses = {c.id for c in instrument.area(area).clauses}
    own = [
        f
        for f in form["findings"]
        if f["clause"] in clauses and f["kind"] in ("gap", "agreement", "strength")
    ]
    blocks = [heading("area.follows", f"{area}-follows"), paragraph(instrument.text(area, "area.follows"))]
    if not own:
        blocks.append(paragraph(say("area.no_findings")))
    blocks += [finding_block(instrument, form, f, i) for i, f in enumerate(own, 1)]
    remedies = instrument.remedies()
    mine = [r for r in form["recommendations"] if r["id"] in remedies and remedies[r["id"]].area == area]
    return blocks + ([remedies_table(instrument, area, mine)] if mine else [])


def remedies_table(instrument: Instrument, area: str, remedies: list[Form]) -> Block:
    """What should be done in an area, by whom, when, and and what is it?"""
    columns = [column("remedy", share=2.6), column("what", share=5), column("owner", share=1.4)]
    columns.append(column("phase", share=1.2))
    rows = [
        [
            cell(r["title"], bold=True, ref=r["id"]),
            cell(r["text"]),
            cell(say(f"owner_role.{r['owner_role']}")),
            cell(phase_text(r), "muted" if r["left_out"] else None),
        ]
        for r in remedies
    ]
    caption = say("area.remedies_table", area=instrument.text(area, "area.title"))
    return table(f"{area}-remedies", caption, columns, rows)


def unknown_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """What could not be told, and what it would take."""
    blocks: list[Block] = []
    rows = []
    for key, c in form["clauses"].items():
        wide = c["score"] is not None and c["high"] - c["low"] >= WIDE
        if c["score"] is None or wide:
            why = (
                say("unknown.width", n=both_number(c["high"] - c["low"]))
                if wide
                else say(f"outcome.{c['outcome']}")
            )
            more = instrument.text(instrument.clause(key).area, f"clauses.{key}.learn_more")
            rows.append(
                [cell(joined(plain(key), instrument.title(key)), ref=key), cell(why, "muted"), cell(more)]
            )
    if rows:
        columns = [column("clause", share=2.2), column("missing", share=1.3), column("would_tell", share=4)]
        blocks.append(table("unknown-clauses", say("unknown.clauses"), columns, rows))
    else:
        blocks.append(paragraph(say("unknown.none")))
    return blocks + missing_tables(form) + missing_indicators(instrument, form)


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
            cell(plain(", ".join(t.feeds))),
        ]
        for t in missing
    ]
    return [heading("unknown.tables", "unknown-tables"), table("missing-tables", None, columns, rows)]


def missing_indicators(instrument: Instrument, form: Form) -> list[Block]:
    """Which indicators could not be computed, and which tables do they need?"""
    rows = []
    for area in instrument.areas:
        needs = {i.id: i.needs for i in find_indicators(area.id)}
        for c in area.clauses:
            for e in form["clauses"].get(c.id, {}).get("evidence", ()):
                if e["outcome"] != Outcome.MEASURED:
                    title = instrument.text(area.id, f"indicators.{e['indicator']}.title")
                    wanted = "; ".join(f"{t}: {', '.join(cols)}" for t, cols in needs[e["indicator"]].items())
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
        column("missing", share=1.2),
        column("source", share=3),
    ]
    return [
        heading("unknown.indicators", "unknown-indicators"),
        table("missing-indicators", None, columns, rows),
    ]
