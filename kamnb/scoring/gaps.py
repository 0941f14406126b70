"""Which groups and which readings differ by more than chance? Tested with false-discovery control."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kamnb.instrument.thresholds import threshold
from kamnb.model import ClauseResult, Estimate
from kamnb.stats.disclosure import shown_levels
from kamnb.stats.distributions import discovery_rates, normal_below, normal_quantile


@dataclass(frozen=True)
class Gap:
    """A difference between two groups or readings of one clause, in points (first minus second)."""

    clause: str
    kind: str
    first: str
    second: str
    points: float
    low: float
    high: float
    p: float
    q: float = 1.0

    @property
    def real(self) -> bool:
        """Is it large enough and unlikely enough to be said?"""
        return self.q <= threshold("false_discovery_rate") and abs(self.points) >= threshold("gap_points")


def difference(
    clause: str, kind: str, names: tuple[str, str], first: Estimate, second: Estimate
) -> Gap | None:
    """How far apart are two estimates, and how probable is that by chance? None where one is not measured."""
    if not (first.measured and second.measured):
        return None
    points = (first.mean or 0.0) - (second.mean or 0.0)
    error = max((first.variance or 0.0) + (second.variance or 0.0), 1e-9) ** 0.5
    half = normal_quantile(0.5 + threshold("interval_level") / 2) * error
    p = float(2 * normal_below(-abs(points) / error))
    return Gap(clause, kind, names[0], names[1], points, points - half, points + half, p)


def control(gaps: Iterable[Gap | None]) -> list[Gap]:
    """Which differences stand when many are tested? Each with its q. Source: Benjamini & Hochberg 1995."""
    tested = [g for g in gaps if g is not None]
    if not tested:
        return []
    q = discovery_rates([g.p for g in tested])
    return [Gap(**{**vars(g), "q": float(qi)}) for g, qi in zip(tested, np.asarray(q), strict=True)]


def level_gaps(clause: ClauseResult, minimum: int) -> list[Gap | None]:
    """How far are the levels apart? Every pair of shown levels, top against below."""
    shown = list(shown_levels(clause.perception.by_level, minimum).items())
    pairs = [(a, b) for i, a in enumerate(shown) for b in shown[i + 1 :]]
    return [difference(clause.clause, "level", (a[0], b[0]), a[1], b[1]) for a, b in pairs]


def side_gap(clause: ClauseResult, minimum: int) -> Gap | None:
    """How far are the firm and its accounts apart? None below the minimum on either side."""
    firm, account = (clause.perception.by_side.get(s) for s in ("firm", "account"))
    if firm is None or account is None or min(firm.n, account.n) < minimum:
        return None
    return difference(clause.clause, "side", ("firm", "account"), firm, account)


def reading_gap(clause: ClauseResult) -> Gap | None:
    """How far is what people say from what the records show?"""
    return difference(
        clause.clause, "reading", ("opinion", "record"), clause.perception.combined, clause.record
    )
