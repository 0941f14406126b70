"""R7: are conflicts with accounts settled by rules that both sides agreed on?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.touchpoint_depth import key_accounts
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

DISPUTE_MONTHS = 24
PATIENCE = pd.Timedelta(days=90)
BY_RULE = ("contract", "rule")


@indicator(
    clause="R7",
    unit="share",
    needs={"disputes": ("opened_on", "resolved_by")},
    anchors={0.1: 0, 0.3: 30, 0.5: 55, 0.7: 80, 0.9: 100},
    source="ours",
    minimum=10,
)
def disputes_by_rule(client: ClientData) -> Measurement:
    """Which share of the disputes of the last two years was settled by contract or an agreed rule?

    Of key accounts where these are known, else of all known accounts. Settled otherwise, or unsettled for
    ninety days, counts against; younger open ones and closed ones without a way are left out. Source: ours.
    """
    rows = client.of_accounts(client.in_window(client.frame("disputes"), "opened_on", DISPUTE_MONTHS))
    if client.has("accounts", "is_key"):
        rows = rows[rows["account_id"].isin(key_accounts(client))]
    rows = rows[is_decided(client, rows)]
    if rows.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(int(rows["resolved_by"].isin(BY_RULE).sum()), len(rows)), n=len(rows))


def is_decided(client: ClientData, rows: pd.DataFrame) -> pd.Series[bool]:
    """Which disputes can be judged? Those settled in a known way, and those open for over ninety days."""
    settled = rows["resolved_by"].notna() & (rows["resolved_by"] != "unresolved")
    closed = rows["closed_on"].notna()
    old = pd.Timestamp(client.settings.as_of) - rows["opened_on"] > PATIENCE
    given_up = closed & (rows["resolved_by"] == "unresolved")
    return settled | given_up | (~closed & old)


@indicator(
    clause="R7",
    unit="share",
    needs={"accounts": ("is_key", "has_dispute_rules")},
    anchors={0: 0, 0.3: 35, 0.6: 70, 0.9: 100},
    source="ours",
    minimum=5,
)
def dispute_rules_cover(client: ClientData) -> Measurement:
    """Which share of the key accounts has written rules for disputes with us?

    Of those for which the column says yes or no. Source: ours.
    """
    accounts = client.frame("accounts").dropna(subset=["has_dispute_rules"])
    known = frozenset(accounts["account_id"]) & key_accounts(client)
    having = frozenset(accounts.loc[accounts["has_dispute_rules"].astype(bool), "account_id"])
    return share_of_accounts(having, known)
