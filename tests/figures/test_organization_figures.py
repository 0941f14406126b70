"""The figures of organisation and process: drawn with one item, with many and with none, in palette colours."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kamnb.figures.draw import draw_figure
from kamnb.figures.style import COLORS
from kamnb.instrument.load import load_instrument

PATH = {"steps": ["ask", "check", "check", "answer"], "left_out": 0, "n": 9, "share": 0.9, "median_days": 3.5}
LONG = {"steps": [f"a rather long step number {i}" for i in range(16)], "left_out": 24, "n": 5, "share": 0.1}
CELLS = [
    {"department": "rnd", "region": region, "given": given, "taken": None, "given_n": 9, "taken_n": 2}
    for region, given in (("north", 0.25), (None, 1.0))
]
ENDS = {"in_time": 3, "late": 1, "overdue": 8, "running": 0}
DRAWN: dict[str, dict[str, Any]] = {
    "case_variants": {"cases": 10, "variants": 2, "for_half": 1, "paths": [PATH]},
    "fiefdom_map": {"regions": ["north", None], "cells": CELLS},
    "approvals_by_level": {
        "levels": [{"type": "quote", "n": 9, "none": 0.25, "department": 0.02, "top": 0.73}]
    },
    "approvals_by_department": {
        "departments": [{"department": "executive", "n": 9, "share": 1.0, "median_days": 3}]
    },
    "requirements_flow": {
        "departments": [{"department": "rnd", "n": 12} | ENDS, {"department": None, "n": 12} | ENDS]
    },
    "hand_off_waits": {"pairs": [{"from": "sales", "to": "rnd", "median_days": 4, "n": 6}]},
}
EMPTY: dict[str, dict[str, Any]] = {
    "case_variants": {"cases": 10, "variants": 10, "for_half": 5, "paths": []},
    "approvals_by_level": {"levels": []},
    "approvals_by_department": {"departments": []},
    "hand_off_waits": {"pairs": []},
}


def drawn(figure: str, series: dict[str, Any]) -> dict[str, str]:
    return draw_figure(load_instrument(), "organization", figure, series)


@pytest.mark.parametrize("figure", DRAWN)
def test_a_figure_is_the_same_each_time_and_keeps_to_the_palette(figure: str) -> None:
    pictures = drawn(figure, DRAWN[figure])
    assert pictures == drawn(figure, DRAWN[figure])
    for picture in pictures.values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", picture)) <= set(vars(COLORS).values())


@pytest.mark.parametrize("figure", EMPTY)
def test_without_anything_to_draw_a_figure_says_so(figure: str) -> None:
    pictures = drawn(figure, EMPTY[figure])
    assert all(picture.count("<text") >= 1 for picture in pictures.values())


def test_a_path_shows_repeats_once_and_counts_what_it_leaves_out() -> None:
    long = LONG | {"median_days": 30.0}
    series = {"cases": 60, "variants": 9, "for_half": 2, "paths": [PATH, long]}
    picture = drawn("case_variants", series)["en"]
    assert "check \u00d72" in picture
    hidden = re.search(r"\((\d+) steps\)", picture)
    assert hidden and int(hidden[1]) > 24
    assert "a rather long step number 15" in picture  # the end of a path is always told


def test_cells_without_enough_readings_stay_blank() -> None:
    picture = drawn("fiefdom_map", DRAWN["fiefdom_map"])["en"]
    assert "25%" in picture and "other regions" in picture
    assert picture.count("%</text>") == 2
