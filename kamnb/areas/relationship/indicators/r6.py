"""R6: how far have relationships climbed beyond buying and selling?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.alliance_ties import ties_in_use
from kamnb.areas.relationship.stages import (
    CANNOT_TELL,
    COOPERATIVE,
    STAGES,
    signs,
    stage_bounds,
    stage_names,
)
from kamnb.areas.relationship.touchpoints import count_touchpoints
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import mean_interval

RUNGS = {"none": 0, "order": 1, "annual": 2, "framework": 3, "alliance": 4}


@indicator(
    clause="R6",
    unit="ratio",
    needs={"accounts": ("is_key", "contract_type")},
    anchors={0: 0, 1: 15, 2: 45, 3: 80, 3.5: 100},
    source="ours",
    minimum=5,
)
def contract_ladder(client: ClientData) -> Measurement:
    """On which rung do the key accounts' contracts stand, on average?

    none 0, order 1, annual 2, framework 3, alliance 4; accounts whose contract is not known are left out.
    A contract is a form: what is done under it shows elsewhere. Series: accounts by rung. Source: ours.
    """
    accounts = client.frame("accounts")
    accounts = accounts[accounts["account_id"].isin(key_accounts(client))]
    known = accounts[accounts["contract_type"].isin(RUNGS)]
    if known.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = mean_interval(known["contract_type"].map(RUNGS))
    counts = known["contract_type"].value_counts()
    series = {"accounts_by_rung": {rung: int(counts.get(rung, 0)) for rung in RUNGS}}
    return Measurement(value, max(0.0, low), min(4.0, high), n=len(known), series=series)


@indicator(
    clause="R6",
    unit="share",
    needs={"accounts": ("is_key",), "alliances": ("account_id", "last_used_on")},
    anchors={0: 10, 0.1: 40, 0.3: 80, 0.5: 100},
    source="ours",
    minimum=5,
)
def accounts_in_alliance(client: ClientData) -> Measurement:
    """Which share of the key accounts has a tie along the value chain that was used in the last twelve months?

    Shared platform, joint development, alliance or equity; a tie that nobody uses is paper. Accounts whose ties'
    last use is not known are left out; those without a tie have none. Series: accounts with any tie. Source: ours.
    """
    accounts = key_accounts(client)
    used = ties_in_use(client, accounts)
    known = frozenset(used.dropna().index)
    found = share_of_accounts(frozenset(used.index[used.fillna(False).astype(bool)]), known)
    if found.outcome != Outcome.MEASURED:
        return found
    tied = frozenset(client.frame("alliances")["account_id"].dropna()) & accounts
    return Measurement(found.value, found.low, found.high, found.n, series={"with_any_tie": len(tied)})


@indicator(
    clause="R6",
    unit="share",
    needs={"accounts": ("is_key",), "touchpoints": ("date", "kind")},
    anchors={0: 0, 0.2: 30, 0.5: 70, 0.8: 100},
    source="ours",
    minimum=5,
)
def accounts_at_cooperative_stage(client: ClientData) -> Measurement:
    """Which share of the key accounts stands at the cooperative stage or beyond, by what is done with them?

    By the rule of stages.py; of the key accounts for which that much can be told. Series: accounts by stage and
    contact structure, and each account's code with both. `no_data` where no key account has a touchpoint.
    Source: stages study:millman1995, study:mcdonald1997; rule, cut-offs and anchors ours.
    """
    accounts = key_accounts(client)
    if count_touchpoints(client, accounts).empty:
        return Measurement.none(Outcome.NO_DATA)
    found = signs(client, accounts)
    bounds = stage_bounds(found)
    beyond, below = bounds["low"] >= COOPERATIVE, bounds["high"] < COOPERATIVE
    known = frozenset(bounds.index[beyond | below])
    series = describe(client, stage_names(bounds), found["structure"])
    share = share_of_accounts(frozenset(bounds.index[beyond]), known)
    outcome = Outcome.MEASURED if known else Outcome.TOO_FEW
    return Measurement(share.value, share.low, share.high, len(known), outcome, series)


def describe(client: ClientData, stages: pd.Series[str], shapes: pd.Series[str]) -> dict[str, Any]:
    """What does the figure draw? Accounts by stage, and each account's code, stage and contact structure."""
    accounts = [
        {"code": client.code(str(account)), "stage": str(stage), "structure": str(shape)}
        for account, stage, shape in zip(stages.index, stages, shapes.fillna(CANNOT_TELL), strict=True)
    ]
    counts = stages.value_counts()
    return {
        "stages": [{"stage": name, "accounts": int(counts.get(name, 0))} for name in (*STAGES, CANNOT_TELL)],
        "accounts": sorted(accounts, key=lambda each: str(each["code"])),
    }
