"""The contract as data: complete, worded in both languages, and the same in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.sources.contract import docs_page, load_contract, schema_dict, table_text
from kamnb.sources.text import load_yaml

LANGUAGES = ("zh", "en")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "data-contract.md"
KNOWN = (
    "survey interviews accounts plans ledger account_costs receivables opportunities process_events requirements "
    "teams managers ratings time_use resource_requests contacts crm_activity touchpoints disputes programme "
    "documents measures alliances actions"
)
NOT_YET = {"lost_on", "left_on", "key_until", "closed_on", "done_on", "granted_on", "read_on"}


def test_every_table_of_the_contract_is_there():
    assert list(load_contract().tables) == KNOWN.split()


def test_blank_means_not_yet_exactly_where_the_contract_says_so():
    columns = {
        c.name for t in load_contract().tables.values() for c in t.columns.values() if c.blank_means_not_yet
    }
    assert columns == NOT_YET


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_and_column_has_its_meaning(lang):
    text = table_text(lang)
    assert {name: list(t["columns"]) for name, t in text["tables"].items()} == {
        name: list(t.columns) for name, t in load_contract().tables.items()
    }
    assert all(isinstance(m, str) and m for t in text["tables"].values() for m in t["columns"].values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_of_every_vocabulary_has_a_word(lang):
    words = load_yaml(f"text/vocabulary.{lang}.yml")
    assert {name: list(found) for name, found in words.items()} == {
        name: [str(value) for value in vocabulary.values]
        for name, vocabulary in load_contract().vocabularies.items()
    }


def test_messages_have_the_same_keys_in_both_languages():
    zh, en = (load_yaml(f"text/messages.{lang}.yml") for lang in LANGUAGES)
    assert {key: set(value) for key, value in zh.items()} == {key: set(value) for key, value in en.items()}


def test_the_schema_has_the_shape_that_programs_read(items):
    schema = schema_dict(items)
    assert set(schema) == {"version", "tables", "items"}
    assert schema["tables"]["survey"]["columns"][1] == {
        "name": "side",
        "type": "vocabulary",
        "required": True,
        "values": ["firm", "account"],
    }
    assert schema["items"][0] == {
        "id": "S1.1",
        "clause": "S1",
        "side": "firm",
        "levels": ["executive", "manager", "frontline"],
        "roles": [],
        "reversed": False,
        "scale": [1, 5],
    }


def test_the_docs_say_what_the_package_says():
    assert DOCS.read_text(encoding="utf-8") == docs_page()
