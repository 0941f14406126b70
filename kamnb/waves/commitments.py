"""What became of the commitments that fell due between two waves?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from kamnb.areas.foundations.follow_through import commitments
from kamnb.model import Outcome
from kamnb.sources.client import ClientData

FATES = {"kept": "kept", "late": "late", "overdue": "open", "dropped": "dropped", "undated": "undated"}
"""What the foundations call it, and what it is called here."""


def commitments_between(client: ClientData | None, begin: dt.date, end: dt.date) -> dict[str, Any]:
    """How many commitments due after the earlier wave, up to the later one, were kept, late or are open? By role.

    Kept: done by the day; late: done after it; open: not done by the later wave. `no_data` where the later wave's
    tables are not at hand or hold no commitment of these days.
    """
    if client is None or not client.has("actions", "due_on"):
        return {"outcome": Outcome.NO_DATA, "all": None, "roles": []}
    rows = commitments(client)
    due = rows["due_on"].dt.normalize()
    rows = rows[(due > pd.Timestamp(begin)) & (due <= pd.Timestamp(end)) & rows["fate"].isin(FATES)]
    if rows.empty:
        return {"outcome": Outcome.NO_DATA, "all": None, "roles": []}
    by_role = rows.groupby(rows["owner_role"].fillna(""), sort=True)
    return {
        "outcome": Outcome.MEASURED,
        "all": counted(rows),
        "roles": [{"role": str(role), **counted(part)} for role, part in by_role],
    }


def counted(rows: pd.DataFrame) -> dict[str, int]:
    """How many met which fate?"""
    return {name: int((rows["fate"] == fate).sum()) for fate, name in FATES.items()}
