"""Is the same question asked and the same thing measured in both waves?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamnb.waves.pieces import Form


@dataclass(frozen=True)
class Match:
    """How far two instruments are the same: versions, and per clause which pieces must not be compared."""

    versions: tuple[str, str]
    survey: frozenset[str]
    indicators: frozenset[str]
    known: bool

    @property
    def same_version(self) -> bool:
        """Was the same version of the instrument used?"""
        return self.versions[0] == self.versions[1]

    def same(self, clause: str, piece: str) -> bool:
        """May a clause's piece of evidence be set against the earlier one?"""
        if piece == "survey":
            return clause not in self.survey
        return piece.removeprefix("indicator:") not in self.indicators

    def to_dict(self) -> dict[str, Any]:
        """As written."""
        return {
            "same_version": self.same_version,
            "wording_known": self.known,
            "clauses_with_other_questions": sorted(self.survey),
            "indicators_with_other_anchors": sorted(self.indicators),
        }


def match(before: Form, after: Form) -> Match:
    """Which questions and indicators changed between two instruments? By id and by a hash of words and anchors.

    Where one of them does not say what its questions were, the same version is the same; another version is
    compared by its records only: nothing else is known to be alike.
    """
    first, second = before["instrument"], after["instrument"]
    versions = (str(first["version"]), str(second["version"]))
    known = all("items" in form for form in (first, second))
    clauses = before["clauses"].keys() & after["clauses"].keys()
    if not known:
        other = clauses if versions[0] != versions[1] else ()
        return Match(versions, frozenset(other), frozenset(), False)
    asked = [by_clause(form["items"]) for form in (first, second)]
    changed = {c for c in clauses if asked[0].get(c) != asked[1].get(c)}
    old, new = (form.get("indicators", {}) for form in (first, second))
    moved = {key for key in old.keys() & new.keys() if old[key] != new[key]}
    return Match(versions, frozenset(changed), frozenset(moved), True)


def by_clause(items: dict[str, str]) -> dict[str, dict[str, str]]:
    """Which items has each clause, with the hash of their words?"""
    found: dict[str, dict[str, str]] = {}
    for item, digest in items.items():
        found.setdefault(item.rsplit(".", 1)[0], {})[item] = digest
    return found
