"""What do the code words on the workbook's sheets mean? One row a code that stands there, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from babel.numbers import get_currency_name, is_currency

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.render.evidence_sheets import BOTH, Row, Sheet
from kamnb.report.blocks import Form, say
from kamnb.text.load import LANGUAGES, both

CODED = ("area", "unit", "outcome", "kind", "status", "why", "left_out", "source", "missing", "anchor_kind")
"""Columns whose cells are code words, so that they can be filtered and read by a program."""


def key_to_codes(instrument: Instrument, form: Form, sheets: list[Sheet]) -> Sheet:
    """Which code words stand in these sheets, under which heads, and what do they mean? A code is told once a head."""
    words = {**indicator_titles(instrument, form), **measure_names(form)}
    rows: list[Row] = []
    for column in CODED:
        head = both("evidence_book", f"columns.{column}")
        found = {code for sheet in sheets for code in codes_of(sheet, column)}
        rows += [
            [head, code, meaning(instrument, words, form["currency"], column, code)] for code in sorted(found)
        ]
    return Sheet("codes", [("column", BOTH), ("code", "text"), ("meaning", BOTH)], rows, frozen=0)


def codes_of(sheet: Sheet, column: str) -> Iterator[str]:
    """Which codes stand in a sheet's column of that head? A cell may name several by commas, but only one unit."""
    for at, (key, kind) in enumerate(sheet.columns):
        if key == column and kind == "text":
            for cell in (row[at] for row in sheet.rows if row[at]):
                yield from [cell] if column == "unit" else cell.split(", ")


def meaning(
    instrument: Instrument, words: dict[str, Bilingual], currency: str, column: str, code: str
) -> Bilingual:
    """What does a code mean in its column? A currency that is no ISO code stands for itself; KeyError for one without a word."""
    if column == "area":
        return instrument.text(code, "area.title")
    if column == "unit" and code == currency:
        return {
            lang: get_currency_name(code, locale=lang) if is_currency(code) else code for lang in LANGUAGES
        }
    if column in ("source", "missing"):
        return words[code] if code in words else source_name(code)
    if column == "status":
        return say(f"finding.status.{code}")
    return both("evidence_book", f"codes.{column}.{code}")


def source_name(code: str) -> Bilingual:
    """A table of the client's, or the consultant's judgement."""
    return both("evidence_book", "readings.judgement") if code == "judgement" else both("tables", code)


def indicator_titles(instrument: Instrument, form: Form) -> dict[str, Bilingual]:
    """Every indicator's title by its name."""
    return {
        e["indicator"]: instrument.text(instrument.clause(key).area, f"indicators.{e['indicator']}.title")
        for key, clause in form["clauses"].items()
        for e in clause["evidence"]
    }


def measure_names(form: Form) -> dict[str, Bilingual]:
    """Every measure that a causal claim is tested with, by its name."""
    return {name: both("causes", f"measure.{name}") for claim in form["causes"] for name in claim["measures"]}
