"""R5: do key accounts get help beyond the product?"""

from __future__ import annotations

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.touchpoints import count_touchpoints, year_is_recorded
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

HELPFUL = ("training", "technical_workshop", "joint_innovation")


@indicator(
    clause="R5",
    unit="share",
    needs={"accounts": ("is_key",), "touchpoints": ("date", "kind")},
    anchors={0: 0, 0.3: 20, 0.6: 50, 0.9: 85, 1: 100},
    source="ours",
    minimum=5,
)
def value_raising_accounts(client: ClientData) -> Measurement:
    """Which share of the key accounts had training, a workshop or joint innovation in the last year?

    `no_data` where no key account has a touchpoint of any kind, `too_few` where the records do not reach over
    the year. That it helped is for the account to say. Source: ours.
    """
    accounts = key_accounts(client)
    kinds = count_touchpoints(client, accounts, "kind")
    if kinds.empty or not year_is_recorded(client):
        return Measurement.none(Outcome.NO_DATA if kinds.empty else Outcome.TOO_FEW)
    return share_of_accounts(frozenset(kinds.loc[kinds["kind"].isin(HELPFUL), "account_id"]), accounts)
