"""The foundations figures draw one item and many, in every language."""

from __future__ import annotations

from typing import Any

import pytest

from kamnb.figures import follow_through
from kamnb.figures.draw import draw_figure
from kamnb.instrument.load import load_instrument


def fates(*numbers: int) -> dict[str, int]:
    """A count for each fate."""
    return dict(zip(follow_through.LOOKS, numbers, strict=True))


def answer(department: str, median: float | None, low: float | None, high: float | None) -> dict[str, Any]:
    """One department's row."""
    return {"department": department, "n": 12, "median_days": median, "low": low, "high": high}


ONE, MANY = fates(1, 0, 0, 0, 0, 0), fates(40, 9, 8, 7, 1, 30)
CASES: list[tuple[str, dict[str, Any]]] = [
    ("follow_through", {"all": ONE, "phases": [{"phase": "other", **ONE}]}),
    ("follow_through", {"all": MANY, "phases": [{"phase": p, **MANY} for p in ("days90", "year1", "other")]}),
    ("department_answers", {"prompt_days": 7, "departments": [answer("hr", None, None, None)]}),
    ("department_answers", {"prompt_days": 7, "departments": [answer("rnd", 5.0, 3.0, None)] * 14}),
    ("who_approves", {"departments": [{"department": "executive", "n": 1}], "limits": None}),
    (
        "who_approves",
        {
            "departments": [{"department": f"d{i}", "n": 100 - i} for i in range(20)],
            "limits": {"with_limit": 5, "managers": 12},
        },
    ),
    ("programme_rhythm", {"active": [True]}),
    ("programme_rhythm", {"active": [True, False] * 6}),
]


@pytest.mark.parametrize(("figure", "series"), CASES, ids=[f"{f}-{i}" for i, (f, _) in enumerate(CASES)])
def test_one_item_and_many_are_drawn(figure: str, series: dict[str, Any]) -> None:
    drawn = draw_figure(load_instrument(), "foundations", figure, series)
    assert set(drawn) == {"zh", "en"}
    assert all(svg.lstrip().startswith("<?xml") for svg in drawn.values())
