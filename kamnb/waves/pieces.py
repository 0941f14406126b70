"""Which pieces of evidence does a published diagnosis hold, as estimates that can be set against a later one's?"""

from __future__ import annotations

from typing import Any

from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome
from kamnb.stats.distributions import normal_quantile

Form = dict[str, Any]
ROUNDING = 0.06
"""By so many points may half of a published interval be off: scores are written to 0.1."""
VALIDITY = {
    "survey": "survey_validity_sd",
    "interviews": "interview_validity_sd",
    "judgement": "judgement_validity_sd",
    "indicator": "indicator_validity_sd",
}


def estimate_of(form: Form | None, outcome: str = Outcome.NO_DATA) -> Estimate:
    """Which estimate was published as score, low and high? Intervals that meet an end of the scale are read from the other.

    Where both ends are met, the wider half, which is the least that it was.
    """
    if form is None or form["score"] is None:
        return Estimate.none(Outcome((form or {}).get("outcome", outcome)), (form or {}).get("n") or 0)
    score, halves = form["score"], []
    if form["low"] > 0:
        halves.append(score - form["low"])
    if form["high"] < 100:
        halves.append(form["high"] - score)
    half = min(halves) if halves else max(score - form["low"], form["high"] - score)
    z = normal_quantile(0.5 + threshold("interval_level") / 2)
    return Estimate(score, (half / z) ** 2, form.get("n") or 0)


def without_validity(estimate: Estimate, kind: str) -> Estimate:
    """What is left of a published variance when the error of the kind of evidence is taken out? Sampling alone.

    At least what rounding leaves open.
    """
    if estimate.variance is None:
        return estimate
    z = normal_quantile(0.5 + threshold("interval_level") / 2)
    sd = estimate.variance**0.5
    least = 2 * sd * ROUNDING / z
    return Estimate(estimate.mean, max(estimate.variance - threshold(VALIDITY[kind]) ** 2, least), estimate.n)


def pieces_of(clause: Form) -> dict[str, Estimate]:
    """Which pieces of evidence has a clause? survey, interviews, judgement, and `indicator:<id>` each."""
    p = clause["perception"]
    found = {
        "survey": estimate_of(p["survey"]),
        "interviews": estimate_of(p["interviews"]),
        "judgement": estimate_of({**clause["judgement"], "n": 1}),
    }
    return found | {f"indicator:{e['indicator']}": estimate_of(e) for e in clause["evidence"]}
