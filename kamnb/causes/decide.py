"""Which causal claims does this client's evidence agree with? Decided over all claims together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from kamnb.causes.roots import PROBLEM_AREAS
from kamnb.instrument.thresholds import threshold
from kamnb.model import Cause, CauseEstimate, Estimate
from kamnb.stats.distributions import discovery_rates, normal_below

PEOPLE = "manager"
NO_VARIATION = ("cause_same", "effect_same")


def decide(estimates: Iterable[CauseEstimate]) -> tuple[Cause, ...]:
    """Which claims are consistent with the evidence, which contrary, and which cannot be told?

    False discoveries are controlled over all claims that were tested. Source: benjamini1995.
    """
    given = list(estimates)
    tested = [e for e in given if e.p is not None]
    rates = [float(x) for x in discovery_rates([e.p or 0.0 for e in tested])] if tested else []
    q = {(e.cause, e.result): x for e, x in zip(tested, rates, strict=True)}
    return tuple(outcome(e, q.get((e.cause, e.result))) for e in given)


def outcome(estimate: CauseEstimate, q: float | None) -> Cause:
    """What came of one claim, and why it cannot be told if so?

    Told only where it stands against chance among all claims, and is as large as so many units can show at all.
    """
    effect, low, high = estimate.effect, estimate.low, estimate.high
    if effect is None or low is None or high is None or q is None:
        result = "no_variation" if estimate.reason in NO_VARIATION else "cannot_tell"
        return Cause(estimate, result, q, estimate.reason)
    relevant = threshold("cause_relevant")
    if low < -relevant and high > relevant:
        return Cause(estimate, "cannot_tell", q, "wide")
    if q > threshold("false_discovery_rate") or abs(effect) < (estimate.shows or 0.0):
        return Cause(estimate, "cannot_tell", q, "weak")
    return Cause(estimate, "consistent" if effect > 0 else "contrary", q)


def chance_lowest(areas: Mapping[str, Estimate], area: str = PEOPLE) -> float | None:
    """With which probability is an area the least healthy of the problem areas? None where it or all others are unknown.

    The areas' errors are taken as independent; integrated over the area's own distribution.
    """
    known = {a: areas[a] for a in PROBLEM_AREAS if a in areas and areas[a].measured}
    if area not in known or len(known) < 2:
        return None
    steps = (np.arange(2000) + 0.5) / 2000
    own = known.pop(area)
    at = (own.mean or 0.0) + (own.variance or 0.0) ** 0.5 * np.array([_quantile(p) for p in steps])
    above = np.ones(len(at))
    for other in known.values():
        sd = max(other.variance or 0.0, 1e-9) ** 0.5
        above *= [1 - normal_below((x - (other.mean or 0.0)) / sd) for x in at]
    return float(above.mean())


def _quantile(p: float) -> float:
    from kamnb.stats.distributions import normal_quantile

    return normal_quantile(float(p))
