"""What is a stream of yearly margins worth: margins leaned on their group, discounted, as long as the account stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.survival import Hazard, stays


@dataclass(frozen=True)
class Credibility:
    """What is believed of each unit's ratio: between its own mean and the group's, with its variance."""

    value: np.ndarray
    variance: np.ndarray
    factor: np.ndarray
    own: np.ndarray
    collective: float
    collective_variance: float
    within: float
    between: float


def credibility(ratios: ArrayLike, weights: ArrayLike, own: ArrayLike | None = None) -> Credibility | None:
    """How far does each unit's own ratio count against the group's? Units by periods; NaN where there is none.

    Empirical Bayes without a distribution: factor = weight / (weight + within / between), both variances
    unbiased from the data, `between` not below 0; `variance` is the mean squared error, that of the group's
    mean included. `own` replaces the units' own means where they are known better. One unit leans on nothing.
    None where no unit has two periods. Source: Buhlmann & Straub 1970.
    """
    x, w = np.asarray(ratios, dtype=float), np.asarray(weights, dtype=float)
    w = np.where(np.isnan(x) | np.isnan(w), 0.0, w)
    x = np.where(w > 0, x, 0.0)
    total, freedom = w.sum(axis=1), float(np.clip((w > 0).sum(axis=1) - 1, 0, None).sum())
    if freedom == 0:
        return None
    mean = np.divide((w * x).sum(axis=1), total, out=np.zeros(len(x)), where=total > 0)
    within = float((w * (x - mean[:, None]) ** 2).sum() / freedom)
    between = between_variance(mean, total, within)
    given = mean if own is None else np.where(np.isnan(np.asarray(own, float)), mean, own)
    if np.isnan(between):
        spread = within / np.where(total > 0, total, np.nan)
        return Credibility(given, spread, np.ones(len(x)), given, float(given[0]), 0.0, within, between)
    factor = total * between / (total * between + within) if within > 0 else (total > 0).astype(float)
    collective = float(np.average(given, weights=factor if factor.sum() > 0 else total))
    value = collective + factor * (given - collective)
    with np.errstate(divide="ignore"):
        known = 1 / (between + within / total)
    unsure = float(1 / known.sum()) if known.sum() > 0 else 0.0
    variance = between * (1 - factor) + (1 - factor) ** 2 * unsure
    return Credibility(value, variance, factor, given, collective, unsure, within, between)


def between_variance(mean: np.ndarray, weight: np.ndarray, within: float) -> float:
    """How much do the units' true ratios differ? Unbiased, not below 0; NaN for a single unit."""
    used = weight > 0
    m, w = mean[used], weight[used]
    if len(m) < 2:
        return np.nan
    whole = w.sum()
    centre = (w * m).sum() / whole
    found = ((w * (m - centre) ** 2).sum() - (len(m) - 1) * within) / (whole - (w**2).sum() / whole)
    return float(max(found, 0.0))


def annuities(hazards: np.ndarray, edges: np.ndarray, age: float, years: int, discount: float) -> np.ndarray:
    """What is one unit of yearly margin worth, year by year? Draws by years, paid in mid-year while the account stays.

    Source: Gupta, Lehmann & Stuart 2004 (survival times discounted margin); mid-year payment is ours.
    """
    middle = np.arange(years) + 0.5
    return stays(hazards, edges, age, middle) / (1 + discount) ** middle


def annuity_of_ages(
    hazard: Hazard, ages: ArrayLike, years: int, discount: float, draws: int, rng: np.random.Generator
) -> dict[float, np.ndarray]:
    """What is one unit of yearly margin worth at each age? By age: draws by years; one draw is one hazard for all."""
    hazards = hazard.draw(rng, draws)
    return {
        float(age): annuities(hazards, hazard.edges, float(age), years, discount) for age in np.unique(ages)
    }
