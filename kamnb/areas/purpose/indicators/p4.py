"""P4: is there room for lasting profit: margin, losses, payment, concentration?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.areas.purpose.ledger import YEAR, groups, key_on, margins, ratio_interval, window
from kamnb.areas.purpose.trend import quarterly_revenue
from kamnb.areas.purpose.whale import whale_series
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.concentration import gini, given_back, herfindahl
from kamnb.stats.intervals import bootstrap_interval

TOP = 3
MOST = 500


@indicator(
    clause="P4",
    unit="share",
    needs={"ledger": ("revenue",)},
    anchors={0.2: 100, 0.35: 75, 0.5: 50, 0.7: 25, 0.9: 0},
    source="ours",
    minimum=5,
)
def top_accounts_share(client: ClientData) -> Measurement:
    """Which share of all revenue do the three largest accounts bring?

    Last 12 months; the interval is a bootstrap over months, as accounts are no sample; `n` counts accounts
    with revenue; unlisted ones are in the total only. `series`: HHI, Gini, revenue by quarter. Source: ours.
    """
    ledger = client.frame("ledger")
    lines = window(client, ledger, "date", YEAR)
    total = client.of_accounts(lines).groupby("account_id")["revenue"].sum()
    total = total[total > 0]
    if total.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = bootstrap_interval(monthly(lines, total.nlargest(MOST).index), top_of_months)
    series = {
        "hhi": herfindahl(total),
        "gini": gini(total),
        "trend": quarterly_revenue(client, ledger),
    }
    return Measurement(value, low, high, len(total), series=series)


def monthly(lines: pd.DataFrame, largest: pd.Index) -> np.ndarray:
    """What did all others together (first column) and each of the largest accounts bring? One row a month."""
    account = lines["account_id"].where(lines["account_id"].isin(largest), "")
    month = lines["date"].dt.year * 12 + lines["date"].dt.month
    table = lines["revenue"].groupby([month, account]).sum().unstack(fill_value=0)
    rest = table.pop("") if "" in table else pd.Series(0.0, index=table.index)
    return np.column_stack([rest, table.to_numpy()])


def top_of_months(rows: np.ndarray) -> float:
    """Which share do the three largest hold over these months? The first column is everybody else."""
    total = np.clip(rows.sum(axis=0), 0, None)
    whole = total.sum()
    return float(np.sort(total[1:])[-TOP:].sum() / whole) if whole > 0 else np.nan


@indicator(
    clause="P4",
    unit="share",
    needs={"ledger": ("revenue", "direct_cost")},
    anchors={0: 100, 0.05: 80, 0.10: 65, 0.20: 45, 0.40: 20, 0.80: 0},
    source="ours",
    minimum=10,
)
def profit_given_back(client: ClientData) -> Measurement:
    """Which share of the profit of profitable accounts do loss-making ones lose again?

    Margins after cost to serve over 12 months, the fall of the whale curve from its peak; bootstrap over
    accounts. `no_data` where direct cost or every cost of serving is unknown. `series`: the curve.
    Source: ours; the curve is Kaplan & Narayanan 2001.
    """
    found = margins(client)
    if found is None or not (found.rows["margin"] > 0).any():
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = bootstrap_interval(found.rows["margin"].to_numpy(), given_back)
    series = whale_series(client, found)
    return Measurement(value, low, high, len(found.rows), series=series)


@indicator(
    clause="P4",
    unit="share",
    needs={"accounts": ("is_key",), "ledger": ("revenue", "direct_cost")},
    anchors={-0.25: 0, -0.10: 30, 0.0: 65, 0.05: 85, 0.10: 100},
    source="ours",
    minimum=5,
)
def key_margin_lead(client: ClientData) -> Measurement:
    """By how much is key accounts' margin after cost to serve above that of the others?

    Difference of shares of revenue over 12 months; bootstrap over accounts; `n` is the smaller group.
    `no_data` where direct cost or every cost of serving is unknown. Source: ours.
    """
    found = margins(client)
    if found is None:
        return Measurement.none(Outcome.NO_DATA)
    group = found.rows.index.map(groups(client))
    key, other = (found.rows[(group == name) & (found.rows["revenue"] > 0)] for name in ("key", "other"))
    n = min(len(key), len(other))
    if n == 0:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    (a, a_low, a_high), (b, b_low, b_high) = (ratio_interval(g["margin"], g["revenue"]) for g in (key, other))
    low, high = a - b - np.hypot(a - a_low, b_high - b), a - b + np.hypot(a_high - a, b - b_low)
    series = {"key": a, "other": b, "coverage": found.coverage}
    return Measurement(a - b, float(low), float(high), n, series=series)


@indicator(
    clause="P4",
    unit="days",
    needs={"accounts": ("is_key",), "receivables": ("due_on", "paid_on", "amount")},
    anchors={0: 100, 15: 75, 30: 50, 60: 25, 120: 0},
    source="ours",
    minimum=5,
)
def payment_days_late(client: ClientData) -> Measurement:
    """How many days after the due date do key accounts pay, weighted by amount?

    Invoices due in the last 12 months; unpaid ones count up to as_of, early ones as 0; bootstrap over
    accounts, whose number is n. Source: ours.
    """
    as_of = pd.Timestamp(client.settings.as_of)
    bills = window(client, client.frame("receivables"), "due_on", YEAR)
    bills = bills[bills["account_id"].isin(key_on(client, as_of)) & (bills["amount"] > 0)]
    paid = bills["paid_on"].where(bills["paid_on"] <= as_of, as_of)
    late = (paid - bills["due_on"]).dt.days.clip(lower=0)
    rows = pd.DataFrame({"late": late * bills["amount"], "amount": bills["amount"]})
    rows = rows.groupby(bills["account_id"]).sum().sort_index()
    value, low, high = ratio_interval(rows["late"], rows["amount"])
    return Measurement(value, low, high, len(rows))
