"""The truth of a made-up client is what was planted, and follows from the seed alone."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.simulation.options import Options, clauses
from kamnb.simulation.truth import Truth, draw_truth


def truth(seed: int, **more: object) -> Truth:
    return draw_truth(Options(seed, **more))  # type: ignore[arg-type]


def test_every_clause_has_a_truth_and_plants_are_exact() -> None:
    found = truth(1, plant={"S3": 20, "relationship": 15, "R5": 80})
    assert tuple(found.clauses) == clauses() and len(found.clauses) == 53
    assert found.clauses["S3"] == 20 and found.clauses["R1"] == 15 and found.clauses["R5"] == 80
    others = {c: h for c, h in found.clauses.items() if c[0] != "R" and c != "S3"}
    assert others == {c: h for c, h in truth(1).clauses.items() if c in others}
    assert all(5 <= h <= 95 for h in others.values())


def test_an_areas_truth_is_the_weighted_mean_of_its_clauses() -> None:
    found = truth(2)
    strategy = load_instrument().area("strategy").clauses
    weights = {c.id: c.weight for c in strategy}
    assert weights["S4"] == 0.5 and weights["S4a"] == 0.125
    expected = sum(found.clauses[c] * w for c, w in weights.items()) / sum(weights.values())
    assert found.areas["strategy"] == pytest.approx(expected)
    assert set(found.areas) == {a.id for a in load_instrument().areas}


def test_the_prior_has_the_spread_it_says() -> None:
    drawn = np.array([list(truth(seed).clauses.values()) for seed in range(400)])
    assert abs(drawn.mean() - 50) < 2 and 16 < drawn.std() < 21
    area = np.corrcoef(drawn[:, clauses().index("R1")], drawn[:, clauses().index("R2")])[0, 1]
    apart = np.corrcoef(drawn[:, clauses().index("R1")], drawn[:, clauses().index("I2")])[0, 1]
    assert area > apart > 0.05


def test_flattery_moves_belief_and_not_truth() -> None:
    found = truth(3, plant={"S3": 20, "R1": 90}, flatter={"S3": 40, "R1": 40})
    assert found.clauses["S3"] == 20 and found.believed["S3"] == 60 and found.believed["R1"] == 100


def test_a_null_client_is_healthy_everywhere() -> None:
    assert set(truth(4, null=True).clauses.values()) == {75.0}


def test_the_truth_file_holds_truth_seed_and_options() -> None:
    form = json.loads(truth(5, plant={"O3": 33}, size="small").to_json())
    assert form["clauses"]["O3"] == 33 and form["seed"] == 5 and form["options"]["size"] == "small"
    assert set(form) == {"seed", "clauses", "areas", "believed", "options"}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("simulated-clause", {"plant": {"S33": 20}}),
        ("simulated-clause", {"flatter": {"relations": 20}}),
        ("simulated-clause", {"causes": ("M5->R9",)}),
        ("simulated-value", {"plant": {"S3": 101}}),
        ("simulated-value", {"plant": {"S3": float("nan")}}),
        ("simulated-value", {"blank": 2}),
        ("simulated-size", {"size": "huge"}),
        ("simulated-size", {"counts": {"manager_s": 3}}),
        ("simulated-table", {"leave_out": ("legder",)}),
        ("simulated-circle", {"causes": ("M5->R1", "R1->M5")}),
    ],
)
def test_a_wrong_option_is_refused_in_words(key: str, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        truth(1, **wrong)
    assert caught.value.key == key
    assert caught.value.say("en") and caught.value.say("zh")
