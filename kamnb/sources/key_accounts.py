"""Which accounts are key accounts, and when? The one place that decides it, from is_key, key_since, key_until and lost_on.

An account is key that is marked `is_key` or was so until `key_until`; from `key_since` on, until `key_until` or until
it is lost. An unknown date excludes nothing. What lies in stock at as_of (plans, contacts, teams) is asked of the
accounts that are key on that day; what happened in a window (invoices, cases, disputes) of those that were key in it,
so that losing an account does not hide what led to it.
"""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData


def key_accounts(client: ClientData, months: int = 0, back: int = 0) -> frozenset[str]:
    """Which accounts were key in the `months` that end `back` months before as_of? On that one day, without months.

    Their ids; empty where nobody says which accounts are key, and where none is.
    """
    as_of = pd.Timestamp(client.settings.as_of)
    start, end = (as_of - pd.DateOffset(months=m) for m in (back + months, back))
    accounts = client.frame("accounts")
    return frozenset(accounts.loc[key_between(accounts, start, end), "account_id"].dropna())


def key_between(accounts: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series[bool]:
    """Was each account key on some day after `start` up to `end`? On that day, where both are one."""
    since, until, lost = accounts["key_since"], accounts["key_until"], accounts["lost_on"]
    here = ~(until <= start) & ~(lost <= start) & ~(since > end)
    return ever_key(accounts) & here


def ever_key(accounts: pd.DataFrame) -> pd.Series[bool]:
    """Is each account a key account, or was it one?"""
    return accounts["is_key"].fillna(False).astype(bool) | accounts["key_until"].notna()


def is_marked(accounts: pd.DataFrame) -> pd.Series[bool]:
    """Does anybody say whether each account is key?"""
    return accounts["is_key"].notna() | accounts["key_until"].notna()
