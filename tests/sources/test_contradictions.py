"""A judgement that contradicts itself is told with its line and what to do; one that gives its reason is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.evidence.judgement import judge_clause
from kamnb.instrument.load import load_instrument
from kamnb.sources.client import build_client
from kamnb.sources.settings_file import read_judgement, read_settings

CLAUSES = ("S1", "S2", "S3")
MOVED = "clauses:\n  S1: {{level_blind: {blind}, level: {level}, reason: plans read{more}}}\n"


def problems(folder: Path, text: str) -> list[tuple[str, int | None, str | None]]:
    """Key, line and clause of each problem of a judgement.yml."""
    (folder / "judgement.yml").write_text(text, encoding="utf-8")
    return [(p.key, p.row, p.value) for p in read_judgement(folder, CLAUSES)[1]]


@pytest.mark.parametrize(
    ("blind", "level", "told"), [(1, 5, True), (5, 2, True), (1, 3, False), (4, 4, False)]
)
def test_levels_far_apart_need_a_reason_of_their_own(tmp_path, blind, level, told):
    expected = [("judgement-moved", 2, "S1")] if told else []
    assert problems(tmp_path, MOVED.format(blind=blind, level=level, more="")) == expected
    with_reason = MOVED.format(blind=blind, level=level, more=", changed: the list was redrawn in May")
    assert problems(tmp_path, with_reason) == []
    assert bool(problems(tmp_path, MOVED.format(blind=blind, level=level, more=", changed: ' '"))) == told


def test_what_changed_the_mind_is_shown_with_the_reason():
    given = {"level_blind": 1, "level": 5, "reason": "plans read", "changed": "list redrawn"}
    found = judge_clause(build_client(None, {}, {"clauses": {"S1": given}}), "S1")
    assert found.reason == "plans read list redrawn"
    assert found.level_blind == 1


def test_two_entries_of_one_clause(tmp_path):
    twice = "clauses:\n  S1: {level: 2, reason: a}\n  S1: {level: 4, reason: b}\n"
    assert problems(tmp_path, twice) == [("yaml-duplicate", 3, "S1")]
    overrides = "overrides:\n  - {clause: S3, score: 40, reason: a}\n  - {clause: S3, score: 80, reason: b}\n"
    assert problems(tmp_path, overrides) == [("judgement-twice", 3, "S3")]


@pytest.mark.parametrize(("score", "told"), [(95, True), (75, True), (70, False)])
def test_an_override_far_from_the_level(tmp_path, score, told):
    text = "clauses:\n  S2: {level: 1, reason: a}\noverrides:\n"
    text += f"  - {{clause: S2, score: {score}, reason: b}}\n"
    assert problems(tmp_path, text) == ([("judgement-override", 4, "S2")] if told else [])


def test_a_clause_that_does_not_exist(tmp_path):
    text = "clauses:\n  S99: {level: 2, reason: a}\nfindings:\n  Z1-plans: {status: accepted, reason: b}\n"
    assert problems(tmp_path, text) == [("settings-clause", 2, "S99"), ("settings-clause", 4, "Z1")]


def test_a_reason_of_blanks_is_none(tmp_path):
    assert problems(tmp_path, "clauses:\n  S1: {level: 2, reason: '  '}\n") == [("settings-blank", 2, "  ")]


def test_targets_name_clauses_or_areas_within_the_scale(tmp_path):
    def told(targets: str) -> list[tuple[str, str | None]]:
        text = f"as_of: 2026-09-30\ntargets: {targets}\n"
        (tmp_path / "client.yml").write_text(text, encoding="utf-8")
        clauses = [c.id for c in load_instrument().clauses()]
        return [(p.key, p.value) for p in read_settings(tmp_path, clauses)[1]]

    assert told("{S1: 70, strategy: 60}") == []
    assert told("{S1: 140}") == [("settings-range", "140")]
    assert told("{S99: 70, startegy: 60}") == [("settings-clause", "S99"), ("settings-clause", "startegy")]
