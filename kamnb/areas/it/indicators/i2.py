"""I2: does the front line collect information, and does it analyse it?"""

from __future__ import annotations

from kamnb.areas.it.crm_seats import ANALYSE, COLLECT, share_of_seats
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="I2",
    unit="share",
    needs={"crm_activity": ("user_id", "date", "action")},
    anchors={0: 0, 0.3: 25, 0.6: 60, 0.8: 85, 0.95: 100},
    source="ours",
    minimum=10,
)
def crm_collecting(client: ClientData) -> Measurement:
    """Which share of the CRM seats created or updated an entry in the last three months?

    Those who never logged in count as seats (settings.crm_seats). Source: ours.
    """
    return share_of_seats(client, COLLECT)


@indicator(
    clause="I2",
    unit="share",
    needs={"crm_activity": ("user_id", "date", "action")},
    anchors={0: 0, 0.2: 25, 0.4: 55, 0.6: 80, 0.8: 100},
    source="ours",
    minimum=10,
)
def crm_analysing(client: ClientData) -> Measurement:
    """Which share of the CRM seats searched or ran a report in the last three months?

    Those who never logged in count as seats (settings.crm_seats). Source: ours.
    """
    return share_of_seats(client, ANALYSE)
