"""Is an answer right, not yet right, or not given? And which sentence helps?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kamnb.model import Bilingual
from kamnb.text.load import LANGUAGES
from kamnb.text.numbers import number
from kamnb.training.answers import (
    Number,
    Refusal,
    is_blank,
    read_choice,
    read_number,
    read_ranking,
    read_set,
)
from kamnb.training.plan import Exercise

TOLERANCE = 0.5
"""A number that rounds to the right one is right, where the exercise sets no tolerance of its own."""
NEAR = 4
"""So many tolerances away a number is told to be near."""


class Outcome(StrEnum):
    """What came of a check."""

    NOT_ATTEMPTED = "not_attempted"
    NOT_YET = "not_yet"
    RIGHT = "right"
    BROKEN = "broken"


@dataclass(frozen=True)
class Expected:
    """What an author's check computes: the right answer and what fills the words.

    `slips` are wrong answers that betray their way, by the key of their sentence under `slips` in the text.
    `values` fill every text of the exercise. `judge` decides where right and wrong are not enough: it takes the read
    answer and gives None where it is right, else the key of a slip, or (key, values).
    """

    right: Any
    slips: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = TOLERANCE
    digits: int = 0
    judge: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer: the outcome, the sentence's key, and what fills it. `own`: the lesson's own sentence."""

    outcome: Outcome
    key: str
    own: bool = True
    values: Mapping[str, Any] = field(default_factory=dict)


def judge(
    exercise: Exercise,
    given: Any,
    expected: Callable[[], Expected],
    names: Mapping[str, str],
    titles: Mapping[str, str],
) -> Verdict:
    """What is to be said of an answer? `expected` is computed only where there is one."""
    try:
        if is_blank(given):
            return Verdict(Outcome.NOT_ATTEMPTED, "not_attempted", own=False)
        answer = read(exercise, given, names, titles)
    except Refusal as refusal:
        return Verdict(Outcome.NOT_YET, refusal.key, own=False, values=refusal.values)
    wanted = expected()
    if wanted.judge is not None:
        return judged_by_author(wanted, answer)
    if exercise.kind == "number":
        return judge_number(exercise, answer, wanted)
    return judge_named(exercise, answer, wanted)


def read(exercise: Exercise, given: Any, names: Mapping[str, str], titles: Mapping[str, str]) -> Any:
    """The answer in the form that its kind has."""
    if exercise.kind == "number":
        return read_number(given)
    reader = {"choice": read_choice, "ranking": read_ranking, "set": read_set}[exercise.kind]
    return reader(given, names, titles)


def judged_by_author(wanted: Expected, answer: Any) -> Verdict:
    """What does the author's own rule say?"""
    assert wanted.judge is not None
    said = wanted.judge(answer)
    if said is None:
        return Verdict(Outcome.RIGHT, "why", values=wanted.values)
    key, values = said if isinstance(said, tuple) else (said, {})
    outcome = Outcome.RIGHT if key == "why" else Outcome.NOT_YET
    return Verdict(
        outcome, key if key in ("why", "not_yet") else f"slips.{key}", values={**wanted.values, **values}
    )


def judge_number(exercise: Exercise, answer: Number, wanted: Expected) -> Verdict:
    """Right within the tolerance; else the author's slips, then the usual ones: unit, sign, rounding."""
    right, tolerance = float(wanted.right), wanted.tolerance * (1 + 1e-9) + 1e-12
    x = answer.value / 100 if answer.percent and exercise.unit == "share" else answer.value

    def hits(y: float, other: float = right, wide: float = 1) -> bool:
        return abs(y - other) <= tolerance * wide

    if hits(x):
        return Verdict(Outcome.RIGHT, "why", values=wanted.values)
    for key, value in wanted.slips.items():
        if value is not None and hits(x, float(value)):
            return Verdict(Outcome.NOT_YET, f"slips.{key}", values=wanted.values)
    usual = {
        "percent_for_share": exercise.unit == "share" and hits(x / 100),
        "share_for_points": exercise.unit != "share" and hits(100 * x) and abs(x) <= 1,
        "sign": hits(-x),
        "near": hits(x, wide=NEAR),
    }
    for key, found in usual.items():
        if found:
            return Verdict(Outcome.NOT_YET, key, own=False, values=wanted.values)
    return Verdict(Outcome.NOT_YET, "not_yet", values=wanted.values)


def judge_named(exercise: Exercise, answer: Any, wanted: Expected) -> Verdict:
    """Right where it is the right choice, order or set; else the author's slips; for a set what is too much or missing."""
    form: Callable[[Any], Any] = {"choice": str, "ranking": list, "set": frozenset}[exercise.kind]
    if answer == form(wanted.right):
        return Verdict(Outcome.RIGHT, "why", values=wanted.values)
    for key, value in wanted.slips.items():
        several = value if exercise.kind == "choice" and isinstance(value, list | tuple | set) else [value]
        if value is not None and any(answer == form(each) for each in several):
            return Verdict(Outcome.NOT_YET, f"slips.{key}", values=wanted.values)
    if exercise.kind == "set":
        right = frozenset(wanted.right)
        counts = {"hit": len(answer & right), "extra": len(answer - right), "lacking": len(right - answer)}
        return Verdict(Outcome.NOT_YET, "set_counts", own=False, values={**wanted.values, **counts})
    return Verdict(Outcome.NOT_YET, "not_yet", values=wanted.values)


def written(values: Mapping[str, Any], lang: str, digits: int = 0) -> dict[str, str]:
    """What fills a text in a language? Numbers as that language writes them, bilingual texts, lists joined."""
    return {name: write(value, lang, digits) for name, value in values.items()}


def write(value: Any, lang: str, digits: int = 0) -> str:
    """One value as text."""
    if isinstance(value, dict) and set(value) == set(LANGUAGES):
        return str(value[lang])
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float):
        return number(float(value), lang, 0 if isinstance(value, int) else digits)
    if isinstance(value, list | tuple | set | frozenset):
        comma = {"zh": "\u3001"}.get(lang, ", ")
        return comma.join(write(each, lang, digits) for each in value)
    return str(value)


def titled(ids: Mapping[str, Bilingual], chosen: Any) -> Any:
    """A choice, an order or a set by its titles, in every language; a set in the order of the choices."""
    if isinstance(chosen, str):
        return ids.get(chosen, dict.fromkeys(LANGUAGES, chosen))
    order = list(ids)
    ordered = sorted(chosen, key=order.index) if isinstance(chosen, set | frozenset) else chosen
    return [titled(ids, each) for each in ordered]
