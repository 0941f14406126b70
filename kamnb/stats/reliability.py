"""Do raters, coders, items or groups say the same? Arrays in, numbers out."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.agreement import UNIFORM_VARIANCE
from kamnb.stats.distributions import student_quantile
from kamnb.stats.intervals import LEVEL, Interval, clean

Form = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
Scale = Literal["nominal", "ordinal", "interval"]
ROUNDING = 1e-12
"""What is this small beside the values' own size counts as zero."""


def icc(ratings: ArrayLike, form: Form) -> float:
    """How reliable are judges' ratings: one judge's ("1,1", "2,1", "3,1"), or the mean of all k ("1,k", "2,k", "3,k")?

    `ratings` is targets × judges. Form 1: each target has judges of its own; 2: the same judges, drawn from many, and
    their levels count; 3: these judges only, and their levels do not count. 1 at best; below 0 where judges differ more
    within a target than between targets. Targets with a missing rating (NaN) are left out; NaN for fewer than two
    complete targets or two judges, and where the form's denominator is not positive, as when all ratings are the same.
    ValueError for another form, or for an array that is not two-dimensional. Source: Shrout & Fleiss 1979.
    """
    x = _complete(ratings)
    n, k = x.shape
    if form not in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k"):
        raise ValueError(f"unknown form {form!r}")
    if n < 2 or k < 2:
        return float("nan")
    targets, judges = x.mean(axis=1), x.mean(axis=0)
    between = k * targets.var(ddof=1)
    judge = n * judges.var(ddof=1)
    within = ((x - targets[:, None]) ** 2).sum() / (n * (k - 1))
    error = ((x - targets[:, None] - judges + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    gain, base = {
        "1,1": (between - within, between + (k - 1) * within),
        "2,1": (between - error, between + (k - 1) * error + k * (judge - error) / n),
        "3,1": (between - error, between + (k - 1) * error),
        "1,k": (between - within, between),
        "2,k": (between - error, between + (judge - error) / n),
        "3,k": (between - error, between),
    }[form]
    return float(gain / base) if base > ROUNDING * np.square(x).max() else float("nan")


def cronbach_alpha(answers: ArrayLike) -> float:
    """How far do a scale's items measure the same thing? 1 at best; below 0 where items run against one another.

    `answers` is respondents × items, reversed items already turned. Respondents with a missing answer (NaN) are left
    out; NaN for fewer than two complete respondents or two items, and where all respondents have the same total.
    ValueError for an array that is not two-dimensional. Source: Cronbach 1951.
    """
    x = _complete(answers)
    n, k = x.shape
    if n < 2 or k < 2:
        return float("nan")
    total = x.sum(axis=1).var(ddof=1)
    if total <= ROUNDING * np.square(x).max():
        return float("nan")
    return float(k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / total))


def krippendorff_alpha(values: ArrayLike, level: Scale) -> float:
    """How far do coders agree beyond chance? 1 = fully, 0 = as by chance, below 0 = less than by chance.

    `values` is units × coders (numbers, or codes as numbers), NaN where a coder did not code a unit. Units coded once
    or never do not count; NaN where no unit is coded twice, and where all that counts is one and the same value.
    ValueError for another level, or for an array that is not two-dimensional. Source: Krippendorff 2011.
    """
    if level not in ("nominal", "ordinal", "interval"):
        raise ValueError(f"unknown level {level!r}")
    x = _table(values)
    x = x[(~np.isnan(x)).sum(axis=1) >= 2]
    found = np.unique(x[~np.isnan(x)])
    if len(found) < 2:
        return float("nan")
    counts = (x[:, :, None] == found).sum(axis=1).astype(float)
    weighted = counts / (counts.sum(axis=1, keepdims=True) - 1)
    totals = counts.sum(axis=0)
    distance = _distances(found, totals, level)
    observed = ((weighted.T @ counts) * distance).sum()
    expected = (np.outer(totals, totals) * distance).sum() / (totals.sum() - 1)
    return float(1 - observed / expected)


def rwg_j(answers: ArrayLike) -> float:
    """How much do a group's members agree over a scale's items? 1 = all alike, 0 = no better than chance (never below).

    `answers` is respondents × items (five points, against the uniform null); for one item it is `rwg`. It rises with
    the number of items alone: read `lindell_rwg_j` beside it. A missing answer (NaN) leaves out that answer only; items
    with fewer than two answers do not count; NaN where none is left. ValueError for an array that is not
    two-dimensional. Source: James, Demaree & Wolf 1984.
    """
    spreads = _item_variances(answers)
    if not len(spreads):
        return float("nan")
    below = max(0.0, 1.0 - spreads.mean() / UNIFORM_VARIANCE)
    return float(len(spreads) * below / (len(spreads) * below + 1.0 - below))


def lindell_rwg_j(answers: ArrayLike) -> float:
    """How much do a group's members agree over a scale's items, however many these are (r*wg(j))? 1 = all alike.

    `answers` and missing answers as in `rwg_j`; 0 = no better than chance, below 0 where the group is split further
    than by chance. NaN where no item has two answers. ValueError for an array that is not two-dimensional.
    Source: Lindell, Brandt & Whitney 1999.
    """
    spreads = _item_variances(answers)
    return float(1.0 - spreads.mean() / UNIFORM_VARIANCE) if len(spreads) else float("nan")


def cliffs_delta(first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> Interval:
    """How much more often is a value of the first group larger than one of the second than smaller, and how sure?

    Two groups of numbers, in any order; 1 = always larger, -1 = always smaller. The interval rests on Cliff's
    consistent variance, is asymmetric and stays within -1 and 1; where the groups do not overlap, its inner end is
    Wilson's for the smaller group. Missing values (NaN) are left out; NaN throughout without values in a group; no
    interval (NaN, NaN) with one value in a group or where all values are tied. Source: Cliff 1996; Feng & Cliff 2004.
    """
    x, y = clean(first), clean(second)
    if not len(x) or not len(y):
        return (np.nan, np.nan, np.nan)
    signs = np.sign(x[:, None] - y[None, :])
    delta = float(signs.mean())
    if min(signs.shape) < 2 or not signs.any():
        return (delta, np.nan, np.nan)
    quantile = student_quantile(0.5 + level / 2, len(x) + len(y) - 2)
    if abs(delta) == 1:
        n = min(signs.shape)
        ends = (delta, delta * (n - quantile**2) / (n + quantile**2))
        return (delta, min(ends), max(ends))
    return (delta, *delta_bounds(delta, dominance_variance(signs), quantile))


def dominance_variance(signs: np.ndarray) -> float:
    """How far would Cliff's delta vary from sample to sample? The consistent estimate, never negative.

    `signs` is first × second group, 1 where the first's value is larger, -1 where it is smaller, 0 where they are tied;
    at least two of each. Source: Cliff 1996, ch. 5.
    """
    n, m = signs.shape
    rows, columns = signs.mean(axis=1).var(ddof=1), signs.mean(axis=0).var(ddof=1)
    cells = ((signs - signs.mean()) ** 2).sum() / ((n - 1) * (m - 1))
    return float(((m - 1) * rows + (n - 1) * columns + cells) / (n * m))


def delta_bounds(delta: float, variance: float, quantile: float) -> tuple[float, float]:
    """Between which bounds does Cliff's delta lie? For a variance above 0 or a delta within -1 and 1.

    `quantile` is that of the two-sided level. Source: Feng & Cliff 2004.
    """
    noise = quantile**2 * variance
    half = np.sqrt(noise * ((1 - delta**2) ** 2 + noise))
    low, high = ((delta - delta**3 + side * half) / (1 - delta**2 + noise) for side in (-1, 1))
    return (float(max(-1.0, low)), float(min(1.0, high)))


def _table(values: ArrayLike) -> np.ndarray:
    """Which table of numbers is meant? ValueError where it has not two dimensions."""
    x = np.asarray(values, dtype=float)
    if x.ndim != 2:
        raise ValueError(f"two dimensions expected, not {x.ndim}")
    return x


def _complete(values: ArrayLike) -> np.ndarray:
    """Which rows have no value missing?"""
    x = _table(values)
    return x[~np.isnan(x).any(axis=1)]


def _item_variances(answers: ArrayLike) -> np.ndarray:
    """How far do the answers to each item spread? Items with two answers or more only."""
    columns = [clean(column) for column in _table(answers).T]
    return np.array([column.var(ddof=1) for column in columns if len(column) >= 2])


def _distances(found: np.ndarray, totals: np.ndarray, level: Scale) -> np.ndarray:
    """How far apart are two values, squared? By being unlike, by what lies between, or by their difference."""
    if level == "nominal":
        return 1.0 - np.eye(len(found))
    place = np.cumsum(totals) - totals / 2 if level == "ordinal" else found
    return (place[:, None] - place) ** 2
