"""How do accounts, managers, regions and departments differ, and what follows what among them?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kamnb.simulation.curves import Floats, Ints
from kamnb.simulation.randomness import generator

Differences = Mapping[str, Mapping[str, Floats]]
"""{kind of unit: {clause: one number a unit, mean 0 and standard deviation 1 within each group}}."""


def draw_differences(
    seed: int,
    clauses: tuple[str, ...],
    groups: Mapping[str, Ints],
    causes: Mapping[str, list[str]],
    strength: float,
) -> Differences:
    """How does each unit stand in each clause against the firm as a whole?

    `groups` gives the group of each unit by kind (key accounts and others are centred apart), `causes` the causes of
    each caused clause in order: at every kind of unit the effect follows its causes with correlation `strength`.
    """
    found = {}
    for kind, group in groups.items():
        drawn = generator(seed, f"units {kind}").standard_normal((len(group), len(clauses))).T
        own = dict(zip(clauses, drawn, strict=True))
        for effect, sources in causes.items():
            pull = sum(own[s] for s in sources) / np.sqrt(len(sources))
            own[effect] = strength * pull + np.sqrt(1 - strength**2) * own[effect]
        found[kind] = {clause: centred(values, group) for clause, values in own.items()}
    return found


def centred(values: Floats, group: Ints) -> Floats:
    """The values with mean 0 and standard deviation 1 within each group of at least three; else 0."""
    found = np.zeros(len(values))
    for each in np.unique(group):
        inside = group == each
        part = values[inside] - values[inside].mean()
        found[inside] = part / part.std() if inside.sum() >= 3 else 0.0
    return found
