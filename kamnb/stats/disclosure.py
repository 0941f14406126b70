"""Of which groups may a number be shown, so that no smaller group and no person follows from it? Rules, without a client."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike

from kamnb.model import Estimate
from kamnb.stats.intervals import clean

LEADERS = ("executive", "manager")
LEADERSHIP = "leadership"
UNKNOWN = "unknown"
"""The level of those whose answers do not say it: they may speak, but there is no name to show them under."""
STEP = 25.0
"""Points between two answers of five."""
MIDDLE = 50.0
TINY = 1e-9
SQUARE_SLACK = 500.0
"""By so much more than a mean may rounded intervals put a mean square off, in points: measured up to 400."""


def speaking(sizes: dict[str, int], minimum: int) -> list[tuple[str, ...]]:
    """Which groups speak, each as one voice? None that a reader could not also be shown.

    Executives and managers merge where one of them is below the minimum; what is still too small speaks together
    where that is enough, else not at all: otherwise the firm's score minus the shown levels gives the hidden one away.
    Source: hundepool2012 (complementary suppression).
    """
    leaders = tuple(level for level in LEADERS if sizes.get(level))
    merge = any(sizes[level] < minimum for level in leaders)
    groups = [leaders] if leaders and merge else [(level,) for level in leaders]
    groups += [(level,) for level in sizes if level not in leaders and sizes[level]]
    total = {group: sum(sizes[level] for level in group) for group in groups}
    rest = tuple(level for group in groups if total[group] < minimum for level in group)
    found = [group for group in groups if total[group] >= minimum]
    return found + [rest] * (sum(sizes[level] for level in rest) >= minimum)


def shown_name(group: tuple[str, ...]) -> str | None:
    """Under which name is a voice shown? None for those that only speak: a mixed rest, and people of unknown level."""
    if group == LEADERS:
        return LEADERSHIP
    return group[0] if len(group) == 1 and group[0] != UNKNOWN else None


def shown_levels(by_level: dict[str, Estimate], minimum: int) -> dict[str, Estimate]:
    """Which groups may be shown? Those voices that have a name; the rest, and what was asked of nobody, look alike."""
    known = {k: e for k, e in by_level.items() if e.measured}
    voices = speaking({k: e.n for k, e in known.items()}, minimum)
    named = {shown_name(group): group for group in voices}
    return {name: reduce(pool, (known[k] for k in group)) for name, group in named.items() if name}


def pool(first: Estimate, second: Estimate) -> Estimate:
    """What do two groups say as one group of people?"""
    n = first.n + second.n
    a, b = first.n / n, second.n / n
    mean = a * (first.mean or 0.0) + b * (second.mean or 0.0)
    return Estimate(mean, a**2 * (first.variance or 0.0) + b**2 * (second.variance or 0.0), n)


def unalike(points: ArrayLike, few: int = 1) -> np.ndarray:
    """What may be counted of a group that is of one mind, or that nearly all stand at one end of the scale?

    Else each one's answer would be known, and so would the mean of `few` of them who are not shown by themselves.
    The outermost are counted a step nearer the middle, one after the other, until the sum lies a step for each of
    the few from both ends, and not all are alike. Points 0–100; other groups stay as they are.
    """
    found = np.array(points, dtype=float)
    for _ in range(len(found) * 4):
        room = (found.sum(), 100 * len(found) - found.sum())
        if min(room) >= STEP * min(few, len(found)) and (found != found[0]).any():
            break
        high = room[1] <= room[0]
        found[np.argmax(found) if high else np.argmin(found)] -= STEP if high else -STEP
    return found


def dominated(amounts: ArrayLike, largest: int = 2, share: float = 0.85) -> bool:
    """Do so few make up so much of a sum of money that each can work out the other's? False for a sum of nothing.

    The (n, k) rule. Source: hundepool2012.
    """
    sizes = np.sort(np.abs(clean(amounts)))[::-1]
    return bool(sizes.sum() > 0 and sizes[:largest].sum() >= share * sizes.sum())


def taken_off(
    more: tuple[int, float, float], fewer: tuple[int, float, float], slack: float = 0.0
) -> float | None:
    """Which mean would those have who are in one group and not in the other, if all the others answered alike?

    Each group as n, mean and sum of squares about zero (NaN where it cannot be told), in points 0–100; `slack` is how
    far rounding may put the mean off. None where nobody can have answered so: then others changed their answers too,
    and a difference tells of nobody. Values from 0 to 100 with mean m have a mean square from m² to 100 m.
    """
    n = more[0] - fewer[0]
    if n <= 0:
        return None
    mean = (more[0] * more[1] - fewer[0] * fewer[1]) / n
    if not -slack <= mean <= 100 + slack:
        return None
    square, wide = (more[2] - fewer[2]) / n, SQUARE_SLACK * slack
    if not np.isnan(square) and not mean**2 - wide <= square <= 100 * mean + wide:
        return None
    return float(np.clip(mean, 0, 100))


def mean_between(
    one: tuple[int, float],
    other: tuple[int, float],
    half: float,
    ends: tuple[float, float],
    whole: bool = False,
) -> tuple[float, float] | None:
    """Between which values lies the mean of those who make the difference of two groups, if nobody else changed?

    Each group as n and mean, rounded by up to `half`; `ends` are the scale's; `whole` says that both sums are whole
    numbers. None where nobody can be so: then others changed too.
    """
    more, fewer = sorted((one, other), reverse=True)
    sums = [(n * (mean - half), n * (mean + half)) for n, mean in (more, fewer)]
    if whole:
        sums = [(float(np.ceil(a - TINY)), float(np.floor(b + TINY))) for a, b in sums]
    n = more[0] - fewer[0]
    low = max(ends[0], (sums[0][0] - sums[1][1]) / n)
    high = min(ends[1], (sums[0][1] - sums[1][0]) / n)
    return (low, high) if low <= high + TINY else None
