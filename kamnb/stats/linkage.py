"""Are two records one? Fellegi and Sunter's weights, estimated without labels: arrays in, arrays out.

Source: Fellegi & Sunter 1969; Winkler 1988 for the estimation by EM; Winkler 1989 for frequent and rare values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MISSING = -1
ROUNDS = 30
SURE = 1e-9
"""The share of duplicates among pairs is never taken to be surely none, or surely all."""
ENOUGH = 1e-4
"""EM stops when no probability changes by more."""
PSEUDO_PAIRS = 20.0
"""How many pairs the assumption about each field's agreement among duplicates counts for."""

PRIOR = 0.1
"""That part of the duplicates first expected is believed whatever the pairs say, so that weak fields do not end EM at none."""


@dataclass(frozen=True)
class Linkage:
    """What EM found: for each field the share of each level among duplicates and others, and the share of duplicates."""

    same: tuple[np.ndarray, ...]
    other: tuple[np.ndarray, ...]
    share: float

    @property
    def weights(self) -> tuple[np.ndarray, ...]:
        """How much does each level speak for a duplicate, as natural log odds? Never more for a worse level."""
        pairs = zip(self.same, self.other, strict=True)
        return tuple(np.minimum.accumulate(np.log(same / other)) for same, other in pairs)


def estimate_linkage(
    levels: np.ndarray,
    other: Sequence[np.ndarray],
    expected: Sequence[np.ndarray],
    worst: Sequence[float],
    all_pairs: float,
    first_matches: float,
) -> Linkage:
    """How often does each field agree among duplicates, and how many duplicates are there?

    `levels`: one row for each pair that was compared, one column a field; 0 is equal, higher is less alike, -1 is
    missing. `other`: each level's share among pairs taken at random. `expected`: the same among duplicates, an
    assumption that counts as much as PSEUDO_PAIRS pairs. `worst`: the largest share of the last level that
    duplicates may have, so that EM cannot take mere neighbours for duplicates. Of `all_pairs`, those not in
    `levels` are taken as no duplicates. EM over patterns of levels, so that millions of pairs cost little.
    """
    patterns, counts = count_patterns(levels)
    share = first_matches / all_pairs
    same = [np.asarray(e, float) / np.sum(e) for e in expected]
    found = Linkage(tuple(same), tuple(other), share)
    for _ in range(ROUNDS):
        chance = chances(log_odds(patterns, found), found.share)
        weight = chance * counts
        matches = (float(weight.sum()) + PRIOR * first_matches) / (all_pairs + first_matches)
        same = [
            bounded(level_shares(patterns[:, f], weight, np.asarray(e, float)), worst[f])
            for f, e in enumerate(expected)
        ]
        change = max(float(np.abs(a - b).max()) for a, b in zip(same, found.same, strict=True))
        found = Linkage(tuple(same), tuple(other), matches)
        if change < ENOUGH:
            break
    return found


def count_patterns(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which patterns of levels are there, and how often each?"""
    base = int(levels.max(initial=0)) + 2
    code = np.zeros(len(levels), np.int64)
    for column in levels.T:
        code = code * base + (column.astype(np.int64) + 1)
    found, counts = np.unique(code, return_counts=True)
    patterns = np.empty((len(found), levels.shape[1]), np.int8)
    for field in range(levels.shape[1] - 1, -1, -1):
        patterns[:, field] = found % base - 1
        found = found // base
    return patterns, counts.astype(float)


def level_shares(column: np.ndarray, weight: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """How often is each level among weighted pairs where it is known, drawn to what was expected?"""
    known = column != MISSING
    seen = np.bincount(column[known], weights=weight[known], minlength=len(expected)).astype(float)
    total = seen + PSEUDO_PAIRS * expected / expected.sum()
    return np.asarray(total / total.sum(), float)


def bounded(shares: np.ndarray, worst: float) -> np.ndarray:
    """The same shares with the last level's held down to `worst`."""
    if shares[-1] <= worst:
        return shares
    kept = shares[:-1] * (1 - worst) / shares[:-1].sum()
    return np.append(kept, worst)


def log_odds(levels: np.ndarray, found: Linkage) -> np.ndarray:
    """How much do a pair's levels speak for one record, before the prior? A missing field says nothing."""
    total = np.zeros(len(levels))
    for field, weights in enumerate(found.weights):
        total += np.append(weights, 0.0)[levels[:, field]]
    return total


def chances(odds: np.ndarray, share: float) -> np.ndarray:
    """How likely is each pair one record, given its log odds and the share of duplicates among all pairs?"""
    known = min(max(share, SURE), 1 - SURE)
    prior = np.log(known / (1 - known))
    return np.asarray(1 / (1 + np.exp(-np.clip(odds + prior, -500, 500))), float)
