"""The registry of thresholds: each with its value and its source, printed in the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kamnb.text.load import read_yaml

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Threshold:
    """One number that a verdict hangs on."""

    id: str
    value: float
    source: str


@cache
def thresholds() -> dict[str, Threshold]:
    """Which thresholds are registered? By id, in the registry's order."""
    data = read_yaml(HERE / "thresholds.yml")
    return {key: Threshold(key, float(body["value"]), body["source"]) for key, body in data.items()}


def threshold(key: str) -> float:
    """What is a threshold's value? KeyError for one that is not registered."""
    return thresholds()[key].value


@cache
def sources() -> dict[str, str]:
    """Which publications does the product cite? By key."""
    return read_yaml(HERE / "sources.yml")
