"""From an account's requirement to a department that answers for it, and to its end."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.organization.cases import SMALLEST, WINDOW_MONTHS
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

ENDS = ("in_time", "late", "overdue", "running")
"""Closed by the due day; closed after it; open past it; neither yet (open and not due, or nothing due)."""


def recent_requirements(client: ClientData) -> pd.DataFrame:
    """Which requirements of key accounts were raised in the last two years?

    All accounts' where key accounts or the requirements' accounts are not known.
    """
    found = client.in_window(client.frame("requirements"), "raised_on", WINDOW_MONTHS)
    keys = key_accounts(client, WINDOW_MONTHS)
    if not keys or found["account_id"].isna().all():
        return found
    return found[found["account_id"].isin(keys)]


def ends_of(found: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series[str]:
    """How did each requirement end? One of ENDS; closed on the due day is in time."""
    due, closed = found["due_on"], found["closed_on"].dt.normalize()
    ends = pd.Series("running", index=found.index)
    ends[due.notna() & closed.notna()] = "late"
    ends[closed <= due] = "in_time"
    ends[(due <= as_of) & closed.isna()] = "overdue"
    return ends


def flow_by_department(found: pd.DataFrame, as_of: pd.Timestamp) -> list[dict[str, Any]]:
    """Where do requirements go, and how do they end? Busiest department first, no department last.

    `department` (None: nobody on record; "rest": departments of fewer than five together), `n`, a count for
    each of ENDS.
    """
    where = found["assigned_department"].fillna("")
    counts = where.value_counts()
    small = [d for d in counts.index if d and counts[d] < SMALLEST]
    table = pd.crosstab(where.replace(dict.fromkeys(small, "rest")), ends_of(found, as_of))
    table = table.reindex(columns=list(ENDS), fill_value=0)
    rows = [
        {"department": str(d) or None, "n": int(row.sum())} | {end: int(row[end]) for end in ENDS}
        for d, row in table.iterrows()
    ]
    return sorted(
        rows,
        key=lambda r: (r["department"] is None, r["department"] == "rest", -r["n"], r["department"] or ""),
    )
