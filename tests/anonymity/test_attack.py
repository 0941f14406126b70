"""Can what was suppressed be rebuilt from everything that a diagnosis publishes? And would the attack notice if it could?"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from disclosure_attack import attack, attack_waves

from kamnb.evidence.disclosure import hide_told
from kamnb.evidence.survey import points, read_survey
from kamnb.instrument.load import load_instrument
from kamnb.model import AreaResult, Diagnosis
from kamnb.pipeline import client_facts, synthesise
from kamnb.scoring.clause import measure_clause
from kamnb.simulation import simulate_client
from kamnb.sources.client import ClientData, build_client
from kamnb.sources.contract import load_contract
from kamnb.sources.published import published
from kamnb.stats.disclosure import speaking

Form = dict[str, Any]
MINIMUM = 5
SMALL = {
    "few at the top": {"executive": 2, "manager": 4, "frontline": 30},
    "two executives": {"executive": 2, "manager": 12, "frontline": 30},
    "few managers": {"executive": 8, "manager": 4, "frontline": 12},
    "few of the front line": {"executive": 6, "manager": 9, "frontline": 3},
    "hardly anybody": {"executive": 2, "manager": 4, "frontline": 3, "account": 4},
}
SEED = 5


def people_only(client: ClientData, **settings: Any) -> ClientData:
    """A client with nothing but its survey and interviews, which is fast."""
    tables = {name: client.frame(name) for name in ("survey", "interviews") if name in client.tables}
    return build_client(settings or None, tables)


def made(counts: dict[str, int], seed: int = SEED) -> ClientData:
    return made_once(tuple(counts.items()), seed)


@cache
def made_once(counts: tuple[tuple[str, int], ...], seed: int) -> ClientData:
    others = tuple(t for t in load_contract().tables if t not in ("survey", "interviews"))
    client, _ = simulate_client(seed, size="small", counts=dict(counts), leave_out=others)
    return people_only(client)


def diagnosed(client: ClientData) -> Form:
    """What a client with nothing but people's words publishes."""
    instrument = load_instrument()
    survey = hide_told(client, read_survey(client, instrument), instrument)
    assert survey is not None
    facts = client_facts(client, survey.quality)
    areas = [
        AreaResult(a.id, facts, tuple(measure_clause(client, c, survey, ()) for c in a.clauses))
        for a in instrument.areas
    ]
    return form_of(synthesise(areas))


def form_of(diagnosis: Diagnosis) -> Form:
    found: Form = json.loads(diagnosis.to_json())
    return found


def sizes_of(client: ClientData) -> dict[str, tuple[dict[str, int], int]]:
    """How many people of each level, and accounts, answered on each clause? The attacker is told."""
    instrument = load_instrument()
    survey = read_survey(client, instrument)
    assert survey is not None
    found = {}
    for clause in instrument.clauses():
        level = points(survey, clause, "firm")["level"].fillna("unknown")
        sizes = {str(k): int(n) for k, n in level.value_counts(sort=False).items()}
        found[clause.id] = (sizes, len(points(survey, clause, "account")))
    return found


@pytest.mark.parametrize("counts", SMALL.values(), ids=list(SMALL))
def test_nothing_is_found_of_small_groups(counts: dict[str, int]) -> None:
    client = made(counts)
    assert list(attack(diagnosed(client), sizes_of(client), MINIMUM, speaking)) == []


def test_nothing_is_found_in_the_demo(demo: ClientData, demo_diagnosis: Diagnosis) -> None:
    assert list(attack(form_of(demo_diagnosis), sizes_of(demo), MINIMUM, speaking)) == []


def test_nothing_is_found_where_the_firm_lets_three_be_shown() -> None:
    counts = {"executive": 2, "manager": 5, "frontline": 3, "account": 4}
    client = people_only(made(counts), anonymity={"minimum": 3})
    assert list(attack(diagnosed(client), sizes_of(client), 3, speaking)) == []


def each_level(sizes: dict[str, int], minimum: int) -> list[tuple[str, ...]]:
    """A leaky rule: every level speaks, however small, and the large ones are shown beside the whole."""
    return [(level,) for level in sizes if sizes[level]]


def large_only(by_level: dict[str, Any], minimum: int) -> dict[str, Any]:
    return {k: e for k, e in by_level.items() if e.measured and e.n >= minimum and k != "unknown"}


def test_without_complementary_suppression_the_attack_finds_who_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And what it finds is true."""
    client = made(SMALL["few managers"])
    sizes = sizes_of(client)
    monkeypatch.setattr("kamnb.evidence.survey.speaking", each_level)
    truth = level_means(client, "manager")
    monkeypatch.setattr("kamnb.findings.anonymity.shown_levels", large_only)
    found = list(attack(diagnosed(client), sizes, MINIMUM, each_level))
    managers = [f for f in found if f.group == "manager"]
    assert len(managers) >= 5
    assert all(f.low - 0.5 <= truth[f.clause] <= f.high + 0.5 for f in managers)


def test_a_group_of_one_mind_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    client = made(SMALL["few of the front line"])
    frame = client.frame("survey")
    frame.loc[frame["level"].eq("executive"), "S2.1"] = 5
    client = build_client(None, {"survey": frame})
    assert list(attack(diagnosed(client), sizes_of(client), MINIMUM, speaking)) == []
    monkeypatch.setattr("kamnb.evidence.survey.unalike", lambda values, few=1: values)
    found = list(attack(diagnosed(client), sizes_of(client), MINIMUM, speaking))
    assert ("S2", "a person of executive", 100.0) in {(f.clause, f.group, f.low) for f in found}


def test_few_interviews_would_be_found_if_they_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    client = made(SMALL["two executives"])
    truth = interview_means(client)
    monkeypatch.setattr("kamnb.scoring.clause.interview_estimate", counted_anyway)
    found = [
        f for f in attack(diagnosed(client), sizes_of(client), MINIMUM, speaking) if f.group == "interviews"
    ]
    assert found
    assert any(f.low - 3 <= truth[f.clause] <= f.high + 3 for f in found)


def counted_anyway(client: ClientData, clause: str) -> Any:
    """A leaky rule: three interviews count, and only their own number is hidden (by the last guard)."""
    from kamnb.evidence.interviews import interview_estimate

    open_ = replace(
        client,
        settings=client.settings.model_copy(
            update={"anonymity": client.settings.anonymity.model_copy(update={"minimum": 3})}
        ),
    )
    return interview_estimate(open_, clause)


def level_means(client: ClientData, level: str) -> dict[str, float]:
    instrument = load_instrument()
    survey = read_survey(client, instrument)
    assert survey is not None
    given = {c.id: points(survey, c, "firm") for c in instrument.clauses()}
    return {k: float(f.loc[f["level"].eq(level), "points"].mean()) for k, f in given.items()}


def interview_means(client: ClientData) -> dict[str, float]:
    frame = client.frame("interviews")
    frame["points"] = 50 + 25 * frame["stance"]
    return frame.groupby(["clause", "interview_id"])["points"].mean().groupby("clause").mean().to_dict()


def next_wave(before: Form, client: ClientData) -> ClientData:
    """The same client later, who knows what was published."""
    return replace(client, published=(published(before),))


def without(client: ClientData, level: str, n: int = 1) -> ClientData:
    """The same answers without a few people of one level."""
    frame = client.frame("survey")
    gone = frame.index[frame["level"].eq(level) & frame["side"].eq("firm")][:n]
    return build_client(None, {"survey": frame.drop(gone)})


@pytest.mark.parametrize(
    ("level", "n"), [("executive", 1), ("executive", 2), ("manager", 1), ("frontline", 1)]
)
def test_one_who_is_gone_in_the_next_wave_is_not_found(level: str, n: int) -> None:
    client = made({"executive": 7, "manager": 16, "frontline": 40})
    before, fewer = diagnosed(client), without(client, level, n)
    leaky = list(attack_waves(before, diagnosed(fewer), MINIMUM))
    assert level in {f.group for f in leaky}
    after = diagnosed(next_wave(before, fewer))
    assert list(attack_waves(before, after, MINIMUM)) == []
    assert list(attack(after, sizes_of(without(client, level, 99)), MINIMUM, speaking)) == []
    assert all(c["perception"]["by_level"][level] is None for c in after["clauses"].values())


def test_one_who_has_joined_is_not_found_either() -> None:
    client = made({"executive": 7, "manager": 16, "frontline": 40})
    before = diagnosed(without(client, "executive"))
    assert list(attack_waves(before, diagnosed(client), MINIMUM))
    assert list(attack_waves(before, diagnosed(next_wave(before, client)), MINIMUM)) == []


def test_a_fifth_executive_cannot_be_taken_off_the_leaders_of_before() -> None:
    """Four executives were shown with the managers; now that they are five, they would stand alone."""
    client = made({"executive": 5, "manager": 16, "frontline": 40})
    before = diagnosed(without(client, "executive"))
    assert before["clauses"]["S2"]["perception"]["by_level"]["leadership"]
    after = diagnosed(next_wave(before, client))["clauses"]["S2"]["perception"]["by_level"]
    assert after["executive"] is None and after["manager"] is None and "leadership" not in after


def test_people_who_answer_anew_are_shown() -> None:
    """Others than one answered otherwise: the difference of two means tells of nobody, and nothing need be hidden."""
    shown = 0
    for seed in range(4):
        before = diagnosed(made({"executive": 9, "manager": 16, "frontline": 40}, seed))
        later = made({"executive": 7, "manager": 15, "frontline": 42}, seed + 100)
        after = diagnosed(next_wave(before, later))
        levels = [c["perception"]["by_level"] for c in after["clauses"].values()]
        shown += sum(any(by[k] for by in levels) for k in ("executive", "manager", "frontline"))
    assert shown >= 11
