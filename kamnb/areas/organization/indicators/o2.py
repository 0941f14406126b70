"""O2: do cross-functional support teams, anchored at senior level, stand behind the key accounts?"""

from __future__ import annotations

from kamnb.areas.organization.indicators.cases import key_accounts
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import mean_interval, share_interval


@indicator(
    clause="O2",
    unit="count",
    needs={"teams": ("account_id", "department")},
    anchors={1: 0, 2: 30, 3: 55, 4: 80, 5: 100},
    source="ours",
    minimum=5,
)
def team_departments(client: ClientData) -> Measurement:
    """How many departments does a key account's team span, on average?

    Over accounts that have a team (key accounts, where they are known); those without one show in
    sponsored_accounts_share. Series: number of accounts by number of departments. Source: ours.
    """
    teams = client.frame("teams").dropna(subset=["account_id", "department"])
    keys = key_accounts(client, current=True)
    if keys is not None:
        teams = teams[teams["account_id"].isin(keys)]
    spans = teams.groupby("account_id")["department"].nunique()
    counted = {str(k): int(v) for k, v in spans.value_counts().sort_index().items()}
    value, low, high = mean_interval(spans)
    return Measurement(value, max(1.0, low), high, n=len(spans), series={"accounts_by_departments": counted})


@indicator(
    clause="O2",
    unit="share",
    needs={"teams": ("account_id", "level", "role")},
    anchors={0: 0, 0.5: 50, 1: 100},
    source="ours",
    minimum=5,
)
def sponsored_accounts_share(client: ClientData) -> Measurement:
    """Which share of the key accounts has an executive as sponsor in its team?

    Of all present key accounts where they are known (no team is no sponsor), else of accounts with a team.
    Source: ours for the anchors; that top management's part matters: Workman, Homburg & Jensen 2003.
    """
    teams = client.frame("teams").dropna(subset=["account_id"])
    accounts = key_accounts(client, current=True) or frozenset(teams["account_id"])
    leading = teams[(teams["role"] == "sponsor") & (teams["level"] == "executive")]
    sponsored = accounts & frozenset(leading["account_id"])
    return Measurement(*share_interval(len(sponsored), len(accounts)), n=len(accounts))
