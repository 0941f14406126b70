"""Are numbers, money and dates written as each language writes them?"""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamnb.text.load import both, fill, in_language, look_up, placeholders, unfold
from kamnb.text.numbers import (
    MISSING,
    both_currency,
    both_date,
    both_number,
    both_quantity,
    column_money,
    large,
    number,
    quantity,
)


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (1234.5, 0, "1,234"),
        (1235.5, 0, "1,236"),
        (-0.04, 0, "0"),
        (-0.04, 1, "0.0"),
        (0.256, 2, "0.26"),
        (1e6, 0, "1,000,000"),
    ],
)
def test_plain_numbers(value: float, digits: int, written: str) -> None:
    assert number(value, "en", digits) == number(value, "zh", digits) == written


@pytest.mark.parametrize("value", [None, math.nan])
def test_a_missing_number_is_a_dash(value: float | None) -> None:
    assert number(value, "zh") == quantity(value, "share", "en") == MISSING
    assert both_number(value) == {"zh": MISSING, "en": MISSING}


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (9_990, "9,990", "9.99"),
        (12_500, "1.25", "12.5"),
        (125_000_000, "1.25", "125"),
        (1_234_000_000, "12.3", "1.23"),
        (-125_000_000, "−1.25", "−125"),
        (120, "120", "120"),
        (9_999, "1.00", "10.0"),
        (999_999, "100", "1.00"),
        (99_999_999, "1.00", "100"),
        (0, "0", "0"),
    ],
)
def test_large_numbers_take_the_language_s_magnitudes(value: float, zh: str, en: str) -> None:
    assert large(value, "zh").rstrip("万亿 ") == zh
    assert large(value, "en").rstrip(" abcdefghijklmnopqrstuvwxyzMKB") == en


def test_money_carries_its_currency() -> None:
    assert both_quantity(125_000_000, "money", "CNY") == {"zh": "1.25亿元", "en": "CNY 125 m"}
    assert both_quantity(5_040_000, "money", "USD") == {"zh": "504万美元", "en": "USD 5.04 m"}
    assert both_quantity(5_040_000, "money") == {"zh": "504万", "en": "5.04 m"}
    assert both_currency("XXX")["en"] == "XXX"


@pytest.mark.parametrize(
    ("value", "written"), [(0.4567, "46%"), (0.0456, "4.6%"), (0.0, "0%"), (1.0, "100%"), (-0.5, "−50%")]
)
def test_shares_are_per_cent(value: float, written: str) -> None:
    assert quantity(value, "share", "en") == quantity(value, "share", "zh") == written


@pytest.mark.parametrize(
    ("unit", "zh", "en"), [("days", "14.5 天", "14.5 days"), ("months", "14.5 个月", "14.5 months")]
)
def test_units_are_written_out(unit: str, zh: str, en: str) -> None:
    assert quantity(14.5, unit, "zh").replace(" ", "") == zh.replace(" ", "")
    assert quantity(14.5, unit, "en") == en


def test_dates() -> None:
    assert both_date(dt.date(2026, 9, 30)) == {"zh": "2026年9月30日", "en": "30 September 2026"}


@given(
    st.floats(-1e12, 1e12),
    st.sampled_from(["share", "money", "days", "months", "count", "ratio", "points", "index", "years"]),
)
def test_every_value_can_be_written(value: float, unit: str) -> None:
    for text in both_quantity(value, unit, "CNY").values():
        assert any(c.isdigit() for c in text)
        assert "nan" not in text and "e+" not in text and not text.startswith("-0 ")


def test_words_are_looked_up_filled_and_unfolded() -> None:
    tree = {"a": {"b": "x {n}", 3: "three"}}
    assert look_up(tree, "a.b") == "x {n}" and look_up(tree, "a.3") == "three"
    with pytest.raises(KeyError, match="a.c.d"):
        look_up(tree, "a.c.d")
    assert placeholders("{a} and {b.c} {a}") >= {"a"}
    assert fill("x {n} ", n=3) == "x 3"
    with pytest.raises(KeyError):
        fill("{n}")
    assert unfold({"x": ["客户 计划", "KAM 计划", "a b"]}) == {"x": ["客户计划", "KAM 计划", "a b"]}
    assert in_language({"a": {"zh": "甲", "en": "A"}, "b": 2}, "zh") == {"a": "甲", "b": 2}
    filled = both("findings", "strength.title", clause={"zh": "甲", "en": "A"})
    assert filled["zh"].startswith("甲") and filled["en"].startswith("A")


@pytest.mark.parametrize(
    ("value", "written"), [(1, "1 day"), (-1.0, "−1 day"), (2, "2 days"), (1.2, "1.2 days")]
)
def test_one_is_singular_in_english(value: float, written: str) -> None:
    assert quantity(value, "days", "en") == written
    assert quantity(value, "days", "zh").endswith(" 天")


def test_an_amount_in_a_column_keeps_to_the_column_s_magnitude() -> None:
    assert column_money(-6_133) == {"zh": "−0.61万", "en": "−6.13 k"}
    assert column_money(9_311_520)["zh"] == "931万" and column_money(40)["zh"] == "40"
    assert column_money(None) == column_money(float("nan")) == {"zh": "–", "en": "–"}
