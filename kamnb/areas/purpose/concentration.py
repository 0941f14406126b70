"""On how few customers does revenue hang: customers under common control are one, as disclosure rules have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.purpose.ledger import YEAR, groups
from kamnb.areas.purpose.lines import collected, lines, revenue_sums
from kamnb.sources.client import ClientData
from kamnb.stats.concentration import gini

TOP = 3
MOST = 500
LISTED = 10
MAJOR = 0.10
"""Share of revenue from which a customer has to be disclosed (IFRS 8.34, ASC 280-10-50-42)."""
DEEPEST = 5


def controlled(client: ClientData) -> pd.Series:
    """Under whose control is each known account? Its topmost parent's id, or its own (also in a circle); by account id.

    Source: IFRS 8.34 (entities under common control are a single customer).
    """
    accounts = client.frame("accounts").dropna(subset=["account_id"]).drop_duplicates("account_id")
    parent = accounts.set_index("account_id")["parent_id"].dropna()
    found = pd.Series(client.accounts, index=list(client.accounts), dtype="str")
    for _ in range(DEEPEST):
        above = found.isin(parent.index)
        found[above] = found[above].map(parent)
    return found.mask(found.isin(parent.index), found.index.to_series())


def customer_revenue(client: ClientData) -> tuple[pd.Series, float]:
    """How much did each customer bring in the last 12 months, and all together, unlisted accounts included?

    Customers by id with revenue above zero, largest first; net credit of the others does not reduce the total.
    """
    sums = revenue_sums(lines(client, YEAR)).set_index("account_id")["revenue"]
    head = controlled(client)
    known = sums[sums.index.isin(head.index)]
    found = known.groupby(known.index.to_series().map(head)).sum()
    unlisted = float(sums[~sums.index.isin(head.index)].sum())
    found = found[found > 0].sort_index().sort_values(ascending=False, kind="stable")
    return found, float(found.sum()) + max(unlisted, 0.0)


def monthly_revenue(client: ClientData, customers: pd.Index) -> np.ndarray:
    """What did all others together (first column) and each of these customers bring? One row a month of the year."""
    import narwhals.stable.v2 as nw

    head = controlled(client)
    members = head[head.isin(customers)]
    rows = lines(client, YEAR)
    own = revenue_sums(rows.filter(nw.col("account_id").is_in(list(members.index))), "ago")
    whole = collected(rows.group_by("ago").agg(nw.col("revenue").sum().cast(nw.Float64)), "ago")
    table = own["revenue"].groupby([own["ago"], own["account_id"].map(members)]).sum().unstack(fill_value=0)
    table = table.reindex(whole["ago"], fill_value=0.0)
    rest = whole["revenue"].to_numpy() - table.sum(axis=1).to_numpy()
    return np.column_stack([rest, table.to_numpy()])


def top_of_months(rows: np.ndarray) -> float:
    """Which share do the three largest hold over these months? The first column is everybody else."""
    total = np.clip(rows.sum(axis=0), 0, None)
    whole = total.sum()
    return float(np.sort(total[1:])[-TOP:].sum() / whole) if whole > 0 else np.nan


def concentration_series(client: ClientData, revenue: pd.Series, total: float) -> dict[str, Any]:
    """Which figures of concentration do rules and boards ask for? Shares of all revenue of the last 12 months.

    `top`: share of the first 1, 3, 5 and 10 customers (the five largest: China's annual reports); `major`:
    number of customers from MAJOR on; `hhi` 0 to 1 and `hhi_points` to 10,000, where unlisted revenue counts
    as spread thin; `gini` among listed customers. `largest`: the first ten by code.
    """
    share = (revenue / total).to_numpy()
    hhi = float((share**2).sum())
    marks, head = groups(client), controlled(client)
    return {
        "n": len(revenue),
        "top": {str(k): round(float(share[:k].sum()), 6) for k in (1, 3, 5, 10)},
        "hhi": hhi,
        "hhi_points": round(10_000 * hhi),
        "gini": gini(revenue),
        "major": int((share >= MAJOR).sum()),
        "major_from": MAJOR,
        "largest": [
            {
                "code": client.code(customer if customer in head.index else members[0]),
                "share": round(float(s), 6),
                "group": group_of(members, marks),
            }
            for customer, s in zip(revenue.index[:LISTED], share, strict=False)
            for members in [sorted(head.index[head == customer])]
        ],
        "unlisted": round(1 - float(share.sum()), 6),
    }


def group_of(members: list[str], marks: dict[str, str]) -> str:
    """Is a customer key? As soon as one of its accounts is."""
    found = {marks.get(account, "unknown") for account in members}
    return next(name for name in ("key", "other", "unknown") if name in found)
