"""A published interval gives its variance back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.findings.json_form import estimate_form
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome
from kamnb.waves.pieces import estimate_of, without_validity


@given(st.floats(0, 100), st.floats(2, 25))
def test_what_was_published_is_read_back(mean: float, sd: float) -> None:
    written = estimate_form(Estimate(mean, sd**2, 12))
    found = estimate_of(written)
    assert found.mean == pytest.approx(mean, abs=0.051) and found.n == 12
    assert (found.variance or 0) ** 0.5 == pytest.approx(sd, abs=0.07)


def test_an_interval_as_wide_as_the_scale_is_at_least_so_uncertain() -> None:
    found = estimate_of(estimate_form(Estimate(50.0, 60.0**2, 3)))
    assert (found.variance or 0) ** 0.5 == pytest.approx(50 / 1.645, rel=0.01)


def test_nothing_published_is_nothing() -> None:
    assert estimate_of(None).outcome == Outcome.NO_DATA
    none = {"score": None, "low": None, "high": None, "n": 2, "outcome": "too_few"}
    assert estimate_of(none).outcome == Outcome.TOO_FEW


def test_sampling_error_is_what_validity_leaves() -> None:
    validity = threshold("survey_validity_sd") ** 2
    left = without_validity(Estimate(50.0, validity + 30, 20), "survey")
    assert left.variance == pytest.approx(30)
    least = without_validity(Estimate(50.0, validity, 20), "survey").variance or 0
    assert 0 < least < 2
