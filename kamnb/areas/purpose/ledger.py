"""What the purpose indicators share: windows of the ledger, who was key when, accounts' margins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kamnb.areas.purpose.periods import read_periods, share_covered, share_inside
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import Interval, bootstrap_interval

YEAR = 12
LEAST_COVERAGE = 0.3
"""Cost that is known for less revenue than this is not extrapolated to the rest."""
LEAST_TIME = 0.2
"""Account costs recorded for less of the window than this do not stand for the rest."""
LONGEST_SILENCE = 45
"""Days without any invoice at a window's edge beyond which the ledger is taken not to cover the window."""


@dataclass(frozen=True)
class Margins:
    """Accounts' revenue and margin after cost to serve, and for which share of revenue each cost is known."""

    rows: pd.DataFrame
    coverage: dict[str, float]


def window(client: ClientData, frame: pd.DataFrame, column: str, months: int, back: int = 0) -> pd.DataFrame:
    """Which rows lie in the `months` that end `back` months before as_of?"""
    start, end = edges(client, months, back)
    days = frame[column].dt.normalize()
    return frame[(days > start) & (days <= end)]


def edges(client: ClientData, months: int, back: int = 0) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Between which days does a window lie? The first is outside, the last inside."""
    as_of = pd.Timestamp(client.settings.as_of)
    return as_of - pd.DateOffset(months=months + back), as_of - pd.DateOffset(months=back)


def covers(client: ClientData, dates: pd.Series, months: int) -> bool:
    """Do the dates reach over the last `months`? An edge may be silent as long as the longest gap."""
    start, end = edges(client, months)
    days = dates.dropna().dt.normalize()
    days = days[days <= end].drop_duplicates().sort_values()
    if len(days) < 2:
        return False
    silence = pd.Timedelta(days=int(np.clip(days.diff().dt.days.max(), 7, LONGEST_SILENCE)))
    return bool(days.iloc[0] <= start + silence and days.iloc[-1] >= end - silence)


def key_on(client: ClientData, day: pd.Timestamp) -> pd.Index:
    """Which accounts were key on a day? By is_key, key_since and key_until; unknown dates do not exclude."""
    accounts = client.frame("accounts")
    ever = accounts["is_key"].fillna(False).astype(bool) | accounts["key_until"].notna()
    since, until = accounts["key_since"], accounts["key_until"]
    was = ever & (since.isna() | (since <= day)) & (until.isna() | (until > day))
    return pd.Index(accounts.loc[was, "account_id"].dropna().unique())


def groups(client: ClientData) -> dict[str, str]:
    """Is each account key, other or not marked at as_of? By account id: `key`, `other` or `unknown`; empty without marks."""
    if not client.has("accounts", "is_key"):
        return {}
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    found = pd.Series("other", index=accounts.index, dtype="str")
    found[accounts["is_key"].isna()] = "unknown"
    found[found.index.isin(key_on(client, pd.Timestamp(client.settings.as_of)))] = "key"
    return {str(account): str(group) for account, group in found.items()}


def margins(client: ClientData, months: int = YEAR) -> Margins | None:
    """What did each known account leave after direct cost, cost to serve and account costs?

    Rows by account id: revenue, margin. A line without a cost is estimated at its account's known cost rate
    (else that of all); a credit note without one returns no cost. None where direct cost or every cost of
    serving is unknown.
    """
    lines = client.of_accounts(window(client, client.frame("ledger"), "date", months))
    direct, direct_known = filled(lines, "direct_cost")
    serve, serve_known = filled(lines, "cost_to_serve")
    accounts, accounts_known = account_costs(client, months)
    if direct is None or (serve is None and accounts is None):
        return None
    cost = direct if serve is None else direct + serve
    by = lines["account_id"]
    extra = pd.Series(dtype=float) if accounts is None else accounts[accounts.index.isin(client.accounts)]
    parts = {"revenue": lines["revenue"].groupby(by).sum(), "cost": cost.groupby(by).sum(), "extra": extra}
    rows = pd.DataFrame(parts).fillna(0.0).sort_index()
    rows["margin"] = rows["revenue"] - rows["cost"] - rows["extra"]
    known = {"direct_cost": direct_known, "cost_to_serve": serve_known, "account_costs": accounts_known}
    return Margins(rows[["revenue", "margin"]], known)


def filled(lines: pd.DataFrame, column: str) -> tuple[pd.Series | None, float]:
    """What does each line cost, and for which share of revenue is it known? No costs where too little is."""
    cost, revenue, by = lines[column], lines["revenue"], lines["account_id"]
    sold, known = revenue > 0, cost.notna()
    base = sold & known
    total = float(revenue[sold].sum())
    coverage = float(revenue[base].sum() / total) if total > 0 else 0.0
    if coverage < LEAST_COVERAGE:
        return None, coverage
    sums = pd.DataFrame({"cost": cost[base], "revenue": revenue[base]}).groupby(by[base]).sum()
    rate = by.map(sums["cost"] / sums["revenue"]).fillna(sums["cost"].sum() / sums["revenue"].sum())
    return cost.where(known, (rate.astype(float) * revenue).where(sold, 0.0)), coverage


def account_costs(client: ClientData, months: int) -> tuple[pd.Series | None, float]:
    """What did each account cost beside its invoices, and which share of the window is recorded?

    Periods that cross the window's edge count by days; what is recorded stands for the whole window. No costs
    where too little is.
    """
    costs = client.frame("account_costs")
    start, end = edges(client, months)
    spans = read_periods(costs["period"])
    covered = share_covered(spans, start, end)
    if covered < LEAST_TIME:
        return None, covered
    amounts = costs["amount"] * share_inside(spans, start, end)
    return amounts.groupby(costs["account_id"]).sum() / covered, covered


def ratio_interval(part: ArrayLike, whole: ArrayLike) -> Interval:
    """How large is sum(part) / sum(whole), and how sure? Bootstrap over accounts; NaN without a whole."""

    def ratio(rows: np.ndarray) -> float:
        top, bottom = rows.sum(axis=0)
        return top / bottom if bottom > 0 else np.nan

    return bootstrap_interval(np.column_stack([np.asarray(part, float), np.asarray(whole, float)]), ratio)
