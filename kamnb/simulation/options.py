"""What was asked of a simulation? The options, checked: a wrong one is a UsageError that says what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.simulation.curves import worlds
from kamnb.sources.contract import load_contract
from kamnb.sources.suggest import did_you_mean

ARROW = "->"


@dataclass(frozen=True)
class Options:
    """Everything that decides a made-up client, besides the words and curves of the YAML files."""

    seed: int
    plant: Mapping[str, float] = field(default_factory=dict)
    flatter: Mapping[str, float] = field(default_factory=dict)
    size: str = "medium"
    noise: float = 1.0
    leave_out: tuple[str, ...] = ()
    blank: float = 0.0
    null: bool = False
    causes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_choice("simulated-size", self.size, worlds()["sizes"])
        for name in self.counts:
            check_choice("simulated-size", name, worlds()["sizes"][self.size])
        for table in self.leave_out:
            check_choice("simulated-table", table, load_contract().tables)
        for health in self.plant.values():
            check_between(health, 0, 100)
        for points in self.flatter.values():
            check_between(points, -100, 100)
        check_between(self.blank, 0, 1)
        check_between(self.noise, 0, 10)
        object.__setattr__(
            self, "causes", tuple(c.replace(" ", "").replace("\u2192", ARROW) for c in self.causes)
        )
        object.__setattr__(self, "plant", by_clause(self.plant))
        object.__setattr__(self, "flatter", by_clause(self.flatter))
        self.caused  # noqa: B018 - a circle is refused here

    @cached_property
    def order(self) -> dict[str, list[str]]:
        """Which clauses are caused by which, causes before effects? UsageError for a circle or an unknown clause."""
        graph: dict[str, list[str]] = {}
        for cause in self.causes:
            source, _, target = cause.partition(ARROW)
            for clause in (source, target):
                check_choice("simulated-clause", clause, clauses())
            graph.setdefault(target, []).append(source)
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise UsageError("simulated-circle", causes=", ".join(self.causes)) from error
        return {clause: graph[clause] for clause in order if clause in graph}

    @cached_property
    def caused(self) -> set[str]:
        """Which clauses take part in a planted cause?"""
        graph = self.order
        return set(graph) | {source for sources in graph.values() for source in sources}

    def counted(self) -> dict[str, int]:
        """How many of everything?"""
        return {**worlds()["sizes"][self.size], **self.counts}

    def to_dict(self) -> dict[str, Any]:
        """What stands in truth.json about the options?"""
        return asdict(self)


def clauses() -> tuple[str, ...]:
    """Which clauses are there, in the order of the areas?"""
    return tuple(clause.id for clause in load_instrument().clauses())


def by_clause(given: Mapping[str, float]) -> dict[str, float]:
    """What is set for each clause? An area sets all its clauses; a clause that is named itself goes first."""
    areas = {area.id: [clause.id for clause in area.clauses] for area in load_instrument().areas}
    known = [*clauses(), *areas]
    for name in given:
        check_choice("simulated-clause", name, known)
    wide = {c: float(v) for name, v in given.items() if name in areas for c in areas[name]}
    return wide | {name: float(v) for name, v in given.items() if name not in areas}


def check_choice(key: str, name: str, known: Iterable[str]) -> None:
    """Is this one of the names that are known? UsageError with the nearest one."""
    names = list(known)
    if name not in names:
        raise UsageError(key, name=name, hint=did_you_mean(name, names), allowed=", ".join(names))


def check_between(value: float, low: float, high: float) -> None:
    """Does a number lie within its limits? UsageError where it does not."""
    if not low <= value <= high:
        raise UsageError("simulated-value", value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
