"""From the steps of cases to moments, hand-offs and returns, whatever the order of the rows.

Steps of a case with the same time form one moment: nobody can tell which came first, so nothing here asks.
"""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData

WINDOW_MONTHS = 24
"""Cases whose last step lies further back say little about today."""
QUIET_DAYS = 14
"""A case with a step in the last days before as_of may still be running; its length is not known yet."""
DAY = pd.Timedelta(days=1)


def in_days(spans: pd.Series) -> pd.Series:
    """How many days is each span of time, with fractions?"""
    return spans.dt.total_seconds() / 86400


def key_accounts(client: ClientData, current: bool = False) -> frozenset[str] | None:
    """Which accounts are key accounts? None where nobody says or none is.

    `current` leaves out those lost or no longer key by as_of.
    """
    if not client.has("accounts", "is_key"):
        return None
    accounts = client.frame("accounts")
    chosen = accounts["is_key"].fillna(False).astype(bool)
    if current:
        as_of = pd.Timestamp(client.settings.as_of)
        ended = (accounts["key_until"] <= as_of) | (accounts["lost_on"] <= as_of)
        chosen &= ~ended.astype(bool)
    return frozenset(accounts.loc[chosen, "account_id"]) or None


def of_key_accounts(client: ClientData, frame: pd.DataFrame) -> pd.DataFrame:
    """Which rows concern key accounts? All rows where key accounts or the rows' accounts are not known."""
    keys = key_accounts(client)
    if keys is None or frame["account_id"].isna().all():
        return frame
    return frame[frame["account_id"].isin(keys)]


def finished_steps(client: ClientData) -> pd.DataFrame:
    """Which steps belong to key accounts' cases that ended in the window? With `moment`, 1 … in each case.

    A case ended when its last step lies more than two weeks before as_of and less than two years.
    """
    steps = client.frame("process_events").dropna(subset=["case_id", "timestamp", "department"])
    steps["account_id"] = steps.groupby("case_id")["account_id"].transform("first")
    steps = of_key_accounts(client, steps)
    as_of = pd.Timestamp(client.settings.as_of)
    last = steps.groupby("case_id")["timestamp"].transform("max")
    ended = (last > as_of - pd.DateOffset(months=WINDOW_MONTHS)) & (last < as_of - (QUIET_DAYS - 1) * DAY)
    steps = steps[ended].sort_values(["case_id", "timestamp"])
    new = (steps["timestamp"] != steps["timestamp"].shift()) | (steps["case_id"] != steps["case_id"].shift())
    return steps.assign(moment=new.astype("int64").groupby(steps["case_id"]).cumsum())


def case_lengths(steps: pd.DataFrame) -> pd.DataFrame:
    """How long did each case of two steps or more take? Index case_id; `case_type`, `days`, first to last."""
    cases = steps.groupby("case_id").agg(
        case_type=("case_type", "first"),
        first=("timestamp", "min"),
        last=("timestamp", "max"),
        steps=("activity", "size"),
    )
    cases = cases[cases["steps"] > 1]
    return cases.assign(days=in_days(cases["last"] - cases["first"]))


def told_paths(steps: pd.DataFrame) -> pd.DataFrame:
    """Which steps belong to cases whose path is told? Of three moments or more: two are only a beginning and an end."""
    return steps[steps.groupby("case_id")["moment"].transform("max") > 2]


def department_moments(steps: pd.DataFrame) -> pd.DataFrame:
    """Which departments acted in each moment of each case? One row for each case, moment and department."""
    return steps[["case_id", "moment", "timestamp", "department"]].drop_duplicates()


def hand_offs(steps: pd.DataFrame) -> pd.DataFrame:
    """When did a case pass from one department to another, and after how many days?

    Two moments in a row are a hand-off when no department acts in both. One row for each pair of departments:
    `case_id, moment, department, department_next, days`. `days` holds waiting and work: a step has one time.
    """
    here = department_moments(steps)
    following = here.assign(moment=here["moment"] - 1)
    pairs = here.merge(following, on=["case_id", "moment"], suffixes=("", "_next"))
    stays = (pairs["department"] == pairs["department_next"]).groupby([pairs["case_id"], pairs["moment"]])
    pairs = pairs[~stays.transform("any")]
    return pairs.assign(days=in_days(pairs["timestamp_next"] - pairs["timestamp"]))


def returned_cases(steps: pd.DataFrame) -> pd.Series:
    """Did a case come back to a department that had passed it on? For cases of two departments or more.

    The department that opened the case is not counted: it takes the answer back to the customer.
    """
    moments = department_moments(steps)
    moments = moments[moments.groupby("case_id")["department"].transform("nunique") > 1]
    moments = moments.sort_values(["case_id", "department", "moment"])
    by_department = moments.groupby(["case_id", "department"])["moment"]
    opened = by_department.transform("min") == 1
    return ((by_department.diff() > 1) & ~opened).groupby(moments["case_id"]).any()
