"""How managers' hours divide over activities: one row a manager, whatever the length of the diary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from kamnb.areas.manager.people import select_rows, smallest_group
from kamnb.sources.client import ClientData
from kamnb.text.load import read_yaml

BUILDING = ["account_planning", "solution_design", "team_leading"]
FIRE = ["firefighting", "selling"]
ACTIVITIES = [*FIRE, *BUILDING, "service", "administration"]


def read_target() -> dict[str, float]:
    """How is the week meant to divide? The role's target mix, shares of hours by activity."""
    return dict(read_yaml(Path(__file__).with_name("role_mix.yml"))["shares"])


def share_hours(client: ClientData) -> pd.DataFrame:
    """What share of each manager's hours goes to each activity? One row a manager who has hours.

    Weeks without hours do not count, nor do hours of no known activity.
    """
    rows = select_rows(client, "time_use")
    hours = rows.groupby(["manager_id", "activity"])["hours"].sum().unstack().reindex(columns=ACTIVITIES)
    totals = hours.fillna(0.0).sum(axis=1)
    return hours.fillna(0.0)[totals > 0].div(totals[totals > 0], axis=0)


def describe_hours(client: ClientData, shares: pd.DataFrame) -> dict[str, Any] | None:
    """What does the figure draw? The mean share of each activity beside its target; None for too small a group.

    `building` is the indicator's own value, which sums of shares rounded one by one would miss by a per cent.
    """
    if len(shares) < smallest_group(client):
        return None
    means = {str(name): float(x) for name, x in shares.mean().items()}
    building = float(shares[BUILDING].sum(axis=1).mean())
    return {"shares": means, "building": building, "target": read_target(), "n": len(shares)}
