"""What the relationship indicators say of hand-made records, of none, and of better ones."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kamnb.areas.relationship import stages
from kamnb.areas.relationship.indicators.r1 import beyond_hospitality, means_fitted, means_variety
from kamnb.areas.relationship.indicators.r2 import joint_planning_accounts
from kamnb.areas.relationship.indicators.r3 import (
    executive_meetings,
    multi_level_contact,
    single_thread_accounts,
)
from kamnb.areas.relationship.indicators.r4 import account_initiated
from kamnb.areas.relationship.indicators.r5 import value_raising_accounts
from kamnb.areas.relationship.indicators.r6 import (
    accounts_at_cooperative_stage,
    accounts_in_alliance,
    contract_ladder,
)
from kamnb.areas.relationship.indicators.r7 import dispute_days, dispute_rules_cover, disputes_by_rule
from kamnb.areas.relationship.touchpoint_depth import DEPTH
from kamnb.areas.relationship.touchpoints import count_touchpoints, year_is_recorded
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client
from kamnb.sources.contract import load_contract
from kamnb.sources.key_accounts import key_accounts

KEYS = ["A", "B", "C", "D", "E"]
RECORDED = [("X", "visit", None, None, None, day) for day in ("2025-01-10", "2026-09-20")]
"""Touchpoints of another account that show the records to reach over the year."""


def accounts(**columns: list) -> pd.DataFrame:
    """Five key accounts and one that is not."""
    rows = {"account_id": [*KEYS, "X"], "name": [*KEYS, "X"], "is_key": [True] * 5 + [False]}
    return pd.DataFrame({**rows, **columns})


def touchpoints(*rows: tuple) -> pd.DataFrame:
    """Touchpoints as (account, kind, their level, their function, who began, date, our department, our level,
    manager); all but the first two are optional."""
    defaults = (None, None, "executive", "rnd", "us", "2026-06-01", "kam", "manager", None)
    full = [(*row, *defaults[len(row) :]) for row in rows]
    names = ["account_id", "kind", "their_level", "their_function", "initiated_by", "date"]
    names += ["our_department", "our_level", "manager_id"]
    frame = pd.DataFrame(full, columns=names)
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.assign(touchpoint_id=[f"T{i}" for i in range(len(frame))])


def client_of(*rows: tuple, **tables: pd.DataFrame) -> ClientData:
    """A client of five key accounts with these touchpoints, and records that reach over the year."""
    rows = (*rows, *RECORDED)
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


def line(key: str, department: str | None, function: str | None, **more: Any) -> tuple:
    """A visit by one of our departments to one of the account's functions."""
    given = {"level": "manager", "ours": "manager", "manager": "M1", "kind": "visit", **more}
    day = "2026-06-01"
    return (
        key,
        given["kind"],
        given["level"],
        function,
        "us",
        day,
        department,
        given["ours"],
        given["manager"],
    )


def test_three_kinds_of_hospitality_are_no_variety():
    rows = [(key, kind) for key in KEYS for kind in ("meal", "gift", "event")]
    assert means_variety(client_of(*rows)).value == 0
    assert beyond_hospitality(client_of(*rows)).value == 0


def test_small_counts_of_one_mix_do_not_look_fitted():
    same = [(key, kind, None, None, "us", f"2026-0{m}-01") for key in KEYS for kind in MIX for m in (3, 4, 5)]
    found = means_fitted(client_of(*same))
    assert (found.value, found.n) == (0, 5)
    assert found.series["p"] > 0.9
    assert found.series["accounts"][0] == {"code": "K01", "counts": [3, 3, 3]}


MIX = ("visit", "training", "joint_planning")
FITTED = [
    (key, list(DEPTH)[4 + i], None, None, "us", f"2026-0{m}-{d}")
    for i, key in enumerate(KEYS)
    for m in (3, 4, 5)
    for d in (10, 20, 30)
]


def test_mixes_that_the_account_settles_are_fitted_and_hospitality_does_not_count():
    found = means_fitted(client_of(*FITTED, *[(key, "meal") for key in KEYS]))
    assert found.value == pytest.approx(1)
    assert found.series["p"] < 0.01
    assert "meal" not in found.series["kinds"]
    twice = means_fitted(client_of(*FITTED, *FITTED))
    assert twice.series["accounts"] == found.series["accounts"]


def test_few_touchpoints_say_nothing_about_mixes():
    found = means_fitted(client_of(*FITTED[:20]))
    assert (found.outcome, found.value) == (Outcome.TOO_FEW, None)


def test_one_thread_is_one_department_and_one_function():
    rows = [line("A", "kam", "rnd")] * 3
    rows += [line("B", "kam", "rnd"), line("B", "kam", "it")]
    rows += [line("C", "kam", "rnd"), line("C", "service", "rnd")]
    rows += [line("D", None, "rnd"), line("D", None, "rnd", manager="M2"), line("D", None, "it", kind="meal")]
    found = single_thread_accounts(client_of(*rows))
    assert (found.value, found.n) == (pytest.approx(2 / 5), 5)  # A, and E that nobody met
    assert found.series["pairs"][0] == {"our": "kam", "their": "rnd", "accounts": 3, "touchpoints": 5}


def test_where_their_function_is_blank_the_level_counts_and_patchy_records_cannot_tell():
    levels = [line("A", "kam", None), line("A", "kam", None, level="executive")]
    patchy = [line("B", "kam", "rnd")] + [line("B", None, None, level=None, manager=None)] * 2
    found = single_thread_accounts(client_of(*levels, *patchy))
    assert (found.value, found.n) == (pytest.approx(3 / 4), 4)


def test_contact_is_a_bow_tie_or_a_diamond():
    bow_tie = [line("A", "sales", "purchasing")] * 4 + [line("A", "kam", "purchasing")] * 5
    bow_tie += [line("A", "service", "production")]
    diamond = [line("B", "kam", "purchasing")] * 3
    diamond += [line("B", "rnd", "rnd"), line("B", "service", "production"), line("B", "finance", "finance")]
    between = [line("C", "kam", "purchasing")] * 2 + [line("C", "kam", "rnd"), line("C", "rnd", "purchasing")]
    few = [line("D", "kam", "purchasing")] * 3
    series = single_thread_accounts(client_of(*bow_tie, *diamond, *between, *few)).series
    assert series["structures"] == {"bow_tie": 1, "between": 1, "diamond": 1}
    assert series["untold"] == 2


def test_executives_meet_executives_on_business():
    top = {"level": "executive", "ours": "executive"}
    rows = [line("A", "executive", "executive", **top), line("B", "kam", "rnd", kind="meal", **top)]
    rows += [line("C", "kam", "rnd", kind="executive_meeting", level=None, ours=None)]
    rows += [line("D", "kam", "rnd", level=None, ours=None)]
    found = executive_meetings(client_of(*rows))
    assert (found.value, found.n) == (pytest.approx(2 / 4), 4)
    assert found.series["grid"] == [
        {"our": "executive", "their": "executive", "accounts": 1, "touchpoints": 1}
    ]


def test_their_specialists_and_front_line_are_one_level():
    rows = [line("A", "kam", "rnd", level="specialist"), line("B", "kam", "rnd", level="frontline")]
    grid = executive_meetings(client_of(*rows)).series["grid"]
    assert grid == [{"our": "manager", "their": "frontline", "accounts": 2, "touchpoints": 2}]


def test_a_month_of_records_says_nothing_about_a_year():
    rows = touchpoints(*[row for key in KEYS for row in wide(key)])
    client = build_client(None, {"accounts": accounts(), "touchpoints": rows})
    assert not year_is_recorded(client)
    of_the_year = (
        means_variety,
        multi_level_contact,
        single_thread_accounts,
        executive_meetings,
        value_raising_accounts,
    )
    assert {measure(client).outcome for measure in of_the_year} == {Outcome.TOO_FEW}
    assert joint_planning_accounts(client).outcome == Outcome.NO_DATA
    assert beyond_hospitality(client).value == 1
    stage = accounts_at_cooperative_stage(client)
    assert (stage.outcome, stage.value) == (Outcome.TOO_FEW, None)


def test_nobody_says_who_began_or_whom_they_met():
    blank = [(key, "visit", None, None, None) for key in KEYS]
    client = client_of(*blank)
    for measure in (account_initiated, multi_level_contact):
        assert measure_indicator(client, measure.indicator).outcome == Outcome.NO_DATA
    assert executive_meetings(client).outcome == Outcome.NO_DATA
    assert single_thread_accounts(client).outcome == Outcome.NO_DATA


def test_initiative_is_not_told_where_most_touchpoints_do_not_say():
    rows = [("A", "visit", "manager", "rnd", "account")] + [("A", "visit", "manager", "rnd", None)] * 2
    assert account_initiated(client_of(*rows)).outcome == Outcome.NO_DATA
    rows += [("B", "visit", "manager", "rnd", "us")] * 2
    assert account_initiated(client_of(*rows)).series == {"account": 1, "us": 2, "unknown": 2}


@pytest.mark.parametrize("key", [True, False, None])
def test_all_none_or_nobody_knows_which_is_key(key: bool | None):
    rows = touchpoints(*[row for k in [*KEYS, "X"] for row in wide(k)], *RECORDED)
    listed = accounts(is_key=[key] * 6, contract_type=["annual"] * 6)
    client = build_client(None, {"accounts": listed, "touchpoints": rows})
    found = [measure_indicator(client, i) for i in find_indicators("relationship")]
    measured = {f.indicator for f in found if f.outcome == Outcome.MEASURED}
    assert measured >= {"multi_level_contact", "contract_ladder"} if key else measured == set()
    assert {f.n for f in found if f.indicator == "multi_level_contact"} == {6 if key else 0}


def test_one_account_alone_is_too_few():
    one = accounts(is_key=[True] + [False] * 5, contract_type=["annual"] * 6)
    rows = touchpoints(*wide("A"), *RECORDED, *[row for row in FITTED if row[0] == "A"] * 4)
    client = build_client(None, {"accounts": one, "touchpoints": rows})
    found = [measure_indicator(client, i) for i in find_indicators("relationship")]
    assert {f.outcome for f in found} <= {Outcome.TOO_FEW, Outcome.NO_DATA}
    assert all(f.value is None for f in found)


def test_touchpoints_of_unknown_accounts_and_idle_managers_change_nothing():
    known = [row for key in KEYS for row in wide(key)]
    strange = [("nobody", "joint_innovation"), ("nobody", "meal")] * 20
    idle = pd.DataFrame({"manager_id": ["M9"], "department": ["kam"]})
    plain, more = client_of(*known), client_of(*known, *strange, managers=idle)
    for i in find_indicators("relationship"):
        assert measure_indicator(plain, i) == measure_indicator(more, i)


def test_counts_do_not_depend_on_the_order_of_rows():
    rows = [*FITTED, *[row for key in KEYS for row in wide(key)]]
    one, other = client_of(*rows), client_of(*reversed(rows))
    keys = key_accounts(one)
    by = ("kind", "their_level", "initiated_by")
    assert count_touchpoints(one, keys, *by).equals(count_touchpoints(other, keys, *by))
    assert means_fitted(one) == means_fitted(other)


def ties(*rows: tuple) -> pd.DataFrame:
    """Ties as (account, last used)."""
    frame = pd.DataFrame(rows, columns=["account_id", "last_used_on"])
    frame["last_used_on"] = pd.to_datetime(frame["last_used_on"])
    return frame.assign(partner="P", kind="alliance")


def test_an_alliance_counts_when_it_is_used():
    rows = ties(("A", "2026-08-01"), ("A", None), ("B", "2024-01-01"), ("C", None), (None, "2026-08-01"))
    found = accounts_in_alliance(build_client(None, {"accounts": accounts(), "alliances": rows}))
    assert (found.value, found.n) == (pytest.approx(1 / 4), 4)
    assert found.series == {"with_any_tie": 3}
    idle = ties(*[(key, "2024-01-01") for key in KEYS])
    poor, good = (
        build_client(None, {"accounts": accounts(), "alliances": t})
        for t in (idle, ties(*[(key, "2026-08-01") for key in KEYS]))
    )
    assert score(poor, accounts_in_alliance) < score(good, accounts_in_alliance)


def partner(key: str, **more: Any) -> list[tuple]:
    """A diamond with deep means, joint planning and joint innovation."""
    rows = [line(key, "kam", "purchasing")] * 2 + [line(key, "rnd", "rnd", kind="technical_workshop")] * 2
    rows += [line(key, "service", "production", level="executive"), line(key, "finance", "finance")]
    return [*rows, line(key, "kam", "purchasing", kind=more.get("planned", "joint_planning"))]


def test_each_stage_asks_for_the_one_before_it():
    rows = [*partner("A"), line("A", "rnd", "rnd", kind="joint_innovation"), *partner("B")]
    rows += partner("C", planned="visit") + [line("D", "kam", "purchasing")] * 5
    listed = accounts(contract_type=["framework"] * 4 + ["none", "none"], share_of_wallet=[0.4] * 4 + [0, 0])
    tables = {"accounts": listed, "alliances": ties(("A", "2026-08-01"))}
    client = build_client(None, {**tables, "touchpoints": touchpoints(*rows, *RECORDED)})
    found = accounts_at_cooperative_stage(client)
    by_code = {account["code"]: account["stage"] for account in found.series["accounts"]}
    assert by_code == {
        "K01": "integrated",
        "K02": "interdependent",
        "K03": "cooperative",
        "K04": "basic",
        "K05": "exploratory",
    }
    assert (found.value, found.n) == (pytest.approx(3 / 5), 5)
    assert {row["stage"]: row["accounts"] for row in found.series["stages"]}["cannot_tell"] == 0


def test_what_is_not_known_leaves_the_stage_open_but_not_what_lies_below():
    rows = partner("A") + [line("B", "kam", "purchasing")] * 5
    found = accounts_at_cooperative_stage(client_of(*rows))
    by_code = {account["code"]: account["stage"] for account in found.series["accounts"]}
    assert set(by_code.values()) == {stages.CANNOT_TELL}  # nobody says what they buy
    assert (found.value, found.n) == (0, 4)  # B to E are below, whatever they buy
    bought = accounts(share_of_wallet=[0.2] * 6)
    client = build_client(None, {"accounts": bought, "touchpoints": touchpoints(*rows, *RECORDED)})
    found = accounts_at_cooperative_stage(client)
    assert (found.value, found.n) == (pytest.approx(1 / 5), 5)
    assert found.series["accounts"][0] == {"code": "K01", "stage": "cannot_tell", "structure": "diamond"}
    assert found.series["accounts"][1]["stage"] == "basic"


def test_an_invoice_shows_that_an_account_buys():
    ledger = pd.DataFrame(
        {
            "account_id": ["A", "B", "C"],
            "date": pd.to_datetime(["2026-05-01", "2026-05-01", "2024-05-01"]),
            "revenue": [5.0, -5.0, 5.0],
        }
    )
    found = accounts_at_cooperative_stage(client_of(("A", "visit"), ledger=ledger))
    by_code = {account["code"]: account["stage"] for account in found.series["accounts"]}
    assert (by_code["K01"], by_code["K02"], by_code["K03"]) == ("basic", "exploratory", "exploratory")


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


def test_dispute_days_count_the_open_ones_in():
    closed = [disputes(["rule"], "2026-01-01", f"2026-01-{d:02}") for d in (11, 21, 31)]
    waiting = [disputes([None, "unresolved"], "2026-03-01", None)]
    frame = pd.concat([*closed, *waiting])
    found = dispute_days(build_client(None, {"accounts": accounts(), "disputes": frame}))
    assert (found.value, found.n) == (30, 5)  # of the closed ones alone it would be 20
    ways = {each["way"]: (each["n"], each["median_days"]) for each in found.series["ways"]}
    assert ways == {"rule": (3, 20), "unresolved": (2, 213)}


def test_disputes_that_cannot_be_timed_are_left_out_and_an_unreached_median_is_said():
    backwards = disputes(["rule"] * 9, "2026-05-01", "2026-04-01")
    undated = disputes(["rule", "executive"], "2026-02-02", None)
    frame = pd.concat([backwards, undated, disputes([None] * 3, "2026-08-01", None)])
    found = dispute_days(build_client(None, {"accounts": accounts(), "disputes": frame}))
    assert (found.outcome, found.value, found.n) == (Outcome.TOO_FEW, None, 3)
    only = build_client(None, {"accounts": accounts(), "disputes": backwards})
    assert dispute_days(only).outcome == Outcome.NO_DATA


def test_faster_settlement_scores_higher():
    slow, fast = (
        build_client(None, {"accounts": accounts(), "disputes": disputes(["rule"] * 12, "2026-01-01", day)})
        for day in ("2026-06-01", "2026-01-15")
    )
    assert score(slow, dispute_days) < score(fast, dispute_days)


def test_dispute_rules_cover_counts_known_key_accounts():
    rules = [True, False, True, True, None, True]
    found = dispute_rules_cover(build_client(None, {"accounts": accounts(has_dispute_rules=rules)}))
    assert (found.value, found.n) == (pytest.approx(3 / 4), 4)


def test_deeper_relationships_score_higher():
    shallow = [(key, kind) for key in KEYS for kind in ("meal", "meal", "event", "visit")]
    deep = [row for key in KEYS for row in wide(key)]
    deep += [(key, "joint_planning", "executive", "rnd", "account") for key in KEYS]
    deep += [(key, "training") for key in KEYS]
    deep += [row for key in KEYS for row in partner(key)]
    deep += [line(key, "executive", "executive", level="executive", ours="executive") for key in KEYS]
    shallow += [line(key, "kam", "rnd") for key in KEYS]
    bought = accounts(share_of_wallet=[0.3] * 6)
    poor, good = (
        build_client(None, {"accounts": bought, "touchpoints": touchpoints(*rows, *RECORDED)})
        for rows in (shallow, deep)
    )
    for indicator in (
        means_variety,
        beyond_hospitality,
        joint_planning_accounts,
        multi_level_contact,
        account_initiated,
        value_raising_accounts,
        executive_meetings,
        single_thread_accounts,
        accounts_at_cooperative_stage,
    ):
        assert score(poor, indicator) < score(good, indicator)


def test_means_that_differ_by_account_score_higher():
    same = [(key, kind, None, None, "us", f"2026-0{m}-01") for key in KEYS for kind in MIX for m in (3, 4, 5)]
    assert score(client_of(*same), means_fitted) < score(client_of(*FITTED), means_fitted)


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
