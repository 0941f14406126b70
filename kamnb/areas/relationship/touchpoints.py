"""Which touchpoints are looked at, counted lazily to a few rows an account; and is a year of them recorded?"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.relationship.touchpoint_depth import DEPTH, HOSPITALITY
from kamnb.sources.client import ClientData

MONTHS = 12
ENOUGH_DAYS = 270
"""So many days of the last year must lie within the records before something missing counts as not done. Ours."""


def recent(client: ClientData, table: str, column: str, accounts: frozenset[str]) -> nw.LazyFrame[Any]:
    """Which rows of a big table are of these accounts and of the last twelve months up to as_of?"""
    end = pd.Timestamp(client.settings.as_of) + pd.Timedelta(days=1)
    start = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=MONTHS) + pd.Timedelta(days=1)
    day = nw.col(column)
    rows = client.lazy(table).filter(day >= start.to_pydatetime(), day < end.to_pydatetime())
    return rows.filter(nw.col("account_id").is_in(sorted(accounts)))


def count_touchpoints(
    client: ClientData, accounts: frozenset[str], *by: str, business: bool = False, once_a_day: bool = False
) -> pd.DataFrame:
    """How many touchpoints had each of these accounts in the last twelve months, by these columns?

    Columns `account_id`, `by`, and `n`; blanks are groups of their own; no row where there is no touchpoint.
    `business` leaves hospitality out; `once_a_day` counts what recurs on one day once.
    """
    if not accounts or not client.has("touchpoints"):
        return pd.DataFrame({name: pd.Series(dtype="str") for name in ("account_id", *by)}).assign(n=0)
    kinds = [kind for kind in DEPTH if not (business and kind in HOSPITALITY)]
    rows = recent(client, "touchpoints", "date", accounts).filter(nw.col("kind").is_in(kinds))
    if once_a_day:
        rows = rows.select("account_id", *by, "date").unique()
    counts = rows.group_by("account_id", *by).agg(nw.len().cast(nw.Int64).alias("n"))
    frame: pd.DataFrame = counts.collect("pandas").to_native()
    return frame.sort_values(["account_id", *by], ignore_index=True)


def year_is_recorded(client: ClientData) -> bool:
    """Do the records reach over most of the last year? Else nobody can tell what was not done in it.

    The first and last touchpoint of any account bound what is recorded. False without touchpoints.
    """
    if not client.has("touchpoints", "date"):
        return False
    as_of = pd.Timestamp(client.settings.as_of)
    day = nw.col("date")
    rows = client.lazy("touchpoints").filter(day < (as_of + pd.Timedelta(days=1)).to_pydatetime())
    ends: pd.DataFrame = rows.select(first=day.min(), last=day.max()).collect("pandas").to_native()
    first, last = (pd.Timestamp(ends[name].iloc[0]) for name in ("first", "last"))
    start = as_of - pd.DateOffset(months=MONTHS)
    return bool((last - max(first, start)).days >= ENOUGH_DAYS)
