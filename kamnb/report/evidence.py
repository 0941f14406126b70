"""The appendix on evidence: what people say and what the records show, area by area, in full."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.model import Outcome
from kamnb.report.area import EVERY_AREA, findings_lead, is_known, main_figures, own_findings, split_findings
from kamnb.report.blocks import (
    Block,
    Form,
    callout,
    cell,
    column,
    heading,
    joined,
    listed,
    marks_of,
    paragraph,
    people_table,
    plain,
    pointer,
    records_table,
    say,
    table,
)
from kamnb.report.findings import finding_block
from kamnb.report.portfolio import PORTFOLIO_FIGURES

Recorded = dict[str, list[Block] | None]


def evidence_chapter(instrument: Instrument, form: Form, recorded: Recorded) -> list[Block]:
    """The evidence of every area of which something is known."""
    holes = {h["area"] for h in form["holes"]}
    areas = [a.id for a in instrument.areas if a.id not in holes and is_known(instrument, form, a.id)]
    return [b for area in areas for b in area_evidence(instrument, form, area, recorded.get(area))]


def area_evidence(instrument: Instrument, form: Form, area: str, recorded: list[Block] | None) -> list[Block]:
    """An area's tables, its figures that are not in its chapter, and the findings that were only listed there."""
    shown = {b["id"] for b in main_figures(area, recorded)} | set(PORTFOLIO_FIGURES)
    kept = recorded if recorded is not None else evidence_blocks(instrument, form, area)
    kept = [b for b in kept if b.get("id") not in shown]
    kept = [lowered(b) for b in in_order(area, kept)]
    blocks = [heading(instrument.text(area, "area.title"), f"{area}-evidence"), *pointer(kept), *kept]
    told, others = split_findings(instrument, form, area)
    if others:
        blocks.append(heading("area.further", f"{area}-further", 3))
    return blocks + [finding_block(instrument, form, f, i) for i, f in enumerate(others, len(told) + 1)]


def lowered(block: Block) -> Block:
    """A heading one level lower than in the working paper; any other block as it is."""
    return {**block, "level": 3} if block["kind"] == "heading" else block


def in_order(area: str, blocks: list[Block]) -> list[Block]:
    """Words and tables as recorded, then the figures: the area's own, then those that each area has."""
    common = [f"{area}-{name}" for name in EVERY_AREA]
    figures = [b for b in blocks if b["kind"] == "figure"]
    own = [b for b in figures if b["id"] not in common]
    return [b for b in blocks if b["kind"] != "figure"] + own + [b for b in figures if b["id"] in common]


def evidence_blocks(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """What people say and records show of an area, where no notebook recorded it."""
    return people_blocks(instrument, form, area) + records_blocks(instrument, form, area)


def people_blocks(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """What people say of an area; one sentence where nobody was asked."""
    blocks = [heading("area.people", f"{area}-people-heading")]
    clauses = [form["clauses"][c.id] for c in instrument.area(area).clauses if c.id in form["clauses"]]
    heard = any(c["perception"]["score"] is not None for c in clauses)
    if form["survey"]["respondents"]:
        blocks.append(paragraph(instrument.text(area, "area.people")))
    else:
        blocks.append(callout(say("area.no_survey" if heard else "area.no_voices"), "warn"))
    if heard:
        blocks.append(people_table(instrument, form, area))
        summed = [
            plain(c.id)
            for c in instrument.area(area).clauses
            if c.consensus and form["clauses"].get(c.id, {}).get("perception", {}).get("score") is not None
        ]
        if summed:
            blocks.append(paragraph(say("area.consensus", clauses=listed(summed))))
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
    return blocks + ([found] if found else []) + without_records(instrument, form, area)


def without_records(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """Which clauses of an area no record can show, and why?"""
    shown = {mark["clause"] for mark in marks_of(form, area).values()}
    return [
        paragraph(joined(plain(c.id), instrument.text(area, f"clauses.{c.id}.no_records")))
        for c in instrument.area(area).clauses
        if c.id not in shown
    ]


def full_conclusions(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """Every finding of an area in full, and its remedies with what to do: for the working paper."""
    own = sorted(own_findings(instrument, form, area), key=form["findings"].index)
    blocks = [heading("area.follows", f"{area}-follows"), findings_lead(instrument, area, own)]
    blocks += [finding_block(instrument, form, f, i) for i, f in enumerate(own, 1)]
    remedies = instrument.remedies()
    mine = [r for r in form["recommendations"] if r["id"] in remedies and remedies[r["id"]].area == area]
    return blocks + ([remedies_with_text(instrument, area, mine)] if mine else [])


def remedies_with_text(instrument: Instrument, area: str, remedies: list[Form]) -> Block:
    """What should be done in an area, by whom, when at the earliest, and what is it? When it is planned, all areas decide."""
    columns = [column("remedy", share=2.6), column("what", share=5), column("owner", share=1.4)]
    columns.append(column("earliest", share=1.2))
    rows = [
        [
            cell(r["title"], bold=True, ref=r["id"]),
            cell(r["text"]),
            cell(say(f"owner_role.{r['owner_role']}")),
            cell(say(f"phases.{r['earliest']}")),
        ]
        for r in remedies
    ]
    caption = say("area.remedies_table", area=instrument.text(area, "area.title"))
    return table(f"{area}-remedies", caption, columns, rows)
