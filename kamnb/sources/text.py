"""Where do the readers' own words come from? Small cached loaders for the package's YAML."""

from __future__ import annotations

from functools import cache
from typing import Any

from ruamel.yaml import YAML

from kamnb.paths import PACKAGE


@cache
def load_yaml(path: str) -> Any:
    """What stands in a YAML file of the package? Parsed as YAML 1.2, once."""
    return YAML(typ="safe", pure=True).load((PACKAGE / path).read_text(encoding="utf-8"))
