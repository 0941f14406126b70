"""M4: what do long-term value and the team weigh in a manager's appraisal?"""

from __future__ import annotations

from kamnb.areas.manager.pay import read_weights
from kamnb.areas.manager.people import measure_mean
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="M4",
    unit="share",
    needs={"managers": ("manager_id", "weight_long_term")},
    anchors={0.0: 0, 0.1: 25, 0.2: 50, 0.35: 75, 0.5: 100},
    source="ours",
    minimum=5,
)
def appraisal_long_term_weight(client: ClientData) -> Measurement:
    """What weight has long-term value in a manager's appraisal? Mean, 90 % t interval."""
    return measure_mean(client, read_weights(client)["long"], 0, 1)


@indicator(
    clause="M4",
    unit="share",
    needs={"managers": ("manager_id", "weight_team")},
    anchors={0.0: 0, 0.05: 25, 0.15: 50, 0.25: 75, 0.35: 100},
    source="ours",
    minimum=5,
)
def appraisal_team_weight(client: ClientData) -> Measurement:
    """What weight has the team in a manager's appraisal? Mean, 90 % t interval."""
    return measure_mean(client, read_weights(client)["team"], 0, 1)
