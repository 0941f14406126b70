"""How did revenue of key and other accounts move, quarter by quarter?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.purpose.ledger import groups
from kamnb.sources.client import ClientData

GROUPS = ("key", "other", "unknown")


def quarterly_revenue(client: ClientData, ledger: pd.DataFrame) -> dict[str, Any]:
    """How much did each group bring in each quarter up to as_of?

    Quarters end in as_of's month and every third before it. Groups are those of as_of; rows of unlisted
    accounts are `unknown`. A first quarter that is covered in part is left out. Empty lists without rows.
    """
    as_of = pd.Timestamp(client.settings.as_of)
    rows = ledger[ledger["date"] < as_of.normalize() + pd.Timedelta(days=1)]
    rows = rows[rows["date"].notna()]
    group = rows["account_id"].map(groups(client)).astype("str").fillna("unknown")
    quarter = -((as_of.year - rows["date"].dt.year) * 12 + as_of.month - rows["date"].dt.month).floordiv(3)
    table = rows["revenue"].groupby([quarter, group]).sum().unstack(fill_value=0)
    table = table.reindex(columns=list(GROUPS), fill_value=0.0)
    if len(table):
        table = table.reindex(range(int(table.index.min()), 1), fill_value=0.0)
    ends = [as_of.to_period("M") + 3 * int(i) for i in table.index]
    if len(ends) > 1 and rows["date"].min() > (ends[0] - 2).end_time:
        table, ends = table.iloc[1:], ends[1:]
    found: dict[str, Any] = {name: table[name].round(2).tolist() for name in GROUPS}
    return {"ends": [str(end) for end in ends], "currency": client.settings.currency, **found}
