"""Which of the framework's causal claims can this client's own units test, and what do they show?"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd

from kamnb.causes import measures_accounts, measures_groups, measures_managers
from kamnb.causes.claims import Claim, Measure, Way, load_claims
from kamnb.causes.estimate import rank_slope, shows, varies
from kamnb.causes.units import controls, kinds
from kamnb.instrument.thresholds import threshold
from kamnb.model import CauseEstimate
from kamnb.sources.client import ClientData

Values = pd.Series
MODULES = (measures_managers, measures_accounts, measures_groups)
LEAST_OF_A_KIND = 3
"""Of fewer departments, or regions, none can be compared with the others."""


def measure_causes(client: ClientData) -> tuple[CauseEstimate, ...]:
    """What do the client's units show of each causal claim? In the framework's order; nothing is decided here.

    Of a claim's ways the first is taken for which the tables are there and units enough; else that with most units.
    """
    return tuple(measure_claim(client, claim) for claim in load_claims())


def measure_claim(client: ClientData, claim: Claim) -> CauseEstimate:
    """What do the units show of one claim? The way is chosen by tables and number of units, never by what it shows."""
    ways = [way for way in claim.ways if all(client.has(table) for table in way.tables)]
    if not ways:
        lacking = tuple(t for t in claim.ways[0].tables if not client.has(t))
        return nothing(claim, claim.ways[0], 0, "missing", lacking)
    seen: list[tuple[Way, pd.DataFrame]] = []
    for way in ways:
        seen.append((way, paired(client, way)))
        if len(seen[-1][1]) >= least_units(client):
            return estimate(client, claim, *seen[-1])
    way, pairs = max(seen, key=lambda found: len(found[1]))
    return nothing(claim, way, len(pairs), "few_units")


def least_units(client: ClientData) -> int:
    """How many units must there be? Never fewer than the smallest group that may be shown."""
    return max(int(threshold("cause_units_minimum")), client.settings.anonymity.minimum)


def paired(client: ClientData, way: Way) -> pd.DataFrame:
    """Of which units are cause and effect known? Rows by unit, sorted; of two kinds of unit those of three or more."""
    both = {"cause": take(client, way.cause), "effect": take(client, way.effect)}
    table = pd.DataFrame(both).dropna().sort_index()
    kind = kinds(way.unit, table.index)
    if kind is None:
        return table
    size = pd.Series(kind, index=table.index).map(pd.Series(kind).value_counts())
    return table[(size >= LEAST_OF_A_KIND).to_numpy(dtype=bool)]


def take(client: ClientData, measure: Measure) -> pd.Series[Any]:
    """What is a measure of each unit? Each unit once; what nobody is named for is left out."""
    function = functions()[measure.function]
    found = function(client, measure.of) if measure.of else function(client)
    known = found[found.index.notna()].astype(float).dropna()
    return known[~known.index.duplicated()].rename_axis(None)


@cache
def functions() -> dict[str, Callable[..., pd.Series[Any]]]:
    """Which functions take measures? By name."""
    return {name: f for module in MODULES for name, f in vars(module).items() if callable(f)}


def estimate(client: ClientData, claim: Claim, way: Way, pairs: pd.DataFrame) -> CauseEstimate:
    """How far do cause and effect go together over the units, as the claim has it (above 0) or against it?"""
    different = int(threshold("cause_different_units"))
    for side, measure in (("cause", way.cause), ("effect", way.effect)):
        if not varies(pairs[side], measure.least, different):
            return nothing(claim, way, len(pairs), f"{side}_same")
    found = rank_slope(
        pairs["cause"],
        way.sign * pairs["effect"],
        controls(client, way.unit, way.controls, pairs.index),
        kinds(way.unit, pairs.index),
        draws=int(threshold("cause_permutations")),
        seed=zlib.crc32(claim.id.encode("utf-8")),
        level=threshold("interval_level"),
    )
    if found is None:
        return nothing(claim, way, len(pairs), "few_units")
    return CauseEstimate(
        claim.cause,
        claim.effect,
        way.unit,
        (way.cause.id, way.effect.id),
        found.n,
        found.effect,
        found.low,
        found.high,
        found.p,
        shows(found.n, found.held, threshold("cause_alpha"), threshold("cause_power")),
    )


def nothing(claim: Claim, way: Way, n: int, reason: str, missing: tuple[str, ...] = ()) -> CauseEstimate:
    """The estimate that could not be made, and why."""
    measures = (way.cause.id, way.effect.id)
    return CauseEstimate(claim.cause, claim.effect, way.unit, measures, n, reason=reason, missing=missing)
