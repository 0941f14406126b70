"""What changed since an earlier wave, and the accounts one by one, as sheets of numbers."""

from __future__ import annotations

from typing import Any

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.render.evidence_sheets import BOTH, Row, Sheet, from_block
from kamnb.report.blocks import Form
from kamnb.report.portfolio import account_facts, chosen_accounts, read_series, verdict
from kamnb.report.portfolio import tell as tell_portfolio
from kamnb.report.waves import say as say_wave

SIDES, ENDS = ("before", "after"), ("score", "low", "high")
MOVED = ("points", "change_low", "change_high")
READINGS = ("survey", "record")
COMPARED = ("compared", "only_before", "only_after", "asked_otherwise")
"""Which evidence both waves have, one of them has, or both have in other words."""


def changes(instrument: Instrument, comparison: Form) -> Sheet:
    """How did each area change, and the whole? Scores then and now, the change with its interval, how it is to be read."""
    columns = [("area", BOTH), *(pair for pair in change_columns() if pair[0] != "q")]
    columns += [("clauses_compared", "count"), ("clauses_all", "count")]
    rows = [
        [instrument.text(key, "area.title"), *moved(part), part["clauses_compared"], part["clauses"]]
        for key, part in comparison["areas"].items()
    ]
    rows.append([say_wave("kpi_whole"), *moved(comparison["whole"]), None, None])
    return Sheet("changes", columns, rows)


def clause_changes(instrument: Instrument, comparison: Form) -> Sheet:
    """How did each clause change, and what people say and records show of it? `compared` names the evidence of both waves."""
    columns = [("clause", "text"), ("title", BOTH), *change_columns()]
    columns += [(f"{kind}_{name}", "score") for kind in READINGS for name in MOVED]
    columns += [(name, "text") for name in COMPARED]
    rows = []
    for key, part in comparison["clauses"].items():
        row = [key, instrument.title(key), *moved(part, part["q"])]
        row += [part["readings"].get(kind, {}).get(name) for kind in READINGS for name in MOVED]
        rows.append([*row, *(", ".join(part["evidence"][name]) for name in COMPARED)])
    return Sheet("clause_changes", columns, rows, frozen=3)


def change_columns() -> list[tuple[str, str]]:
    """Which columns tell of a change?"""
    columns = [(f"{side}_{end}", "score") for side in SIDES for end in ENDS]
    columns += [(name, "score") for name in MOVED] + [("p_value", "number"), ("q", "number")]
    return [*columns, ("change_verdict", BOTH), ("n_before", "count"), ("n_after", "count")]


def moved(part: Form, *q: float | None) -> Row:
    """The cells of these columns; `q` only where many were tested."""
    row: Row = [part[side][end] for side in SIDES for end in ENDS]
    row += [*(part[name] for name in MOVED), part["p"], *q]
    told = part["change"]
    verdict = say_wave(f"verdict.{told}") if told else say_wave(f"outcome.{part['change_outcome']}")
    return [*row, verdict, part["n_before"] or None, part["n_after"] or None]


def portfolio(form: Form, names: dict[str, str]) -> Sheet:
    """What is known of each account that the report shows? Amounts in the client's currency, shares, and the advice."""
    facts, cut = account_facts(form), read_series(form, "revenue_pull").get("cut")
    keys, others = chosen_accounts(facts)
    columns = [("account", "text"), *([("name", "text")] if names else []), ("listed", BOTH)]
    columns += [("unit", "text"), *((k, "money") for k in ("revenue", "revenue_before", "margin"))]
    columns += [(k, "money") for k in ("value_3y", "low", "high")] + [("fit", "ratio"), ("chance", "share")]
    columns += [("stage", BOTH), ("meetings", "count"), ("verdict", BOTH)]
    rows = []
    for code in keys + others:
        f = facts[code]
        row = [
            code,
            *([names.get(code)] if names else []),
            tell_portfolio("key" if f.get("key") else "other"),
        ]
        row += [form["currency"], *(f.get(k) for k in ("revenue", "before", "margin"))]
        row += [f.get(k) for k in ("value_3y", "low", "high", "fit", "chance")]
        row += [stage(f.get("stage")), f.get("meetings"), tell_portfolio(f"verdicts.{verdict(f, cut)}")]
        rows.append(row)
    return Sheet("portfolio", columns, rows, frozen=1 + bool(names))


def stage(name: str | None) -> Bilingual | None:
    """How far has the relationship come?"""
    return None if name is None else tell_portfolio(f"stages.{name}")


def own_sheets(instrument: Instrument, form: Form, document: dict[str, Any]) -> list[Sheet]:
    """Which of these sheets have rows in this report?"""
    comparison = document.get("comparison")
    made = [changes(instrument, comparison), clause_changes(instrument, comparison)] if comparison else []
    made += [portfolio(form, document.get("names", {})), from_block("accounts", document, "accounts")]
    return [sheet for sheet in made if sheet.rows]
