"""How do several estimates become one, with their disagreement kept in the variance?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome, Score
from kamnb.stats.distributions import normal_below, normal_quantile


def combine(estimates: Iterable[Estimate], prior: bool = False) -> Estimate:
    """What do these estimates say together? Weighted by their own precision, with a weak prior if asked.

    How far they differ beyond their own errors (DerSimonian & Laird) widens the interval, so that 80 and 30 never
    become a sure 55, but moves no weight: evidence that is rough by its nature does not win weight by being far off
    (Henmi & Copas). Without a measured one: the outcome most telling of them (not asked only where nothing was asked).
    Source: DerSimonian & Laird 1986; Henmi & Copas 2010.
    """
    given = list(estimates)
    known = [e for e in given if e.measured and e.mean is not None and e.variance is not None]
    if not known:
        return Estimate.none(why_missing(e.outcome for e in given), sum(e.n for e in given))
    means = np.array([e.mean for e in known], dtype=float)
    own = np.array([e.variance for e in known], dtype=float)
    whole = own + between_variance(means, own)
    if prior:
        means = np.append(means, threshold("prior_mean"))
        own, whole = (np.append(variances, threshold("prior_sd") ** 2) for variances in (own, whole))
    weights = 1 / own
    weights /= weights.sum()
    return Estimate(float(weights @ means), float(weights**2 @ whole), sum(e.n for e in known))


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
    """What is an estimate on 0–100 with its 90 % interval? Clipped to the scale."""
    if estimate.mean is None or estimate.variance is None:
        return Score.none(estimate.outcome, estimate.n)
    half = normal_quantile(0.5 + threshold("interval_level") / 2) * estimate.variance**0.5
    low, high = max(0.0, estimate.mean - half), min(100.0, estimate.mean + half)
    return Score(min(100.0, max(0.0, estimate.mean)), low, high, estimate.n)


def chance_below(estimate: Estimate, target: float) -> float | None:
    """How probable is it that the truth lies below a target? None where nothing was measured."""
    if estimate.mean is None or estimate.variance is None:
        return None
    return float(normal_below((target - estimate.mean) / estimate.variance**0.5))


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
