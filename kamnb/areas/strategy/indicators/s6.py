"""S6 in the records: does the company have patience with key accounts, or does it seize the moment?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.strategy.indicators._shared import (
    active_accounts,
    newest_plans,
    share_measurement,
)
from kamnb.areas.strategy.sales import late_revenue
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import bootstrap_interval, median_interval

PATIENCE_MONTHS = 36
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
    """How many years do key accounts' newest plans look ahead? The median; 0 without a plan or with an old one."""
    plans = newest_plans(client)
    years = plans["horizon_years"].where(plans["current"] > 0, 0.0).dropna()
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
    sums = late_revenue(client, list(key_accounts(client)), PUSH_MONTHS)
    rows = account_sums(sums)
    if len(rows) == 0:
        return Measurement.none(Outcome.NO_DATA)
    usual = rows[:, 2].sum() / rows[:, 3].sum()
    if not 0.02 < usual < 0.98:
        return Measurement.none(Outcome.NOT_APPLICABLE, len(rows))
    value, low, high = bootstrap_interval(rows, push, draws=500)
    return Measurement(value, low, high, len(rows), series=by_month(sums))


def push(rows: np.ndarray) -> float:
    """Which ratio do sums (quarter end late, quarter end all, other late, other all) give?"""
    late, whole, usual_late, usual_whole = rows.sum(axis=0)
    if whole <= 0 or usual_late <= 0:
        return float("nan")
    return float((late / whole) / (usual_late / usual_whole))


def account_sums(sums: pd.DataFrame) -> np.ndarray:
    """How is each account's revenue split? Rows as `push` takes them, where both kinds of month exist."""
    late, closing = sums["late"].astype(float), closes(sums["month_index"]).astype(float)
    revenue = sums["revenue"].astype(float)
    parts = {
        "closing_late": revenue * closing * late,
        "closing": revenue * closing,
        "usual_late": revenue * (1 - closing) * late,
        "usual": revenue * (1 - closing),
    }
    table = pd.DataFrame(parts).groupby(sums["account_id"]).sum().sort_index()
    return table[(table["closing"] > 0) & (table["usual"] > 0)].to_numpy(float)


def closes(month: pd.Series) -> pd.Series:
    """Is a month the last of a calendar quarter?"""
    return month.astype(int) % 3 == 2


def by_month(sums: pd.DataFrame) -> dict[str, Any]:
    """What does the quarter-end figure draw? Of each month with revenue, the share in its last ten days."""
    table = sums.pivot_table("revenue", "month_index", "late", "sum", fill_value=0.0)
    table = table.reindex(columns=[False, True], fill_value=0.0).sort_index()
    table = table[(table >= 0).all(axis=1) & (table.sum(axis=1) > 0)]
    share = table[True] / table.sum(axis=1)
    months = [f"{int(m) // 12}-{int(m) % 12 + 1:02}" for m in table.index]
    ends = [bool(int(m) % 3 == 2) for m in table.index]
    return {
        "months": [
            {"month": month, "late": round(float(part), 6), "closing": end}
            for month, part, end in zip(months, share, ends, strict=True)
        ]
    }


@indicator(
    clause="S6",
    unit="years",
    needs={"accounts": ("is_key", "owner_since")},
    anchors={0.5: 0, 1: 20, 2: 45, 3: 65, 5: 90, 7: 100},
    source="ours",
    minimum=5,
)
def owner_tenure_years(client: ClientData) -> Measurement:
    """For how many years has a key account had its present manager? The median.

    Only accounts that have been with the company for three years, as others could not have one longer; an
    unknown start counts. 0 where the manager has left. Series: of how many the manager changed in the last 24
    months.
    """
    accounts = active_accounts(client)
    as_of = pd.Timestamp(client.settings.as_of)
    settled = ~(accounts["since"] > as_of - pd.DateOffset(months=PATIENCE_MONTHS))
    accounts = accounts[accounts["key"].fillna(False).astype(bool) & settled]
    managers = client.frame("managers")
    gone = managers.loc[managers["left_on"] <= as_of, "manager_id"]
    years = (as_of - accounts["owner_since"]).dt.days / 365.25
    changed = accounts["previous_owner_id"].notna() & (years < 2)
    known = years.mask(accounts["owner_id"].isin(gone), 0.0).dropna()
    if known.empty:
        return Measurement.none(Outcome.NO_DATA)
    series = {"n": len(known), "changed_in_24_months": int(changed.sum())}
    return Measurement(*median_interval(known), len(known), series=series)
