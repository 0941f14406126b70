"""Quarters counted back from as_of: which are covered, and what they are called."""

from __future__ import annotations

import pandas as pd

from kamnb.areas.purpose.periods import edges
from kamnb.sources.client import ClientData

QUARTER = 3
GROUPS = ("key", "other", "unknown")


def whole_quarters(client: ClientData, first: pd.Timestamp, quarters: pd.Series) -> range:
    """Which quarters are told, as numbers back from as_of (0 is the last), the newest first? All up to the oldest.

    The oldest is left out where the ledger begins (`first`) more than a month after it.
    """
    if quarters.empty:
        return range(0)
    oldest = int(quarters.max())
    start, _ = edges(client, QUARTER, QUARTER * oldest)
    late = first.normalize() > start + pd.DateOffset(months=1)
    return range(oldest if late and oldest > 0 else oldest + 1)


def quarter_ends(client: ClientData, quarters: range) -> list[str]:
    """In which month does each quarter end, oldest first?"""
    as_of = pd.Timestamp(client.settings.as_of).to_period("M")
    return [str(as_of - QUARTER * back) for back in reversed(quarters)]


def by_group(table: pd.DataFrame, column: str, group: str, quarters: range) -> pd.Series:
    """How much is a column of one group in each quarter, oldest first? 0 where there is nothing."""
    sums = table.loc[table["group"] == group].groupby("quarter")[column].sum()
    return sums.reindex(list(reversed(quarters)), fill_value=0.0)
