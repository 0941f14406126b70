"""Who counts as a key account manager, and how a group of them is measured without exposing one."""

from __future__ import annotations

import pandas as pd

from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import ever_key
from kamnb.sources.once import asked_once
from kamnb.stats.intervals import clean, mean_interval, share_interval

SMALLEST = 5


def list_holders(client: ClientData) -> set[str]:
    """Who is on record in the role? Owners of key accounts, now or before, and leads of account teams."""
    accounts, teams = client.frame("accounts"), client.frame("teams")
    key = accounts[ever_key(accounts)]
    leads = teams.loc[teams["role"] == "lead", "member_id"]
    return set(pd.concat([key["owner_id"], key["previous_owner_id"], leads]).dropna())


@asked_once
def select_managers(client: ClientData) -> pd.DataFrame:
    """Which rows of `managers` are key account managers, those who have left included?

    Department kam, or on record in the role. Where neither tells of anyone, every row counts: the table is
    defined as the list of key account managers.
    """
    listed = client.frame("managers")
    holders = list_holders(client)
    counted = (listed["department"] == "kam") | listed["manager_id"].isin(holders)
    return listed if not counted.any() and not holders else listed[counted]


@asked_once
def select_in_post(client: ClientData) -> pd.DataFrame:
    """Which key account managers are in post at as_of? Hired by then (or unknown) and not gone."""
    found, today = select_managers(client), pd.Timestamp(client.settings.as_of)
    gone = found["left_on"] <= today
    future = found["hired_on"] > today
    return found[~(gone | future)]


def select_rows(client: ClientData, table: str) -> pd.DataFrame:
    """Which rows of a table are about key account managers in post? All where no list is there."""
    rows = client.frame(table)
    if not client.has("managers"):
        return rows
    return rows[rows["manager_id"].isin(select_in_post(client)["manager_id"])]


def smallest_group(client: ClientData) -> int:
    """How many persons must a figure stand for? The client's own minimum, never below five."""
    return max(SMALLEST, client.settings.anonymity.minimum)


def refuse(client: ClientData, n: int) -> Measurement | None:
    """Is a group too small to say anything of? The measurement that says so, else None."""
    if n == 0:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement.none(Outcome.TOO_FEW, n) if n < smallest_group(client) else None


def measure_flags(client: ClientData, column: str) -> Measurement:
    """What share of the managers in post has a mark? Only those for whom it is known; Wilson's interval."""
    known = select_in_post(client)[column].dropna()
    value, low, high = share_interval(int(known.sum()), len(known))
    return refuse(client, len(known)) or Measurement(value, low, high, len(known))


def measure_mean(
    client: ClientData, values: pd.Series, least: float, most: float, series: dict | None = None
) -> Measurement:
    """What is the mean over managers, one value each? The t interval is cut at what the unit allows."""
    x = clean(values)
    value, low, high = mean_interval(x)
    return refuse(client, len(x)) or Measurement(
        value, max(least, low), min(most, high), len(x), series=series
    )
