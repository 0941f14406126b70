"""The ledger's lines, counted back in months from as_of and summed in the database: one row an account or period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

COSTS = ("direct_cost", "cost_to_serve")


@asked_once
def month_sums(client: ClientData) -> nw.LazyFrame[Any]:
    """What do the invoice lines come to, by account and month, lazily? The lines are read once for all questions.

    Sums of revenue, list amount and costs, the `first` and `last` day, and `ago` (Int64): whole months before as_of,
    0 for the last one, as of the same day of the month. Sales and credit notes (`sale`), and lines whose list amount
    or cost is known, stand in rows of their own. Lines without a date are left out.
    """
    import narwhals.stable.v2 as nw

    as_of = client.settings.as_of
    late = (nw.col("date").dt.day().cast(nw.Int64) > as_of.day).cast(nw.Int64)
    ago = (as_of.year * 12 + as_of.month - 1) - nw.col("month_index") - late
    known = {f"{column}_known": ~nw.col(column).is_null() for column in ("list_amount", *COSTS)}
    rows = client.lazy("ledger").filter(~nw.col("date").is_null())
    rows = rows.with_columns(ago=ago.cast(nw.Int64), sale=nw.col("revenue") > 0, **known)
    sums = [nw.col(column).sum() for column in ("revenue", "list_amount", *COSTS)]
    days = {"first": nw.col("date").min(), "last": nw.col("date").max()}
    keys = ["account_id", "month_index", "ago", "sale", *known]
    return client.parked(rows.group_by(*keys).agg(*sums, **days))


def lines(client: ClientData, months: int | None = None, back: int = 0) -> nw.LazyFrame[Any]:
    """Which sums by month (see `month_sums`) lie in the `months` that end `back` months before as_of, lazily?

    Without `months` all up to then.
    """
    import narwhals.stable.v2 as nw

    rows = month_sums(client).filter(nw.col("ago") >= back)
    return rows if months is None else rows.filter(nw.col("ago") < back + months)


def collected(rows: nw.LazyFrame[Any], *order: str) -> pd.DataFrame:
    """What comes back of a lazy question? A pandas frame, sorted, as engines give groups in any order."""
    found: pd.DataFrame = rows.collect("pandas").to_native()
    return found.sort_values(list(order)).reset_index(drop=True)


def revenue_sums(rows: nw.LazyFrame[Any], *by: str) -> pd.DataFrame:
    """How much revenue did each account bring, by further columns? Credit notes reduce it."""
    import narwhals.stable.v2 as nw

    keys = ["account_id", *by]
    return collected(rows.group_by(*keys).agg(nw.col("revenue").sum().cast(nw.Float64)), *keys)


@asked_once
def cost_sums(client: ClientData, months: int, period: int | None = None, back: int = 0) -> pd.DataFrame:
    """What did each account buy and cost, as far as known? One row an account, or an account and `period` months.

    `revenue`; `sold` without credit notes; of each cost its sum (`direct_cost`), and sum and revenue of the
    lines sold for which it is known (`direct_cost_base`, `direct_cost_sold`). Known accounts only.
    """
    import narwhals.stable.v2 as nw

    rows = lines(client, months, back)
    keys = ["account_id"]
    if period:
        rows, keys = rows.with_columns(period=(nw.col("ago") - back) // period), ["account_id", "period"]
    marks = ["sale", *(f"{cost}_known" for cost in COSTS)]
    sums = rows.group_by(*keys, *marks).agg(nw.col("revenue", *COSTS).sum().cast(nw.Float64))
    parts = told_apart(collected(sums, *keys, *marks)).groupby(keys, as_index=False).sum()
    return client.of_accounts(parts).reset_index(drop=True)


def told_apart(sums: pd.DataFrame) -> pd.DataFrame:
    """Which part of each sum is sold, and sold at a known cost? Sums by sale and known cost, put into columns."""
    sale = sums.pop("sale").fillna(False).astype(bool)
    sums.insert(len(sums.columns), "sold", sums["revenue"].where(sale, 0.0))
    for cost in COSTS:
        known = sums.pop(f"{cost}_known").astype(bool) & sale
        sums[f"{cost}_base"] = sums[cost].where(known, 0.0)
        sums[f"{cost}_sold"] = sums["revenue"].where(known, 0.0)
    return sums


@asked_once
def ledger_days(client: ClientData) -> pd.Series:
    """On which days up to as_of was anything invoiced? Sorted, without time of day."""
    import narwhals.stable.v2 as nw

    dated = client.lazy("ledger").filter(~nw.col("date").is_null())
    days = dated.select(day=nw.col("date").dt.truncate("1d")).unique()
    return pd.Series(collected(days, "day")["day"].astype("datetime64[ns]"))


@asked_once
def invoiced_months(client: ClientData) -> pd.DataFrame:
    """In which months was each account invoiced, and on which first and last day in each? Up to as_of."""
    import narwhals.stable.v2 as nw

    days = {"first": nw.col("first").min(), "last": nw.col("last").max()}
    found = lines(client).group_by("account_id", "month_index").agg(**days)
    months = client.of_accounts(collected(found, "account_id", "month_index"))
    return months.astype({"first": "datetime64[ns]", "last": "datetime64[ns]"}).reset_index(drop=True)


@asked_once
def invoice_days(client: ClientData) -> pd.DataFrame:
    """On which day was each invoice made for which a payment is known? By account and invoice id."""
    import narwhals.stable.v2 as nw

    keys = ["account_id", "invoice_id"]
    known = ~nw.col("invoice_id").is_null()
    wanted = client.lazy("receivables").filter(known).select(*keys).unique()
    made = client.lazy("ledger").filter(known).join(wanted, on=keys, how="semi").group_by(*keys)
    found = collected(made.agg(invoiced_on=nw.col("date").min()), *keys)
    return found.astype({"invoiced_on": "datetime64[ns]"})
