"""Which remedies, in which phase? The roadmap as an integer program and its solution (HiGHS, through scipy)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kamnb.errors import UsageError
from kamnb.findings.quiet import without_output

HASTE = 1e-4
"""Points of gain that a person-day has to bring at least: work that brings nothing is not planned."""
TRIES = 3
"""Whole plans that are built from each draw's relaxed solution."""
BATCH = 40
"""Draws that are relaxed in one call of the solver."""
ROUGHNESS = 0.15
SLACK = 1e-6
Plan = dict[int, int]
"""Phase by remedy, both as numbers."""


@dataclass(frozen=True)
class Job:
    """One remedy as the program sees it: person-days, earliest phase (a number), the jobs it requires."""

    id: str
    effort: float
    earliest: int
    requires: tuple[int, ...]


@dataclass(frozen=True)
class Problem:
    """Jobs and person-days per phase; `delay` is what a gain keeps for each phase of waiting.

    A column stands for "done by this phase": one for each job and each phase from its earliest on, in order.
    """

    jobs: tuple[Job, ...]
    capacity: np.ndarray
    delay: float

    def __post_init__(self) -> None:
        circle = find_circle(self.jobs)
        if circle:
            raise UsageError("roadmap-circle", names=" → ".join(circle))

    @property
    def phases(self) -> int:
        """How many phases are there?"""
        return len(self.capacity)

    @cached_property
    def columns(self) -> list[tuple[int, int]]:
        """Which job and phase does each column stand for?"""
        return [(i, t) for i, job in enumerate(self.jobs) for t in range(job.earliest, self.phases)]

    def worth(self, gains: np.ndarray) -> np.ndarray:
        """What is a job worth that is done in a phase? One value a column, from one gain a job."""
        i, t = np.array(self.columns, dtype=int).reshape(-1, 2).T
        waited = t - np.array([job.earliest for job in self.jobs])[i]
        return gains[i] * self.delay**waited - HASTE * np.array([job.effort for job in self.jobs])[i]

    def steps(self, worth: np.ndarray) -> np.ndarray:
        """What is each column worth when columns mean "done by": its own worth less that of the next phase?"""
        i = np.array([job for job, _ in self.columns], dtype=int)
        after = np.append(worth[1:], 0.0)
        after[np.append(i[1:] != i[:-1], True)] = 0.0
        return worth - after


def build_problem(
    jobs: Sequence[tuple[str, float, int, tuple[str, ...]]], capacity: Sequence[float], delay: float
) -> Problem:
    """Which program do these jobs make (id, effort, earliest phase, required ids)? Unknown ids count as fulfilled.

    Raises UsageError where jobs require each other in a circle.
    """
    number = {job[0]: i for i, job in enumerate(jobs)}
    made = (
        Job(id, effort, earliest, tuple(number[r] for r in requires if r in number))
        for id, effort, earliest, requires in jobs
    )
    return Problem(tuple(made), np.asarray(capacity, dtype=float), delay)


def find_circle(jobs: Sequence[Job]) -> list[str]:
    """Which jobs require each other in a circle? Their ids, the first again at the end; empty where none do."""
    done: set[int] = set()

    def walk(i: int, trail: tuple[int, ...]) -> list[int]:
        if i in trail:
            return [*trail[trail.index(i) :], i]
        if i in done:
            return []
        done.add(i)
        return next((found for q in jobs[i].requires if (found := walk(q, (*trail, i)))), [])

    circle = next((found for i in range(len(jobs)) if (found := walk(i, ()))), [])
    return [jobs[i].id for i in circle]


def constraints(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Which plans are possible? Rows of A x ≤ b: done stays done, capacity of each phase, requirements in time."""
    at = {column: k for k, column in enumerate(problem.columns)}
    rows: list[dict[int, float]] = []
    limits: list[float] = []
    for t in range(problem.phases):
        spent: dict[int, float] = {}
        for i, job in enumerate(problem.jobs):
            spent |= {at[i, t]: job.effort} if (i, t) in at else {}
            spent |= {at[i, t - 1]: -job.effort} if (i, t - 1) in at else {}
        rows.append(spent)
        limits.append(float(problem.capacity[t]))
    for (i, t), k in at.items():
        rows += [{k: 1.0, at[i, t + 1]: -1.0}] if (i, t + 1) in at else []
        for q in problem.jobs[i].requires:
            rows.append({k: 1.0} | ({at[q, t]: -1.0} if (q, t) in at else {}))
    matrix = np.zeros((len(rows), len(at)))
    for r, row in enumerate(rows):
        matrix[r, list(row)] = list(row.values())
    return matrix, np.array(limits + [0.0] * (len(rows) - len(limits)))


def optimise(problem: Problem, worths: np.ndarray, whole: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Which plan is worth most for each row of worths, and how much? Rows of columns, and one value a row.

    `whole=False` lets jobs be done in part: an upper bound, found fast. The rows are one program of which the parts
    have nothing in common: to call the solver takes longer than to solve one.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_diag, csr_array

    matrix, limits = constraints(problem)
    steps = np.array([problem.steps(worth) for worth in worths])
    possible = csr_array(block_diag([csr_array(matrix)] * len(worths)))
    found = milp(
        -steps.ravel(),
        constraints=LinearConstraint(possible, -np.inf, np.tile(limits, len(worths))),
        bounds=Bounds(0, 1),
        integrality=np.full(steps.size, int(whole)),
        options={"mip_rel_gap": 0.0, "presolve": whole},
    )
    if found.x is None:
        raise RuntimeError(found.message)
    done = found.x.reshape(steps.shape)
    return done, (done * steps).sum(axis=1)


def solve(problem: Problem, gains: np.ndarray) -> Plan:
    """Which jobs are done in which phase, for the greatest total gain? Exact."""
    if not problem.jobs:
        return {}
    with without_output():
        done, _ = optimise(problem, problem.worth(gains)[np.newaxis])
    plan: Plan = {}
    for (i, t), x in zip(problem.columns, done[0], strict=True):
        if x > 0.5:
            plan.setdefault(i, t)
    return plan


def fill(problem: Problem, order: Sequence[int]) -> Plan:
    """Which plan comes of taking jobs in this order, each with what it requires, as early as it fits?"""
    left, plan = problem.capacity.tolist(), Plan()
    for i in order:
        if i not in plan:
            room, trial = list(left), dict(plan)
            if place(problem, i, room, trial):
                left, plan = room, trial
    return plan


def place(problem: Problem, i: int, left: list[float], plan: Plan) -> bool:
    """Does a job fit, with what it requires? Changes `left` and `plan`; False leaves them half changed."""
    job = problem.jobs[i]
    first = job.earliest
    for q in job.requires:
        if q not in plan and not place(problem, q, left, plan):
            return False
        first = max(first, plan[q])
    for t in range(first, problem.phases):
        if job.effort <= left[t] + SLACK:
            plan[i], left[t] = t, left[t] - job.effort
            return True
    return False


def solve_draws(
    problem: Problem, draws: np.ndarray, known: Plan, rng: np.random.Generator
) -> tuple[np.ndarray, float]:
    """In which share of the draws (rows of gains) is each job chosen, and how far from the best may the plans be?

    Each draw is relaxed, which bounds it, and rounded to whole plans; the best of all draws' plans and the one
    `known` is taken for it. Solving each exactly would take a hundred times as long. The distance is the mean
    shortfall against the bound, as a share.
    """
    if not problem.jobs or not len(draws):
        return np.zeros(len(problem.jobs)), 0.0
    owner = np.array([i for i, _ in problem.columns])
    effort = np.maximum([job.effort for job in problem.jobs], 1.0)
    worths = np.array([problem.worth(gains) for gains in draws])
    parts = [optimise(problem, worths[i : i + BATCH], whole=False) for i in range(0, len(worths), BATCH)]
    relaxed, most = (np.concatenate(found) for found in zip(*parts, strict=True))
    plans = [known]
    for gains, done in zip(draws, relaxed, strict=True):
        chosen, density = np.zeros(len(effort)), gains / effort
        np.maximum.at(chosen, owner, done)
        density = density / max(density.max(), SLACK)
        for trial in range(TRIES):
            noise = np.exp(ROUGHNESS * trial * rng.standard_normal(len(effort)))
            wanted = np.flatnonzero(gains > 0)
            order = wanted[np.argsort(-(chosen + density / 2 * noise)[wanted], kind="stable")]
            plans.append(fill(problem, order.tolist()))
    matrix = as_matrix(problem, plans)
    value = matrix @ worths.T
    best = value.argmax(axis=0)
    short = np.where(most > SLACK, 1 - value.max(axis=0) / np.maximum(most, SLACK), 0.0)
    picked = np.zeros((len(draws), len(effort)))
    for k, i in enumerate(owner):
        picked[:, i] += matrix[best, k]
    return picked.mean(axis=0), float(np.clip(short, 0, 1).mean())


def as_matrix(problem: Problem, plans: Sequence[Mapping[int, int]]) -> np.ndarray:
    """Plans as rows of zeros and ones over columns (done in this phase), each plan once, in their order."""
    at = {column: k for k, column in enumerate(problem.columns)}
    kept = list(dict.fromkeys(tuple(sorted(plan.items())) for plan in plans))
    matrix = np.zeros((len(kept), len(at)))
    for r, plan in enumerate(kept):
        matrix[r, [at[column] for column in plan]] = 1.0
    return matrix
