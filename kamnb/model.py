"""The nouns of a diagnosis: frozen values that pass from one stage to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Bilingual = dict[str, str]
"""A reader's text by language: {"zh": …, "en": …}."""


class Outcome(StrEnum):
    """What came of an attempt to measure. "We could not tell" is a result, never a zero."""

    MEASURED = "measured"
    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Item:
    """One survey statement, answered 1 to 5, put to those who can know."""

    id: str
    clause: str
    side: str
    levels: tuple[str, ...]
    roles: tuple[str, ...] = ()
    reversed: bool = False


@dataclass(frozen=True)
class Clause:
    """One numbered clause of the framework, as the instrument measures it."""

    id: str
    area: str
    items: tuple[Item, ...]
    tables: tuple[str, ...]
    finding: str
    remedies: tuple[str, ...]
    anchor: bool = False
    consensus: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class Remedy:
    """One thing to do about a clause: effort in person-days, gain in points of the clause's score."""

    id: str
    area: str
    clauses: tuple[str, ...]
    phase: str
    effort: float
    months_to_effect: float
    owner_role: str
    gain: tuple[float, float]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """One area of the framework (five problem areas, the purpose before and the foundations below them)."""

    id: str
    prefix: str
    order: int
    notebook: str
    clauses: tuple[Clause, ...]
    remedies: tuple[Remedy, ...]
    text: dict[str, dict[str, Any]] = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Measurement:
    """What an indicator found in the records: a value in its unit with a 90 % interval.

    `series` is what a figure draws: JSON-able, account codes instead of names, no person.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    outcome: Outcome = Outcome.MEASURED
    series: dict[str, Any] | None = field(default=None, repr=False)

    @classmethod
    def none(cls, outcome: Outcome, n: int = 0) -> Measurement:
        """The measurement that could not be made, and why."""
        return cls(None, None, None, n, outcome)


@dataclass(frozen=True)
class Score:
    """A 0–100 reading or fused score (higher is healthier) with a 90 % interval, or why there is none."""

    score: float | None
    low: float | None
    high: float | None
    n: int = 0
    outcome: Outcome = Outcome.MEASURED

    @classmethod
    def none(cls, outcome: Outcome, n: int = 0) -> Score:
        """The score that could not be given, and why."""
        return cls(None, None, None, n, outcome)

    def __repr__(self) -> str:
        if self.score is None or self.low is None or self.high is None:
            return f"Score({self.outcome}, n={self.n})"
        return f"Score({self.score:.0f} of 100, {self.low:.0f}–{self.high:.0f}, n={self.n})"
