"""Revenue by quarter is drawn by group, in the language's magnitude, also without marks or rows."""

from __future__ import annotations

import re

import pytest

from kamnb.figures.draw import draw_figure
from kamnb.figures.revenue_trend import magnitude
from kamnb.figures.style import COLORS
from kamnb.instrument.load import load_instrument

TREND = {
    "ends": ["2026-03", "2026-06", "2026-09"],
    "currency": "CNY",
    "key": [8e6, 9e6, 7e6],
    "other": [2e6, -1e6, 3e6],
    "unknown": [0.0, 0.0, 0.0],
}


def drawn(**trend: object) -> dict[str, str]:
    return draw_figure(load_instrument(), "purpose", "revenue_trend", {"trend": {**TREND, **trend}})


def test_groups_with_revenue_are_named_and_the_rest_is_not() -> None:
    pictures = drawn()
    assert all(text in pictures["en"] for text in ("Key accounts", "Other accounts", "(CNY m)", "2026-06"))
    assert "Not marked" not in pictures["en"]
    assert pictures == drawn()


def test_only_palette_colours_are_used() -> None:
    for picture in drawn(unknown=[1e6, 2e6, 0.0]).values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", picture)) <= set(vars(COLORS).values())


def test_a_ledger_without_key_marks_and_one_without_rows_are_drawn() -> None:
    nothing = [0.0] * 3
    assert "Not marked" in drawn(key=nothing, other=nothing, unknown=[1.0, 2.0, 3.0])["en"]
    assert drawn(ends=[], key=[], other=[], unknown=[])["zh"].startswith("<?xml")


@pytest.mark.parametrize(
    ("largest", "zh", "en"), [(900, 1, 1), (5e4, 1e4, 1e3), (3e7, 1e4, 1e6), (5e9, 1e8, 1e9)]
)
def test_the_axis_is_written_in_the_language_s_magnitude(largest: float, zh: float, en: float) -> None:
    assert (magnitude(largest, "zh")[0], magnitude(largest, "en")[0]) == (zh, en)
