"""Which days does a period such as 2025, 2025Q3 or 2025-09 cover, and how much of it lies in a window?"""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd

from kamnb.sources.client import ClientData

YEAR = re.compile(r"^\D*(\d{4})\D{0,2}$")
MONTH = re.compile(r"^\D*(\d{4})\D{0,2}(0?[1-9]|1[0-2])(?!\d)")
QUARTER = re.compile(r"^\D*(\d{4})\D*?(?:[Qq]\D?([1-4])|([1-4])\D*\u5b63)")
HALF = re.compile(r"^\D*(\d{4})\D*?[Hh]\D?([12])")
CHINESE = str.maketrans("\u4e00\u4e8c\u4e09\u56db", "1234")
Span = tuple[float, float]
"""First and last day as ordinals; NaN twice where unknown."""


def edges(client: ClientData, months: int, back: int = 0) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Between which days does a window lie that ends `back` months before as_of? The first is outside, the last inside."""
    as_of = pd.Timestamp(client.settings.as_of)
    return as_of - pd.DateOffset(months=months + back), as_of - pd.DateOffset(months=back)


def at_least(days: pd.Series, first: pd.Timestamp) -> pd.Series:
    """Which day is the later of each and `first`? Unknown ones stay unknown."""
    return days.mask(days < first, first)


def at_most(days: pd.Series, last: pd.Timestamp) -> pd.Series:
    """Which day is the earlier of each and `last`? Unknown ones stay unknown."""
    return days.mask(days > last, last)


def read_period(text: str) -> Span:
    """Which first and last day has a period? NaN twice for what is not a year, half, quarter or month."""
    for pattern, months in ((QUARTER, 3), (HALF, 6), (MONTH, 1), (YEAR, 12)):
        found = pattern.match(text.strip().translate(CHINESE))
        if found:
            year, *which = (int(group) for group in found.groups() if group)
            first = months * (which[0] - 1 if which else 0)
            return month_start(year, first), month_start(year, first + months) - 1
    return np.nan, np.nan


def month_start(year: int, months: int) -> float:
    """Which ordinal has the first day of the month that comes so many months after January?"""
    return float(date(year + months // 12, months % 12 + 1, 1).toordinal())


def read_periods(periods: pd.Series) -> np.ndarray:
    """Which first and last day does each period have? One row a period, two columns of ordinals."""
    known = {text: read_period(str(text)) for text in periods.dropna().unique()}
    return np.array([known.get(text, (np.nan, np.nan)) for text in periods], dtype=float).reshape(-1, 2)


def share_inside(spans: np.ndarray, start: pd.Timestamp, end: pd.Timestamp) -> np.ndarray:
    """Which part of each span lies in (start, end]? One that runs beyond `end` is booked up to it; 0 if unknown."""
    first, last = spans[:, 0], np.minimum(spans[:, 1], end.toordinal())
    inside = last - np.maximum(first, start.toordinal() + 1) + 1
    whole = np.where(last >= first, last - first + 1, np.nan)
    return np.nan_to_num(np.clip(inside / whole, 0, 1))


def share_covered(spans: np.ndarray, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Which part of the days of (start, end] does any span reach? 0 to 1."""
    days = np.arange(start.toordinal() + 1, end.toordinal() + 1)
    covered = np.zeros(len(days), dtype=bool)
    for first, last in np.unique(spans[~np.isnan(spans).any(axis=1)], axis=0):
        covered |= (days >= first) & (days <= last)
    return float(covered.mean()) if len(days) else 0.0
