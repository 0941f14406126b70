"""What managers' hours, pay, requests and limits say when the records are thin, odd or contradict themselves."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from kamnb.areas.manager.business import mean_monthly_revenue
from kamnb.areas.manager.hours import ACTIVITIES, read_target, share_hours
from kamnb.areas.manager.indicators import m1, m3, m4, m5, m6, m7, m8
from kamnb.evidence.indicators import measure_indicator
from kamnb.figures.draw import draw_figure, figures_of
from kamnb.figures.style import COLORS
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import IndicatorResult, Outcome
from kamnb.sources.client import ClientData, build_client

Tables = dict[str, pd.DataFrame]


def client_of(minimum: int = 5, **tables: pd.DataFrame) -> ClientData:
    return build_client({"as_of": "2026-09-30", "anonymity": {"minimum": minimum}}, tables)


def measure(function: Any, minimum: int = 5, **tables: pd.DataFrame) -> IndicatorResult:
    return measure_indicator(client_of(minimum, **tables), function.indicator)


def managers(n: int = 5, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"manager_id": [f"m{i}" for i in range(n)], "department": "kam"} | columns)


def days(*values: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(values))


def requests(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Requests as (manager, department, requested_on, granted_on, outcome, decided_by)."""
    names = ["manager_id", "department", "requested_on", "granted_on", "outcome", "decided_by"]
    frame = pd.DataFrame(rows, columns=names)
    frame["request_id"] = [f"q{i}" for i in range(len(frame))]
    return frame.assign(**{c: pd.to_datetime(frame[c]) for c in ("requested_on", "granted_on")})


def asked(
    n: int,
    department: str = "rnd",
    day: str | None = "2026-08-05",
    outcome: Any = "granted",
    by: Any = "rule",
) -> list[Any]:
    """A request of each of n managers, made on the first of August."""
    return [(f"m{i}", department, "2026-08-01", day, outcome, by) for i in range(n)]


# hours


def test_the_role_s_target_mix_covers_every_activity_and_adds_up_to_one() -> None:
    target = read_target()
    assert set(target) == set(ACTIVITIES)
    assert sum(target.values()) == pytest.approx(1)


def test_the_target_mix_is_healthy_by_the_anchors_of_both_measures_of_hours() -> None:
    rows = [(f"m{i}", "2026-W36", a, 40 * share) for i in range(5) for a, share in read_target().items()]
    diary = pd.DataFrame(rows, columns=["manager_id", "week", "activity", "hours"])
    for function in (m1.role_building_share, m8.firefighting_share):
        assert (measure(function, time_use=diary).score.mean or 0) >= 75
    series = measure(m1.role_building_share, time_use=diary).series
    assert series is not None
    assert series["shares"] == pytest.approx(series["target"])


def test_weeks_without_hours_and_hours_of_no_known_activity_do_not_count() -> None:
    rows = [
        (f"m{i}", week, activity, hours)
        for i in range(6)
        for week, activity, hours in (
            ("2026-W35", "selling", 0),
            ("2026-W36", "selling", 10 if i < 5 else 0),
            ("2026-W36", "team_leading", 30 if i < 5 else 0),
            ("2026-W36", "golf", 90),
        )
    ]
    diary = pd.DataFrame(rows, columns=["manager_id", "week", "activity", "hours"])
    found = measure(m8.firefighting_share, time_use=diary)
    assert (found.value, found.n) == (0.25, 5)
    assert share_hours(client_of(time_use=diary.assign(hours=0))).empty
    assert measure(m8.firefighting_share, time_use=diary.assign(hours=0)).outcome == Outcome.NO_DATA


# pay and appraisal


@pytest.mark.parametrize(
    "shares",
    [
        {"pay_short_share": 0.8, "pay_long_share": 0.4},
        {"pay_short_share": 30, "pay_long_share": 10},
        {"pay_short_share": -0.1, "pay_long_share": 0.3},
        {"pay_short_share": 0.2, "pay_long_share": 0.1, "pay_team_share": 0.5},
    ],
)
def test_shares_of_pay_that_cannot_be_are_unknown(shares: dict[str, float]) -> None:
    for function in (m5.pay_long_term_share, m5.pay_team_reward_share):
        assert measure(function, managers=managers(**shares)).outcome == Outcome.NO_DATA


def test_shares_rounded_by_hand_still_count() -> None:
    found = measure(m5.pay_long_term_share, managers=managers(pay_short_share=0.752, pay_long_share=0.251))
    assert found.value == pytest.approx(0.251 / 1.003, abs=5e-3)


def test_pay_all_blank_is_no_data() -> None:
    blank = managers(base_pay=None, bonus_short_term=None, pay_short_share=None)
    for function in (m5.pay_long_term_share, m5.pay_team_reward_share):
        assert measure(function, managers=blank).outcome == Outcome.NO_DATA


def test_amounts_and_shares_of_pay_are_read_side_by_side() -> None:
    amounts = managers(3, base_pay=50, bonus_short_term=30, bonus_long_term=15, bonus_team=5)
    shares = managers(5, pay_short_share=0.4, pay_long_share=0.1, pay_team_share=0.0).iloc[3:]
    found = measure(m5.pay_long_term_share, managers=pd.concat([amounts, shares]))
    assert found.value == pytest.approx((3 * 0.3 + 2 * 0.2) / 5)
    assert found.series is not None
    assert found.series["pay"] == {"base": 0.5, "short": 0.34, "long": 0.13, "team": 0.03}


def test_managers_without_variable_pay_do_not_count_and_base_alone_is_no_answer() -> None:
    some = managers(
        6, base_pay=50, bonus_short_term=[8, 8, 8, 8, 8, 0], bonus_long_term=[2, 2, 2, 2, 2, 0], bonus_team=0
    )
    found = measure(m5.pay_long_term_share, managers=some)
    assert (found.value, found.n) == (pytest.approx(0.2), 5)
    assert measure(m5.pay_long_term_share, managers=managers(base_pay=50)).outcome == Outcome.NO_DATA


def test_appraisal_weights_outside_nought_and_one_are_unknown() -> None:
    tables = managers(7, weight_long_term=[0.1, 0.1, 0.2, 0.3, 0.3, 30, -1])
    found = measure(m4.appraisal_long_term_weight, managers=tables)
    assert (found.value, found.n) == (pytest.approx(0.2), 5)


@pytest.mark.parametrize(("blank", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_one_weight_known_of_a_few_more_hides_the_appraisal(blank: int, shown: bool) -> None:
    pay = {"base_pay": 50, "bonus_short_term": 30, "bonus_long_term": 15, "bonus_team": 5}
    team = [0.1] * 5 + [None] * blank
    tables = managers(5 + blank, weight_long_term=0.2, weight_team=team, **pay)
    series = measure(m5.pay_long_term_share, managers=tables).series
    assert series is not None
    assert (series["appraisal"] is not None) == shown


# requests


def test_a_request_s_fate_is_told_by_department_and_by_who_granted_it() -> None:
    rows = [
        *asked(5),
        *asked(3, by="owner"),
        *asked(2, by="executive"),
        *asked(1, by=None),
        *asked(2, day=None, outcome="refused"),
        *asked(4, day=None, outcome="open"),
        *asked(5, day=None, outcome="withdrawn"),
        *asked(5, "finance", by="director"),
        *asked(4, "it"),
        *asked(3, "hr"),
    ]
    series = measure(m6.requests_granted_in_time, resource_requests=requests(*rows)).series
    assert series == {
        "months": 12,
        "departments": [
            {
                "department": "rnd",
                "n": 17,
                "granted_rule": 8,
                "granted_above": 2,
                "granted_unknown": 1,
                "open": 4,
                "refused": 2,
            },
            {
                "department": "finance",
                "n": 5,
                "granted_rule": 0,
                "granted_above": 5,
                "granted_unknown": 0,
                "open": 0,
                "refused": 0,
            },
        ],
    }


def test_departments_that_few_asked_are_shown_together_when_enough_asked_them() -> None:
    rows = [("m9", *row[1:]) for row in asked(2, "hr")]
    found = measure(
        m6.requests_granted_in_time, resource_requests=requests(*asked(5), *asked(4, "it"), *rows)
    )
    assert found.series is not None
    assert [(d["department"], d["n"]) for d in found.series["departments"]] == [("other", 6), ("rnd", 5)]


def test_the_clients_own_minimum_holds_for_requests_too() -> None:
    rows = requests(*asked(6), *asked(6))
    assert measure(m6.requests_granted_in_time, resource_requests=rows).series is not None
    assert measure(m6.requests_granted_in_time, 7, resource_requests=rows).series is None


def test_a_date_of_granting_counts_as_granted_where_nothing_speaks_against_it() -> None:
    rows = [
        *asked(5),
        *asked(3, outcome=None),
        *asked(2, outcome="open"),
        *asked(2, outcome="refused"),
        *asked(2, outcome="withdrawn"),
    ]
    found = measure(m6.requests_granted_in_time, resource_requests=requests(*rows))
    assert (found.value, found.n) == (pytest.approx(10 / 12), 12)


def test_a_request_granted_before_it_was_made_is_left_out_and_many_are_no_data() -> None:
    few = requests(*asked(5), *asked(5), *asked(2, day="2026-07-01"))
    many = requests(*asked(5), *asked(5), *asked(5, day="2026-07-01"))
    for function in (m6.requests_granted_in_time, m6.request_answer_days):
        assert measure(function, resource_requests=few).n == 10
        assert measure(function, resource_requests=many).outcome == Outcome.NO_DATA


def test_open_requests_lengthen_the_wait_and_a_median_not_reached_is_no_number() -> None:
    quick, still = asked(5) + asked(5, day="2026-08-11"), asked(4, day=None, outcome="open")
    assert measure(m6.request_answer_days, resource_requests=requests(*quick)).value == 4
    assert measure(m6.request_answer_days, resource_requests=requests(*quick, *still)).value == 10
    never = measure(m6.request_answer_days, resource_requests=requests(*asked(4), *still, *still))
    assert (never.outcome, never.value, never.n) == (Outcome.TOO_FEW, None, 12)


def test_an_upper_bound_that_is_not_reached_is_none() -> None:
    rows = [*asked(6), *asked(5, day=None, outcome="open")]
    found = measure(m6.request_answer_days, resource_requests=requests(*rows))
    assert (found.value, found.high) == (4, None)
    assert found.score.mean is not None


def test_nobody_s_outcome_and_no_date_is_no_data() -> None:
    rows = requests(*asked(5, day=None, outcome=None), *asked(5, day=None, outcome=None))
    for function in (m6.requests_granted_in_time, m6.request_answer_days):
        assert measure(function, resource_requests=rows).outcome == Outcome.NO_DATA


@pytest.mark.parametrize(
    "departments", [["rnd"], ["rnd", "it", "hr", "finance", "sales", "service", "A", "B", "C"]]
)
def test_the_figure_of_authority_draws_one_department_and_many(departments: list[str]) -> None:
    rows = [
        row
        for d in departments
        for row in asked(5, d) + asked(5, d, None, "refused") + asked(1, d, None, "open")
    ]
    series = measure(m6.requests_granted_in_time, resource_requests=requests(*rows)).series
    assert series is not None
    assert figures_of({"requests_granted_in_time"}) == {"authority": "requests_granted_in_time"}
    for picture in draw_figure(load_instrument(), "manager", "authority", series).values():
        assert set(re.findall(r"#[0-9a-fA-F]{6}\b", picture)) <= set(vars(COLORS).values())


# limits against business


def owned(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Accounts as (id, owner, lost on)."""
    frame = pd.DataFrame(rows, columns=["account_id", "owner_id", "lost_on"])
    return frame.assign(name="A", lost_on=pd.to_datetime(frame["lost_on"]))


def lines(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "date", "revenue"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_a_month_s_revenue_is_that_of_present_accounts_over_the_months_with_lines() -> None:
    accounts = owned(
        ("a", "m0", None), ("b", "m0", None), ("c", "m1", "2026-01-01"), ("d", "m2", None), ("e", "m3", None)
    )
    ledger = lines(
        ("a", "2025-09-30", 1e6),
        ("a", "2025-10-01", 600),
        ("a", "2026-09-30", 300),
        ("b", "2026-03-01", 400),
        ("b", "2026-03-02", -100),
        ("c", "2026-03-01", 900),
        ("d", "2026-03-01", -50),
        ("z", "2026-03-01", 900),
    )
    assert mean_monthly_revenue(client_of(accounts=accounts, ledger=ledger)).to_dict() == {"m0": 100.0}


def test_one_month_of_ledger_is_divided_by_one() -> None:
    client = client_of(
        accounts=owned(("a", "m0", None)), ledger=lines(("a", "2026-09-02", 70), ("a", "2026-09-20", 50))
    )
    assert mean_monthly_revenue(client).to_dict() == {"m0": 120.0}
    old = client_of(accounts=owned(("a", "m0", None)), ledger=lines(("a", "2020-09-02", 70)))
    assert mean_monthly_revenue(old).empty


def test_managers_without_accounts_or_a_limit_do_not_count() -> None:
    accounts = owned(*((f"a{i}", f"m{i}", None) for i in range(6)))
    ledger = lines(*((f"a{i}", "2026-09-01", 100.0) for i in range(6)))
    limits = [10, 20, 30, 20, 20, None, 1e6]
    found = measure(
        m6.approval_limit_share, managers=managers(7, approval_limit=limits), accounts=accounts, ledger=ledger
    )
    assert (found.value, found.n) == (pytest.approx(0.2), 5)
    assert found.low is not None and found.high is not None and found.low < 0.2 < found.high
    none = measure(
        m6.approval_limit_share,
        managers=managers(approval_limit=9),
        accounts=owned(("x", "y", None)),
        ledger=ledger,
    )
    assert none.outcome == Outcome.NO_DATA


def test_the_bootstrap_gives_the_same_interval_in_any_order_of_rows() -> None:
    accounts = owned(*((f"a{i}", f"m{i}", None) for i in range(6)))
    ledger = lines(*((f"a{i}", "2026-09-01", 100.0 + i) for i in range(6)))
    people = managers(6, approval_limit=[10, 20, 30, 20, 25, 15])
    first = measure(m6.approval_limit_share, managers=people, accounts=accounts, ledger=ledger)
    second = measure(
        m6.approval_limit_share,
        managers=people.iloc[::-1],
        accounts=accounts.iloc[::-1],
        ledger=ledger.iloc[::-1],
    )
    assert (first.value, first.low, first.high) == pytest.approx((second.value, second.low, second.high))


# who is there


def test_who_left_before_being_hired_is_a_slip() -> None:
    good = managers(6, hired_on=days(*["2020-01-01"] * 6), left_on=days("2025-03-31", *[None] * 5))
    slip = managers(
        7,
        hired_on=days(*["2020-01-01"] * 6, "2026-01-01"),
        left_on=days("2025-03-31", *[None] * 5, "2025-01-01"),
    )
    assert (
        measure(m7.manager_turnover, managers=slip).value == measure(m7.manager_turnover, managers=good).value
    )


def test_two_leavers_in_few_years_give_a_wide_interval() -> None:
    people = managers(6, left_on=days("2025-03-31", "2026-01-01", *[None] * 4))
    found = m7.manager_turnover(client_of(managers=people))
    assert found.low is not None and found.high is not None and found.value is not None


def test_when_all_have_left_only_turnover_is_left_to_measure() -> None:
    tables = {
        "managers": managers(
            8,
            left_on=days(*["2026-06-30"] * 8),
            grade=5,
            training_days=3,
            has_career_plan=True,
            passed_competency_model=True,
            weight_long_term=0.1,
            weight_team=0.1,
            bonus_short_term=1,
            bonus_long_term=1,
            bonus_team=1,
            reports_to_level="manager",
            approval_limit=5,
        ),
        "time_use": pd.DataFrame(
            {"manager_id": [f"m{i}" for i in range(8)], "week": "w", "activity": "selling", "hours": 9}
        ),
        "resource_requests": requests(*asked(8), *asked(8)),
        "accounts": owned(*((f"a{i}", f"m{i}", None) for i in range(8))),
        "ledger": lines(*((f"a{i}", "2026-09-01", 100.0) for i in range(8))),
    }
    client = build_client({"as_of": "2026-09-30", "reference_grades": {"product_manager": 7}}, tables)
    found = {i.id: measure_indicator(client, i).outcome for i in find_indicators("manager")}
    assert found.pop("manager_turnover") == Outcome.MEASURED
    assert set(found.values()) == {Outcome.NO_DATA}


def test_without_reference_grades_the_gap_alone_is_missing() -> None:
    people = managers(grade=5, training_days=3)
    assert measure(m6.grade_gap, managers=people).outcome == Outcome.NO_DATA
    assert measure(m3.training_days, managers=people).value == 3
