"""O5: does an account's requirement become somebody's duty, and is it met in time?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.organization.indicators.cases import WINDOW_MONTHS, in_days, of_key_accounts
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval, share_interval


def recent_requirements(client: ClientData) -> pd.DataFrame:
    """Which requirements of key accounts were raised in the last two years?"""
    return of_key_accounts(client, client.in_window(client.frame("requirements"), "raised_on", WINDOW_MONTHS))


@indicator(
    clause="O5",
    unit="share",
    needs={"requirements": ("raised_on", "due_on")},
    anchors={0.3: 0, 0.5: 25, 0.7: 50, 0.85: 75, 0.95: 100},
    source="ours",
    minimum=10,
)
def requirements_closed_on_time(client: ClientData) -> Measurement:
    """Which share of the requirements that have fallen due was closed by the day it was due?

    Those without a due date or not due by as_of are not counted; not closed yet is not in time. Source: ours.
    """
    found = recent_requirements(client)
    due = found[found["due_on"] <= pd.Timestamp(client.settings.as_of)]
    if due.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    kept = due["closed_on"].dt.normalize() <= due["due_on"]
    return Measurement(*share_interval(int(kept.sum()), len(due)), n=len(due))


@indicator(
    clause="O5",
    unit="days",
    needs={"requirements": ("raised_on", "assigned_on")},
    anchors={1: 100, 2: 85, 5: 55, 10: 25, 20: 0},
    source="ours",
    minimum=10,
)
def requirement_assignment_days(client: ClientData) -> Measurement:
    """How many days pass until a department takes a requirement on?

    Median over requirements whose day of assignment is known (a blank is unknown: the series says how many),
    so the true time may be longer. Source: ours.
    """
    found = recent_requirements(client)
    days = in_days(found["assigned_on"] - found["raised_on"]).clip(lower=0).dropna()
    if days.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*median_interval(days), n=len(days), series={"unknown": len(found) - len(days)})
