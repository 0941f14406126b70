"""The reader's words: YAML beside the code, one file a language, and numbers written as that language writes them."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path
from typing import Any

from kamnb.text.own_yaml import load_own_yaml

LANGUAGES = ("zh", "en")
HERE = Path(__file__).resolve().parent


WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u201c\u201d]"
WIDE_BLANK = re.compile(rf"(?<={WIDE}) (?={WIDE})")


def read_yaml(path: Path) -> Any:
    """What does a YAML 1.2 file say? Plain dicts and lists; an empty file is {}.

    The blank that folding leaves between two Chinese characters is taken out.
    """
    return unfold(load_own_yaml(path.read_text(encoding="utf-8")) or {})


def unfold(value: Any) -> Any:
    """The same value without blanks between two Chinese characters."""
    if isinstance(value, str):
        return WIDE_BLANK.sub("", value)
    if isinstance(value, dict):
        return {key: unfold(each) for key, each in value.items()}
    return [unfold(each) for each in value] if isinstance(value, list) else value


@cache
def load_text(name: str, lang: str) -> dict[str, Any]:
    """Which words stand in kamnb/text/<name>.<lang>.yml?"""
    return read_yaml(HERE / f"{name}.{lang}.yml")


def look_up(tree: dict[str, Any], key: str) -> Any:
    """What stands under a dotted key? KeyError names the whole key."""
    here: Any = tree
    for part in key.split("."):
        name: Any = int(part) if part.isdigit() and isinstance(here, dict) and int(part) in here else part
        if not isinstance(here, dict) or name not in here:
            raise KeyError(key)
        here = here[name]
    return here


def placeholders(text: str) -> set[str]:
    """Which {names} does a text expect to be filled?"""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def fill(text: str, **values: object) -> str:
    """The text with its {names} filled; a missing one is a KeyError."""
    return text.format(**values).strip()


def both(name: str, key: str, **values: object) -> dict[str, str]:
    """A text in every language: {"zh": …, "en": …}. A value that is itself bilingual is taken in the same language."""
    return {
        lang: fill(look_up(load_text(name, lang), key), **in_language(values, lang)) for lang in LANGUAGES
    }


def in_language(values: dict[str, Any], lang: str) -> dict[str, Any]:
    """The values of a text in one language: bilingual ones are resolved, others stay."""
    return {k: v[lang] if isinstance(v, dict) and lang in v else v for k, v in values.items()}


def word(vocabulary: str, value: str, lang: str) -> str:
    """What is a contract's value called by a reader? The value itself where no word is known (a client's own name)."""
    return str(load_text("vocabulary", lang).get(vocabulary, {}).get(value, value))


def word_both(vocabulary: str, value: str) -> dict[str, str]:
    """A contract's value in every language."""
    return {lang: word(vocabulary, value, lang) for lang in LANGUAGES}
