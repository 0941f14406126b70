"""M1: are all three roles played? From hours and from others' ratings."""

from __future__ import annotations

from kamnb.areas.manager.hours import BUILDING, describe_hours, share_hours
from kamnb.areas.manager.people import measure_mean, refuse, smallest_group
from kamnb.areas.manager.ratings import (
    by_others,
    count_people,
    describe_ratings,
    list_ratings,
    rate_roles,
    select_complete,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="M1",
    unit="share",
    needs={"time_use": ("manager_id", "activity", "hours")},
    anchors={0.05: 0, 0.20: 25, 0.35: 50, 0.50: 75, 0.65: 100},
    source="ours",
    minimum=5,
)
def role_building_share(client: ClientData) -> Measurement:
    """What share of a manager's hours goes into planning accounts, designing solutions and leading the team?

    Mean of the managers' shares with a 90 % t interval; `series` holds the mean share of each activity and
    the role's target mix. Source: ours.
    """
    shares = share_hours(client)
    return measure_mean(client, shares[BUILDING].sum(axis=1), 0, 1, describe_hours(client, shares))


@indicator(
    clause="M1",
    unit="ratio",
    needs={"ratings": ("manager_id", "relation", "competency", "rating")},
    anchors={2.0: 0, 3.0: 25, 3.5: 50, 4.0: 75, 4.5: 100},
    source="ours",
    minimum=5,
)
def weakest_role_rating(client: ClientData) -> Measurement:
    """How do others rate the role that managers play worst, on 1 to 5?

    Self-ratings are left out; each rater is one voice; a manager counts when all three roles were rated. The
    lowest of the roles' means over managers is returned with its t interval; `too_few` for fewer than five
    managers or raters. `series`: role by relation, and how far raters agree. The anchors allow for lenient
    ratings. Source: ours.
    """
    ratings = select_complete(list_ratings(client), smallest_group(client))
    refused = refuse(client, count_people(by_others(ratings)))
    if refused:
        return refused
    roles = rate_roles(by_others(ratings))
    return measure_mean(client, roles[roles.mean().idxmin()], 1, 5, describe_ratings(client, ratings))
