"""Which words stand on a slide, and which sources behind them in the speaker's notes?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.render.characters import make_harmless
from kamnb.render.slides_page import Page, new_page
from kamnb.report.blocks import Block, Form, interval_text, listed, score_text, value_interval, value_text
from kamnb.report.method import source_text
from kamnb.text.load import both, fill, in_language, load_text, look_up
from kamnb.text.numbers import both_number, both_quantity

DARK = 0.72
"""By how much a tone is darkened where it colours words: warn's own colour is too light to be read."""


@dataclass(frozen=True)
class Told:
    """All that a deck is told from, in one language."""

    form: Form
    document: dict[str, Any]
    instrument: Instrument
    lang: str
    brand: dict[str, Any]
    kept: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def t(self, key: str, **values: object) -> str:
        """A text of the slides."""
        text = look_up(load_text("slides", self.lang), key)
        return make_harmless(fill(text, **in_language(values, self.lang)))

    def pick(self, text: Bilingual | None) -> str:
        """A text in the deck's language, harmless; empty where there is none."""
        return make_harmless(text[self.lang]) if text else ""

    def colors(self) -> dict[str, str]:
        """The brand's colours as six hex digits."""
        return dict(self.brand["colors"])

    def page(self, title: str, source: str) -> Page:
        """A content slide with the deck's foot; a sentence stands as title without its full stop."""
        parts = (
            self.brand.get("firm"),
            self.document["client"],
            self.document["title"],
            self.document["confidential"],
        )
        foot = " \u00b7 ".join(text for text in map(self.pick, parts) if text)
        page = new_page(
            self.lang, title.removesuffix(".").removesuffix("\u3002"), foot, source, make_harmless
        )
        colors = self.colors()
        page.tones = {"warn": mix(colors["warn"], "#000000", DARK), "line": colors["line"]}
        return page

    def block(self, id: str) -> Block | None:
        """The report's table of that id, or None."""
        blocks = (b for chapter in self.document["chapters"] for b in chapter["blocks"])
        return next((b for b in blocks if b["kind"] == "table" and b["id"] == id), None)

    def chapter(self, id: str) -> Block | None:
        """The report's chapter of that id, or None."""
        return next((c for c in self.document["chapters"] if c["id"] == id), None)

    def quoted(self, areas: Iterable[str]) -> str:
        """Areas' titles, quoted, in a row."""
        parts = [both("slides", "quoted", title=self.area(a)) for a in areas]
        return self.pick(listed(parts)) if parts else ""

    def area(self, area: str) -> Bilingual:
        """What is an area called?"""
        return self.instrument.text(area, "area.title")


def mix(color: str, other: str, share: float) -> str:
    """A colour between two, `share` of it the first."""
    pairs = [(int(color[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def lineage(told: Told, clauses: Iterable[str], brief: bool = False) -> list[str]:
    """Where do the numbers of these clauses come from? Clause, indicators, n, tables, sources: one line each.

    `brief` leaves the indicators to the areas' own slides.
    """
    lines = [told.t("notes.head"), told.t("notes.book")]
    for key in clauses:
        if key in told.form["clauses"]:
            if key not in told.kept:
                told.kept[key] = clause_lines(told, key, told.form["clauses"][key])
            lines += told.kept[key][:2] if brief else told.kept[key]
    return lines


def clause_lines(told: Told, key: str, c: Form) -> list[str]:
    """One clause: its score, who was asked, its indicators."""
    title = told.instrument.title(key)
    interval = interval_text(c, c["outcome"])
    coverage = both_quantity(c["coverage"], "share")
    first = told.t(
        "notes.clause", clause=key, title=title, score=score_text(c), interval=interval, coverage=coverage
    )
    asked = {k: both_number(c["perception"][k]["n"]) for k in ("survey", "interviews")}
    heard = "people" if c["perception"]["interviews"]["n"] else "people_few"
    lines = [first, told.t(f"notes.{heard}", **asked)]
    if c["judgement"]["score"] is not None:
        lines.append(
            told.t("notes.judgement", level=c["judgement"]["level_blind"], score=score_text(c["judgement"]))
        )
    return lines + [indicator_line(told, key, e) for e in c["evidence"]]


def indicator_line(told: Told, clause: str, e: Form) -> str:
    """One indicator: id, value, interval, n, tables, source of its anchors; or why it could not be told."""
    area = told.instrument.clause(clause).area
    title = told.instrument.text(area, f"indicators.{e['indicator']}.title")
    if e["value"] is None:
        outcome = look_up(load_text("report", told.lang), f"outcome.{e['outcome']}")
        return told.t("notes.untold", id=e["indicator"], title=title, outcome=outcome)
    currency, tables = told.form["currency"], [t.strip() for t in (e["source"] or "").split(",") if t.strip()]
    return told.t(
        "notes.indicator",
        id=e["indicator"],
        title=title,
        value=value_text(e, currency),
        interval=value_interval(e, currency),
        n=both_number(e["n"]),
        tables=told.pick(listed([both("tables", t) for t in tables])) if tables else "\u2013",
        anchor=source_text(e["anchor_source"]),
    )
