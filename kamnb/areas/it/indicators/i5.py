"""I5: is there a settled business plan and budget for KAM?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.it.programme_lines import lines_over, resource_lines
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval, share_interval


@indicator(
    clause="I5",
    unit="share",
    needs={"programme": ("owner_role", "approved_on")},
    anchors={0.2: 0, 0.5: 40, 0.8: 80, 0.95: 100},
    source="ours",
    minimum=5,
)
def programme_ownership(client: ClientData) -> Measurement:
    """Which share of the programme's lines has an owner's role and was approved by as_of? Source: ours."""
    lines = client.frame("programme")
    approved = lines["approved_on"] <= pd.Timestamp(client.settings.as_of)
    held = int((approved & lines["owner_role"].notna()).sum())
    return Measurement(*share_interval(held, len(lines)), n=len(lines))


@indicator(
    clause="I5",
    unit="share",
    needs={"programme": ("planned", "actual")},
    anchors={0.05: 100, 0.15: 75, 0.3: 45, 0.5: 20, 0.8: 0},
    source="ours",
    minimum=5,
)
def budget_deviation(client: ClientData) -> Measurement:
    """By which share of the plan does the actual of a resource line differ, in the middle?

    Lines that are done, due or of an earlier year; over and under count alike. Median with a bootstrap
    interval. Lower is better. Source: ours.
    """
    lines = lines_over(client, resource_lines(client)).dropna(subset=["planned", "actual"])
    lines = lines[lines["planned"] > 0]
    if lines.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*median_interval((lines["actual"] / lines["planned"] - 1).abs()), n=len(lines))
