"""The strategy's figures are drawn with one item and with many, in palette colours, with all that they must tell."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kamnb.figures.draw import draw_figure
from kamnb.figures.style import COLORS
from kamnb.instrument.load import load_instrument


def drawn(figure: str, series: dict[str, Any]) -> dict[str, str]:
    return draw_figure(load_instrument(), "strategy", figure, series)


def account(code: str, chance: float, key: bool) -> dict[str, Any]:
    return {"code": code, "chance": chance, "rank": 1.0, "key": key}


CHOICE = {
    "accounts": [
        account("K01", 1.0, True),
        account("K02", 0.6, False),
        account("K03", 0.4, True),
        account("K04", 0, False),
    ],
    "k": 2,
    "n": 4,
    "unrated_key": 0,
    "weights": {
        "values": {"strategic_fit": 0.6, "growth_potential": 0.4},
        "origin": "given",
        "consistency": None,
    },
    "fields": {
        "key_fits": {"n": 1, "doubtful": 0},
        "key_unfit": {"n": 1, "doubtful": 1},
        "other_fits": {"n": 1, "doubtful": 1},
        "other_unfit": {"n": 1, "doubtful": 0},
    },
}
MANY = {
    **CHOICE,
    "accounts": [account(f"K{i:03}", 1 - i / 500, i % 3 == 0) for i in range(500)],
    "n": 900,
    "k": 200,
}
KIND = {"on_time": 3, "late": 0, "missed": 1, "loose": 0, "open": 2}
PERIOD = {"period": "2025", "over": True, "n": 1, "median": 0.4, "far": 1}
REACHED = [{"code": "K01", "reached": 0.4}]
MONTH = {"month": "2026-09", "late": 0.5, "closing": True}
CASES = [
    ("selection_stability", CHOICE),
    ("selection_stability", MANY),
    ("selection_table", CHOICE),
    ("selection_table", MANY),
    ("programme_chain", {"kinds": [{"kind": "goal", **KIND}]}),
    (
        "programme_chain",
        {"kinds": [{"kind": kind, **KIND} for kind in ("vision", "goal", "policy", "action")]},
    ),
    ("plan_targets", {"periods": [{**PERIOD, "accounts": REACHED}]}),
    ("plan_targets", {"periods": [{**PERIOD, "over": False, "accounts": REACHED * 90}] * 12}),
    (
        "plan_targets",
        {"periods": [{**PERIOD, "accounts": [{"code": "K01", "reached": r} for r in (-3, 1, 99)]}]},
    ),
    ("quarter_end", {"months": [MONTH]}),
    ("quarter_end", {"months": [MONTH, {**MONTH, "closing": False}] * 12}),
]


@pytest.mark.parametrize(("figure", "series"), CASES)
def test_one_and_many_are_drawn_in_palette_colours(figure: str, series: dict[str, Any]) -> None:
    pictures = drawn(figure, series)
    for picture in pictures.values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", picture)) <= set(vars(COLORS).values())
    assert pictures == drawn(figure, series)


def test_accounts_without_a_chance_are_counted_and_weights_told() -> None:
    picture = drawn("selection_stability", CHOICE)["en"]
    assert "K03" in picture and "K04" not in picture
    assert "Another 1 with hardly any chance" in picture
    assert "strategic fit 60%" in picture and "cannot be tested" in picture


@pytest.mark.parametrize(
    ("ratio", "told"), [(0.04, "0.04, usable"), (0.1, "usable"), (0.31, "0.31 above 0.10")]
)
def test_comparisons_are_told_with_their_consistency(ratio: float, told: str) -> None:
    weights = {**CHOICE["weights"], "origin": "comparisons", "consistency": ratio}
    assert told in drawn("selection_stability", {**CHOICE, "weights": weights})["en"]


def test_doubtful_accounts_are_marked_in_their_field() -> None:
    picture = drawn("selection_table", CHOICE)["en"]
    assert all(code in picture for code in ("K01", "K02?", "K03?"))
    assert "K04" not in picture


def test_the_quadrant_tells_the_pull_where_it_is_known() -> None:
    points = [{"code": f"K0{i}", "fit": 1.0 + i, "rank": 20.0 * i, "key": i > 2} for i in range(5)]
    old = {"accounts": points, "cut": 4.0, "k": 2}
    assert "of pairs" not in drawn("selection_quadrant", old)["en"]
    told = drawn("selection_quadrant", {**old, "by_revenue": 0.9, "by_strategy": 0.55})["en"]
    assert "in 90% of pairs, a higher rating in 55%" in told
