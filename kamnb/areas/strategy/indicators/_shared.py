"""What the strategy indicators share: who is a key account today, which plan is newest, what is in date."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import is_marked, key_accounts, key_between
from kamnb.stats.intervals import share_interval

CURRENT_MONTHS = 12
"""A plan counts as current when it was updated within so many months. Ours: plans are yearly."""

UNKNOWN = 0.5
"""What an unknown date or count of actions counts as, between yes and no."""


def active_accounts(client: ClientData) -> pd.DataFrame:
    """Which accounts are not lost at as_of, and which of them are key? `key` is NA where nobody says."""
    accounts = client.frame("accounts")
    day = pd.Timestamp(client.settings.as_of)
    key = key_between(accounts, day, day).astype("boolean").where(is_marked(accounts))
    return accounts.assign(key=key)[~(accounts["lost_on"] <= day)]


def in_date(client: ClientData, dates: pd.Series, months: int = CURRENT_MONTHS) -> pd.Series:
    """Does each date lie in the last months up to as_of? 1 or 0; an unknown date is one half."""
    start = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=months)
    return (dates > start).astype(float).mask(dates.isna(), UNKNOWN)


def dated_plans(client: ClientData) -> pd.DataFrame:
    """Which plans are there, oldest first? With `touched`, the later of update and approval."""
    plans = client.frame("plans")
    plans["touched"] = plans[["updated_on", "approved_on"]].max(axis=1)
    return plans.sort_values(["account_id", "touched", "period"], na_position="first", kind="stable")


def newest_plans(client: ClientData) -> pd.DataFrame:
    """What is the newest plan of each key account? One row a key account, index account_id.

    `has_plan` is False for a key account without a plan; `current` is 1, 0 or one half (see `in_date`), 0
    without a plan. Where every plan is `audited`, the table is the sample that the consultant read, and
    only its accounts count.
    """
    plans = dated_plans(client)
    keys = pd.Index(sorted(key_accounts(client)))
    if len(plans) and plans["audited"].fillna(False).all():
        keys = keys[keys.isin(plans["account_id"])]
    newest = plans.drop_duplicates("account_id", keep="last").set_index("account_id").reindex(keys)
    has_plan = newest.index.isin(plans["account_id"])
    return newest.assign(has_plan=has_plan, current=in_date(client, newest["touched"]).where(has_plan, 0.0))


def has_element(plans: pd.DataFrame, column: str) -> pd.Series:
    """Does each newest plan have an element, on paper? 1, 0 (also without a plan), NaN where unknown."""
    return plans[column].astype("Float64").astype(float).where(plans["has_plan"], 0.0)


def actions_done(client: ClientData, months: int = 24) -> pd.Series:
    """What share of the actions planned in the last months was done? By account_id, where it is known.

    Plans of the last 24 months are pooled, so that a plan just begun does not look idle. A plan without
    actions did nothing: 0.
    """
    plans = dated_plans(client)
    known = plans[(in_date(client, plans["touched"], months) > 0) & plans["actions_total"].notna()]
    known = known[known["actions_done"].notna() | (known["actions_total"] == 0)]
    sums = known.groupby("account_id")[["actions_done", "actions_total"]].sum()
    share = sums["actions_done"] / sums["actions_total"].replace(0, np.nan)
    return share.fillna(0.0).clip(0, 1)


def share_measurement(values: pd.Series, series: dict | None = None) -> Measurement:
    """What share do values between 0 and 1 amount to? Their mean with Wilson's interval; NaN is left out."""
    known = values.dropna()
    if known.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = share_interval(float(known.sum()), len(known))
    return Measurement(value, low, high, len(known), series=series)
