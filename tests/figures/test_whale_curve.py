"""The whale curve marks peak, fall and key accounts, in both languages, in palette colours only."""

from __future__ import annotations

import re

import pytest

from kamnb.figures.draw import draw_figure
from kamnb.figures.style import COLORS
from kamnb.instrument.load import load_instrument

SERIES = {
    "n": 5,
    "base": "total",
    "position": [1, 2, 3, 4, 5],
    "accounts": ["K04", "K03", "K02", "K01", "K05"],
    "margin": [41856.0, 38720.0, 11545.0, 2012.0, -3346.0],
    "cumulative": [0.461, 0.888, 1.015, 1.037, 1.0],
    "group": ["key", "key", "other", "unknown", "other"],
    "peak": {"count": 4, "share": 1.037},
    "end": 1.0,
    "coverage": {},
}


def drawn(series: dict) -> dict[str, str]:
    return draw_figure(load_instrument(), "purpose", "whale_curve", series)


def test_peak_and_groups_are_named_in_both_languages() -> None:
    pictures = drawn(SERIES)
    assert "Peak 104% (account no. 4)" in pictures["en"]
    assert all(
        name in pictures["en"] for name in ("Key account", "Other account", "Not marked", "All accounts 100%")
    )
    assert "104%" in pictures["zh"] and "Key account" not in pictures["zh"]
    assert pictures == drawn(SERIES)


def test_only_palette_colours_are_used() -> None:
    for picture in drawn(SERIES).values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", picture)) <= set(vars(COLORS).values())


@pytest.mark.parametrize("end", [1.037, -0.4])
def test_a_curve_without_fall_and_one_that_ends_in_loss_are_drawn(end: float) -> None:
    last = {"end": end, "cumulative": [0.461, 0.888, 1.015, 1.037, end]}
    assert ("All accounts" in drawn({**SERIES, **last})["en"]) == (end < 1)


def test_of_many_accounts_only_the_key_ones_are_marked() -> None:
    picture = drawn({**SERIES, "n": 900})["en"]
    assert "Key account" in picture and "Other account" not in picture
