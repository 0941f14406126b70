"""Does it hang on the weights which area comes out worst? Weights and scores drawn anew many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kamnb.instrument.thresholds import threshold
from kamnb.model import Area, Estimate

SEED = 20260930


@dataclass(frozen=True)
class Sensitivity:
    """How areas rank over the draws: `worst` and `rank` by area, both means over draws; 1 is the least healthy.

    `whole` is the span that holds 90 % of what the whole comes to. Areas that were not measured are left out.
    """

    draws: int
    concentration: float
    worst: dict[str, float]
    rank: dict[str, float]
    whole: tuple[float, float]


def area_sensitivity(
    areas: Sequence[Area], fused: Mapping[str, Estimate], known: Mapping[str, Estimate]
) -> Sensitivity | None:
    """How often does each area come out worst when weights and scores are drawn anew? None below two measured areas.

    `fused` estimates by clause, `known` the areas' own estimates. Clause weights within an area,
    and area weights in the whole, are Dirichlet around the registered ones (`weight_concentration` for each
    weight: larger is nearer). Scores are normal about their estimates, a part of their error (`shared_error`)
    common to an area's clauses, clauses that were not measured adding theirs (`missing_clause_sd`); none is cut
    off at the ends of the scale, which would draw areas together.
    """
    measured = [a for a in areas if a.id in known and known[a.id].measured]
    ids = [a.id for a in measured]
    if len(ids) < 2:
        return None
    count, tightness = int(threshold("weight_draws")), threshold("weight_concentration")
    rng = np.random.default_rng(SEED)
    drawn = np.column_stack([draw_area(a, fused, count, tightness, rng) for a in measured])
    order = drawn.argsort(axis=1, kind="stable").argsort(axis=1)
    whole = (drawn * rng.dirichlet(np.full(len(ids), tightness), count)).sum(axis=1)
    low, high = np.quantile(whole, [0.05, 0.95])
    return Sensitivity(
        count,
        tightness,
        {a: float((order[:, i] == 0).mean()) for i, a in enumerate(ids)},
        {a: float(order[:, i].mean() + 1) for i, a in enumerate(ids)},
        (float(low), float(high)),
    )


def draw_area(
    area: Area, fused: Mapping[str, Estimate], count: int, tightness: float, rng: np.random.Generator
) -> np.ndarray:
    """What does an area come to in each draw? Its measured clauses, drawn from their errors and weighed anew."""
    found = [(c.weight, fused[c.id]) for c in area.clauses if c.id in fused and fused[c.id].measured]
    weights = np.array([w for w, _ in found])
    means = np.array([e.mean for _, e in found], dtype=float)
    spread = np.sqrt(np.array([e.variance for _, e in found], dtype=float))
    rho = threshold("shared_error")
    common, own = rng.standard_normal((count, 1)), rng.standard_normal((count, len(found)))
    scores = means + spread * (rho**0.5 * common + (1 - rho) ** 0.5 * own)
    shares = rng.dirichlet(weights / weights.mean() * tightness, count)
    missing = [c.weight for c in area.clauses if c.id not in fused or not fused[c.id].measured]
    total = float(weights.sum()) + sum(missing)
    unknown = threshold("missing_clause_sd") * sum((w / total) ** 2 for w in missing) ** 0.5
    return np.asarray((scores * shares).sum(axis=1) + unknown * rng.standard_normal(count))


def sensitivity_form(found: Sensitivity | None) -> dict[str, Any] | None:
    """How sure is the order of the areas, as written? Null where fewer than two were measured."""
    if found is None:
        return None
    areas = {a: {"worst": round(p, 3), "mean_rank": round(found.rank[a], 2)} for a, p in found.worst.items()}
    low, high = (round(x, 1) for x in found.whole)
    told = {"low": low, "high": high}
    return {"draws": found.draws, "concentration": found.concentration, "areas": areas, "whole": told}
