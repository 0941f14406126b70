"""How do the two sides meet, what binds them, and how do they settle conflicts?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Floats, Ints, words
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around, happens, pick
from kamnb.simulation.world import World, chosen, dates, known

RATES = {
    "meal": "meals",
    "gift": "gifts",
    "event": "events",
    "visit": "visits",
    "review": "reviews",
    "training": "trainings",
    "data_exchange": "exchanges",
    "technical_workshop": "workshops",
    "joint_planning": "joint_plans",
    "joint_innovation": "joint_work",
    "executive_meeting": "top_meetings",
}
SERVICE = 3.0
"""Service calls an account and year: they come whatever the health of the relationship."""
OTHERS = 0.25
"""How often other accounts are met, against key accounts."""
YEARS = 2
COST = {
    "meal": 900,
    "gift": 500,
    "event": 2500,
    "training": 1500,
    "technical_workshop": 1800,
    "executive_meeting": 1200,
}
USUAL_COST = 350.0


def touchpoints(world: World) -> pd.DataFrame:
    """When did the two sides meet, how, who took part and who wished it?"""
    rng, accounts = world.rng("touchpoints"), world.accounts
    account, kinds = _meetings(world, rng)
    n = len(account)
    kind = np.asarray([*RATES, "service"], dtype=object)[kinds]
    opened = np.maximum(-YEARS * YEAR, accounts.since[account])
    closed = np.where(accounts.there, -1.0, np.nan_to_num(accounts.lost))[account]
    day = opened + rng.random(n) * np.maximum(closed - opened, 0)
    owner = np.where(day < accounts.owner_since[account], accounts.previous[account], accounts.owner[account])
    top = np.isin(kind, ["executive_meeting", "joint_planning"])
    their_level, their_function = _their_side(world, rng, account, top)
    return pd.DataFrame(
        {
            "touchpoint_id": [f"H{i + 1:05d}" for i in range(n)],
            "account_id": np.asarray(accounts.names)[account],
            "date": dates(day),
            "kind": kind,
            "our_level": np.where(
                top & happens(rng, np.full(n, 0.8)),
                "executive",
                np.where(rng.random(n) < 0.25, "manager", "frontline"),
            ),
            "our_department": _our_department(world, rng, account, kind),
            "their_level": their_level,
            "their_function": their_function,
            "initiated_by": np.where(world.happens(rng, "their_wish", account=account), "account", "us"),
            "participants": 2 + rng.poisson(2.5, n),
            "cost": np.round(around(rng, np.array([COST.get(k, USUAL_COST) for k in kind]), 0.5)),
            "manager_id": chosen([*world.staff.names, None], owner),
        }
    )


def _meetings(world: World, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Which account had which kind of meeting? In time, over the years that the records cover."""
    accounts = world.accounts
    n = len(accounts.key)
    every = np.arange(n)
    rates = np.stack([*(world.value(p, account=every) for p in RATES.values()), np.full(n, SERVICE)], axis=1)
    fitted = world.value("fitted", account=every)[:, None]
    rates *= np.exp(rng.standard_normal(rates.shape) * fitted - fitted**2 / 2)
    ends = np.where(accounts.there, 0, np.nan_to_num(accounts.lost))
    span = np.clip((ends + YEARS * YEAR) / YEAR, 0, YEARS)
    count = rng.poisson(rates * (span * np.where(accounts.key, 1, OTHERS))[:, None])
    account, kind = (np.repeat(index.ravel(), count.ravel()) for index in np.indices(count.shape))
    return account, kind


def _our_department(world: World, rng: np.random.Generator, account: Ints, kind: np.ndarray) -> np.ndarray:
    other = np.asarray(["rnd", "service", "production", "finance"], dtype=object)[
        rng.choice(4, len(kind), p=[0.4, 0.3, 0.2, 0.1])
    ]
    usual = np.where(rng.random(len(kind)) < 0.75, "kam", "sales").astype(object)
    return np.where(world.happens(rng, "other_departments", account=account), other, usual)


def _their_side(
    world: World, rng: np.random.Generator, account: Ints, top: np.ndarray
) -> tuple[np.ndarray, pd.Series[str]]:
    """On which level and in which function does the account meet us? Few functions where closeness is low."""
    above = world.happens(rng, "reached_levels", account=account)
    usual = np.where(above, np.where(rng.random(len(account)) < 0.25, "executive", "manager"), "specialist")
    level = np.where(top & happens(rng, np.full(len(account), 0.7)), "executive", usual)
    return level, chosen(words()["their_functions"], functions(world, rng, account))


def functions(world: World, rng: np.random.Generator, account: Ints) -> Ints:
    """Which function at the account? One of as many as closeness opens; buyers first."""
    reached = world.value("reached_functions", account=account)
    weights = np.clip(reached[:, None] - np.arange(len(words()["their_functions"])), 0, 1)
    weights[:, 0] += 0.5
    return pick(rng, weights)


def disputes(world: World) -> pd.DataFrame:
    """Which conflicts arose with accounts, how long did they last, and what settled them?"""
    rng, accounts, n = world.rng("disputes"), world.accounts, world.size["disputes"]
    pull = np.where(accounts.key, 2.5, 1.0)
    at = rng.choice(len(pull), n, p=pull / pull.sum())
    ends = np.where(accounts.there, 0, np.nan_to_num(accounts.lost))[at]
    opened = np.floor(np.minimum(-rng.uniform(5, 2 * YEAR, n), ends - 5))
    closed = np.floor(opened + around(rng, world.value("days_open", account=at), 0.6)) + 1
    left = world.happens(rng, "left_open", account=at) | (closed >= 0)
    rule, top = world.value("by_rule", account=at), world.value("top_settles", account=at)
    shares: list[Floats] = [0.45 * rule, 0.55 * rule, (1 - rule) * (1 - top), (1 - rule) * top]
    settled = chosen(["contract", "rule", "negotiation", "executive"], pick(rng, np.stack(shares, axis=1)))
    return pd.DataFrame(
        {
            "dispute_id": [f"G{i + 1:04d}" for i in range(n)],
            "account_id": np.asarray(accounts.names)[at],
            "opened_on": dates(opened),
            "closed_on": dates(np.where(left, np.nan, closed)),
            "resolved_by": settled.mask(left, "unresolved"),
            "amount": np.round(around(rng, np.full(n, 60_000.0), 0.9), -2),
        }
    )


def alliances(world: World) -> pd.DataFrame:
    """Which ties has the firm along the value chain, with whom, and are they in use?"""
    rng, served = world.rng("alliances"), world.accounts.buying
    n = max(int(round(world.size["ties"] * world.firm("ties"))), 1)
    upstream = happens(rng, np.full(n, world.firm("upstream")))
    with_account = ~upstream & happens(rng, np.full(n, world.firm("account_ties"))) & (len(served) > 0)
    account = served[rng.integers(0, len(served), n)] if len(served) else np.zeros(n, np.int64)
    alive = happens(rng, np.full(n, world.firm("tie_alive")))
    since = -rng.uniform(1.2, 6, n) * YEAR
    used = np.where(alive, -rng.uniform(1, 120, n), -rng.uniform(400, 1200, n))
    names = np.asarray(world.accounts.names, dtype=object)[account]
    kinds = ["information_platform", "joint_development", "alliance", "equity", "acquisition"]
    return pd.DataFrame(
        {
            "partner": [f"{words()['partners']} {i + 1:02d}" for i in range(n)],
            "account_id": known(names, with_account),
            "kind": chosen(kinds, rng.choice(5, n, p=[0.35, 0.3, 0.2, 0.1, 0.05])),
            "direction": np.where(upstream, "upstream", "downstream"),
            "since": dates(since),
            "last_used_on": dates(np.maximum(used, since)),
            "shared_systems": rng.poisson(world.firm("systems") * np.where(alive, 1.0, 0.2)),
        }
    )
