"""O4: is work handed over without borders, or does it stand still and come back?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.organization.indicators.cases import finished_steps, hand_offs, returned_cases, told_paths
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval, share_interval

SMALLEST = 5
MOST_PAIRS = 12


@indicator(
    clause="O4",
    unit="days",
    needs={"process_events": ("case_id", "timestamp", "department")},
    anchors={0.5: 100, 1: 85, 2: 65, 4: 40, 8: 15, 15: 0},
    source="ours",
    minimum=10,
)
def hand_off_waits(client: ClientData) -> Measurement:
    """How many days pass at a hand-off between departments?

    Median over cases of a case's mean days a hand-off (cases, not hand-offs, are independent). Series: the
    slowest pairs of departments with median days and n. Not applicable where no case changes hands.
    Source: ours.
    """
    pairs = hand_offs(told_paths(finished_steps(client)))
    if pairs.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    crossings = pairs.drop_duplicates(["case_id", "moment"])
    by_case = crossings.groupby("case_id")["days"].mean()
    return Measurement(*median_interval(by_case), n=len(by_case), series={"pairs": slowest_pairs(pairs)})


def slowest_pairs(pairs: pd.DataFrame) -> list[dict[str, Any]]:
    """Which hand-offs wait longest? Pairs of five hand-offs or more, slowest first, twelve at most."""
    found = pairs.groupby(["department", "department_next"])["days"].agg(["median", "size"]).reset_index()
    found = found[found["size"] >= SMALLEST]
    order = ["median", "size", "department", "department_next"]
    rows = found.sort_values(order, ascending=[False, False, True, True]).head(MOST_PAIRS)
    return [
        {"from": a, "to": b, "median_days": float(days), "n": int(n)}
        for a, b, days, n in rows.itertuples(index=False, name=None)
    ]


@indicator(
    clause="O4",
    unit="share",
    needs={"process_events": ("case_id", "timestamp", "department")},
    anchors={0: 100, 0.1: 80, 0.25: 50, 0.5: 20, 0.8: 0},
    source="ours",
    minimum=10,
)
def case_return_share(client: ClientData) -> Measurement:
    """Which share of the cases that cross departments comes back to one that had passed it on?

    The department that opened a case is not counted, for it takes the answer to the customer. Source: ours.
    """
    returned = returned_cases(told_paths(finished_steps(client)))
    if returned.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    return Measurement(*share_interval(int(returned.sum()), len(returned)), n=len(returned))
