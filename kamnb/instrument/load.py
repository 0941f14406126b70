"""The instrument: areas, clauses, items, remedies and their words, read from the area folders."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from kamnb.discover import find_folders, find_modules
from kamnb.errors import UsageError
from kamnb.instrument.indicator import Indicator
from kamnb.model import Area, Bilingual, Clause, Item, Remedy
from kamnb.sources.suggest import nearest
from kamnb.text.load import LANGUAGES, fill, in_language, look_up, read_yaml

VERSION = "3.0"
"""The instrument's version: raised by every change that moves a client's score."""


@dataclass(frozen=True)
class Instrument:
    """All areas in their order, with every look-up a stage needs."""

    areas: tuple[Area, ...]
    version: str = VERSION

    def area(self, area: str) -> Area:
        """Which area has this id? KeyError for an unknown one."""
        return {a.id: a for a in self.areas}[area]

    def clauses(self) -> Iterator[Clause]:
        """Every clause, in the order of the areas."""
        return (clause for area in self.areas for clause in area.clauses)

    def clause(self, clause: str) -> Clause:
        """Which clause has this id? KeyError for an unknown one."""
        return {c.id: c for c in self.clauses()}[clause]

    def items(self) -> tuple[Item, ...]:
        """Every survey item."""
        return tuple(item for clause in self.clauses() for item in clause.items)

    def remedies(self) -> dict[str, Remedy]:
        """Every remedy by id."""
        return {remedy.id: remedy for area in self.areas for remedy in area.remedies}

    def text(self, area: str, key: str, **values: object) -> Bilingual:
        """What does an area say under a dotted key, in every language?"""
        words = self.area(area).text
        return {lang: fill(look_up(words[lang], key), **in_language(values, lang)) for lang in LANGUAGES}

    def title(self, clause: str) -> Bilingual:
        """What is a clause called?"""
        return self.text(self.clause(clause).area, f"clauses.{clause}.title")


def area_folders() -> list[Path]:
    """Which folders hold an area? Every folder with an area.yml below the package's path."""
    import kamnb.areas

    return find_folders(kamnb.areas, "area.yml")


def build_clause(area: str, clause: str, data: dict[str, Any]) -> Clause:
    """One clause from its YAML."""
    items = tuple(
        Item(
            str(i["id"]),
            clause,
            i["side"],
            tuple(i["levels"]),
            tuple(i.get("roles", ())),
            bool(i.get("reversed", False)),
        )
        for i in data["items"]
    )
    return Clause(
        clause,
        area,
        items,
        tuple(data["tables"]),
        data["finding"],
        tuple(data["remedies"]),
        bool(data.get("anchor", False)),
        bool(data.get("consensus", False)),
        float(data.get("weight", 1)),
    )


def build_remedy(area: str, remedy: str, data: dict[str, Any]) -> Remedy:
    """One remedy from its YAML."""
    return Remedy(
        remedy,
        area,
        tuple(data["clauses"]),
        data["phase"],
        float(data["effort"]),
        float(data["months_to_effect"]),
        data["owner_role"],
        (float(data["gain"]["low"]), float(data["gain"]["high"])),
        tuple(data.get("requires", ())),
    )


def build_area(folder: Path) -> Area:
    """One area from its folder: area.yml and a text file for each language."""
    data = read_yaml(folder / "area.yml")
    return Area(
        data["id"],
        data["prefix"],
        int(data["order"]),
        str(data.get("notebook", "")),
        tuple(build_clause(data["id"], c, body) for c, body in data["clauses"].items()),
        tuple(build_remedy(data["id"], r, body) for r, body in data.get("remedies", {}).items()),
        {lang: read_yaml(folder / f"text.{lang}.yml") for lang in LANGUAGES},
    )


@cache
def _load(folders: tuple[Path, ...]) -> Instrument:
    areas = sorted((build_area(folder) for folder in folders), key=lambda a: (a.order, a.id))
    instrument = Instrument(tuple(areas))
    check_order(instrument.remedies())
    return instrument


def check_order(remedies: Mapping[str, Remedy]) -> None:
    """Can the remedies be done one after another? UsageError for a circle of requirements, or for one that is not there."""
    done: set[str] = set()

    def walk(remedy: str, trail: tuple[str, ...]) -> None:
        if remedy in trail:
            ring = [*trail[trail.index(remedy) :], remedy]
            files = dict.fromkeys(f"{remedies[id].area}/area.yml" for id in ring)
            raise UsageError("remedy-circle", names=" → ".join(ring), files=", ".join(files))
        if remedy not in remedies:
            file = f"{remedies[trail[-1]].area}/area.yml"
            values = {"nearest": nearest(remedy, remedies), "name": remedy, "remedy": trail[-1]}
            raise UsageError("remedy-unknown", file=file, **values)
        for needed in () if remedy in done else remedies[remedy].requires:
            walk(needed, (*trail, remedy))
        done.add(remedy)

    for remedy in remedies:
        walk(remedy, ())


def load_instrument() -> Instrument:
    """Which areas, clauses and items are there today? Read once per set of folders."""
    return _load(tuple(area_folders()))


def find_indicators(area: str) -> list[Indicator]:
    """Which indicators does an area have? In the order of clause and name; none where it has no such folder."""
    try:
        package = importlib.import_module(f"kamnb.areas.{area}.indicators")
    except ModuleNotFoundError as error:
        if error.name not in (f"kamnb.areas.{area}", f"kamnb.areas.{area}.indicators"):
            raise
        return []
    marked = [m for module in find_modules(package) for m in _marked(module)]
    return sorted(marked, key=lambda i: (i.clause, i.id))


def _marked(module: ModuleType) -> list[Indicator]:
    functions = [f for f in vars(module).values() if getattr(f, "__module__", "") == module.__name__]
    return [f.indicator for f in functions if hasattr(f, "indicator")]
