"""Has every value of the contract a word in both languages?"""

from __future__ import annotations

import pytest

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import thresholds
from kamnb.model import Outcome
from kamnb.report.blocks import say
from kamnb.sources.contract import Vocabulary, load_contract, table_text
from kamnb.text.load import LANGUAGES, load_text, word, word_both

VOCABULARIES = list(load_contract().vocabularies.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.name)
def test_every_value_has_a_word(vocabulary: Vocabulary, lang: str) -> None:
    words = load_text("vocabulary", lang)[vocabulary.name]
    assert [v for v in vocabulary.values if not str(words.get(str(v), "")).strip()] == []
    if lang == "zh":
        latin = [v for v in vocabulary.values if str(words[str(v)]).isascii() and str(words[str(v)]) != "IT"]
        assert latin == []


def test_there_are_no_words_for_values_that_nobody_knows() -> None:
    known = {v.name: {str(x) for x in v.values} for v in VOCABULARIES}
    for lang in LANGUAGES:
        strange = {
            k: set(map(str, w)) - known[k] for k, w in load_text("vocabulary", lang).items() if k in known
        }
        assert {k: v for k, v in strange.items() if v} == {}


def test_two_values_of_a_vocabulary_are_never_called_the_same() -> None:
    for v in VOCABULARIES:
        for lang in LANGUAGES:
            words = [word(v.name, str(x), lang) for x in v.values]
            assert len(set(words)) == len(words), (v.name, lang)


def test_a_client_s_own_value_keeps_its_name() -> None:
    assert word_both("department", "Key Account Studio") == dict.fromkeys(LANGUAGES, "Key Account Studio")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_a_word(lang: str) -> None:
    assert set(load_contract().tables) <= set(load_text("tables", lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_and_column_of_the_contract_is_explained(lang: str) -> None:
    told = table_text(lang)["tables"]
    for table in load_contract().tables.values():
        assert told[table.name]["row"]
        assert [c for c in table.columns if not told[table.name]["columns"].get(c)] == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_word(outcome: Outcome) -> None:
    assert all(say(f"outcome.{outcome}").values())


def test_every_group_that_a_finding_names_has_a_word() -> None:
    for lang in LANGUAGES:
        groups = {"executive", "leadership", "manager", "frontline", "account", "firm", "opinion", "record"}
        assert groups <= set(load_text("groups", lang))


def test_every_remedy_s_owner_and_phase_have_words(instrument: Instrument) -> None:
    for remedy in instrument.remedies().values():
        assert all(say(f"owner_role.{remedy.owner_role}").values())
        assert all(say(f"phases.{remedy.phase}").values())


def test_every_threshold_has_words() -> None:
    for lang in LANGUAGES:
        assert all(load_text("thresholds", lang)[key].strip() for key in thresholds())
