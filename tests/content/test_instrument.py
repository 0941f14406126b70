"""The instrument is complete and sound, and each content rule can fail."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kamnb.errors import UsageError
from kamnb.instrument.checks import CAPS, check_area, check_indicator, check_instrument, count_items
from kamnb.instrument.load import Instrument, check_order, find_indicators, load_instrument
from kamnb.model import Area

CLAUSES = {
    "purpose": "P1 P2 P3 P4",
    "strategy": "S1 S2 S3 S4 S4a S4b S4c S4d S5 S6 S7",
    "organization": "O1 O2 O3 O4 O5 O6 O7 O8",
    "manager": "M1 M2 M3 M4 M5 M6 M7 M8",
    "it": "I1 I2 I3 I4 I5 I6 I7 I8",
    "relationship": "R1 R2 R3 R4 R5 R6 R7",
    "foundations": "F1 F2 F3 F4 F5 F6 F7",
}
ANCHORS = ["S1", "S2", "S7", "O3", "O4", "O6", "M6", "R3", "R4", "F1", "F2", "F5"]


def test_every_clause_of_the_framework_is_there_in_its_area() -> None:
    found = {a.id: " ".join(c.id for c in a.clauses) for a in load_instrument().areas}
    assert found == CLAUSES
    assert sum(len(ids.split()) for ids in CLAUSES.values()) == 53


def test_the_instrument_keeps_every_content_rule() -> None:
    assert check_instrument(load_instrument()) == []


def test_nobody_is_asked_more_than_they_will_answer() -> None:
    counts = count_items(load_instrument())
    assert counts[("firm", "executive", "other")] <= CAPS["executive"] == 20
    assert counts[("firm", "manager", "other")] <= CAPS["manager"] == 30
    assert counts[("firm", "frontline", "other")] <= CAPS["frontline"] == 25
    assert counts[("account", "manager", "other")] <= CAPS["account"] == 12
    assert max(counts.values()) <= CAPS["manager_role"] == 45
    assert min(counts.values()) > 0


def test_anchors_have_one_item_in_the_same_words_for_every_level() -> None:
    clauses = {c.id: c for c in load_instrument().clauses()}
    for key in ANCHORS:
        firm = [i for i in clauses[key].items if i.side == "firm"]
        assert [(i.levels, i.roles) for i in firm] == [(("executive", "manager", "frontline"), ())], key
        assert clauses[key].anchor
    assert {key for key, c in clauses.items() if c.anchor} == {*ANCHORS, "P2"}
    for key in ("R3", "R4", "P2"):
        assert {i.side for i in clauses[key].items} == {"firm", "account"}


def test_s4_counts_one_half_and_its_parts_one_eighth_each() -> None:
    weights = {c.id: c.weight for c in load_instrument().clauses()}
    assert [weights[k] for k in ("S4", "S4a", "S4b", "S4c", "S4d")] == [0.5, 0.125, 0.125, 0.125, 0.125]
    assert {w for k, w in weights.items() if not k.startswith("S4")} == {1.0}


def test_every_area_has_records_and_a_reversed_item() -> None:
    instrument = load_instrument()
    for area in instrument.areas:
        assert len(find_indicators(area.id)) >= 2, area.id
        assert any(i.reversed for c in area.clauses for i in c.items), area.id


def broken(area: Area, change: Callable[[dict[str, Any]], None], lang: str = "zh") -> Area:
    """The area with a change made to its words."""
    text = copy.deepcopy(area.text)
    change(text[lang])
    return replace(area, text=text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t["clauses"]["S1"].pop("meaning"), "one language only"),
        (lambda t: t["clauses"]["S1"]["items"].update({"S1.1": " "}), "S1.1 has no text"),
        (lambda t: t["clauses"]["S1"]["rubric"].pop(4), "4 has no text"),
        (
            lambda t: t["clauses"]["S1"]["rubric"].update({4: t["clauses"]["S1"]["rubric"][3]}),
            "two rubric levels",
        ),
        (lambda t: t["clauses"]["S1"]["finding"].update({"text": "{score} {shoe}"}), "expects ['shoe']"),
        (lambda t: t["remedies"]["s1-leadership-agenda"].pop("first_step"), "first_step has no text"),
        (lambda t: t["indicators"].pop("plans_alive"), "plans_alive (zh): title has no text"),
        (lambda t: t["area"].update({"title": "{n}"}), "other placeholders"),
        (lambda t: t["clauses"]["S1"].pop("no_records"), "S1 (zh): no_records has no text"),
        (lambda t: t["clauses"]["S3"].update({"no_records": "x"}), "an indicator measures it"),
    ],
)
def test_a_broken_text_is_found(change: Callable[[dict[str, Any]], None], told: str) -> None:
    instrument = load_instrument()
    problems = list(check_area(instrument, broken(instrument.area("strategy"), change)))
    assert any(told in p for p in problems), problems


def with_area(instrument: Instrument, area: Area) -> Instrument:
    """The instrument with one area replaced."""
    return Instrument(tuple(area if a.id == area.id else a for a in instrument.areas))


def test_an_indicator_of_another_area_or_without_source_is_found() -> None:
    area = load_instrument().area("strategy")
    assert list(check_indicator(area, "plans_alive", "S4", "ours")) == []
    assert any("is not of area" in p for p in check_indicator(area, "plans_alive", "O1", "ours"))
    assert any(
        "not in sources.yml" in p for p in check_indicator(area, "plans_alive", "S4", "study:nobody1900")
    )


def test_a_broken_structure_is_found() -> None:
    instrument = load_instrument()
    area = instrument.area("strategy")
    first, *others = area.clauses
    twice = with_area(instrument, replace(area, clauses=(first, first, *others)))
    assert any("clause S1 is there 2 times" in p for p in check_instrument(twice))
    bare = with_area(instrument, replace(area, clauses=(replace(first, remedies=()), *others)))
    assert any("a remedy are needed" in p for p in check_instrument(bare))
    many = tuple(replace(first.items[0], id=f"S1.{n}") for n in range(1, 12))
    long = with_area(instrument, replace(area, clauses=(replace(first, items=many), *others)))
    assert any("firm executive other: 30 items, at most 20" in p for p in check_instrument(long))
    a, b, *rest = area.remedies
    circle = (replace(a, requires=(b.id,)), replace(b, requires=(a.id,)), *rest)
    assert any(
        "in a circle" in p for p in check_instrument(with_area(instrument, replace(area, remedies=circle)))
    )
    stray = (replace(a, clauses=("S99",)), b, *rest)
    assert any(
        "clause S99 does not exist" in p
        for p in check_instrument(with_area(instrument, replace(area, remedies=stray)))
    )
    lost = (replace(a, requires=("no-such",)), b, *rest)
    assert any(
        "does not exist" in p for p in check_instrument(with_area(instrument, replace(area, remedies=lost)))
    )


def test_a_circle_of_requirements_is_told_before_anything_is_read():
    remedies = load_instrument().remedies()
    a, b = "s1-leadership-agenda", "s2-action-plan"
    assert remedies[b].requires == (a,)
    with pytest.raises(UsageError) as told:
        check_order(remedies | {a: replace(remedies[a], requires=(b,))})
    assert f"{a} → {b} → {a} (strategy/area.yml)" in str(told.value)
    with pytest.raises(
        UsageError, match=r"requires 's1-leadership-agend'.*Did you mean s1-leadership-agenda"
    ):
        check_order(remedies | {b: replace(remedies[b], requires=("s1-leadership-agend",))})
    check_order(remedies)
