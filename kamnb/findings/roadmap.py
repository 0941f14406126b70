"""Which remedies are done when? Chosen by expected gain under capacity and prerequisites, and how sure the choice is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kamnb.errors import UsageError
from kamnb.findings.recommend import PHASES
from kamnb.findings.roadmap_problem import Plan, Problem, build_problem, solve, solve_draws
from kamnb.instrument.thresholds import threshold
from kamnb.model import ClauseScore, Recommendation

SEED = 20260930
CAPACITY, PREREQUISITE, NO_ROOM, NO_GAIN = "capacity", "prerequisite", "no_capacity", "no_gain"
"""Why a remedy is left out: others bring more for the person-days; one that it requires is left out; no phase from its
own on has so many person-days at all; it brings nothing by itself and nothing chosen needs it."""


@dataclass(frozen=True)
class Place:
    """Where one remedy stands: its phase (None where left out), the reason, the share of draws that choose it."""

    phase: str | None
    robust: float
    left_out: str | None
    gain: float


@dataclass(frozen=True)
class Roadmap:
    """All remedies' places, person-days given and used by phase, and how the choice was made.

    `gain` is the expected gain of what is chosen (points of clauses, weighed); `within` how far the draws' plans
    may be from their best, as a mean share.
    """

    places: dict[str, Place]
    capacity: dict[str, float]
    used: dict[str, float]
    priorities: dict[str, float]
    gain: float
    draws: int
    within: float

    @property
    def chosen(self) -> dict[str, str]:
        """Which remedies are done, in which phase? By id."""
        return {id: place.phase for id, place in self.places.items() if place.phase is not None}


def plan_roadmap(
    recommendations: Sequence[Recommendation],
    capacity: Mapping[str, float] | None = None,
    priorities: Mapping[str, float] | None = None,
    draws: int | None = None,
) -> Roadmap:
    """Which remedies are done in which phase, for the greatest expected gain that the person-days allow?

    `capacity` is person-days by phase (a phase not named has the registered default); `priorities` multiplies what
    a finding counts, by clause (M6) or by an area's letter (S). A gain is the middle of its range for each clause
    that calls for the remedy, times severity and probability of that clause's gravest finding; one that waits
    counts less for each phase. A requirement that is not among the recommendations counts as fulfilled: its clause
    is healthy. `draws` of gains within their ranges (seeded) tell how robust the choice is. Raises UsageError for
    an unknown phase, a negative number, or remedies that require each other in a circle.
    """
    room = capacity_of(capacity or {})
    weights = checked(priorities or {}, "roadmap-priority")
    given = sorted(recommendations, key=lambda r: r.id)
    problem = build_problem(
        [(r.id, r.effort, PHASES.index(r.earliest or r.phase), r.requires) for r in given],
        [room[phase] for phase in PHASES],
        threshold("roadmap_delay_factor"),
    )
    need = np.array([sum(weight_of(c, weights) * n for c, n in sorted(r.needs.items())) for r in given])
    low, high = np.array([r.gain for r in given]).reshape(-1, 2).T
    gains = need * (low + high) / 2
    plan, rng = solve(problem, gains), np.random.default_rng(SEED)
    count = int(threshold("roadmap_draws")) if draws is None else draws
    drawn = need * rng.uniform(low, np.maximum(low, high), (count, len(given)))
    shares, within = solve_draws(problem, drawn, plan, rng)
    places = {
        r.id: Place(
            PHASES[plan[i]] if i in plan else None,
            float(shares[i]),
            why_left_out(problem, plan, gains, i),
            float(gains[i]),
        )
        for i, r in enumerate(given)
    }
    used = {p: sum(given[i].effort for i, t in plan.items() if PHASES[t] == p) for p in PHASES}
    total = sum(float(gains[i]) for i in sorted(plan))
    return Roadmap(places, room, used, weights, total, count, within)


def capacity_of(given: Mapping[str, float]) -> dict[str, float]:
    """How many person-days has each phase? Those given, else the registered ones. UsageError for what cannot be."""
    unknown = sorted(set(given) - set(PHASES))
    if unknown:
        raise UsageError("roadmap-phase", names=", ".join(unknown), allowed=", ".join(PHASES))
    told = checked(given, "roadmap-capacity")
    return {phase: told.get(phase, threshold(f"capacity_{phase}")) for phase in PHASES}


def checked(given: Mapping[str, float], key: str) -> dict[str, float]:
    """The same numbers, sorted by name. UsageError for a negative one or one that is none."""
    for name, value in given.items():
        if not 0 <= value < np.inf:
            raise UsageError(key, name=name, value=value)
    return {name: float(given[name]) for name in sorted(given)}


def weight_of(clause: str, priorities: Mapping[str, float]) -> float:
    """How much does the client care for a clause? Its own priority, else its area's letter, else 1."""
    return priorities.get(clause, priorities.get(clause[:1], 1.0))


def why_left_out(problem: Problem, plan: Plan, gains: np.ndarray, i: int) -> str | None:
    """Why is a remedy left out? None for one that is planned."""
    if i in plan:
        return None
    job = problem.jobs[i]
    if job.effort > problem.capacity[job.earliest :].max(initial=0.0):
        return NO_ROOM
    if gains[i] <= 0:
        return NO_GAIN
    return PREREQUISITE if any(q not in plan for q in job.requires) else CAPACITY


def with_plan(recommendations: Sequence[Recommendation], roadmap: Roadmap) -> tuple[Recommendation, ...]:
    """The recommendations with their planned phases: by phase, prerequisites first, then by gain for effort.

    What is left out keeps its own phase and its reason, and comes last there.
    """
    placed = [
        replace(
            r,
            earliest=r.earliest or r.phase,
            phase=p.phase or r.earliest or r.phase,
            robust=p.robust,
            left_out=p.left_out,
        )
        for r in recommendations
        for p in [roadmap.places[r.id]]
    ]
    depth = depths(placed)

    def order(r: Recommendation) -> tuple[int, bool, int, float, str]:
        worth = roadmap.places[r.id].gain / max(r.effort, 1.0)
        return PHASES.index(r.phase), r.left_out is not None, depth[r.id], -worth, r.id

    return tuple(sorted(placed, key=order))


def depths(recommendations: Iterable[Recommendation]) -> dict[str, int]:
    """How many remedies of the same phase must come before each, one after another? By id."""
    by_id = {r.id: r for r in recommendations}

    def depth(r: Recommendation) -> int:
        before = [by_id[q] for q in r.requires if q in by_id and by_id[q].phase == r.phase]
        return 1 + max(map(depth, before)) if before else 0

    return {id: depth(r) for id, r in by_id.items()}


def healthy_clauses(clauses: Mapping[str, ClauseScore]) -> frozenset[str]:
    """Which clauses are at or above their target, with readings that do not clash? What was not measured is not."""
    return frozenset(
        key
        for key, c in clauses.items()
        if c.score.score is not None and c.score.score >= c.target and not c.readings_disagree
    )
