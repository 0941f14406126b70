"""Can a diagnosis.json be read by this version? What an older one lacks is told by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument

Form = dict[str, Any]
HEAD = frozenset({"client", "as_of", "wave", "instrument", "clauses", "areas", "whole", "figures"})
"""Without these it is no diagnosis at all."""
TOP = HEAD | {
    "anonymity", "assumptions", "causes", "commentary", "currency", "findings", "holes", "interviews", "people",
    "received", "recommendations", "roadmap", "survey", "value_assumptions", "value_at_stake", "value_components",
}  # fmt: skip
PARTS = {
    "findings": {
        "id", "clause", "kind", "severity", "probability", "title", "text", "evidence", "remedies", "status",
        "status_reason", "value",
    },
    "recommendations": {
        "id", "clauses", "phase", "effort", "months_to_effect", "gain", "owner_role", "requires", "findings", "title",
        "text", "first_step", "measure", "earliest", "robust", "left_out", "needs", "fulfilled",
    },
}  # fmt: skip
CLAUSE = {
    "": {
        "score", "low", "high", "outcome", "coverage", "target", "perception", "record", "evidence", "judgement",
        "readings_disagree", "headline",
    },
    "perception": {
        "score", "low", "high", "n", "outcome", "agreement", "by_level", "account", "survey", "interviews",
    },
    "record": {"score", "low", "high", "n", "outcome"},
    "judgement": {
        "score", "low", "high", "level_blind", "level", "confirmed", "override", "override_reason", "reason",
    },
}  # fmt: skip
EVIDENCE = {
    "indicator", "value", "unit", "score", "low", "high", "value_low", "value_high", "n", "outcome", "source",
    "anchor_source",
}  # fmt: skip
OPTIONAL = {"schema", "sensitivity"}
"""Keys of the whole that a reader can do without."""
SHOWN = 5


def read_written(path: Path, run: str = "") -> Form:
    """What does a run's diagnosis.json say? UsageError where it is none, or where an older version left out something."""
    try:
        form = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("run-broken", file=str(path)) from error
    if not isinstance(form, dict) or not form.keys() >= {"client", "as_of", "clauses"}:
        raise UsageError("run-broken", file=str(path))
    return checked(form, run or path.parent.name)


def checked(form: Form, run: str, whole: bool = True) -> Form:
    """The same form. UsageError names what it lacks, and what it speaks of that this version does not know.

    `whole=False` looks at the clauses only, which is all that two waves are compared by.
    """
    lacks = [*(top_lacks(form) if whole else ()), *clause_lacks(form), *strangers(form)]
    if lacks:
        version = (form.get("instrument") or {}).get("version", "–")
        shown = ", ".join(dict.fromkeys(lacks[:SHOWN]))
        client = form["client"]["id"] if isinstance(form["client"], dict) else "CLIENT"
        raise UsageError("run-older", run=run, lacks=shown, version=version, client=client)
    return form


def top_lacks(form: Form) -> Iterator[str]:
    """Which keys of the whole, of findings and of recommendations are not there?"""
    yield from sorted(TOP - form.keys())
    for part, keys in PARTS.items():
        yield from missing_of(part, keys, form.get(part, ()))


def clause_lacks(form: Form) -> Iterator[str]:
    """Which keys of the clauses and their evidence are not there?"""
    clauses = list(form["clauses"].values())
    for part, keys in CLAUSE.items():
        name = f"clauses.{part}".rstrip(".")
        yield from missing_of(name, keys, (c[part] if part else c for c in clauses if not part or part in c))
    yield from missing_of("evidence", EVIDENCE, (e for c in clauses for e in c.get("evidence", ())))


def missing_of(name: str, keys: set[str], given: Any) -> Iterator[str]:
    """Which of the keys does at least one of these not have?"""
    found: set[str] = set().union(*(keys - each.keys() for each in given))
    yield from (f"{name}.{key}" for key in sorted(found))


def strangers(form: Form) -> Iterator[str]:
    """Which clauses does it speak of that this version's instrument does not have?"""
    known = {c.id for c in load_instrument().clauses()}
    yield from (f"clauses.{key}" for key in form["clauses"] if key not in known)
