"""The ledger's lines, counted back in months from as_of and summed in the database: one row an account or period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

COSTS = ("direct_cost", "cost_to_serve")


def lines(client: ClientData, months: int | None = None, back: int = 0) -> nw.LazyFrame[Any]:
    """Which invoice lines lie in the `months` that end `back` months before as_of, lazily?

    Column `ago` (Int64) counts whole months before as_of: 0 for the last one, as of the same day of the month.
    Without `months` all lines up to then. Lines without a date are left out.
    """
    import narwhals.stable.v2 as nw

    as_of = client.settings.as_of
    late = (nw.col("date").dt.day().cast(nw.Int64) > as_of.day).cast(nw.Int64)
    ago = (as_of.year * 12 + as_of.month - 1) - nw.col("month_index") - late
    rows = client.lazy("ledger").filter(~nw.col("date").is_null()).with_columns(ago=ago.cast(nw.Int64))
    rows = rows.filter(nw.col("ago") >= back)
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

    sold = nw.col("revenue") > 0
    rows = lines(client, months, back).with_columns(sold=nw.when(sold).then(nw.col("revenue")))
    parts = ["revenue", "sold", *COSTS]
    for cost in COSTS:
        known = sold & ~nw.col(cost).is_null()
        base = nw.when(known).then(nw.col(cost)).alias(f"{cost}_base")
        rows = rows.with_columns(base, nw.when(known).then(nw.col("revenue")).alias(f"{cost}_sold"))
        parts += [f"{cost}_base", f"{cost}_sold"]
    keys = ["account_id"]
    if period:
        rows, keys = rows.with_columns(period=(nw.col("ago") - back) // period), ["account_id", "period"]
    sums = collected(rows.group_by(*keys).agg(*(nw.col(p).sum().cast(nw.Float64) for p in parts)), *keys)
    return client.of_accounts(sums).reset_index(drop=True)


@asked_once
def ledger_days(client: ClientData) -> pd.Series:
    """On which days up to as_of was anything invoiced? Sorted, without time of day."""
    import narwhals.stable.v2 as nw

    days = lines(client).select(day=nw.col("date").dt.truncate("1d")).unique()
    return pd.Series(collected(days, "day")["day"].astype("datetime64[ns]"))


@asked_once
def invoiced_months(client: ClientData) -> pd.DataFrame:
    """In which months was each account invoiced, and on which first and last day in each? Up to as_of."""
    import narwhals.stable.v2 as nw

    day = nw.col("date")
    found = lines(client).group_by("account_id", "month_index").agg(first=day.min(), last=day.max())
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
