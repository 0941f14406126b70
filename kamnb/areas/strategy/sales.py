"""What the ledger says to the strategy indicators: sums by account and month, made where the lines lie."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.sources.client import ClientData

LAST_DAYS = 10
"""The last days of a month, in which sales are pushed. Ours."""
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def this_month(client: ClientData) -> int:
    """Which `month_index` has the month of as_of?"""
    day = client.settings.as_of
    return day.year * 12 + day.month - 1


def whole_months(client: ClientData) -> int:
    """Which `month_index` has the last month that is over at as_of?"""
    day = pd.Timestamp(client.settings.as_of)
    return this_month(client) - (0 if day.is_month_end else 1)


def year_revenue(client: ClientData, months: int = 12) -> pd.Series:
    """How much was invoiced to each account in the last months? By account_id; credit notes subtract."""
    end = pd.Timestamp(client.settings.as_of)
    start = end - pd.DateOffset(months=months)
    lines = client.lazy("ledger").filter(
        nw.col("date") > start.to_pydatetime(), nw.col("date") < (end + pd.Timedelta(days=1)).to_pydatetime()
    )
    sums = lines.group_by("account_id").agg(nw.col("revenue").sum().cast(nw.Float64).alias("revenue"))
    found = sums.collect("pandas").to_native().dropna(subset=["account_id"]).sort_values("account_id")
    return found.set_index("account_id")["revenue"].astype(float)


def monthly_revenue(client: ClientData, accounts: list[str]) -> pd.DataFrame:
    """How much was invoiced to each of these accounts in each month? account_id, month_index, revenue."""
    lines = client.lazy("ledger").filter(
        nw.col("account_id").is_in(accounts), ~nw.col("month_index").is_null()
    )
    sums = lines.group_by("account_id", "month_index").agg(
        nw.col("revenue").sum().cast(nw.Float64).alias("revenue")
    )
    found = sums.collect("pandas").to_native()
    return found.sort_values(["account_id", "month_index"], ignore_index=True)


def ledger_months(client: ClientData) -> tuple[int, int] | None:
    """From which to which month does the ledger reach? None without a dated line."""
    month = nw.col("month_index")
    ends = client.lazy("ledger").select(month.min().alias("first"), month.max().alias("last"))
    first, last = ends.collect("pandas").to_native().iloc[0]
    return None if pd.isna(first) else (int(first), int(last))


def late_revenue(client: ClientData, accounts: list[str], months: int) -> pd.DataFrame:
    """How much of each account's revenue fell in the last ten days of a month? The last whole months.

    account_id, month_index, late (True in the last ten days), revenue.
    """
    month, last = nw.col("month_index"), whole_months(client)
    lines = client.lazy("ledger").filter(
        nw.col("account_id").is_in(accounts), month > last - months, month <= last
    )
    lines = lines.with_columns((nw.col("date").dt.day().cast(nw.Int64) > _before_late(month)).alias("late"))
    sums = lines.group_by("account_id", "month_index", "late").agg(
        nw.col("revenue").sum().cast(nw.Float64).alias("revenue")
    )
    found = sums.collect("pandas").to_native()
    return found.sort_values(["account_id", "month_index", "late"], ignore_index=True)


def _before_late(month: nw.Expr) -> nw.Expr:
    """The last day of a month that is not late."""
    year, place = month // 12, month % 12
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    short = place.is_in([i for i, n in enumerate(DAYS) if n == 30])
    february = nw.when(leap).then(nw.lit(29)).otherwise(nw.lit(28))
    days = nw.when(place == 1).then(february).otherwise(nw.when(short).then(nw.lit(30)).otherwise(nw.lit(31)))
    return days - LAST_DAYS
