"""M7: do key account managers stay?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.manager.people import refuse, select_managers
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.distributions import chi2_quantile

WINDOW_MONTHS = 36
DAYS_A_YEAR = 365.25


@indicator(
    clause="M7",
    unit="share",
    needs={"managers": ("manager_id", "left_on")},
    anchors={0.03: 100, 0.08: 75, 0.15: 50, 0.25: 25, 0.40: 0},
    source="ours",
    minimum=5,
)
def manager_turnover(client: ClientData) -> Measurement:
    """How many of a hundred key account managers leave in a year?

    Departures of the past 36 months by person-years in post, with the exact Poisson interval; n is those in
    post at any time of the window. A list without any departure is `no_data`: it may name only those still
    there. An unknown hiring day counts as before the window; who left before being hired is a slip and left
    out. Source: Garwood 1936.
    """
    found = select_managers(client)
    found = found[~(found["left_on"] < found["hired_on"])]
    today = pd.Timestamp(client.settings.as_of)
    start = today - pd.DateOffset(months=WINDOW_MONTHS)
    begun = found["hired_on"].where(found["hired_on"] > start, start)
    ended = found["left_on"].where(found["left_on"] < today, today)
    years = (ended - begun).dt.days.clip(lower=0) / DAYS_A_YEAR
    present = int((years > 0).sum())
    leavers = int(found["left_on"].between(start, today, inclusive="right").sum())
    return refuse(client, present) or measure_rate(leavers, float(years.sum()), present)


def measure_rate(events: int, years: float, n: int) -> Measurement:
    """How many events come in a person-year? Exact 90 % Poisson interval; `no_data` without years."""
    if years <= 0:
        return Measurement.none(Outcome.NO_DATA)
    low = float(chi2_quantile(0.05, 2 * events) / 2) if events else 0.0
    high = float(chi2_quantile(0.95, 2 * events + 2) / 2)
    return Measurement(events / years, low / years, high / years, n)
