"""How managers' hours divide over activities: one row a manager, whatever the length of the diary."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.manager.people import select_rows, smallest_group
from kamnb.sources.client import ClientData

BUILDING = ["account_planning", "solution_design", "team_leading"]
FIRE = ["firefighting", "selling"]
ACTIVITIES = [*FIRE, *BUILDING, "service", "administration"]


def share_hours(client: ClientData) -> pd.DataFrame:
    """What share of each manager's hours goes to each activity? One row a manager who has hours."""
    rows = select_rows(client, "time_use")
    hours = rows.groupby(["manager_id", "activity"])["hours"].sum().unstack().reindex(columns=ACTIVITIES)
    totals = hours.fillna(0.0).sum(axis=1)
    return hours.fillna(0.0)[totals > 0].div(totals[totals > 0], axis=0)


def describe_hours(client: ClientData, shares: pd.DataFrame) -> dict[str, Any] | None:
    """What does the figure draw? The mean share of each activity; None for a group too small to show."""
    if len(shares) < smallest_group(client):
        return None
    return {"shares": {name: round(float(x), 4) for name, x in shares.mean().items()}, "n": len(shares)}
