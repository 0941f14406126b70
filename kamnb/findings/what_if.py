"""What if there were other person-days, or another clause mattered more? The roadmap solved again, and what moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamnb.errors import UsageError
from kamnb.findings.recommend import PHASES
from kamnb.findings.roadmap import Roadmap, plan_roadmap
from kamnb.instrument.thresholds import threshold
from kamnb.model import Diagnosis, Recommendation
from kamnb.sources.suggest import did_you_mean

MOVED, CAME_IN, FELL_OUT = "moved", "came_in", "fell_out"


@dataclass(frozen=True)
class Step:
    """What becomes of one remedy: its phase before and after (None where left out), and why it is left out."""

    remedy: str
    kind: str
    before: str | None
    after: str | None
    left_out: str | None


@dataclass(frozen=True)
class Answer:
    """The roadmap as it was and as it would be, and every remedy for which that makes a difference.

    Gains are what each plan brings (points of clauses), both weighed by the new priorities; what waits counts less.
    """

    before: Roadmap
    after: Roadmap
    steps: tuple[Step, ...]
    gain_before: float
    gain_after: float

    def of_kind(self, kind: str) -> tuple[Step, ...]:
        """What moved, came in or fell out?"""
        return tuple(step for step in self.steps if step.kind == kind)


def solve_again(
    diagnosis: Diagnosis,
    capacity: Mapping[str, float] | None = None,
    priorities: Mapping[str, float] | None = None,
) -> Answer:
    """Which roadmap comes of other person-days by phase, or other priorities by clause or area's letter?

    What is not named stays as the client set it. Solved exactly, without draws: well within a second. Raises
    UsageError for an unknown phase or clause, and for a negative number.
    """
    before = diagnosis.roadmap
    if before is None:
        raise UsageError("what-if-none")
    known = [part for clause in diagnosis.clauses for part in (clause, clause[:1])]
    for name in priorities or {}:
        if name not in known:
            raise UsageError("what-if-clause", name=name, hint=did_you_mean(name, known))
    room = {**before.capacity, **(capacity or {})}
    weights = {**before.priorities, **(priorities or {})}
    after = plan_roadmap(diagnosis.recommendations, room, weights, draws=0)
    given = diagnosis.recommendations
    gains = (gain_of(given, plan, after) for plan in (before, after))
    return Answer(before, after, steps_between(given, before, after), *gains)


def gain_of(given: Sequence[Recommendation], plan: Roadmap, weighed: Roadmap) -> float:
    """What does a plan bring, by the gains of `weighed`, when each phase of waiting takes its part away?"""
    delay, total = threshold("roadmap_delay_factor"), 0.0
    for r in given:
        phase = plan.places[r.id].phase
        if phase is not None:
            waited = PHASES.index(phase) - PHASES.index(r.earliest or r.phase)
            total += weighed.places[r.id].gain * delay**waited
    return total


def steps_between(given: Sequence[Recommendation], before: Roadmap, after: Roadmap) -> tuple[Step, ...]:
    """For which remedies does it make a difference? What comes in first, then what moves, then what falls out."""
    found = []
    for r in given:
        old, new = before.places[r.id].phase, after.places[r.id].phase
        if old != new:
            kind = CAME_IN if old is None else FELL_OUT if new is None else MOVED
            found.append(Step(r.id, kind, old, new, after.places[r.id].left_out))
    return tuple(sorted(found, key=lambda s: ((CAME_IN, MOVED, FELL_OUT).index(s.kind), when(s), s.remedy)))


def when(step: Step) -> int:
    """Where in the plan does a step belong, as a sort key?"""
    return PHASES.index(step.after or step.before or PHASES[-1])
