"""M2: has the competency model been applied to those in post?"""

from __future__ import annotations

from kamnb.areas.manager.people import measure_flags
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="M2",
    unit="share",
    needs={"managers": ("manager_id", "passed_competency_model")},
    anchors={0.0: 0, 0.3: 25, 0.6: 50, 0.85: 75, 1.0: 100},
    source="ours",
    minimum=5,
)
def competency_model_passed(client: ClientData) -> Measurement:
    """What share of the managers in post has passed the competency model, of those on record?"""
    return measure_flags(client, "passed_competency_model")
