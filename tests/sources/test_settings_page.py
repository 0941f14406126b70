"""Every key of client.yml and judgement.yml is explained in both languages, by an example that is valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.sources.contract import load_contract
from kamnb.sources.settings import Judgement, Settings
from kamnb.sources.settings_file import read_judgement, read_settings
from kamnb.sources.settings_page import flow, settings_examples
from kamnb.text.load import load_text

MODELS = {"client": Settings, "judgement": Judgement}


@pytest.mark.parametrize("name", MODELS)
def test_every_key_has_an_example_and_a_meaning(name: str) -> None:
    keys = set(MODELS[name].model_fields)
    assert set(settings_examples()[name]) == keys
    for lang in ("zh", "en"):
        assert set(load_text("settings", lang)[name]["keys"]) == keys


def test_the_examples_as_they_are_printed_are_read_without_a_problem(tmp_path: Path) -> None:
    for name, examples in settings_examples().items():
        lines = [f"{key}: {flow(example)}\n" for key, example in examples.items()]
        (tmp_path / f"{name}.yml").write_text("".join(lines), encoding="utf-8")
    clauses = [clause.id for clause in load_instrument().clauses()]
    settings, problems = read_settings(tmp_path, clauses)
    assert settings is not None and problems == []
    judgement, problems = read_judgement(tmp_path, clauses)
    assert judgement.clauses["S1"].level == 4 and problems == []
    assert settings.tables["accounts"].query == settings_examples()["client"]["tables"]["accounts"]["query"]


def test_a_table_says_every_clause_that_it_feeds() -> None:
    tables = load_contract().tables
    for area in load_instrument().areas:
        for indicator in find_indicators(area.id):
            for table in indicator.needs:
                assert tables[table].feeds == ["all"] or indicator.clause in tables[table].feeds, indicator.id
