"""O7: do decisions follow customer value, or do they climb to the top?"""

from __future__ import annotations

from kamnb.areas.organization.approvals import decision_levels, levels_by_type
from kamnb.areas.organization.cases import finished_steps
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

    Of all finished cases that say of some step whether it is an approval, approved at all or not. Series: how
    far up cases of each type go. Source: ours.
    """
    cases = decision_levels(finished_steps(client))
    if cases.empty:
        return Measurement.none(Outcome.NO_DATA)
    share = share_interval(int(cases["top"].sum()), len(cases))
    return Measurement(*share, n=len(cases), series={"levels": levels_by_type(cases)})
