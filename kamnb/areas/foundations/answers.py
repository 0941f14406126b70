"""How long do account managers wait for each department they call on?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from kamnb.sources.client import ClientData
from kamnb.stats.waiting import median_wait

MONTHS = 12
PROMPT_DAYS = 7
"""A department is prompt when half of what it is asked for is granted within a week. Ours, as for M6."""
ENOUGH_REQUESTS = 10
"""Fewer requests say nothing about a department's habit. Ours."""


def timed_requests(client: ClientData) -> pd.DataFrame:
    """How long did each request of the last year wait? Columns department, manager_id, `days`, `granted`.

    Granted ones until the day of granting, open ones until as_of. Left out: refused and withdrawn ones, which
    bear no day of answer, and granted ones without a usable day.
    """
    rows = client.in_window(client.frame("resource_requests"), "requested_on", MONTHS)
    rows = rows[~rows["outcome"].isin(["refused", "withdrawn"]) & rows["department"].notna()]
    granted = rows["granted_on"].notna() | (rows["outcome"] == "granted")
    end = rows["granted_on"].mask(~granted, pd.Timestamp(client.settings.as_of))
    days = (end.dt.normalize() - rows["requested_on"].dt.normalize()).dt.days
    return rows.assign(days=days, granted=granted)[days >= 0]


def department_answers(client: ClientData) -> list[dict[str, Any]]:
    """After how many days has each department granted half of its requests? Fastest first.

    `median_days` None where fewer than half have been granted. Only departments with ten requests, by as many
    managers as the smallest group that may be shown.
    """
    found = []
    for department, rows in timed_requests(client).groupby("department"):
        asking = rows["manager_id"].nunique()
        if len(rows) < ENOUGH_REQUESTS or asking < client.settings.anonymity.minimum:
            continue
        median, low, high = (finite(x) for x in median_wait(rows["days"], rows["granted"]))
        row = {"department": str(department), "n": len(rows), "median_days": median}
        found.append({**row, "low": low, "high": high, "longest": float(rows["days"].max())})
    return sorted(found, key=lambda row: (row["median_days"] is None, row["median_days"], row["department"]))


def finite(value: float) -> float | None:
    """The number, or None where there is none."""
    return value if math.isfinite(value) else None


def is_prompt(row: dict[str, Any]) -> bool:
    """Has a department granted half of its requests within a week?"""
    return row["median_days"] is not None and row["median_days"] <= PROMPT_DAYS
