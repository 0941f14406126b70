"""P4: is there room for lasting profit: margin, losses, payment, concentration?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.areas.purpose.concentration import (
    MOST,
    TOP,
    concentration_series,
    customer_revenue,
    monthly_revenue,
    top_of_months,
)
from kamnb.areas.purpose.ledger import YEAR, grouped, margins, ratio_interval, window
from kamnb.areas.purpose.trend import quarterly_revenue
from kamnb.areas.purpose.waterfall import margin_pool
from kamnb.areas.purpose.whale import whale_series
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.concentration import given_back
from kamnb.stats.intervals import bootstrap_interval


@indicator(
    clause="P4",
    unit="share",
    needs={"ledger": ("revenue",)},
    anchors={0.2: 100, 0.35: 75, 0.5: 50, 0.7: 25, 0.9: 0},
    source="ours",
    minimum=5,
)
def top_accounts_share(client: ClientData) -> Measurement:
    """Which share of all revenue do the three largest customers bring?

    Last 12 months; accounts under common control (parent_id) are one customer. The interval is a bootstrap
    over months, as customers are no sample; `n` counts customers with revenue; unlisted accounts are in the
    total only. `series`: disclosure figures (top shares, HHI, Gini, customers above 10 %), revenue by quarter.
    Source: ours; IFRS 8.34 for common control and the 10 %.
    """
    revenue, total = customer_revenue(client)
    if revenue.empty:
        return Measurement.none(Outcome.NO_DATA)
    value = float(revenue.iloc[:TOP].sum()) / total
    _, low, high = bootstrap_interval(monthly_revenue(client, revenue.index[:MOST]), top_of_months)
    series = {**concentration_series(client, revenue, total), "trend": quarterly_revenue(client)}
    return Measurement(value, low, high, len(revenue), series=series)


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

    Margins after cost to serve and payment terms over 12 months, the fall of the whale curve from its peak; bootstrap over
    accounts. `no_data` where direct cost or every cost of serving is unknown. `series`: the curve.
    Source: ours; the curve is Kaplan & Narayanan 2001.
    """
    found = margins(client)
    if found is None or not (found.rows["margin"] > 0).any():
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = bootstrap_interval(found.rows["margin"].to_numpy(), given_back)
    series = whale_series(client, found)
    return Measurement(value + 0.0, low + 0.0, high, len(found.rows), series=series)


@indicator(
    clause="P4",
    unit="points",
    needs={"accounts": ("is_key",), "ledger": ("revenue", "direct_cost")},
    anchors={-25: 0, -10: 30, 0: 65, 5: 85, 10: 100},
    source="ours",
    minimum=5,
)
def key_margin_lead(client: ClientData) -> Measurement:
    """By how much is key accounts' margin after cost to serve above that of the others?

    Difference of margins, as shares of revenue over 12 months, in percentage points; bootstrap over accounts;
    `n` is the smaller group.
    `no_data` where direct cost or every cost of serving is unknown. `series`: accounts, revenue and margin of
    each group. Source: ours.
    """
    found = margins(client)
    if found is None:
        return Measurement.none(Outcome.NO_DATA)
    group = grouped(client, found.rows.index)
    key, other = (found.rows[(group == name) & (found.rows["revenue"] > 0)] for name in ("key", "other"))
    n = min(len(key), len(other))
    if n == 0:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    (a, a_low, a_high), (b, b_low, b_high) = (ratio_interval(g["margin"], g["revenue"]) for g in (key, other))
    low, high = a - b - np.hypot(a - a_low, b_high - b), a - b + np.hypot(a_high - a, b - b_low)
    series = {"key": a, "other": b, "coverage": found.coverage, "pool": margin_pool(client, found)}
    return Measurement(100 * (a - b), float(100 * low), float(100 * high), n, series=series)


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
    bills = bills[bills["account_id"].isin(key_accounts(client, YEAR)) & (bills["amount"] > 0)]
    paid = bills["paid_on"].where(bills["paid_on"] <= as_of, as_of)
    late = (paid - bills["due_on"]).dt.days.clip(lower=0)
    rows = pd.DataFrame({"late": late * bills["amount"], "amount": bills["amount"]})
    rows = rows.groupby(bills["account_id"]).sum().sort_index()
    value, low, high = ratio_interval(rows["late"], rows["amount"])
    return Measurement(value, low, high, len(rows))
