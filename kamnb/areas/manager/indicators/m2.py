"""M2: has the competency model been applied to those in post, and do they see themselves as others do?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.manager.people import measure_flags, refuse, smallest_group
from kamnb.areas.manager.ratings import (
    ROLES,
    by_others,
    count_people,
    list_ratings,
    measure_gaps,
    select_complete,
    size_of,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import mean_interval


@indicator(
    clause="M2",
    unit="share",
    needs={"managers": ("manager_id", "passed_competency_model")},
    anchors={0.0: 0, 0.3: 25, 0.6: 50, 0.85: 75, 1.0: 100},
    source="ours",
    minimum=5,
)
def competency_model_passed(client: ClientData) -> Measurement:
    """What share of the managers in post has passed the competency model, of those on record?"""
    return measure_flags(client, "passed_competency_model")


@indicator(
    clause="M2",
    unit="ratio",
    needs={"ratings": ("manager_id", "relation", "competency", "rating")},
    anchors={0.2: 100, 0.5: 75, 0.8: 50, 1.2: 25, 1.6: 0},
    source="ours",
    minimum=5,
)
def self_other_gap(client: ClientData) -> Measurement:
    """How many points of the five-point scale lie between managers' own view of themselves and others'?

    Per manager the mean over roles of self minus others; the mean over managers without its sign, since too
    low a view is no truer than too high a one, with the paired t interval. A manager counts with both views of
    all three roles. `too_few` for fewer than five managers or raters. `series`: the gap with its sign, by role. Source: ours.
    """
    ratings = select_complete(list_ratings(client), smallest_group(client))
    gaps = measure_gaps(ratings)
    refused = refuse(client, count_people(by_others(ratings[ratings["manager_id"].isin(gaps.index)])))
    if refused:
        return refused
    signed = mean_interval(gaps.mean(axis=1))
    series = {"all": round(signed[0], 2), "roles": describe_gaps(gaps)}
    return Measurement(*size_of(signed), len(gaps), series=series)


def describe_gaps(gaps: pd.DataFrame) -> list[dict[str, Any]]:
    """How far does the own view exceed others' in each role, with its paired interval?"""
    found = []
    for role in ROLES:
        value, low, high = (round(x, 2) for x in mean_interval(gaps[role]))
        found.append({"role": role, "value": value, "low": low, "high": high, "n": len(gaps)})
    return found
