"""Two diagnoses of one client: planted changes are found, and nothing else."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from kamnb.instrument.load import Instrument
from kamnb.pipeline import measure_area, synthesise
from kamnb.simulation import simulate_client
from kamnb.simulation.options import Options
from kamnb.simulation.truth import draw_truth
from kamnb.waves.compare import compare_forms

Form = dict[str, Any]
TABLES = ("survey", "interviews", "plans", "accounts", "programme", "touchpoints")


def form_of(seed: int, base: int, instrument: Instrument, **plant: float) -> Form:
    """The diagnosis of a made-up client as healthy as the client `base`, but for what is planted."""
    from kamnb.simulation.build import TABLES as ALL

    truth = {**draw_truth(Options(base)).clauses, **plant}
    left = tuple(t for t in ALL if t not in TABLES)
    client, _ = simulate_client(seed, truth, leave_out=left)
    form: Form = json.loads(synthesise([measure_area(client, a.id) for a in instrument.areas]).to_json())
    return form


@pytest.fixture(scope="module")
def pairs(instrument: Instrument) -> list[tuple[Form, Form]]:
    """Earlier and later diagnoses of four firms; S7 and F5 rose by 50, R4 fell by 50, all else is as it was."""
    low, high = {"S7": 20.0, "F5": 25.0, "R4": 75.0}, {"S7": 70.0, "F5": 75.0, "R4": 25.0}
    return [
        (form_of(10 * b, b, instrument, **low), form_of(10 * b + 1, b, instrument, **high))
        for b in range(1, 5)
    ]


def test_planted_changes_are_found_and_others_are_stable(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    found, false, tested, nominal = 0, 0, 0, 0
    for before, after in pairs:
        clauses = compare_forms(instrument, before, after)["clauses"]
        planted = {"S7": "rising", "F5": "rising", "R4": "falling"}
        found += sum(clauses[key]["change"] == way for key, way in planted.items())
        assert not [k for k, way in planted.items() if clauses[k]["change"] not in (way, "stable")]
        others = [p for k, p in clauses.items() if k not in planted and p["points"] is not None]
        tested += len(others)
        false += sum(p["change"] != "stable" for p in others)
        nominal += sum(p["p"] <= 0.1 for p in others)
    assert found >= 11
    assert tested > 166
    assert false / tested < 0.03
    assert nominal / tested < 0.15


def test_a_diagnosis_against_itself_has_not_changed(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    form = pairs[0][0]
    found = compare_forms(instrument, form, form)
    assert {p["change"] for p in found["clauses"].values()} <= {"stable", None}
    assert {p["points"] for p in found["clauses"].values()} <= {0.0, None}
    assert {p["change"] for p in found["areas"].values()} <= {"stable", None}


def test_a_new_source_of_evidence_is_no_change(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    before, after = copy.deepcopy(pairs[0][0]), pairs[0][0]
    clause = before["clauses"]["S7"]
    for e in clause["evidence"]:
        e.update(score=None, low=None, high=None, outcome="no_data")
    clause.update(score=90.0, low=80.0, high=100.0)
    found = compare_forms(instrument, before, after)["clauses"]["S7"]
    assert found["points"] == 0.0 and found["change"] == "stable"
    assert found["evidence"]["only_after"] and not found["evidence"]["only_before"]
    assert found["before"]["score"] == 90.0


def test_questions_in_other_words_are_not_compared(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    before, after = copy.deepcopy(pairs[0])
    before["instrument"]["items"]["F5.1"] = "other"
    before["instrument"]["version"] = "0.9"
    found = compare_forms(instrument, before, after)
    assert found["match"]["clauses_with_other_questions"] == ["F5"] and not found["match"]["same_version"]
    assert "survey" not in found["clauses"]["F5"]["readings"]
    assert "survey" in found["clauses"]["S7"]["readings"]
    assert found["clauses"]["F5"]["evidence"]["asked_otherwise"] == ["survey"]


def test_of_an_older_instrument_that_does_not_say_what_it_asked_only_records_are_compared(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    before, after = copy.deepcopy(pairs[0])
    before["instrument"] = {"version": "0.9"}
    found = compare_forms(instrument, before, after)
    assert not found["match"]["wording_known"]
    assert not [k for k, p in found["clauses"].items() if "survey" in p["readings"]]
    before["instrument"] = {"version": after["instrument"]["version"]}
    assert "survey" in compare_forms(instrument, before, after)["clauses"]["F5"]["readings"]


def test_an_indicator_with_other_anchors_is_not_compared(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    before, after = copy.deepcopy(pairs[0])
    measured = [e["indicator"] for e in after["clauses"]["S4"]["evidence"] if e["score"] is not None]
    before["instrument"]["indicators"][measured[0]] = "other"
    evidence = compare_forms(instrument, before, after)["clauses"]["S4"]["evidence"]
    assert f"indicator:{measured[0]}" in evidence["asked_otherwise"]


def test_what_was_measured_once_only_says_why_nothing_can_be_told(
    pairs: list[tuple[Form, Form]], instrument: Instrument
) -> None:
    before, after = copy.deepcopy(pairs[0])
    del before["clauses"]["S7"]
    found = compare_forms(instrument, before, after)["clauses"]["S7"]
    assert (found["change"], found["points"], found["change_outcome"]) == (None, None, "no_data")
