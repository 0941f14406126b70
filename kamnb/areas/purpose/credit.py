"""What do payment terms cost: capital that is tied up between invoice and payment, at a yearly rate."""

from __future__ import annotations

import pandas as pd

from kamnb.areas.purpose.lines import invoice_days
from kamnb.areas.purpose.periods import at_least, at_most, edges
from kamnb.instrument.assumptions import assumed
from kamnb.sources.client import ClientData

DAYS = 365.25
LEAST_TIME = 0.2
"""Payments recorded for less of the window than this do not stand for the rest."""


def tied_up(client: ClientData, months: int, back: int = 0) -> pd.Series:
    """How much money was tied up with each account over the window, on average for a year? Money × years by account.

    From invoice (from the due date where the ledger does not hold the invoice) to payment, or to the window's
    end where it is not paid. Records that begin within the window stand for the whole of it, unless they
    cover less than LEAST_TIME. Empty without receivables.
    """
    bills = client.frame("receivables")
    bills = bills[bills["account_id"].isin(client.accounts) & bills["amount"].notna()].copy()
    if client.has("ledger", "invoice_id"):
        bills = bills.merge(invoice_days(client), how="left", on=["account_id", "invoice_id"])
    else:
        bills["invoiced_on"] = pd.NaT
    start, end = edges(client, months, back)
    begin = at_least(bills["invoiced_on"].fillna(bills["due_on"]), start)
    stop = at_most(bills["paid_on"].fillna(end), end)
    covered = float((end - begin.min()) / (end - start)) if len(bills) else 0.0
    if covered < LEAST_TIME:
        return pd.Series(dtype=float)
    years = (stop - begin).dt.days.clip(lower=0) / DAYS / min(covered, 1.0)
    return (bills["amount"] * years).groupby(bills["account_id"]).sum()


def terms_cost(
    client: ClientData, revenue: pd.Series, months: int, back: int = 0
) -> tuple[pd.Series | None, float]:
    """What did payment terms cost each account of `revenue`, and for which share of it are payments known?

    Accounts without a receivable are taken at the rate of the others; the yearly rate is the client's own
    (`assumptions: capital_rate`), else the registered one. None where nothing is known.
    """
    if not client.has("receivables", "due_on", "paid_on", "amount"):
        return None, 0.0
    tied = tied_up(client, months, back)
    sold = revenue.clip(lower=0)
    known = sold.index.isin(tied.index)
    base = float(sold[known].sum())
    if base <= 0:
        return None, 0.0
    cost = assumed(client.settings.assumptions, "capital_rate") * tied.reindex(sold.index)
    rate = float(cost[known].sum()) / base
    return cost.where(known, rate * sold), base / float(sold.sum())
