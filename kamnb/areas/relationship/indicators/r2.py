"""R2: do key accounts take part in planning?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.touchpoint_depth import key_accounts, recent_touchpoints
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData

PLAN_MONTHS = 18


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
    last eighteen months (or bears no date). `no_data` where neither touchpoints nor that column is there.
    Source: ours.
    """
    accounts = key_accounts(client)
    touched, planned = client.has("touchpoints", "kind"), client.has("plans", "built_with_account")
    if not touched and not planned:
        return Measurement.none(Outcome.NO_DATA)
    rows = recent_touchpoints(client, accounts)
    met = frozenset(rows.loc[rows["kind"] == "joint_planning", "account_id"])
    return share_of_accounts(met | built_with_account(client), accounts)


def built_with_account(client: ClientData) -> frozenset[str]:
    """Which accounts took part in writing a plan that is still current?"""
    plans = client.frame("plans")
    latest = plans[["approved_on", "updated_on"]].max(axis=1)
    oldest = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=PLAN_MONTHS)
    current = latest.isna() | (latest > oldest)
    together = plans["built_with_account"].fillna(False).astype(bool)
    return frozenset(plans.loc[together & current, "account_id"])
