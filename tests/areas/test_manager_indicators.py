"""Indicators of the manager area: one hand-computed case each, an empty table, and the right direction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from kamnb.areas.manager.indicators import m1, m2, m3, m4, m5, m6, m7, m8
from kamnb.areas.manager.people import select_in_post, select_managers
from kamnb.evidence.indicators import measure_indicator
from kamnb.figures.draw import draw_figure, figures_of
from kamnb.figures.style import COLORS
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client

AS_OF = "2026-09-30"
GRADES = {"product_manager": 7, "brand_manager": 7}
Tables = dict[str, pd.DataFrame]


def managers(n: int = 5, **columns: Any) -> Tables:
    """n managers of the KAM function; a scalar column holds for all."""
    ids = [f"m{i}" for i in range(n)]
    return {"managers": pd.DataFrame({"manager_id": ids, "department": "kam"} | columns)}


def hours(n: int = 5, **per_activity: float) -> Tables:
    """Hours of n managers in one week, the same for each."""
    rows = [(f"m{i}", "2026-W36", a, h) for i in range(n) for a, h in per_activity.items()]
    return {"time_use": pd.DataFrame(rows, columns=["manager_id", "week", "activity", "hours"])}


def ratings(n: int = 5, self_rating: float = 5, **per_role: float) -> Tables:
    """n managers, each rated by one peer of their own and by themselves in each role."""
    rows = [
        (f"m{i}", f"r{i}{relation}", relation, f"{role}.skill", rating if relation == "peer" else self_rating)
        for i in range(n)
        for role, rating in per_role.items()
        for relation in ("peer", "self")
    ]
    columns = ["manager_id", "rater_id", "relation", "competency", "rating"]
    return {"ratings": pd.DataFrame(rows, columns=columns)}


def requests(*rows: tuple[str, str | None, str | None]) -> Tables:
    """Requests as (requested_on, granted_on, outcome)."""
    frame = pd.DataFrame(rows, columns=["requested_on", "granted_on", "outcome"])
    frame["request_id"] = [f"q{i}" for i in range(len(frame))]
    frame[["requested_on", "granted_on"]] = frame[["requested_on", "granted_on"]].apply(pd.to_datetime)
    return {"resource_requests": frame.assign(manager_id="m0", department="rnd")}


def business(n: int = 5, revenue: float = 1200, **columns: Any) -> Tables:
    """n managers with an account each that was invoiced every month of a year, an equal part each time."""
    ids = [f"m{i}" for i in range(n)]
    accounts = pd.DataFrame({"account_id": [f"a{i}" for i in ids], "name": "A", "owner_id": ids})
    months = pd.date_range("2025-10-15", periods=12, freq="MS") + pd.Timedelta(days=14)
    lines = [(a, day, revenue / 12) for a in accounts["account_id"] for day in months]
    ledger = pd.DataFrame(lines, columns=["account_id", "date", "revenue"])
    return managers(n, **columns) | {"accounts": accounts, "ledger": ledger}


def days(*values: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(values))


FAST = ("2026-08-01", "2026-08-05", "granted")
SLOW = ("2026-08-01", "2026-08-21", "granted")
REFUSED = ("2026-09-28", None, "refused")
STALE = ("2026-08-01", None, "open")
FRESH = ("2026-09-28", None, "open")
WITHDRAWN = ("2026-08-01", None, "withdrawn")
OLD = ("2025-09-30", "2025-10-01", "granted")

# function, tables, value by hand, n, a healthier client's tables
CASES: list[tuple[Callable[[ClientData], Any], Tables, float, int, Tables]] = [
    # 4 of 20 hours: 10 selling, 6 firefighting, 3 planning, 1 leading
    (
        m1.role_building_share,
        hours(selling=10, firefighting=6, account_planning=3, team_leading=1),
        0.2,
        5,
        hours(selling=10, account_planning=6, solution_design=4),
    ),
    (
        m1.weakest_role_rating,
        ratings(engineer=2, salesperson=4, leader=3),
        2.0,
        5,
        ratings(engineer=4, salesperson=4, leader=3),
    ),
    (
        m2.competency_model_passed,
        managers(passed_competency_model=[True, True, True, False, False]),
        0.6,
        5,
        managers(passed_competency_model=[True, True, True, True, False]),
    ),
    # others give 4, 3.5 and 3, the managers 4.5 throughout: 0.5, 1 and 1.5
    (
        m2.self_other_gap,
        ratings(self_rating=4.5, engineer=4, salesperson=3.5, leader=3),
        1.0,
        5,
        ratings(self_rating=3, engineer=3.5, salesperson=3.5, leader=3),
    ),
    (
        m3.career_plan_share,
        managers(6, has_career_plan=[True, False, False, False, False, None]),
        0.2,
        5,
        managers(has_career_plan=[True, True, False, False, False]),
    ),
    (
        m3.training_days,
        managers(training_days=[0, 1, 3, 4, 20]),
        3.0,
        5,
        managers(training_days=[0, 5, 6, 7, 8]),
    ),
    (
        m4.appraisal_long_term_weight,
        managers(weight_long_term=[0, 0.1, 0.1, 0.1, 0.2]),
        0.1,
        5,
        managers(weight_long_term=0.4),
    ),
    (
        m4.appraisal_team_weight,
        managers(weight_team=[0, 0.1, 0.1, 0.1, 0.2]),
        0.1,
        5,
        managers(weight_team=0.3),
    ),
    # 10 of 100 of variable pay; four of the five all short
    (
        m5.pay_long_term_share,
        managers(bonus_short_term=[90, 50, 50, 50, 50], bonus_long_term=[10, 0, 0, 0, 0], bonus_team=0),
        0.02,
        5,
        managers(bonus_short_term=60, bonus_long_term=30, bonus_team=10),
    ),
    (
        m5.pay_team_reward_share,
        managers(bonus_short_term=70, bonus_long_term=20, bonus_team=10),
        0.1,
        5,
        managers(bonus_short_term=50, bonus_long_term=20, bonus_team=30),
    ),
    (m6.grade_gap, managers(grade=[5, 5, 6, 6, 8]), -1.0, 5, managers(grade=7)),
    (
        m6.reports_to_executive,
        managers(6, reports_to_level=["executive", "manager", "manager", "manager", "frontline", None]),
        0.2,
        5,
        managers(reports_to_level="executive"),
    ),
    # 50 of 5 times 100 a month
    (
        m6.approval_limit_share,
        business(approval_limit=[0, 5, 10, 15, 20]),
        0.1,
        5,
        business(approval_limit=30),
    ),
    # at risk 10: 4 after 4 days, then 4 of 6 after 20; two still wait
    (
        m6.request_answer_days,
        requests(*[FAST] * 4, *[SLOW] * 4, *[STALE] * 2, *[REFUSED] * 3, WITHDRAWN, OLD),
        20.0,
        10,
        requests(*[FAST] * 8, *[SLOW] * 2),
    ),
    # told: 4 fast, 2 slow, 2 refused, 2 stale = 10; the fresh, withdrawn and old ones are left out
    (
        m6.requests_granted_in_time,
        requests(*[FAST] * 4, *[SLOW] * 2, *[REFUSED] * 2, *[STALE] * 2, FRESH, WITHDRAWN, OLD),
        0.4,
        10,
        requests(*[FAST] * 8, *[SLOW] * 2),
    ),
    # one left after half of the window's 1096 days; four stayed: 1 in 4.5 x 1096 days
    (
        m7.manager_turnover,
        managers(left_on=days("2025-03-31", None, None, None, None)),
        365.25 / (4 * 1096 + 548),
        5,
        managers(9, left_on=days("2025-03-31", *[None] * 8)),
    ),
    (
        m8.firefighting_share,
        hours(selling=10, firefighting=6, account_planning=3, team_leading=1),
        0.8,
        5,
        hours(selling=5, service=5, account_planning=10),
    ),
]
NAMES = [case[0].__name__ for case in CASES]


def client_of(tables: Tables) -> ClientData:
    return build_client({"as_of": AS_OF, "reference_grades": GRADES}, tables)


def measure(function: Callable[[ClientData], Any], tables: Tables) -> Any:
    return measure_indicator(client_of(tables), function.indicator)  # type: ignore[attr-defined]


def test_every_indicator_is_found_and_has_a_case() -> None:
    assert sorted(i.id for i in find_indicators("manager")) == sorted(NAMES)


@pytest.mark.parametrize(("function", "tables", "value", "n", "healthier"), CASES, ids=NAMES)
def test_value_as_by_hand_and_better_when_healthier(
    function: Callable[[ClientData], Any], tables: Tables, value: float, n: int, healthier: Tables
) -> None:
    found, better = measure(function, tables), measure(function, healthier)
    assert function(client_of(tables)).value == pytest.approx(value)
    assert found.n == n
    assert found.outcome == Outcome.MEASURED
    assert found.low <= found.value <= found.high
    score = function.indicator.score  # type: ignore[attr-defined]
    assert score(better.value) > score(found.value)


@pytest.mark.parametrize(("function", "tables"), [case[:2] for case in CASES], ids=NAMES)
def test_an_empty_table_gives_an_outcome_and_no_number(
    function: Callable[[ClientData], Any], tables: Tables
) -> None:
    for given in ({}, {name: frame.iloc[:0] for name, frame in tables.items()}):
        found = measure(function, given)
        assert found.outcome == Outcome.NO_DATA
        assert found.value is None


@pytest.mark.parametrize(
    ("function", "tables"), [case[:2] for case in CASES if "resource_requests" not in case[1]]
)
def test_four_managers_are_too_few(function: Callable[[ClientData], Any], tables: Tables) -> None:
    four = {
        name: frame[frame["manager_id"] < "m4"] if "manager_id" in frame else frame
        for name, frame in tables.items()
    }
    found = measure(function, four)
    assert found.outcome == Outcome.TOO_FEW
    assert found.value is None
    assert found.series is None


def test_the_clients_own_minimum_is_kept() -> None:
    tables = managers(6, weight_team=0.2)
    client = build_client({"as_of": AS_OF, "anonymity": {"minimum": 8}}, tables)
    assert m4.appraisal_team_weight(client).outcome == Outcome.TOO_FEW


def test_only_key_account_managers_in_post_count() -> None:
    tables = managers(
        6,
        department=["kam", "kam", "kam", "sales", "sales", "production"],
        left_on=days(None, AS_OF, "2026-12-31", None, None, None),
        hired_on=days(*["2020-01-01"] * 6),
    )
    accounts = pd.DataFrame(
        {"account_id": ["a", "b"], "name": ["A", "B"], "is_key": [True, False], "owner_id": ["m3", "m4"]}
    )
    teams = pd.DataFrame(
        {
            "account_id": "a",
            "member_id": ["m5", "m9"],
            "department": "sales",
            "level": "manager",
            "role": ["lead", "member"],
        }
    )
    client = build_client({"as_of": AS_OF}, tables | {"accounts": accounts, "teams": teams})
    assert list(select_managers(client)["manager_id"]) == ["m0", "m1", "m2", "m3", "m5"]
    assert list(select_in_post(client)["manager_id"]) == ["m0", "m2", "m3", "m5"]


def test_a_list_that_tells_nobodys_role_counts_as_it_stands() -> None:
    client = build_client({"as_of": AS_OF}, managers(department="sales"))
    assert len(select_in_post(client)) == 5


def test_hours_of_those_who_left_are_not_counted() -> None:
    gone = managers(6, left_on=days(*[None] * 5, "2026-01-31"))
    leaver = hours(6, selling=10)["time_use"].query("manager_id == 'm5'")
    stayed = hours(5, account_planning=10)["time_use"]
    found = measure(m1.role_building_share, gone | {"time_use": pd.concat([leaver, stayed])})
    assert (found.value, found.n) == (1.0, 5)


def test_a_long_diary_weighs_no_more_than_a_short_one() -> None:
    one = hours(5, selling=1, account_planning=1)["time_use"]
    long = one.assign(hours=one["hours"].where(one["manager_id"] != "m0", one["hours"] * 40))
    assert measure(m1.role_building_share, {"time_use": long}).value == pytest.approx(0.5)


def test_self_ratings_are_left_out() -> None:
    low, high = (ratings(self_rating=s, engineer=3, salesperson=4, leader=4) for s in (1, 5))
    assert measure(m1.weakest_role_rating, low).value == measure(m1.weakest_role_rating, high).value == 3.0


def test_pay_given_as_shares_measures_the_same_as_amounts() -> None:
    amounts = managers(base_pay=600, bonus_short_term=300, bonus_long_term=100, bonus_team=0)
    shares = managers(pay_short_share=0.3, pay_long_share=0.1, pay_team_share=0)
    left, right = (measure(m5.pay_long_term_share, tables) for tables in (amounts, shares))
    assert left.value == pytest.approx(0.25)
    assert right.value == pytest.approx(0.25)
    assert left.series["pay"] == right.series["pay"] == {"base": 0.6, "short": 0.3, "long": 0.1, "team": 0.0}


def test_a_team_share_of_pay_is_taken_out_of_short_and_long_alike() -> None:
    tables = managers(pay_short_share=0.3, pay_long_share=0.1, pay_team_share=0.2)
    assert measure(m5.pay_long_term_share, tables).value == pytest.approx(0.25)
    assert measure(m5.pay_team_reward_share, tables).value == pytest.approx(0.5)
    assert measure(m5.pay_long_term_share, tables).series["pay"] == {
        "base": 0.6,
        "short": 0.15,
        "long": 0.05,
        "team": 0.2,
    }


def test_a_blank_bonus_is_unknown_and_no_bonus_does_not_apply() -> None:
    blank = managers(base_pay=600, bonus_short_term=300)
    nothing = managers(base_pay=600, bonus_short_term=0, bonus_long_term=0, bonus_team=0)
    assert measure(m5.pay_long_term_share, blank).outcome == Outcome.NO_DATA
    assert measure(m5.pay_long_term_share, nothing).outcome == Outcome.NOT_APPLICABLE
    assert measure(m5.pay_team_reward_share, nothing).outcome == Outcome.NOT_APPLICABLE


def test_no_reference_grade_no_gap() -> None:
    client = build_client({"as_of": AS_OF}, managers(grade=5))
    assert m6.grade_gap(client).outcome == Outcome.NO_DATA


def test_granted_requests_without_a_date_cannot_be_timed() -> None:
    undated = ("2026-08-01", None, "granted")
    assert measure(m6.requests_granted_in_time, requests(*[undated] * 12)).outcome == Outcome.NO_DATA


def test_a_list_without_departures_says_nothing_of_turnover() -> None:
    tables = managers(hired_on=days(*["2020-01-01"] * 5))
    assert measure(m7.manager_turnover, tables).outcome == Outcome.NO_DATA


def test_departures_before_the_window_are_not_counted() -> None:
    tables = managers(6, left_on=days("2022-01-01", *[None] * 5))
    found = measure(m7.manager_turnover, tables)
    assert (found.value, found.low, found.n) == (0.0, 0.0, 5)
    assert found.high > 0


def test_series_hold_shares_of_groups_and_no_person() -> None:
    tables = managers(
        base_pay=600,
        bonus_short_term=300,
        bonus_long_term=77,
        bonus_team=23,
        weight_long_term=0.2,
        weight_team=0.1,
    )
    tables |= hours(selling=10, account_planning=10)
    for function in (m1.role_building_share, m5.pay_long_term_share):
        text = json.dumps(measure(function, tables).series)
        assert not any(word in text for word in ("m0", "m1", "300", "77.0", "600"))
    assert measure(m1.role_building_share, tables).series["shares"]["selling"] == 0.5
    assert measure(m5.pay_long_term_share, tables).series["appraisal"] == {
        "rest": 0.7,
        "long": 0.2,
        "team": 0.1,
    }


def test_figures_draw_what_the_indicators_hold_in_the_brands_colours_only() -> None:
    pay = managers(base_pay=600, bonus_short_term=300, bonus_long_term=100, bonus_team=0)
    weighed = {"managers": pay["managers"].assign(weight_long_term=0.2, weight_team=0.1)}
    tables = hours(selling=10, account_planning=10)
    results = {
        f.__name__: measure(f, tables | weighed) for f in (m1.role_building_share, m5.pay_long_term_share)
    }
    found = figures_of(set(results))
    assert {"time_use", "pay_mix"} <= set(found)
    for figure in ("time_use", "pay_mix"):
        for svg in draw_figure(load_instrument(), "manager", figure, results[found[figure]].series).values():
            assert set(re.findall("#[0-9a-fA-F]{6}\\b", svg)) <= set(vars(COLORS).values())


def test_pay_without_appraisal_weights_still_draws() -> None:
    tables = managers(base_pay=600, bonus_short_term=300, bonus_long_term=100, bonus_team=0)
    series = measure(m5.pay_long_term_share, tables).series
    assert series["appraisal"] is None
    assert set(draw_figure(load_instrument(), "manager", "pay_mix", series)) == {"zh", "en"}
