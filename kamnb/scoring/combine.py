"""How do several estimates become one, with their disagreement kept in the variance?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome, Score
from kamnb.stats.distributions import mixture_below, mixture_quantile


def combine(estimates: Iterable[Estimate]) -> Estimate:
    """What do several pieces of evidence of one kind say together? Precision-weighted, random effects.

    The between-estimate variance (DerSimonian & Laird) is added to each. Without a measured one: the outcome most
    telling of them (not asked only where nothing was asked). Source: DerSimonian & Laird 1986.
    """
    known, missing = measured_of(estimates)
    if not known:
        return missing
    means, own = as_arrays(known)
    weights = 1 / (own + between_variance(means, own))
    total = weights.sum()
    return Estimate(float(weights @ means / total), float(1 / total), sum(e.n for e in known))


def fuse(readings: Iterable[Estimate]) -> Estimate:
    """What do readings of different kinds say together? With a weak prior; what disagrees is kept apart within.

    Readings that differ by no more than their own errors allow are weighted by precision. Else either may be right:
    the result is a mixture of them (`parts`), each with the prior and weighted by how sharp it is (one over its error),
    so that 80 and 30 never become a sure 55, nor rough records win weight by lying far off. Where nothing was measured:
    as in `combine`. Source: Stone 1961 (linear opinion pool); Genest & Zidek 1986.
    """
    known, missing = measured_of(readings)
    if not known:
        return missing
    means, own = as_arrays(known)
    n, prior = sum(e.n for e in known), threshold("prior_sd") ** -2
    if between_variance(means, own) == 0:
        total = (1 / own).sum() + prior
        return Estimate(
            float(((means / own).sum() + prior * threshold("prior_mean")) / total), float(1 / total), n
        )
    weights = 1 / np.sqrt(own)
    weights /= weights.sum()
    variances = 1 / (1 / own + prior)
    centres = (means / own + prior * threshold("prior_mean")) * variances
    mean = float(weights @ centres)
    parts = zip(weights.tolist(), centres.tolist(), variances.tolist(), strict=True)
    return Estimate(mean, float(weights @ (variances + (centres - mean) ** 2)), n, parts=tuple(parts))


def measured_of(estimates: Iterable[Estimate]) -> tuple[list[Estimate], Estimate]:
    """Which estimates have a number, and what is there to say where none has?"""
    given = list(estimates)
    known = [e for e in given if e.measured and e.mean is not None and e.variance is not None]
    return known, Estimate.none(why_missing(e.outcome for e in given), sum(e.n for e in given))


def as_arrays(known: list[Estimate]) -> tuple[np.ndarray, np.ndarray]:
    """Their means and variances."""
    return np.array([e.mean for e in known], dtype=float), np.array([e.variance for e in known], dtype=float)


def between_variance(means: np.ndarray, variances: np.ndarray) -> float:
    """By how much do estimates differ beyond their own errors? 0 for fewer than two.

    Source: DerSimonian & Laird 1986, method of moments.
    """
    if len(means) < 2:
        return 0.0
    w = 1 / variances
    centre = (w * means).sum() / w.sum()
    q = (w * (means - centre) ** 2).sum()
    scale = w.sum() - (w**2).sum() / w.sum()
    return float(max(0.0, (q - (len(means) - 1)) / scale))


def why_missing(outcomes: Iterable[Outcome]) -> Outcome:
    """Which outcome tells best why there is no number?"""
    found = set(outcomes)
    for outcome in (Outcome.TOO_FEW, Outcome.NO_DATA, Outcome.NOT_ASKED, Outcome.NOT_APPLICABLE):
        if outcome in found:
            return outcome
    return Outcome.NO_DATA


def to_score(estimate: Estimate) -> Score:
    """What is an estimate on 0–100 with its 90 % interval? Clipped to the scale.

    A mean that one unlikely part draws out of the interval widens it.
    """
    if estimate.mean is None or estimate.variance is None:
        return Score.none(estimate.outcome, estimate.n)
    tail = (1 - threshold("interval_level")) / 2
    ends = [mixture_quantile(p, parts_of(estimate)) for p in (tail, 1 - tail)]
    low, high = max(0.0, min(ends[0], estimate.mean)), min(100.0, max(ends[1], estimate.mean))
    return Score(min(100.0, max(0.0, estimate.mean)), low, high, estimate.n)


def chance_below(estimate: Estimate, target: float) -> float | None:
    """How probable is it that the truth lies below a target? None where nothing was measured."""
    if estimate.mean is None or estimate.variance is None:
        return None
    return mixture_below(target, parts_of(estimate))


def parts_of(estimate: Estimate) -> tuple[tuple[float, float, float], ...]:
    """Of which normal parts (weight, mean, variance) is a measured estimate made? Of one, where nothing disagrees."""
    return estimate.parts or ((1.0, estimate.mean or 0.0, estimate.variance or 0.0),)


def combine_weighted(estimates: list[Estimate], weights: list[float]) -> Estimate:
    """What is the weighted mean of clauses (an area) or areas (the whole), and how sure?

    Errors are taken as partly shared (`shared_error`); what was not measured adds its own uncertainty
    (`missing_clause_sd`). Below `area_minimum_weight` of measured weight: too few; without any: no data.
    """
    total = sum(weights)
    known = [(e, w / total) for e, w in zip(estimates, weights, strict=True) if e.measured]
    share = sum(w for _, w in known)
    if not known:
        return Estimate.none(why_missing(e.outcome for e in estimates))
    if share < threshold("area_minimum_weight"):
        return Estimate.none(Outcome.TOO_FEW, sum(e.n for e, _ in known))
    w = np.array([weight / share for _, weight in known])
    means = np.array([e.mean for e, _ in known], dtype=float)
    variances = np.array([e.variance for e, _ in known], dtype=float)
    rho = threshold("shared_error")
    variance = rho * float((w * np.sqrt(variances)).sum()) ** 2 + (1 - rho) * float((w**2 * variances).sum())
    missing = [weight / total for e, weight in zip(estimates, weights, strict=True) if not e.measured]
    variance += sum(m**2 for m in missing) * threshold("missing_clause_sd") ** 2
    return Estimate(float((w * means).sum()), variance, sum(e.n for e, _ in known))
