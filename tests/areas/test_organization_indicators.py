"""What the organisation's records say: hand-computed cases, empty tables, and the right direction."""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.areas.organization.cases import finished_steps, returned_cases
from kamnb.areas.organization.indicators import o1, o2, o3, o4, o5, o6, o7, o8
from kamnb.areas.organization.ratios import clustered_share
from kamnb.areas.organization.rows import collect
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.load import find_indicators
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client

AS_OF = pd.Timestamp("2026-09-30")
START = pd.Timestamp("2026-06-01")
INDICATORS = find_indicators("organization")
Step = tuple[float, str, bool]


def events(*cases: list[Step], case_type: str = "quote", repeat: int = 1) -> pd.DataFrame:
    """Cases as process_events: each step is (days after the start, department, is it an approval).

    An activity is named after its department; the customer hears at the end.
    """
    rows = [
        (
            f"c{k}-{i}",
            "A",
            case_type,
            f"{'approve' if approval else 'work'} {department}",
            department,
            START + pd.Timedelta(days=day),
            approval,
            day == case[-1][0],
        )
        for k in range(repeat)
        for i, case in enumerate(cases)
        for j, (day, department, approval) in enumerate(case)
    ]
    names = ["case_id", "account_id", "case_type", "activity", "department", "timestamp"]
    return pd.DataFrame(rows, columns=[*names, "is_approval", "customer_facing"])


def client_of(**tables: pd.DataFrame) -> ClientData:
    return build_client({"as_of": "2026-09-30"}, tables)


def scored(client: ClientData, indicator: Indicator) -> float:
    """What does an indicator's value mean on 0-100?"""
    value = measure_indicator(client, indicator).value
    assert value is not None
    return indicator.score(value)


SMOOTH: list[Step] = [(0, "sales", False), (0.5, "rnd", False), (1, "kam", False)]
STUCK: list[Step] = [
    (0, "sales", False),
    (6, "finance", True),
    (9, "rnd", False),
    (13, "finance", True),
    (20, "executive", True),
]


@pytest.mark.parametrize("found", INDICATORS, ids=lambda i: i.id)
def test_absent_and_empty_tables_give_no_number(found) -> None:
    empty = {table: pd.DataFrame(columns=list(columns)) for table, columns in found.needs.items()}
    for client in (client_of(), client_of(**empty)):
        result = measure_indicator(client, found)
        assert (result.value, result.outcome) == (None, Outcome.NO_DATA)


def test_every_indicator_is_told_in_both_languages() -> None:
    from kamnb.instrument.load import load_instrument

    text = load_instrument().area("organization").text
    for lang in ("zh", "en"):
        assert set(text[lang]["indicators"]) == {i.id for i in INDICATORS}


def test_a_handful_of_cases_is_too_few() -> None:
    result = measure_indicator(client_of(process_events=events(STUCK, repeat=9)), o3.answer_days.indicator)
    assert (result.value, result.n, result.outcome) == (None, 9, Outcome.TOO_FEW)


def test_answer_days_is_the_median_length_without_orders() -> None:
    table = pd.concat([events(SMOOTH, STUCK, STUCK), events(STUCK, case_type="order").assign(case_id="o")])
    found = o3.answer_days(client_of(process_events=table))
    assert (found.value, found.n) == (20, 3)


def test_answer_days_tells_types_apart_and_leaves_single_steps_out() -> None:
    quotes = events(SMOOTH, repeat=5)
    orders = events(STUCK, case_type="order", repeat=5).assign(case_id=lambda t: "o" + t["case_id"])
    single = events([(0, "sales", False)]).assign(case_id="single")
    found = o3.answer_days(client_of(process_events=pd.concat([quotes, orders, single])))
    assert found.n == 5
    assert {t["type"]: t["median_days"] for t in found.series["types"]} == {"quote": 1, "order": 20}


def test_only_orders_is_no_answer_to_measure() -> None:
    found = o3.answer_days(client_of(process_events=events(STUCK, case_type="order")))
    assert found.outcome == Outcome.NO_DATA


def test_waiting_is_what_exceeds_the_first_day_of_each_hand_off() -> None:
    # STUCK: gaps 6, 3, 4, 7 -> waiting 5 + 2 + 3 + 6 = 16 of 20 days; SMOOTH: none
    found = o3.interface_wait_share(client_of(process_events=events(STUCK, SMOOTH)))
    assert found.value == pytest.approx((16 / 20 + 0) / 2)


def test_time_inside_a_department_is_no_wait_between_departments() -> None:
    inside = [(0, "sales", False), (10, "sales", False), (10.5, "rnd", False)]
    assert o3.interface_wait_share(client_of(process_events=events(inside))).value == 0


def test_approval_share_counts_known_steps() -> None:
    table = events(STUCK, SMOOTH)
    table["is_approval"] = table["is_approval"].astype("boolean")
    table.loc[0, "is_approval"] = pd.NA
    found = o3.approval_step_share(client_of(process_events=table))
    assert (found.value, found.n) == (pytest.approx(3 / 7), 2)


def test_hand_off_waits_by_hand_and_by_pair() -> None:
    found = o4.hand_off_waits(client_of(process_events=events(STUCK, repeat=5)))
    assert (found.value, found.n) == (5, 5)  # (6 + 3 + 4 + 7) / 4
    assert found.series["pairs"][0] == {"from": "finance", "to": "executive", "median_days": 7, "n": 5}
    assert [p["median_days"] for p in found.series["pairs"]] == [7, 6, 4, 3]


def test_rare_pairs_are_not_shown_and_no_hand_off_is_not_applicable() -> None:
    assert o4.hand_off_waits(client_of(process_events=events(STUCK, repeat=4))).series == {"pairs": []}
    alone = events([(0, "sales", False), (3, "sales", False)], repeat=12)
    result = measure_indicator(client_of(process_events=alone), o4.hand_off_waits.indicator)
    assert result.outcome == Outcome.NOT_APPLICABLE


def test_a_return_is_a_department_that_gets_the_case_back() -> None:
    # STUCK goes back to finance; BACK only takes the answer back to sales, which opened it
    back = [(0, "sales", False), (0.5, "rnd", False), (1, "sales", False)]
    found = o4.case_return_share(client_of(process_events=events(STUCK, back, back, back)))
    assert (found.value, found.n) == (0.25, 4)


def test_steps_of_the_same_time_have_no_order() -> None:
    same_day = [(0, "sales", False), (1, "rnd", False), (1, "finance", False), (1, "rnd", False)]
    same_day.append((2, "kam", False))
    steps = finished_steps(client_of(process_events=events(same_day)))
    assert list(returned_cases(steps)["returned"]) == [0]
    found = o4.hand_off_waits(client_of(process_events=events(same_day, repeat=5)))
    assert found.value == 1
    assert sorted(p["to"] for p in found.series["pairs"]) == ["finance", "kam", "kam", "rnd"]


def test_a_case_of_two_moments_tells_no_path() -> None:
    table = events([(0, "sales", False), (9, "other", False)], repeat=12)
    for measure in (o3.interface_wait_share, o4.hand_off_waits, o4.case_return_share):
        assert measure(client_of(process_events=table)).value is None


def test_the_order_of_rows_does_not_matter() -> None:
    table = events(STUCK, SMOOTH, [(0, "kam", False), (2, "rnd", True), (2, "it", False)], repeat=6)
    shuffled = table.sample(frac=1, random_state=3)
    for measure in (f.measure for f in INDICATORS if "process_events" in f.needs):
        first, second = (measure(client_of(process_events=t)) for t in (table, shuffled))
        assert (first.value, first.n, first.series) == (second.value, second.n, second.series)


def test_running_and_old_cases_are_left_out() -> None:
    running, old, ended = (events(SMOOTH).assign(case_id=name) for name in ("running", "old", "ended"))
    running["timestamp"] += AS_OF - START - pd.Timedelta(days=5)
    old["timestamp"] -= pd.DateOffset(years=3)
    steps = finished_steps(client_of(process_events=pd.concat([running, old, ended])))
    assert set(collect(steps)["case_id"]) == {"ended"}


def test_only_key_accounts_cases_count_where_key_accounts_are_known() -> None:
    accounts = pd.DataFrame({"account_id": ["A", "B"], "name": ["a", "b"], "is_key": [True, False]})
    table = pd.concat([events(SMOOTH), events(STUCK).assign(case_id="b", account_id="B")])
    assert o3.answer_days(client_of(process_events=table)).n == 2
    assert o3.answer_days(client_of(process_events=table, accounts=accounts)).value == 1


def test_cases_decided_at_the_top() -> None:
    seen: list[Step] = [(0, "sales", False), (1, "executive", False)]  # informed, not asked to approve
    found = o7.executive_decided_share(client_of(process_events=events(STUCK, SMOOTH, seen, SMOOTH)))
    assert (found.value, found.n) == (0.25, 4)


@pytest.mark.parametrize("found", [i for i in INDICATORS if "process_events" in i.needs], ids=lambda i: i.id)
def test_stuck_cases_score_lower_than_smooth_ones(found) -> None:
    good, bad = (
        measure_indicator(client_of(process_events=events(case, repeat=20)), found)
        for case in (SMOOTH, STUCK)
    )
    assert found.score(good.value) > found.score(bad.value)


def requirements(days: list[float | None], assigned: list[float | None]) -> pd.DataFrame:
    """Requirements raised on the start and due ten days later; days until closed and until assigned."""
    closed, taken = (pd.to_timedelta(pd.Series(x, dtype="float64"), unit="D") for x in (days, assigned))
    ids = [f"r{i}" for i in range(len(days))]
    return pd.DataFrame(
        {
            "requirement_id": ids,
            "account_id": "A",
            "raised_on": START,
            "due_on": START + pd.Timedelta(days=10),
        }
    ).assign(closed_on=START + closed, assigned_on=START + taken)


def test_requirements_closed_on_time_by_hand() -> None:
    table = requirements([3, 10, 11, None], [0, 2, 4, None])
    future = table.assign(requirement_id="f" + table["requirement_id"], due_on=AS_OF + pd.Timedelta(days=9))
    client = client_of(requirements=pd.concat([table, future.iloc[:1]]))
    found = o5.requirements_closed_on_time(client)
    assert (found.value, found.n) == (0.5, 4)  # closed on the due day is in time; not due yet is not counted


def test_requirement_assignment_days_says_how_many_are_unknown() -> None:
    found = o5.requirement_assignment_days(
        client_of(requirements=requirements([1, 1, 1, 1], [0, 2, 9, None]))
    )
    assert (found.value, found.n, found.series) == (2, 3, {"unknown": 1})


def test_later_requirements_score_lower() -> None:
    quick = client_of(requirements=requirements([5] * 20, [1] * 20))
    slow = client_of(requirements=requirements([30] * 20, [12] * 20))
    for found in (o5.requirements_closed_on_time.indicator, o5.requirement_assignment_days.indicator):
        good, bad = (measure_indicator(client, found).value for client in (quick, slow))
        assert found.score(good) > found.score(bad)


def teams(spans: dict[str, list[str]], sponsored: set[str]) -> pd.DataFrame:
    rows = [
        (account, f"{account}{i}", department, "executive" if i == 0 else "manager", "member")
        for account, departments in spans.items()
        for i, department in enumerate(departments)
    ]
    table = pd.DataFrame(rows, columns=["account_id", "member_id", "department", "level", "role"])
    leads = (table["level"] == "executive") & table["account_id"].isin(sponsored)
    return table.assign(role=table["role"].mask(leads, "sponsor"))


def test_departments_of_a_team_and_executive_sponsors_by_hand() -> None:
    table = teams({"A": ["sales", "rnd", "rnd"], "B": ["sales"], "C": ["kam", "rnd", "it"]}, {"A"})
    client = client_of(teams=table)
    assert o2.team_departments(client).value == pytest.approx((2 + 1 + 3) / 3)
    assert o2.team_departments(client).series == {"accounts_by_departments": {"1": 1, "2": 1, "3": 1}}
    assert o2.sponsored_accounts_share(client).value == pytest.approx(1 / 3)


def test_a_key_account_without_a_team_has_no_sponsor_and_a_lost_one_is_not_counted() -> None:
    accounts = pd.DataFrame({"account_id": list("ABCD"), "name": list("abcd"), "is_key": True})
    accounts["lost_on"] = [pd.NaT, pd.NaT, pd.Timestamp("2026-01-01"), pd.NaT]
    client = client_of(teams=teams({"A": ["sales"], "C": ["sales"]}, {"A", "C"}), accounts=accounts)
    found = o2.sponsored_accounts_share(client)
    assert (found.value, found.n) == (pytest.approx(1 / 3), 3)
    assert o2.team_departments(client).n == 1


def test_broader_sponsored_teams_score_higher() -> None:
    broad = client_of(teams=teams(dict.fromkeys("ABCDE", ["sales", "rnd", "it"]), set("ABCDE")))
    narrow = client_of(teams=teams(dict.fromkeys("ABCDE", ["sales"]), set("A")))
    for found in (o2.team_departments.indicator, o2.sponsored_accounts_share.indicator):
        good, bad = (measure_indicator(client, found).value for client in (broad, narrow))
        assert found.score(good) > found.score(bad)


def documents(readers: list[str], number: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "document_id": [f"d{k}" for k in range(number) for _ in readers],
            "author_department": "sales",
            "author_region": "east",
            "created_on": START,
            "reader_department": readers * number,
            "reader_region": ["east", *["west"] * (len(readers) - 1)] * number,
            "read_on": START,
        }
    )


def test_e_i_index_by_hand() -> None:
    table = documents(["sales", "sales", "sales", "rnd"])
    unread = table.assign(document_id="u", read_on=pd.NaT)
    found = o6.cross_department_reading(client_of(documents=pd.concat([table, unread])))
    assert (found.value, found.n) == (pytest.approx((1 - 3) / 4), 1)
    assert found.series["pairs"] == [
        {"author": "sales", "reader": "rnd", "n": 1},
        {"author": "sales", "reader": "sales", "n": 3},
    ]
    across = o6.cross_region_reading(client_of(documents=pd.concat([table, unread])))
    assert (across.value, across.n) == (pytest.approx((3 - 1) / 4), 1)


def test_more_readers_outside_score_higher() -> None:
    found = o6.cross_department_reading.indicator
    open_, closed = (
        measure_indicator(client_of(documents=documents(readers, 12)), found).value
        for readers in (["rnd", "it", "sales"], ["sales", "sales", "sales"])
    )
    assert found.score(open_) > found.score(closed) == 0


def test_managers_in_the_function_without_those_who_left() -> None:
    table = pd.DataFrame({"manager_id": list("abcd"), "department": ["kam", "sales", "sales", "kam"]})
    table["left_on"] = [pd.NaT, pd.NaT, pd.NaT, pd.Timestamp("2025-05-01")]
    found = o1.managers_in_kam_share(client_of(managers=table))
    assert (found.value, found.n) == (pytest.approx(1 / 3), 3)
    more = o1.managers_in_kam_share(client_of(managers=table.assign(department="kam")))
    assert more.value > found.value


def test_ties_in_use_by_hand() -> None:
    table = pd.DataFrame({"partner": list("abcd"), "kind": ["alliance", "alliance", "equity", "equity"]})
    table["last_used_on"] = pd.to_datetime(["2026-09-01", "2025-09-30", "2024-01-01", None])
    found = o8.chain_ties_in_use(client_of(alliances=table))
    assert (found.value, found.n) == (pytest.approx(1 / 3), 3)  # the day a year back is outside the window
    assert found.series == {"ties_by_kind": {"alliance": 2, "equity": 1}}


def test_clustered_share_is_wider_than_independent_rows_and_never_without_width() -> None:
    value, low, high = clustered_share([10, 0, 10, 0], [10, 10, 10, 10])
    assert value == 0.5
    assert high - low > 0.5
    value, low, high = clustered_share([5, 5, 5], [5, 5, 5])
    assert (value, high) == (1, 1)
    assert low < 0.8


def facing(*cases: list[tuple[float, bool | None]]) -> ClientData:
    """Cases of steps (days after the start, does the step face the customer?), a day to a moment."""
    rows = [
        (f"c{i}", "quote", f"step {day}", START + pd.Timedelta(days=day), told)
        for i, case in enumerate(cases)
        for day, told in case
    ]
    names = ["case_id", "case_type", "activity", "timestamp", "customer_facing"]
    table = pd.DataFrame(rows, columns=names)
    return client_of(process_events=table.assign(customer_facing=table["customer_facing"].astype("boolean")))


def test_the_wait_for_a_first_word_by_hand() -> None:
    early = [(0, True), (1, True), (10, True)]  # a word within a day is no wait
    late = [(0, True), (6, True), (10, True)]  # 6 - 1 of 10 days
    never = [(0, True), (4, False), (10, False)]  # 10 - 1 of 10 days
    found = o3.customer_wait_share(facing(early, late, never))
    assert (found.value, found.n) == (pytest.approx((0 + 0.5 + 0.9) / 3), 3)
    kinds = o3.customer_wait_share(facing(*[late] * 5)).series["types"]
    assert (kinds[0]["type"], kinds[0]["median_days"], kinds[0]["n"]) == ("quote", 6, 5)


def test_a_blank_before_the_first_word_leaves_the_case_out() -> None:
    after = [(0, None), (2, True), (8, None), (10, True)]
    before = [(0, True), (2, None), (4, True), (10, True)]
    no_word = [(0, True), (2, False), (10, None)]
    two = [(0, True), (10, True)]
    found = o3.customer_wait_share(facing(after, before, no_word, two))
    assert (found.value, found.n) == (pytest.approx(0.1), 1)


def activities(*paths: str) -> ClientData:
    """One case for each path: a letter is an activity, a day apart; a dot stands between steps of one time."""
    rows = [
        (f"c{i}", step, START + pd.Timedelta(days=day))
        for i, path in enumerate(paths)
        for day, moment in enumerate(path.split())
        for step in moment.split(".")
    ]
    return client_of(process_events=pd.DataFrame(rows, columns=["case_id", "activity", "timestamp"]))


def test_repeated_steps_and_common_paths_by_hand() -> None:
    client = activities(*["a b c"] * 6, *["a b a b c"] * 5, "a b.b c", "a")
    found = o3.repeated_step_share(client)
    # repeats: two in each of five cases; steps: 6 x 3 + 5 x 5 + 3 (the double b is one step); a single step is no case
    assert (found.value, found.n) == (pytest.approx(10 / 46), 12)
    series = found.series
    assert (series["cases"], series["variants"], series["for_half"]) == (12, 3, 1)
    assert [(p["steps"], p["n"], p["median_days"]) for p in series["paths"]] == [
        (["a", "b", "c"], 6, 2),
        (["a", "b", "a", "b", "c"], 5, 4),
    ]


def test_of_a_long_path_the_first_and_the_last_steps_are_told() -> None:
    path = " ".join(f"s{i:02}" for i in range(40))
    told = o3.repeated_step_share(activities(*[path] * 5)).series["paths"][0]
    assert (len(told["steps"]), told["left_out"]) == (16, 24)
    assert (told["steps"][11], told["steps"][12]) == ("s11", "s36")


def test_more_repeats_score_lower() -> None:
    good, bad = (
        scored(activities(*[path] * 12), o3.repeated_step_share.indicator) for path in ("a b c", "a b a b c")
    )
    assert good > bad


def test_approvals_by_department_by_hand() -> None:
    found = o3.approval_step_share(client_of(process_events=events(STUCK, repeat=5))).series["departments"]
    # finance approves after 6 and after 4 days, the top after 7
    assert found == [
        {"department": "finance", "n": 10, "share": pytest.approx(2 / 3), "median_days": 5},
        {"department": "executive", "n": 5, "share": pytest.approx(1 / 3), "median_days": 7},
    ]


def test_how_far_up_cases_of_a_type_go_by_hand() -> None:
    below: list[Step] = [(0, "sales", False), (1, "finance", True), (2, "sales", False)]
    quotes = events(STUCK, SMOOTH, below, SMOOTH, below)
    orders = events(SMOOTH, case_type="order", repeat=4).assign(case_id=lambda t: "o" + t["case_id"])
    series = o7.executive_decided_share(client_of(process_events=pd.concat([quotes, orders]))).series
    assert series["levels"] == [
        {"type": "quote", "n": 5, "none": pytest.approx(0.4), "department": 0.4, "top": 0.2}
    ]


def test_requirements_with_an_owner_and_where_they_go_by_hand() -> None:
    owned = requirements([3, 11, None, 3, 2], [1] * 5).assign(assigned_department="rnd")
    nobody = requirements([None, 4], [None, None]).assign(requirement_id=["x", "y"])
    fresh = requirements([None], [None]).assign(requirement_id="z", raised_on=AS_OF, due_on=AS_OF)
    small = requirements([None], [1]).assign(requirement_id="s", assigned_department="it", due_on=pd.NaT)
    client = client_of(requirements=pd.concat([owned, nobody, fresh, small]))
    found = o5.requirements_with_owner(client)
    assert (found.value, found.n) == (6 / 8, 8)
    ends = ("n", "in_time", "late", "overdue", "running")
    rows = {row["department"]: tuple(row[e] for e in ends) for row in found.series["departments"]}
    assert rows == {"rnd": (5, 3, 1, 1, 0), "rest": (1, 0, 0, 0, 1), None: (2, 1, 0, 1, 0)}
    assert list(rows) == ["rnd", "rest", None]


def test_more_requirements_without_owner_score_lower() -> None:
    table = requirements([5] * 20, [1] * 20).assign(assigned_department=["rnd"] * 10 + [None] * 10)
    found = o5.requirements_with_owner.indicator
    some, all_ = (
        scored(client_of(requirements=t), found) for t in (table, table.assign(assigned_department="rnd"))
    )
    assert some < all_ == 100


def test_support_time_by_hand() -> None:
    table = teams({"A": ["executive", "kam", "rnd"], "B": ["kam", "sales"], "C": ["kam", "rnd"]}, {"A"})
    table["share_of_time"] = [None, 0.3, 0.1, 0.2, 0.2, 0.5, None]
    found = o2.support_time_share(client_of(teams=table))
    assert (found.value, found.n, found.series) == (pytest.approx(0.1 / 0.8), 2, {"unknown": 1})
    more = o2.support_time_share(client_of(teams=table.assign(share_of_time=0.2)))
    assert o2.support_time_share.indicator.score(more.value) > o2.support_time_share.indicator.score(
        found.value
    )


def test_teams_that_give_no_time_tell_no_share() -> None:
    table = teams({"A": ["kam", "rnd"], "B": ["kam"]}, set()).assign(share_of_time=0.0)
    assert o2.support_time_share(client_of(teams=table)).outcome == Outcome.NO_DATA


def meetings(rows: list[tuple[str, str | None, str | None, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["account_id", "our_department", "kind", "date"])
    return table.assign(date=pd.to_datetime(table["date"]))


def test_departments_in_contact_by_hand() -> None:
    table = meetings(
        [
            ("A", "sales", "visit", "2026-09-30"),
            ("A", "rnd", "technical_workshop", "2026-01-05"),
            ("A", "rnd", None, "2026-02-05"),
            ("A", "finance", "meal", "2026-02-05"),  # dinner is no work
            ("A", "service", "service", "2025-09-30"),  # the day a year back is outside the window
            ("A", None, "visit", "2026-02-05"),
            ("B", "kam", "visit", "2026-02-05"),
        ]
    )
    found = o2.departments_in_contact(client_of(touchpoints=table))
    assert (found.value, found.n) == (1.5, 2)
    assert found.series == {"accounts_by_departments": {"1": 1, "2": 1}}
    accounts = pd.DataFrame({"account_id": ["A", "B"], "name": "x", "is_key": [True, False]})
    assert o2.departments_in_contact(client_of(touchpoints=table, accounts=accounts)).value == 2
    score = o2.departments_in_contact.indicator.score
    assert score(2) > score(1.5)


def test_shared_and_read_by_department_and_region_by_hand() -> None:
    # sales/east writes; read by sales/east 3 times, by rnd/west 6 times; rnd/west reads nothing else
    table = documents(["sales", "sales", "sales", *["rnd"] * 6]).assign(
        reader_region=["east"] * 3 + ["west"] * 6, document_id=[f"d{i}" for i in range(9)]
    )
    found = o6.cross_region_reading(client_of(documents=table))
    assert (found.value, found.n) == (pytest.approx((6 - 3) / 9), 9)
    assert found.series["regions"] == ["east", "west"]
    assert found.series["cells"] == [
        {"department": "rnd", "region": "west", "given": None, "given_n": 0, "taken": 1, "taken_n": 6},
        {"department": "sales", "region": "east", "given": 6 / 9, "given_n": 9, "taken": None, "taken_n": 3},
    ]


def test_a_firm_of_one_region_has_none_to_cross_and_small_regions_go_together() -> None:
    table = documents(["sales", "rnd"], 12).assign(reader_region="east")
    client = client_of(documents=table)
    assert o6.cross_region_reading(client).outcome == Outcome.NOT_APPLICABLE
    many = pd.concat(
        [documents(["rnd"] * 9).assign(author_region=f"r{i}", reader_region=f"r{i}") for i in range(9)]
    )
    series = o6.cross_region_reading(client_of(documents=many)).series
    assert len(series["regions"]) == 7 and series["regions"][-1] is None
    assert {c["given_n"] for c in series["cells"] if c["region"] is None} == {27, 0}


def test_more_readers_from_other_regions_score_higher() -> None:
    found = o6.cross_region_reading.indicator
    table = documents(["sales"] * 4, 12)
    open_, closed = (
        scored(client_of(documents=t), found)
        for t in (table, table.assign(reader_region=["east"] * 47 + ["west"]))
    )
    assert open_ > closed
