"""The figures of purpose are drawn in both languages, in palette colours, with one item and with many."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from kamnb.figures.account_value import LAST, MOST, chosen
from kamnb.figures.draw import draw_figure
from kamnb.figures.style import COLORS
from kamnb.instrument.load import load_instrument


def curve(first: float, last: float, end: float) -> dict[str, Any]:
    survival = np.linspace(1, end, 30)
    return {
        "years": np.linspace(first, last, 30).tolist(),
        "survival": survival.tolist(),
        "low": (survival - 0.1).tolist(),
        "high": np.minimum(survival + 0.05, 1).tolist(),
        "whole_years": [1, 2],
        "watched": [15, 12],
    }


def account(i: int, group: str = "key") -> dict[str, Any]:
    value = 1e8 - 4e6 * i
    return {"code": f"K{i:02}", "group": group, "value_3y": value, "low": value - 1e7, "high": value + 1e7}


def step(**shares: float | None) -> dict[str, float | None]:
    none = {"discount": None, "rebate": None, "payment_terms": None, "cost_to_serve": 0.1, "direct_cost": 0.6}
    return {**none, "margin": 0.3, **shares}


def group(accounts: int, revenue: float, margin: float) -> dict[str, float]:
    return {"accounts": accounts, "revenue": revenue, "margin": margin, "losing": 0, "losses": 0.0}


def largest(n: int) -> dict[str, Any]:
    shares = [0.3 / i for i in range(1, n + 1)]
    rows = [
        {"code": f"K{i:02}", "share": s, "group": ["key", "other", "unknown"][i % 3]}
        for i, s in enumerate(shares)
    ]
    top = {"1": 0.3, "3": 0.5, "5": 0.6, "10": 0.7}
    named = {"n": n, "top": top, "hhi": 0.1, "hhi_points": 1000, "gini": 0.5, "major": 3, "major_from": 0.1}
    return {**named, "largest": rows}


CASES: dict[str, list[dict[str, Any]]] = {
    "retention_curve": [
        {"curves": {"key": curve(0.75, 3.7, 0.9), "other": curve(0, 2.9, 0.8)}, "horizon": 3.0},
        {"curves": {"key": curve(0, 9.0, 0.3), "other": None}, "horizon": 3.0},
        {"curves": {"key": None, "other": curve(0, 1.5, 0.9)}, "horizon": 3.0},
    ],
    "account_value": [
        {"accounts": [account(1)], "currency": "CNY"},
        {"accounts": [account(i, ["key", "other", "unknown"][i % 3]) for i in range(60)], "currency": "EUR"},
    ],
    "price_realisation": [
        {"quarters": {"ends": ["2026-09"], "key": [0.8], "other": [None]}},
        {
            "quarters": {
                "ends": [f"{y}-09" for y in range(2000, 2026)],
                "key": [0.8] * 26,
                "other": [None, *[0.9] * 25],
            }
        },
        {"quarters": {"ends": [], "key": [], "other": []}},
    ],
    "price_waterfall": [
        {
            "waterfall": {
                "base": "list",
                "groups": {
                    "key": step(discount=0.2, rebate=0.05, margin=0.05),
                    "other": step(discount=-0.02),
                },
            }
        },
        {"waterfall": {"base": "invoice", "groups": {"key": step(direct_cost=1.1, margin=-0.2)}}},
        {"waterfall": {"base": "invoice", "groups": {}}},
    ],
    "margin_pool": [
        {"pool": {"currency": "CNY", "groups": {"key": group(14, 3e8, -2e7), "other": group(400, 2e8, 5e7)}}},
        {"pool": {"currency": "CNY", "groups": {"unknown": group(1, 0.0, -5.0)}}},
    ],
    "concentration": [largest(1), largest(10)],
}
DRAWN = [(figure, series) for figure, cases in CASES.items() for series in cases]


@pytest.mark.parametrize(("figure", "series"), DRAWN, ids=[f"{f}-{i}" for i, (f, _) in enumerate(DRAWN)])
def test_each_is_drawn_in_both_languages_in_palette_colours(figure: str, series: dict[str, Any]) -> None:
    pictures = draw_figure(load_instrument(), "purpose", figure, series)
    assert set(pictures) == {"zh", "en"} and pictures["zh"] != pictures["en"]
    for picture in pictures.values():
        assert set(re.findall(r"#[0-9a-f]{6}\b", picture)) <= {*vars(COLORS).values(), "#000000"}
    assert pictures == draw_figure(load_instrument(), "purpose", figure, series)


def picture(figure: str, case: int = 0) -> str:
    return draw_figure(load_instrument(), "purpose", figure, CASES[figure][case])["en"]


def test_the_words_and_numbers_that_a_board_looks_for_are_there() -> None:
    assert all(
        text in picture("concentration", 1)
        for text in ("Five largest", "1,000 (0.100)", "Disclosure line 10%")
    )
    assert all(
        text in picture("price_waterfall") for text in ("List price", "\u221220%", "+2%", "not recorded")
    )
    assert "Invoiced revenue" in picture("price_waterfall", 1) and "Discount" not in picture(
        "price_waterfall", 1
    )
    assert "90% band of key accounts" in picture("retention_curve") and ">15<" in picture("retention_curve")
    assert "\u221267%" in picture("margin_pool")


def test_of_many_accounts_the_first_and_the_last_are_drawn() -> None:
    rows, gap = chosen([account(i) for i in range(60)])
    assert (len(rows), gap, rows[-1]["code"]) == (MOST + LAST, MOST, "K59")
    assert chosen([account(1)]) == ([account(1)], None)
