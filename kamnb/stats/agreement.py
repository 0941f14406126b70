"""How much do the members of a group agree? Arrays in, numbers out."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.intervals import clean

UNIFORM_VARIANCE = 2.0
"""Variance of a uniform answer on five points: (5² − 1) / 12."""


def rwg(answers: ArrayLike) -> float:
    """How far is the spread of answers below chance? 1 = all alike, 0 = no better than chance (never below); NaN for n < 2.

    Five-point answers against the uniform null. Source: James, Demaree & Wolf 1984.
    """
    x = clean(answers)
    if len(x) < 2:
        return float("nan")
    return float(max(0.0, 1.0 - x.var(ddof=1) / UNIFORM_VARIANCE))


@lru_cache(maxsize=256)
def critical_rwg(n: int, alpha: float = 0.05, draws: int = 10_000, seed: int = 0) -> float:
    """Which rwg do n people who answer at random reach with chance alpha only? NaN for n < 2.

    Uniform answers on five points, simulated. Source: Dunlap, Burke & Smith-Crowe 2003.
    """
    if n < 2:
        return float("nan")
    n = min(n, 500)
    answers = np.random.default_rng(seed).integers(1, 6, size=(draws, n))
    found = np.maximum(0.0, 1.0 - answers.var(axis=1, ddof=1) / UNIFORM_VARIANCE)
    return float(np.quantile(found, 1 - alpha))


def alike_share(answers: ArrayLike) -> float:
    """How often do two members of a group give the same answer to the same item?

    `answers` is respondents × items with NaN for unanswered; the mean over pairs; NaN for fewer than two.
    """
    x = np.asarray(answers, dtype=float)
    if len(x) < 2:
        return float("nan")
    same = total = 0.0
    for value in range(1, 6):
        count = (x == value).sum(axis=0)
        same += float((count * (count - 1)).sum())
    answered = (~np.isnan(x)).sum(axis=0)
    total = float((answered * (answered - 1)).sum())
    return same / total if total else float("nan")
