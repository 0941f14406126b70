"""How far do two measures go together over units when others are held constant? Arrays in, numbers out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kamnb.stats.distributions import normal_quantile

Floats = NDArray[np.float64]
MOST = 0.9995
"""A correlation of ranks beyond this is taken as this, so that it has an interval."""
LEAST_DEGREES = 2
"""Fewer degrees of freedom than this have no interval."""


@dataclass(frozen=True)
class Slope:
    """A standardised slope of ranks with its interval, permutation p, units, and the columns held constant."""

    effect: float
    low: float
    high: float
    p: float
    n: int
    held: int


def rank_slope(
    cause: ArrayLike,
    effect: ArrayLike,
    controls: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    draws: int = 4999,
    seed: int = 0,
    level: float = 0.90,
) -> Slope | None:
    """How far does the effect rise with the cause, controls held constant? Spearman's partial correlation.

    Ranks (within strata, which are held constant too) are residualised on the ranks of the controls; the slope of
    the standardised residuals is their correlation, -1 to 1. Interval by Fisher's z with Bonett & Wright's error;
    p two-sided by permuting the effect's residuals (Freedman & Lane), within strata, seeded. None where too few
    units are left for an interval or nothing is left to vary. Source: bonett2000, freedman1983.
    """
    x, y = np.asarray(cause, dtype=float), np.asarray(effect, dtype=float)
    group = np.zeros(len(x), dtype=np.int64) if strata is None else pd.factorize(np.asarray(strata))[0]
    basis = held_constant(controls, group)
    held = basis.shape[1] - 1
    if len(x) - 3 - held < LEAST_DEGREES:
        return None
    rx, ry = (without(ranks(v, group), basis) for v in (x, y))
    size = float(np.sqrt((rx @ rx) * (ry @ ry)))
    if size < 1e-9 * len(x):
        return None
    r = float(rx @ ry) / size
    p = chance(rx, ry, basis, group, r, draws, seed)
    low, high = interval(r, len(x) - held, level)
    return Slope(r, low, high, p, len(x), held)


def ranks(values: Floats, group: NDArray[np.int64]) -> Floats:
    """Which rank has each value within its group, between 0 and 1? Ties share theirs."""
    series = pd.Series(values).groupby(group)
    return np.asarray((series.rank() - 0.5) / series.transform("size"), dtype=np.float64)


def held_constant(controls: ArrayLike | None, group: NDArray[np.int64]) -> Floats:
    """Which directions are held constant? An orthonormal basis of groups and of the controls' ranks."""
    columns = [(group == g).astype(float) for g in np.unique(group)]
    if controls is not None:
        table = np.asarray(controls, dtype=float).reshape(len(group), -1)
        columns += [ranks(column, group) for column in table.T]
    left, weight, _ = np.linalg.svd(np.column_stack(columns), full_matrices=False)
    return np.asarray(left[:, weight > 1e-9 * weight[0]], dtype=np.float64)


def without(values: Floats, basis: Floats) -> Floats:
    """What of the values (last axis) is left when a basis is taken out?"""
    return np.asarray(values - (values @ basis) @ basis.T, dtype=np.float64)


def chance(
    rx: Floats, ry: Floats, basis: Floats, group: NDArray[np.int64], r: float, draws: int, seed: int
) -> float:
    """How often does chance alone give a slope as far from 0? The given order counts as one draw.

    Source: freedman1983.
    """
    rng = np.random.default_rng(seed)
    drawn = np.tile(ry, (draws, 1))
    for g in np.unique(group):
        inside = np.flatnonzero(group == g)
        drawn[:, inside] = rng.permuted(drawn[:, inside], axis=1)
    left = without(drawn, basis)
    sizes = np.sqrt((left**2).sum(axis=1) * (rx @ rx))
    found = np.divide(left @ rx, sizes, out=np.zeros(draws), where=sizes > 1e-12)
    return float((1 + (np.abs(found) >= abs(r) - 1e-9).sum()) / (draws + 1))


def interval(r: float, n: int, level: float = 0.90) -> tuple[float, float]:
    """Between which bounds does a correlation of n ranks lie? Source: bonett2000."""
    clipped = float(np.clip(r, -MOST, MOST))
    half = normal_quantile(0.5 + level / 2) * np.sqrt((1 + clipped**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(clipped) - half), np.tanh(np.arctanh(clipped) + half)
    return float(low), float(high)


def shows(n: int, held: int, alpha: float, power: float) -> float:
    """How large must a correlation be for so many units to show it? At that size it is found with chance `power`.

    Two-sided test at `alpha`, by Fisher's z; 1 where there are too few units. Source: cohen1988.
    """
    free = n - 3 - held
    if free < 1:
        return 1.0
    return float(np.tanh((normal_quantile(1 - alpha / 2) + normal_quantile(power)) / np.sqrt(free)))


def varies(values: ArrayLike, least: float, different: int) -> bool:
    """Does a measure vary over units? Not where fewer than `different` units are off the commonest value, or its
    standard deviation is below `least`.
    """
    x = np.asarray(values, dtype=float)
    if len(x) < 2:
        return False
    counts = np.unique(x.round(6), return_counts=True)[1]
    return bool(len(x) - counts.max() >= different and x.std(ddof=1) >= least)
