"""How much of the list price is paid: sums of lines with a list amount, by account, year and quarter."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.purpose.ledger import YEAR, grouped
from kamnb.areas.purpose.lines import collected, lines
from kamnb.areas.purpose.quarters import QUARTER, by_group, quarter_ends, whole_quarters
from kamnb.sources.client import ClientData

LEAST_LISTED = 0.3
"""Share of a group's sales below which its price realisation is not told."""
SUMS = ("revenue", "list_amount", "sold", "sold_listed")


def listed_sums(client: ClientData, months: int | None = None, period: int = YEAR) -> pd.DataFrame:
    """How much did each account pay and what was its list amount, by period of so many months back from as_of?

    `revenue`, `list_amount`: lines with a list amount; `sold`, `sold_listed`: sales of all lines and of those.
    """
    import narwhals.stable.v2 as nw

    listed, sold = nw.col("list_amount_known"), nw.col("sale")
    rows = lines(client, months).select(
        "account_id",
        "first",
        "list_amount",
        period=nw.col("ago") // period,
        revenue=nw.when(listed).then(nw.col("revenue")),
        sold=nw.when(sold).then(nw.col("revenue")),
        sold_listed=nw.when(sold & listed).then(nw.col("revenue")),
    )
    sums = [nw.col(name).sum().cast(nw.Float64) for name in SUMS]
    found = rows.group_by("account_id", "period").agg(*sums, first=nw.col("first").min())
    return collected(found, "account_id", "period")


def realisation_by_quarter(client: ClientData) -> dict[str, Any]:
    """Which share of the list price did key and other accounts pay in each quarter?

    Blank for a quarter in which a list amount is known for less than LEAST_LISTED of a group's sales.
    """
    table = listed_sums(client, period=QUARTER).rename(columns={"period": "quarter"})
    table["group"] = grouped(client, table["account_id"])
    quarters = whole_quarters(client, table["first"].min(), table["quarter"])
    return {"ends": quarter_ends(client, quarters)} | {
        name: realised(table, name, quarters) for name in ("key", "other")
    }


def realised(table: pd.DataFrame, group: str, quarters: range) -> list[float | None]:
    """Which share of the list price did one group pay, quarter by quarter?"""
    sums = pd.DataFrame({name: by_group(table, name, group, quarters) for name in SUMS})
    known = (sums["list_amount"] > 0) & (sums["sold_listed"] >= LEAST_LISTED * sums["sold"])
    share = sums["revenue"] / sums["list_amount"]
    return [round(float(s), 6) if ok else None for s, ok in zip(share, known, strict=True)]
