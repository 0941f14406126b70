"""What is the made-up firm like underneath its tables? Its people and accounts, and every parameter by unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Bools, Floats, Ints, at_health, curves, words, worlds
from kamnb.simulation.options import Options, clauses
from kamnb.simulation.portfolio import Portfolio, Staff, draw_portfolio, draw_staff, with_losses
from kamnb.simulation.randomness import generator, happens
from kamnb.simulation.truth import Truth
from kamnb.simulation.units import Differences, draw_differences


@dataclass(frozen=True, repr=False, eq=False)
class World:
    """One made-up firm: truth, sizes, differences between units, staff and accounts."""

    options: Options
    truth: Truth
    size: dict[str, int]
    differences: Differences
    staff: Staff
    accounts: Portfolio

    def rng(self, table: str) -> np.random.Generator:
        """Which generator belongs to a table?"""
        return generator(self.options.seed, table)

    def spread(self, clause: str) -> float:
        """By how many points do units differ in a clause? Not at all in a null client."""
        wide = worlds()["spread"]
        if self.options.null:
            return 0.0
        return float(wide["caused"] if clause in self.options.caused else wide["usual"])

    def difference(self, clause: str, **units: Ints) -> Floats:
        """How far do units stand from the firm in a clause, in standard deviations?

        An account carries its manager's and its region's part too.
        """
        if "account" in units:
            at = units["account"]
            units = {
                "manager": self.accounts.shaper[at],
                "region": self.accounts.region[at],
                **units,
            }
        parts = [self.differences[kind][clause][index] for kind, index in units.items()]
        return np.asarray(sum(parts) / np.sqrt(max(len(parts), 1)), dtype=np.float64)

    def health(self, clause: str, **units: Ints) -> Floats:
        """How healthy is a clause at these units? Differences shrink towards both ends of the scale."""
        firm = self.truth.clauses[clause]
        room = np.sqrt(firm * (100 - firm)) / 50
        here = firm + self.spread(clause) * room * self.difference(clause, **units)
        return np.asarray(np.clip(here, 0, 100), dtype=np.float64)

    def value(self, parameter: str, **units: Ints) -> Floats:
        """Which value has a parameter at these units? The mean over the clauses that shape it."""
        parts = [
            at_health(curve, self.health(clause, **units)) for clause, curve in curves()[parameter].items()
        ]
        return np.asarray(sum(parts) / len(parts), dtype=np.float64)

    def firm(self, parameter: str) -> float:
        """Which value has a parameter in the firm as a whole?"""
        return firm_value(self.truth, parameter)

    def happens(self, rng: np.random.Generator, parameter: str, **units: Ints) -> Bools:
        """At which units does something happen whose probability is the parameter?"""
        return happens(rng, self.value(parameter, **units))


def firm_value(truth: Truth, parameter: str) -> float:
    """Which value has a parameter in the firm as a whole?"""
    values = [
        np.interp(truth.clauses[c], np.linspace(0, 100, len(v)), v) for c, v in curves()[parameter].items()
    ]
    return float(np.mean(values))


def build_world(options: Options, truth: Truth) -> World:
    """Which firm do the options and the truth describe?"""
    size, seed, value = options.counted(), options.seed, partial(firm_value, truth)
    left = int(
        generator(seed, "leaving").poisson(size["managers"] * worlds()["months"] / 12 * value("leaving"))
    )
    order, strength = options.order, worlds()["spread"]["strength"]
    people: dict[str, Ints] = {
        "manager": np.zeros(size["managers"] + left, np.int64),
        "region": np.zeros(len(words()["regions"]), np.int64),
        "department": np.zeros(len(words()["departments"]), np.int64),
    }
    differences = draw_differences(seed, clauses(), people, order, strength)
    staff = draw_staff(generator(seed, "staff"), size, value, differences["manager"]["M7"])
    accounts = draw_portfolio(generator(seed, "portfolio"), size, value, staff)
    keys = {"account": accounts.key.astype(np.int64)}
    differences = {**differences, **draw_differences(seed, clauses(), keys, order, strength)}
    world = World(options, truth, size, differences, staff, accounts)
    return replace(world, accounts=with_losses(generator(seed, "losses"), world))


def dates(offsets: Any) -> pd.Series[Any]:
    """Which days lie these numbers of days from as_of? NaN gives NaT."""
    shifted = pd.to_timedelta(np.floor(np.asarray(offsets, dtype=np.float64)), unit="D")
    return pd.Series(pd.Timestamp(str(worlds()["as_of"])) + shifted)


def known(values: Any, there: Bools) -> pd.Series[Any]:
    """The values where they are known, blank elsewhere."""
    return pd.Series(values).where(pd.Series(there))


def chosen(names: Any, index: Ints) -> pd.Series[Any]:
    """Which name has each index?"""
    return pd.Series(np.asarray(names, dtype=object)[index])
