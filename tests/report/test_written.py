"""A diagnosis of another version is told by what it lacks; no key is read that is not asked for first."""

from __future__ import annotations

import json

import pytest

from kamnb.errors import UsageError
from kamnb.report.written import CLAUSE, EVIDENCE, OPTIONAL, PARTS, TOP, checked, read_written
from kamnb.runner.find_wave import read_form as read_wave
from kamnb.trace import explain

PARTLY = {"findings": {"quotes"}}
"""Keys of a part that a reader can do without."""


@pytest.fixture(scope="module")
def written(demo_diagnosis):
    return demo_diagnosis.to_json()


@pytest.fixture
def form(written):
    return json.loads(written)


def test_what_is_asked_for_is_what_is_written_today(form):
    assert form.keys() - OPTIONAL == TOP
    for part, keys in PARTS.items():
        assert all(each.keys() - PARTLY.get(part, set()) == keys for each in form[part]) and form[part]
    for clause in form["clauses"].values():
        assert clause.keys() == CLAUSE[""]
        assert all(clause[part].keys() == CLAUSE[part] for part in CLAUSE if part)
        assert all(e.keys() == EVIDENCE for e in clause["evidence"])
    assert checked(form, "run") is form


def without(form, path):
    *above, last = path.split(".")
    places = [form]
    for name in above:
        found = [p[name] for p in places if name in p]
        places = [
            x for f in found for x in (f if isinstance(f, list) else f.values() if name == "clauses" else [f])
        ]
    for place in places:
        del place[last]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("roadmap", "roadmap"),
        ("findings.value", "findings.value"),
        ("recommendations.left_out", "recommendations.left_out"),
        ("clauses.target", "clauses.target"),
        ("clauses.perception.account", "clauses.perception.account"),
        ("clauses.evidence.anchor_source", "evidence.anchor_source"),
    ],
)
def test_an_older_run_is_told_by_what_it_lacks(form, tmp_path, path, told):
    without(form, path)
    run = tmp_path / "20250101T000000Z-aaaa"
    run.mkdir()
    (run / "diagnosis.json").write_text(json.dumps(form), encoding="utf-8")
    for read in (lambda: read_written(run / "diagnosis.json"), lambda: explain(run, "S1")):
        with pytest.raises(UsageError) as error:
            read()
        assert f"{run.name} was made by another version" in str(error.value)
        assert told in str(error.value) and "kamnb run" in str(error.value)


def test_what_a_reader_can_do_without_may_be_missing(form):
    del form["sensitivity"]
    for finding in form["findings"]:
        del finding["quotes"]
    assert checked(form, "run") is form


def test_waves_are_compared_by_their_clauses_only(form, tmp_path):
    path = tmp_path / "diagnosis.json"
    del form["roadmap"]
    path.write_text(json.dumps(form), encoding="utf-8")
    assert read_wave(path, "2025")["wave"] == form["wave"]
    without(form, "clauses.perception.survey")
    path.write_text(json.dumps(form), encoding="utf-8")
    with pytest.raises(UsageError, match=r"clauses\.perception\.survey"):
        read_wave(path, "2025")


def test_a_clause_that_is_gone_is_named(form):
    form["clauses"]["S99"] = form["clauses"]["S1"]
    with pytest.raises(UsageError, match=r"clauses\.S99"):
        checked(form, "run")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '"text"'])
def test_a_broken_file_is_told(tmp_path, text):
    (tmp_path / "diagnosis.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="not a whole diagnosis"):
        read_written(tmp_path / "diagnosis.json")
