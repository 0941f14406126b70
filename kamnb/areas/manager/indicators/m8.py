"""M8: has the week moved from putting out fires and selling to leading?"""

from __future__ import annotations

from kamnb.areas.manager.hours import FIRE, share_hours
from kamnb.areas.manager.people import measure_mean
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="M8",
    unit="share",
    needs={"time_use": ("manager_id", "activity", "hours")},
    anchors={0.20: 100, 0.35: 75, 0.50: 50, 0.65: 25, 0.80: 0},
    source="ours",
    minimum=5,
)
def firefighting_share(client: ClientData) -> Measurement:
    """What share of a manager's hours goes into putting out fires and selling? Mean of managers."""
    return measure_mean(client, share_hours(client)[FIRE].sum(axis=1), 0, 1)
