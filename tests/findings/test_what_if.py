"""A change of person-days or priorities is answered by the same solver, at once, and tells what it moves."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from kamnb.errors import UsageError
from kamnb.findings.recommend import PHASES
from kamnb.findings.roadmap import plan_roadmap
from kamnb.findings.what_if import CAME_IN, FELL_OUT, MOVED, solve_again


def test_no_change_moves_nothing(demo_diagnosis):
    found = solve_again(demo_diagnosis)
    assert found.steps == () and found.gain_before == found.gain_after > 0


def test_less_room_throws_out_and_more_lets_in(demo_diagnosis):
    room = demo_diagnosis.roadmap.capacity
    less = solve_again(demo_diagnosis, {p: days / 2 for p, days in room.items()})
    more = solve_again(demo_diagnosis, {p: days * 2 for p, days in room.items()})
    assert less.of_kind(FELL_OUT) and not less.of_kind(CAME_IN) and less.gain_after < less.gain_before
    assert more.of_kind(CAME_IN) and not more.of_kind(FELL_OUT) and more.gain_after > more.gain_before
    assert all(step.left_out and step.after is None for step in less.of_kind(FELL_OUT))
    assert all(step.before is None and step.after in PHASES for step in more.of_kind(CAME_IN))


def test_the_steps_lead_from_the_old_plan_to_the_new_one(demo_diagnosis):
    found = solve_again(demo_diagnosis, {"days90": 20.0}, {"R": 3.0})
    plan = dict(found.before.chosen)
    for step in found.steps:
        assert plan.pop(step.remedy, None) == step.before
        if step.after:
            plan[step.remedy] = step.after
    assert plan == found.after.chosen and found.of_kind(MOVED)
    assert found.after.used["days90"] <= 20 and found.after.priorities == {"R": 3.0}


def test_no_room_in_a_phase_leaves_it_empty(demo_diagnosis):
    found = solve_again(demo_diagnosis, {"days90": 0.0})
    assert "days90" in found.before.chosen.values() and "days90" not in found.after.chosen.values()


def test_the_new_plan_is_never_worse_by_its_own_measure(demo_diagnosis):
    for letter in "SOMIRPF":
        found = solve_again(demo_diagnosis, {}, {letter: 2.0})
        assert found.gain_after >= found.gain_before - 0.5


def test_it_is_the_roadmap_that_such_a_client_would_get(demo_diagnosis):
    plan = plan_roadmap(demo_diagnosis.recommendations, {"year1": 100.0}, {"M": 2.0}, draws=0)
    assert solve_again(demo_diagnosis, {"year1": 100.0}, {"M": 2.0}).after.chosen == plan.chosen


def test_it_is_answered_within_a_second(demo_diagnosis):
    solve_again(demo_diagnosis)
    start = time.process_time()
    solve_again(demo_diagnosis, {"days90": 30.0, "year1": 100.0}, {"M6": 3.0})
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("capacity", "priorities", "words"),
    [
        ({"days91": 3.0}, {}, "no phase days91"),
        ({"days90": -3.0}, {}, "cannot have -3.0 person-days"),
        ({}, {"S99": 2.0}, "no clause and no area 'S99'"),
        ({}, {"S": -1.0}, "priority of S cannot be -1.0"),
    ],
)
def test_what_cannot_be_is_refused(demo_diagnosis, capacity, priorities, words):
    with pytest.raises(UsageError, match=words):
        solve_again(demo_diagnosis, capacity, priorities)
    with pytest.raises(UsageError, match="no roadmap"):
        solve_again(replace(demo_diagnosis, roadmap=None), capacity, priorities)
