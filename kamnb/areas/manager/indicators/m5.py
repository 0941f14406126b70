"""M5: how much of variable pay is long-term, and how much is the team's?"""

from __future__ import annotations

from kamnb.areas.manager.pay import cut_variable, describe_mix, has_no_variable
from kamnb.areas.manager.people import measure_mean
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData


@indicator(
    clause="M5",
    unit="share",
    needs={"managers": ("manager_id",)},
    anchors={0.0: 0, 0.1: 25, 0.2: 50, 0.35: 75, 0.5: 100},
    source="ours",
    minimum=5,
)
def pay_long_term_share(client: ClientData) -> Measurement:
    """What share of a manager's variable pay is long-term? Mean over managers in post, 90 % t interval.

    `no_data` without the three bonuses or the shares of pay; `not_applicable` where nobody has variable pay.
    `series` holds the group's mean mix of pay and of appraisal. Source: ours.
    """
    cut = cut_variable(client)
    if has_no_variable(cut):
        return Measurement.none(Outcome.NOT_APPLICABLE)
    return measure_mean(client, cut["long"], 0, 1, describe_mix(client))


@indicator(
    clause="M5",
    unit="share",
    needs={"managers": ("manager_id",)},
    anchors={0.0: 0, 0.05: 25, 0.15: 50, 0.25: 75, 0.35: 100},
    source="ours",
    minimum=5,
)
def pay_team_reward_share(client: ClientData) -> Measurement:
    """What share of a manager's variable pay is the team's? Mean over managers in post, 90 % t interval.

    Outcomes as for `pay_long_term_share`. Source: ours.
    """
    cut = cut_variable(client)
    if has_no_variable(cut):
        return Measurement.none(Outcome.NOT_APPLICABLE)
    return measure_mean(client, cut["team"], 0, 1)
