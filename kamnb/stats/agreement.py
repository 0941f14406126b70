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
    total, squares = answers.sum(axis=1), (answers * answers).sum(axis=1)
    variance = (n * squares - total * total) / (n * (n - 1))
    found = np.maximum(0.0, 1.0 - variance / UNIFORM_VARIANCE)
    return float(np.quantile(found, 1 - alpha))


def alike_groups(answers: ArrayLike, share: float, size: int, items: int) -> list[int]:
    """Which groups of people gave nearly the same answers throughout? The sizes of those of at least `size`.

    `answers` is respondents × items (1–5) with NaN for unanswered. Two people are alike when they answered `items` of
    the same items or more and gave the same answer to at least `share` of them; a group is linked by such pairs.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    x = np.asarray(answers, dtype=float)
    if len(x) < size:
        return []
    same = sum((x == value).astype(np.float32) @ (x == value).astype(np.float32).T for value in range(1, 6))
    answered = (~np.isnan(x)).astype(np.float32)
    common = answered @ answered.T
    linked = (common >= items) & (same >= share * common)
    _, labels = connected_components(csr_matrix(linked), directed=False)
    return sorted((int(n) for n in np.bincount(labels) if n >= size), reverse=True)
