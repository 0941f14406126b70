"""M6: do managers rank with comparable posts, and are their calls on resources met?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kamnb.areas.manager.people import measure_mean, select_in_post, select_rows
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

IN_TIME_DAYS = 7
UNDATED_ALLOWED = 0.2


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
    needs={"resource_requests": ("request_id", "manager_id", "requested_on")},
    anchors={0.1: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=10,
)
def requests_granted_in_time(client: ClientData) -> Measurement:
    """What share of managers' requests of the past twelve months was granted within seven days?

    Left out: withdrawn ones, and those younger than seven days that nobody has decided. Wilson's interval; n
    is requests. `no_data` where more than a fifth of the granted ones carry no date, or no outcome is told.
    """
    if not (client.has("resource_requests", "outcome") or client.has("resource_requests", "granted_on")):
        return Measurement.none(Outcome.NO_DATA)
    rows = client.in_window(select_rows(client, "resource_requests"), "requested_on", 12)
    granted = (rows["outcome"] == "granted") | (rows["outcome"].isna() & rows["granted_on"].notna())
    undated = granted & rows["granted_on"].isna()
    if undated.sum() > UNDATED_ALLOWED * granted.sum():
        return Measurement.none(Outcome.NO_DATA)
    return measure_in_time(rows[~undated], granted[~undated], pd.Timestamp(client.settings.as_of))


def measure_in_time(rows: pd.DataFrame, granted: pd.Series, today: pd.Timestamp) -> Measurement:
    """What share of requests was granted in time, of those that can be told?"""
    waited = (rows["granted_on"] - rows["requested_on"]).dt.days
    age = (today - rows["requested_on"]).dt.days
    refused = rows["outcome"] == "refused"
    told = (rows["outcome"] != "withdrawn") & (granted | refused | (age >= IN_TIME_DAYS))
    in_time = told & granted & (waited <= IN_TIME_DAYS)
    n = int(told.sum())
    value, low, high = share_interval(int(in_time.sum()), n)
    return Measurement(value, low, high, n) if n else Measurement.none(Outcome.NO_DATA)
