"""What the purpose indicators share: windows of the ledger, who was key when, accounts' margins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kamnb.areas.purpose.credit import terms_cost
from kamnb.areas.purpose.lines import cost_sums
from kamnb.areas.purpose.periods import edges, read_periods, share_covered, share_inside
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import is_marked, key_accounts
from kamnb.stats.intervals import Interval, bootstrap_interval

YEAR = 12
LEAST_COVERAGE = 0.3
"""Cost that is known for less revenue than this is not extrapolated to the rest."""
LEAST_TIME = 0.2
"""Account costs recorded for less of the window than this do not stand for the rest."""
LONGEST_SILENCE = 45
"""Days without any invoice at a window's edge beyond which the ledger is taken not to cover the window."""
SERVING = ("logistics", "service", "expenses")
"""Kinds of account cost that are a cost of serving; rebates and credit are told apart from them."""
PARTS = ("direct_cost", "cost_to_serve", "rebate", "payment_terms")
"""What is taken off revenue to come to the margin, in the order of a price waterfall's end."""


@dataclass(frozen=True)
class Margins:
    """Accounts' revenue, what is taken off it and margin, and for which share of revenue each cost is known."""

    rows: pd.DataFrame
    coverage: dict[str, float]


def window(client: ClientData, frame: pd.DataFrame, column: str, months: int, back: int = 0) -> pd.DataFrame:
    """Which rows lie in the `months` that end `back` months before as_of?"""
    start, end = edges(client, months, back)
    days = frame[column].dt.normalize()
    return frame[(days > start) & (days <= end)]


def covers(client: ClientData, dates: pd.Series, months: int) -> bool:
    """Do the dates reach over the last `months`? An edge may be silent as long as the longest gap."""
    start, end = edges(client, months)
    days = dates.dropna().dt.normalize()
    days = days[days <= end].drop_duplicates().sort_values()
    if len(days) < 2:
        return False
    silence = pd.Timedelta(days=int(np.clip(days.diff().dt.days.max(), 7, LONGEST_SILENCE)))
    return bool(days.iloc[0] <= start + silence and days.iloc[-1] >= end - silence)


def groups(client: ClientData, months: int = YEAR) -> dict[str, str]:
    """Was each account key in the `months` up to as_of, or other, or not marked?

    By account id: `key`, `other` or `unknown`; empty without marks.
    """
    if not client.has("accounts", "is_key"):
        return {}
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    found = pd.Series("other", index=accounts.index, dtype="str")
    found[~is_marked(accounts)] = "unknown"
    found[found.index.isin(key_accounts(client, months))] = "key"
    return {str(account): str(group) for account, group in found.items()}


def grouped(client: ClientData, accounts: pd.Index | pd.Series) -> np.ndarray:
    """Which group is each of these accounts in? `unknown` for the unmarked and unlisted."""
    marks = groups(client)
    return np.array([marks.get(account, "unknown") for account in accounts], dtype=object)


def margins(client: ClientData, months: int = YEAR, back: int = 0) -> Margins | None:
    """What did each known account leave after direct cost, cost to serve, account costs and payment terms?

    Rows by account id: revenue, PARTS, margin, and `beside` (what did not stand on invoice lines). A line
    without a cost is estimated at its account's known cost rate (else that of all); a credit note without one
    returns no cost. None where direct cost or every cost of serving is unknown.
    """
    sums = cost_sums(client, months, back=back)
    direct, direct_known = filled(sums, "direct_cost")
    serve, serve_known = filled(sums, "cost_to_serve")
    extra, extra_known = costs_by_kind(client, months, back)
    if direct is None or (serve is None and extra is None):
        return None
    by_account = sums.set_index("account_id")
    rows = pd.DataFrame({"revenue": by_account["revenue"], "direct_cost": direct.to_numpy()})
    rows["cost_to_serve"] = 0.0 if serve is None else serve.to_numpy()
    rows = pd.concat([rows, known_extra(client, extra)], axis=1).fillna(0.0).sort_index()
    rows["cost_to_serve"] += rows[list(SERVING)].sum(axis=1)
    rows["payment_terms"], terms_known = payment_terms(client, rows, months, back)
    rows["beside"] = rows[["rebate", *SERVING, "payment_terms"]].sum(axis=1)
    rows["margin"] = rows["revenue"] - rows[list(PARTS)].sum(axis=1)
    known = {
        "direct_cost": direct_known,
        "cost_to_serve": serve_known,
        "account_costs": extra_known,
        "payment_terms": terms_known,
    }
    return Margins(rows[["revenue", *PARTS, "margin", "beside"]], known)


def known_extra(client: ClientData, extra: pd.DataFrame | None) -> pd.DataFrame:
    """What did each known account cost beside its invoices? One column a kind; no rows where nothing is known."""
    kinds = ["rebate", *SERVING, "credit"]
    if extra is None:
        return pd.DataFrame(columns=kinds, dtype=float)
    return extra[extra.index.isin(client.accounts)].reindex(columns=kinds, fill_value=0.0)


def payment_terms(
    client: ClientData, rows: pd.DataFrame, months: int, back: int
) -> tuple[pd.Series | float, float]:
    """What do payment terms cost each account? As booked under `credit`, else capital tied up in receivables."""
    if rows["credit"].any():
        return rows["credit"], 1.0
    cost, covered = terms_cost(client, rows["revenue"], months, back)
    return (0.0 if cost is None or covered < LEAST_COVERAGE else cost), covered


def filled(sums: pd.DataFrame, column: str) -> tuple[pd.Series | None, float]:
    """What does each row of `cost_sums` cost, and for which share of sales is it known? None where too little is.

    What was sold without a known cost is taken at its account's known rate, else at that of all.
    """
    total = float(sums["sold"].sum())
    coverage = float(sums[f"{column}_sold"].sum() / total) if total > 0 else 0.0
    if coverage < LEAST_COVERAGE:
        return None, coverage
    base = sums.groupby("account_id")[[f"{column}_base", f"{column}_sold"]].sum()
    cost, revenue = base.iloc[:, 0], base.iloc[:, 1]
    rate = (cost / revenue.where(revenue > 0)).fillna(cost.sum() / revenue.sum())
    unknown = sums["sold"] - sums[f"{column}_sold"]
    return sums[column] + sums["account_id"].map(rate).astype(float) * unknown, coverage


def costs_by_kind(client: ClientData, months: int, back: int = 0) -> tuple[pd.DataFrame | None, float]:
    """What did each account cost beside its invoices, by kind, and which share of the window is recorded?

    Periods that cross the window's edge count by days; what is recorded stands for the whole window. No costs
    where too little is.
    """
    costs = client.frame("account_costs")
    start, end = edges(client, months, back)
    spans = read_periods(costs["period"])
    covered = share_covered(spans, start, end)
    if covered < LEAST_TIME:
        return None, covered
    amounts = costs["amount"] * share_inside(spans, start, end)
    table = amounts.groupby([costs["account_id"], costs["kind"]]).sum().unstack(fill_value=0.0)
    return table / covered, covered


def ratio_interval(part: ArrayLike, whole: ArrayLike) -> Interval:
    """How large is sum(part) / sum(whole), and how sure? Bootstrap over accounts; NaN without a whole."""

    def ratio(rows: np.ndarray) -> float:
        top, bottom = rows.sum(axis=0)
        return top / bottom if bottom > 0 else np.nan

    return bootstrap_interval(np.column_stack([np.asarray(part, float), np.asarray(whole, float)]), ratio)
