"""Which causal claims does the framework make, and in which ways can a client's own units test each?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kamnb.text.load import read_yaml

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Measure:
    """One number a unit: the function that takes it, its argument, its tables, and when it counts as not varying."""

    id: str
    function: str
    of: str | None
    tables: tuple[str, ...]
    least: float = 0.0


@dataclass(frozen=True)
class Way:
    """One way to test a claim: over which units, by which two measures, and how they go together if it holds."""

    unit: str
    controls: tuple[str, ...]
    cause: Measure
    effect: Measure
    sign: int

    @property
    def tables(self) -> tuple[str, ...]:
        """Which tables does it take?"""
        return tuple(dict.fromkeys((*self.cause.tables, *self.effect.tables)))


@dataclass(frozen=True)
class Claim:
    """One of the framework's claims: this clause's health bears on that one's. Ways, the best first."""

    cause: str
    effect: str
    ways: tuple[Way, ...]

    @property
    def id(self) -> str:
        """What is the claim called?"""
        return f"{self.cause}-{self.effect}"


@cache
def declared() -> Mapping[str, Any]:
    """What does claims.yml say?"""
    found: Mapping[str, Any] = read_yaml(HERE / "claims.yml")
    return found


@cache
def load_claims() -> tuple[Claim, ...]:
    """Which claims are tested? In the framework's order."""
    return tuple(Claim(c["from"], c["to"], tuple(map(build_way, c["ways"]))) for c in declared()["claims"])


def build_way(body: Mapping[str, Any]) -> Way:
    """One way from its YAML. KeyError for a unit or measure that is not declared."""
    controls = tuple(declared()["units"][body["unit"]]["controls"])
    cause, effect = build_measure(body["cause"]), build_measure(body["effect"])
    return Way(body["unit"], controls, cause, effect, int(body["sign"]))


def build_measure(name: str) -> Measure:
    """One measure from its YAML."""
    body = declared()["measures"][name]
    return Measure(
        name,
        body.get("function", name),
        body.get("of"),
        tuple(body["tables"]),
        float(body.get("least", 0.0)),
    )
