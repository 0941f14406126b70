"""Record linkage by Fellegi and Sunter: weights by hand, and EM that finds again what pairs were drawn from."""

from __future__ import annotations

import numpy as np
import pytest

from kamnb.stats.linkage import Linkage, chances, count_patterns, estimate_linkage, log_odds

SAME = (np.array([0.9, 0.06, 0.04]), np.array([0.7, 0.1, 0.2]))
OTHER = (np.array([0.01, 0.04, 0.95]), np.array([0.1, 0.2, 0.7]))


def drawn(matches: int, others: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Levels of pairs of either kind, and which are duplicates."""
    rng = np.random.default_rng(seed)
    sides = [
        np.column_stack([rng.choice(3, n, p=shares[f]) for f in (0, 1)])
        for n, shares in ((matches, SAME), (others, OTHER))
    ]
    return np.vstack(sides).astype(np.int8), np.repeat([True, False], [matches, others])


def test_weights_are_log_ratios_and_missing_says_nothing() -> None:
    found = Linkage(SAME, OTHER, 0.01)
    levels = np.array([[0, 0], [0, -1], [-1, -1], [2, 2]], np.int8)
    by_hand = [np.log(90) + np.log(7), np.log(90), 0, np.log(0.04 / 0.95) + np.log(0.2 / 0.7)]
    assert log_odds(levels, found) == pytest.approx(by_hand)
    assert chances(np.array([0.0, np.log(99)]), 0.01) == pytest.approx([0.01, 0.5])


def test_a_worse_level_never_counts_more() -> None:
    odd = Linkage((np.array([0.5, 0.1, 0.4]),), (np.array([0.5, 0.01, 0.49]),), 0.1)
    assert list(odd.weights[0]) == sorted(odd.weights[0], reverse=True)


def test_patterns_are_counted() -> None:
    patterns, counts = count_patterns(np.array([[0, -1], [0, -1], [2, 1]], np.int8))
    assert sorted(zip(map(tuple, patterns.tolist()), counts, strict=True)) == [((0, -1), 2), ((2, 1), 1)]


def test_em_finds_the_shares_that_the_pairs_were_drawn_from() -> None:
    levels, _ = drawn(4000, 46_000)
    found = estimate_linkage(levels, OTHER, ((0.6, 0.2, 0.2),) * 2, (0.5, 0.5), len(levels), 500)
    assert found.share == pytest.approx(0.08, abs=0.01)
    for estimated, true in zip(found.same, SAME, strict=True):
        assert estimated == pytest.approx(true, abs=0.05)


def test_pairs_that_were_not_compared_are_no_duplicates() -> None:
    levels, is_same = drawn(1000, 5000)
    levels, other = np.hstack([levels] * 2), OTHER * 2
    rng = np.random.default_rng(1)
    for column in (2, 3):
        levels[:, column] = np.concatenate([rng.permutation(levels[s, column]) for s in (is_same, ~is_same)])
    found = estimate_linkage(levels, other, ((0.6, 0.2, 0.2),) * 4, (0.5,) * 4, 1_000_000, 500)
    assert found.share == pytest.approx(0.001, rel=0.3)
    chance = chances(log_odds(levels, found), found.share)
    assert chance[is_same].mean() > 5 * chance[~is_same].mean()


def test_the_last_level_is_held_down() -> None:
    levels = np.full((500, 1), 2, np.int8)
    found = estimate_linkage(levels, OTHER[:1], ((0.6, 0.2, 0.2),), (0.3,), 500, 400)
    assert found.same[0][-1] <= 0.3 + 1e-9 and found.same[0].sum() == pytest.approx(1)
