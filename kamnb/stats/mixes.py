"""Do units get different mixes, or only what chance would deal them? Tables of counts in, numbers out."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from kamnb.stats.distributions import student_quantile
from kamnb.stats.intervals import LEVEL, Interval

GROUPS = 50
"""So many groups of units at most are left out in turn."""
DEALT = 5_000_000
"""So many touchpoints at most are dealt in all, so that large tables take fewer draws."""


def entropy(counts: ArrayLike) -> float:
    """How varied is a mix, in nats? 0 where all is of one kind."""
    n = np.asarray(counts, dtype=float).ravel()
    total = n.sum()
    return float(np.log(total) - special.xlogy(n, n).sum() / total) if total > 0 else 0.0


def mutual_information(table: ArrayLike) -> float:
    """How far does knowing the row tell the column, in nats? Rows are units, columns kinds, cells counts.

    It is the Jensen-Shannon divergence of the rows' mixes, each weighted by its total. Source: Lin 1991.
    """
    n = np.asarray(table, dtype=float)
    return max(0.0, entropy(n.sum(axis=0)) + entropy(n.sum(axis=1)) - entropy(n))


def expected_information(rows: ArrayLike, columns: ArrayLike) -> float:
    """How much information would chance alone show, in nats, with these totals of rows and columns?

    Exact, under the hypergeometric model of all tables with the same totals. Source: Vinh, Epps & Bailey 2010.
    """
    a, times = np.unique(whole(rows), return_counts=True)
    b = whole(columns)
    return float(sum(k * expected_row(int(size), b) for size, k in zip(a, times, strict=True)))


def whole(totals: ArrayLike) -> np.ndarray:
    """The totals that are not zero, as whole numbers."""
    n = np.rint(np.asarray(totals, dtype=float)).astype(np.int64).ravel()
    return n[n > 0]


def expected_row(a: int, columns: np.ndarray) -> float:
    """What does one row with total `a` add to the information that chance alone shows?"""
    total = int(columns.sum())
    low, high = np.maximum(1, a + columns - total), np.minimum(a, columns)
    length = np.maximum(0, high - low + 1)
    b = np.repeat(columns, length)
    n = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + np.repeat(low, length)
    chance = np.exp(log_choose(b, n) + log_choose(total - b, a - n) - log_choose(total, a))
    return float((n / total * np.log(total * n / (a * b)) * chance).sum())


def log_choose(n: ArrayLike, k: ArrayLike) -> np.ndarray:
    """The logarithm of the number of ways to choose k of n, whole numbers."""
    top, part = np.asarray(n), np.asarray(k)
    known = log_factorials(1 << int(top.max(initial=1)).bit_length())
    return np.asarray(known[top] - known[part] - known[top - part])


@cache
def log_factorials(below: int) -> np.ndarray:
    """The logarithms of 0!, 1!, 2! and so on."""
    return np.asarray(special.gammaln(np.arange(below) + 1.0))


def mix_difference(table: ArrayLike) -> float:
    """Which part of the kinds' variety goes with the unit, beyond what chance alone would show?

    (I - E) / (H - E): information between unit and kind, what chance expects of it, and the kinds' entropy. 0 is
    chance, 1 where the unit settles the kind; below 0 where mixes are more alike than chance; 0 where there is
    one kind or one unit only; NaN for an empty table. Source: Vinh, Epps & Bailey 2010, normed on the kinds.
    """
    n = np.asarray(table, dtype=float)
    if n.sum() == 0:
        return np.nan
    rows, columns = n.sum(axis=1), n.sum(axis=0)
    if (rows > 0).sum() < 2 or (columns > 0).sum() < 2:
        return 0.0
    chance = expected_information(rows, columns)
    room = entropy(columns) - chance
    return (mutual_information(n) - chance) / room if room > 1e-12 else 0.0


def mix_difference_interval(table: ArrayLike, level: float = LEVEL) -> Interval:
    """How different are the mixes, and how sure? `mix_difference` with the jackknife's interval over rows.

    A bootstrap would draw a unit twice, and twins look more alike than units are. Of more than fifty rows, groups
    of them are left out in turn (every fiftieth row). NaN bounds for one row.
    Source: Efron & Tibshirani 1993, ch. 11; Kott 2001 for groups.
    """
    n = np.asarray(table, dtype=float)
    value, groups = mix_difference(n), min(len(n), GROUPS)
    of = np.arange(len(n)) % max(groups, 1)
    without = np.array([mix_difference(n[of != group]) for group in range(groups)])
    if groups < 2 or np.isnan(without).any():
        return (value, np.nan, np.nan)
    spread = np.sqrt((groups - 1) / groups * ((without - without.mean()) ** 2).sum())
    half = student_quantile(0.5 + level / 2, groups - 1) * spread
    return (value, value - half, value + half)


def same_mix_chance(table: ArrayLike, seed: int = 0, draws: int = 500) -> float:
    """With which chance would units of one common mix look at least as different? Permutation p, seeded.

    The kinds are dealt anew to the touchpoints, each unit keeping its number; large tables take fewer draws, a
    hundred at least. 1 for an empty table.
    Source: Phipson & Smyth 2010 (never zero).
    """
    n = np.rint(np.asarray(table, dtype=float)).astype(np.int64)
    row, column = (np.repeat(at.ravel(), n.ravel()) for at in np.indices(n.shape))
    draws = max(min(draws, 100), min(draws, DEALT // max(len(row), 1)))
    rng, cells, seen = np.random.default_rng(seed), n.shape[0] * n.shape[1], special.xlogy(n, n).sum()
    dealt = (
        np.bincount(row * n.shape[1] + rng.permutation(column), minlength=cells).astype(float)
        for _ in range(draws)
    )
    extreme = sum(special.xlogy(x, x).sum() >= seen - 1e-9 for x in dealt)
    return float((1 + extreme) / (1 + draws))
