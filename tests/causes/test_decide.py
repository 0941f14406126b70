"""What is said of claims that were measured together: how sure, how large, and in which words."""

from __future__ import annotations

import numpy as np
import pytest

from kamnb.causes.decide import chance_lowest, decide
from kamnb.causes.estimate import interval, shows
from kamnb.causes.form import cause_form
from kamnb.causes.roots import root_paths
from kamnb.model import CauseEstimate, Estimate, Outcome

UNIT, MEASURES = "manager", ("long_term_pay", "meetings_beyond_hospitality")


def claim(result: str, effect: float, p: float, n: int = 40, held: int = 2) -> CauseEstimate:
    """A claim of M5 on some clause."""
    least = shows(n, held, 0.05, 0.8)
    return CauseEstimate("M5", result, UNIT, MEASURES, n, effect, *interval(effect, n - held), p, least)


def said(*claims: CauseEstimate) -> list[str]:
    """What came of each."""
    return [c.outcome for c in decide(claims)]


def test_a_clear_claim_is_consistent_and_turned_round_contrary() -> None:
    assert said(claim("R1", 0.7, 0.0002), claim("R5", -0.7, 0.0002)) == ["consistent", "contrary"]


def test_what_one_test_would_show_among_many_is_not_told() -> None:
    alone = claim("R1", 0.45, 0.02)
    assert said(alone) == ["consistent"]
    many = [alone, *(claim(f"X{i}", 0.05, 0.5 + i / 100) for i in range(17))]
    found = decide(many)
    assert found[0].outcome == "cannot_tell" and found[0].reason == "weak"
    assert found[0].q == pytest.approx(0.02 * 18)


@pytest.mark.parametrize(
    ("effect", "outcome"), [(0.75, "cannot_tell"), (-0.78, "cannot_tell"), (0.9, "consistent")]
)
def test_ten_managers_tell_nothing_below_point_eight(effect: float, outcome: str) -> None:
    assert said(claim("R1", effect, 0.0002, n=10)) == [outcome]


def test_an_interval_on_both_sides_is_wide_and_a_narrow_one_is_weak() -> None:
    wide, weak = decide([claim("R1", 0.1, 0.6, n=12), claim("R5", 0.02, 0.7, n=400)])
    assert (wide.outcome, wide.reason) == ("cannot_tell", "wide")
    assert (weak.outcome, weak.reason) == ("cannot_tell", "weak")


def test_what_was_not_measured_says_why_and_takes_no_part_in_the_control() -> None:
    nothing = [
        CauseEstimate("M5", "O2", UNIT, MEASURES, 9, reason=r)
        for r in ("missing", "few_units", "effect_same")
    ]
    found = decide([*nothing, claim("R1", 0.5, 0.05)])
    assert [c.outcome for c in found] == ["cannot_tell", "cannot_tell", "no_variation", "consistent"]
    assert [c.q for c in found] == [None, None, None, pytest.approx(0.05)]
    assert found[0].reason == "missing" and found[3].reason == ""
    assert decide([]) == ()


def test_the_written_form_names_what_the_contract_names() -> None:
    form = cause_form(decide([claim("R1", 0.61237, 0.0002)])[0])
    assert list(form)[:9] == ["from", "to", "unit", "effect", "low", "high", "p", "n", "outcome"]
    assert (form["from"], form["to"], form["effect"], form["outcome"]) == ("M5", "R1", 0.612, "consistent")


def area(mean: float, sd: float) -> Estimate:
    """An area's estimate."""
    return Estimate(mean, sd**2, 10)


def test_the_chance_of_being_lowest_by_hand_and_by_drawing() -> None:
    assert chance_lowest({"manager": area(40, 5), "it": area(40, 5)}) == pytest.approx(0.5, abs=1e-3)
    three = {"manager": area(40, 5), "it": area(45, 8), "strategy": area(50, 3), "purpose": area(1, 1)}
    rng = np.random.default_rng(0)
    m, i, s = (rng.normal(e.mean, (e.variance or 0) ** 0.5, 200_000) for e in list(three.values())[:3])
    assert chance_lowest(three) == pytest.approx(((m < i) & (m < s)).mean(), abs=0.004)
    everybody = [chance_lowest(three, a) or 0.0 for a in ("manager", "it", "strategy")]
    assert sum(everybody) == pytest.approx(1, abs=1e-3)


def test_the_chance_cannot_be_told_where_the_area_or_all_others_are_unknown() -> None:
    unknown = Estimate.none(Outcome.NO_DATA)
    assert chance_lowest({"manager": unknown, "it": area(1, 1)}) is None
    assert chance_lowest({"manager": area(1, 1), "it": unknown, "foundations": area(1, 1)}) is None


def test_paths_run_from_a_weak_foundation_through_weak_clauses_as_far_as_they_go() -> None:
    open_ = {
        ("F2", "M6"): "cannot_tell",
        ("M6", "O2"): "consistent",
        ("M6", "P2"): "cannot_tell",
        ("F5", "M8"): "consistent",
    }
    weak = ["F2", "M6", "O2", "P2", "F5"]
    assert root_paths(open_, weak) == [("F2", "M6", "O2"), ("F2", "M6", "P2")]
    assert root_paths(open_, ["F2", "M6", "O2"]) == [("F2", "M6", "O2")]
    assert root_paths(open_, ["M6", "O2", "P2"]) == []
    assert root_paths({**open_, ("F2", "M6"): "contrary"}, weak) == []
    assert root_paths({**open_, ("M6", "O2"): "no_variation"}, weak) == [("F2", "M6", "P2")]
