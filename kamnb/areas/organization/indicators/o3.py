"""O3: do processes face the customer, short and fast, or the chain of approval?"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.approvals import approvals_by_case, approvals_by_department
from kamnb.areas.organization.cases import (
    DAY,
    PATH,
    SMALLEST,
    case_crossings,
    case_spans,
    department_moments,
    finished_steps,
    with_days,
)
from kamnb.areas.organization.first_word import times_to_first_word
from kamnb.areas.organization.ratios import clustered_share
from kamnb.areas.organization.rows import values
from kamnb.areas.organization.variants import common_variants, repeated_steps
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import mean_interval, median_interval

ANSWERS = ("quote", "request", "complaint")
"""Cases that end with an answer; an order also holds the time of making and delivering."""


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
    spans = case_spans(finished_steps(client)).filter(~nw.col("case_type").is_null())
    cases = with_days(values(spans, "case_type", "span"))
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
    over the days from first step to last; mean over finished cases of three moments or more, each of
    a known department. Source: ours.
    """
    steps = finished_steps(client, PATH)
    cases = case_spans(steps).filter(nw.col("blank") == 0).select("case_id", "span")
    cases = cases.join(case_crossings(department_moments(steps)), on="case_id", how="left")
    found = values(cases, "span", "beyond")
    if found.empty:
        return Measurement.none(Outcome.NO_DATA)
    return mean_share(found["beyond"].fillna(0) / found["span"])


def mean_share(shares: pd.Series[float]) -> Measurement:
    """How large are shares on average? A t interval inside 0 and 1."""
    value, low, high = mean_interval(shares)
    return Measurement(value, max(0.0, low), min(1.0, high), n=len(shares))


@indicator(
    clause="O3",
    unit="share",
    needs={"process_events": ("case_id", "timestamp", "customer_facing")},
    anchors={0: 100, 0.2: 80, 0.45: 50, 0.7: 25, 0.95: 0},
    source="ours",
    minimum=10,
)
def customer_wait_share(client: ClientData) -> Measurement:
    """Which share of a case's time passes before the customer hears from us again?

    From the first step to the first later one that faces the customer, less one day (a word within a day is no
    wait), over the whole length; a case that ends without such a step counts as waited through. Mean over
    finished cases of three moments or more that tell it (see times_to_first_word). Series: median days to the
    first word, and n, by case type. Source: ours.
    """
    cases = values(times_to_first_word(finished_steps(client, PATH)), "case_type", "wait", "span")
    if cases.empty:
        return Measurement.none(Outcome.NO_DATA)
    found = mean_share((cases["wait"] - DAY).clip(lower=0) / cases["span"])
    typed = with_days(cases.drop(columns="span").rename(columns={"wait": "span"})).dropna(
        subset=["case_type"]
    )
    return Measurement(found.value, found.low, found.high, found.n, series={"types": days_by_type(typed)})


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

    Over steps that say whether they are one, in finished cases; interval by case, n counts cases. Series:
    approvals by department, with the median days since the step before. Source: ours.
    """
    steps = finished_steps(client)
    cases = approvals_by_case(steps)
    if cases.empty:
        return Measurement.none(Outcome.NO_DATA)
    share = clustered_share(cases["approvals"], cases["steps"])
    return Measurement(*share, n=len(cases), series={"departments": approvals_by_department(steps)})


@indicator(
    clause="O3",
    unit="share",
    needs={"process_events": ("case_id", "timestamp", "activity")},
    anchors={0: 100, 0.05: 80, 0.15: 50, 0.3: 20, 0.45: 0},
    source="ours",
    minimum=10,
)
def repeated_step_share(client: ClientData) -> Measurement:
    """Which share of the steps is taken again?

    A step counts when its case had the same activity at an earlier moment; over all steps of finished cases
    of three steps or more, interval by case, n counts cases. Series: the most frequent paths. Source: ours.
    """
    steps = finished_steps(client).filter(~nw.col("activity").is_null())
    cases = repeated_steps(steps)
    if cases.empty:
        return Measurement.none(Outcome.NO_DATA)
    share = clustered_share(cases["repeats"], cases["steps"])
    return Measurement(*share, n=len(cases), series=common_variants(steps))
