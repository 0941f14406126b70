"""Are differences told only where they are more than chance, and no small group ever shown?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import ClauseResult, Diagnosis, Estimate, Judgement, Outcome, Perception
from kamnb.pipeline import tested_gaps as find_gaps
from kamnb.pipeline import widest
from kamnb.scoring.gaps import (
    Gap,
    control,
    difference,
    level_gaps,
    reading_gap,
    side_gap,
)
from kamnb.stats.disclosure import pool, shown_levels

NONE = Estimate.none(Outcome.NO_DATA)
Make = Callable[..., Estimate]
RATE = threshold("false_discovery_rate")


def clause(
    levels: dict[str, Estimate] | None = None,
    sides: dict[str, Estimate] | None = None,
    opinion: Estimate = NONE,
    record: Estimate = NONE,
    id: str = "R3",
) -> ClauseResult:
    people = Perception(opinion, NONE, opinion, levels or {}, sides or {})
    return ClauseResult(id, people, record, (), Judgement(NONE), opinion, 1.0)


def test_a_difference_by_hand(estimate: Make) -> None:
    gap = difference("S1", "level", ("executive", "frontline"), estimate(80, 3), estimate(60, 4))
    assert gap is not None
    assert (gap.points, gap.low, gap.high) == pytest.approx((20, 20 - 8.224, 20 + 8.224), abs=1e-3)
    assert gap.p == pytest.approx(6.33e-5, rel=1e-2)


@pytest.mark.parametrize("outcome", [Outcome.NO_DATA, Outcome.TOO_FEW, Outcome.NOT_ASKED])
def test_no_difference_from_nothing(estimate: Make, outcome: Outcome) -> None:
    assert difference("S1", "level", ("a", "b"), estimate(80, 3), Estimate.none(outcome)) is None


@given(st.lists(st.floats(0.0001, 1.0), min_size=1, max_size=60))
def test_control_against_scipy(p_values: list[float]) -> None:
    gaps = [Gap(f"C{i}", "level", "a", "b", 20, 10, 30, p) for i, p in enumerate(p_values)]
    found = control([*gaps, None])
    assert [g.q for g in found] == pytest.approx(false_discovery_control(p_values).tolist())
    assert [g.clause for g in found] == [g.clause for g in gaps]


def test_a_small_difference_is_not_said_however_sure(estimate: Make) -> None:
    sure = difference("S1", "level", ("a", "b"), estimate(60, 0.5), estimate(52, 0.5))
    assert control([sure])[0].q < 1e-6
    assert not control([sure])[0].real
    wide = difference("S1", "level", ("a", "b"), estimate(60, 0.5), estimate(40, 0.5))
    assert control([wide])[0].real
    assert not replace(wide, q=0.2).real


def noisy(rng: np.random.Generator, sd: float, shift: float = 0.0) -> Estimate:
    return Estimate(float(70 + shift + rng.normal(0, sd)), sd**2, 10)


@pytest.mark.parametrize("sd", [4.0, 8.0, 15.0])
def test_pure_noise_makes_a_gap_at_the_stated_rate_only(instrument: Instrument, sd: float) -> None:
    rng, told = np.random.default_rng(11), 0
    anchors = [c.id for c in instrument.clauses() if c.anchor]
    for _ in range(400):
        found = {
            a: clause({k: noisy(rng, sd) for k in ("executive", "manager", "frontline")}, id=a)
            for a in anchors
        }
        told += bool(find_gaps(instrument, found, 5))
    assert told / 400 <= RATE + 1.645 * (RATE * (1 - RATE) / 400) ** 0.5


def test_noisy_readings_clash_at_the_stated_rate_only(instrument: Instrument) -> None:
    rng, told = np.random.default_rng(12), 0
    for _ in range(400):
        found = {
            c.id: clause(opinion=noisy(rng, 9), record=noisy(rng, 12), id=c.id) for c in instrument.clauses()
        }
        told += bool(find_gaps(instrument, found, 5))
    assert told / 400 <= RATE + 1.645 * (RATE * (1 - RATE) / 400) ** 0.5


def test_true_gaps_among_noise_are_found_and_few_of_those_told_are_false() -> None:
    rng, false, told, missed = np.random.default_rng(13), 0, 0, 0
    for _ in range(200):
        tested = control(
            difference(f"C{i}", "level", ("a", "b"), noisy(rng, 5, 30 if i < 6 else 0), noisy(rng, 5))
            for i in range(24)
        )
        real = {g.clause for g in tested if g.real}
        false += len(real - {f"C{i}" for i in range(6)})
        told += len(real)
        missed += 6 - len(real & {f"C{i}" for i in range(6)})
    assert false / told <= RATE
    assert missed / 1200 < 0.1


def test_permuted_labels_kill_every_gap(make_survey, diagnose_survey) -> None:
    def top_is_bright(rng: np.random.Generator, item, n: int) -> np.ndarray:
        return rng.choice([3, 4, 5], n, p=[0.2, 0.5, 0.3]) - (n > 15) * rng.choice([1, 2], n)

    frame = make_survey(
        top_is_bright, groups=(("firm", "executive", "other", 12), ("firm", "frontline", "other", 80))
    )
    assert len(gap_clauses(diagnose_survey(frame))) >= 6
    shared = [
        c for c in frame if "." in c and frame.groupby("level")[c].apply(lambda x: x.notna().all()).all()
    ]
    base = frame[["respondent_id", "side", "level", "role", *shared]]
    told = 0
    for seed in range(10):
        mixed = base.assign(level=np.random.default_rng(seed).permutation(base["level"]))
        told += bool(gap_clauses(diagnose_survey(mixed)))
    assert told <= 3  # at the stated rate of 0.1, more than 3 of 10 has a chance of 1.3 %


def gap_clauses(diagnosis: Diagnosis) -> set[str]:
    return {f.clause for f in diagnosis.findings if f.kind == "level_gap"}


def test_only_anchors_have_their_levels_tested(instrument: Instrument, estimate: Make) -> None:
    levels = {"executive": estimate(90, 2), "frontline": estimate(30, 2)}
    found = {c.id: clause(levels, id=c.id) for c in instrument.clauses()}
    told = {g.clause for g in find_gaps(instrument, found, 5)}
    assert told == {"S1", "S2", "S7", "O3", "O4", "O6", "M6", "R3", "R4", "F1", "F2", "F5", "P2"}


def test_of_several_gaps_the_widest_is_told() -> None:
    gaps = [
        Gap("S1", "level", a, b, points, 0, 0, 0.001)
        for a, b, points in [
            ("executive", "manager", 20),
            ("executive", "frontline", -40),
            ("manager", "frontline", 15),
        ]
    ]
    side = Gap("S1", "side", "firm", "account", 14, 0, 0, 0.001)
    assert widest([*gaps, side]) == [gaps[1], side]


def test_groups_below_the_minimum_are_never_shown(estimate: Make) -> None:
    levels = {"executive": estimate(80, 5, 4), "manager": estimate(60, 5, 3), "frontline": estimate(50, 5, 4)}
    shown = shown_levels(levels, 5)
    assert list(shown) == ["leadership"]
    assert shown["leadership"].n == 7
    assert shown_levels({"frontline": estimate(50, 5, 4)}, 5) == {}


def test_a_small_level_merges_into_leadership_so_that_it_cannot_be_taken_off(estimate: Make) -> None:
    levels = {
        "executive": estimate(80, 5, 3),
        "manager": estimate(60, 5, 9),
        "frontline": estimate(50, 5, 30),
    }
    shown = shown_levels(levels, 5)
    assert set(shown) == {"leadership", "frontline"}
    assert shown["leadership"].mean == pytest.approx((3 * 80 + 9 * 60) / 12)
    assert shown["leadership"].variance == pytest.approx((9 * 25 + 81 * 25) / 144)
    other = {**levels, "executive": estimate(80, 5, 9), "manager": estimate(60, 5, 3)}
    assert set(shown_levels(other, 5)) == {"leadership", "frontline"}


def test_leadership_that_stays_too_small_is_not_shown(estimate: Make) -> None:
    levels = {
        "executive": estimate(80, 5, 2),
        "manager": estimate(60, 5, 2),
        "frontline": estimate(50, 5, 30),
    }
    assert set(shown_levels(levels, 5)) == {"frontline"}


def test_a_small_level_alone_is_not_shown_under_another_name(estimate: Make) -> None:
    asked = {"executive": estimate(80, 5, 4), "manager": Estimate.none(Outcome.NOT_ASKED)}
    assert shown_levels(asked, 5) == {}


def test_levels_that_are_large_enough_are_shown_as_they_are(estimate: Make) -> None:
    levels = {k: estimate(60, 5, 5) for k in ("executive", "manager", "frontline")}
    assert shown_levels(levels, 5) == levels
    unknown = {**levels, "unknown": estimate(60, 5, 9), "none": Estimate.none(Outcome.NOT_ASKED)}
    assert shown_levels(unknown, 5) == levels


@given(
    st.dictionaries(st.sampled_from(["executive", "manager", "frontline"]), st.integers(1, 12)),
    st.integers(3, 8),
)
def test_nothing_below_the_minimum_is_shown_or_tested(sizes: dict[str, int], minimum: int) -> None:
    levels = {k: Estimate(50.0 + 10 * i, 4.0, n) for i, (k, n) in enumerate(sizes.items())}
    shown = shown_levels(levels, minimum)
    assert all(e.n >= minimum for e in shown.values())
    assert not {"leadership"} < set(shown) & {"leadership", "executive", "manager"}
    names = {name for g in level_gaps(clause(levels), minimum) if g for name in (g.first, g.second)}
    assert names <= set(shown)


def test_pooling_weighs_people(estimate: Make) -> None:
    both = pool(estimate(100, 6, 1), estimate(40, 3, 2))
    assert (both.mean, both.variance, both.n) == (pytest.approx(60), pytest.approx(36 / 9 + 9 * 4 / 9), 3)


def test_sides_are_compared_only_where_both_are_large_enough(estimate: Make) -> None:
    sides = {"firm": estimate(80, 4, 60), "account": estimate(50, 4, 8)}
    gap = side_gap(clause(sides=sides), 5)
    assert gap is not None and gap.points == 30
    assert side_gap(clause(sides={**sides, "account": estimate(50, 4, 4)}), 5) is None
    assert side_gap(clause(sides={"firm": sides["firm"]}), 5) is None


def test_readings_are_opinion_against_record(estimate: Make) -> None:
    gap = reading_gap(clause(opinion=estimate(80, 8), record=estimate(30, 11)))
    assert gap is not None and (gap.first, gap.second, gap.points) == ("opinion", "record", 50)
    assert reading_gap(clause(opinion=estimate(80, 8))) is None
