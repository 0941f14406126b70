"""What can be asked for by name? Every stable id of the instrument and of a diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import kamnb.figures
from kamnb.discover import find_modules
from kamnb.errors import UsageError
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.load import Instrument, find_indicators
from kamnb.sources.suggest import did_you_mean

Form = dict[str, Any]
ANCHORS = ("zh-", "en-")
READINGS = ("survey", "interviews", "judgement")


@dataclass(frozen=True)
class Ref:
    """One thing that can be explained: what kind it is, and its own id."""

    kind: str
    id: str


def all_indicators(instrument: Instrument) -> dict[str, Indicator]:
    """Every indicator by its id."""
    return {i.id: i for area in instrument.areas for i in find_indicators(area.id)}


def all_figures() -> dict[str, str | None]:
    """Every figure, with the indicator whose series it draws (None where it draws several)."""
    modules = [m for m in find_modules(kamnb.figures) if hasattr(m, "plot")]
    return {m.__name__.rsplit(".", 1)[1]: getattr(m, "INDICATOR", None) for m in modules}


def known_refs(instrument: Instrument, form: Form) -> dict[str, Ref]:
    """Everything that can be asked for, by every name it goes by: the report's anchors and evidence ids too."""
    found: dict[str, Ref] = {}

    def add(kind: str, id: str, *names: str) -> None:
        for name in (id, *names):
            found.setdefault(name, Ref(kind, id))

    for clause in instrument.clauses():
        add("clause", clause.id)
        for item in clause.items:
            add("item", item.id, f"survey:{item.id}")
        for kind in READINGS:
            found.setdefault(f"{kind}:{clause.id}", Ref("clause", clause.id))
    for area in instrument.areas:
        add("area", area.id, area.prefix)
    for finding in form["findings"]:
        add("finding", finding["id"])
    for remedy in instrument.remedies():
        add("remedy", remedy)
    indicators = all_indicators(instrument)
    for id in indicators:
        add("indicator", id)
    for figure, indicator in all_figures().items():
        home = instrument.clause(indicators[indicator].clause).area if indicator in indicators else ""
        add("figure", figure, *([f"{home}-{figure}"] if home else []))
    return found


def find_ref(instrument: Instrument, form: Form, given: str) -> Ref:
    """What is meant? An id, an anchor of the HTML report, or "survey S1.1"; UsageError with a guess where nothing is."""
    known = known_refs(instrument, form)
    name = given.strip().removeprefix("#")
    names = [name, ":".join(name.split()), *(name.removeprefix(a) for a in ANCHORS)]
    lower = {key.lower(): key for key in reversed(known)}
    for each in names:
        if each in known:
            return known[each]
    for each in names:
        if each.lower() in lower:
            return known[lower[each.lower()]]
    raise UsageError("no-ref", ref=given, hint=did_you_mean(name, known))
