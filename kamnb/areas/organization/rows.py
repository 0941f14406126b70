"""Which rows of a big table count: those of a window up to as_of, and those of key accounts."""

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


def collect(rows: Rows, *order: str) -> pd.DataFrame:
    """What are the few rows that are left, as a pandas frame? Sorted by columns that tell them apart."""
    frame: pd.DataFrame = rows.collect("pandas").to_native()
    return frame.sort_values(list(order), ignore_index=True) if order else frame


def values(rows: Rows, *columns: str) -> pd.DataFrame:
    """What are these columns, of one row a case or account? Sorted by themselves: nobody needs to know whose they are."""
    return collect(rows.select(*columns), *columns)


def rows_in_window(client: ClientData, table: str, column: str, months: int) -> Rows:
    """Which rows of a big table lie in the months up to as_of? Days in (as_of - months, as_of], as `in_window`."""
    end = pd.Timestamp(client.settings.as_of) + pd.Timedelta(days=1)
    start = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=months) + pd.Timedelta(days=1)
    day = nw.col(column)
    return client.lazy(table).filter(day >= start.to_pydatetime(), day < end.to_pydatetime())


def keys_among(client: ClientData, table: str, months: int = 0) -> list[str] | None:
    """Which key accounts' rows of a table count? None: all rows do, for key accounts or the rows' are not known.

    Those that were key in the `months` up to as_of, on that day without months.
    """
    keys = key_accounts(client, months)
    return sorted(keys) if keys and client.has(table, "account_id") else None
