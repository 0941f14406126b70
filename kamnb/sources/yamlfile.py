"""YAML 1.2 as a consultant writes it: values, the line of each, and what would silently be misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kamnb.errors import Problem
from kamnb.sources.readers.csv import decode

LEADING_ZEROS = re.compile(r"[-+]?0[0-9_]+")
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """What a YAML file says, on which line each key stands, and what is wrong with it."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, place: Path_) -> int | None:
        """On which line does a key stand? That of the nearest key above it where it is not written."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read_yaml(path: Path) -> YamlFile:
    """What does a YAML file say? Every problem is in the result, none is raised."""
    return parse_yaml(path.read_bytes(), path.name)


def parse_yaml(data: bytes, name: str) -> YamlFile:
    """What do the bytes of a YAML file say? Every problem is in the result, none is raised."""
    text = decode(data, name)
    if isinstance(text, Problem):
        return YamlFile(name, problems=(text,))
    try:
        yaml = YAML(typ="safe", pure=True)
        root = yaml.compose(text.lstrip("\ufeff"))
        said = None if root is None else yaml.constructor.construct_document(root)
    except DuplicateKeyError as error:
        return YamlFile(name, problems=(_duplicate(error, name),))
    except (YAMLError, ValueError) as error:
        return YamlFile(name, problems=(_syntax(error, name),))
    if not isinstance(said, dict):
        return YamlFile(name, problems=(Problem("yaml-mapping", name, row=1),))
    lines: dict[Path_, int] = {}
    zeros = tuple(
        Problem("yaml-leading-zeros", name, row=node.start_mark.line + 1, value=node.value)
        for node in _scalars(root, (), lines)
        if node.style is None and LEADING_ZEROS.fullmatch(node.value)
    )
    return YamlFile(name, said, lines, zeros)


def _scalars(node: Node, place: Path_, lines: dict[Path_, int]) -> Iterator[ScalarNode]:
    """Every scalar below a node; `lines` learns where each key stands."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for i, child in enumerate(node.value):
            yield from _scalars(child, (*place, i), lines)
    elif isinstance(node, MappingNode):
        for key, child in node.value:
            if isinstance(key, ScalarNode):
                yield key
                yield from _scalars(child, (*place, key.value), lines)
                lines[(*place, key.value)] = key.start_mark.line + 1


def _syntax(error: Exception, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) if isinstance(error, MarkedYAMLError) else None
    detail = getattr(error, "problem", None) or str(error).splitlines()[0]
    row = mark.line + 1 if mark else None
    return Problem("yaml-syntax", name, row=row, values={"detail": detail.strip().rstrip(".")})


def _duplicate(error: DuplicateKeyError, name: str) -> Problem:
    found = re.search(r'found duplicate key "([^"]*)"', error.problem or "")
    row = error.problem_mark.line + 1 if error.problem_mark else None
    return Problem("yaml-duplicate", name, row=row, value=found.group(1) if found else None)
