"""The reader's words: the same keys in both languages, each language's own punctuation, none of them in code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kamnb.instrument.checks import leaves
from kamnb.instrument.thresholds import sources, thresholds
from kamnb.report.build import labels
from kamnb.text.load import load_text, placeholders, read_yaml

PACKAGE = Path(__file__).resolve().parent.parent.parent / "kamnb"
CHINESE = sorted(PACKAGE.rglob("*.zh.yml"))
ENGLISH = sorted(PACKAGE.rglob("*.en.yml"))
HAN = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,:;?!()]|[,:;?!()][{HAN}]")
BLANK = re.compile(rf"[{HAN}] [{HAN}]")


def texts(path: Path) -> dict[str, str]:
    """Every text of a file by its key; what a program reads (a template of a file) is left out."""
    return {k: v for k, v in leaves(read_yaml(path)).items() if not k.startswith("template")}


def test_there_are_texts() -> None:
    assert len(CHINESE) == len(ENGLISH) > 12


@pytest.mark.parametrize("path", CHINESE, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_chinese_is_set_as_chinese(path: Path) -> None:
    wrong = {k: v for k, v in texts(path).items() if HALF_WIDTH.search(v) or BLANK.search(v)}
    assert wrong == {}


@pytest.mark.parametrize("path", ENGLISH, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_english_holds_no_chinese(path: Path) -> None:
    allowed = {"switch_language", "switch_language_to"}
    wrong = {k: v for k, v in texts(path).items() if re.search(f"[{HAN}]", v) and k not in allowed}
    assert wrong == {}


@pytest.mark.parametrize("path", ENGLISH, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_english_has_straight_quotation_marks(path: Path) -> None:
    """The report's font sets curly ones as wide as a Chinese character."""
    wrong = {k: v for k, v in texts(path).items() if re.search("[\u201c\u201d]", v)}
    assert wrong == {}


@pytest.mark.parametrize("path", CHINESE, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_both_languages_say_the_same_things(path: Path) -> None:
    if path.name == "units.zh.yml":
        pytest.skip("each language has magnitudes of its own")
    zh, en = texts(path), texts(path.with_name(path.name.replace(".zh.", ".en.")))
    assert zh.keys() == en.keys()
    other = {k for k in zh if braces(zh[k]) != braces(en[k])}
    assert other == set()


def braces(text: str) -> Any:
    """The placeholders of a text; None where it is no format string."""
    try:
        return placeholders(text)
    except ValueError:
        return None


@pytest.mark.parametrize(
    "path", [p for p in CHINESE + ENGLISH if "areas" in p.parts], ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_an_area_s_texts_refer_to_no_chapter_by_its_id(path: Path) -> None:
    """They stand in working papers too, where nothing is numbered."""
    assert [key for key, text in texts(path).items() if "[[" in text] == []


def test_no_reader_s_chinese_stands_in_code() -> None:
    wrong = [p.name for p in PACKAGE.rglob("*.py") if re.search(f"[{HAN}]", p.read_text(encoding="utf-8"))]
    assert wrong == []


def test_every_threshold_has_words_and_a_source() -> None:
    for lang in ("zh", "en"):
        assert list(load_text("thresholds", lang)) == list(thresholds())
    for t in thresholds().values():
        assert t.source == "ours" or t.source.split(":", 1)[1] in sources()


def test_every_label_of_the_templates_is_in_both_languages() -> None:
    assert all(set(text) == {"zh", "en"} and all(text.values()) for text in labels().values())
    assert len(labels()) > 30
