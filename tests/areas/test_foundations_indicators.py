"""What the records say of the foundations: hand-computed cases, empty tables, and the right direction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamnb.areas.foundations.indicators import f2, f3, f5, f6, f7
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client

AS_OF = pd.Timestamp("2026-09-30")
INDICATORS = find_indicators("foundations")


def client_of(**tables: pd.DataFrame) -> ClientData:
    return build_client({"as_of": AS_OF.date()}, tables)


@pytest.mark.parametrize("found", INDICATORS, ids=lambda i: i.id)
def test_absent_and_empty_tables_give_no_number(found) -> None:
    empty = {table: pd.DataFrame(columns=list(columns)) for table, columns in found.needs.items()}
    for client in (client_of(), client_of(**empty)):
        result = measure_indicator(client, found)
        assert (result.value, result.outcome) == (None, Outcome.NO_DATA)


def test_every_indicator_is_told_in_both_languages() -> None:
    text = load_instrument().area("foundations").text
    for lang in ("zh", "en"):
        assert set(text[lang]["indicators"]) == {i.id for i in INDICATORS}


def requests(**by: int) -> pd.DataFrame:
    deciders = [name for name, count in by.items() for _ in range(count)]
    base = {"request_id": [f"r{i}" for i in range(len(deciders))], "manager_id": "m", "department": "rnd"}
    return pd.DataFrame({**base, "requested_on": pd.Timestamp("2026-05-05"), "decided_by": deciders})


def test_decided_by_rule_by_hand() -> None:
    table = requests(rule=6, owner=3, director=2, executive=1)
    old = table.assign(request_id=table["request_id"] + "old", requested_on=pd.Timestamp("2023-01-01"))
    open_one = table.head(1).assign(request_id="open", decided_by=None)
    found = measure_indicator(
        client_of(resource_requests=pd.concat([table, old, open_one])), f2.decided_by_rule.indicator
    )
    assert (found.value, found.n) == (0.75, 12)
    assert found.series["decided_by"] == {"director": 2, "executive": 1, "owner": 3, "rule": 6}
    by_rank = f2.decided_by_rule(client_of(resource_requests=requests(rule=2, executive=10)))
    assert f2.decided_by_rule.indicator.score(by_rank.value) < f2.decided_by_rule.indicator.score(found.value)


def test_too_few_requests_are_said_to_be_too_few() -> None:
    found = measure_indicator(client_of(resource_requests=requests(rule=4)), f2.decided_by_rule.indicator)
    assert (found.outcome, found.value, found.n) == (Outcome.TOO_FEW, None, 4)


def disputes(ways: list[str]) -> pd.DataFrame:
    base = {"dispute_id": [f"d{i}" for i in range(len(ways))], "account_id": "a", "resolved_by": ways}
    return pd.DataFrame(
        {**base, "opened_on": pd.Timestamp("2026-01-01"), "closed_on": pd.Timestamp("2026-02-01")}
    )


def test_disputes_without_executives_by_hand() -> None:
    ways = ["contract"] * 4 + ["rule"] * 2 + ["negotiation"] * 3 + ["executive"] * 3 + ["unresolved"] * 2
    found = f2.disputes_without_executives(client_of(disputes=disputes(ways)))
    assert (found.value, found.n) == (0.75, 12)
    worse = f2.disputes_without_executives(client_of(disputes=disputes(["executive"] * 8 + ["rule"] * 4)))
    assert worse.value < found.value


def commitments(kept: int, late: int, undone: int, ahead: int = 0) -> pd.DataFrame:
    n = kept + late + undone + ahead
    due = [pd.Timestamp("2026-06-30")] * (n - ahead) + [pd.Timestamp("2026-12-31")] * ahead
    done = ["2026-06-30 16:00"] * kept + ["2026-07-20"] * late + [None] * (undone + ahead)
    return pd.DataFrame(
        {
            "action_id": [f"x{i}" for i in range(n)],
            "recommendation": "f5-delegation",
            "owner_role": "chief_executive",
            "due_on": due,
            "done_on": pd.to_datetime(done, format="mixed"),
        }
    )


def test_change_commitments_kept_by_hand() -> None:
    found = f3.change_commitments_kept(client_of(actions=commitments(5, 2, 3, ahead=4)))
    assert (found.value, found.n) == (0.5, 10)
    better = f3.change_commitments_kept(client_of(actions=commitments(8, 1, 1)))
    score = f3.change_commitments_kept.indicator.score
    assert score(found.value) < score(better.value)


def test_follow_through_tells_every_fate_by_phase() -> None:
    table = commitments(3, 2, 1, ahead=2)
    table["recommendation"] = ["f5-delegation", " f2-resource-rules", "of our own", *["f5-delegation"] * 5]
    more = pd.DataFrame(
        {
            "action_id": ["done", "dropped"],
            "recommendation": "f7-long-programme",
            "owner_role": "chief_executive",
            "due_on": pd.Timestamp("2026-06-30"),
            "done_on": pd.NaT,
            "status": ["done", "dropped"],
        }
    )
    found = f3.change_commitments_kept(client_of(actions=pd.concat([table, more])))
    assert (found.value, found.n) == (pytest.approx(3 / 7), 7)
    counts = {"kept": 3, "late": 2, "overdue": 1, "dropped": 1, "undated": 1, "not_due": 2}
    assert found.series["all"] == counts
    phases = {row["phase"]: row for row in found.series["phases"]}
    assert list(phases) == ["days90", "year1", "year10", "other"]
    assert (phases["days90"]["kept"], phases["year10"]["undated"], phases["other"]["kept"]) == (1, 1, 1)


def test_a_recommendation_is_known_by_its_title_too() -> None:
    table = commitments(5, 0, 0)
    table["recommendation"] = (
        load_instrument().area("foundations").text["en"]["remedies"]["f7-long-programme"]["title"]
    )
    found = f3.change_commitments_kept(client_of(actions=table))
    assert [row["phase"] for row in found.series["phases"]] == ["year10"]


def test_commitments_not_due_yet_say_nothing() -> None:
    found = f3.change_commitments_kept(client_of(actions=commitments(0, 0, 0, ahead=6)))
    assert (found.outcome, found.value) == (Outcome.NO_DATA, None)


def asked(
    department: str, days: list[float | None], managers: int = 5, outcome: str | None = None
) -> pd.DataFrame:
    """Requests to a department on 1 May 2026, granted after so many days; None is still open."""
    start = pd.Timestamp("2026-05-01")
    granted = [pd.NaT if d is None else start + pd.Timedelta(days=d) for d in days]
    return pd.DataFrame(
        {
            "request_id": [f"{department}{i}" for i in range(len(days))],
            "manager_id": [f"m{i % managers}" for i in range(len(days))],
            "department": department,
            "requested_on": start,
            "granted_on": pd.to_datetime(granted),
            "outcome": outcome,
        }
    )


def test_prompt_departments_by_hand() -> None:
    fast = asked("rnd", [3] * 6 + [20] * 6)
    slow = asked("finance", [3] * 5 + [20] * 7)
    stuck = asked("hr", [2] * 4 + [None] * 8)
    few = asked("it", [1] * 9)
    one_man = asked("service", [1] * 20, managers=4)
    found = f3.prompt_departments(client_of(resource_requests=pd.concat([fast, slow, stuck, few, one_man])))
    assert (found.value, found.n) == (pytest.approx(1 / 3), 3)
    rows = found.series["departments"]
    assert [(r["department"], r["median_days"]) for r in rows] == [("rnd", 3), ("finance", 20), ("hr", None)]


def test_refused_undated_and_backdated_requests_have_no_length() -> None:
    fast = asked("rnd", [3] * 12)
    refused = asked("rnd", [None] * 20, outcome="refused").assign(request_id=lambda t: t["request_id"] + "r")
    undated = asked("rnd", [None] * 20, outcome="granted").assign(request_id=lambda t: t["request_id"] + "u")
    backdated = asked("rnd", [-4] * 20).assign(request_id=lambda t: t["request_id"] + "b")
    table = pd.concat([fast, refused, undated, backdated])
    found = f3.prompt_departments(client_of(resource_requests=table))
    assert [(r["n"], r["median_days"]) for r in found.series["departments"]] == [(12, 3)]
    only = client_of(resource_requests=refused)
    assert f3.prompt_departments(only).outcome == Outcome.TOO_FEW


def test_prompter_departments_score_higher() -> None:
    slow, fast = (
        f3.prompt_departments(
            client_of(resource_requests=pd.concat([asked(d, [days] * 12) for d in ("rnd", "hr", "it")]))
        )
        for days in (30, 2)
    )
    score = f3.prompt_departments.indicator.score
    assert score(slow.value) < score(fast.value)


def test_requests_that_do_not_say_what_was_granted_say_nothing() -> None:
    table = asked("rnd", [None] * 12).drop(columns=["granted_on", "outcome"])
    assert f3.prompt_departments(client_of(resource_requests=table)).outcome == Outcome.NO_DATA


def approvals(cases: int, executive: int, sales: int) -> pd.DataFrame:
    """Cases with so many approvals of each, and one step that is no approval."""
    departments = ["executive"] * executive + ["sales"] * (sales + 1)
    rows = [
        (f"c{i}", "quote", f"s{j}", department, pd.Timestamp("2026-05-05"), j < executive + sales)
        for i in range(cases)
        for j, department in enumerate(departments)
    ]
    names = ["case_id", "case_type", "activity", "department", "timestamp", "is_approval"]
    return pd.DataFrame(rows, columns=names)


def test_executive_approvals_by_hand() -> None:
    found = f5.executive_approvals(client_of(process_events=approvals(12, 1, 3)))
    assert (found.value, found.n) == (0.25, 12)
    none = f5.executive_approvals(client_of(process_events=approvals(12, 0, 3)))
    assert none.value == 0 and 0 < none.high < 0.25
    score = f5.executive_approvals.indicator.score
    assert score(none.value) == 100 > score(found.value)


def test_approvals_are_told_by_department_and_limits_only_of_enough_managers() -> None:
    team = managers(approval_limit=[0.0] * 3 + [500.0] * 5)
    found = f5.executive_approvals(client_of(process_events=approvals(12, 1, 3), managers=team))
    assert found.series["departments"] == [
        {"department": "sales", "n": 36},
        {"department": "executive", "n": 12},
    ]
    assert found.series["limits"] is None  # three without a limit are too few to tell
    all_have = managers(approval_limit=[500.0] * 8)
    found = f5.executive_approvals(client_of(process_events=approvals(12, 1, 3), managers=all_have))
    assert found.series["limits"] == {"with_limit": 8, "managers": 8}


def test_no_approval_at_all_is_no_data() -> None:
    steps = approvals(12, 0, 3).assign(is_approval=False)
    assert f5.executive_approvals(client_of(process_events=steps)).outcome == Outcome.NO_DATA


def test_cases_that_differ_widen_the_interval() -> None:
    part = np.array([4.0] * 5 + [0.0] * 15)
    narrow = f5.clustered(np.array([1.0] * 10 + [0.0] * 10 + [1.0] * 10 + [0.0] * 50), np.ones(80))
    wide = f5.clustered(part, np.full(20, 4.0))
    assert narrow[0] == wide[0] == 0.25
    assert wide[2] - wide[1] > narrow[2] - narrow[1]


def managers(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"manager_id": [f"m{i}" for i in range(8)], **columns})


def test_full_time_managers_by_hand() -> None:
    table = managers(
        share_of_time=[1, 0.8, 0.5, None, None, None, 1, 1],
        department=["sales", "sales", "kam", "kam", "sales", None, "kam", "kam"],
        left_on=[pd.NaT] * 6 + [pd.Timestamp("2026-01-01"), pd.NaT],
        hired_on=[pd.NaT] * 7 + [pd.Timestamp("2026-11-01")],
    )
    found = f6.full_time_managers(client_of(managers=table))
    assert (found.value, found.n) == (pytest.approx(3 / 5), 5)
    all_in = f6.full_time_managers(client_of(managers=managers(department=["kam"] * 8)))
    assert all_in.value == 1
    assert f6.full_time_managers(client_of(managers=managers())).outcome == Outcome.NO_DATA


def programme(done: list[str | None], approved: list[str | None], due: str = "2026-12-31") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item": [f"i{i}" for i in range(len(done))],
            "kind": "action",
            "period": "2026",
            "planned": 1.0,
            "approved_on": pd.to_datetime(approved),
            "due_on": pd.to_datetime(due),
            "done_on": pd.to_datetime(done),
        }
    )


def test_programme_quarters_active_by_hand() -> None:
    table = programme(["2025-12-15", "2026-08-01", None], ["2025-02-01", "2025-03-01", "2025-04-20"])
    found = measure_indicator(client_of(programme=table), f7.programme_quarters_active.indicator)
    assert found.series["active"] == [True, True, False, True, False, False, True]
    assert (found.value, found.n) == (pytest.approx(4 / 7), 7)
    burst = programme([None] * 3, ["2023-10-10"] * 3)
    fashion = f7.programme_quarters_active(client_of(programme=burst))
    assert (fashion.value, fashion.n) == (pytest.approx(1 / 12), 12)


def test_a_young_programme_is_too_few_quarters_and_one_without_dates_no_data() -> None:
    young = programme([None], ["2026-08-01"])
    assert measure_indicator(client_of(programme=young), f7.programme_quarters_active.indicator).outcome == (
        Outcome.TOO_FEW
    )
    undated = programme([None], [None])
    assert f7.programme_quarters_active(client_of(programme=undated)).outcome == Outcome.NO_DATA
