"""What does a YAML file of the product itself say? YAML 1.2, core schema with dates, by libyaml: some ten times faster.

For files that the product ships. A file that a firm or client wrote is read by kamnb.sources.yamlfile, which says on
which line what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, ScalarNode

CORE = {
    "null": (r"~|null|Null|NULL|", "~nN"),
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    "timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
}
"""What a bare word stands for, in the order of trial, with the characters that it may begin with. Source: YAML 1.2.2, 10.3."""
BASES = {"0o": 8, "0x": 16}


class CoreLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader that knows the core schema only: `on`, `NO` and 1:30 are text."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping; ConstructorError for a key that stands twice."""
        seen: set[Hashable] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise ConstructorError(None, None, f"found duplicate key {name!r}", key.start_mark)
            seen.add(name)
        return dict(super().construct_mapping(node, deep))


def _whole(loader: Any, node: ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    return int(text[2:] if text[:2] in BASES else text, BASES.get(text[:2], 10))


for _tag, (_pattern, _first) in CORE.items():
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"(?:{_pattern})$"),
        [*_first, *([""] if _tag == "null" else [])],
    )
CoreLoader.add_constructor("tag:yaml.org,2002:int", _whole)


def load_own_yaml(text: str) -> Any:
    """What does a text in YAML 1.2 say? None for an empty one; yaml.YAMLError for what is none, or has a key twice."""
    return yaml.load(text, CoreLoader)
