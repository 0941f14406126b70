"""O7: do decisions follow customer value, or do they climb to the top?"""

from __future__ import annotations

from kamnb.areas.organization.indicators.cases import finished_steps
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval


@indicator(
    clause="O7",
    unit="share",
    needs={"process_events": ("case_id", "timestamp", "department", "is_approval")},
    anchors={0: 100, 0.05: 90, 0.15: 70, 0.35: 40, 0.7: 0},
    source="ours",
    minimum=10,
)
def executive_decided_share(client: ClientData) -> Measurement:
    """Which share of the cases needed an approval by the top?

    Of all finished cases that say of some step whether it is an approval, approved at all or not.
    Source: ours.
    """
    steps = finished_steps(client).dropna(subset=["is_approval"])
    if steps.empty:
        return Measurement.none(Outcome.NO_DATA)
    at_the_top = steps["is_approval"].astype(bool) & (steps["department"] == "executive")
    cases = at_the_top.groupby(steps["case_id"]).any()
    return Measurement(*share_interval(int(cases.sum()), len(cases)), n=len(cases))
