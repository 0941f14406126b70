"""The appendices that list: remedies in full, the glossary, and the index of clauses."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.report.blocks import Block, Form, cell, clause_score, column, paragraph, plain, say, table, tone_of
from kamnb.text.load import LANGUAGES, load_text


def remedies_blocks(form: Form) -> list[Block]:
    """Every remedy in full: what to do, the first step, and how one sees that it worked."""
    columns = [column("remedy", share=2.2), column("what", share=4.2), column("first_step", share=2.6)]
    columns.append(column("measure", share=2.6))
    rows = [
        [
            {**cell(r["title"], bold=True), "anchor": r["id"]},
            cell(r["text"]),
            cell(r["first_step"]),
            cell(r["measure"]),
        ]
        for r in form["recommendations"]
    ]
    return [table("remedies-in-full", say("appendix.remedies_table"), columns, rows)] if rows else []


def glossary_blocks() -> list[Block]:
    """Every term in both languages, with its meaning."""
    words = {lang: load_text("glossary", lang) for lang in LANGUAGES}
    rows = [
        [
            cell(plain(words["zh"][key]["term"]), bold=True),
            cell(plain(words["en"][key]["term"])),
            cell({lang: words[lang][key]["meaning"] for lang in LANGUAGES}),
        ]
        for key in words["zh"]
    ]
    columns = [
        {"label": say(f"appendix.{k}"), "align": "left", "share": share}
        for k, share in (("chinese", 2.2), ("english", 2.2), ("meaning", 6.0))
    ]
    return [table("glossary", None, columns, rows)]


def index_blocks(instrument: Instrument, form: Form, chapters: list[Block]) -> list[Block]:
    """Every clause with its score, the chapters that treat it, and (on paper) the pages."""
    places = find_places(instrument, form, chapters)
    rows = []
    for area in instrument.areas:
        for c in area.clauses:
            if c.id in form["clauses"]:
                found = form["clauses"][c.id]
                numbers = list(dict.fromkeys(number for number, _ in places[c.id]))
                rows.append(
                    [
                        {**cell(plain(c.id), bold=True), "anchor": c.id},
                        cell(instrument.title(c.id)),
                        cell(clause_score(found), tone_of(found["score"], found["target"])),
                        cell(plain(" · ".join(numbers))),
                        {**cell(plain("")), "pages": [anchor for _, anchor in places[c.id]]},
                    ]
                )
    columns = [column("clause", share=0.8), column("meaning_of_clause", share=4.0)]
    columns += [column("score", "right", 0.9), column("chapters", share=1.6), column("pages", share=2.4)]
    return [
        paragraph(say("appendix.index_lead")),
        {**table("clause-index", None, columns, rows), "dense": True},
    ]


def find_places(
    instrument: Instrument, form: Form, chapters: list[Block]
) -> dict[str, list[tuple[str, str]]]:
    """Where does each clause stand? {clause: [(chapter's number, anchor)]} in the report's order."""
    findings = {f["id"]: f["clause"] for f in form["findings"]}
    cards = {b["id"]: c["number"] for c in chapters for b in c["blocks"] if b["kind"] == "finding"}
    numbers = {b["id"]: c["number"] for c in chapters for b in c["blocks"] if b.get("id")}
    places: dict[str, list[tuple[str, str]]] = {}
    for area in instrument.areas:
        for c in area.clauses:
            own = [name for name in (f"{area.id}-scorecard",) if name in numbers]
            own += [name for name in cards if findings.get(name) == c.id]
            own += [name for name in (f"{area.id}-people", f"{area.id}-records") if name in numbers]
            places[c.id] = [(numbers[name], name) for name in own]
    return places
