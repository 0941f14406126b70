"""From the steps of cases to moments, hand-offs and returns, whatever the order of the rows.

Steps of a case with the same time form one moment: nobody can tell which came first, so nothing here asks.
All tables here are lazy; spans of time are whole microseconds, so that sums come out the same on every run.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.rows import Rows, collect, count, keys_among, values
from kamnb.sources.client import ClientData

WINDOW_MONTHS = 24
"""Cases whose last step lies further back say little about today."""
QUIET_DAYS = 14
"""A case with a step in the last days before as_of may still be running; its length is not known yet."""
DAY = 86_400_000_000
"""A day in microseconds."""
PATH = 3
"""Cases of fewer moments tell no path: two are only a beginning and an end."""
SMALLEST = 5
"""A group of fewer cases or steps is not told by itself."""
PLACE = ("case_id", "moment")


def finished_steps(client: ClientData, moments: int = 1) -> Rows:
    """Which steps belong to key accounts' cases of so many moments or more that ended in the window?

    A case ended when its last step lies more than two weeks before as_of and less than two years; it is a key
    account's when one of its steps says so. Columns of the contract and the derived ones.
    """
    steps = client.lazy("process_events").filter(~nw.col("moment").is_null())
    ended = steps.group_by("case_id").agg(nw.col("ts_epoch").max().alias("last"), nw.col("moment").max())
    as_of = pd.Timestamp(client.settings.as_of)
    after = microseconds(as_of - pd.DateOffset(months=WINDOW_MONTHS))
    before = microseconds(as_of - pd.Timedelta(days=QUIET_DAYS - 1))
    ended = ended.filter(nw.col("last") > after, nw.col("last") < before, nw.col("moment") >= moments)
    keys = keys_among(client, "process_events", WINDOW_MONTHS)
    if keys is not None:
        theirs = steps.filter(nw.col("account_id").is_in(keys)).select("case_id").unique()
        ended = ended.join(theirs, on="case_id", how="semi")
    return steps.join(ended, on="case_id", how="semi")


def microseconds(time: pd.Timestamp) -> int:
    """How many microseconds after 1970 is a time?"""
    return int(time.value // 1000)


def with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame with `days`, fractions too, for its `span` of microseconds."""
    return frame.assign(days=frame["span"].astype("float64") / DAY)


def case_spans(steps: Rows) -> Rows:
    """How long did each case of two steps or more take? `case_id, case_type, variant, span, steps, blank`.

    `blank` is the number of steps whose department is not known.
    """
    time = nw.col("ts_epoch")
    cases = steps.group_by("case_id").agg(
        nw.col("case_type").min(),
        nw.col("variant").min(),
        (time.max() - time.min()).alias("span"),
        count().alias("steps"),
        nw.col("department").is_null().cast(nw.Int64).sum().cast(nw.Int64).alias("blank"),
    )
    return cases.filter(nw.col("steps") > 1)


def department_moments(steps: Rows) -> Rows:
    """Which departments acted in each moment of each case? `case_id, moment, department, ts_epoch`, each once.

    A step whose department is blank tells nothing about the path.
    """
    known = steps.filter(~nw.col("department").is_null())
    return known.group_by(*PLACE, "department").agg(nw.col("ts_epoch").min())


def successions(moments: Rows) -> Rows:
    """Which department follows which, and after how long, in two moments in a row?

    Columns `case_id, moment, department, department_next, span, stays`; `stays` is 1 where the two are one. The
    span holds waiting and work: a step has one time. Where a moment of unknown department lies between, nobody
    can tell who waited for whom: no row.
    """
    following = moments.with_columns(nw.col("moment") - 1)
    following = following.rename({"department": "department_next", "ts_epoch": "ts_next"})
    pairs = moments.join(following, on=list(PLACE), how="inner")
    stays = (nw.col("department") == nw.col("department_next")).cast(nw.Int64)
    return pairs.with_columns(span=nw.col("ts_next") - nw.col("ts_epoch"), stays=stays)


def hand_offs(moments: Rows) -> Rows:
    """Which successions pass a case on? Those of two moments in which no department acts in both."""
    pairs = successions(moments).with_columns(stays=nw.col("stays").max().over(*PLACE))
    return pairs.filter(nw.col("stays") == 0)


def case_crossings(moments: Rows) -> Rows:
    """How long did the hand-offs of each case take? `case_id, crossings, gaps, beyond`, for cases that have one.

    `gaps` is the sum of spans; `beyond` counts of each only what exceeds a day.
    """
    places = successions(moments).group_by(*PLACE).agg(nw.col("span").min(), nw.col("stays").max())
    span = nw.col("span")
    beyond = nw.when(span > DAY).then(span - DAY).otherwise(nw.lit(0)).cast(nw.Int64)
    crossed = places.filter(nw.col("stays") == 0).with_columns(beyond=beyond)
    return crossed.group_by("case_id").agg(
        count().alias("crossings"),
        span.sum().cast(nw.Int64).alias("gaps"),
        nw.col("beyond").sum().cast(nw.Int64),
    )


def places(moments: Rows, blank: bool) -> Rows:
    """Which moment of known department is the how manieth of its case? The same rows with `place`, 1 ….

    `blank`: there are steps of unknown department; without any, the moment itself is the place.
    """
    if not blank:
        return moments.with_columns(place=nw.col("moment"))
    order = nw.col("moment").cum_count().over("case_id", order_by="moment").cast(nw.Int64)
    known = moments.select(*PLACE).unique().with_columns(place=order)
    return moments.join(known, on=list(PLACE), how="inner")


def returned_cases(steps: Rows) -> pd.DataFrame:
    """Did a case come back to a department that had passed it on? For cases of two departments or more.

    One row a case: `returned`. A department has returned where others acted between its own moments. The one
    that opened the case is not counted: it takes the answer back to the customer.
    """
    blank = not collect(steps.filter(nw.col("department").is_null()).select("case_id").head(1)).empty
    place = nw.col("place")
    placed = places(department_moments(steps), blank).group_by("case_id", "department")
    visits = placed.agg(place.min().alias("first"), place.max().alias("last"), count().alias("n"))
    back = (nw.col("last") - nw.col("first") + 1 > nw.col("n")) & (nw.col("first") > 1)
    by_case = visits.with_columns(back=back.cast(nw.Int64)).group_by("case_id")
    cases = by_case.agg(nw.col("back").max().alias("returned"), count().alias("departments"))
    return values(cases.filter(nw.col("departments") > 1), "returned")
