"""What does a record's parameter look like at a clause's health? The curves of worlds.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamnb.sources.text import load_yaml

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Curve = tuple[float, ...]


def worlds() -> Mapping[str, Any]:
    """What does worlds.yml say: sizes, prior, opinions, and the curves by clause?"""
    found: Mapping[str, Any] = load_yaml("simulation/worlds.yml")
    return found


def words() -> Mapping[str, Any]:
    """Which words do a made-up client's tables hold?"""
    found: Mapping[str, Any] = load_yaml("simulation/words.yml")
    return found


@cache
def curves() -> Mapping[str, Mapping[str, Curve]]:
    """Which clauses shape each parameter, and how? {parameter: {clause: values at evenly spaced health 0 … 100}}."""
    found: dict[str, dict[str, Curve]] = {}
    for clause, parameters in worlds()["clauses"].items():
        for parameter, values in parameters.items():
            found.setdefault(parameter, {})[clause] = tuple(map(float, values))
    return found


def at_health(curve: Curve, health: Floats) -> Floats:
    """Which value has a parameter at a health? Linear between the curve's evenly spaced points."""
    return np.asarray(np.interp(health, np.linspace(0, 100, len(curve)), curve), dtype=np.float64)
