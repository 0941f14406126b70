"""By how much has an estimate changed between two waves, and is it more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy import special

from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome
from kamnb.scoring.combine import why_missing
from kamnb.stats.distributions import normal_below, normal_quantile, student_quantile

MANY = 1e6
"""So many degrees of freedom are as good as normal."""
LEAST = 0.01
"""No difference is surer than this variance, in points squared: scores are published to 0.1."""


class Verdict(StrEnum):
    """Which way has it gone?"""

    RISING = "rising"
    STABLE = "stable"
    FALLING = "falling"


@dataclass(frozen=True)
class Change:
    """A difference in points (later minus earlier) with its interval and p, or why there is none."""

    points: float | None
    low: float | None
    high: float | None
    p: float | None
    n_before: int = 0
    n_after: int = 0
    outcome: Outcome = Outcome.MEASURED

    @property
    def measured(self) -> bool:
        """Is there a number?"""
        return self.points is not None

    def verdict(self, q: float | None = None) -> Verdict | None:
        """Rising, stable or falling at the registered level? `q` takes the place of p where many are tested."""
        chance = self.p if q is None else q
        if self.points is None or chance is None:
            return None
        if chance > 1 - threshold("interval_level"):
            return Verdict.STABLE
        return Verdict.RISING if self.points > 0 else Verdict.FALLING


def change_of_means(before: Estimate, after: Estimate) -> Change:
    """Has the mean of a survey's answers changed? Two independent samples, Welch's t on their sampling variances.

    `variance` of each is that of the mean (finite population counted in), in points squared; n is people. With
    fewer than two on a side the spread is not known from the sample, and the normal stands in for t.
    Source: Welch 1947; people are not matched, so what stays the same in each of them widens the interval.
    """
    if not (before.measured and after.measured):
        return missing(before, after)
    parts = [(e.variance or 0.0, e.n - 1) for e in (before, after)]
    total = sum(v for v, _ in parts)
    spent = sum(v**2 / df for v, df in parts if df > 0)
    return change(difference(before, after), total**2 / spent if spent > 0 else MANY, before.n, after.n)


def difference(before: Estimate, after: Estimate, shared: float = 0.0) -> Estimate:
    """What is later minus earlier, with its variance? `shared` is the error (points squared) that both have alike."""
    if not (before.measured and after.measured):
        return Estimate.none(missing(before, after).outcome)
    variance = (before.variance or 0.0) + (after.variance or 0.0) - 2 * shared
    return Estimate((after.mean or 0.0) - (before.mean or 0.0), max(variance, LEAST), min(before.n, after.n))


def together(changes: Sequence[Estimate]) -> Estimate:
    """What do several readings of one change say together? Precision-weighted; where they disagree, surely less.

    The variance is multiplied by their chi-squared per degree of freedom where that is above 1: readings that all went
    one way by different lengths still say so, one that went up and one that did not say little. Where nothing
    changed there is nothing to disagree about, so that no variance between readings is added as for a score.
    Source: Birge 1932.
    """
    known = [e for e in changes if e.mean is not None and e.variance is not None]
    if not known:
        return Estimate.none(why_missing(e.outcome for e in changes))
    weights = [1 / max(e.variance or 0.0, LEAST) for e in known]
    total = sum(weights)
    mean = sum(w * (e.mean or 0.0) for w, e in zip(weights, known, strict=True)) / total
    spread = sum(w * ((e.mean or 0.0) - mean) ** 2 for w, e in zip(weights, known, strict=True))
    factor = max(1.0, spread / (len(known) - 1)) if len(known) > 1 else 1.0
    return Estimate(mean, factor / total, sum(e.n for e in known))


def change(estimate: Estimate, df: float = MANY, n_before: int = 0, n_after: int = 0) -> Change:
    """What does a difference say, with its 90 % interval and its two-sided p?"""
    if estimate.mean is None or estimate.variance is None:
        return Change(None, None, None, None, n_before, n_after, estimate.outcome)
    level, error = threshold("interval_level"), max(estimate.variance, 1e-9) ** 0.5
    normal = df >= MANY
    half = error * (normal_quantile(0.5 + level / 2) if normal else student_quantile(0.5 + level / 2, df))
    far = -abs(estimate.mean) / error
    p = 2 * (normal_below(far) if normal else float(special.stdtr(df, far)))
    return Change(estimate.mean, estimate.mean - half, estimate.mean + half, p, n_before, n_after)


def missing(before: Estimate, after: Estimate) -> Change:
    """Why is there no change to tell? The later wave's reason, else the earlier one's."""
    outcome = after.outcome if not after.measured else before.outcome
    return Change(None, None, None, None, before.n, after.n, outcome)
