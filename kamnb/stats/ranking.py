"""Which alternatives rank first by several criteria, and does the order hold under other weights? Arrays in, arrays out.

`values` is always alternatives × criteria without gaps. Weights that were given have no consistency ratio: only
pairwise comparisons can contradict one another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

RANDOM_INDEX = (0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random matrices, by number of criteria. Source: Saaty 1980."""
CONSISTENT = 0.10
"""Up to this consistency ratio comparisons are usable. Source: convention:saaty."""
WRITTEN = 0.05
"""So much may the product of two mirrored entries differ from 1: people write 0.33 for 1/3."""
CONCENTRATION = 50.0
"""How firmly drawn weights stay with the given ones: a weight w varies by sqrt(w (1 - w) / 51), so that one half is
drawn between .39 and .61 nine times of ten. Ours."""
STEPS = 1e9
"""Scores closer than the largest one divided by this are tied."""
CELLS = 2_000_000


@dataclass(frozen=True)
class Priorities:
    """Weights from pairwise comparisons: with the largest eigenvalue, the consistency index and its ratio to chance."""

    weights: np.ndarray
    largest: float
    index: float
    ratio: float


@dataclass(frozen=True)
class Stability:
    """For each alternative: its chance to be in the top k, and the rank to expect (1 = first)."""

    chance: np.ndarray
    rank: np.ndarray


def priorities(comparisons: ArrayLike) -> Priorities:
    """Which weights follow from comparing criteria in pairs (AHP), and how consistent are the comparisons?

    `comparisons[i][j]` says how many times as important i is as j; weights (sum 1) are the principal eigenvector. Of two
    mirrored entries the one above 1 counts, as it was written exactly. The ratio is 0 for two criteria, which cannot
    contradict, and NaN for more than 15. ValueError for a matrix that is not square, positive and reciprocal.
    Source: Saaty 1980.
    """
    a = np.asarray(comparisons, dtype=float)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not len(a):
        raise ValueError("comparisons must be a square matrix")
    if not (np.isfinite(a) & (a > 0)).all() or (np.abs(a * a.T - 1) > WRITTEN).any():
        raise ValueError("comparisons must be positive, with 1/x opposite every x and 1 on the diagonal")
    n = len(a)
    values, vectors = np.linalg.eig(np.where(a >= a.T, a, 1 / a.T))
    first = int(np.argmax(values.real))
    weights = np.abs(vectors[:, first].real)
    largest = float(values[first].real)
    index = max(0.0, (largest - n) / (n - 1)) if n > 1 else 0.0
    chance = RANDOM_INDEX[n] if n < len(RANDOM_INDEX) else float("nan")
    return Priorities(weights / weights.sum(), largest, index, 0.0 if n < 3 else index / chance)


def weighted_sum(
    values: ArrayLike, weights: ArrayLike, more_is_better: ArrayLike | None = None
) -> np.ndarray:
    """How good is each alternative (0 to 1) by the weighted mean of its criteria, each stretched from worst 0 to best 1?

    A criterion on which all are alike counts 0 for all. `more_is_better` says it for each criterion, by default of all.
    ValueError for gaps, negative weights or none above 0.
    """
    x, w, sign = _given(values, weights, more_is_better)
    return min_max(x * sign) @ w


def min_max(values: ArrayLike) -> np.ndarray:
    """Where does each value lie between its criterion's least (0) and largest (1)? 0 where all are alike."""
    x = np.asarray(values, dtype=float)
    if not len(x):
        return x
    spread = x.max(axis=0) - x.min(axis=0)
    return np.divide(x - x.min(axis=0), spread, out=np.zeros_like(x), where=spread > 0)


def topsis(values: ArrayLike, weights: ArrayLike, more_is_better: ArrayLike | None = None) -> np.ndarray:
    """How close is each alternative to the best of every criterion, away from the worst? 0 to 1 (the best).

    Vector normalisation; one half where best and worst coincide. Errors as in `weighted_sum`.
    Source: Hwang & Yoon 1981; Tzeng & Huang 2011.
    """
    x, w, sign = _given(values, weights, more_is_better)
    if not len(x):
        return np.empty(0)
    size = np.sqrt((x**2).sum(axis=0))
    y = np.divide(x, size, out=np.zeros_like(x), where=size > 0) * w * sign
    to_best = np.sqrt(((y - y.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((y - y.min(axis=0)) ** 2).sum(axis=1))
    both = to_best + to_worst
    return np.divide(to_worst, both, out=np.full(len(x), 0.5), where=both > 0)


def entropy_weights(values: ArrayLike) -> np.ndarray:
    """Which criteria tell the alternatives apart? Weights (sum 1) by Shannon's entropy; equal ones where none does.

    They describe the data and not what matters: beside the client's weights, never instead of them. ValueError for gaps
    or negative values. Source: Hwang & Yoon 1981.
    """
    x = np.asarray(values, dtype=float)
    if x.ndim != 2 or not (x >= 0).all() or not np.isfinite(x).all():
        raise ValueError("values must be alternatives × criteria, finite and not negative")
    n, m = x.shape
    total = x.sum(axis=0)
    p = np.divide(x, total, out=np.full_like(x, 1 / max(n, 1)), where=total > 0)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    told = np.clip(1 + (p * logs).sum(axis=0) / np.log(n), 0, None) if n > 1 else np.zeros(m)
    return told / told.sum() if told.sum() > 1e-12 else np.full(m, 1 / max(m, 1))


def rank_stability(
    values: ArrayLike,
    weights: ArrayLike,
    top: int,
    concentration: float = CONCENTRATION,
    draws: int = 2000,
    seed: int = 0,
) -> Stability:
    """How sure is each alternative's place among the `top` first, when the weights might have been a little different?

    The score is the weighted mean of values on one scale (ratings 1–5, or `min_max` of them), more is better. Weights
    are drawn from a Dirichlet distribution around the given ones, the more widely the smaller `concentration`; one of 0
    stays 0. Alternatives tied at the cut share its places. Errors as in `weighted_sum`, and for a concentration not
    above 0. Source: Butler, Jia & Dyer 1997, on simulated weights.
    """
    x, w, _ = _given(values, weights, None)
    n, used = len(x), w > 0
    top = min(max(top, 0), n)
    if concentration <= 0:
        raise ValueError("concentration must be above 0")
    if top == 0:
        return Stability(np.zeros(n), _mean_rank(x, w))
    drawn = np.random.default_rng(seed).dirichlet(concentration * w[used], size=draws)
    chance, rank = np.zeros(n), np.zeros(n)
    block = max(1, CELLS // n)
    for start in range(0, draws, block):
        scores = _steps(drawn[start : start + block] @ x[:, used].T)
        chance += places(scores, top).sum(axis=0)
        rank += average_ranks(scores).sum(axis=0)
    return Stability(chance / draws, rank / draws)


def places(scores: np.ndarray, top: int) -> np.ndarray:
    """Which alternatives are among the `top` first of each row? 1 or 0; those tied at the cut share its places."""
    n = scores.shape[1]
    cut = np.partition(scores, n - top, axis=1)[:, n - top][:, None]
    above, tied = scores > cut, scores == cut
    left = (top - above.sum(axis=1)) / tied.sum(axis=1)
    return above + tied * left[:, None]


def average_ranks(scores: np.ndarray) -> np.ndarray:
    """Which rank has each alternative in each row of whole numbers? 1 for the largest; tied ones share their mean."""
    rows, n = scores.shape
    width = int(scores.max() - scores.min()) + 1
    flat = ((scores - scores.min()) + np.arange(rows)[:, None] * width).ravel()
    order = np.argsort(flat)
    group = np.concatenate([[0], np.cumsum(np.diff(flat[order]) != 0)])
    counts = np.bincount(group)
    middle = np.cumsum(counts) - (counts - 1) / 2
    place = np.empty(len(flat))
    place[order] = middle[group]
    return n + 1 - (place.reshape(rows, n) - n * np.arange(rows)[:, None])


def kendall_tau(first: ArrayLike, second: ArrayLike) -> float:
    """How far do two orders of the same alternatives agree? Tau-b: 1 the same, 0 unrelated, −1 reversed.

    NaN where one of them has all alternatives tied, or for fewer than two. ValueError for different lengths.
    Source: Kendall 1945.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError("two orders of the same alternatives are needed")
    agree = only_first = only_second = 0
    block = max(1, CELLS // max(1, len(a)))
    for start in range(0, len(a), block):
        x = np.sign(a[start : start + block, None] - a).astype(np.int8)
        y = np.sign(b[start : start + block, None] - b).astype(np.int8)
        agree += int((x * y).sum(dtype=np.int64))
        only_first += int(np.count_nonzero(x))
        only_second += int(np.count_nonzero(y))
    base = np.sqrt(float(only_first) * float(only_second))
    return float(agree / base) if base > 0 else float("nan")


def _mean_rank(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return average_ranks(_steps((x @ w)[None, :]))[0] if len(x) else np.empty(0)


def _steps(scores: np.ndarray) -> np.ndarray:
    """Scores as whole numbers, so that ties are exact."""
    size = np.abs(scores).max()
    return np.rint(scores / size * STEPS).astype(np.int64) if size > 0 else np.zeros(scores.shape, np.int64)


def _given(
    values: ArrayLike, weights: ArrayLike, more_is_better: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, weights with sum 1 and directions (1 or −1), if they fit one another."""
    x, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    sign = (
        np.ones(len(w)) if more_is_better is None else np.where(np.asarray(more_is_better, bool), 1.0, -1.0)
    )
    if x.ndim != 2 or w.shape != (x.shape[1],) or sign.shape != w.shape or not np.isfinite(x).all():
        raise ValueError("values must be alternatives × criteria without gaps, with one weight a criterion")
    if not np.isfinite(w).all() or (w < 0).any() or w.sum() <= 0:
        raise ValueError("weights must not be negative, and one must be above 0")
    return x, w / w.sum(), sign
