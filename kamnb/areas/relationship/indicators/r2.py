"""R2: do key accounts take part in planning?"""

from __future__ import annotations

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.planning import planned_together
from kamnb.areas.relationship.touchpoints import year_is_recorded
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts


@indicator(
    clause="R2",
    unit="share",
    needs={"accounts": ("is_key",)},
    anchors={0: 0, 0.2: 30, 0.5: 70, 0.8: 100},
    source="ours",
    minimum=5,
)
def joint_planning_accounts(client: ClientData) -> Measurement:
    """Which share of the key accounts planned with us in the last year?

    A joint planning touchpoint, or an account plan built with the account that was approved or updated in the
    last eighteen months (or bears no date). `no_data` where neither a year of touchpoints nor that column is
    there. Source: ours.
    """
    if not year_is_recorded(client) and not client.has("plans", "built_with_account"):
        return Measurement.none(Outcome.NO_DATA)
    accounts = key_accounts(client)
    return share_of_accounts(planned_together(client, accounts), accounts)
