"""Is every claim of the framework declared, testable in principle, and named in both languages?"""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest

from kamnb.causes.claims import declared, load_claims
from kamnb.causes.measure import functions
from kamnb.figures.cause_map import ARROWS, PLACES
from kamnb.instrument.load import load_instrument
from kamnb.instrument.thresholds import sources, thresholds
from kamnb.sources.contract import load_contract
from kamnb.text.load import LANGUAGES, load_text

CLAIMS = ["S1-S7", "O6-O3", "M5-R1", "M5-R5", "M5-O2", "M6-O2", "M6-P2", "M7-P2", "I2-I1", "I3-I2", "I4-S7"]
CLAIMS += ["I6-S7", "I7-S7", "I8-S7", "R6-P2", "F2-M6", "F5-O3", "F5-M8"]
WAYS = [(claim, way) for claim in load_claims() for way in claim.ways]


def test_every_claim_of_the_framework_is_declared_and_no_other() -> None:
    assert [claim.id for claim in load_claims()] == CLAIMS
    known = {clause.id for clause in load_instrument().clauses()}
    assert {end for c in load_claims() for end in (c.cause, c.effect)} <= known
    assert all(claim.ways for claim in load_claims())


def test_no_claim_leads_back_to_its_cause() -> None:
    graph: dict[str, set[str]] = {}
    for claim in load_claims():
        graph.setdefault(claim.effect, set()).add(claim.cause)
    assert len(list(TopologicalSorter(graph).static_order())) == 22


@pytest.mark.parametrize(("claim", "way"), WAYS, ids=lambda v: getattr(v, "id", ""))
def test_cause_and_effect_come_from_different_tables(claim: object, way: object) -> None:
    assert not set(way.cause.tables) & set(way.effect.tables)  # type: ignore[attr-defined]
    assert set(way.tables) <= set(load_contract().tables)  # type: ignore[attr-defined]
    assert way.sign in (1, -1)  # type: ignore[attr-defined]


def test_every_measure_has_a_function_and_is_used() -> None:
    used = {m.id: m for _, way in WAYS for m in (way.cause, way.effect)}
    assert set(used) == set(declared()["measures"])
    assert {m.function for m in used.values()} <= set(functions())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_measure_unit_outcome_and_reason_has_words(lang: str) -> None:
    words = load_text("causes", lang)
    assert set(words["measure"]) == set(declared()["measures"])
    assert set(words["unit"]) == set(declared()["units"])
    assert set(words["outcome"]) == set(ARROWS)
    assert set(words["reason"]) == {"missing", "few_units", "wide", "weak", "cause_same", "effect_same"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_worded_as_proven(lang: str) -> None:
    told = str({k: v for k, v in load_text("causes", lang).items() if k != "lead"})
    assert not any(word in told for word in ("prove", "proof", "caused by", "\u8bc1\u660e", "\u8bc1\u5b9e"))


def test_the_map_has_a_place_for_every_clause_and_no_two_share_one() -> None:
    assert set(PLACES) == {end for c in load_claims() for end in (c.cause, c.effect)}
    assert all(PLACES[c.cause][0] < PLACES[c.effect][0] for c in load_claims())
    for column in range(3):
        rows = sorted(row for at, row in PLACES.values() if at == column)
        assert all(b - a >= 0.99 for a, b in zip(rows, rows[1:], strict=False))


def test_what_a_verdict_hangs_on_is_registered_with_its_source() -> None:
    assert {k for k in thresholds() if k.startswith("cause_")} == {
        "cause_units_minimum",
        "cause_different_units",
        "cause_relevant",
        "cause_alpha",
        "cause_power",
        "cause_permutations",
    }
    assert thresholds()["cause_units_minimum"].value == 8 and thresholds()["cause_permutations"].value >= 2000
    assert {"bonett2000", "freedman1983", "cohen1988"} <= set(sources())
