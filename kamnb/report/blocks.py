"""The pieces a report and a notebook are made of, from the written form of a diagnosis. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

from kamnb.instrument.digest import indicator_marks
from kamnb.instrument.load import Instrument, find_indicators, load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual, Outcome
from kamnb.text.load import LANGUAGES, both
from kamnb.text.numbers import HYPHEN, MINUS, MISSING, both_number, both_quantity

Block = dict[str, Any]
Form = dict[str, Any]
DASH: Bilingual = dict.fromkeys(LANGUAGES, MISSING)
STOP = "\u3002"
"""The full-width full stop."""


def say(key: str, **values: object) -> Bilingual:
    """A text of the report in every language."""
    return both("report", key, **values)


def joined(*parts: Bilingual, by: str = " ") -> Bilingual:
    """Several texts one after another, in every language. No blank follows a full-width full stop."""
    texts = {lang: by.join(p[lang] for p in parts if p[lang]) for lang in LANGUAGES}
    return {lang: text.replace(f"{STOP} ", STOP) for lang, text in texts.items()}


def listed(parts: list[Bilingual]) -> Bilingual:
    """Several words as a list inside a sentence, in every language."""
    first = reduce(lambda a, b: say("list_pair", a=a, b=b), parts[:-1] or parts)
    return say("list_last", a=first, b=parts[-1]) if parts[1:] else first


def in_turn(parts: list[Bilingual]) -> Bilingual:
    """Several phrases one after another, in every language; nothing of none."""
    return reduce(lambda a, b: say("list_phrases", a=a, b=b), parts) if parts else plain("")


NUMBERED = ("figure", "table", "scorecard")
"""Kinds of blocks that bear a number where they have a caption; `[[id]]` in a text stands for it."""


def pointer(blocks: list[Block], *more: Bilingual) -> list[Block]:
    """Which figures and tables belong to what follows? One sentence, and what more is said of them; none where none."""
    names = [b["id"] for b in blocks if b["kind"] in NUMBERED and b.get("caption")]
    if not names:
        return []
    told = say("see", places=listed([plain(f"[[{n}]]") for n in names]))
    return [paragraph(joined(told, *more))]


def plain(text: str) -> Bilingual:
    """A text that is the same in every language (an id, a name)."""
    return dict.fromkeys(LANGUAGES, text)


def cell(text: Bilingual, tone: str | None = None, bold: bool = False, ref: str | None = None) -> Block:
    """One cell of a table."""
    return {"text": text, "tone": tone, "bold": bold, "ref": ref}


def column(key: str, align: str = "left", share: float = 1.0) -> Block:
    """One column of a table, named by the report's words."""
    return {"label": say(f"columns.{key}"), "align": align, "share": share}


def table(
    id: str, caption: Bilingual | None, columns: list[Block], rows: list[list[Block]], compact: bool = True
) -> Block:
    """A table."""
    return {
        "kind": "table",
        "id": id,
        "caption": caption,
        "columns": columns,
        "rows": rows,
        "compact": compact,
    }


def heading(key_or_text: str | Bilingual, id: str, level: int = 2) -> Block:
    """A heading: a key of the report's words, or a text."""
    text = say(key_or_text) if isinstance(key_or_text, str) else key_or_text
    return {"kind": "heading", "level": level, "text": text, "id": id}


def paragraph(text: Bilingual) -> Block:
    """A paragraph."""
    return {"kind": "paragraph", "text": text}


def callout(text: Bilingual, tone: str = "info", title: Bilingual | None = None) -> Block:
    """A text that is set apart."""
    return {"kind": "callout", "tone": tone, "title": title, "text": text}


def tone_of(score: float | None, target: float) -> str:
    """How does a score stand to its target? good, warn, bad, or muted where there is none."""
    if score is None:
        return "muted"
    return "good" if score >= target else "warn" if score >= target - threshold("weak_gap") else "bad"


def is_too_wide(clause: Form) -> bool:
    """Is a clause's interval so wide that its score is not to be quoted?"""
    return clause["score"] is not None and clause["high"] - clause["low"] >= threshold("wide_interval")


def score_text(form: Form) -> Bilingual:
    """A score as printed, or why there is none."""
    return both_number(form["score"]) if form["score"] is not None else DASH


def clause_score(clause: Form) -> Bilingual:
    """A clause's score as a table prints it: in brackets where its interval is too wide to quote it."""
    told = score_text(clause)
    return {lang: f"({text})" for lang, text in told.items()} if is_too_wide(clause) else told


def interval_text(form: Form, outcome: str) -> Bilingual:
    """An interval as printed, or the outcome's word."""
    if form["score"] is None:
        return outcome_word(form, outcome)
    return say("interval", low=both_number(form["low"]), high=both_number(form["high"]))


def outcome_word(form: Form, outcome: str) -> Bilingual:
    """What came of a clause, an area or the whole? `too_few` is too few people for a clause, too few clauses for a sum."""
    is_sum = "perception" not in form
    return say("too_few_clauses" if is_sum and outcome == Outcome.TOO_FEW else f"outcome.{outcome}")


def score_with_interval(form: Form) -> Bilingual:
    """A score with its interval in brackets, or why there is none."""
    if form["score"] is None:
        return outcome_word(form, form["outcome"])
    return say("score_interval", score=score_text(form), interval=interval_text(form, form["outcome"]))


def strip(
    ref: str, label: Bilingual, level: str, form: Form, target: float, marks: Form | None = None
) -> Block:
    """One line of a scorecard: a clause, an area or the whole."""
    marks = marks or {}
    return {
        "ref": ref,
        "label": label,
        "level": level,
        "score": form["score"],
        "low": form["low"],
        "high": form["high"],
        "target": target,
        "headline": form.get("headline", True),
        "opinion": marks.get("perception", {}).get("score"),
        "record": marks.get("record", {}).get("score"),
        "judgement": marks.get("judgement", {}).get("score"),
        "outcome": form["outcome"],
        "outcome_text": outcome_word(form, form["outcome"]),
        "score_text": clause_score(form) if level == "clause" else score_text(form),
        "interval_text": DASH if form["score"] is None else interval_text(form, form["outcome"]),
        "tone": tone_of(form["score"], target),
    }


def scorecard(instrument: Instrument, form: Form, area: str, caption: Bilingual) -> Block:
    """The three readings of every clause of an area."""
    rows = []
    for clause in instrument.area(area).clauses:
        found = form["clauses"].get(clause.id)
        if found:
            rows.append(
                strip(clause.id, instrument.title(clause.id), "clause", found, found["target"], found)
            )
    return {"kind": "scorecard", "id": f"{area}-scorecard", "caption": caption, "rows": rows}


def group_cell(group: Form | None) -> Block:
    """One group's rating: empty and suppressed look alike."""
    return (
        cell(DASH, "muted") if group is None or group["score"] is None else cell(both_number(group["score"]))
    )


def people_table(instrument: Instrument, form: Form, area: str) -> Block:
    """What does each level say of each clause? Groups below the minimum are dashes."""
    found = {c.id: form["clauses"][c.id] for c in instrument.area(area).clauses if c.id in form["clauses"]}
    groups = [
        g
        for g in ("leadership", "executive", "manager", "frontline")
        if any(c["perception"]["by_level"].get(g) for c in found.values())
    ]
    columns = [column("clause", share=3.2)]
    columns += [{"label": both("groups", g), "align": "right", "share": 1.0} for g in groups]
    columns += [column(k, "right") for k in ("account", "interviews", "overall", "agreement")]
    rows = []
    for key, c in found.items():
        p = c["perception"]
        agreement = DASH if p["agreement"] is None else both_number(p["agreement"], 2)
        rows.append(
            [
                cell(joined(plain(key), instrument.title(key)), ref=key),
                *(group_cell(p["by_level"].get(g)) for g in groups),
                group_cell(p["account"]),
                group_cell(p["interviews"]),
                {**group_cell(p), "bold": True},
                cell(agreement),
            ]
        )
    caption = say("area.people_table", area=instrument.text(area, "area.title"))
    return table(f"{area}-people", caption, columns, rows)


def records_table(instrument: Instrument, form: Form, area: str) -> Block | None:
    """What did each indicator of an area measure? None where the area has none."""
    rows = []
    for clause in instrument.area(area).clauses:
        for e in form["clauses"].get(clause.id, {}).get("evidence", ()):
            measured = e["outcome"] == Outcome.MEASURED
            target = form["clauses"][clause.id]["target"]
            rows.append(
                [
                    cell(plain(clause.id), ref=clause.id),
                    cell(instrument.text(area, f"indicators.{e['indicator']}.title")),
                    cell(
                        value_text(e, form["currency"]) if measured else say(f"outcome.{e['outcome']}"),
                        None if measured else "muted",
                    ),
                    cell(value_interval(e, form["currency"])),
                    cell(both_number(e["n"])),
                    cell(score_text(e), tone_of(e["score"], target), bold=True),
                ]
            )
    if not rows:
        return None
    columns = [
        column("clause", share=0.7),
        column("indicator", share=4.0),
        column("value", "right", 1.3),
        column("interval", "right", 1.8),
        column("n", "right", 0.8),
        column("score", "right", 0.8),
    ]
    return table(
        f"{area}-records", say("area.records_table", area=instrument.text(area, "area.title")), columns, rows
    )


def judgement_table(instrument: Instrument, form: Form, area: str) -> Block:
    """Which rubric level did the consultant give each clause, blind and after seeing the readings, and why?"""
    rows = []
    for clause in instrument.area(area).clauses:
        j = form["clauses"][clause.id]["judgement"]
        level = j["level"] or j["level_blind"]
        rubric = instrument.text(area, f"clauses.{clause.id}.rubric.{level}") if level else DASH
        rows.append(
            [
                cell(joined(plain(clause.id), instrument.title(clause.id)), ref=clause.id),
                cell(both_number(j["level_blind"])),
                cell(both_number(j["level"])),
                cell(rubric),
                cell(plain(j["reason"])),
            ]
        )
    columns = [column("clause", share=2), column("blind", "right", 0.7), column("level", "right", 0.7)]
    columns += [column("meaning", share=4), column("reason", share=3)]
    caption = say("area.judgement_table", area=instrument.text(area, "area.title"))
    return table(f"{area}-judgement", caption, columns, rows)


def value_text(e: Form, currency: str) -> Bilingual:
    """An indicator's value with its unit."""
    return both_quantity(e["value"], e["unit"], currency)


def value_interval(e: Form, currency: str) -> Bilingual:
    """An indicator's interval, a word for its unit once, a dash where there is none."""
    if e["value_low"] is None or e["value_high"] is None:
        return DASH
    bare = e["unit"] not in ("share", "money")
    return say(
        "interval_below_zero" if e["value_low"] < 0 else "interval",
        low=both_quantity(e["value_low"], e["unit"], currency, bare),
        high=both_quantity(e["value_high"], e["unit"], currency),
    )


def marks_of(form: Form, area: str = "") -> dict[str, Form]:
    """How was each indicator, of an area where one is named, measured and scored in this run? By id.

    As written with the diagnosis; one from before that was written is told by today's indicators.
    """
    marks = form["instrument"].get("marks") or indicator_marks(load_instrument())
    return {id: mark for id, mark in marks.items() if area in ("", mark["area"])}


def points_text(
    anchors: Iterable[Sequence[float]], pair: str = "{x:g}\u2192{y:g}", between: str = "  "
) -> str:
    """Anchor points on one line."""
    return between.join(pair.format(x=x, y=y) for x, y in anchors).replace(HYPHEN, MINUS)


def explanations(instrument: Instrument, area: str) -> list[Block]:
    """How is each indicator of an area read? One bullet each."""
    items = [
        joined(
            {k: f"**{v}**" for k, v in instrument.text(area, f"indicators.{i.id}.title").items()},
            instrument.text(area, f"indicators.{i.id}.explanation"),
        )
        for i in find_indicators(area)
    ]
    return [{"kind": "bullets", "items": items}] if items else []


def figure_block(figure: str, area: str, caption: Bilingual, alt: Bilingual) -> Block:
    """A recorded figure; its files lie in blocks/."""
    name = f"{area}-{figure}" if area else figure
    files = {lang: f"blocks/{name}.{lang}.svg" for lang in LANGUAGES}
    return {"kind": "figure", "id": name, "caption": caption, "alt": alt, "files": files, "width": "full"}
