"""Are the three readings of a clause fused as told, and can nobody be worked out from what is published?"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from kamnb.evidence.survey import level_estimates, read_survey
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, IndicatorResult, Outcome
from kamnb.scoring.clause import measure_clause
from kamnb.scoring.combine import fuse
from kamnb.sources.client import build_client
from kamnb.stats.disclosure import shown_levels

MINIMUM = 5


def answers(seed: int, **levels: int) -> pd.DataFrame:
    """Answers to S2.1 (an anchor) of so many people of each level."""
    rng = np.random.default_rng(seed)
    rows = [
        {"respondent_id": f"{level}{i}", "side": "firm", "level": level, "S2.1": int(rng.integers(1, 6))}
        for level, n in levels.items()
        for i in range(n)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    "sizes",
    [
        {"executive": 3, "manager": 12, "frontline": 30},
        {"executive": 9, "manager": 2, "frontline": 30},
        {"executive": 9, "manager": 12, "frontline": 4},
        {"executive": 1, "manager": 2, "frontline": 40},
        {"executive": 4, "frontline": 20},
        {"manager": 20, "frontline": 1},
    ],
)
def test_a_hidden_group_cannot_be_worked_out_from_the_firms_score(
    instrument: Instrument, sizes: dict[str, int]
) -> None:
    """An attacker knows every published number but not the people of the groups that are hidden.

    If the published numbers were the same whatever one hidden group says as long as its pool says the same, nothing can
    be learnt of it. So: shift one hidden group's answers and undo it within the published pools.
    """
    clause = instrument.clause("S2")
    published = set()
    for shift in (-0.4, 0.0, 0.4):
        frame = answers(1, **sizes).astype({"S2.1": float})
        hidden = [level for level, n in sizes.items() if n < MINIMUM]
        frame["S2.1"] = np.where(np.arange(len(frame)) % 2, 2.0, 4.0)
        move(frame, hidden, sizes, shift)
        client = build_client(None, {"survey": frame})
        survey = read_survey(client, instrument)
        assert survey is not None
        found = measure_clause(client, clause, survey, ())
        shown = shown_levels(found.perception.by_level, MINIMUM)
        assert all(e.n >= MINIMUM for e in shown.values())
        numbers = [found.perception.survey.mean, found.perception.combined.mean, found.fused.mean]
        numbers += [e.mean for e in shown.values()]
        published.add(tuple(round(x, 1) for x in numbers if x is not None))
    assert len(published) == 1, published


def move(frame: pd.DataFrame, hidden: list[str], sizes: dict[str, int], shift: float) -> None:
    """Shift a hidden group; where it is merged with its neighbour into leadership, undo it there."""
    for level in hidden:
        frame.loc[frame["level"].eq(level), "S2.1"] += shift
        neighbour = {"executive": "manager", "manager": "executive"}.get(level)
        if neighbour in sizes and sizes[level] + sizes[neighbour] >= MINIMUM:
            frame.loc[frame["level"].eq(neighbour), "S2.1"] -= shift * sizes[level] / sizes[neighbour]


@pytest.mark.parametrize("sizes", list(itertools.product((0, 3, 8), (0, 4, 9), (0, 2, 40))))
def test_the_firms_n_counts_only_groups_that_speak(
    instrument: Instrument, sizes: tuple[int, int, int]
) -> None:
    people = dict(zip(("executive", "manager", "frontline"), sizes, strict=True))
    if not any(sizes):
        return
    client = build_client(None, {"survey": answers(2, **people)})
    survey = read_survey(client, instrument)
    assert survey is not None
    found = measure_clause(client, instrument.clause("S2"), survey, ()).perception
    shown = shown_levels(found.by_level, MINIMUM)
    if found.survey.measured:
        assert found.survey.n >= sum(e.n for e in shown.values()) and found.survey.n >= MINIMUM
    else:
        assert found.survey.outcome == Outcome.TOO_FEW and not shown


def test_small_groups_together_speak_where_they_are_enough(instrument: Instrument) -> None:
    """K items are put to few people: four managers and four of the front line speak as eight."""
    client = build_client(None, {"survey": answers(3, manager=4, frontline=4)})
    survey = read_survey(client, instrument)
    assert survey is not None
    found = measure_clause(client, instrument.clause("S2"), survey, ()).perception
    assert found.survey.n == 8
    everybody = (survey.answers["S2.1"].mean() - 1) * 25
    assert found.survey.mean == pytest.approx(everybody)


def test_levels_are_equal_voices(instrument: Instrument) -> None:
    frame = answers(4, executive=8, manager=20, frontline=100)
    client = build_client(None, {"survey": frame})
    survey = read_survey(client, instrument)
    assert survey is not None
    clause = instrument.clause("S2")
    levels = level_estimates(survey, clause)
    found = measure_clause(client, clause, survey, ()).perception.survey
    assert found.mean == pytest.approx(np.mean([e.mean for e in levels.values()]))


def test_the_fusion_is_that_of_the_three_readings_with_the_prior(demo_results) -> None:
    for result in (c for area in demo_results for c in area.clauses):
        readings = [result.perception.combined, result.record, result.judgement.estimate]
        assert result.fused == fuse(readings)


def test_one_indicator_alone_is_less_sure_than_its_own_error(instrument: Instrument, estimate) -> None:
    """How far another indicator would differ is not measured there; among several it is."""
    found = {}
    for n in (1, 2):
        shown = [indicator_result(f"S3.{i}", estimate(60, 20)) for i in range(n)]
        found[n] = measure_clause(build_client(None, {}), instrument.clause("S3"), None, tuple(shown)).record
    assert found[1].mean == found[2].mean == 60
    assert found[1].variance == pytest.approx(400 + threshold("indicator_alone_sd") ** 2)
    assert found[2].variance == pytest.approx(200)
    unmeasured = indicator_result("S3.0", Estimate.none(Outcome.NO_DATA))
    other = measure_clause(build_client(None, {}), instrument.clause("S3"), None, (shown[0], unmeasured))
    assert other.record == found[1]


def indicator_result(id: str, score: Estimate) -> IndicatorResult:
    """An indicator's result of which only the score matters."""
    return IndicatorResult(id, "S3", "ratio", None, None, None, score.n, score.outcome, score, "ours", (), ())


def test_coverage_is_the_share_of_ways_that_were_gone(demo_results) -> None:
    for result in (c for area in demo_results for c in area.clauses):
        p = result.perception
        ways = [p.survey.measured, p.interviews.measured, result.judgement.estimate.measured]
        ways += [result.record.measured] if result.indicators else []
        assert result.coverage == pytest.approx(sum(ways) / len(ways))
        assert bool(result.indicators) != (result.record.outcome == Outcome.NOT_APPLICABLE)


def test_too_few_people_are_too_few_and_not_asked_is_not_asked(instrument: Instrument) -> None:
    client = build_client(None, {"survey": answers(5, executive=2, frontline=2)})
    survey = read_survey(client, instrument)
    few = measure_clause(client, instrument.clause("S2"), survey, ())
    assert (few.perception.survey.outcome, few.fused.outcome) == (Outcome.TOO_FEW, Outcome.TOO_FEW)
    unasked = measure_clause(client, instrument.clause("O5"), survey, ())
    assert unasked.perception.survey.outcome == Outcome.NOT_ASKED
    nothing = measure_clause(client, instrument.clause("S2"), None, ())
    assert nothing.perception.survey.outcome == Outcome.NO_DATA
    assert nothing.fused.mean is None
