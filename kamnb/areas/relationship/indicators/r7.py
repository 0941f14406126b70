"""R7: are conflicts with accounts settled by rules that both sides agreed on, and in time?"""

from __future__ import annotations

import math

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.disputes import BY_RULE, describe_ways, is_decided, recent_disputes, with_days
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import share_interval
from kamnb.stats.waiting import median_wait


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
    rows = recent_disputes(client)
    rows = rows[is_decided(client, rows)]
    if rows.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(int(rows["resolved_by"].isin(BY_RULE).sum()), len(rows)), n=len(rows))


@indicator(
    clause="R7",
    unit="days",
    needs={"disputes": ("opened_on",)},
    anchors={10: 100, 20: 80, 45: 50, 90: 20, 150: 0},
    source="ours",
    minimum=10,
)
def dispute_days(client: ClientData) -> Measurement:
    """After how many days is half of the disputes of the last two years settled, the open ones counted in?

    Kaplan-Meier's median with its interval: an open dispute has lasted until as_of, one given up until it was
    closed. Of key accounts where these are known, else of all known accounts. `too_few` where fewer than half
    have been settled so far. Series: number and median days by way of settling; the median of unresolved ones
    is how long they have lasted. Source: ours (anchors).
    """
    rows = with_days(client, recent_disputes(client))
    if rows.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = median_wait(rows["days"], rows["settled"])
    series = {"ways": describe_ways(rows), "n": len(rows)}
    if math.isnan(value):
        return Measurement(None, None, None, len(rows), Outcome.TOO_FEW, series)
    return Measurement(value, low, high, len(rows), series=series)


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
