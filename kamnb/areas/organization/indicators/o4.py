"""O4: is work handed over without borders, or does it stand still and come back?"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.cases import (
    DAY,
    PATH,
    SMALLEST,
    case_crossings,
    department_moments,
    finished_steps,
    hand_offs,
    returned_cases,
)
from kamnb.areas.organization.rows import Rows, collect, count, values
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval, share_interval

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
    moments = department_moments(finished_steps(client, PATH))
    cases = values(case_crossings(moments), "crossings", "gaps")
    if cases.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    days = cases["gaps"] / cases["crossings"] / DAY
    pairs = slowest_pairs(hand_offs(moments))
    return Measurement(*median_interval(days), n=len(days), series={"pairs": pairs})


def slowest_pairs(pairs: Rows) -> list[dict[str, Any]]:
    """Which hand-offs wait longest? Pairs of five hand-offs or more, slowest first, twelve at most."""
    names = ["department", "department_next"]
    found = collect(pairs.group_by(*names).agg(nw.col("span").median(), count().alias("n")))
    found = found[found["n"] >= SMALLEST].sort_values(
        ["span", "n", *names], ascending=[False, False, True, True]
    )
    return [
        {"from": a, "to": b, "median_days": float(span / DAY), "n": int(n)}
        for a, b, span, n in found.head(MOST_PAIRS).itertuples(index=False, name=None)
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
    returned: pd.Series[int] = returned_cases(finished_steps(client, PATH))["returned"]
    if returned.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    return Measurement(*share_interval(int(returned.sum()), len(returned)), n=len(returned))
