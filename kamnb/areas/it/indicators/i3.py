"""I3: does the system serve those who fill it, or only take from them?"""

from __future__ import annotations

from kamnb.areas.it.crm_seats import users
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
    found = users(client)
    givers = 0 if found is None else int(found["collects"].sum())
    if found is None or not givers:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(int((found["collects"] * found["analyses"]).sum()), givers), n=givers)
