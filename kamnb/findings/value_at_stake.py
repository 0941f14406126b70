"""What is at stake in money a year? Four components by simulation, each with its range, money that two claim counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kamnb.findings.find import target_of
from kamnb.findings.value_components import NEEDS, Draws, Part, draw_parts, shares
from kamnb.instrument.assumptions import ASSUMPTIONS, COMPONENTS, assumed
from kamnb.instrument.load import Instrument, find_indicators
from kamnb.instrument.thresholds import threshold
from kamnb.model import ClauseResult, ClientFacts, Finding, Outcome
from kamnb.scoring.combine import why_missing

ENDS = (5, 50, 95)
PLAIN = ("strength", "data")
"""Kinds of finding that are no problem: no money is at stake behind them."""
CLAUSES = {"price": "P3", "losses": "P4", "retention": "P2", "selection": "S3"}


@dataclass(frozen=True)
class Component:
    """One source of money: the whole of it and the part that can be recovered, a year; None where not measured."""

    id: str
    clause: str
    indicators: tuple[str, ...]
    outcome: Outcome
    low: float | None = None
    mid: float | None = None
    high: float | None = None
    whole: float | None = None
    overlap: float | None = None


@dataclass(frozen=True)
class Assumption:
    """One assumption as it was used, with the registered value beside the client's own."""

    id: str
    value: float
    registered: float


@dataclass(frozen=True)
class ValueAtStake:
    """What can be recovered in a year: 5, 50 and 95 % of the simulated sums; `at_risk` is the most that it can be."""

    low: float | None
    mid: float | None
    high: float | None
    outcome: Outcome
    components: tuple[Component, ...]
    assumptions: tuple[Assumption, ...]
    at_risk: float | None = None

    def of_clause(self, clause: str) -> float | None:
        """How much is at stake behind a clause, in the middle? None where nothing was measured."""
        found = [c.mid for c in self.components if c.clause == clause and c.mid is not None]
        return sum(found) if found else None


def value_at_stake(
    instrument: Instrument, facts: ClientFacts, found: Mapping[str, ClauseResult]
) -> ValueAtStake:
    """What is at stake in money a year, as a range? From indicators' values, intervals and series only.

    price: erosion of the last year on key accounts' list revenue. losses: margin lost at loss-making key accounts,
    less what better prices bring there. retention: margin that accounts take along that leave beyond the healthy
    rate. selection: growth at fitting accounts outside the list, up to key accounts' share of wallet. Of each only
    the assumed share is recovered; the sum never exceeds the margin at risk. A component without its indicators has
    their outcome; without any, all is None.
    """
    results = {i.indicator: i for c in found.values() for i in c.indicators if i.outcome == Outcome.MEASURED}
    size = int(threshold("value_draws"))
    healthy = healthy_retention(instrument, facts)
    parts = draw_parts(results, facts.assumed, healthy, size)
    recovered = {
        name: (part.whole - part.claimed) * shares(facts.assumed, name, size) for name, part in parts.items()
    }
    components = tuple(component_of(name, found, parts.get(name), recovered.get(name)) for name in COMPONENTS)
    used = tuple(Assumption(a, assumed(facts.assumed, a), threshold(a)) for a in ASSUMPTIONS)
    if not parts:
        none = why_missing(c.outcome for c in components)
        return ValueAtStake(None, None, None, none, components, used)
    at_risk = sum((part.whole - part.claimed for part in parts.values()), np.zeros(size))
    total = np.minimum(sum(recovered.values(), np.zeros(size)), at_risk)
    low, mid, high = ends(total)
    return ValueAtStake(
        low, mid, high, Outcome.MEASURED, components, used, float(np.percentile(at_risk, ENDS[1]))
    )


def with_value(findings: Iterable[Finding], stake: ValueAtStake) -> list[Finding]:
    """The findings, each problem with the money at stake behind its clause where a component tells of it."""
    return [f if f.kind in PLAIN else replace(f, value=stake.of_clause(f.clause)) for f in findings]


def component_of(
    name: str, found: Mapping[str, ClauseResult], part: Part | None, recovered: Draws | None
) -> Component:
    """One component as it is told: its range, or why there is none."""
    if part is None or recovered is None:
        given = {i.indicator: i.outcome for c in found.values() for i in c.indicators}
        missing = [given.get(i, Outcome.NO_DATA) for i in NEEDS[name]]
        failed = [outcome for outcome in missing if outcome != Outcome.MEASURED]
        return Component(name, CLAUSES[name], NEEDS[name], why_missing(failed or [Outcome.NO_DATA]))
    whole, overlap = (float(np.percentile(x, ENDS[1])) for x in (part.whole, part.claimed))
    return Component(name, CLAUSES[name], NEEDS[name], Outcome.MEASURED, *ends(recovered), whole, overlap)


def ends(draws: Draws) -> tuple[float, float, float]:
    """Which are the 5, 50 and 95 % points of the draws?"""
    low, mid, high = (float(x) for x in np.percentile(draws, ENDS))
    return low, mid, high


def healthy_retention(instrument: Instrument, facts: ClientFacts) -> float:
    """Which three years' retention is healthy? The one at which the indicator reaches the clause's target."""
    indicator = next(i for i in find_indicators("purpose") if i.id == "key_accounts_retained")
    kept, score = zip(*indicator.anchors, strict=True)
    return float(np.interp(target_of(facts, instrument.clause(indicator.clause)), score, kept))
