"""What do people believe of each clause, and how do groups and persons differ around it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from kamnb.instrument.load import load_instrument
from kamnb.simulation.curves import Floats, Ints, worlds
from kamnb.simulation.world import World

GROUPS = ("executive", "manager", "frontline", "account")


@dataclass(frozen=True, repr=False)
class Opinions:
    """The centre of each group's belief by clause, and how far persons and answers lie around it."""

    centre: dict[str, dict[str, float]]
    within: dict[str, float]
    person: float
    item: float


def draw_opinions(world: World) -> Opinions:
    """What does each group believe of each clause? Truth, flattery, and the group's own bias."""
    told, noise = worlds()["opinion"], world.options.noise
    rng, even = world.rng("opinion"), world.options.null
    person, item = told["person"] * noise, told["item"] * noise
    centre: dict[str, dict[str, float]] = {}
    within: dict[str, float] = {}
    for clause in load_instrument().clauses():
        belief = world.truth.believed[clause.id]
        bias = rng.normal(0, told["group"] * noise, len(GROUPS))
        denied = bool(rng.random() < told["deny"])
        if clause.consensus:
            within[clause.id] = told["within"]
            spread = float(np.sqrt(person**2 + item**2 + told["within"] ** 2))
            shifts: Floats = np.zeros(3) if even or denied else apart(belief)
            found = np.append(shifts + consensus_centre(belief, shifts, spread), belief)
        else:
            offset = np.array([told["offset"][g] for g in GROUPS]) * min(noise, 1.0)
            found = belief + offset * (not even)
        centre[clause.id] = dict(zip(GROUPS, map(float, found + bias * (not even)), strict=True))
    return Opinions(centre, within, person, item)


def apart(belief: float) -> Floats:
    """How far do leadership and front line stand from the middle on a consensus clause? Together where all agree."""
    far = float(np.sqrt(1 - belief / 100))
    return np.array([far * worlds()["opinion"]["apart"][g] for g in GROUPS[:3]], dtype=np.float64)


def consensus_centre(belief: float, shifts: Floats, spread: float) -> float:
    """Where must the middle lie for consensus to be what it is: the share that affirms, times agreement?"""
    target = float(np.clip(belief, 1, 99)) / 100

    def miss(middle: float) -> float:
        return consensus(middle + shifts, spread) - target

    return float(brentq(miss, -200, 300))


def consensus(centres: Floats, spread: float) -> float:
    """How healthy is a consensus clause? Share of answers 4 and 5, times 1 − variance / 4 (its largest on 1–5).

    Each level counts the same.
    """
    marks = np.asarray(worlds()["opinion"]["marks"], dtype=np.float64)
    below = ndtr((marks[None, :] - centres[:, None]) / max(spread, 0.5))
    share = np.diff(below, axis=1, prepend=0, append=1).mean(axis=0)
    steps = np.arange(1, 6)
    variance = float(share @ steps**2 - (share @ steps) ** 2)
    return float(share[3:].sum() * (1 - variance / 4))


def to_answers(latent: Floats) -> Ints:
    """Which answer 1–5 does a belief give? The marks lie half-way between the rubric's levels."""
    return np.digitize(latent, worlds()["opinion"]["marks"]) + 1
