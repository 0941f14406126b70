"""I3: does the system serve those who fill it, or only take from them?"""

from __future__ import annotations

from kamnb.areas.it.crm_seats import ANALYSE, COLLECT, users_of
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval


@indicator(
    clause="I3",
    unit="share",
    needs={"crm_activity": ("user_id", "date", "action")},
    anchors={0.1: 0, 0.3: 30, 0.5: 55, 0.75: 85, 0.9: 100},
    source="ours",
    minimum=10,
)
def crm_give_and_take(client: ClientData) -> Measurement:
    """Of those who entered data in the last three months, which share also searched or ran a report?

    Who enters and never looks anything up serves the system; who does both is served by it. Source: ours.
    """
    givers, takers = users_of(client, COLLECT), users_of(client, ANALYSE)
    if not givers or takers is None:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(len(givers & takers), len(givers)), n=len(givers))
