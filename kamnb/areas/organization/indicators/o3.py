"""O3: do processes face the customer, short and fast, or the chain of approval?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.organization.indicators.cases import case_lengths, finished_steps, hand_offs, told_paths
from kamnb.areas.organization.indicators.ratios import clustered_share
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import mean_interval, median_interval

ANSWERS = ("quote", "request", "complaint")
"""Cases that end with an answer; an order also holds the time of making and delivering."""
SMALLEST = 5


@indicator(
    clause="O3",
    unit="days",
    needs={"process_events": ("case_id", "timestamp", "case_type")},
    anchors={1: 100, 3: 75, 7: 50, 15: 25, 30: 0},
    source="ours",
    minimum=10,
)
def answer_days(client: ClientData) -> Measurement:
    """How many days does a quotation, request or complaint take from its first step to its last?

    Median over finished cases of two steps or more. Series: median and n by case type, orders too.
    Source: ours.
    """
    cases = case_lengths(finished_steps(client))
    answers = cases[cases["case_type"].isin(ANSWERS)]
    if answers.empty:
        return Measurement.none(Outcome.NO_DATA)
    series = {"types": days_by_type(cases)}
    return Measurement(*median_interval(answers["days"]), n=len(answers), series=series)


def days_by_type(cases: pd.DataFrame) -> list[dict[str, Any]]:
    """How long do cases of each type take? Types of five cases or more."""
    groups = {str(kind): group["days"] for kind, group in cases.groupby("case_type")}
    return [
        dict(zip(("median_days", "low", "high"), median_interval(days), strict=True), type=kind, n=len(days))
        for kind, days in groups.items()
        if len(days) >= SMALLEST
    ]


@indicator(
    clause="O3",
    unit="share",
    needs={"process_events": ("case_id", "timestamp", "department")},
    anchors={0: 100, 0.2: 75, 0.4: 50, 0.6: 25, 0.8: 0},
    source="ours",
    minimum=10,
)
def interface_wait_share(client: ClientData) -> Measurement:
    """Which share of a case's time goes by waiting between departments?

    A hand-off's days beyond the first count as waiting (the first is taken as work, for a step has one time),
    over the days from first step to last; mean over finished cases of three moments or more. Source: ours.
    """
    steps = told_paths(finished_steps(client))
    cases = case_lengths(steps)
    if cases.empty:
        return Measurement.none(Outcome.NO_DATA)
    crossings = hand_offs(steps).drop_duplicates(["case_id", "moment"])
    waiting = (crossings["days"] - 1).clip(lower=0).groupby(crossings["case_id"]).sum()
    days = cases["days"].where(cases["days"] > 0, 1)
    shares = waiting.reindex(cases.index).fillna(0) / days
    value, low, high = mean_interval(shares)
    return Measurement(value, max(0.0, low), min(1.0, high), n=len(shares))


@indicator(
    clause="O3",
    unit="share",
    needs={"process_events": ("case_id", "timestamp", "is_approval")},
    anchors={0.05: 100, 0.15: 75, 0.3: 50, 0.45: 25, 0.6: 0},
    source="ours",
    minimum=10,
)
def approval_step_share(client: ClientData) -> Measurement:
    """Which share of the steps are approvals?

    Over steps that say whether they are one, in finished cases; interval by case, n counts cases.
    Source: ours.
    """
    steps = finished_steps(client).dropna(subset=["is_approval"])
    if steps.empty:
        return Measurement.none(Outcome.NO_DATA)
    cases = steps["is_approval"].astype("int64").groupby(steps["case_id"]).agg(["sum", "size"])
    return Measurement(*clustered_share(cases["sum"], cases["size"]), n=len(cases))
