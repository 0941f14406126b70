"""Who did what in the CRM lately, out of all who could have?"""

from __future__ import annotations

from collections.abc import Iterable

from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

MONTHS = 3
COLLECT = ("create", "update")
ANALYSE = ("report", "search")


def users_of(client: ClientData, actions: Iterable[str]) -> frozenset[str] | None:
    """Which users did one of the actions in the last three months? None where the log does not reach them."""
    recent = client.in_window(client.frame("crm_activity"), "date", MONTHS)
    if recent.empty:
        return None
    return frozenset(recent.loc[recent["action"].isin(tuple(actions)), "user_id"].dropna())


def share_of_seats(client: ClientData, actions: Iterable[str]) -> Measurement:
    """Which share of those who could use the CRM did one of the actions?

    `no_data` without seats or a log that reaches the last three months. Where the log holds more users than
    the settings count seats, the users are the seats.
    """
    users, seats = users_of(client, actions), sum(client.settings.crm_seats.values())
    if users is None or seats == 0:
        return Measurement.none(Outcome.NO_DATA)
    seats = max(seats, len(users))
    return Measurement(*share_interval(len(users), seats), n=seats)
