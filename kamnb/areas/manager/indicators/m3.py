"""M3: how many have a career plan, and how much training do they get?"""

from __future__ import annotations

from kamnb.areas.manager.people import measure_flags, refuse, select_in_post
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval


@indicator(
    clause="M3",
    unit="share",
    needs={"managers": ("manager_id", "has_career_plan")},
    anchors={0.0: 0, 0.3: 25, 0.6: 50, 0.85: 75, 1.0: 90},
    source="ours",
    minimum=5,
)
def career_plan_share(client: ClientData) -> Measurement:
    """What share of the managers in post has a career plan? A plan is paper, so the score ends at 90."""
    return measure_flags(client, "has_career_plan")


@indicator(
    clause="M3",
    unit="days",
    needs={"managers": ("manager_id", "training_days")},
    anchors={0: 0, 2: 25, 5: 50, 8: 75, 12: 100},
    source="ours",
    minimum=5,
)
def training_days(client: ClientData) -> Measurement:
    """How many days a year is a manager in post trained? The median with a 90 % bootstrap interval."""
    known = select_in_post(client)["training_days"].dropna()
    value, low, high = median_interval(known)
    return refuse(client, len(known)) or Measurement(value, low, high, len(known))
