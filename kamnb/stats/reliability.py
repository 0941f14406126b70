"""Do raters, coders, items or groups say the same? Arrays in, numbers out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from kamnb.stats.agreement import UNIFORM_VARIANCE
from kamnb.stats.distributions import student_quantile
from kamnb.stats.intervals import LEVEL, Interval, clean

Form = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]
Scale = Literal["nominal", "ordinal", "interval"]
ROUNDING = 1e-12
"""What is this small beside the values' own size counts as zero."""
NEAR = 1e-10
"""How closely the bounds of a coefficient are sought."""


@dataclass(frozen=True)
class Oneway:
    """How reliable ratings are where every target has raters of its own, as many as it happens to have.

    `one` is a single rating's reliability, form (1,1); `mean` that of a target's mean, form (1,k), for `k` ratings, the
    number that counts where the targets have unequal ones. Value, low, high; NaN where it cannot be told.
    """

    one: Interval
    mean: Interval
    k: float
    targets: int
    ratings: int


def icc(ratings: ArrayLike, form: Form) -> float:
    """How reliable are judges' ratings: one judge's ("1,1", "2,1", "3,1"), or the mean of all k ("1,k", "2,k", "3,k")?

    `ratings` is targets × judges. Form 1: each target has judges of its own; 2: the same judges, drawn from many, and
    their levels count; 3: these judges only, and their levels do not count. 1 at best; below 0 where judges differ more
    within a target than between targets. Targets with a missing rating (NaN) are left out; NaN for fewer than two
    complete targets or two judges, and where the form's denominator is not positive, as when all ratings are the same.
    ValueError for another form, or for an array that is not two-dimensional. Source: Shrout & Fleiss 1979.
    """
    x = _complete(ratings)
    _check_form(form)
    n, k = x.shape
    if n < 2 or k < 2:
        return float("nan")
    between, judge, within, error = _mean_squares(x)
    gain, base = {
        "1,1": (between - within, between + (k - 1) * within),
        "2,1": (between - error, between + (k - 1) * error + k * (judge - error) / n),
        "3,1": (between - error, between + (k - 1) * error),
        "1,k": (between - within, between),
        "2,k": (between - error, between + (judge - error) / n),
        "3,k": (between - error, between),
    }[form]
    return float(gain / base) if base > ROUNDING * np.square(x).max() else float("nan")


def icc_interval(ratings: ArrayLike, form: Form, level: float = LEVEL) -> Interval:
    """How reliable are judges' ratings, and how sure? The coefficient of `icc` with its two-sided interval.

    `ratings` and `form` as in `icc`. The intervals of forms 1 and 3 are exact for normal ratings, that of form 2 rests
    on Satterthwaite's degrees of freedom. No interval (NaN, NaN) where judges do not differ at all within a target.
    Source: Shrout & Fleiss 1979; McGraw & Wong 1996.
    """
    value, x = icc(ratings, form), _complete(ratings)
    if np.isnan(value):
        return (value, np.nan, np.nan)
    n, k = x.shape
    between, judge, within, error = _mean_squares(x)
    noise, df = (within, n * (k - 1)) if form[0] == "1" else (error, (n - 1) * (k - 1))
    if noise <= ROUNDING * np.square(x).max():
        return (value, np.nan, np.nan)
    if form[0] == "2":
        low, high = _crossed_bounds(n, k, (between, judge, error), icc(x, "2,1"), level)
    else:
        low, high = ((f - 1) / (f + k - 1) for f in _ratio_bounds(between / noise, n - 1, df, level))
    return (value, low, high) if form[2] == "1" else (value, step_up(low, k), step_up(high, k))


def icc_oneway(values: ArrayLike, targets: ArrayLike, level: float = LEVEL) -> Oneway:
    """How reliable are ratings whose raters differ from target to target, also in number, and how sure?

    `values` are ratings, `targets` says whose each is, in the same order; a missing rating (NaN) is left out; a target
    with one rating counts between targets only. The coefficient is the analysis of variance's, with n0 ratings a
    target; for equal numbers it is `icc` of forms 1. The interval is exact for normal ratings, however unequal the
    numbers. NaN for fewer than two targets, for none that is rated twice, and where all ratings are the same; no
    interval (NaN, NaN) where raters of the same target never differ. ValueError for different lengths.
    Source: Searle 1971, ch. 11 (coefficient); Wald 1940 (interval).
    """
    x, groups, n = _grouped(values, targets)
    none: Interval = (np.nan, np.nan, np.nan)
    a, total = len(n), len(x)
    if a < 2 or total == a:
        return Oneway(none, none, np.nan, a, total)
    means = np.bincount(groups, x) / n
    k = float((total - (n**2).sum() / total) / (a - 1))
    between = (n * (means - x.mean()) ** 2).sum() / (a - 1)
    within = ((x - means[groups]) ** 2).sum() / (total - a)
    small = ROUNDING * np.square(x).max()
    if between + (k - 1) * within <= small:
        return Oneway(none, none, k, a, total)
    value = float((between - within) / (between + (k - 1) * within))
    stepped = step_up(value, k) if between > small else np.nan
    if within <= small:
        return Oneway((value, np.nan, np.nan), (stepped, np.nan, np.nan), k, a, total)
    low, high = _wald_bounds(means, n, within, total - a, level)
    return Oneway((value, low, high), (stepped, step_up(low, k), step_up(high, k)), k, a, total)


def step_up(one: float, k: float) -> float:
    """How reliable is the mean of k ratings when one has this reliability? Minus infinity at the lower end.

    Source: Spearman 1910; Brown 1910.
    """
    base = 1 + (k - 1) * one
    return float(k * one / base) if base > ROUNDING else -np.inf


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


def _check_form(form: str) -> None:
    """Is it one of the six forms? ValueError else."""
    if form not in get_args(Form):
        raise ValueError(f"unknown form {form!r}")


def _mean_squares(x: np.ndarray) -> tuple[float, float, float, float]:
    """How far do complete ratings differ between targets, between judges, within targets, and in what is left?"""
    n, k = x.shape
    targets, judges = x.mean(axis=1), x.mean(axis=0)
    within = ((x - targets[:, None]) ** 2).sum() / (n * (k - 1))
    error = ((x - targets[:, None] - judges + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    return k * targets.var(ddof=1), n * judges.var(ddof=1), within, error


def _ratio_bounds(ratio: float, df: float, noise_df: float, level: float) -> tuple[float, float]:
    """Between which bounds does a ratio of variances lie, seen through the quantiles of F?"""
    p = 0.5 + level / 2
    return (
        float(ratio / special.fdtri(df, noise_df, p)),
        float(ratio / special.fdtri(df, noise_df, 1 - p)),
    )


def _crossed_bounds(
    n: int, k: int, squares: tuple[float, float, float], one: float, level: float
) -> tuple[float, float]:
    """Between which bounds does form (2,1) lie? `squares` are between targets, between judges, and what is left.

    Source: McGraw & Wong 1996, table 7.
    """
    between, judge, error = squares
    rest = n * (1 + (k - 1) * one) - k * one
    share = k * one * judge / error
    df = (k - 1) * (n - 1) * (share + rest) ** 2 / ((n - 1) * share**2 + rest**2)
    p, base = 0.5 + level / 2, k * judge + (k * n - k - n) * error
    below, above = special.fdtri(n - 1, df, p), special.fdtri(df, n - 1, p)
    low = n * (between - below * error) / (below * base + n * between)
    return float(low), float(n * (above * between - error) / (base + n * above * between))


def _grouped(values: ArrayLike, targets: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which ratings are there, of which target (0, 1 …), and how many has each?"""
    x, labels = np.asarray(values, dtype=float).ravel(), np.asarray(targets).ravel()
    if len(x) != len(labels):
        raise ValueError(f"{len(x)} ratings for {len(labels)} targets")
    known = ~np.isnan(x)
    _, groups, n = np.unique(labels[known], return_inverse=True, return_counts=True)
    return x[known], groups, n


def _wald_bounds(
    means: np.ndarray, n: np.ndarray, within: float, df: int, level: float
) -> tuple[float, float]:
    """Between which bounds does form (1,1) lie for targets with n ratings each? Source: Wald 1940."""

    def spread(one: float) -> float:
        weights = n * (1 - one) / (1 + (n - 1) * one)
        centre = (weights * means).sum() / weights.sum()
        return float((weights * (means - centre) ** 2).sum() / ((len(n) - 1) * within))

    p = 0.5 + level / 2
    limits = (special.fdtri(len(n) - 1, df, p), special.fdtri(len(n) - 1, df, 1 - p))
    lowest = -1 / (n.max() - 1)
    return tuple(_where_it_falls_to(spread, limit, lowest, 1.0) for limit in limits)  # type: ignore[return-value]


def _where_it_falls_to(spread: Callable[[float], float], limit: float, low: float, high: float) -> float:
    """Where does a falling function reach a limit? By halving; the lower end where it starts below."""
    while high - low > NEAR:
        middle = (low + high) / 2
        low, high = (middle, high) if spread(middle) > limit else (low, middle)
    return float((low + high) / 2)


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
