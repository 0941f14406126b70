"""O2: do cross-functional support teams, anchored at senior level, stand behind the key accounts?"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.ratios import clustered_share
from kamnb.areas.organization.rows import keys_among, rows_in_window, values
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import mean_interval, share_interval

SELLING = ("kam", "sales")
"""Departments that carry an account anyway; support is what the others add."""
HOSPITALITY = ("meal", "gift", "event")
"""Occasions at which no work is done for the account."""
CONTACT_MONTHS = 12


@indicator(
    clause="O2",
    unit="count",
    needs={"teams": ("account_id", "department")},
    anchors={1: 0, 2: 30, 3: 55, 4: 80, 5: 100},
    source="ours",
    minimum=5,
)
def team_departments(client: ClientData) -> Measurement:
    """How many departments does a key account's team span, on average?

    Over accounts that have a team (key accounts, where they are known); those without one show in
    sponsored_accounts_share. Series: number of accounts by number of departments. Source: ours.
    """
    teams = team_members(client).dropna(subset=["department"])
    return mean_departments(teams.groupby("account_id")["department"].nunique())


def team_members(client: ClientData) -> pd.DataFrame:
    """Who is in the teams of today's key accounts? Of all accounts where key accounts are not known."""
    teams = client.frame("teams").dropna(subset=["account_id"])
    keys = key_accounts(client)
    return teams if not keys else teams[teams["account_id"].isin(keys)]


def mean_departments(spans: pd.Series[int]) -> Measurement:
    """How many departments has an account on average? A t interval; the series counts accounts by departments."""
    if spans.empty:
        return Measurement.none(Outcome.NO_DATA)
    counted = {str(k): int(v) for k, v in spans.value_counts().sort_index().items()}
    value, low, high = mean_interval(spans)
    return Measurement(value, max(1.0, low), high, n=len(spans), series={"accounts_by_departments": counted})


@indicator(
    clause="O2",
    unit="share",
    needs={"teams": ("account_id", "level", "role")},
    anchors={0: 0, 0.5: 50, 1: 100},
    source="ours",
    minimum=5,
)
def sponsored_accounts_share(client: ClientData) -> Measurement:
    """Which share of the key accounts has an executive as sponsor in its team?

    Of all present key accounts where they are known (no team is no sponsor), else of accounts with a team.
    Source: ours for the anchors; that top management's part matters: Workman, Homburg & Jensen 2003.
    """
    teams = client.frame("teams").dropna(subset=["account_id"])
    accounts = key_accounts(client) or frozenset(teams["account_id"])
    leading = teams[(teams["role"] == "sponsor") & (teams["level"] == "executive")]
    sponsored = accounts & frozenset(leading["account_id"])
    return Measurement(*share_interval(len(sponsored), len(accounts)), n=len(accounts))


@indicator(
    clause="O2",
    unit="share",
    needs={"teams": ("account_id", "department", "share_of_time")},
    anchors={0: 0, 0.1: 30, 0.25: 60, 0.4: 85, 0.5: 100},
    source="ours",
    minimum=5,
)
def support_time_share(client: ClientData) -> Measurement:
    """Which share of the teams' time is given by departments other than sales and KAM?

    A name on the list is no support: each member counts with its share of time. Over key accounts' teams in
    which everyone's time is known but the sponsors'; interval by account, n counts accounts. Series: teams left
    out because somebody's time is blank. Source: ours.
    """
    teams = team_members(client).dropna(subset=["department"])
    teams = teams[(teams["role"] != "sponsor").fillna(True)]
    blank = teams["share_of_time"].isna().groupby(teams["account_id"]).any()
    told = teams[~teams["account_id"].map(blank).astype(bool)]
    support = told["share_of_time"].where(~told["department"].isin(SELLING), 0.0)
    by_account = (
        pd.DataFrame({"support": support, "all": told["share_of_time"]}).groupby(told["account_id"]).sum()
    )
    if not by_account["all"].sum() > 0:
        return Measurement.none(Outcome.NO_DATA)
    share = clustered_share(by_account["support"], by_account["all"])
    return Measurement(*share, n=len(by_account), series={"unknown": int(blank.sum())})


@indicator(
    clause="O2",
    unit="count",
    needs={"touchpoints": ("account_id", "date", "our_department")},
    anchors={1: 0, 2: 40, 3: 70, 4: 90, 5: 100},
    source="ours",
    minimum=5,
)
def departments_in_contact(client: ClientData) -> Measurement:
    """How many of our departments worked with a key account in the last twelve months, on average?

    Counted from meetings, without meals, gifts and events; over key accounts (all accounts where they are not
    known) with such a meeting. Series: number of accounts by number of departments. Source: ours.
    """
    rows = rows_in_window(client, "touchpoints", "date", CONTACT_MONTHS)
    kind, account, department = nw.col("kind"), nw.col("account_id"), nw.col("our_department")
    rows = rows.filter(kind.is_null() | ~kind.is_in(HOSPITALITY), ~account.is_null(), ~department.is_null())
    keys = keys_among(client, "touchpoints")
    if keys is not None:
        rows = rows.filter(account.is_in(keys))
    spans = values(rows.group_by("account_id").agg(department.n_unique().cast(nw.Int64)), "our_department")
    return mean_departments(spans["our_department"])
