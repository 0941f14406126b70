"""What does a measurement mean on 0–100, and is there never a number without data?"""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.indicator import Indicator, indicator, interpolate
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import IndicatorResult, Measurement, Outcome
from kamnb.sources.client import ClientData, build_client

ALL = [i for area in load_instrument().areas for i in find_indicators(area.id)]
ANCHORS = ((1.0, 100.0), (3.0, 75.0), (7.0, 50.0), (15.0, 25.0), (30.0, 0.0))


def make(found: Measurement, minimum: int = 10) -> Indicator:
    """An indicator of days that needs revenue in the ledger and finds this."""

    @indicator(
        clause="O3",
        unit="days",
        needs={"ledger": ("revenue",)},
        anchors=dict(ANCHORS),
        source="ours",
        minimum=minimum,
    )
    def days(client: ClientData) -> Measurement:
        return found

    return days.indicator


def client(**columns: list[object]) -> ClientData:
    frame = pd.DataFrame({"account_id": ["A"], "date": ["2026-01-01"], **columns})
    return build_client(None, {"ledger": frame})


def measure(found: Measurement, minimum: int = 10) -> IndicatorResult:
    return measure_indicator(client(revenue=[5.0]), make(found, minimum))


def test_a_measurement_is_mapped_with_its_interval() -> None:
    found = measure(Measurement(7, 3, 15, 40))
    assert (found.value, found.low, found.high, found.n, found.outcome) == (7, 3, 15, 40, Outcome.MEASURED)
    assert found.score.mean == 50
    spread = 50 / (2 * 1.6448536)
    assert found.score.variance == pytest.approx(spread**2 + threshold("indicator_validity_sd") ** 2)
    assert (found.indicator, found.clause, found.unit, found.tables) == ("days", "O3", "days", ("ledger",))


def test_a_sure_measurement_keeps_the_validity_error() -> None:
    assert measure(Measurement(7, 7, 7, 40)).score.variance == threshold("indicator_validity_sd") ** 2


def test_without_an_interval_the_error_is_large() -> None:
    vague = measure(Measurement(7, None, None, 40)).score
    assert vague.variance > measure(Measurement(7, 3, 15, 40)).score.variance


def test_what_it_needs_is_asked_before_the_call() -> None:
    def boom(_: ClientData) -> Measurement:
        raise AssertionError("called without its data")

    needy = Indicator("x", "O3", "days", {"ledger": ("revenue",)}, ANCHORS, "ours", 1, boom)
    for given_client in (build_client(None, {}), client(), client(revenue=[None])):
        found = measure_indicator(given_client, needy)
        assert (found.outcome, found.value, found.score.mean, found.n) == (Outcome.NO_DATA, None, None, 0)


def test_below_its_minimum_it_is_too_few_and_says_how_many() -> None:
    few = measure(Measurement(7, 3, 15, 9))
    assert (few.outcome, few.value, few.low, few.score.mean, few.n) == (Outcome.TOO_FEW, None, None, None, 9)
    assert measure(Measurement(7, 3, 15, 10)).outcome == Outcome.MEASURED


@pytest.mark.parametrize("value", [math.nan, math.inf, None])
def test_no_finite_value_is_no_data(value: float | None) -> None:
    found = measure(Measurement(value, None, None, 40))
    assert (found.outcome, found.value, found.score.outcome) == (Outcome.NO_DATA, None, Outcome.NO_DATA)


@pytest.mark.parametrize("outcome", [Outcome.NO_DATA, Outcome.TOO_FEW, Outcome.NOT_APPLICABLE])
def test_an_indicator_s_own_outcome_is_kept(outcome: Outcome) -> None:
    found = measure(Measurement.none(outcome, 4))
    assert (found.outcome, found.score.outcome, found.n) == (outcome, outcome, 4)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_anchors_are_monotone_and_clamped(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert interpolate(low, ANCHORS) >= interpolate(high, ANCHORS)
    assert 0 <= interpolate(a, ANCHORS) <= 100
    assert (interpolate(-5, ANCHORS), interpolate(99, ANCHORS)) == (100, 0)
    assert (interpolate(2, ANCHORS), interpolate(5, ANCHORS)) == (87.5, 62.5)
    assert math.isnan(interpolate(math.nan, ANCHORS))


@pytest.mark.parametrize(
    ("unit", "anchors"), [("miles", {0: 0, 1: 100}), ("days", {0: 0}), ("days", {0: 0, 1: 120})]
)
def test_an_unusable_indicator_is_refused(unit: str, anchors: dict[float, float]) -> None:
    mark = indicator(clause="O3", unit=unit, needs={}, anchors=anchors, source="ours", minimum=1)
    with pytest.raises(ValueError, match="not usable"):
        mark(lambda client: Measurement(1, 1, 1, 1))


@pytest.mark.parametrize("one", ALL, ids=lambda i: i.id)
def test_every_indicator_hits_its_anchors_and_stays_on_the_scale(one: Indicator) -> None:
    assert one.needs and one.minimum >= 1 and one.clause
    for (x0, y0), (x1, y1) in pairwise(one.anchors):
        assert x0 < x1
        assert (one.score(x0), one.score(x1)) == pytest.approx((y0, y1))
        assert min(y0, y1) <= one.score((x0 + x1) / 2) <= max(y0, y1)
    scores = [y for _, y in one.anchors]
    turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(scores, scores[1:], scores[2:], strict=False))
    assert turns <= 1, "at most one best value in between"
    assert max(scores) >= 80 and min(scores) <= 20
    assert (one.score(-1e12), one.score(1e12)) == (scores[0], scores[-1])


@pytest.mark.parametrize("one", ALL, ids=lambda i: i.id)
def test_no_indicator_has_a_number_without_data(one: Indicator) -> None:
    found = measure_indicator(build_client(None, {}), one)
    assert (found.outcome, found.value, found.low, found.high, found.n, found.series) == (
        Outcome.NO_DATA, None, None, None, 0, None,
    )  # fmt: skip
    assert not found.score.measured


def test_every_indicator_measures_the_demo_and_its_interval_holds_its_value(demo_results) -> None:
    found = [i for area in demo_results for c in area.clauses for i in c.indicators]
    assert {i.indicator for i in found} == {i.id for i in ALL}
    assert [i.indicator for i in found if i.outcome != Outcome.MEASURED] == []
    for i in found:
        assert i.n >= 1 and i.value is not None
        if i.low is not None and i.high is not None:
            assert i.low - 1e-9 <= i.value <= i.high + 1e-9, i.indicator
