"""The document of a report: chapters of blocks in every language, from diagnosis.json and the recorded blocks."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from kamnb.instrument.load import Instrument, load_instrument
from kamnb.report import causes
from kamnb.report.blocks import Block, Form, cell, column, plain, say, table
from kamnb.report.chapters import (
    area_blocks,
    clash_blocks,
    is_known,
    scorecard_blocks,
    unknown_blocks,
)
from kamnb.report.method import method_blocks
from kamnb.report.roadmap import roadmap_blocks, tell
from kamnb.report.summary import lead, summary_blocks
from kamnb.report.value import value_blocks, value_sentence
from kamnb.report.waves import wave_blocks, waves_lead
from kamnb.text.load import LANGUAGES, both, load_text
from kamnb.text.numbers import both_date

Document = dict[str, Any]


def read_form(run: Path) -> Form:
    """What does a run's diagnosis.json say?"""
    return json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))


def read_blocks(run: Path, name: str, external: bool = False) -> list[Block] | None:
    """Which blocks did a notebook record? None where it recorded none.

    What is for the working paper only is left out; `external` leaves out the consultant's remarks too.
    """
    path = run / "blocks" / f"{name}.json"
    if not path.exists():
        return None
    kept = [b for b in json.loads(path.read_text(encoding="utf-8")).values() if not b.get("working_paper")]
    return [block for block in kept if not (external and block.get("internal"))]


def read_names(run: Path) -> dict[str, str]:
    """Which name stands behind each code? Empty where the run keeps none."""
    path = run / "names.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def build_document(run: Path, external: bool = False) -> Document:
    """What is the report of a run? Internal with the key to account codes, external without names and judgement notes."""
    instrument, form = load_instrument(), read_form(run)
    if external:
        form = without_notes(form)
    return {
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
    }


def without_notes(form: Form) -> Form:
    """The diagnosis without what only the firm itself may read: the consultant's notes and the client's replies."""
    clauses = {
        key: {**c, "judgement": {**c["judgement"], "reason": "", "override_reason": ""}}
        for key, c in form["clauses"].items()
    }
    findings = [{**f, "status_reason": ""} for f in form["findings"]]
    return {**form, "clauses": clauses, "findings": findings, "commentary": {}}


def labels() -> dict[str, dict[str, str]]:
    """Every word that the templates need, in every language."""
    words = {lang: load_text("report_labels", lang) for lang in LANGUAGES}
    return {key: {lang: str(words[lang][key]) for lang in LANGUAGES} for key in words["zh"]}


def chapters(instrument: Instrument, form: Form, run: Path, external: bool) -> list[Block]:
    """All chapters in their order."""
    found = [
        chapter(
            "summary",
            say("chapters.summary"),
            summary_blocks(instrument, form),
            "summary",
            lead(instrument, form),
        ),
        chapter(
            "scorecard",
            say("chapters.scorecard"),
            scorecard_blocks(instrument, form),
            "normal",
            say("scorecard.lead"),
        ),
        chapter(
            "clash",
            say("chapters.clash"),
            clash_blocks(instrument, form, causes.without_map(read_blocks(run, "synthesis", external) or [])),
            "normal",
            say("clash.lead"),
        ),
    ]
    for area in instrument.areas:
        blocks = area_blocks(instrument, form, area.id, read_blocks(run, area.id, external))
        kind = "area" if is_known(instrument, form, area.id) else "normal"
        found.append(chapter(area.id, instrument.text(area.id, "area.title"), blocks, kind))
    found += waves_chapter(instrument, run)
    shown = causes.cause_blocks(instrument, form, read_blocks(run, "synthesis", external) or [])
    found.append(chapter("causes", causes.tell("title"), shown, "normal", causes.tell("lead")))
    plan = read_blocks(run, "plan", external) or []
    found += [
        chapter("value", tell("value.title"), value_blocks(form, plan), "normal", value_sentence(form)),
        chapter(
            "roadmap", say("chapters.roadmap"), roadmap_blocks(form, plan), "normal", say("roadmap.lead")
        ),
        chapter(
            "unknown",
            say("chapters.unknown"),
            unknown_blocks(instrument, form),
            "normal",
            say("unknown.lead"),
        ),
        chapter("method", say("chapters.method"), method_blocks(instrument, form), "appendix"),
    ]
    names = {} if external else read_names(run)
    if names:
        found.append(
            chapter(
                "accounts", say("chapters.accounts"), [names_table(names)], "appendix", say("accounts.lead")
            )
        )
    return found


def waves_chapter(instrument: Instrument, run: Path) -> list[Block]:
    """What has changed since the earlier wave? Nothing where the run was compared with none."""
    path = run / "comparison.json"
    if not path.exists():
        return []
    comparison = json.loads(path.read_text(encoding="utf-8"))
    blocks, told = wave_blocks(instrument, comparison), waves_lead(comparison)
    return [chapter("waves", both("waves", "title"), blocks, "normal", told)]


def chapter(
    id: str, title: dict[str, str], blocks: list[Block], kind: str, lead: dict[str, str] | None = None
) -> Block:
    """One chapter."""
    return {"id": id, "number": "", "title": title, "lead": lead, "kind": kind, "blocks": blocks}


def number_chapters(found: list[Block]) -> list[Block]:
    """The chapters with their numbers."""
    return [{**c, "number": str(i)} for i, c in enumerate(found, 1)]


def names_table(names: dict[str, str]) -> Block:
    """The key to account codes (internal)."""
    rows = [[cell(plain(code), bold=True), cell(plain(name))] for code, name in names.items()]
    return table("accounts", None, [column("code", share=1), column("name", share=5)], rows)
