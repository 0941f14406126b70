"""The content rules of the instrument, each as a check that returns every place where it is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kamnb.instrument.load import Instrument, find_indicators
from kamnb.instrument.thresholds import sources
from kamnb.model import Area, Clause, Item
from kamnb.text.load import LANGUAGES, placeholders

LEVELS = ("executive", "manager", "frontline")
ROLES = ("account_manager", "their_supervisor", "support_function", "other")
CAPS = {"executive": 20, "manager": 30, "frontline": 25, "account": 12, "manager_role": 45}
"""Items that one person is asked at most; `manager_role` is for account managers and their supervisors."""
RUBRIC = (1, 2, 3, 4, 5)
FILLED = {"score", "low", "high", "target", "n"}
"""What a finding's text may be filled with."""


def check_instrument(instrument: Instrument) -> list[str]:
    """Which content rules are broken, and where? Empty when the instrument is sound."""
    found = [p for area in instrument.areas for p in check_area(instrument, area)]
    return (
        found
        + list(check_ids(instrument))
        + list(check_caps(instrument))
        + list(check_requirements(instrument))
    )


def check_area(instrument: Instrument, area: Area) -> Iterator[str]:
    """Is an area complete in every language?"""
    yield from check_same_keys(area)
    for clause in area.clauses:
        if not (clause.items and clause.tables and clause.remedies and clause.finding):
            yield f"{clause.id}: items, tables, finding and a remedy are needed"
        for lang in LANGUAGES:
            yield from check_clause_text(area, clause, lang)
        for name in clause.remedies:
            if name not in {r.id for r in area.remedies}:
                yield f"{clause.id}: remedy {name} is not one of the area's"
    for remedy in area.remedies:
        for clause_id in remedy.clauses:
            if clause_id not in {c.id for c in instrument.clauses()}:
                yield f"{remedy.id}: clause {clause_id} does not exist"
        for lang in LANGUAGES:
            words = area.text[lang].get("remedies", {}).get(remedy.id, {})
            yield from missing(words, ("title", "text", "first_step", "measure"), f"{remedy.id} ({lang})")
    yield from check_without_records(area)
    for indicator in find_indicators(area.id):
        yield from check_indicator(area, indicator.id, indicator.clause, indicator.source)


def check_without_records(area: Area) -> Iterator[str]:
    """Does every clause that no indicator measures say why, and no other?"""
    shown = {indicator.clause for indicator in find_indicators(area.id)}
    for clause in area.clauses:
        for lang in LANGUAGES:
            words = area.text[lang].get("clauses", {}).get(clause.id, {})
            if clause.id not in shown:
                yield from missing(words, ("no_records",), f"{clause.id} ({lang})")
            elif "no_records" in words:
                yield f"{clause.id} ({lang}): no_records, but an indicator measures it"


def check_indicator(area: Area, indicator: str, clause: str, source: str) -> Iterator[str]:
    """Has an indicator a clause of its area, words in every language and a known source?"""
    if clause not in {c.id for c in area.clauses}:
        yield f"{indicator}: clause {clause} is not of area {area.id}"
    if source != "ours" and source.split(":", 1)[-1] not in sources():
        yield f"{indicator}: source {source} is not in sources.yml"
    for lang in LANGUAGES:
        words = area.text[lang].get("indicators", {}).get(indicator, {})
        yield from missing(words, ("title", "explanation"), f"{indicator} ({lang})")


def check_clause_text(area: Area, clause: Clause, lang: str) -> Iterator[str]:
    """Has a clause all its words in one language: meaning, items, five rubric levels, finding?"""
    where = f"{clause.id} ({lang})"
    words = area.text[lang].get("clauses", {}).get(clause.id, {})
    yield from missing(words, ("title", "meaning", "strength", "learn_more"), where)
    yield from missing(words.get("items", {}), tuple(i.id for i in clause.items), where)
    yield from missing(words.get("rubric", {}), RUBRIC, where)
    if len(set(words.get("rubric", {}).values())) < len(RUBRIC):
        yield f"{where}: two rubric levels are the same"
    finding = words.get("finding", {})
    yield from missing(finding, ("title", "text"), where)
    strange = placeholders(str(finding.get("text", ""))) - FILLED
    if strange:
        yield f"{where}: the finding expects {sorted(strange)}"


def missing(words: dict[Any, Any], keys: tuple[Any, ...], where: str) -> Iterator[str]:
    """Which of these texts are empty or absent?"""
    for key in keys:
        if not str(words.get(key, "") or "").strip():
            yield f"{where}: {key} has no text"


def leaves(tree: Any, path: str = "") -> dict[str, str]:
    """Every text of a tree by its dotted key."""
    if not isinstance(tree, dict):
        return {path: str(tree)}
    return {
        k: v
        for key, value in tree.items()
        for k, v in leaves(value, f"{path}.{key}" if path else str(key)).items()
    }


def check_same_keys(area: Area) -> Iterator[str]:
    """Do the languages say the same things, with the same placeholders?"""
    first, *others = LANGUAGES
    base = leaves(area.text[first])
    for lang in others:
        other = leaves(area.text[lang])
        for key in base.keys() ^ other.keys():
            yield f"{area.id}: {key} stands in one language only"
        for key in base.keys() & other.keys():
            if placeholders(base[key]) != placeholders(other[key]):
                yield f"{area.id}: {key} has other placeholders in {lang}"


def check_ids(instrument: Instrument) -> Iterator[str]:
    """Is every id there once?"""
    kinds = {
        "clause": [c.id for c in instrument.clauses()],
        "item": [i.id for i in instrument.items()],
        "remedy": [r.id for a in instrument.areas for r in a.remedies],
        "indicator": [i.id for a in instrument.areas for i in find_indicators(a.id)],
    }
    for kind, ids in kinds.items():
        for id, n in Counter(ids).items():
            if n > 1:
                yield f"{kind} {id} is there {n} times"


def asked(item: Item, side: str, level: str, role: str) -> bool:
    """Is a person of this side, level and role asked an item?"""
    if item.side != side or (side == "firm" and level not in item.levels):
        return False
    return not item.roles or role in item.roles


def count_items(instrument: Instrument) -> dict[tuple[str, str, str], int]:
    """How many items is each kind of person asked? By side, level and role."""
    people = [("firm", level, role) for level in LEVELS for role in ROLES] + [("account", "manager", "other")]
    return {p: sum(asked(i, *p) for i in instrument.items()) for p in people}


def check_caps(instrument: Instrument) -> Iterator[str]:
    """Is nobody asked more than they will answer?"""
    for (side, level, role), n in count_items(instrument).items():
        manager = role in ("account_manager", "their_supervisor") and level != "executive"
        cap = CAPS["account"] if side == "account" else CAPS["manager_role"] if manager else CAPS[level]
        if n > cap:
            yield f"{side} {level} {role}: {n} items, at most {cap}"


def check_requirements(instrument: Instrument) -> Iterator[str]:
    """Do remedies' prerequisites exist, without going round in a circle?"""
    remedies = instrument.remedies()
    for remedy in remedies.values():
        for needed in remedy.requires:
            if needed not in remedies:
                yield f"{remedy.id}: requires {needed}, which does not exist"
        if remedy.id in reachable(instrument, remedy.id):
            yield f"{remedy.id}: requires itself in a circle"


def reachable(instrument: Instrument, remedy: str) -> set[str]:
    """Which remedies does one need, directly or through others?"""
    remedies, found, queue = instrument.remedies(), set(), list(instrument.remedies()[remedy].requires)
    while queue:
        needed = queue.pop()
        if needed in remedies and needed not in found:
            found.add(needed)
            queue += remedies[needed].requires
    return found
