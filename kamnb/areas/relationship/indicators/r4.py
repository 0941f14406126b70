"""R4: do accounts come to us of their own accord?"""

from __future__ import annotations

from kamnb.areas.relationship.account_shares import share_of_rows
from kamnb.areas.relationship.touchpoint_depth import business_touchpoints, key_accounts
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="R4",
    unit="share",
    needs={"accounts": ("is_key",), "touchpoints": ("date", "kind", "initiated_by")},
    anchors={0: 0, 0.1: 30, 0.25: 65, 0.4: 100},
    source="ours",
    minimum=5,
)
def account_initiated(client: ClientData) -> Measurement:
    """Which share of the last year's business touchpoints with key accounts did the account initiate?

    Hospitality is left out, as are touchpoints that do not say who began. Interval by bootstrap over
    accounts; n counts accounts. Source: ours.
    """
    rows = business_touchpoints(client, key_accounts(client)).dropna(subset=["initiated_by"])
    return share_of_rows(rows["initiated_by"] == "account", rows["account_id"])
