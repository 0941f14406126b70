"""Which rows of a big table count, lazily; and what comes back of them, as few rows in pandas."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

Rows = nw.LazyFrame[Any]


def count() -> nw.Expr:
    """How many rows has a group? As Int64, whatever the engine counts in."""
    return nw.len().cast(nw.Int64)


def flag(condition: nw.Expr) -> nw.Expr:
    """A condition as 1 or 0; 0 where it cannot be told."""
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64)


def collect(rows: Rows, *order: str) -> pd.DataFrame:
    """What are the few rows that are left, as a pandas frame? Sorted by columns that tell them apart."""
    frame: pd.DataFrame = rows.collect("pandas").to_native()
    return frame.sort_values(list(order), ignore_index=True) if order else frame


def in_months(client: ClientData, column: str, months: int, back: int = 0) -> nw.Expr:
    """Does a day lie in the months that end `back` months before as_of? Days in (start, end], as `in_window`."""
    as_of = pd.Timestamp(client.settings.as_of)
    start, end = (as_of - pd.DateOffset(months=m) + pd.Timedelta(days=1) for m in (back + months, back))
    day = nw.col(column)
    return (day >= start.to_pydatetime()) & (day < end.to_pydatetime())


def watched(client: ClientData, table: str) -> Rows:
    """Which rows of a table are looked at? Those of today's key accounts; all where key accounts are not known."""
    keys, rows = key_accounts(client), client.lazy(table)
    return rows.filter(nw.col("account_id").is_in(sorted(keys))) if keys else rows
