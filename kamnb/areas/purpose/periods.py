"""Which days does a period such as 2025, 2025Q3 or 2025-09 cover, and how much of it lies in a window?"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

YEAR = re.compile(r"^\D*(\d{4})\D{0,2}$")
MONTH = re.compile(r"^\D*(\d{4})\D{0,2}(0?[1-9]|1[0-2])(?!\d)")
QUARTER = re.compile(r"^\D*(\d{4})\D*?(?:[Qq]\D?([1-4])|([1-4])\D*\u5b63)")
HALF = re.compile(r"^\D*(\d{4})\D*?[Hh]\D?([12])")
CHINESE = str.maketrans("\u4e00\u4e8c\u4e09\u56db", "1234")
DAY = pd.Timedelta(days=1)


def read_period(text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Which first and last day has a period? NaT twice for what is not a year, half, quarter or month."""
    for pattern, months in ((QUARTER, 3), (HALF, 6), (MONTH, 1), (YEAR, 12)):
        found = pattern.match(str(text).strip().translate(CHINESE))
        if found:
            numbers = [int(group) for group in found.groups() if group]
            first = 1 + months * ((numbers[1] if len(numbers) > 1 else 1) - 1)
            start = pd.Timestamp(numbers[0], first, 1)
            return start, start + pd.DateOffset(months=months) - DAY
    return pd.NaT, pd.NaT


def read_periods(periods: pd.Series) -> pd.DataFrame:
    """Which first and last day does each period have? Columns `start` and `end`, index as given."""
    texts = periods.dropna().unique()
    known = pd.DataFrame([read_period(t) for t in texts], index=texts, columns=["start", "end"])
    known = known.astype("datetime64[ns]")
    return known.reindex(periods.to_numpy()).set_axis(periods.index)


def share_inside(spans: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
    """Which part of each span lies in (start, end]? One that runs beyond `end` is booked up to it."""
    last = spans["end"].clip(upper=end)
    first = spans["start"].clip(lower=start + DAY)
    inside = ((last - first).dt.days + 1).clip(lower=0)
    return (inside / ((last - spans["start"]).dt.days + 1)).where(last >= spans["start"], 0.0).fillna(0.0)


def share_covered(spans: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Which part of the window (start, end] does any span reach? 0 to 1."""
    days = np.arange((end - start).days)
    covered = np.zeros(len(days), dtype=bool)
    for span in spans.dropna().drop_duplicates().itertuples(index=False):
        covered |= (days >= (span.start - start).days - 1) & (days <= (span.end - start).days - 1)
    return float(covered.mean()) if len(days) else 0.0
