"""The written form of causal claims: what diagnosis.json says of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kamnb.causes.decide import PEOPLE
from kamnb.model import Cause


def cause_form(cause: Cause) -> dict[str, Any]:
    """One causal claim, as written. `effect` above 0: the healthier the cause, the healthier the effect, as claimed."""
    e = cause.estimate
    return {
        "from": e.cause,
        "to": e.result,
        "unit": e.unit,
        "effect": rounded(e.effect),
        "low": rounded(e.low),
        "high": rounded(e.high),
        "p": rounded(e.p, 4),
        "n": e.n,
        "outcome": cause.outcome,
        "q": rounded(cause.q, 4),
        "shows": rounded(e.shows),
        "reason": cause.reason,
        "measures": list(e.measures),
        "missing": list(e.missing),
    }


def causes_form(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    """Every causal claim, as written, in the framework's order."""
    return [cause_form(c) for c in causes]


def people_form(probability: float | None) -> dict[str, Any]:
    """Are people the greatest obstacle? The area, and the probability that it is the least healthy of the problem areas."""
    return {"area": PEOPLE, "lowest_probability": rounded(probability)}


def rounded(value: float | None, digits: int = 3) -> float | None:
    """A value as written."""
    return None if value is None else round(value, digits) + 0.0
