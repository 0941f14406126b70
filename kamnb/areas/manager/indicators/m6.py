"""M6: do managers rank with comparable posts, and are their calls on resources met?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kamnb.areas.manager.business import mean_monthly_revenue
from kamnb.areas.manager.people import measure_mean, refuse, select_in_post
from kamnb.areas.manager.requests import describe_requests, list_requests, select_timed
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval, share_interval
from kamnb.stats.waiting import median_wait

IN_TIME_DAYS = 7


@indicator(
    clause="M6",
    unit="count",
    needs={"managers": ("manager_id", "grade")},
    anchors={-4: 0, -2: 25, -1: 50, 0: 80, 1: 100},
    source="ours",
    minimum=5,
)
def grade_gap(client: ClientData) -> Measurement:
    """How many grades do managers in post stand above or below comparable posts?

    Mean of grade minus the median of `reference_grades`, a higher number being a higher rank, with a 90 % t
    interval. `no_data` where client.yml names no comparable post. The clause itself asks for level or above.
    """
    reference = list(client.settings.reference_grades.values())
    if not reference:
        return Measurement.none(Outcome.NO_DATA)
    gaps = select_in_post(client)["grade"] - float(np.median(reference))
    return measure_mean(client, gaps, -math.inf, math.inf)


@indicator(
    clause="M6",
    unit="share",
    needs={"managers": ("manager_id", "reports_to_level")},
    anchors={0.0: 0, 0.25: 30, 0.5: 60, 0.75: 80, 1.0: 95},
    source="ours",
    minimum=5,
)
def reports_to_executive(client: ClientData) -> Measurement:
    """What share of the managers in post reports to an executive, of those whose superior's level is known?

    Wilson's interval. A line in the chart is not yet a voice, so the score ends at 95. Source: ours.
    """
    known = select_in_post(client)["reports_to_level"].dropna()
    value, low, high = share_interval(int((known == "executive").sum()), len(known))
    return refuse(client, len(known)) or Measurement(value, low, high, len(known))


@indicator(
    clause="M6",
    unit="share",
    needs={
        "managers": ("manager_id", "approval_limit"),
        "accounts": ("owner_id",),
        "ledger": ("date", "revenue"),
    },
    anchors={0.0: 0, 0.01: 25, 0.03: 50, 0.1: 75, 0.25: 100},
    source="ours",
    minimum=5,
)
def approval_limit_share(client: ClientData) -> Measurement:
    """How large is what managers may decide alone, beside a month's revenue of the accounts they answer for?

    The sum of limits by the sum of mean monthly revenue over managers in post who have a limit on record and
    accounts with revenue, not a median, which would be one person's own; bootstrap over managers. Source: ours.
    """
    limits = select_in_post(client).set_index("manager_id")["approval_limit"].dropna()
    pairs = pd.concat([limits, mean_monthly_revenue(client)], axis=1, join="inner")
    refused = refuse(client, len(pairs))
    if refused:
        return refused
    value, low, high = bootstrap_interval(pairs.sort_index().to_numpy(), share_of_sums)
    return Measurement(value, low, high, len(pairs))


def share_of_sums(pairs: np.ndarray) -> float:
    """How large is the first column's sum beside the second's?"""
    return float(pairs[:, 0].sum() / pairs[:, 1].sum())


@indicator(
    clause="M6",
    unit="share",
    needs={"resource_requests": ("request_id", "manager_id", "requested_on")},
    anchors={0.1: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=10,
)
def requests_granted_in_time(client: ClientData) -> Measurement:
    """What share of managers' requests of the past twelve months was granted within seven days?

    Left out: withdrawn ones, and those younger than seven days that nobody has decided. Wilson's interval; n
    is requests. `no_data` where more than a fifth of the granted ones carry no usable date, or no outcome is
    told. `series`: by department asked, what became of the requests and who granted them. Source: ours.
    """
    requests = list_requests(client)
    timed = None if requests is None else select_timed(requests)
    if requests is None or timed is None:
        return Measurement.none(Outcome.NO_DATA)
    granted, young = timed["state"] == "granted", timed["age"] < IN_TIME_DAYS
    told = (timed["state"] != "withdrawn") & ~((timed["state"] == "open") & young)
    n = int(told.sum())
    value, low, high = share_interval(int((granted & (timed["waited"] <= IN_TIME_DAYS)).sum()), n)
    if not n:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(value, low, high, n, series=describe_requests(client, requests))


@indicator(
    clause="M6",
    unit="days",
    needs={"resource_requests": ("request_id", "manager_id", "requested_on")},
    anchors={2: 100, 5: 75, 10: 50, 20: 25, 40: 0},
    source="ours",
    minimum=10,
)
def request_answer_days(client: ClientData) -> Measurement:
    """After how many days is half of the managers' requests granted, of those that are not turned down?

    Requests of the past twelve months, granted or open: an open one has waited till as_of and is not yet
    granted. Kaplan–Meier's median with its interval; n is requests. `too_few` where fewer than half have been
    granted so far: the median is not reached. `no_data` as for `requests_granted_in_time`. Source: ours.
    """
    requests = list_requests(client)
    timed = None if requests is None else select_timed(requests)
    if timed is None:
        return Measurement.none(Outcome.NO_DATA)
    waiting = timed[timed["state"].isin(["granted", "open"])]
    granted = waiting["state"] == "granted"
    value, low, high = median_wait(waiting["waited"].where(granted, waiting["age"]), granted)
    if not len(waiting) or math.isnan(value):
        return Measurement.none(Outcome.TOO_FEW if len(waiting) else Outcome.NO_DATA, len(waiting))
    return Measurement(value, low, high, len(waiting))
