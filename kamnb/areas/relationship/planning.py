"""Which key accounts plan with us?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.relationship.touchpoints import count_touchpoints
from kamnb.sources.client import ClientData

PLAN_MONTHS = 18
"""So long a plan counts as current after it was approved or updated. Ours."""


def planned_together(client: ClientData, accounts: frozenset[str]) -> frozenset[str]:
    """Which of these accounts planned with us, by a touchpoint or a current plan?"""
    kinds = count_touchpoints(client, accounts, "kind")
    met = frozenset(kinds.loc[kinds["kind"] == "joint_planning", "account_id"])
    return met | (built_with_account(client) & accounts)


def built_with_account(client: ClientData) -> frozenset[str]:
    """Which accounts took part in writing a plan that is still current?"""
    plans = client.frame("plans")
    latest = plans[["approved_on", "updated_on"]].max(axis=1)
    oldest = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=PLAN_MONTHS)
    current = latest.isna() | (latest > oldest)
    together = plans["built_with_account"].fillna(False).astype(bool)
    return frozenset(plans.loc[together & current, "account_id"])
