"""How concentrated, how unequal, how far does profit rise and fall? Arrays in, numbers or arrays out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.intervals import clean


def shares(values: ArrayLike) -> np.ndarray:
    """Which part of the total does each value hold? Negative ones none; empty where nothing is positive."""
    x = np.clip(clean(values), 0, None)
    return x / x.sum() if x.sum() > 0 else np.empty(0)


def herfindahl(values: ArrayLike) -> float:
    """How concentrated is a total (HHI)? Sum of squared shares, 1/n to 1; NaN where nothing is positive.

    Source: Hirschman 1964, The paternity of an index.
    """
    found = shares(values)
    return float((found**2).sum()) if len(found) else np.nan


def gini(values: ArrayLike) -> float:
    """How unequal are the values? 0 (equal) to (n−1)/n; negative ones count as 0; NaN without positive."""
    found = np.sort(shares(values))
    n = len(found)
    return float(2 * (np.arange(1, n + 1) * found).sum() / n - (n + 1) / n) if n else np.nan


def top_share(values: ArrayLike, count: int) -> float:
    """Which part of the total do the `count` largest hold? NaN where nothing is positive."""
    found = np.sort(shares(values))[::-1]
    return float(found[:count].sum()) if len(found) else np.nan


def whale_order(values: ArrayLike) -> np.ndarray:
    """In which order do values stand on a whale curve? Positions, largest first, ties as they came."""
    return np.argsort(-np.asarray(values, dtype=float), kind="stable")


def whale_curve(values: ArrayLike) -> np.ndarray:
    """How does the cumulative share of the total rise and fall from the most to the least profitable?

    One share for each value in `whale_order`; the last is 1. NaN throughout where the total is not positive.
    Source: Kaplan & Narayanan 2001; Horngren, Cost Accounting (customer-profitability analysis).
    """
    x = np.asarray(values, dtype=float)
    total = x.sum()
    return np.cumsum(x[whale_order(x)]) / total if total > 0 else np.full(len(x), np.nan)


def given_back(values: ArrayLike) -> float:
    """Which part of what the profitable gain do the others lose? 0 where none loses; NaN where none gains."""
    x = clean(values)
    gained, lost = x[x > 0].sum(), -x[x < 0].sum()
    return float(lost / gained) if gained > 0 else np.nan
