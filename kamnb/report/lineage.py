"""What does each number rest on? Clause, evidence, indicator, table, n and rows left out, as entries to jump to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual, Outcome
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    marks_of,
    plain,
    points_text,
    say,
    score_with_interval,
    value_interval,
    value_text,
)
from kamnb.report.method import reasons, source_text
from kamnb.report.sums import PREFIX, sum_entries, tell
from kamnb.text.load import both
from kamnb.text.numbers import both_number

VALUE, SCORE = 2, 5
"""First and last place of a number in a table of records: value, interval, n, score."""
PORTFOLIO = {
    "portfolio-accounts": (
        "revenue_kept",
        "profit_given_back",
        "key_accounts_with_value",
        "revenue_pull",
        "key_choice_stable",
        "accounts_at_cooperative_stage",
        "means_fitted",
    )
}
"""Indicators behind tables that mix several."""


def with_lineage(document: dict[str, Any], instrument: Instrument, form: Form) -> dict[str, Any]:
    """The document with `lineage`, one entry a sum and a clause with its indicators, and its blocks marked with their ids."""
    entries = sum_entries(instrument, form) + [clause_entry(instrument, form, c) for c in form["clauses"]]
    known = {e["id"] for e in entries} | {i["id"] for e in entries for i in e["indicators"]}
    marks = Marks(instrument, form, known)
    chapters = [marks.chapter(c) for c in document["chapters"]]
    words = {key: tell(key) for key in ("title", "lead", "open", "source_of", "back", "parts")}
    return {**document, "chapters": chapters, "lineage": {"entries": entries, "words": words}}


def clause_entry(instrument: Instrument, form: Form, clause: str) -> Block:
    """One clause: its score, each kind of evidence with its n, and its indicators."""
    found, area = form["clauses"][clause], instrument.clause(clause).area
    specs = marks_of(form, area)
    return {
        "id": PREFIX + clause,
        "clause": clause,
        "title": instrument.title(clause),
        "score": tell("score", score=score_with_interval(found)),
        "readings": readings(found) or [tell("none")],
        "parts": [],
        "indicators": [
            indicator_entry(instrument, form, area, specs[e["indicator"]], e)
            for e in found["evidence"]
            if e["indicator"] in specs
        ],
    }


def readings(found: Form) -> list[Bilingual]:
    """Which kinds of evidence does a clause have? Only counts of people, never who."""
    told = []
    for kind, part in (
        ("survey", found["perception"]["survey"]),
        ("interviews", found["perception"]["interviews"]),
        ("record", found["record"]),
    ):
        if part["score"] is not None:
            told.append(tell(kind, **{k: both_number(part[k]) for k in ("score", "low", "high", "n")}))
    judgement = found["judgement"]
    if judgement["score"] is not None:
        level = both_number(judgement["level_blind"])
        told.append(tell("judgement", level=level, score=both_number(judgement["score"])))
    return told


def indicator_entry(instrument: Instrument, form: Form, area: str, spec: Form, e: Form) -> Block:
    """One indicator: its value, n, the tables that it reads with the rows left out, and how it becomes a score."""
    name, points = e["indicator"], points_text(spec["anchors"])
    return {
        "id": PREFIX + name,
        "title": instrument.text(area, f"indicators.{name}.title"),
        "name": name,
        "value": value_line(form, e),
        "tables": [table_line(form, name, columns) for name, columns in spec["needs"].items()],
        "anchors": tell("anchors", anchors=points, source=source_text(spec["source"])),
    }


def value_line(form: Form, e: Form) -> Bilingual:
    """The value as the report prints it."""
    if e["outcome"] != Outcome.MEASURED:
        return tell("untold", outcome=say(f"outcome.{e['outcome']}"))
    values = {"value": value_text(e, form["currency"]), "n": both_number(e["n"])}
    values["score"] = both_number(e["score"])
    if e["value_low"] is None or e["value_low"] == e["value_high"]:
        return tell("value_plain", **values)
    return tell("value", interval=value_interval(e, form["currency"]), **values)


def table_line(form: Form, name: str, columns: Sequence[str]) -> Bilingual:
    """One table: the columns it must have, rows received, rows left out and why."""
    values: dict[str, Any] = {"table": both("tables", name), "columns": plain(", ".join(columns) or "–")}
    received = next((r for r in form["received"] if r["table"] == name), None)
    if received is None:
        return tell("table_absent", **values)
    left = sum(received["dropped"].values())
    told = tell("dropped", n=both_number(left), reasons=reasons(received["dropped"]))
    return tell(
        "table", rows=both_number(received["rows"]), left=told if left else tell("kept_all"), **values
    )


class Marks:
    """Which entry does each number of a block lead to? Marked as `lineage` on cells, rows, findings and figures."""

    def __init__(self, instrument: Instrument, form: Form, known: set[str]) -> None:
        self.form, self.known = form, known
        self.findings = {f["id"]: f for f in form["findings"]}
        self.titles = {
            (mark["area"], instrument.text(mark["area"], f"indicators.{id}.title")["zh"]): id
            for id, mark in marks_of(form).items()
        }

    def entry(self, name: str | None) -> str | None:
        """The entry's id; None where there is none."""
        return PREFIX + name if name and PREFIX + name in self.known else None

    def chapter(self, chapter: Block) -> Block:
        """A chapter with its marks, those of its leading sentence too."""
        sources = self.sources(chapter.get("sources") or ())
        return {**chapter, "sources": sources, "blocks": [self.block(b) for b in chapter["blocks"]]}

    def block(self, block: Block) -> Block:
        """A block with its marks."""
        kind = block["kind"]
        if kind in ("columns", "row"):
            return {**block, "columns": [[self.block(b) for b in part] for part in block["columns"]]}
        if kind == "scorecard":
            return {**block, "rows": [{**r, "lineage": self.entry(r.get("ref"))} for r in block["rows"]]}
        if kind == "figure":
            return {**block, "sources": self.sources((block.get("indicator"), *(block.get("sources") or ())))}
        if kind == "kpis":
            return {**block, "items": [{**i, "lineage": self.entry(i.get("ref"))} for i in block["items"]]}
        if kind in ("callout", "paragraph", "bullets"):
            return {**block, "sources": self.sources(block.get("sources") or ())}
        if kind == "finding":
            return self.finding(block)
        return self.table(block) if kind == "table" else block

    def sources(self, names: Iterable[str | None]) -> list[str]:
        """The entries of several indicators, clauses or sums, those that exist."""
        return [entry for name in dict.fromkeys(names) if (entry := self.entry(name))]

    def finding(self, block: Block) -> Block:
        """A finding leads to its clause, each line of its evidence to its indicator or clause."""
        found = self.findings.get(block["id"])
        clause = self.entry(block.get("clause"))
        refs = [self.entry(ref) or clause for ref in (found or {}).get("evidence", [])]
        missing = len(block.get("evidence") or []) - len(refs)
        return {**block, "lineage": clause, "evidence_lineage": refs + [None] * max(0, missing)}

    def table(self, block: Block) -> Block:
        """A table of records leads to its indicators; a row about a clause to the clause."""
        area = block["id"].removesuffix("-records")
        rows = []
        for row in block["rows"]:
            indicator = self.titles.get((area, row[1]["text"]["zh"])) if len(row) > SCORE else None
            if indicator:
                marked = dict.fromkeys(range(VALUE, SCORE + 1), self.entry(indicator))
            else:
                first = (row[0].get("source") or row[0].get("ref") or row[0].get("anchor")) if row else None
                clause = self.entry(first)
                marked = {i: clause for i, c in enumerate(row) if i and is_number(c)} if clause else {}
            rows.append(
                [
                    {**c, "lineage": marked[i]} if marked.get(i) and c["text"] != DASH else c
                    for i, c in enumerate(row)
                ]
            )
        return {**block, "rows": rows, "sources": self.sources(PORTFOLIO.get(block["id"], ()))}


def is_number(found: Block) -> bool:
    """Does a cell show a number first?"""
    return found["text"]["zh"].lstrip("+-−")[:1].isdigit()
