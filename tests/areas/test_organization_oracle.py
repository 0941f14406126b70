"""Van der Aalst's running example (Process Mining, 2016, table 2.1): paths, lengths and ties as another tool has them.

The expected numbers stand here by hand; where pm4py is installed it has to say the same.
"""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.areas.organization.cases import DAY, case_spans, finished_steps
from kamnb.areas.organization.indicators import o3
from kamnb.areas.organization.rows import collect
from kamnb.areas.organization.variants import common_variants, repeated_steps
from kamnb.sources.client import ClientData, build_client

NAMES = {
    "register": "register request",
    "thorough": "examine thoroughly",
    "casual": "examine casually",
    "check": "check ticket",
    "decide": "decide",
    "again": "reinitiate request",
    "pay": "pay compensation",
    "reject": "reject request",
}
CASES = {
    "1": "register 12-30T11:02, thorough 12-31T10:06, check 01-05T15:12, decide 01-06T11:18, reject 01-07T14:24",
    "2": "register 12-30T11:32, check 12-30T12:12, casual 12-30T14:16, decide 01-05T11:22, pay 01-08T12:05",
    "3": "register 12-30T14:32, casual 12-30T15:06, check 12-30T16:34, decide 01-06T09:18, again 01-06T12:18, "
    "thorough 01-06T13:06, check 01-08T11:43, decide 01-09T09:55, pay 01-15T10:45",
    "4": "register 01-06T15:02, check 01-07T12:06, thorough 01-08T14:43, decide 01-09T12:02, reject 01-12T15:44",
    "5": "register 01-06T09:02, casual 01-07T10:16, check 01-08T11:22, decide 01-10T13:28, again 01-11T16:18, "
    "check 01-14T14:33, casual 01-16T15:50, decide 01-19T11:18, again 01-20T12:48, casual 01-21T09:06, "
    "check 01-21T11:34, decide 01-23T13:12, reject 01-24T14:56",
    "6": "register 01-06T15:02, casual 01-06T16:06, check 01-07T16:22, decide 01-07T16:52, pay 01-16T11:47",
}


def running_example() -> pd.DataFrame:
    """The 42 events of the six cases, in no order."""
    steps = [(case, *step.split()) for case, told in CASES.items() for step in told.split(", ")]
    rows = [
        (case, NAMES[name], pd.Timestamp(f"{2010 if day.startswith('12') else 2011}-{day}"))
        for case, name, day in steps
    ]
    table = pd.DataFrame(rows, columns=["case_id", "activity", "timestamp"])
    return table.sample(frac=1, random_state=7).assign(case_type="request")


def client_of(events: pd.DataFrame) -> ClientData:
    return build_client({"as_of": "2011-03-01"}, {"process_events": events})


def ours(events: pd.DataFrame) -> pd.DataFrame:
    found = collect(case_spans(finished_steps(client_of(events))), "case_id").set_index("case_id")
    return found.assign(days=found["span"] / DAY)


def test_the_running_example_has_42_events_and_six_paths() -> None:
    events = running_example()
    assert (len(events), events["case_id"].nunique()) == (42, 6)
    paths = common_variants(finished_steps(client_of(events)))
    assert (paths["cases"], paths["variants"], paths["for_half"], paths["paths"]) == (6, 6, 3, [])


def test_lengths_of_the_running_example_by_hand() -> None:
    hours = (ours(running_example())["days"] * 24).round(2).to_dict()
    assert hours["1"] == pytest.approx(8 * 24 + 3 + 22 / 60, abs=0.01)  # 30 Dec 11:02 to 7 Jan 14:24
    assert hours["5"] == pytest.approx(18 * 24 + 5 + 54 / 60, abs=0.01)  # 6 Jan 09:02 to 24 Jan 14:56
    found = o3.answer_days(client_of(running_example()))
    assert found.n == 6
    assert found.value == pytest.approx((ours(running_example())["days"].sort_values().iloc[2:4]).mean())


def test_repeated_steps_of_the_running_example_by_hand() -> None:
    # case 3 checks and decides twice; case 5 has examine, check and decide three times and reinitiates twice
    found = repeated_steps(finished_steps(client_of(running_example())))
    assert list(zip(found["steps"], found["repeats"], strict=True)) == [*[(5, 0)] * 4, (9, 2), (13, 7)]


def event_log(events: pd.DataFrame) -> pd.DataFrame:
    pm4py = pytest.importorskip("pm4py")
    return pm4py.format_dataframe(
        events.sort_values(["case_id", "timestamp", "activity"]),
        case_id="case_id",
        activity_key="activity",
        timestamp_key="timestamp",
    )


def paths_of(variants: dict[tuple[str, ...], object]) -> dict[str, int]:
    return {
        " > ".join(path): count if isinstance(count, int) else len(count) for path, count in variants.items()
    }


def tied() -> pd.DataFrame:
    """The running example three times over; in the copies two steps that follow one another have one time."""
    table = running_example()
    copies = [table.assign(case_id=f"copy {k} of " + table["case_id"]) for k in range(2)]
    for copy in copies:
        checks = copy["activity"].isin(["check ticket", "decide"])
        copy["timestamp"] = copy["timestamp"].where(~checks, copy["timestamp"].dt.normalize())
    return pd.concat([table, *copies])


@pytest.mark.parametrize("events", [running_example(), tied()], ids=["as printed", "with ties"])
def test_paths_and_lengths_are_those_of_pm4py(events: pd.DataFrame) -> None:
    pm4py = pytest.importorskip("pm4py")
    log = event_log(events)
    cases = ours(events)
    assert cases["variant"].value_counts().to_dict() == paths_of(pm4py.get_variants(log))
    lengths = sorted(pm4py.get_all_case_durations(log))
    assert sorted(cases["days"] * 86400) == pytest.approx(lengths)


def test_repeats_are_the_rework_of_pm4py() -> None:
    pm4py = pytest.importorskip("pm4py")
    found = repeated_steps(finished_steps(client_of(running_example())))
    rework = pm4py.get_rework_cases_per_activity(event_log(running_example()))
    assert rework == {"check ticket": 2, "decide": 2, "examine casually": 1, "reinitiate request": 1}
    assert (found["repeats"] > 0).sum() == 2
