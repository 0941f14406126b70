"""Which disputes are looked at, how were they settled, and how long did they take?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

DISPUTE_MONTHS = 24
PATIENCE = pd.Timedelta(days=90)
BY_RULE = ("contract", "rule")
WAYS = ("contract", "rule", "negotiation", "executive")


def recent_disputes(client: ClientData) -> pd.DataFrame:
    """Which disputes were opened in the last two years? Of key accounts where these are known, else of all known."""
    rows = client.of_accounts(client.in_window(client.frame("disputes"), "opened_on", DISPUTE_MONTHS))
    return (
        rows[rows["account_id"].isin(key_accounts(client, DISPUTE_MONTHS))]
        if client.has("accounts", "is_key")
        else rows
    )


def is_decided(client: ClientData, rows: pd.DataFrame) -> pd.Series[bool]:
    """Which disputes can be judged? Those settled in a known way, and those open for over ninety days."""
    settled = rows["resolved_by"].notna() & (rows["resolved_by"] != "unresolved")
    closed = rows["closed_on"].notna()
    old = pd.Timestamp(client.settings.as_of) - rows["opened_on"] > PATIENCE
    given_up = closed & (rows["resolved_by"] == "unresolved")
    return settled | given_up | (~closed & old)


def with_days(client: ClientData, rows: pd.DataFrame) -> pd.DataFrame:
    """How long did each dispute last, and was it settled? Adds `days` and `settled`; the untellable are left out.

    An open one has lasted until as_of, one given up until it was closed; neither is settled. Left out: closed
    before it was opened, and settled on a day that nobody wrote down.
    """
    closed, way = rows["closed_on"], rows["resolved_by"]
    end = closed.fillna(pd.Timestamp(client.settings.as_of))
    days = (end.dt.normalize() - rows["opened_on"].dt.normalize()).dt.days
    undated = closed.isna() & way.isin(WAYS)
    timed = rows.assign(days=days, settled=closed.notna() & (way != "unresolved").fillna(True))
    return timed[(days >= 0) & ~undated]


def describe_ways(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """How many disputes were settled in each way, and how long did half of them take? Then those still open."""
    groups = [(way, rows["settled"] & (rows["resolved_by"] == way)) for way in WAYS]
    groups += [("unknown", rows["settled"] & rows["resolved_by"].isna()), ("unresolved", ~rows["settled"])]
    return [
        {"way": way, "n": int(of.sum()), "median_days": float(np.median(rows.loc[of, "days"]))}
        for way, of in groups
        if of.any()
    ]
