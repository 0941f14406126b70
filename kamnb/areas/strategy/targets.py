"""What did account plans aim at, and what does the ledger show for the same months?"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.purpose.periods import read_periods
from kamnb.areas.strategy.indicators._shared import dated_plans
from kamnb.areas.strategy.sales import ledger_months, monthly_revenue, this_month, whole_months, year_revenue
from kamnb.sources.client import ClientData

LOOK_BACK = 36
MOST_POINTS = 200
FAR = 0.2
"""A target is missed by far when revenue differs by more than this share of it. Ours."""


def targets(client: ClientData) -> pd.DataFrame:
    """Which revenue does each account's plan aim at in which months? The newest version for a period.

    account_id, period, first and last (`month_index`), target_revenue; only known accounts, targets above 0
    and periods that can be read (a year, half, quarter or month).
    """
    plans = client.of_accounts(dated_plans(client))
    plans = plans.drop_duplicates(["account_id", "period"], keep="last").reset_index(drop=True)
    spans = read_periods(plans["period"])
    plans = plans.assign(first=months(spans[:, 0]), last=months(spans[:, 1]))
    plans = plans[(plans["target_revenue"] > 0) & plans["first"].notna()]
    return plans[["account_id", "period", "first", "last", "target_revenue"]].reset_index(drop=True)


def months(days: np.ndarray) -> list[float]:
    """Which `month_index` has each day (an ordinal)? NaN stays NaN."""
    found = [date.fromordinal(int(d)) if not np.isnan(d) else None for d in days]
    return [float(d.year * 12 + d.month - 1) if d else np.nan for d in found]


def finished_targets(client: ClientData, given: pd.DataFrame) -> pd.DataFrame:
    """How much of its target did each plan reach, for periods that are over and that the ledger covers?

    The last 36 months. `reached` is revenue over target. Accounts that the ledger does not know at all are
    left out: their invoices lie elsewhere.
    """
    reach, last = ledger_months(client), whole_months(client)
    if reach is None or given.empty:
        return given.iloc[:0].assign(reached=np.nan)
    over = (given["last"] <= min(last, reach[1])) & (given["last"] > last - LOOK_BACK)
    rows = given[over & (given["first"] >= reach[0])].reset_index(names="row")
    sales = monthly_revenue(client, sorted(rows["account_id"].unique()))
    rows = rows[rows["account_id"].isin(sales["account_id"])]
    pairs = rows.merge(sales, on="account_id")
    inside = (pairs["month_index"] >= pairs["first"]) & (pairs["month_index"] <= pairs["last"])
    sums = pairs[inside].groupby("row")["revenue"].sum()
    actual = rows["row"].map(sums).astype(float).fillna(0.0)
    return rows.assign(reached=actual / rows["target_revenue"]).drop(columns="row").reset_index(drop=True)


def running_targets(client: ClientData, given: pd.DataFrame) -> pd.DataFrame:
    """How much of its target would each plan of a running period reach at the pace of the last 12 months?"""
    now = this_month(client)
    rows = given[(given["first"] <= now) & (given["last"] > whole_months(client))]
    pace = rows["account_id"].map(year_revenue(client)).astype(float) / 12
    reached = pace * (rows["last"] - rows["first"] + 1) / rows["target_revenue"]
    return rows.assign(reached=reached).dropna(subset=["reached"]).reset_index(drop=True)


def target_series(client: ClientData, finished: pd.DataFrame, running: pd.DataFrame) -> dict[str, Any]:
    """What does the targets figure draw? For each period its accounts' reached shares, oldest period first."""
    rows = [one_period(client, frame, over) for frame, over in ((finished, True), (running, False))]
    return {"periods": [period for found in rows for period in found]}


def one_period(client: ClientData, rows: pd.DataFrame, over: bool) -> list[dict[str, Any]]:
    """What is known of each period of these rows? Median, share missed by far, and points (at most 200)."""
    found = []
    for (_, period), part in rows.groupby(["first", "period"], sort=True):
        part = part.sort_values(["reached", "account_id"])
        keep = np.unique(np.linspace(0, len(part) - 1, min(len(part), MOST_POINTS)).astype(int))
        points = part.iloc[keep]
        found.append(
            {
                "period": str(period),
                "over": over,
                "n": len(part),
                "median": round(float(part["reached"].median()), 6),
                "far": int(((part["reached"] - 1).abs() > FAR).sum()),
                "accounts": [
                    {"code": client.code(a), "reached": round(float(r), 6)}
                    for a, r in zip(points["account_id"], points["reached"], strict=True)
                ],
            }
        )
    return found
