"""The figures of the IT foundation draw one item, many and none, in every language."""

from __future__ import annotations

from typing import Any

import pytest

from kamnb.figures.draw import draw_figure
from kamnb.instrument.load import load_instrument

KINDS = ("time", "money", "people", "it", "training", "coordination")


def use(function: str, collects: float, analyses: float) -> dict[str, Any]:
    """One function's row."""
    return {"function": function, "seats": 20, "collects": collects, "analyses": analyses}


def weeks(*users: int) -> dict[str, Any]:
    """So many users in each class of weeks."""
    spans = ((0, 0), (1, 4), (5, 8), (9, 13))[: len(users)]
    rows = [
        {"from": a, "to": b, "users": n, "share": n / max(1, sum(users))}
        for (a, b), n in zip(spans, users, strict=True)
    ]
    return {"classes": rows, "regular": 9}


def means(kind: str, planned: float, actual: float | None) -> dict[str, Any]:
    """One kind of resource."""
    return {"kind": kind, "n": 3, "over": 2, "planned": planned, "actual": actual}


def weights(kind: str, *parts: float) -> dict[str, Any]:
    """One kind of measure."""
    return {"kind": kind, **dict(zip(("short", "middle", "long", "open"), parts, strict=True))}


CASES: list[tuple[str, dict[str, Any]]] = [
    ("crm_use", {"functions": []}),
    ("crm_use", {"functions": [use("sales", 0.6, 0.6)]}),
    (
        "crm_use",
        {"functions": [use(f, 0.9, 0.1) for f in ("kam", "sales", "rnd", "service", "it", "finance")]},
    ),
    ("crm_weeks", weeks(12)),
    ("crm_weeks", weeks(30, 20, 10, 5)),
    ("programme_plan_actual", {"kinds": [means("money", 0.0, None)]}),
    ("programme_plan_actual", {"kinds": [means(k, 0.3 * i, 2.0 - 0.3 * i) for i, k in enumerate(KINDS)]}),
    ("measures_mix", {"kinds": [weights("financial", 1, 0, 0, 0)], "n": 5}),
    (
        "measures_mix",
        {
            "kinds": [
                weights(k, 0.05, 0.05, 0.05, 0.05) for k in ("financial", "customer", "process", "unknown")
            ],
            "n": 20,
        },
    ),
]


@pytest.mark.parametrize(("figure", "series"), CASES, ids=[f"{f}-{i}" for i, (f, _) in enumerate(CASES)])
def test_one_item_and_many_are_drawn(figure: str, series: dict[str, Any]) -> None:
    drawn = draw_figure(load_instrument(), "it", figure, series)
    assert set(drawn) == {"zh", "en"}
    assert all(svg.lstrip().startswith("<?xml") for svg in drawn.values())
