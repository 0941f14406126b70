"""Odd tables as clients really send them: an outcome or the same number as an analyst's, never an error."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from kamnb.areas.organization.indicators import o3, o4, o5, o6, o7
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators
from kamnb.model import IndicatorResult, Outcome
from kamnb.sources.client import build_client

OF_EVENTS = [i for i in find_indicators("organization") if "process_events" in i.needs]
OF_DEPARTMENTS = {"interface_wait_share", "hand_off_waits", "case_return_share", "executive_decided_share"}
START = pd.Timestamp("2026-03-02 09:00")


def made(cases: int = 60, seed: int = 5) -> pd.DataFrame:
    """Cases of four to eight steps with all columns, some steps at one time."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(4, 9, cases)
    case = np.repeat(np.arange(cases), sizes)
    n = len(case)
    days = np.repeat(rng.integers(0, 100, cases), sizes) + rng.integers(0, 20, n) / 2
    return pd.DataFrame(
        {
            "case_id": [f"c{i:03}" for i in case],
            "account_id": [f"A{i % 9}" for i in case],
            "case_type": np.array(["quote", "request", "order"])[case % 3],
            "activity": rng.choice(list("abcdef"), n),
            "department": rng.choice(["sales", "rnd", "finance", "executive"], n),
            "timestamp": START + pd.to_timedelta(days, unit="D"),
            "is_approval": rng.random(n) < 0.3,
            "customer_facing": rng.random(n) < 0.3,
        }
    )


def measured(**tables: pd.DataFrame) -> dict[str, IndicatorResult]:
    """Every indicator of the area; a warning of numpy or pandas is an error."""
    client = build_client({"as_of": "2026-09-30"}, tables)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return {i.id: measure_indicator(client, i) for i in find_indicators("organization")}


def outcomes(table: pd.DataFrame) -> dict[str, Outcome]:
    found = measured(process_events=table)
    return {i.id: found[i.id].outcome for i in OF_EVENTS}


def test_all_is_measured_on_a_full_log() -> None:
    assert set(outcomes(made()).values()) == {Outcome.MEASURED}


def test_events_out_of_order_with_equal_times_give_the_same_numbers() -> None:
    table = made()
    assert table.duplicated(["case_id", "timestamp"]).any()
    first = measured(process_events=table)
    again = measured(process_events=table.sample(frac=1, random_state=2))
    assert first == again


def test_one_case_only_is_too_few_and_single_steps_are_no_cases() -> None:
    one = made()
    found = outcomes(one[one["case_id"] == "c001"])
    assert set(found.values()) <= {Outcome.TOO_FEW, Outcome.NOT_APPLICABLE, Outcome.NO_DATA}
    single = outcomes(made().drop_duplicates("case_id"))
    assert single["answer_days"] == single["interface_wait_share"] == Outcome.NO_DATA
    assert single["hand_off_waits"] == single["case_return_share"] == Outcome.NOT_APPLICABLE
    assert single["repeated_step_share"] == single["customer_wait_share"] == Outcome.NO_DATA


def test_blank_flags_leave_only_what_needs_them_without_data() -> None:
    found = outcomes(made().assign(is_approval=pd.NA, customer_facing=pd.NA))
    blind = {"approval_step_share", "executive_decided_share", "customer_wait_share"}
    assert {name for name, outcome in found.items() if outcome == Outcome.NO_DATA} == blind
    assert all(found[name] == Outcome.MEASURED for name in set(found) - blind)


def test_a_log_without_departments_still_tells_times_and_paths() -> None:
    table = made(3000)[["case_id", "activity", "timestamp"]]
    found = measured(process_events=table.assign(department=None))
    told = {i.id for i in OF_EVENTS if found[i.id].outcome == Outcome.MEASURED}
    assert told == {"repeated_step_share"}
    assert found["repeated_step_share"].series["cases"] == 3000
    typed = outcomes(made().assign(department=None))
    assert {name for name, outcome in typed.items() if outcome == Outcome.NO_DATA} == OF_DEPARTMENTS


def test_a_moment_of_unknown_department_hands_nothing_over() -> None:
    steps = [(0, "sales"), (3, "rnd"), (5, None), (12, "finance"), (13, "kam")]
    table = pd.DataFrame(
        [
            (f"c{i}", "step", department, START + pd.Timedelta(days=day))
            for i in range(12)
            for day, department in steps
        ],
        columns=["case_id", "activity", "department", "timestamp"],
    )
    client = build_client({"as_of": "2026-09-30"}, {"process_events": table})
    found = o4.hand_off_waits(client)
    assert found.value == 2  # sales to rnd 3 days, finance to kam 1 day; rnd to finance is not known
    assert [(p["from"], p["to"]) for p in found.series["pairs"]] == [("sales", "rnd"), ("finance", "kam")]
    assert o3.interface_wait_share(client).outcome == Outcome.NO_DATA
    assert o4.case_return_share(client).value == 0


def test_a_blank_between_two_steps_of_a_department_is_no_return() -> None:
    for path, returned in ((["sales", "rnd", None, "rnd"], 0), (["sales", "rnd", None, "finance", "rnd"], 1)):
        days = pd.to_timedelta(range(len(path)), unit="D")
        table = pd.DataFrame({"case_id": "c", "activity": "a", "department": path, "timestamp": START + days})
        found = o4.case_return_share(build_client({"as_of": "2026-09-30"}, {"process_events": table}))
        assert (found.value, found.n) == (returned, 1)


def test_one_month_of_data_is_measured_on_its_finished_cases() -> None:
    table = made()
    table["timestamp"] = pd.Timestamp("2026-09-01") + (table["timestamp"] - START) / 4
    found = measured(process_events=table)
    assert 0 < found["approval_step_share"].n < 60
    later = table.assign(timestamp=table["timestamp"] + pd.Timedelta(days=25))
    assert set(outcomes(later).values()) <= {Outcome.NO_DATA, Outcome.NOT_APPLICABLE, Outcome.TOO_FEW}


def test_key_accounts_without_cases_give_no_number() -> None:
    accounts = pd.DataFrame({"account_id": ["Z"], "name": ["z"], "is_key": [True]})
    found = measured(process_events=made(), accounts=accounts)
    assert all(found[i.id].value is None for i in OF_EVENTS)
    nobody = measured(process_events=made(), accounts=accounts.assign(is_key=False))
    assert all(found.value is not None for name, found in nobody.items() if name in {i.id for i in OF_EVENTS})


def test_a_case_belongs_to_a_key_account_when_one_step_says_so() -> None:
    table = made()
    accounts = pd.DataFrame({"account_id": ["A1"], "name": ["a"], "is_key": [True]})
    blanked = table.assign(account_id=table["account_id"].where(~table.duplicated("case_id")))
    assert measured(process_events=table, accounts=accounts) == measured(
        process_events=blanked, accounts=accounts
    )


def test_an_approval_of_unknown_department_is_not_taken_for_the_top() -> None:
    table = made().assign(is_approval=True, department=None)
    table.loc[0, "department"] = "sales"
    found = o7.executive_decided_share(build_client({"as_of": "2026-09-30"}, {"process_events": table}))
    assert (found.value, found.n) == (0, 1)


@pytest.mark.parametrize(
    "blank", [["due_on"], ["closed_on"], ["assigned_on"], ["due_on", "closed_on", "assigned_on"]]
)
def test_requirements_with_blank_columns_are_told_as_far_as_they_go(blank: list[str]) -> None:
    days = pd.Timedelta(days=1)
    table = pd.DataFrame(
        {"requirement_id": [f"r{i}" for i in range(20)], "account_id": "A", "raised_on": START}
    )
    table = table.assign(assigned_department="rnd", assigned_on=START + 2 * days, due_on=START + 9 * days)
    table = table.assign(closed_on=START + 5 * days).assign(**dict.fromkeys(blank, pd.NaT))
    found = measured(requirements=table)
    assert found["requirements_with_owner"].value == 1
    assert (found["requirements_closed_on_time"].value is None) == ("due_on" in blank)
    if blank == ["closed_on"]:
        assert found["requirements_closed_on_time"].value == 0


def test_a_requirement_taken_on_before_it_was_raised_waited_no_day() -> None:
    table = pd.DataFrame({"requirement_id": list("abc"), "account_id": "A", "raised_on": START})
    table = table.assign(assigned_on=START - pd.Timedelta(days=4), assigned_department="rnd")
    found = o5.requirement_assignment_days(build_client({"as_of": "2026-09-30"}, {"requirements": table}))
    assert found.value == 0


def test_documents_without_readers_or_regions_are_no_data() -> None:
    table = pd.DataFrame(
        {
            "document_id": list("abcdefghijkl"),
            "author_department": "sales",
            "reader_department": ["sales", "rnd"] * 6,
            "author_region": ["east", None] * 6,
            "reader_region": [None, "east"] * 6,
            "created_on": START,
            "read_on": START,
        }
    )
    found = measured(documents=table)
    assert found["cross_department_reading"].value == 0
    assert found["cross_region_reading"].outcome == Outcome.NO_DATA
    unread = build_client(
        {"as_of": "2026-09-30"}, {"documents": table.assign(read_on=START - pd.Timedelta(days=900))}
    )
    assert o6.cross_department_reading(unread).outcome == Outcome.NO_DATA
