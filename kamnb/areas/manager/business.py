"""How large is the business that managers answer for? From the ledger, row by row in the database."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from kamnb.sources.client import ClientData

WINDOW_MONTHS = 12


def mean_monthly_revenue(client: ClientData) -> pd.Series:
    """What do the accounts of each manager bring in a month? Money by manager_id, over the past twelve months.

    Of accounts that are not lost, by their present owner; months without ledger before the first and after the
    last line do not count. Only managers with revenue above zero; empty without owners or lines.
    """
    accounts, today = client.frame("accounts"), pd.Timestamp(client.settings.as_of)
    owned = accounts[accounts["owner_id"].notna() & ~(accounts["lost_on"] <= today)]
    by_account, months = sum_revenue(client, today)
    totals = by_account.reindex(owned["account_id"]).groupby(owned["owner_id"].to_numpy()).sum() / months
    return totals[totals > 0]


def sum_revenue(client: ClientData, today: pd.Timestamp) -> tuple[pd.Series, int]:
    """What was invoiced to each account in the past twelve months, and over how many months are there lines?"""
    import narwhals.stable.v2 as nw

    after, before = today - pd.DateOffset(months=WINDOW_MONTHS), today + dt.timedelta(days=1)
    first = (after + dt.timedelta(days=1)).to_pydatetime()
    rows = (
        client.lazy("ledger")
        .filter(nw.col("date") >= nw.lit(first), nw.col("date") < nw.lit(before.to_pydatetime()))
        .group_by("account_id")
        .agg(
            nw.col("revenue").sum().cast(nw.Float64).alias("revenue"),
            nw.col("month_index").min().cast(nw.Int64).alias("first"),
            nw.col("month_index").max().cast(nw.Int64).alias("last"),
        )
        .collect("pandas")
        .to_native()
        .sort_values("account_id")
    )
    if rows.empty:
        return pd.Series(dtype=float), 1
    months = min(WINDOW_MONTHS, int(rows["last"].max() - rows["first"].min()) + 1)
    return rows.set_index("account_id")["revenue"].astype(float), months
