"""Are the coefficients of agreement those that their authors published, and no number where there is none?"""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamnb.stats.agreement import rwg
from kamnb.stats.distributions import student_quantile
from kamnb.stats.reliability import (
    Form,
    Scale,
    cliffs_delta,
    cronbach_alpha,
    delta_bounds,
    dominance_variance,
    icc,
    icc_interval,
    icc_oneway,
    krippendorff_alpha,
    lindell_rwg_j,
    rwg_j,
    step_up,
)

FORMS: tuple[Form, ...] = get_args(Form)
SCALES: tuple[Scale, ...] = get_args(Scale)
NO = math.nan

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
BULLS = [
    [46, 31, 37, 62, 30],
    [70, 59],
    [52, 44, 57, 40, 67, 64, 70],
    [47, 21, 70, 46, 14],
    [42, 64, 50, 69, 77, 81, 87],
    [35, 68, 59, 38, 57, 76, 57, 29, 60],
]
"""Per cent of conceptions, six bulls with unequal numbers of samples: Snedecor & Cochran, Statistical Methods."""
LOOMS = np.array([[98, 97, 99, 96], [91, 90, 93, 92], [96, 95, 97, 95], [95, 96, 99, 98]])
"""Strength of cloth from four looms: Montgomery, Design and Analysis of Experiments."""
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
).T
CLIFF_FIRST, CLIFF_SECOND = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]

answers = arrays(
    float, st.tuples(st.integers(2, 12), st.integers(2, 6)), elements=st.integers(1, 5).map(float)
)
gappy = arrays(
    float,
    st.tuples(st.integers(1, 12), st.integers(1, 6)),
    elements=st.one_of(st.integers(1, 5).map(float), st.just(NO)),
)
group = st.lists(st.integers(1, 5), min_size=2, max_size=20)


def same(a: float, b: float) -> bool:
    """Are two coefficients equal, or both none?"""
    return (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-9)


@pytest.mark.parametrize(
    ("form", "published"),
    [
        ("1,1", 0.16574),
        ("2,1", 0.28976),
        ("3,1", 0.71484),
        ("1,k", 0.44280),
        ("2,k", 0.62005),
        ("3,k", 0.90932),
    ],
)
def test_icc_of_shrout_and_fleiss_1979(form: Form, published: float) -> None:
    assert icc(SHROUT_FLEISS, form) == pytest.approx(published, abs=5e-6)


def test_a_target_with_a_missing_rating_is_left_out() -> None:
    gap = np.vstack([SHROUT_FLEISS, [10, NO, 1, 1]])
    assert all(icc(gap, form) == icc(SHROUT_FLEISS, form) for form in FORMS)


def test_a_judges_level_counts_in_the_second_form_and_not_in_the_third() -> None:
    shifted = SHROUT_FLEISS + [0, 5, 0, 0]
    assert icc(shifted, "3,1") == pytest.approx(icc(SHROUT_FLEISS, "3,1"))
    assert icc(shifted, "2,1") != pytest.approx(icc(SHROUT_FLEISS, "2,1"))


@pytest.mark.parametrize("form", FORMS)
def test_icc_of_judges_who_agree_is_one_and_of_nothing_to_tell_apart_no_number(form: Form) -> None:
    assert icc([[1, 1], [2, 2], [4, 4]], form) == pytest.approx(1)
    for nothing in ([[0.1] * 3] * 5, [[3.0, 4.0]], [[3], [4]], [[NO, 1], [2, NO]], np.empty((0, 3))):
        assert math.isnan(icc(nothing, form))


@pytest.mark.parametrize(
    ("form", "published"),
    [
        ("1,1", (-0.133, 0.72)),
        ("2,1", (0.019, 0.76)),
        ("3,1", (0.342, 0.95)),
        ("1,k", (-0.884, 0.91)),
        ("2,k", (0.071, 0.93)),
        ("3,k", (0.676, 0.99)),
    ],
)
def test_intervals_of_shrout_and_fleiss_as_the_package_psych_prints_them(
    form: Form, published: tuple[float, float]
) -> None:
    value, low, high = icc_interval(SHROUT_FLEISS, form, level=0.95)
    assert value == icc(SHROUT_FLEISS, form)
    assert low == pytest.approx(published[0], abs=5e-4)
    assert high == pytest.approx(published[1], abs=5e-3)


@pytest.mark.parametrize("form", FORMS)
def test_judges_who_agree_in_all_leave_no_interval(form: Form) -> None:
    assert icc_interval([[1, 1], [2, 2], [4, 4]], form) == pytest.approx((1, NO, NO), nan_ok=True)
    assert all(map(math.isnan, icc_interval([[3, 3], [3, 3]], form)))


def in_rows(groups: list[list[float]]) -> tuple[list[float], list[int]]:
    """Ratings in one row, and whose each is."""
    return [x for group in groups for x in group], [i for i, group in enumerate(groups) for _ in group]


def test_looms_of_montgomery() -> None:
    found = icc_oneway(*in_rows(LOOMS.tolist()), level=0.95)
    assert found.one == pytest.approx((6.96 / (6.96 + 1.90), 0.38, 0.98), abs=6e-3)
    assert (found.k, found.targets, found.ratings) == (4, 4, 16)


def test_bulls_of_snedecor_and_cochran_from_mean_squares_664_and_248_and_n0_of_5_67() -> None:
    found = icc_oneway(*in_rows(BULLS))
    assert found.k == pytest.approx(5.67, abs=5e-3)
    between = (664 - 248) / 5.67
    assert found.one[0] == pytest.approx(between / (between + 248), abs=2e-3)
    assert found.mean[0] == pytest.approx(1 - 248 / 664, abs=2e-3)


def test_walds_bounds_put_the_ratio_of_bulls_at_the_quantiles_of_f() -> None:
    from scipy.stats import f

    x = [np.array(group) for group in BULLS]
    within = sum(((group - group.mean()) ** 2).sum() for group in x) / 29
    for one, p in zip(icc_oneway(*in_rows(BULLS)).one[1:], (0.95, 0.05), strict=True):
        theta = one / (1 - one)
        weights = np.array([len(group) / (1 + len(group) * theta) for group in x])
        means = np.array([group.mean() for group in x])
        centre = np.average(means, weights=weights)
        assert (weights * (means - centre) ** 2).sum() / 5 / within == pytest.approx(f.ppf(p, 5, 29))


@given(answers)
def test_equal_numbers_give_the_first_forms_with_their_intervals(x: np.ndarray) -> None:
    found = icc_oneway(x.ravel(), np.repeat(np.arange(len(x)), x.shape[1]))
    for interval, form in ((found.one, "1,1"), (found.mean, "1,k")):
        expected = icc_interval(x, form)  # type: ignore[arg-type]
        assert same(interval[0], expected[0])
        if not math.isnan(expected[1]) and abs(expected[1]) < 1e6:
            assert interval[1:] == pytest.approx(expected[1:], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("true", [0.0, 0.5, 0.9])
def test_the_interval_holds_the_truth_nine_times_in_ten_however_unequal_the_numbers(true: float) -> None:
    rng, n = np.random.default_rng(1), np.array([1, 1, 2, 3, 5, 9, 4])
    targets, hits = np.repeat(np.arange(7), n), 0
    for _ in range(500):
        x = rng.normal(0, math.sqrt(true), 7)[targets] + rng.normal(0, math.sqrt(1 - true), n.sum())
        _, low, high = icc_oneway(x, targets).one
        hits += low <= true <= high
    assert 0.865 <= hits / 500 <= 0.935


@pytest.mark.parametrize(
    ("values", "targets"),
    [([], []), ([1, 2], ["a", "b"]), ([1, 2], ["a", "a"]), ([NO, 1, 2], ["a", "a", "b"])],
)
def test_one_rater_each_and_one_target_alone_tell_nothing(values: list[float], targets: list[str]) -> None:
    found = icc_oneway(values, targets)
    assert all(map(math.isnan, (*found.one, *found.mean)))


def test_raters_who_never_differ_leave_no_interval_and_ratings_all_the_same_no_number() -> None:
    found = icc_oneway([1, 1, 3, 3, 3, 5], list("aabbbc"))
    assert found.one == pytest.approx((1, NO, NO), nan_ok=True)
    assert found.mean == pytest.approx((1, NO, NO), nan_ok=True)
    assert math.isnan(icc_oneway([3, 3, 3, 3], list("aabb")).one[0])


def test_more_raters_step_reliability_up() -> None:
    assert step_up(0.5, 1) == 0.5
    assert step_up(0.5, 3) == pytest.approx(0.75)
    assert step_up(-0.5, 3) == -math.inf


def test_icc_by_hand_where_targets_do_not_differ() -> None:
    assert icc([[1, 2], [2, 1]], "1,1") == pytest.approx(-1)
    assert math.isnan(icc([[1, 2], [2, 1]], "1,k"))


@given(answers)
def test_icc_of_the_mean_follows_spearman_and_brown(x: np.ndarray) -> None:
    k = x.shape[1]
    for one, mean in (("1,1", "1,k"), ("3,1", "3,k")):
        single, stepped = icc(x, one), icc(x, mean)  # type: ignore[arg-type]
        if not math.isnan(stepped):
            assert stepped == pytest.approx(k * single / (1 + (k - 1) * single))


@given(answers)
def test_cronbachs_alpha_is_the_third_form_of_the_mean(x: np.ndarray) -> None:
    assert same(cronbach_alpha(x), icc(x, "3,k"))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[1, 2], [2, 1], [3, 3]], 2 / 3),
        ([[1, 1, 1], [5, 5, 5]], 1.0),
        ([[1, 2], [2, 2], [3, 1]], -6.0),
        ([[1, 2], [2, 1], [3, 3], [5, NO]], 2 / 3),
    ],
)
def test_cronbachs_alpha_by_hand(table: list[list[float]], expected: float) -> None:
    assert cronbach_alpha(table) == pytest.approx(expected)


@pytest.mark.parametrize(
    "table", [np.empty((0, 3)), [[1, 2]], [[1], [2]], [[1, 5], [5, 1]], [[NO, 1], [1, NO]]]
)
def test_cronbachs_alpha_of_nothing_to_tell_apart_is_no_number(table: object) -> None:
    assert math.isnan(cronbach_alpha(table))  # type: ignore[arg-type]


@given(answers, st.randoms(use_true_random=False))
def test_neither_the_order_of_items_nor_that_of_people_matters(x: np.ndarray, chance: object) -> None:
    n, k = x.shape
    rows, columns = list(range(n)), list(range(k))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    chance.shuffle(columns)  # type: ignore[attr-defined]
    mixed = x[rows][:, columns]
    assert same(cronbach_alpha(mixed), cronbach_alpha(x))
    assert same(rwg_j(mixed), rwg_j(x)) and same(lindell_rwg_j(mixed), lindell_rwg_j(x))
    assert all(same(krippendorff_alpha(mixed, level), krippendorff_alpha(x, level)) for level in SCALES)


@given(answers)
def test_cronbachs_alpha_is_at_most_one(x: np.ndarray) -> None:
    found = cronbach_alpha(x)
    assert math.isnan(found) or found <= 1 + 1e-9


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_krippendorff_2011(level: Scale, published: float) -> None:
    assert krippendorff_alpha(KRIPPENDORFF, level) == pytest.approx(published, abs=5e-4)


def test_alpha_of_the_three_coders_example_on_wikipedia() -> None:
    coders = [
        [NO, NO, NO, NO, NO, 3, 4, 1, 2, 1, 1, 3, 3, NO, 3],
        [1, NO, 2, 1, 3, 3, 4, 3, NO, NO, NO, NO, NO, NO, NO],
        [NO, NO, 2, 1, 3, 4, 4, NO, 2, 1, 1, 3, 3, NO, 4],
    ]
    assert krippendorff_alpha(np.array(coders).T, "nominal") == pytest.approx(0.691, abs=5e-4)
    assert krippendorff_alpha(np.array(coders).T, "interval") == pytest.approx(0.811, abs=5e-4)


def test_krippendorffs_alpha_by_hand() -> None:
    two = [[1, 1], [1, 2], [2, 2]]
    assert krippendorff_alpha(two, "nominal") == pytest.approx(1 - 5 * 2 / 18)
    assert krippendorff_alpha([[1, 2], [2, 1]], "interval") == pytest.approx(1 - 3 * 4 / 8)


@given(gappy)
def test_units_coded_once_do_not_count_and_alpha_is_at_most_one(x: np.ndarray) -> None:
    once = np.full((2, x.shape[1]), NO)
    once[0, 0] = 5
    for level in SCALES:
        found = krippendorff_alpha(x, level)
        assert same(krippendorff_alpha(np.vstack([x, once]), level), found)
        assert math.isnan(found) or found <= 1 + 1e-9


@given(gappy)
def test_each_level_keeps_what_its_scale_lets_change(x: np.ndarray) -> None:
    assert same(krippendorff_alpha(6 - x, "nominal"), krippendorff_alpha(x, "nominal"))
    assert same(krippendorff_alpha(np.exp(x), "ordinal"), krippendorff_alpha(x, "ordinal"))
    assert same(krippendorff_alpha(10 * x + 3, "interval"), krippendorff_alpha(x, "interval"))


@pytest.mark.parametrize("level", SCALES)
def test_krippendorffs_alpha_of_agreement_is_one_and_of_one_value_no_number(level: Scale) -> None:
    assert krippendorff_alpha([[1, 1, NO], [4, 4, 4]], level) == pytest.approx(1)
    for nothing in (np.empty((0, 2)), [[3, 3], [3, 3]], [[1, NO], [NO, 2]], [[3, 3], [1, NO]], [[1], [2]]):
        assert math.isnan(krippendorff_alpha(nothing, level))


@pytest.mark.parametrize(
    ("table", "james", "lindell"),
    [
        ([[4, 4], [4, 4]], 1.0, 1.0),
        ([[4, 3], [5, 4]], 2 * 0.75 / (2 * 0.75 + 0.25), 0.75),
        ([[1, 4], [3, 4]], 2 * 0.5 / (2 * 0.5 + 0.5), 0.5),
        ([[1, 1], [5, 5]], 0.0, -3.0),
        ([[4, 3, NO], [5, 4, 1]], 2 * 0.75 / (2 * 0.75 + 0.25), 0.75),
        ([[4, NO], [5, 3], [NO, 4]], 2 * 0.75 / (2 * 0.75 + 0.25), 0.75),
    ],
)
def test_rwg_j_by_hand(table: list[list[float]], james: float, lindell: float) -> None:
    assert rwg_j(table) == pytest.approx(james)
    assert lindell_rwg_j(table) == pytest.approx(lindell)


@given(group, st.integers(1, 30))
def test_more_items_flatter_rwg_j_and_not_lindells(one: list[int], items: int) -> None:
    column = np.array(one, dtype=float)[:, None]
    table = np.repeat(column, items, axis=1)
    assert rwg_j(column) == pytest.approx(rwg(one))
    assert rwg(one) - 1e-12 <= rwg_j(table) <= 1
    assert lindell_rwg_j(table) == pytest.approx(lindell_rwg_j(column))
    assert max(0.0, lindell_rwg_j(table)) == pytest.approx(rwg(one))


@pytest.mark.parametrize("table", [np.empty((0, 3)), np.empty((3, 0)), [[4, 5]], [[4, NO], [NO, 4]]])
def test_one_answer_to_an_item_is_no_agreement(table: object) -> None:
    assert math.isnan(rwg_j(table)) and math.isnan(lindell_rwg_j(table))  # type: ignore[arg-type]


def test_the_variance_of_delta_has_the_three_terms_of_the_example_in_effsize() -> None:
    signs = np.sign(np.subtract.outer(CLIFF_FIRST, CLIFF_SECOND)).astype(float)
    assert dominance_variance(signs) == pytest.approx((5 * 0.2669753 + 9 * 0.447 + 1.0055556) / 60, abs=1e-7)
    assert cliffs_delta(CLIFF_FIRST, CLIFF_SECOND)[0] == -0.25


def test_the_bounds_are_those_effsize_prints_from_the_unbiased_variance() -> None:
    signs = np.sign(np.subtract.outer(CLIFF_FIRST, CLIFF_SECOND)).astype(float)
    rows, columns = signs.mean(axis=1) + 0.25, signs.mean(axis=0) + 0.25
    spread = 6**2 * (rows**2).sum() + 10**2 * (columns**2).sum() - ((signs + 0.25) ** 2).sum()
    bounds = delta_bounds(-0.25, spread / (10 * 6 * 9 * 5), student_quantile(0.975, 14))
    assert bounds == pytest.approx((-0.7265846, 0.3890062), abs=1e-7)


def test_the_bounds_of_delta_by_hand() -> None:
    half = math.sqrt(0.4 * (0.75**2 + 0.4))
    assert delta_bounds(0.5, 0.1, 2) == pytest.approx(((0.375 - half) / 1.15, (0.375 + half) / 1.15))
    assert delta_bounds(0.5, 0.0, 2) == pytest.approx((0.5, 0.5))


def test_delta_by_hand() -> None:
    delta, low, high = cliffs_delta([1, 3, NO], [2, 2])
    assert delta == 0
    noise = student_quantile(0.95, 2) ** 2 * (1 * 2 + 1 * 0 + 4) / 4
    assert (low, high) == pytest.approx(
        (-math.sqrt(noise * (1 + noise)) / (1 + noise), math.sqrt(noise * (1 + noise)) / (1 + noise))
    )


def test_groups_that_do_not_overlap_leave_doubt_that_shrinks_with_their_size() -> None:
    few, many = cliffs_delta([4, 5, 5], [1, 2, 3]), cliffs_delta([5] * 40, [1] * 60)
    assert few[0] == few[2] == many[0] == many[2] == 1
    assert few[1] < many[1] < 1
    z = student_quantile(0.95, 98)
    assert many[1] == pytest.approx((40 - z**2) / (40 + z**2))


@given(group, group)
def test_delta_is_antisymmetric_and_lies_in_its_interval_within_one(a: list[int], b: list[int]) -> None:
    delta, low, high = cliffs_delta(a, b)
    back, back_low, back_high = cliffs_delta(b, a)
    assert same(back, -delta) and same(back_low, -high) and same(back_high, -low)
    assert -1 <= delta <= 1
    if not math.isnan(low):
        assert -1 <= low <= delta + 1e-12 and delta - 1e-12 <= high <= 1 and low < high


@given(group, group)
def test_delta_needs_order_only(a: list[int], b: list[int]) -> None:
    assert cliffs_delta([x**3 for x in a], [x**3 for x in b]) == pytest.approx(
        cliffs_delta(a, b), nan_ok=True
    )


def test_a_stricter_level_gives_a_wider_interval() -> None:
    _, low, high = cliffs_delta(CLIFF_FIRST, CLIFF_SECOND)
    _, lower, higher = cliffs_delta(CLIFF_FIRST, CLIFF_SECOND, level=0.99)
    assert lower < low < high < higher


@pytest.mark.parametrize(
    ("first", "second", "delta"),
    [([], [1, 2], NO), ([1, 2], [NO], NO), ([3], [1, 2], 1), ([1, 2], [3], -1), ([3, 3], [3, 3], 0)],
)
def test_too_little_gives_no_interval(first: list[float], second: list[float], delta: float) -> None:
    assert cliffs_delta(first, second) == pytest.approx((delta, NO, NO), nan_ok=True)


def test_wrong_forms_levels_and_shapes_are_errors() -> None:
    with pytest.raises(ValueError, match="4,1"):
        icc(SHROUT_FLEISS, "4,1")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="3 ratings for 2"):
        icc_oneway([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="ratio"):
        krippendorff_alpha(KRIPPENDORFF, "ratio")  # type: ignore[arg-type]
    for ask in (cronbach_alpha, rwg_j, lindell_rwg_j):
        with pytest.raises(ValueError, match="two dimensions"):
            ask([1, 2, 3])
