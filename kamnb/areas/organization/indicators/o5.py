"""O5: does an account's requirement become somebody's duty, and is it met in time?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.organization.requirements import ends_of, flow_by_department, recent_requirements
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval, share_interval

GRACE_DAYS = 7
"""A requirement raised in the last days may still be on its way to a department."""


@indicator(
    clause="O5",
    unit="share",
    needs={"requirements": ("raised_on", "assigned_department")},
    anchors={0.4: 0, 0.6: 25, 0.75: 50, 0.9: 80, 1: 100},
    source="ours",
    minimum=10,
)
def requirements_with_owner(client: ClientData) -> Measurement:
    """Which share of the requirements has a department on record that answers for it?

    Raised in the last two years; without those of the last week that nobody has taken on or closed. A blank says
    only that the register names nobody. Series: requirements by department and by how they ended. Source: ours.
    """
    found = recent_requirements(client)
    as_of = pd.Timestamp(client.settings.as_of)
    owned = found["assigned_department"].notna()
    fresh = (found["raised_on"] > as_of - pd.Timedelta(days=GRACE_DAYS)) & found["closed_on"].isna()
    found = found[owned | ~fresh]
    if found.empty:
        return Measurement.none(Outcome.NO_DATA)
    share = share_interval(int(owned.sum()), len(found))
    return Measurement(*share, n=len(found), series={"departments": flow_by_department(found, as_of)})


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
    as_of = pd.Timestamp(client.settings.as_of)
    due = found[found["due_on"] <= as_of]
    if due.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    kept = ends_of(due, as_of) == "in_time"
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
    spans = found["assigned_on"] - found["raised_on"]
    days = (spans.dt.total_seconds() / 86400).clip(lower=0).dropna()
    if days.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*median_interval(days), n=len(days), series={"unknown": len(found) - len(days)})
