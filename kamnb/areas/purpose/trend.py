"""How did revenue of key and other accounts move, quarter by quarter?"""

from __future__ import annotations

from typing import Any

from kamnb.areas.purpose.ledger import grouped
from kamnb.areas.purpose.lines import collected, lines
from kamnb.areas.purpose.quarters import GROUPS, QUARTER, by_group, quarter_ends, whole_quarters
from kamnb.sources.client import ClientData


def quarterly_revenue(client: ClientData) -> dict[str, Any]:
    """How much did each group bring in each quarter up to as_of?

    Quarters end on as_of's day and every third month before it. Groups are those of as_of; rows of unlisted
    accounts are `unknown`. A first quarter that is covered in part is left out. Empty lists without rows.
    """
    import narwhals.stable.v2 as nw

    rows = lines(client).with_columns(quarter=nw.col("ago") // QUARTER)
    sums = nw.col("revenue").sum().cast(nw.Float64)
    table = collected(
        rows.group_by("account_id", "quarter").agg(sums, first=nw.col("first").min()), "account_id", "quarter"
    )
    table["group"] = grouped(client, table["account_id"])
    quarters = whole_quarters(client, table["first"].min(), table["quarter"])
    found = {name: by_group(table, "revenue", name, quarters).round(2).tolist() for name in GROUPS}
    return {"ends": quarter_ends(client, quarters), "currency": client.settings.currency, **found}
