"""90 % intervals for means, medians, shares and any statistic. Arrays in, three numbers out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.distributions import normal_quantile, student_quantile

LEVEL = 0.90
Interval = tuple[float, float, float]


def clean(values: ArrayLike) -> np.ndarray:
    """Which values are numbers? A float array without NaN."""
    array = np.asarray(values, dtype=float).ravel()
    return array[~np.isnan(array)]


def share_interval(successes: float, n: float, level: float = LEVEL) -> Interval:
    """How large is a share, and how sure? Wilson's score interval; NaN for n = 0.

    Source: Wilson 1927; Brown, Cai & DasGupta 2001 recommend it for small n.
    """
    if n <= 0:
        return (np.nan, np.nan, np.nan)
    z = normal_quantile(0.5 + level / 2)
    p = successes / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low = 0.0 if successes <= 0 else max(0.0, centre - half)
    high = 1.0 if successes >= n else min(1.0, centre + half)
    return (float(p), float(low), float(high))


def mean_interval(values: ArrayLike, level: float = LEVEL, population: float | None = None) -> Interval:
    """How large is the mean, and how sure? Student's t with finite-population correction where N is given.

    NaN without values; with one value the interval is unbounded (NaN, NaN). Source: Cochran 1977, ch. 2.
    """
    x = clean(values)
    if len(x) == 0:
        return (np.nan, np.nan, np.nan)
    if len(x) == 1:
        return (float(x[0]), np.nan, np.nan)
    spread = x.std(ddof=1) / np.sqrt(len(x)) * finite_population(len(x), population)
    half = student_quantile(0.5 + level / 2, len(x) - 1) * spread
    return (float(x.mean()), float(x.mean() - half), float(x.mean() + half))


def finite_population(n: int, population: float | None) -> float:
    """By what factor does a sample that is much of its population shrink the standard error? 1 where N is unknown."""
    if population is None or population <= 1:
        return 1.0
    return float(np.sqrt(max(0.0, (population - n) / (population - 1))))


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[[np.ndarray], float],
    seed: int = 0,
    draws: int = 1000,
    level: float = LEVEL,
) -> Interval:
    """How sure is a statistic of rows? Percentile bootstrap over rows (first axis), seeded; NaN without rows.

    Source: Efron & Tibshirani 1993.
    """
    x = np.asarray(values)
    if len(x) == 0:
        return (np.nan, np.nan, np.nan)
    rng = np.random.default_rng(seed)
    found = np.array([statistic(x[rng.integers(0, len(x), len(x))]) for _ in range(draws)], dtype=float)
    low, high = np.nanquantile(found, [(1 - level) / 2, (1 + level) / 2])
    return (float(statistic(x)), float(low), float(high))


def median_interval(values: ArrayLike, seed: int = 0, level: float = LEVEL) -> Interval:
    """How large is the median, and how sure? Percentile bootstrap, vectorised; NaN without values."""
    x = clean(values)
    if len(x) == 0:
        return (np.nan, np.nan, np.nan)
    rng = np.random.default_rng(seed)
    sample = x if len(x) <= 2000 else rng.choice(x, 2000, replace=False)
    found = np.median(sample[rng.integers(0, len(sample), (1000, len(sample)))], axis=1)
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return (float(np.median(x)), float(low), float(high))
