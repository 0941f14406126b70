"""Where does the list price go, from discount to direct cost, and whose is the margin that is left?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.purpose.ledger import LEAST_COVERAGE, LEAST_TIME, YEAR, Margins, grouped
from kamnb.areas.purpose.price import LEAST_LISTED, listed_sums
from kamnb.areas.purpose.quarters import GROUPS
from kamnb.sources.client import ClientData

STEPS = ("discount", "rebate", "payment_terms", "cost_to_serve", "direct_cost")
"""What is taken off the list price, in the order in which it is given away."""


def price_waterfall(client: ClientData, found: Margins) -> dict[str, Any]:
    """Which shares of the list price are given away or spent on key and on other accounts? Last 12 months.

    Each of STEPS and `margin` as shares of the list amount of all that was bought; lines without a list
    amount are taken at their group's price realisation. `base` is `invoice` (no discount told, shares of
    revenue) where list amounts are known for too little. A step that is not recorded is null.
    """
    listed = listed_sums(client, YEAR).groupby("account_id").sum(numeric_only=True)
    listed = listed[listed.index.isin(client.accounts)]
    rows = found.rows.join(listed[["list_amount", "sold", "sold_listed"]].assign(paid=listed["revenue"]))
    rows = rows.assign(group=grouped(client, rows.index)).fillna(0.0)
    sums = {name: own.sum(numeric_only=True) for name, own in rows.groupby("group") if name != "unknown"}
    sums = {name: own for name, own in sums.items() if own["revenue"] > 0}
    base = "list" if sums and all(is_listed(own) for own in sums.values()) else "invoice"
    groups = {name: steps_of(own, found, base) for name, own in sums.items()}
    return {"base": base, "groups": groups}


def is_listed(sums: pd.Series) -> bool:
    """Is a list amount known for enough of a group's sales?"""
    return bool(sums["list_amount"] > 0 and sums["sold_listed"] >= LEAST_LISTED * sums["sold"])


def steps_of(sums: pd.Series, found: Margins, base: str) -> dict[str, float | None]:
    """Which share does each step take of one group's list price?"""
    paid = float(sums["paid"] / sums["list_amount"]) if base == "list" else 1.0
    steps: dict[str, float | None] = {"discount": 1 - paid if base == "list" else None}
    steps |= {name: float(paid * sums[name] / sums["revenue"]) for name in (*STEPS[1:], "margin")}
    if found.coverage["account_costs"] < LEAST_TIME:
        steps["rebate"] = None
    if found.coverage["payment_terms"] < LEAST_COVERAGE:
        steps["payment_terms"] = None
    return {name: None if share is None else round(share, 6) for name, share in steps.items()}


def margin_pool(client: ClientData, found: Margins) -> dict[str, Any]:
    """How many accounts, how much revenue and how much margin are key, other and unmarked ones? Last 12 months."""
    rows = found.rows.assign(group=grouped(client, found.rows.index))
    pool = {}
    for name in GROUPS:
        own = rows[rows["group"] == name]
        if len(own):
            pool[name] = {
                "accounts": len(own),
                "revenue": round(float(own["revenue"].sum()), 2),
                "margin": round(float(own["margin"].sum()), 2),
                "losing": int((own["margin"] < 0).sum()),
                "losses": round(float(own["margin"].clip(upper=0).sum()), 2),
                "losing_revenue": round(float(own.loc[own["margin"] < 0, "revenue"].sum()), 2),
            }
    return {"currency": client.settings.currency, "groups": pool}
