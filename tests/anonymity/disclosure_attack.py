"""An attacker who has everything that a run publishes, knows the product's code and who answered what not at all.

It is told even the true size of every group. Everything published is a constraint on counts of answers (single
items) or on means (several items); whatever the constraints leave open is what the attacker cannot know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from kamnb.instrument.load import load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate
from kamnb.scoring.combine import combine, to_score

Form = dict[str, Any]
Sizes = dict[str, int]
Speak = Callable[[Sizes, int], list[tuple[str, ...]]]
LEVELS = ("executive", "manager", "frontline", "unknown")
POINTS = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
ROUNDING = 0.0500001
PROTECTED = 20.0
"""A group's mean that is known to less than ±10 points is found."""


@dataclass(frozen=True)
class Found:
    """Something that should not be known: of which clause and group, and between which bounds."""

    clause: str
    group: str
    low: float
    high: float


@dataclass(frozen=True)
class Problem:
    """Rows of low <= a·x <= high over cells of people; a cell is a level of the firm, or the account side."""

    cells: tuple[str, ...]
    sizes: Sizes
    rows: tuple[tuple[dict[str, float], float, float], ...]

    def mean_of(self, cell: str) -> tuple[float, float]:
        """Between which bounds does a cell's mean lie? By linear programming over the cells' means."""
        a = np.array([[row.get(c, 0.0) for c in self.cells] for row, _, _ in self.rows]).reshape(
            -1, len(self.cells)
        )
        ends = np.array([(low, high) for _, low, high in self.rows]).reshape(-1, 2)
        goal = np.array([float(c == cell) for c in self.cells])
        upper, limits = np.vstack([a, -a]), np.concatenate([ends[:, 1], -ends[:, 0]])
        found = [linprog(s * goal, upper, limits, bounds=(0, 100), method="highs") for s in (1, -1)]
        return (found[0].fun, -found[1].fun) if all(f.success for f in found) else (0.0, 100.0)

    def certain_answer(self, cell: str) -> float | None:
        """Which one answer must everybody of a cell have given? By integer programming over counts of answers.

        None where there may be two: those that one possible set of counts holds, or one that another set holds.
        """
        found = self.solve(np.zeros(5 * len(self.cells)))
        if found is None:
            return None  # the constraints contradict each other: nothing follows
        at = 5 * self.cells.index(cell)
        given = [float(v) for v in POINTS[found.x[at : at + 5] >= 1 - 1e-6]]
        others = (v for v in POINTS if v not in given)
        if len(given) != 1 or any(self.most(cell, v) >= 1 - 1e-6 for v in others):
            return None
        return given[0]

    def integer_mean_of(self, cell: str) -> tuple[float, float]:
        """As `mean_of`, over whole people."""
        value = np.concatenate([POINTS / self.sizes[c] if c == cell else np.zeros(5) for c in self.cells])
        least, most = (self.solve(s * value) for s in (1, -1))
        return (float(least.fun), -float(most.fun)) if least and most else (0.0, 100.0)

    def most(self, cell: str, answer: float) -> float:
        """How many of a cell may have given one answer? All where the constraints contradict each other."""
        goal = np.concatenate([np.where(answer == POINTS, -1.0, 0.0) * (c == cell) for c in self.cells])
        found = self.solve(goal)
        return self.sizes[cell] if found is None else -float(found.fun)

    def solve(self, goal: np.ndarray) -> Any | None:
        """The least value of a goal over whole counts, and such counts; None where nothing is possible."""
        places = {c: slice(5 * i, 5 * i + 5) for i, c in enumerate(self.cells)}
        rows, low, high = [], [], []
        for cell, place in places.items():
            row = np.zeros(5 * len(self.cells))
            row[place] = 1
            rows, low, high = [*rows, row], [*low, self.sizes[cell]], [*high, self.sizes[cell]]
        for weights, least, most in self.rows:
            row = np.zeros(5 * len(self.cells))
            for cell, weight in weights.items():
                row[places[cell]] = weight * POINTS / self.sizes[cell]
            rows, low, high = [*rows, row], [*low, least], [*high, most]
        bound = LinearConstraint(np.array(rows), np.array(low), np.array(high))
        found = milp(goal, constraints=bound, integrality=np.ones(len(goal)), bounds=(0, np.inf))
        return found if found.success else None


def near(value: float) -> tuple[float, float]:
    """Between which bounds lies what was rounded to this? A value at an end of the scale is no bound."""
    return value - ROUNDING, value + ROUNDING


def problem(
    clause: Form, sizes: Sizes, accounts: int, consensus: bool, minimum: int, speak: Speak
) -> Problem:
    """What does a clause's published perception say of its cells?"""
    p, rows = clause["perception"], []
    known = {k: n for k, n in sizes.items() if n}
    cells = {**known, **({"account": accounts} if accounts else {})}
    for name, group in p["by_level"].items():
        members = ("executive", "manager") if name == "leadership" else (name,)
        if group is not None and set(members) <= set(known):
            rows.append((shares(known, members), *near(group["score"])))
    if p["account"] is not None:
        rows.append(({"account": 1.0}, *near(p["account"]["score"])))
    voices = speak(known, minimum)
    if p["survey"]["score"] is not None and voices and not consensus:
        sides = [{k: w / len(voices) for voice in voices for k, w in shares(known, voice).items()}]
        sides += [{"account": 1.0}] * (accounts >= minimum)
        total = {k: w / len(sides) for side in sides for k, w in side.items()}
        rows.append((total, *near(p["survey"]["score"])))
    return Problem(tuple(cells), cells, tuple(rows))


def shares(sizes: Sizes, members: Iterable[str]) -> dict[str, float]:
    """Which part of a merged group is each of its members?"""
    inside = list(members)
    total = sum(sizes[k] for k in inside)
    return {k: sizes[k] / total for k in inside}


@cache
def single_items() -> frozenset[str]:
    """Which clauses have one item on each side, so that answers are whole steps?"""
    return frozenset(
        c.id
        for c in load_instrument().clauses()
        if all(sum(i.side == side for i in c.items) <= 1 for side in ("firm", "account"))
    )


def attack(form: Form, sizes: dict[str, tuple[Sizes, int]], minimum: int, speak: Speak) -> Iterator[Found]:
    """What can be found out from one diagnosis? `sizes` tells people by level, and accounts, of each clause."""
    consensus = {c.id for c in load_instrument().clauses() if c.consensus}
    for key, clause in form["clauses"].items():
        levels, accounts = sizes[key]
        asked = problem(clause, levels, accounts, key in consensus, minimum, speak)
        for cell, n in asked.sizes.items():
            low, high = asked.mean_of(cell)
            if n < minimum and high - low < PROTECTED:
                yield Found(key, cell, low, high)
            elif key in single_items():
                yield from attack_people(asked, key, cell, n, minimum)
        yield from attack_interviews(key, clause)


def attack_people(asked: Problem, clause: str, cell: str, n: int, minimum: int) -> Iterator[Found]:
    """Is one person's answer certain, or a small group's mean where people are whole?"""
    if n < minimum:
        low, high = asked.integer_mean_of(cell)
        if high - low < PROTECTED:
            yield Found(clause, cell, low, high)
    answer = asked.certain_answer(cell)
    if answer is not None:
        yield Found(clause, f"a person of {cell}", answer, answer)


def attack_interviews(clause: str, form: Form) -> Iterator[Found]:
    """Do survey and both together tell what hidden interviews said? Every mean and number of three or four is tried."""
    p = form["perception"]
    if p["interviews"]["score"] is not None or p["survey"]["score"] is None or p["score"] is None:
        return
    if all(abs(p[k] - p["survey"][k]) < 0.11 for k in ("score", "low", "high")):
        return  # no interview is in it
    told = Estimate(p["survey"]["score"], variance_of(p["survey"]))
    for n in (1, 2, 3, 4):
        possible = [m for m in np.arange(0, 100.1, 0.5) if explains(p, told, m, n)]
        if possible and max(possible) - min(possible) < PROTECTED:
            yield Found(clause, "interviews", min(possible), max(possible))


def explains(p: Form, survey: Estimate, mean: float, n: int) -> bool:
    """Would so many interviews with this mean, of any spread, give what is published of survey and interviews together?"""
    for sd in np.arange(10, 31, 2):
        both = to_score(
            combine([survey, Estimate(mean, sd**2 / n + threshold("interview_validity_sd") ** 2, n)])
        )
        ends = ((both.score, p["score"]), (both.low, p["low"]), (both.high, p["high"]))
        if all(abs((a or 0.0) - b) < 0.2 for a, b in ends):
            return True
    return False


def variance_of(group: Form) -> float:
    """Which variance has a published estimate?"""
    half = max(group["score"] - group["low"], group["high"] - group["score"])
    return float((half / 1.6448536) ** 2)


def attack_waves(before: Form, after: Form, minimum: int) -> Iterator[Found]:
    """What did those say who make the difference of two waves, if all others answered as before?

    The attacker believes so where nearly all clauses allow it; where they do not, others have changed their minds.
    """
    for name in ("leadership", "executive", "manager", "frontline", "account", "interviews"):
        found = [f for key in after["clauses"] for f in taken_off(before, after, key, name, minimum)]
        possible = [f for f in found if f.low <= f.high]
        if found and len(possible) >= 0.8 * len(found):
            yield from (f for f in possible if f.high - f.low < PROTECTED)


def taken_off(before: Form, after: Form, clause: str, name: str, minimum: int) -> Iterator[Found]:
    """The bounds of the mean of a few, from two published means; low above high where nobody can have said so."""
    groups = [group_of(form["clauses"][clause]["perception"], name) for form in (before, after)]
    if any(g is None or g["score"] is None for g in groups):
        return
    more, fewer = sorted(groups, key=lambda g: -g["n"])
    n = more["n"] - fewer["n"]
    if 0 < n < minimum:
        middle = more["n"] * more["score"] - fewer["n"] * fewer["score"]
        slack = ROUNDING * (more["n"] + fewer["n"])
        yield Found(clause, name, max(0.0, (middle - slack) / n), min(100.0, (middle + slack) / n))


def group_of(perception: Form, name: str) -> Form | None:
    """What is published of a group?"""
    return perception[name] if name in ("account", "interviews") else perception["by_level"].get(name)


def attack_managers(before: Form, after: Form, minimum: int) -> Iterator[Found]:
    """What are those managers like who make the difference of two waves? Means of shares, hours and ratings."""
    first, second = (
        {e["indicator"]: e for c in f["clauses"].values() for e in c["evidence"] if e["value"] is not None}
        for f in (before, after)
    )
    for key, (whole, top) in MANAGERS.items():
        if key not in first or key not in second:
            continue
        more, fewer = sorted((first[key], second[key]), key=lambda e: -e["n"])
        n = more["n"] - fewer["n"]
        if not 0 < n < minimum:
            continue
        half = {1.0: 0.005, 5.0: 0.05}[top]
        sums = [(e["n"] * (e["value"] - half), e["n"] * (e["value"] + half)) for e in (more, fewer)]
        if whole:
            sums = [(np.ceil(a - 1e-9), np.floor(b + 1e-9)) for a, b in sums]
        low, high = max(0, (sums[0][0] - sums[1][1]) / n), min(top, (sums[0][1] - sums[1][0]) / n)
        if low <= high and high - low < 0.2 * top:
            yield Found(key, "managers", low, high)


MANAGERS = {
    "role_building_share": (False, 1.0),
    "firefighting_share": (False, 1.0),
    "pay_long_term_share": (False, 1.0),
    "pay_team_reward_share": (False, 1.0),
    "appraisal_long_term_weight": (False, 1.0),
    "appraisal_team_weight": (False, 1.0),
    "career_plan_share": (True, 1.0),
    "competency_model_passed": (True, 1.0),
    "reports_to_executive": (True, 1.0),
    "weakest_role_rating": (False, 5.0),
}
"""Figures of managers: is the sum a whole number, and where does the scale end?"""
