"""Where does chance come from? One generator for each table, so that no table's draws move another's."""

from __future__ import annotations

import zlib

import numpy as np

from kamnb.simulation.curves import Bools, Floats, Ints


def generator(seed: int, name: str) -> np.random.Generator:
    """Which generator belongs to a name (a table, a part of the world)? The same seed and name, the same draws."""
    return np.random.default_rng([seed, zlib.crc32(name.encode("utf-8"))])


def happens(rng: np.random.Generator, share: Floats) -> Bools:
    """Where does something happen that has these probabilities?"""
    return np.asarray(rng.random(np.shape(share)) < share)


def around(rng: np.random.Generator, mean: Floats, spread: float) -> Floats:
    """Positive amounts around a mean: lognormal with that mean, `spread` of the logarithm."""
    noise = rng.normal(-(spread**2) / 2, spread, np.shape(mean))
    return np.asarray(mean * np.exp(noise), dtype=np.float64)


def pick(rng: np.random.Generator, weights: Floats) -> Ints:
    """Which column is drawn in each row, by the row's weights?"""
    edges = np.cumsum(weights, axis=1)
    drawn = rng.random(len(weights)) * edges[:, -1]
    return np.asarray((drawn[:, None] > edges).sum(axis=1), dtype=np.int64).clip(0, weights.shape[1] - 1)


def counted(counts: Ints) -> Ints:
    """Which number within its group has each row when group i has counts[i] rows? 0, 1, … in each."""
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.arange(counts.sum()) - starts, dtype=np.int64)
