"""Do pingouin and krippendorff, written by others, find the same? Skipped where they are not installed (extra `dev`)."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamnb.stats.reliability import (
    Form,
    Scale,
    cronbach_alpha,
    icc,
    icc_interval,
    icc_oneway,
    krippendorff_alpha,
)

NAMES: dict[Form, str] = {
    "1,1": "ICC(1,1)",
    "2,1": "ICC(A,1)",
    "3,1": "ICC(C,1)",
    "1,k": "ICC(1,k)",
    "2,k": "ICC(A,k)",
    "3,k": "ICC(C,k)",
}
"""What pingouin calls the forms: McGraw & Wong's names, A for agreement and C for consistency."""
LEVELS: tuple[Scale, ...] = ("nominal", "ordinal", "interval")


def made(seed: int, low: int = 5, high: int = 20) -> np.ndarray:
    """Whole ratings 1 to 5 of some targets by some judges, who agree in part."""
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(low, high)), int(rng.integers(2, 6))
    truth, level = rng.normal(3, 1, (n, 1)), rng.normal(0, 0.5, k)
    return np.clip(np.round(truth + level + rng.normal(0, 0.8, (n, k))), 1, 5)


def by_pingouin(x: np.ndarray) -> pd.DataFrame:
    """Pingouin's table of coefficients, by its names of the forms."""
    pingouin: Any = pytest.importorskip("pingouin")
    rows = [(i, j, float(v)) for i, row in enumerate(x) for j, v in enumerate(row)]
    frame = pd.DataFrame(rows, columns=["target", "judge", "rating"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pingouin.intraclass_corr(frame, "target", "judge", "rating").set_index("Type")


@pytest.mark.parametrize("seed", range(6))
def test_pingouin_finds_the_same_six_coefficients_and_intervals(seed: int) -> None:
    x = made(seed)
    found = by_pingouin(x)
    for form, name in NAMES.items():
        assert icc(x, form) == pytest.approx(found.loc[name, "ICC"], abs=1e-9)
        assert icc_interval(x, form, level=0.95)[1:] == pytest.approx(
            tuple(found.loc[name, "CI95"]), abs=6e-3
        )


@pytest.mark.parametrize("seed", range(6))
def test_pingouin_finds_the_same_for_raters_of_their_own_in_equal_number(seed: int) -> None:
    x = made(seed)
    found, own = by_pingouin(x), icc_oneway(x.ravel(), np.repeat(range(len(x)), x.shape[1]), level=0.95)
    for interval, name in ((own.one, "ICC(1,1)"), (own.mean, "ICC(1,k)")):
        assert interval[0] == pytest.approx(found.loc[name, "ICC"], abs=1e-9)
        assert interval[1:] == pytest.approx(tuple(found.loc[name, "CI95"]), abs=6e-3)


@pytest.mark.parametrize("seed", range(6))
def test_statsmodels_finds_the_mean_squares_of_unequal_numbers(seed: int) -> None:
    from statsmodels.formula.api import ols
    from statsmodels.stats.anova import anova_lm

    rng = np.random.default_rng(seed)
    n = rng.integers(1, 7, 8)
    frame = pd.DataFrame({"target": np.repeat(range(8), n)})
    frame["rating"] = rng.normal(0, 1, 8)[frame["target"]] + rng.normal(0, 1, len(frame))
    between, within = anova_lm(ols("rating ~ C(target)", frame).fit())["mean_sq"]
    own = icc_oneway(frame["rating"], frame["target"])
    assert own.mean[0] == pytest.approx(1 - within / between)
    assert own.one[0] == pytest.approx((between - within) / (between + (own.k - 1) * within))


@pytest.mark.parametrize("seed", range(6))
def test_pingouin_finds_the_same_cronbach_alpha(seed: int) -> None:
    pingouin: Any = pytest.importorskip("pingouin")
    x = made(seed)
    assert cronbach_alpha(x) == pytest.approx(pingouin.cronbach_alpha(pd.DataFrame(x))[0], abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(6))
def test_krippendorffs_package_finds_the_same_alpha_with_and_without_gaps(seed: int, level: Scale) -> None:
    krippendorff: Any = pytest.importorskip("krippendorff")
    x = made(seed)
    gappy = np.where(np.random.default_rng(seed).random(x.shape) < 0.3, np.nan, x)
    for table in (x, gappy):
        theirs = krippendorff.alpha(reliability_data=table.T, level_of_measurement=level)
        assert krippendorff_alpha(table, level) == pytest.approx(theirs, abs=1e-9)
