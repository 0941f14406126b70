"""R1: are the means of looking after key accounts varied and deep, or mostly hospitality?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.relationship.account_shares import share_of_rows
from kamnb.areas.relationship.touchpoint_depth import (
    DEPTH,
    HOSPITALITY,
    TOTAL_ONLY,
    key_accounts,
    recent_touchpoints,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval

NEEDS = {"accounts": ("is_key",), "touchpoints": ("date", "kind")}


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

    Each kind counts once with its depth (0 hospitality … 1 joint innovation), however often it is repeated;
    a key account without any touchpoint counts 0. Median over key accounts with a bootstrap interval;
    `no_data` where no key account has one. Source: ours.
    """
    accounts = key_accounts(client)
    rows = recent_touchpoints(client, accounts)
    if rows.empty:
        return Measurement.none(Outcome.NO_DATA)
    kinds = rows.drop_duplicates(["account_id", "kind"])
    depth = kinds.groupby("account_id")["depth"].sum().reindex(sorted(accounts), fill_value=0.0)
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
    rows = recent_touchpoints(client, key_accounts(client))
    found = share_of_rows(~rows["kind"].isin(HOSPITALITY), rows["account_id"])
    if found.outcome != Outcome.MEASURED:
        return found
    series = {"rungs": rungs(rows), "touchpoints": len(rows)}
    return Measurement(found.value, found.low, found.high, found.n, series=series)


def rungs(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Which share of the touchpoints stands on each rung, from shallow to deep? Meals and gifts are one."""
    shown = rows["kind"].replace(dict.fromkeys(TOTAL_ONLY, "hospitality"))
    counts = shown.value_counts()
    ladder = {"hospitality": 0.0} | {kind: depth for kind, depth in DEPTH.items() if kind not in TOTAL_ONLY}
    return [
        {
            "kind": kind,
            "depth": depth,
            "count": int(counts.get(kind, 0)),
            "share": float(counts.get(kind, 0) / len(rows)),
        }
        for kind, depth in ladder.items()
    ]
