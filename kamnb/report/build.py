"""The document of a report: chapters of blocks in every language, from diagnosis.json and the recorded blocks."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from kamnb.instrument.load import Instrument, load_instrument
from kamnb.report import causes
from kamnb.report.appendix import glossary_blocks, index_blocks, remedies_blocks
from kamnb.report.area import area_blocks, is_known
from kamnb.report.blocks import Block, Form, pointer, say
from kamnb.report.chapters import (
    clash_blocks,
    clash_lead,
    levels_blocks,
    missing_indicators,
    missing_tables,
    open_clauses,
    scorecard_blocks,
)
from kamnb.report.evidence import Recorded, evidence_chapter
from kamnb.report.lineage import with_lineage
from kamnb.report.method import data_blocks, method_blocks, threshold_blocks
from kamnb.report.names import names_table, read_names, with_names
from kamnb.report.portfolio import portfolio_blocks
from kamnb.report.roadmap import roadmap_blocks, tell
from kamnb.report.summary import lead, summary_blocks
from kamnb.report.sums import VALUE, WHOLE
from kamnb.report.value import assumption_blocks, see_assumptions, value_blocks, value_sentence
from kamnb.report.waves import wave_blocks, waves_lead
from kamnb.report.written import read_written
from kamnb.text.load import LANGUAGES, both, load_text
from kamnb.text.numbers import both_date

Document = dict[str, Any]


def read_form(run: Path) -> Form:
    """What does a run's diagnosis.json say? UsageError where this version cannot read it."""
    return read_written(run / "diagnosis.json")


def read_blocks(run: Path, name: str, external: bool = False) -> list[Block] | None:
    """Which blocks did a notebook record? None where it recorded none.

    What is for the working paper only is left out; `external` leaves out the consultant's remarks too.
    """
    path = run / "blocks" / f"{name}.json"
    if not path.exists():
        return None
    kept = [b for b in json.loads(path.read_text(encoding="utf-8")).values() if not b.get("working_paper")]
    return [block for block in kept if not (external and block.get("internal"))]


def build_document(run: Path, external: bool = False) -> Document:
    """What is the report of a run? Internal with the key to account codes, external without names and judgement notes."""
    instrument, form = load_instrument(), read_form(run)
    names = {} if external else read_names(run)
    if external:
        form = without_notes(form)
    document = {
        "client": form["client"]["name"],
        "title": say("title"),
        "subtitle": say("subtitle"),
        "as_of": form["as_of"],
        "date": both_date(dt.date.fromisoformat(form["as_of"])),
        "wave": form["wave"],
        "confidential": say("confidential_external" if external else "confidential"),
        "made_up": say("made_up") if form["client"]["made_up"] else None,
        "labels": labels(),
        "chapters": number_chapters(chapters(instrument, form, run, external)),
        "comparison": read_comparison(run),
    }
    return with_lineage(with_names(document, names), instrument, form)


def without_notes(form: Form) -> Form:
    """The diagnosis without what only the firm itself may read: the consultant's notes, the client's replies and file names."""
    clauses = {
        key: {**c, "judgement": {**c["judgement"], "reason": "", "override_reason": ""}}
        for key, c in form["clauses"].items()
    }
    findings = [{**f, "status_reason": "", "quotes": []} for f in form["findings"]]
    received = [{**r, "file": ""} for r in form["received"]]
    return {**form, "clauses": clauses, "findings": findings, "received": received, "commentary": {}}


def labels() -> dict[str, dict[str, str]]:
    """Every word that the templates need, in every language."""
    words = {lang: load_text("report_labels", lang) for lang in LANGUAGES}
    return {key: {lang: str(words[lang][key]) for lang in LANGUAGES} for key in words["zh"]}


def chapters(instrument: Instrument, form: Form, run: Path, external: bool) -> list[Block]:
    """All chapters in their order: what a board reads, then the appendices."""
    recorded: Recorded = {a.id: read_blocks(run, a.id, external) for a in instrument.areas}
    drawn = read_blocks(run, "synthesis", external) or []
    plan = read_blocks(run, "plan", external) or []
    found = opening_chapters(instrument, form, causes.without_map(drawn))
    for area in instrument.areas:
        blocks = area_blocks(instrument, form, area.id, recorded[area.id])
        kind = "area" if is_known(instrument, form, area.id) else "normal"
        found.append(chapter(area.id, instrument.text(area.id, "area.title"), blocks, kind))
    untold = open_clauses(instrument, form) + missing_tables(form)
    found.append(told_chapter("unknown", pointer(untold) + untold, say("unknown.lead")))
    found.append(told_chapter("portfolio", portfolio_blocks(form, recorded), say("portfolio.lead")))
    found += waves_chapter(instrument, run)
    shown = causes.cause_blocks(instrument, form, drawn, whole=False)
    found += [
        chapter("causes", causes.tell("title"), picture_first(shown), "normal", causes.tell("lead")),
        *closing_chapters(form, plan),
    ]
    return found + appendices(instrument, form, run, external, (recorded, causes.without_map(drawn)), found)


def opening_chapters(instrument: Instrument, form: Form, drawn: list[Block]) -> list[Block]:
    """Summary, scorecard, word against record."""
    clash = clash_blocks(instrument, form, drawn)
    blocks = summary_blocks(instrument, form)
    return [
        {
            **chapter("summary", say("chapters.summary"), blocks, "summary", lead(instrument, form)),
            "sources": [WHOLE],
        },
        told_chapter("scorecard", scorecard_blocks(instrument, form), say("scorecard.lead")),
        told_chapter("clash", pointer(clash, say("clash.unrounded")) + clash, clash_lead(form)),
    ]


def closing_chapters(form: Form, plan: list[Block]) -> list[Block]:
    """Value at stake, and last the roadmap with its commitments."""
    told, way = value_sentence(form), roadmap_blocks(form, plan)
    worth = [b for b in value_blocks(form, plan) if b.get("text") != told]
    blocks = pointer(worth, *see_assumptions(form)) + worth
    return [
        {**chapter("value", tell("value.title"), blocks, "normal", told), "sources": [VALUE]},
        told_chapter("roadmap", picture_first(way), say("roadmap.lead")),
    ]


def picture_first(blocks: list[Block]) -> list[Block]:
    """A chapter that opens with its large picture, once it is named, then says what it shows."""
    drawn = [b for b in blocks if b["kind"] == "figure"]
    return [*pointer(blocks), *drawn, *(b for b in blocks if b["kind"] != "figure")]


def appendices(
    instrument: Instrument,
    form: Form,
    run: Path,
    external: bool,
    drawn: tuple[Recorded, list[Block]],
    main: list[Block],
) -> list[Block]:
    """What the main part rests on: evidence, remedies in full, method, parameters, data, words, index, codes."""
    recorded, across = drawn
    evidence = evidence_chapter(instrument, form, recorded) + levels_blocks(instrument, form, across)
    evidence += causes.claims_blocks(instrument, form)
    data = data_blocks(form) + missing_indicators(instrument, form)
    parts = {
        "evidence": evidence,
        "remedies": remedies_blocks(form),
        "method": method_blocks(instrument, form),
        "data": pointer(data) + data,
        "registry": threshold_blocks(instrument, form) + assumption_blocks(form),
        "glossary": glossary_blocks(),
    }
    found = [told_chapter(id, blocks, kind="appendix") for id, blocks in parts.items() if blocks]
    names = {} if external else read_names(run)
    if names:
        found.append(told_chapter("accounts", [names_table(names)], say("accounts.lead"), "appendix"))
    index = index_blocks(instrument, form, number_chapters(main + found))
    return [*found, told_chapter("index", index, kind="appendix")]


def told_chapter(
    id: str, blocks: list[Block], told: dict[str, str] | None = None, kind: str = "normal"
) -> Block:
    """A chapter whose title is among the report's words."""
    return chapter(id, say(f"chapters.{id}"), blocks, kind, told)


def read_comparison(run: Path) -> Form | None:
    """What does a run's comparison.json say? None where the run was compared with no earlier wave."""
    path = run / "comparison.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def waves_chapter(instrument: Instrument, run: Path) -> list[Block]:
    """What has changed since the earlier wave? Nothing where the run was compared with none."""
    comparison = read_comparison(run)
    if comparison is None:
        return []
    blocks, told = wave_blocks(instrument, comparison), waves_lead(comparison)
    return [chapter("waves", both("waves", "title"), blocks, "normal", told)]


def chapter(
    id: str, title: dict[str, str], blocks: list[Block], kind: str, lead: dict[str, str] | None = None
) -> Block:
    """One chapter."""
    return {"id": id, "number": "", "title": title, "lead": lead, "kind": kind, "blocks": blocks}


def number_chapters(found: list[Block]) -> list[Block]:
    """The chapters with their numbers; appendices bear letters."""
    count = sum(c["kind"] != "appendix" for c in found)
    letters = [chr(ord("A") + i) for i in range(len(found) - count)]
    return [
        {**c, "number": n} for c, n in zip(found, [*map(str, range(1, count + 1)), *letters], strict=True)
    ]
