"""Which numbers does a diagnosis hold? One row each, with area, clause, reading, unit, interval, n, outcome and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.report.blocks import Form
from kamnb.text.load import both

Row = list[Any]
ESTIMATES = ("survey", "interviews")
GROUPS = ("leadership", "executive", "manager", "frontline")


def number_rows(instrument: Instrument, form: Form) -> list[Row]:
    """Every number: the whole, areas, clauses with all their readings and indicators, causes, value at stake."""
    rows = [score_row("", "", "fused", both("evidence_book", "readings.whole"), form["whole"])]
    for area in instrument.areas:
        title = instrument.text(area.id, "area.title")
        rows.append(score_row(area.id, "", "fused", title, form["areas"][area.id]))
        for clause in area.clauses:
            if clause.id in form["clauses"]:
                rows += clause_rows(instrument, area.id, clause.id, form["clauses"][clause.id])
    return [*rows, *cause_rows(instrument, form), *stake_rows(form)]


def score_row(
    area: str, clause: str, reading: str, what: Bilingual, part: Form, source: str = "", anchor: str = ""
) -> Row:
    """One score with its interval."""
    outcome = part.get("outcome") or ("measured" if part["score"] is not None else "")
    cells = [(part[k], "score") for k in ("score", "low", "high")]
    name = both("evidence_book", f"readings.{reading}")
    row = [area, clause, name, None, what, cells[0], "score", *cells[1:], part.get("n")]
    return [*row, outcome, source, anchor]


def clause_rows(instrument: Instrument, area: str, key: str, c: Form) -> Iterator[Row]:
    """A clause's score, its readings that were taken, and each of its indicators."""
    title, p = instrument.title(key), c["perception"]
    yield score_row(area, key, "fused", title, c)
    yield score_row(area, key, "perception", title, p, "survey, interviews")
    for part in ESTIMATES:
        if p[part]["score"] is not None:
            yield score_row(area, key, part, title, p[part], part)
    for group in GROUPS:
        if p["by_level"].get(group):
            yield score_row(area, key, group, title, p["by_level"][group], "survey")
    if p["account"]:
        yield score_row(area, key, "account", title, p["account"], "survey")
    tables = dict.fromkeys(t for e in c["evidence"] if e["source"] for t in e["source"].split(", "))
    yield score_row(area, key, "record", title, c["record"], ", ".join(tables))
    if c["judgement"]["score"] is not None:
        yield score_row(area, key, "judgement", title, c["judgement"], "judgement")
    for e in c["evidence"]:
        yield from indicator_rows(instrument, area, key, e)


def indicator_rows(instrument: Instrument, area: str, key: str, e: Form) -> Iterator[Row]:
    """An indicator's value in its unit, and the score it stands for."""
    title, unit = instrument.text(area, f"indicators.{e['indicator']}.title"), e["unit"]
    name = both("evidence_book", "readings.indicator")
    value, low, high = ((e[k], unit) for k in ("value", "value_low", "value_high"))
    yield [
        area,
        key,
        name,
        e["indicator"],
        title,
        value,
        unit,
        low,
        high,
        e["n"],
        e["outcome"],
        e["source"],
        "",
    ]
    scored = score_row(area, key, "indicator_score", title, e, e["source"], e["anchor_source"])
    scored[3] = e["indicator"]
    yield scored


def cause_rows(instrument: Instrument, form: Form) -> Iterator[Row]:
    """A causal claim's effect: a standardised slope from -1 to 1."""
    for c in form["causes"]:
        claim = f"{c['from']} \u2192 {c['to']}"
        what = {k: f"{claim} {text}" for k, text in instrument.title(c["to"]).items()}
        effect, low, high = ((c[k], "ratio") for k in ("effect", "low", "high"))
        row = [
            instrument.clause(c["from"]).area,
            c["from"],
            both("evidence_book", "readings.cause"),
            None,
            what,
        ]
        yield [*row, effect, "slope", low, high, c["n"], c["outcome"], ", ".join(c["measures"]), ""]


def stake_rows(form: Form) -> Iterator[Row]:
    """The value at stake: the middle and the interval of each component and of all."""
    name, unit = both("evidence_book", "readings.stake"), form["currency"]
    for c in [
        *form["value_components"],
        {**form["value_at_stake"], "id": None, "clause": "", "indicators": []},
    ]:
        what = both("plan", f"value.parts.{c['id']}.name") if c["id"] else both("plan", "value.all")
        mid, low, high = ((c[k], "money") for k in ("mid", "low", "high"))
        source = ", ".join(c["indicators"])
        yield ["purpose", c["clause"], name, None, what, mid, unit, low, high, None, c["outcome"], source, ""]
