"""The relationship figures draw one item and many, in every language, and count what they are given."""

from __future__ import annotations

from typing import Any

import pytest

from kamnb.figures import contact_diamond, relationship_stages
from kamnb.figures.draw import draw_figure
from kamnb.instrument.load import load_instrument

ONE_PAIR = [{"our": "kam", "their": "purchasing", "accounts": 1, "touchpoints": 3}]
MANY_PAIRS = [
    {"our": f"our{a}", "their": f"their{b}", "accounts": 1, "touchpoints": a + b + 1}
    for a in range(12)
    for b in range(12)
]
NO_SHAPES = {"bow_tie": 0, "between": 0, "diamond": 0}


def accounts(n: int) -> list[dict[str, str]]:
    """So many accounts over all stages and structures."""
    stages, shapes = relationship_stages.ORDER, list(relationship_stages.MARKS)
    return [
        {"code": f"K{i:03}", "stage": stages[i % len(stages)], "structure": shapes[i % len(shapes)]}
        for i in range(n)
    ]


CASES: list[tuple[str, dict[str, Any]]] = [
    ("contact_diamond", {"pairs": ONE_PAIR, "structures": NO_SHAPES, "untold": 1}),
    ("contact_diamond", {"pairs": MANY_PAIRS, "structures": NO_SHAPES, "untold": 0}),
    (
        "contact_matrix",
        {"grid": [{"our": "boss", "their": "frontline", "accounts": 1, "touchpoints": 2}], "accounts": 1},
    ),
    ("relationship_stages", {"accounts": accounts(1)}),
    ("relationship_stages", {"accounts": accounts(300)}),
    ("means_by_account", {"kinds": ["visit"], "accounts": [{"code": "K01", "counts": [4]}], "p": 1.0}),
    (
        "means_by_account",
        {
            "kinds": ["visit", "joint_innovation"],
            "accounts": [{"code": f"K{i}", "counts": [i, 9]} for i in range(60)],
            "p": 0.01,
        },
    ),
    ("dispute_ways", {"ways": [{"way": "unresolved", "n": 1, "median_days": 3.0}], "n": 1}),
    ("dispute_ways", {"ways": [{"way": "rule", "n": 30, "median_days": 8.5}], "n": 30}),
]


@pytest.mark.parametrize(("figure", "series"), CASES, ids=[f"{f}-{i}" for i, (f, _) in enumerate(CASES)])
def test_one_item_and_many_are_drawn(figure: str, series: dict[str, Any]) -> None:
    drawn = draw_figure(load_instrument(), "relationship", figure, series)
    assert set(drawn) == {"zh", "en"}
    assert all(svg.lstrip().startswith("<?xml") for svg in drawn.values())
    assert drawn == draw_figure(load_instrument(), "relationship", figure, series)


def test_small_functions_become_one_and_no_touchpoint_is_lost() -> None:
    grouped = contact_diamond.group_rest(MANY_PAIRS)
    assert sum(p["touchpoints"] for p in grouped) == sum(p["touchpoints"] for p in MANY_PAIRS)
    assert len({p["our"] for p in grouped}) == contact_diamond.MOST + 1
    assert contact_diamond.REST not in (grouped[0]["our"], grouped[0]["their"])


def test_blocks_fill_the_side_and_do_not_overlap() -> None:
    spans = contact_diamond.place({"a": 98, "b": 1, "c": 1})
    (a, height), (b, small), (c, _) = spans.values()
    assert a + height == pytest.approx(1) and c == pytest.approx(0)
    assert a - (b + small) == pytest.approx(contact_diamond.GAP)
