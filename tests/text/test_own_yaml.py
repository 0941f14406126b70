"""The quick reader of the product's own files says what the careful one says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from kamnb.paths import PACKAGE
from kamnb.text.own_yaml import load_own_yaml

TRAPS = """
country: NO
switch: on
code: 0x1F
eight: 0o17
zeros: 007
time: 1:30
price: 1e3
share: .5
nothing: ~
empty:
yes: y
text: "12"
day: 2026-09-30
list: [1, 2.0, true, null, 'null']
"""


def with_types(value: Any) -> Any:
    """A value in which 1, 1.0, True and "1" differ, and the order of keys counts."""
    if isinstance(value, dict):
        return [(with_types(key), with_types(each)) for key, each in value.items()]
    if isinstance(value, list):
        return [with_types(each) for each in value]
    return type(value).__name__, repr(value)


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.yml")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_every_shipped_file_reads_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert with_types(load_own_yaml(text)) == with_types(YAML(typ="safe", pure=True).load(text))


def test_bare_words_are_those_of_yaml_1_2() -> None:
    assert with_types(load_own_yaml(TRAPS)) == with_types(YAML(typ="safe", pure=True).load(TRAPS))


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "1: x\n1: y\n", "b:\n  c: 1\n  c: 1\n"])
def test_a_key_that_stands_twice_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError, match="duplicate key"):
        load_own_yaml(text)


KEPT = {"messages": ("place-", "did-you-mean"), "units": ("magnitudes",), "training": ("minus",)}
"""Texts that are put together as they stand, by file: the first words of their keys."""


def edges(value: Any, at: str = "") -> list[str]:
    """Under which keys does a text begin or end with a blank?"""
    if isinstance(value, dict):
        return [found for key, each in value.items() for found in edges(each, f"{at}.{key}".lstrip("."))]
    if isinstance(value, list):
        return [found for number, each in enumerate(value) for found in edges(each, f"{at}.{number}")]
    return (
        [at]
        if isinstance(value, str) and value != value.strip() and value.strip("\n") != value.strip()
        else []
    )


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "text").glob("*.yml")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_no_text_counts_on_a_blank_at_its_edge_which_filling_takes_away(path: Path) -> None:
    kept = KEPT.get(path.name.split(".")[0], ())
    found = edges(load_own_yaml(path.read_text(encoding="utf-8")))
    assert [key for key in found if not key.startswith(kept)] == []


def test_a_blank_at_an_edge_is_found() -> None:
    assert edges({"a": {"b": " and "}, "c": ["x", "y\n"], "d": "e f"}) == ["a.b"]
