"""I2: does the front line collect information, does it analyse it, and does it do so week by week?"""

from __future__ import annotations

from kamnb.areas.it.crm_seats import (
    REGULAR_WEEKS,
    active_weeks,
    by_function,
    share_of_seats,
    users,
    week_classes,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
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

    Those who never logged in count as seats (settings.crm_seats). Series: collecting and analysing by function.
    Source: ours.
    """
    found = users(client)
    if found is None:
        return Measurement.none(Outcome.NO_DATA)
    return share_of_seats(client, found["collects"], {"functions": by_function(client, found)})


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
    found = users(client)
    return share_of_seats(client, None if found is None else found["analyses"])


@indicator(
    clause="I2",
    unit="share",
    needs={"crm_activity": ("user_id", "date", "action")},
    anchors={0: 0, 0.15: 25, 0.35: 55, 0.6: 85, 0.8: 100},
    source="ours",
    minimum=10,
)
def crm_regularity(client: ClientData) -> Measurement:
    """Which share of the CRM seats collected or analysed in at least nine of the last thirteen weeks?

    A burst before a review is no habit. A mere login is not counted; those who never logged in are seats. Series:
    users by number of weeks, in classes. Source: ours.
    """
    weeks = active_weeks(client)
    if weeks is None:
        return Measurement.none(Outcome.NO_DATA)
    found = share_of_seats(client, (weeks >= REGULAR_WEEKS).astype(int))
    if found.outcome != Outcome.MEASURED:
        return found
    series = {"classes": week_classes(client, weeks), "regular": REGULAR_WEEKS}
    return Measurement(found.value, found.low, found.high, found.n, series=series)
