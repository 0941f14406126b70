"""Where do the readers' own words come from? Small cached loaders for the package's YAML."""

from __future__ import annotations

from functools import cache
from typing import Any

from kamnb.paths import PACKAGE
from kamnb.text.own_yaml import load_own_yaml


@cache
def load_yaml(path: str) -> Any:
    """What stands in a YAML file of the package? Parsed as YAML 1.2, once."""
    return load_own_yaml((PACKAGE / path).read_text(encoding="utf-8"))
