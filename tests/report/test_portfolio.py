"""The portfolio sets money, fit and relationship side by side, by code, and says nothing where nothing is known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kamnb.model import Diagnosis
from kamnb.report.portfolio import account_facts, chosen_accounts, portfolio_blocks, verdict
from kamnb.text.numbers import column_money

Form = dict[str, Any]


@pytest.fixture
def form(demo_diagnosis: Diagnosis) -> Form:
    """The demo's diagnosis as written; a fresh copy."""
    return json.loads(demo_diagnosis.to_json())


def accounts(form: Form) -> Form:
    """The table of accounts."""
    return next(b for b in portfolio_blocks(form, {}) if b.get("id") == "portfolio-accounts")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"key": True, "fit": 4.0, "margin": 5.0}, "keep"),
        ({"key": True, "fit": 3.0, "margin": 5.0}, "keep"),
        ({"key": True, "fit": 4.0, "margin": 5.0, "chance": 0.79}, "confirm"),
        ({"key": True, "fit": 4.0, "margin": 5.0, "chance": 0.8}, "keep"),
        ({"key": True, "fit": 4.0, "margin": -1.0, "chance": 0.5}, "terms"),
        ({"key": True, "fit": 2.9, "margin": 5.0}, "review"),
        ({"key": True, "fit": 4.0, "margin": -1.0}, "terms"),
        ({"key": True, "fit": 2.0, "margin": -1.0}, "both"),
        ({"key": True}, "untold"),
        ({"key": False, "fit": 4.5, "chance": 1.0}, "candidate"),
    ],
)
def test_an_account_calls_for_what_its_numbers_say(facts: Form, expected: str) -> None:
    assert verdict(facts, 3.0) == expected


def test_every_amount_is_the_diagnosis_s_and_every_account_a_code(form: Form) -> None:
    facts, found = account_facts(form), accounts(form)
    labels = [c["label"]["en"] for c in found["columns"]]
    at = {name: labels.index(name) for name in ("Account", "Margin", "3-year value")}
    assert len(found["rows"]) > 13
    for row in found["rows"]:
        code = row[at["Account"]]["text"]["en"]
        assert code in facts and code[0] == "K" and code[1:].isdigit()
        for name, key in (("Margin", "margin"), ("3-year value", "value_3y")):
            assert row[at[name]]["text"] == column_money(facts[code].get(key))


def test_a_column_of_which_nothing_is_known_is_left_out(form: Form) -> None:
    form["figures"] = [f for f in form["figures"] if f["id"] != "profit_given_back"]
    assert "Margin" not in [c["label"]["en"] for c in accounts(form)["columns"]]


def test_without_any_account_one_sentence_says_so(form: Form) -> None:
    blocks = portfolio_blocks({**form, "figures": []}, {})
    assert [b["kind"] for b in blocks] == ["callout"]


def test_accounts_stand_by_value_and_those_without_one_come_last_by_revenue() -> None:
    facts = {
        "K1": {"key": True, "value_3y": 5.0, "revenue": 1.0},
        "K2": {"key": True, "value_3y": None, "revenue": 900.0},
        "K3": {"key": True, "value_3y": 7.0, "revenue": 2.0},
        "K4": {"key": True, "value_3y": -3.0, "revenue": 2.0},
        "K5": {"key": True, "revenue": 950.0},
    }
    assert chosen_accounts(facts) == (["K3", "K1", "K4", "K5", "K2"], [])
