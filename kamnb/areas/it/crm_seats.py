"""Who did what in the CRM lately, out of all who could have? One row a user, counted in the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.it.rows import collect, flag, in_months
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

MONTHS = 3
COLLECT = ("create", "update")
ANALYSE = ("report", "search")
WEEKS = 13
"""A quarter of a year."""
REGULAR_WEEKS = 9
"""Who does something in two weeks of three works with the system; who does less looks in. Source: ours."""
CLASSES = ((0, 0), (1, 4), (5, 8), (9, WEEKS))
"""From so many to so many weeks of the last thirteen."""


def users(client: ClientData) -> pd.DataFrame | None:
    """Who was in the CRM in the last three months? None where the log does not reach them.

    One row a user: `function` (the last in the alphabet if he has several), `collects` and `analyses` 1 or 0.
    """
    rows = client.lazy("crm_activity").filter(~nw.col("user_id").is_null(), in_months(client, "date", MONTHS))
    found = rows.group_by("user_id").agg(
        nw.col("function").max(),
        flag(nw.col("action").is_in(COLLECT)).max().alias("collects"),
        flag(nw.col("action").is_in(ANALYSE)).max().alias("analyses"),
    )
    frame = collect(found, "user_id")
    return None if frame.empty else frame


def active_weeks(client: ClientData) -> pd.Series[Any] | None:
    """In how many of the last thirteen weeks did each user collect or analyse? None where the log does not reach them.

    A mere login is not counted; users who did no more have 0.
    """
    end = pd.Timestamp(client.settings.as_of) + pd.Timedelta(days=1)
    edges = [(end - pd.Timedelta(weeks=k)).to_pydatetime() for k in range(WEEKS + 1)]
    day, acts = nw.col("date"), nw.col("action").is_in(COLLECT + ANALYSE)
    rows = client.lazy("crm_activity").filter(
        ~nw.col("user_id").is_null(), day >= edges[WEEKS], day < edges[0]
    )
    weeks = [
        flag(acts & (day >= edges[k + 1]) & (day < edges[k])).max().alias(f"week_{k}") for k in range(WEEKS)
    ]
    frame = collect(rows.group_by("user_id").agg(*weeks), "user_id")
    return None if frame.empty else frame.drop(columns="user_id").sum(axis=1)


def seats_of(client: ClientData, seen: int) -> int:
    """How many could use the CRM? The users where the log holds more of them than the settings count seats."""
    seats = sum(client.settings.crm_seats.values())
    return max(seats, seen) if seats else 0


def share_of_seats(
    client: ClientData, doing: Iterable[int] | None, series: dict[str, Any] | None = None
) -> Measurement:
    """Which share of those who could use the CRM does something? `doing` is 1 or 0 for each user seen.

    `no_data` without seats or a log that reaches the time asked for.
    """
    done = None if doing is None else list(doing)
    seats = seats_of(client, len(done or []))
    if done is None or seats == 0:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(int(sum(done)), seats), n=seats, series=series)


def by_function(client: ClientData, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Which share of each function's seats collects, and which analyses? Functions of enough seats, by name.

    The rest together is left out where its seats are fewer than the smallest group, told as `other` else.
    """
    least, seats = client.settings.anonymity.minimum, dict(client.settings.crm_seats)
    large = {f: n for f, n in seats.items() if n >= least}
    rows = []
    for function, number in sorted(large.items()):
        of = frame[frame["function"] == function]
        number = max(number, len(of))
        shares = {name: float(of[name].sum() / number) for name in ("collects", "analyses")}
        rows.append({"function": function, "seats": number, **shares})
    return rows


def week_classes(client: ClientData, weeks: pd.Series[Any]) -> list[dict[str, Any]]:
    """How many of those who could use the CRM are in each class of weeks? Classes too small to tell are joined.

    A class of fewer persons than the smallest group that is shown is joined with the next one.
    """
    seats = seats_of(client, len(weeks))
    counts = [int(((weeks >= low) & (weeks <= high)).sum()) for low, high in CLASSES]
    counts[0] += seats - len(weeks)
    joined: list[list[int]] = []
    for (low, high), n in zip(CLASSES, counts, strict=True):
        if joined and (
            0 < n < client.settings.anonymity.minimum or 0 < joined[-1][2] < client.settings.anonymity.minimum
        ):
            joined[-1] = [joined[-1][0], high, joined[-1][2] + n]
        else:
            joined.append([low, high, n])
    return [{"from": low, "to": high, "users": n, "share": n / seats} for low, high, n in joined]
