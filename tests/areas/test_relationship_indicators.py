"""What the relationship indicators say of hand-made records, of none, and of better ones."""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.areas.relationship.indicators.r1 import beyond_hospitality, means_variety
from kamnb.areas.relationship.indicators.r2 import joint_planning_accounts
from kamnb.areas.relationship.indicators.r3 import multi_level_contact
from kamnb.areas.relationship.indicators.r4 import account_initiated
from kamnb.areas.relationship.indicators.r5 import value_raising_accounts
from kamnb.areas.relationship.indicators.r6 import contract_ladder
from kamnb.areas.relationship.indicators.r7 import dispute_rules_cover, disputes_by_rule
from kamnb.areas.relationship.touchpoint_depth import DEPTH, key_accounts
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client
from kamnb.sources.contract import load_contract

KEYS = ["A", "B", "C", "D", "E"]


def accounts(**columns: list) -> pd.DataFrame:
    """Five key accounts and one that is not."""
    rows = {"account_id": [*KEYS, "X"], "name": [*KEYS, "X"], "is_key": [True] * 5 + [False]}
    return pd.DataFrame({**rows, **columns})


def touchpoints(*rows: tuple) -> pd.DataFrame:
    """Touchpoints as (account, kind, their level, their function, who began, date); the last are optional."""
    defaults = (None, None, "executive", "rnd", "us", "2026-06-01")
    full = [(*row, *defaults[len(row) :]) for row in rows]
    names = ["account_id", "kind", "their_level", "their_function", "initiated_by", "date"]
    frame = pd.DataFrame(full, columns=names)
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.assign(touchpoint_id=[f"T{i}" for i in range(len(frame))])


def client_of(*rows: tuple, **tables: pd.DataFrame) -> ClientData:
    """A client of five key accounts with these touchpoints."""
    return build_client(None, {"accounts": accounts(), "touchpoints": touchpoints(*rows), **tables})


def score(client: ClientData, indicator) -> float:
    """What does the indicator make of a client on 0–100?"""
    found = measure_indicator(client, indicator.indicator)
    assert found.outcome == Outcome.MEASURED
    return found.score.mean


@pytest.mark.parametrize("indicator", find_indicators("relationship"), ids=lambda i: i.id)
def test_no_table_gives_an_outcome_and_no_number(indicator):
    found = measure_indicator(build_client(None, {}), indicator)
    assert (found.outcome, found.value, found.score.mean) == (Outcome.NO_DATA, None, None)


@pytest.mark.parametrize("indicator", find_indicators("relationship"), ids=lambda i: i.id)
def test_a_table_without_rows_gives_no_number(indicator):
    tables = {table: pd.DataFrame({c: [] for c in columns}) for table, columns in indicator.needs.items()}
    assert measure_indicator(build_client(None, tables), indicator).value is None


def test_key_accounts_are_those_of_today():
    until = pd.to_datetime(["2026-09-30", "2026-10-01", None, None, None, None])
    lost = pd.to_datetime([None, None, "2026-01-01", None, None, None])
    client = build_client(None, {"accounts": accounts(key_until=until, lost_on=lost)})
    assert key_accounts(client) == {"B", "D", "E"}


def test_the_depth_ladder_knows_every_kind_of_touchpoint():
    column = load_contract().tables["touchpoints"].column("kind")
    assert set(DEPTH) == set(column.values)


def test_variety_counts_each_kind_once_by_its_depth():
    rows = [(key, "joint_planning") for key in KEYS] + [(key, "meal") for key in KEYS] * 9
    rows += [
        ("A", "joint_planning"),
        ("A", "joint_innovation"),
        ("X", "visit"),
        ("B", "visit", "executive", "rnd", "us", "2025-09-30"),
    ]
    found = means_variety(client_of(*rows))
    assert (found.value, found.n) == (pytest.approx(0.9), 5)


def test_an_account_without_touchpoints_counts_zero():
    assert means_variety(client_of(("A", "joint_planning"), ("B", "visit"))).value == 0


def test_hospitality_is_a_share_and_meals_with_gifts_one_total():
    rows = [("A", "meal"), ("A", "gift"), ("B", "event"), ("B", "visit"), ("C", "review"), ("X", "meal")]
    found = beyond_hospitality(client_of(*rows))
    assert (found.value, found.n) == (pytest.approx(2 / 5), 3)
    by_kind = {rung["kind"]: rung["share"] for rung in found.series["rungs"]}
    assert by_kind["hospitality"] == pytest.approx(2 / 5) and by_kind["event"] == pytest.approx(1 / 5)
    assert not {"meal", "gift"} & set(by_kind)
    assert sum(by_kind.values()) == pytest.approx(1)


def test_planning_counts_touchpoints_and_current_plans():
    plans = pd.DataFrame(
        {
            "account_id": ["B", "C", "D"],
            "period": ["2026"] * 3,
            "built_with_account": [True, True, False],
            "approved_on": pd.to_datetime(["2026-01-01", "2024-01-01", "2026-01-01"]),
        }
    )
    found = joint_planning_accounts(client_of(("A", "joint_planning"), ("E", "visit"), plans=plans))
    assert found.value == pytest.approx(2 / 5)


def test_planning_without_touchpoints_or_plans_says_no_data():
    assert joint_planning_accounts(build_client(None, {"accounts": accounts()})).outcome == Outcome.NO_DATA


def wide(key: str) -> list[tuple]:
    """An account met at two levels in three functions, on business."""
    return [
        (key, "visit", "executive", "rnd"),
        (key, "review", "manager", "production"),
        (key, "visit", "manager", "it"),
    ]


def test_multi_level_contact_leaves_hospitality_out():
    dinner = [
        ("B", "visit", "manager", "rnd"),
        ("B", "visit", "manager", "it"),
        ("B", "meal", "executive", "sales"),
    ]
    found = multi_level_contact(client_of(*wide("A"), *dinner))
    assert found.value == pytest.approx(1 / 5)
    assert {"levels": 2, "functions": 3, "accounts": 1} in found.series["met"]
    assert multi_level_contact(client_of(("A", "meal"))).value == 0


def test_initiative_is_of_business_touchpoints_that_say_who_began():
    rows = [("A", "visit", "manager", "rnd", "account"), ("A", "visit"), ("B", "review"), ("B", "visit")]
    rows += [("A", "meal", "manager", "rnd", "account"), ("C", "visit", "manager", "rnd", None)]
    found = account_initiated(client_of(*rows))
    assert (found.value, found.n) == (pytest.approx(1 / 4), 2)


def test_value_is_raised_by_training_workshop_or_innovation():
    rows = [
        ("A", "training"),
        ("A", "training"),
        ("B", "technical_workshop"),
        ("C", "visit"),
        ("X", "training"),
    ]
    assert value_raising_accounts(client_of(*rows)).value == pytest.approx(2 / 5)


def test_the_contract_ladder_is_a_mean_of_rungs():
    types = ["none", "order", "annual", "framework", "alliance", "alliance"]
    found = contract_ladder(build_client(None, {"accounts": accounts(contract_type=types)}))
    assert (found.value, found.n) == (pytest.approx(2.0), 5)
    assert found.series["accounts_by_rung"]["alliance"] == 1


def disputes(
    ways: list[str | None], opened: str = "2026-02-01", closed: str | None = "2026-03-01"
) -> pd.DataFrame:
    """Disputes with account A, settled in these ways."""
    n = len(ways)
    return pd.DataFrame(
        {
            "dispute_id": [f"P{opened}{i}" for i in range(n)],
            "account_id": ["A"] * n,
            "opened_on": pd.to_datetime([opened] * n),
            "closed_on": pd.to_datetime([closed] * n),
            "resolved_by": ways,
        }
    )


def test_disputes_by_rule_leave_young_and_unexplained_ones_out():
    ways = ["rule", "contract", "negotiation", "executive", "unresolved", None]
    young = disputes([None, "unresolved"], "2026-09-01", None)
    old = disputes([None, "unresolved"], "2026-01-01", None)
    frame = pd.concat([disputes(ways), young, old, disputes(["rule"], "2024-01-01")])
    found = disputes_by_rule(build_client(None, {"accounts": accounts(), "disputes": frame}))
    assert (found.value, found.n) == (pytest.approx(2 / 7), 7)


def test_dispute_rules_cover_counts_known_key_accounts():
    rules = [True, False, True, True, None, True]
    found = dispute_rules_cover(build_client(None, {"accounts": accounts(has_dispute_rules=rules)}))
    assert (found.value, found.n) == (pytest.approx(3 / 4), 4)


def test_deeper_relationships_score_higher():
    shallow = [(key, kind) for key in KEYS for kind in ("meal", "meal", "event", "visit")]
    deep = [row for key in KEYS for row in wide(key)]
    deep += [(key, "joint_planning", "executive", "rnd", "account") for key in KEYS]
    deep += [(key, "training") for key in KEYS]
    for indicator in (
        means_variety,
        beyond_hospitality,
        joint_planning_accounts,
        multi_level_contact,
        account_initiated,
        value_raising_accounts,
    ):
        assert score(client_of(*shallow), indicator) < score(client_of(*deep), indicator)


def test_firmer_contracts_and_rules_score_higher():
    loose = accounts(contract_type=["order"] * 6, has_dispute_rules=[False] * 6)
    firm = accounts(contract_type=["framework"] * 6, has_dispute_rules=[True] * 6)
    for indicator in (contract_ladder, dispute_rules_cover):
        poor, good = (build_client(None, {"accounts": frame}) for frame in (loose, firm))
        assert score(poor, indicator) < score(good, indicator)
    by_person = {"accounts": accounts(), "disputes": disputes(["executive"] * 10)}
    by_rule = {"accounts": accounts(), "disputes": disputes(["rule"] * 10)}
    assert score(build_client(None, by_person), disputes_by_rule) < score(
        build_client(None, by_rule), disputes_by_rule
    )
