"""S6 in the records: does the company have patience with key accounts, or does it seize the moment?"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.strategy.indicators._shared import key_accounts, newest_plans, share_measurement
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval, median_interval

PATIENCE_MONTHS = 36
LAST_DAYS = 10
PUSH_MONTHS = 24


@indicator(
    clause="S6",
    unit="years",
    needs={"accounts": ("is_key",), "plans": ("horizon_years",)},
    anchors={0: 0, 1: 25, 2: 45, 3: 65, 5: 85, 10: 100},
    source="ours",
    minimum=5,
)
def plan_horizon(client: ClientData) -> Measurement:
    """How many years do key accounts' newest plans look ahead? The median; 0 years without a plan."""
    plans = newest_plans(client)
    years = plans["horizon_years"].where(plans["has_plan"], 0.0).dropna()
    if years.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*median_interval(years), len(years))


@indicator(
    clause="S6",
    unit="share",
    needs={"accounts": ("key_since",)},
    anchors={0.3: 0, 0.5: 25, 0.7: 50, 0.85: 75, 0.97: 100},
    source="ours",
    minimum=8,
)
def key_status_kept(client: ClientData) -> Measurement:
    """What share of accounts was still key, and not lost, three years after becoming key?

    Of those that became key at least three years before as_of. `no_data` where no account was ever
    dropped or lost: a list that only holds today's key accounts cannot be told from one that kept them all.
    """
    accounts = client.frame("accounts")
    ends = accounts[["key_until", "lost_on"]].min(axis=1)
    if ends.isna().all():
        return Measurement.none(Outcome.NO_DATA)
    due = accounts["key_since"] + pd.DateOffset(months=PATIENCE_MONTHS)
    old = due <= pd.Timestamp(client.settings.as_of)
    return share_measurement((ends.isna() | (ends >= due))[old].astype(float))


@indicator(
    clause="S6",
    unit="ratio",
    needs={"accounts": ("is_key",), "ledger": ("revenue",)},
    anchors={1.0: 100, 1.15: 75, 1.35: 50, 1.7: 25, 2.2: 0},
    source="ours",
    minimum=5,
)
def quarter_end_push(client: ClientData) -> Measurement:
    """How much more do the last ten days weigh in a quarter's last month than in others, at key accounts?

    Share of a month's revenue in its last ten days, quarter-end months over others, over the last 24 whole
    months; interval by bootstrap over accounts. Not applicable where invoices are dated by month and not
    by day. n: key accounts.
    """
    rows = account_sums(daily_revenue(client), key_accounts(client))
    if len(rows) == 0:
        return Measurement.none(Outcome.NO_DATA)
    usual = rows[:, 2].sum() / rows[:, 3].sum()
    if not 0.02 < usual < 0.98:
        return Measurement.none(Outcome.NOT_APPLICABLE, len(rows))
    value, low, high = bootstrap_interval(rows, push, draws=500)
    return Measurement(value, low, high, len(rows))


def push(rows: np.ndarray) -> float:
    """Which ratio do sums (quarter end late, quarter end all, other late, other all) give?"""
    late, whole, usual_late, usual_whole = rows.sum(axis=0)
    if whole <= 0 or usual_late <= 0:
        return float("nan")
    return float((late / whole) / (usual_late / usual_whole))


def daily_revenue(client: ClientData) -> pd.DataFrame:
    """What was invoiced to each account on each day of the last whole months?"""
    end = pd.Timestamp(client.settings.as_of) + pd.Timedelta(days=1)
    end = end.normalize().replace(day=1)
    start = end - pd.DateOffset(months=PUSH_MONTHS)
    lines = client.lazy("ledger").filter(
        nw.col("date") >= start.to_pydatetime(), nw.col("date") < end.to_pydatetime()
    )
    sums = lines.group_by("account_id", "date").agg(nw.col("revenue").sum().cast(nw.Float64).alias("revenue"))
    return sums.collect("pandas").to_native().sort_values(["account_id", "date"], ignore_index=True)


def account_sums(days: pd.DataFrame, accounts: pd.Index) -> np.ndarray:
    """How is each account's revenue split? Rows as `push` takes them, where both months exist."""
    days = days[days["account_id"].isin(accounts)]
    date = pd.to_datetime(days["date"])
    late = (date.dt.day > date.dt.days_in_month - LAST_DAYS).astype(float)
    closing = (date.dt.month % 3 == 0).astype(float)
    revenue = days["revenue"].astype(float)
    parts = {
        "closing_late": revenue * closing * late,
        "closing": revenue * closing,
        "usual_late": revenue * (1 - closing) * late,
        "usual": revenue * (1 - closing),
    }
    sums = pd.DataFrame(parts).groupby(days["account_id"]).sum()
    return sums[(sums["closing"] > 0) & (sums["usual"] > 0)].to_numpy(float)
