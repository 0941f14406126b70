"""Which weak clauses may come from a weak foundation? Loads no more than the claims: a report is rendered with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kamnb.causes.claims import load_claims

PROBLEM_AREAS = ("strategy", "organization", "manager", "it", "relationship")
OPEN = ("consistent", "cannot_tell")
"""Outcomes by which a path from a foundation may still run: agreed with, or not tested."""


def root_paths(
    outcomes: Mapping[tuple[str, str], str], weak: Iterable[str], prefix: str = "F"
) -> list[tuple[str, ...]]:
    """Along which claims does a weak foundation lead to weak clauses? Paths of clauses, each as far as it goes.

    A path runs from a weak foundation through weak clauses only, by claims that the evidence agrees with or that
    it cannot tell; not by those that it speaks against or that cannot act here for want of variation.
    """
    low = set(weak)
    follow: dict[str, list[str]] = {}
    for claim in load_claims():
        if outcomes.get((claim.cause, claim.effect)) in OPEN and {claim.cause, claim.effect} <= low:
            follow.setdefault(claim.cause, []).append(claim.effect)

    def walk(path: tuple[str, ...]) -> list[tuple[str, ...]]:
        further = [e for e in follow.get(path[-1], []) if e not in path]
        return [p for e in further for p in walk((*path, e))] if further else [path]

    starts = [c for c in follow if c.startswith(prefix)]
    return [path for start in starts for path in walk((start,))]
