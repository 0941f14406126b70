"""Is the money at stake what the indicators and the assumptions make of it by hand, and null where the ledger tells nothing?"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kamnb.findings.value_at_stake import ValueAtStake, healthy_retention, value_at_stake, with_value
from kamnb.findings.value_components import key_revenue, uncertain
from kamnb.instrument.assumptions import ASSUMPTIONS, COMPONENTS, ENDS, in_order
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import (
    AreaResult,
    ClauseResult,
    ClientFacts,
    Diagnosis,
    Estimate,
    Finding,
    IndicatorResult,
    Judgement,
    Outcome,
    Perception,
)
from kamnb.pipeline import measure_area, ranked, synthesise
from kamnb.simulation import simulate_client
from kamnb.sources.client import build_client

NONE = Estimate.none(Outcome.NO_DATA)
FIXED = {f"recoverable_{name}_{end}": 0.5 for name in COMPONENTS for end in ENDS}
"""Half of everything can be recovered, for sure."""
POOL = {
    "accounts": 10,
    "revenue": 1000.0,
    "margin": 80.0,
    "losing": 2,
    "losses": -20.0,
    "losing_revenue": 200.0,
}


def indicator(id: str, clause: str, value: float, spread: float = 0.0, series=None, outcome=Outcome.MEASURED):
    return IndicatorResult(
        id, clause, "share", value, value - spread, value + spread, 10, outcome, NONE, "ours", (), series
    )


def given_results(spread: float = 0.0, pool=POOL) -> dict[str, IndicatorResult]:
    """A firm whose key accounts paid 80 % of 1,250 listed, lost 2 points of that, and lose 20 of 80."""
    kept = 0.9**3
    rows = (
        indicator("price_realisation_change", "P3", -2.0, 10 * spread, {"now": 0.8, "coverage": 1.0}),
        indicator("key_margin_lead", "P4", 0.0, 0.0, {"pool": {"groups": {"key": pool}}}),
        indicator("profit_given_back", "P4", 0.1, spread, {"accounts": ["K1", "K2"], "margin": [40.0, 6.0]}),
        indicator("key_accounts_retained", "P2", kept, spread, {"horizon": 3.0}),
        indicator("wallet_share", "P2", 0.6, spread, {"others": {"K1": 0.4, "K2": 0.1}}),
        indicator(
            "key_choice_stable",
            "S3",
            0.5,
            0.0,
            {
                "accounts": [
                    {"code": "K1", "chance": 1.0, "key": False},
                    {"code": "K2", "chance": 1.0, "key": False},
                    {"code": "K3", "chance": 1.0, "key": True},
                    {"code": "K4", "chance": 0.2, "key": False},
                ]
            },
        ),
    )
    return {r.indicator: r for r in rows}


def found_of(results: dict[str, IndicatorResult]) -> dict[str, ClauseResult]:
    people = Perception(NONE, NONE, NONE, {}, {})
    clauses = sorted({r.clause for r in results.values()})
    return {
        c: ClauseResult(
            c, people, NONE, tuple(r for r in results.values() if r.clause == c), Judgement(NONE), NONE, 0.0
        )
        for c in clauses
    }


@pytest.fixture(scope="module")
def facts(demo_results: list[AreaResult]) -> ClientFacts:
    return replace(demo_results[0].facts, targets={}, assumed=FIXED)


def stake(instrument: Instrument, facts: ClientFacts, results=None, **assumed: float) -> ValueAtStake:
    own = replace(facts, assumed={**facts.assumed, **assumed})
    return value_at_stake(instrument, own, found_of(given_results() if results is None else results))


def part(found: ValueAtStake, name: str):
    return next(c for c in found.components if c.id == name)


# by hand


def test_fixed_components_by_hand(instrument: Instrument, facts: ClientFacts) -> None:
    assert healthy_retention(instrument, facts) == 0.9  # where the indicator scores 75, the registered target
    found = stake(instrument, facts)
    price, losses, retention, selection = (part(found, n) for n in COMPONENTS)
    # price: 2 points of 1,000 / 0.8 listed = 25, of which half
    assert (price.whole, price.low, price.mid, price.high) == pytest.approx((25, 12.5, 12.5, 12.5))
    # losses: 20, of which better prices at a fifth of revenue bring 12.5 / 5 = 2.5 already; half of the rest
    assert (losses.whole, losses.overlap, losses.mid) == pytest.approx((20, 2.5, 8.75))
    # retention: profit of the profitable is 100; a tenth leaves a year, 0.9 ** (1/3) would be healthy
    excess = 0.9 ** (1 / 3) - 0.9
    assert (retention.whole, retention.mid) == pytest.approx((100 * excess, 50 * excess))
    # selection: K1 from .4 to .6 is half as much again of 40; K2 could grow fivefold but at most doubles its 6
    assert (selection.whole, selection.mid) == pytest.approx((26, 13))
    assert found.mid == found.low == found.high == pytest.approx(12.5 + 8.75 + 50 * excess + 13)
    assert found.at_risk == pytest.approx(25 + 17.5 + 100 * excess + 26)
    assert {c.id: c.clause for c in found.components} == {
        "price": "P3",
        "losses": "P4",
        "retention": "P2",
        "selection": "S3",
    }


def test_losses_that_better_prices_heal_are_not_counted_again(
    instrument: Instrument, facts: ClientFacts
) -> None:
    results = given_results(pool={**POOL, "losses": -2.0, "margin": 98.0})
    losses = part(stake(instrument, facts, results), "losses")
    assert (losses.whole, losses.overlap, losses.mid) == pytest.approx((2, 2, 0))


def test_rising_prices_few_losses_and_loyal_accounts_put_nothing_at_stake(
    instrument: Instrument, facts: ClientFacts
) -> None:
    results = given_results(pool={**POOL, "losses": 0.0})
    for name, value in (
        ("price_realisation_change", 1.0),
        ("profit_given_back", 0.0),
        ("key_accounts_retained", 0.97),
    ):
        results[name] = replace(results[name], value=value, low=value, high=value)
    results["key_choice_stable"] = replace(results["key_choice_stable"], series={"accounts": []})
    found = stake(instrument, facts, results)
    assert found.outcome == Outcome.MEASURED and (found.low, found.mid, found.high) == (0, 0, 0)
    assert all(c.outcome == Outcome.MEASURED for c in found.components)


def test_the_client_s_own_target_moves_what_healthy_means(instrument: Instrument, facts: ClientFacts) -> None:
    modest = replace(facts, targets={"P2": 50.0})
    assert healthy_retention(instrument, modest) == 0.8
    assert part(stake(instrument, modest), "retention").mid < part(stake(instrument, facts), "retention").mid


# uncertainty


def test_an_indicator_s_interval_holds_nine_tenths_of_its_draws() -> None:
    draws = uncertain(indicator("x", "P3", 2.0, 0.0), 4000)
    assert np.all(draws == 2.0)
    skew = replace(indicator("x", "P3", 2.0), low=1.5, high=4.0)
    assert np.percentile(uncertain(skew, 40_000), [5, 50, 95]) == pytest.approx([1.5, 2.0, 4.0], abs=0.04)


@settings(max_examples=25)
@given(st.floats(0, 0.3), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_ranges_are_in_order_and_the_sum_never_exceeds_the_margin_at_risk(
    instrument: Instrument, facts: ClientFacts, spread: float, a: float, b: float, c: float
) -> None:
    low, mid, high = sorted((a, b, c))
    own = {f"recoverable_{n}_{e}": v for n in COMPONENTS for e, v in zip(ENDS, (low, mid, high), strict=True)}
    found = stake(instrument, facts, given_results(spread), **own)
    assert 0 <= found.low <= found.mid <= found.high
    assert all(0 <= p.low <= p.mid <= p.high and p.mid <= p.whole + 1e-9 for p in found.components)
    everything = stake(instrument, facts, given_results(spread), **dict.fromkeys(own, 1.0))
    assert found.mid <= found.at_risk + 1e-9 and everything.mid == pytest.approx(everything.at_risk)


def test_wider_indicators_and_wider_assumptions_widen_the_range(
    instrument: Instrument, facts: ClientFacts
) -> None:
    def width(found: ValueAtStake) -> float:
        return found.high - found.low

    sure, unsure = stake(instrument, facts), stake(instrument, facts, given_results(0.05))
    guessed = stake(instrument, facts, recoverable_price_low=0.1, recoverable_price_high=0.9)
    assert width(sure) == pytest.approx(0) and width(unsure) > 1 and width(guessed) > 5
    assert threshold("value_draws") >= 2000
    assert stake(instrument, facts, given_results(0.05)) == unsure


def test_one_component_does_not_move_another(instrument: Instrument, facts: ClientFacts) -> None:
    results = given_results(0.05)
    without = {k: v for k, v in results.items() if k != "key_accounts_retained"}
    both = [stake(instrument, facts, r) for r in (results, without)]
    assert part(both[0], "price") == part(both[1], "price") and part(both[0], "losses") == part(
        both[1], "losses"
    )


# what is missing


def test_without_a_ledger_all_is_null_with_its_outcome(instrument: Instrument, facts: ClientFacts) -> None:
    accounts = pd.DataFrame({"account_id": ["a", "b"], "name": ["a", "b"], "is_key": [True, False]})
    client = build_client(None, {"accounts": accounts})
    found = synthesise([measure_area(client, "purpose")])
    form = json.loads(found.to_json())
    assert form["value_at_stake"] == {
        "low": None,
        "mid": None,
        "high": None,
        "outcome": "no_data",
        "at_risk": None,
    }
    assert [c["outcome"] for c in form["value_components"]] == ["no_data"] * 4
    assert {c["mid"] for c in form["value_components"]} == {None}
    assert [a["id"] for a in form["value_assumptions"]] == list(ASSUMPTIONS)


def test_a_component_without_its_indicator_takes_that_outcome_and_leaves_the_others(
    instrument: Instrument, facts: ClientFacts
) -> None:
    results = given_results()
    few = replace(results["key_accounts_retained"], outcome=Outcome.TOO_FEW, value=None, series=None)
    found = stake(instrument, facts, {**results, "key_accounts_retained": few})
    retention = part(found, "retention")
    assert (retention.outcome, retention.mid, retention.whole) == (Outcome.TOO_FEW, None, None)
    assert found.mid == pytest.approx(12.5 + 8.75 + 13)


def test_prices_without_costs_still_tell_from_the_trend(instrument: Instrument, facts: ClientFacts) -> None:
    results = {k: v for k, v in given_results().items() if k == "price_realisation_change"}
    assert key_revenue(results) is None
    assert part(stake(instrument, facts, results), "price").outcome == Outcome.NO_DATA
    results["top_accounts_share"] = indicator(
        "top_accounts_share", "P4", 0.2, 0.0, {"trend": {"key": [999.0, 100.0, 200.0, 300.0, 400.0]}}
    )
    assert key_revenue(results) == 1000
    assert stake(instrument, facts, results).mid == pytest.approx(12.5)


def test_fitting_accounts_whose_share_is_unknown_are_no_zero(
    instrument: Instrument, facts: ClientFacts
) -> None:
    results = given_results()
    results["wallet_share"] = replace(results["wallet_share"], series={"others": {}})
    selection = part(stake(instrument, facts, results), "selection")
    assert (selection.outcome, selection.mid) == (Outcome.NO_DATA, None)


# assumptions


def test_assumptions_are_known_shares_in_order() -> None:
    def read(**given: float) -> dict[str, float]:
        return build_client({"assumptions": given}, {}).settings.assumptions

    assert read(recoverable_price_mid=0.2, discount_rate=0.12)["discount_rate"] == 0.12
    for wrong in ({"recoverable_prices": 0.2}, {"discount_rate": -0.1}, {"recoverable_price_mid": 1.5}):
        with pytest.raises(ValidationError) as told:
            read(**wrong)
        if "recoverable_prices" in wrong:
            assert all(name in str(told.value) for name in ASSUMPTIONS)
    with pytest.raises(ValidationError):
        read(recoverable_price_mid=0.9)  # above the registered high of 0.5
    assert in_order({}) and not in_order({"recoverable_losses_low": 0.9})


def test_an_assumption_of_the_client_s_own_moves_the_amount_and_is_told(
    instrument: Instrument, facts: ClientFacts
) -> None:
    keys = [f"recoverable_price_{end}" for end in ENDS]
    found = stake(instrument, facts, **dict.fromkeys(keys, 1.0))
    assert part(found, "price").mid == pytest.approx(25)
    used = {a.id: (a.value, a.registered) for a in found.assumptions}
    assert used[keys[1]] == (1.0, threshold(keys[1])) and used["discount_rate"] == (0.1, 0.1)


def test_the_client_s_rates_reach_the_accounts_values() -> None:
    ledger = pd.DataFrame(
        [
            {"account_id": f"a{i}", "date": day, "revenue": 100.0, "direct_cost": 60.0, "cost_to_serve": 5.0}
            for i in range(10)
            for day in pd.date_range("2023-10-15", "2026-09-15", freq="MS")
        ]
    )
    accounts = pd.DataFrame(
        {"account_id": [f"a{i}" for i in range(10)], "name": "n", "is_key": [i < 6 for i in range(10)]}
    )
    totals = []
    for own in ({}, {"discount_rate": 0.3, "capital_rate": 0.02}):
        client = build_client({"assumptions": own}, {"ledger": ledger, "accounts": accounts})
        found = {i.indicator: i for c in measure_area(client, "purpose").clauses for i in c.indicators}
        series = found["key_accounts_with_value"].series
        assert series["assumptions"]["discount_rate"] == own.get("discount_rate", 0.10)
        assert series["assumptions"]["capital_rate"] == own.get("capital_rate", 0.06)
        totals.append(series["equity"]["all"]["value_3y"])
    # mid-year payments: 1 / 1.3 ** .5 + … against 1 / 1.1 ** .5 + …, apart from the few who may be lost
    assert totals[1] / totals[0] == pytest.approx(
        sum(1.3 ** -(t + 0.5) for t in range(3)) / sum(1.1 ** -(t + 0.5) for t in range(3)), abs=0.02
    )


@pytest.mark.parametrize(("clause", "name"), [("P3", "price"), ("P4", "losses")])
def test_a_planted_weakness_puts_more_money_at_stake(clause: str, name: str) -> None:
    def planted(truth: float) -> float:
        client, _ = simulate_client(3, {clause: truth}, size="small")
        found = synthesise([measure_area(client, "purpose")])
        assert found.stake is not None
        return part(found.stake, name).mid

    assert planted(10) > 2 * planted(90)


# findings


def test_a_problem_is_worth_what_its_clause_has_at_stake_and_ranks_by_it(
    instrument: Instrument, facts: ClientFacts
) -> None:
    def finding(clause: str, kind: str = "gap", severity: int = 2) -> Finding:
        return Finding(f"{clause}-{kind}", clause, kind, severity, 1.0, {}, {}, ())

    found = stake(instrument, facts)
    given = [
        finding("P4"),
        finding("M1"),
        finding("P3"),
        finding("S1", severity=3),
        finding("P3", "strength"),
    ]
    told = ranked(with_value(given, found))
    assert [f.id for f in told] == ["S1-gap", "P3-gap", "P4-gap", "M1-gap", "P3-strength"]
    assert [f.value for f in told] == [None, pytest.approx(12.5), pytest.approx(8.75), None, None]


def test_the_demo_s_value_at_stake(demo_diagnosis: Diagnosis) -> None:
    form = json.loads(demo_diagnosis.to_json())
    told = form["value_at_stake"]
    assert told["outcome"] == "measured" and 0 < told["low"] < told["mid"] < told["high"] <= told["at_risk"]
    price = next(c for c in form["value_components"] if c["id"] == "price")
    by_id = {f["id"]: f for f in form["findings"]}
    assert by_id["P3-price-wins"]["value"] == price["mid"] > 0
