"""R1: are the means of looking after key accounts varied, deep and fitted, or mostly hospitality?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.relationship.account_shares import share_of_counts
from kamnb.areas.relationship.touchpoint_depth import DEPTH, HOSPITALITY, TOTAL_ONLY
from kamnb.areas.relationship.touchpoints import count_touchpoints, year_is_recorded
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import median_interval
from kamnb.stats.mixes import mix_difference_interval, same_mix_chance

NEEDS = {"accounts": ("is_key",), "touchpoints": ("date", "kind")}
ENOUGH_TOUCHPOINTS = 30
"""Fewer touchpoints in all say nothing about whether mixes differ. Ours."""


@indicator(
    clause="R1",
    unit="ratio",
    needs=NEEDS,
    anchors={0: 0, 0.5: 15, 1: 35, 2: 65, 3: 90, 3.5: 100},
    source="ours",
    minimum=5,
)
def means_variety(client: ClientData) -> Measurement:
    """How many kinds of means does a key account see in a year, weighted by their depth?

    Each kind counts once with its depth (0 hospitality … 1 joint innovation), however often it is repeated, so
    that three kinds of hospitality are no variety; a key account without any touchpoint counts 0. Median over
    key accounts with a bootstrap interval; `no_data` where no key account has one, `too_few` where the records
    do not reach over the year. Source: ours.
    """
    accounts = key_accounts(client)
    kinds = count_touchpoints(client, accounts, "kind")
    if kinds.empty or not year_is_recorded(client):
        return Measurement.none(Outcome.NO_DATA if kinds.empty else Outcome.TOO_FEW)
    depth = kinds["kind"].map(DEPTH).astype(float).groupby(kinds["account_id"]).sum()
    depth = depth.reindex(sorted(accounts), fill_value=0.0)
    return Measurement(*median_interval(depth), n=len(depth))


@indicator(
    clause="R1",
    unit="share",
    needs=NEEDS,
    anchors={0.2: 0, 0.5: 35, 0.7: 60, 0.85: 85, 0.95: 100},
    source="ours",
    minimum=5,
)
def beyond_hospitality(client: ClientData) -> Measurement:
    """Which share of the last year's touchpoints with key accounts is more than a meal, a gift or an event?

    Interval by bootstrap over accounts; n counts accounts. Series: share of touchpoints by rung of the depth
    ladder, meals and gifts as one total. Source: ours.
    """
    counts = count_touchpoints(client, key_accounts(client), "kind")
    found = share_of_counts(counts, ~counts["kind"].isin(HOSPITALITY))
    if found.outcome != Outcome.MEASURED:
        return found
    series = {"rungs": rungs(counts), "touchpoints": int(counts["n"].sum())}
    return Measurement(found.value, found.low, found.high, found.n, series=series)


def rungs(counts: pd.DataFrame) -> list[dict[str, Any]]:
    """Which share of the touchpoints stands on each rung, from shallow to deep? Meals and gifts are one."""
    shown = counts["kind"].replace(dict.fromkeys(TOTAL_ONLY, "hospitality"))
    by_rung, total = counts["n"].groupby(shown).sum(), int(counts["n"].sum())
    ladder = {"hospitality": 0.0} | {kind: depth for kind, depth in DEPTH.items() if kind not in TOTAL_ONLY}
    return [
        {
            "kind": kind,
            "depth": depth,
            "count": int(by_rung.get(kind, 0)),
            "share": float(by_rung.get(kind, 0)) / total,
        }
        for kind, depth in ladder.items()
    ]


@indicator(
    clause="R1",
    unit="share",
    needs=NEEDS,
    anchors={0: 20, 0.05: 50, 0.15: 75, 0.3: 95},
    source="ours",
    minimum=5,
)
def means_fitted(client: ClientData) -> Measurement:
    """Do key accounts get different mixes of means, beyond what chance alone would show?

    Which part of the variety of kinds goes with the account (see `mix_difference`), from last year's business
    touchpoints, a kind once a day; hospitality is no means that could be fitted. Below chance is 0. Jackknife
    over accounts; n counts accounts. That mixes differ does not yet say that they fit, so the score ends at 95.
    `too_few` under thirty touchpoints. Series: the mixes by account, and p that one common mix would look as
    different. Source: study:vinh2010 for the measure; anchors ours.
    """
    counts = count_touchpoints(client, key_accounts(client), "kind", business=True, once_a_day=True)
    if counts["n"].sum() < ENOUGH_TOUCHPOINTS:
        return Measurement.none(Outcome.TOO_FEW, counts["account_id"].nunique())
    table = counts.pivot(index="account_id", columns="kind", values="n").fillna(0).astype(int)
    bounds = mix_difference_interval(table.to_numpy())
    value, low, high = (max(0.0, x) for x in bounds)
    series = {
        "kinds": [kind for kind in DEPTH if kind in table],
        "accounts": mixes(client, table),
        "p": same_mix_chance(table.to_numpy()),
    }
    return Measurement(value, low, min(1.0, high), len(table), series=series)


def mixes(client: ClientData, table: pd.DataFrame) -> list[dict[str, Any]]:
    """How many touchpoints of each kind has each account? By code, kinds from shallow to deep, blanks as 0."""
    kinds = [kind for kind in DEPTH if kind in table]
    found = [
        {"code": client.code(str(account)), "counts": [int(n) for n in row]}
        for account, row in zip(table.index, table[kinds].to_numpy(), strict=True)
    ]
    return sorted(found, key=lambda each: str(each["code"]))
