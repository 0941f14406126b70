"""How healthy is the made-up firm really? The truth that a diagnosis should find."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from kamnb.instrument.load import Instrument, load_instrument
from kamnb.simulation.curves import worlds
from kamnb.simulation.options import Options
from kamnb.simulation.randomness import generator


@dataclass(frozen=True)
class Truth:
    """The true health 0–100 of each clause and area, what people believe it to be, and the options."""

    seed: int
    clauses: dict[str, float]
    areas: dict[str, float]
    believed: dict[str, float]
    options: dict[str, Any]

    def __repr__(self) -> str:
        areas = ", ".join(f"{name} {health:.0f}" for name, health in self.areas.items())
        return f"Truth(seed {self.seed}: {areas})"

    def to_json(self) -> str:
        """What stands in truth.json? Health rounded to two decimals."""
        form = {
            "seed": self.seed,
            "clauses": {clause: round(health, 2) for clause, health in self.clauses.items()},
            "areas": {area: round(health, 2) for area, health in self.areas.items()},
            "believed": {clause: round(health, 2) for clause, health in self.believed.items()},
            "options": self.options,
        }
        return json.dumps(form, ensure_ascii=False, indent=1, default=str) + "\n"


def draw_truth(options: Options) -> Truth:
    """How healthy is each clause? Drawn from the prior, or the healthy level of a null client; plants are exact."""
    instrument = load_instrument()
    drawn = _healthy(instrument) if options.null else _prior(options.seed, instrument)
    clauses = {clause: options.plant.get(clause, health) for clause, health in drawn.items()}
    flatter = options.flatter
    believed = {
        clause: float(np.clip(health + flatter.get(clause, 0.0), 0, 100))
        for clause, health in clauses.items()
    }
    areas = {
        area.id: float(
            np.average([clauses[c.id] for c in area.clauses], weights=[c.weight for c in area.clauses])
        )
        for area in instrument.areas
    }
    return Truth(options.seed, clauses, areas, believed, options.to_dict())


def _healthy(instrument: Instrument) -> dict[str, float]:
    return {clause.id: float(worlds()["healthy"]) for clause in instrument.clauses()}


def _prior(seed: int, instrument: Instrument) -> dict[str, float]:
    """A factor of the firm, one of each area, and each clause's own part, kept within the limits."""
    prior = worlds()["prior"]
    firm = generator(seed, "truth").normal(prior["mean"], prior["firm"])
    found: dict[str, float] = {}
    for area in instrument.areas:
        rng = generator(seed, f"truth {area.id}")
        middle = firm + rng.normal(0, prior["area"])
        low, high = (ndtr((prior[end] - middle) / prior["clause"]) for end in ("low", "high"))
        parts = ndtri(low + rng.random(len(area.clauses)) * (high - low))
        found |= {c.id: float(middle + prior["clause"] * p) for c, p in zip(area.clauses, parts, strict=True)}
    return found
