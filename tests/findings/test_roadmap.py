"""Is the roadmap the best that person-days and prerequisites allow, and does it say how sure it is and what it leaves out?"""

from __future__ import annotations

import itertools
import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamnb.errors import UsageError
from kamnb.findings.recommend import PHASES, recommend
from kamnb.findings.roadmap import (
    CAPACITY,
    NO_GAIN,
    NO_ROOM,
    PREREQUISITE,
    healthy_clauses,
    plan_roadmap,
    weight_of,
    with_plan,
)
from kamnb.findings.roadmap_problem import HASTE, Plan, build_problem, fill, solve, solve_draws
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Diagnosis, Finding, Recommendation

NONE = dict.fromkeys(PHASES, 0.0)


def remedy(
    id: str,
    effort: float,
    gain: float | tuple[float, float],
    *requires: str,
    phase: str = "days90",
    **needs: float,
) -> Recommendation:
    """A remedy with a sure gain (or a range); its findings count 1 for clause S1 unless `needs` says otherwise."""
    low, high = gain if isinstance(gain, tuple) else (gain, gain)
    found = needs or {"S1": 1.0}
    return Recommendation(
        id, tuple(found), phase, effort, (low, high), "head_of_kam", requires, 3, ("F",), {}, found
    )


def chosen(*remedies: Recommendation, **capacity: float) -> dict[str, str]:
    return plan_roadmap(remedies, NONE | capacity).chosen


# by hand


def test_a_small_knapsack_by_hand_takes_the_pair_that_beats_the_densest() -> None:
    # 10 days: the densest (a: 7 for 6) alone leaves 4 unused; b and c bring 5 + 4 = 9 for 10
    a, b, c = remedy("a", 6, 7), remedy("b", 5, 5), remedy("c", 5, 4)
    found = plan_roadmap([a, b, c], NONE | {"days90": 10})
    assert found.chosen == {"b": "days90", "c": "days90"}
    assert found.gain == 9 and found.used == NONE | {"days90": 10}
    assert found.places["a"].left_out == CAPACITY and found.places["b"].left_out is None


def test_a_prerequisite_is_chosen_for_what_it_opens() -> None:
    # base brings 1 for 6, top 9 for 4 but needs base: together 10 for 10, more than other's 8 for 7
    base, top, other = remedy("base", 6, 1), remedy("top", 4, 9, "base"), remedy("other", 7, 8)
    assert chosen(base, top, other, days90=10) == {"base": "days90", "top": "days90"}
    found = plan_roadmap([base, top, other], NONE | {"days90": 9})
    assert found.chosen == {"other": "days90"}
    assert {k: p.left_out for k, p in found.places.items()} == {
        "base": CAPACITY,
        "top": PREREQUISITE,
        "other": None,
    }


def test_a_prerequisite_is_done_in_the_same_phase_or_an_earlier_one() -> None:
    base, top = remedy("base", 5, 1, phase="year1"), remedy("top", 5, 9, "base")
    assert chosen(base, top, days90=5, year1=5) == {"base": "year1"}
    assert chosen(base, top, days90=5, year1=10) == {"base": "year1", "top": "year1"}
    assert chosen(base, top, days90=5, year1=5, year3=5) == {"base": "year1", "top": "year3"}


def test_a_remedy_may_be_done_later_but_never_earlier() -> None:
    late = remedy("late", 5, 9, phase="year3")
    assert chosen(late, days90=50, year1=50) == {}
    assert chosen(late, year10=5) == {"late": "year10"}


def test_waiting_costs_so_the_better_goes_first() -> None:
    # both fit only one after the other: 10 + .8 × 9 = 17.2 against 9 + .8 × 10 = 17
    first, second = remedy("first", 5, 10), remedy("second", 5, 9)
    assert threshold("roadmap_delay_factor") == 0.8
    assert chosen(first, second, days90=5, year1=5) == {"first": "days90", "second": "year1"}


def test_a_requirement_that_is_not_recommended_counts_as_fulfilled() -> None:
    assert chosen(remedy("top", 4, 9, "healthy-anyway"), days90=4) == {"top": "days90"}


def test_without_capacity_nothing_is_planned_and_each_says_so() -> None:
    found = plan_roadmap([remedy("a", 5, 9), remedy("b", 5, 9, "a", phase="year3")], NONE)
    assert found.chosen == {} and found.gain == 0
    assert {p.left_out for p in found.places.values()} == {NO_ROOM}
    assert {p.robust for p in found.places.values()} == {0.0}


def test_without_capacity_no_plan_is_taken_for_far_from_the_best() -> None:
    assert plan_roadmap([remedy("a", 10, 5)], NONE).within == 0.0


def test_a_remedy_larger_than_every_phase_has_no_room() -> None:
    found = plan_roadmap([remedy("a", 11, 99), remedy("b", 5, 1)], NONE | {"days90": 10, "year1": 10})
    assert found.places["a"].left_out == NO_ROOM and found.chosen == {"b": "days90"}


def test_everything_that_fits_is_planned_at_once_and_surely() -> None:
    given = [remedy(f"r{i}", 10, (1, 20), phase=PHASES[i % 4]) for i in range(8)]
    found = plan_roadmap(given, dict.fromkeys(PHASES, 1000.0))
    assert found.chosen == {r.id: r.phase for r in given}
    assert {p.robust for p in found.places.values()} == {1.0} and found.within < 1e-6


def test_nothing_called_for_is_an_empty_roadmap() -> None:
    found = plan_roadmap([])
    assert found.places == {} and found.gain == 0 and set(found.capacity) == set(PHASES)


def test_a_prerequisite_that_opens_nothing_is_not_planned() -> None:
    only = remedy("only", 5, 9, S1=0.0)
    big = remedy("big", 100, 50, "only")
    found = plan_roadmap([only, big], NONE | {"days90": 20})
    assert found.chosen == {} and found.places["only"].left_out == NO_GAIN
    assert chosen(only, big, days90=105) == {"only": "days90", "big": "days90"}


# priorities


def test_a_priority_changes_the_choice() -> None:
    a, b = remedy("a", 5, 10, S1=1.0), remedy("b", 5, 8, M6=1.0)
    plans = [
        plan_roadmap([a, b], NONE | {"days90": 5}, given).chosen
        for given in ({}, {"M": 2.0}, {"M6": 1.5}, {"M": 2.0, "M6": 1.0}, {"S": 0.5})
    ]
    assert [list(p) for p in plans] == [["a"], ["b"], ["b"], ["a"], ["b"]]


def test_a_clause_s_own_priority_goes_before_its_area_s() -> None:
    own = {"S": 2.0, "S4a": 0.0}
    assert [weight_of(c, own) for c in ("S1", "S4a", "M6")] == [2.0, 0.0, 1.0]


# what cannot be


@pytest.mark.parametrize("names", [("a",), ("a", "b"), ("a", "b", "c")])
def test_remedies_that_require_each_other_are_refused_by_name(names: tuple[str, ...]) -> None:
    ring = [remedy(n, 1, 1, names[(i + 1) % len(names)]) for i, n in enumerate(names)]
    with pytest.raises(UsageError) as told:
        plan_roadmap([remedy("before", 1, 1, "a"), *ring])
    assert told.value.key == "roadmap-circle"
    for lang in ("zh", "en"):
        assert all(n in told.value.say(lang) for n in names) and "before" not in told.value.say(lang)


def test_two_ways_to_one_requirement_are_no_circle() -> None:
    given = [remedy("a", 1, 1), remedy("b", 1, 1, "a"), remedy("c", 1, 1, "a"), remedy("d", 1, 1, "b", "c")]
    assert len(chosen(*given, days90=4)) == 4


@pytest.mark.parametrize(
    ("capacity", "priorities", "key"),
    [
        ({"year2": 5}, {}, "roadmap-phase"),
        ({"year1": -1}, {}, "roadmap-capacity"),
        ({"year1": float("nan")}, {}, "roadmap-capacity"),
        ({}, {"S": -0.5}, "roadmap-priority"),
        ({}, {"S": float("inf")}, "roadmap-priority"),
    ],
)
def test_what_cannot_be_a_capacity_or_a_priority_is_refused(
    capacity: dict[str, float], priorities: dict[str, float], key: str
) -> None:
    with pytest.raises(UsageError) as told:
        plan_roadmap([remedy("a", 1, 1)], capacity, priorities)
    assert told.value.key == key and all("{" not in told.value.say(lang) for lang in ("zh", "en"))


# how sure


def test_the_choice_is_robust_only_where_the_guesses_do_not_matter() -> None:
    # sure is best in every draw; either of the two others fills the rest: a coin's toss
    sure, one, two = remedy("sure", 5, (50, 60)), remedy("one", 5, (1, 21)), remedy("two", 5, (1, 21))
    found = plan_roadmap([sure, one, two], NONE | {"days90": 10})
    assert found.places["sure"].robust == 1.0
    shares = [found.places[n].robust for n in ("one", "two")]
    assert sum(shares) == 1.0 and 0.4 < shares[0] < 0.6
    assert found.draws == threshold("roadmap_draws") >= 200 and found.within < 1e-6


def test_the_same_input_gives_the_same_roadmap_in_any_order() -> None:
    rng = np.random.default_rng(4)
    given = [
        remedy(f"r{i}", float(rng.integers(5, 40)), (2.0, 9.0 + i), phase=PHASES[i % 3]) for i in range(12)
    ]
    first = plan_roadmap(given, {"days90": 40, "year1": 60, "year3": 20, "year10": 0})
    assert plan_roadmap(given[::-1], {"year10": 0, "year3": 20, "year1": 60, "days90": 40}) == first


def test_no_draws_answers_what_if_at_once() -> None:
    found = plan_roadmap([remedy("a", 5, (1, 9))], draws=0)
    assert found.chosen == {"a": "days90"} and found.draws == 0 and found.within == 0


# against every plan there is

JOBS = st.lists(
    st.tuples(
        st.integers(1, 9), st.integers(0, 2), st.integers(0, 20), st.lists(st.integers(0, 4), max_size=2)
    ),
    min_size=1,
    max_size=5,
)
ROOM = st.lists(st.integers(0, 14), min_size=3, max_size=3)


def problem_of(jobs, room):
    """A program of random jobs; each requires only jobs before it, so that there is no circle."""
    given = [
        (f"j{i}", float(e), t, tuple(f"j{q}" for q in set(r) if q < i)) for i, (e, t, _, r) in enumerate(jobs)
    ]
    return build_problem(given, [float(c) for c in room], 0.8)


def is_possible(problem, plan: Plan) -> bool:
    """Does a plan keep to earliest phases, capacity and requirements? Written apart from the program's own rows."""
    used = [0.0] * problem.phases
    for i, t in plan.items():
        used[t] += problem.jobs[i].effort
        if t < problem.jobs[i].earliest or any(plan.get(q, 99) > t for q in problem.jobs[i].requires):
            return False
    return all(u <= c + 1e-6 for u, c in zip(used, problem.capacity, strict=True))


def value_of(problem, plan: Plan, gains: np.ndarray) -> float:
    waited = {i: t - problem.jobs[i].earliest for i, t in plan.items()}
    return sum(gains[i] * 0.8 ** waited[i] - HASTE * problem.jobs[i].effort for i in plan)


@settings(max_examples=60)
@given(JOBS, ROOM)
def test_no_possible_plan_beats_the_solution(jobs, room) -> None:
    problem, gains = problem_of(jobs, room), np.array([float(g) for _, _, g, _ in jobs])
    plan = solve(problem, gains)
    assert is_possible(problem, plan)
    places = itertools.product((None, 0, 1, 2), repeat=len(jobs))
    plans = ({i: t for i, t in enumerate(where) if t is not None} for where in places)
    best = max(value_of(problem, p, gains) for p in plans if is_possible(problem, p))
    assert value_of(problem, plan, gains) == pytest.approx(best, abs=1e-6)


@settings(max_examples=40)
@given(JOBS, ROOM, st.permutations(range(5)))
def test_a_plan_that_is_filled_in_is_possible(jobs, room, order) -> None:
    problem = problem_of(jobs, room)
    plan = fill(problem, [i for i in order if i < len(jobs)])
    assert is_possible(problem, plan)


@settings(max_examples=25)
@given(JOBS, ROOM, st.integers(0, 9))
def test_draws_come_near_to_what_each_solved_exactly_gives(jobs, room, seed) -> None:
    problem, rng = problem_of(jobs, room), np.random.default_rng(seed)
    draws = rng.uniform(0, [[g + 1.0 for _, _, g, _ in jobs]], (6, len(jobs)))
    shares, within = solve_draws(problem, draws, solve(problem, draws.mean(axis=0)), rng)
    exact = np.mean([[i in solve(problem, d) for i in range(len(jobs))] for d in draws], axis=0)
    assert np.all((shares >= 0) & (shares <= 1)) and 0 <= within <= 1
    assert np.abs(shares - exact).mean() <= 0.25


# in a diagnosis


@pytest.fixture(scope="module")
def form(demo_diagnosis: Diagnosis) -> dict:
    return json.loads(demo_diagnosis.to_json())


def test_the_demo_s_roadmap_keeps_its_own_rules(form: dict) -> None:
    by_id = {r["id"]: r for r in form["recommendations"]}
    plan = {k: PHASES.index(r["phase"]) for k, r in by_id.items() if r["left_out"] is None}
    assert len(plan) > 20 and len(by_id) > len(plan)
    for phase, days in form["roadmap"]["capacity"].items():
        spent = sum(by_id[k]["effort"] for k, t in plan.items() if PHASES[t] == phase)
        assert spent == form["roadmap"]["used"][phase] <= days == threshold(f"capacity_{phase}")
    for k, t in plan.items():
        assert t >= PHASES.index(by_id[k]["earliest"])
        assert all(plan[q] <= t for q in by_id[k]["requires"])
    assert {r["left_out"] for r in by_id.values()} <= {None, CAPACITY, PREREQUISITE, NO_ROOM, NO_GAIN}
    assert all(0 <= r["robust"] <= 1 for r in by_id.values())
    assert form["roadmap"]["commitments_due"] == "2026-12-29"


def test_prerequisites_stand_before_what_needs_them(form: dict) -> None:
    order = [r["id"] for r in form["recommendations"]]
    by_id = {r["id"]: r for r in form["recommendations"]}
    for r in by_id.values():
        for q in r["requires"] if r["left_out"] is None else ():
            assert by_id[q]["phase"] != r["phase"] or order.index(q) < order.index(r["id"])


def test_planning_again_finds_the_same_from_planned_recommendations(demo_diagnosis: Diagnosis) -> None:
    again = plan_roadmap(demo_diagnosis.recommendations, draws=0)
    assert demo_diagnosis.roadmap is not None
    assert again.chosen == demo_diagnosis.roadmap.chosen
    assert with_plan(demo_diagnosis.recommendations, demo_diagnosis.roadmap) == demo_diagnosis.recommendations


def test_what_if_is_answered_within_a_second_of_work(demo_diagnosis: Diagnosis) -> None:
    start = time.process_time()
    more = plan_roadmap(demo_diagnosis.recommendations, {"days90": 120}, draws=0)
    assert time.process_time() - start < 1.0
    assert demo_diagnosis.roadmap is not None and more.gain > demo_diagnosis.roadmap.gain


def test_the_clauses_that_call_for_a_remedy_count_once_each(instrument: Instrument) -> None:
    def finding(id: str, clause: str, severity: int, p: float | None, status: str | None = None) -> Finding:
        return Finding(id, clause, "gap", severity, p, {}, {}, (), ("s1-leadership-agenda",), status)

    given = (
        finding("a", "S1", 3, 0.9),
        finding("b", "S1", 2, 1.0),
        finding("c", "S2", 2, None),
        finding("d", "S7", 3, 1.0, "withdrawn"),
    )
    found = {r.id: r.needs for r in recommend(instrument, given)}
    assert found == {"s1-leadership-agenda": {"S1": pytest.approx(2.7), "S2": 2.0}}


def test_a_requirement_whose_clauses_are_healthy_counts_as_fulfilled(instrument: Instrument) -> None:
    needs = Finding("a", "S2", "gap", 3, 1.0, {}, {}, (), ("s2-action-plan",))
    clauses = frozenset(instrument.remedies()["s1-leadership-agenda"].clauses)
    along = {r.id: r for r in recommend(instrument, (needs,), clauses - {"S1"})}
    assert set(along) == {"s1-leadership-agenda", "s2-action-plan"}
    assert along["s1-leadership-agenda"].needs == {} and along["s2-action-plan"].fulfilled == ()
    alone = recommend(instrument, (needs,), clauses)
    assert [(r.id, r.requires, r.fulfilled) for r in alone] == [
        ("s2-action-plan", (), ("s1-leadership-agenda",))
    ]


def test_healthy_is_measured_on_target_and_without_a_clash(demo_diagnosis: Diagnosis) -> None:
    healthy = healthy_clauses(demo_diagnosis.clauses)
    for key, c in demo_diagnosis.clauses.items():
        known = c.score.score is not None and c.score.score >= c.target and not c.readings_disagree
        assert (key in healthy) == known
    assert healthy
