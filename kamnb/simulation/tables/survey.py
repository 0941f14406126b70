"""What do people answer? Every item of the instrument, put to those whom it asks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.instrument.checks import asked
from kamnb.instrument.load import load_instrument
from kamnb.model import Item
from kamnb.simulation.curves import Bools, Floats, Ints, words, worlds
from kamnb.simulation.opinion import GROUPS, Opinions, draw_opinions, to_answers
from kamnb.simulation.randomness import around, happens
from kamnb.simulation.world import World, chosen

SUPPORT = ("rnd", "production", "service", "finance", "it")
OTHER = ("sales", "marketing", "hr", "production", "finance")


def survey(world: World) -> pd.DataFrame:
    """What did each person answer to each item?"""
    rng = world.rng("survey")
    people, index = _people(world, rng)
    opinions = draw_opinions(world)
    n, told = len(people), worlds()["opinion"]
    person = rng.normal(0, 1, n) * opinions.person
    missing = told["missing"] * world.options.noise + world.options.blank
    careless = _careless(world, rng, n)
    straight = rng.integers(3, 5, n).astype(np.float64)
    kinds = list(people[["side", "level", "role"]].itertuples(index=False, name=None))
    group = _group(people)
    answers: dict[str, Any] = {}
    for item in load_instrument().items():
        put = _asked(item, kinds)
        latent = person + _beliefs(world, opinions, item.clause, group, index)
        latent += rng.normal(0, 1, n) * np.hypot(opinions.item, opinions.within.get(item.clause, 0))
        answer = to_answers(latent).astype(np.float64)
        answer = np.where(careless, straight, 6 - answer if item.reversed else answer)
        answers[item.id] = np.where(put & ~happens(rng, np.full(n, missing)), answer, np.nan)
    found = pd.concat([people, pd.DataFrame(answers)], axis=1)
    seconds, spread = told["seconds"]
    length = found[list(answers)].notna().sum(axis=1).to_numpy(np.float64)
    taken = around(rng, length * seconds, spread) * np.where(careless, 0.15, 1) + 20
    found.insert(7, "duration_s", np.round(taken))
    return found


def _people(world: World, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, Ints]]:
    """Who answers, by side, level and role; and the index of each one's region, department and account."""
    size = world.size
    group = np.repeat(GROUPS, [size[g] for g in GROUPS])
    n, firm = len(group), group != "account"
    role = _roles(world, group)
    function = _functions(rng, group, role)
    region = rng.integers(0, len(words()["regions"]), n)
    account = _accounts(world, rng, n)
    level = np.where(firm, group, rng.choice(["executive", "manager", "frontline"], n, p=[0.2, 0.5, 0.3]))
    people = pd.DataFrame(
        {
            "respondent_id": [f"F{i + 1:04d}" for i in range(n)],
            "side": np.where(firm, "firm", "account"),
            "level": level,
            "role": role,
            "function": np.where(firm, function, None),
            "region": chosen(words()["regions"], region).where(firm),
            "account_id": chosen(world.accounts.names, account).mask(firm),
        }
    )
    department = pd.Index(words()["departments"]).get_indexer(function)
    return people, {"region": region, "department": np.maximum(department, 0), "account": account}


def _roles(world: World, group: Ints) -> Any:
    """Account managers stand among managers and front line, one in three as a manager."""
    role = np.full(len(group), "other", dtype=object)
    managers, front = np.flatnonzero(group == "manager"), np.flatnonzero(group == "frontline")
    own = min(world.size["managers"], len(front))
    role[managers[: own // 3]] = "account_manager"
    role[front[: own - own // 3]] = "account_manager"
    rest = managers[own // 3 :]
    bosses = max(len(rest) // 5, 1)
    role[rest[:bosses]] = "their_supervisor"
    role[rest[bosses : bosses + int(len(rest) * 0.55)]] = "support_function"
    others = front[own - own // 3 :]
    role[others[: len(others) // 2]] = "support_function"
    return role


def _functions(rng: np.random.Generator, group: Any, role: Any) -> Any:
    n = len(group)
    support, other = (
        np.asarray(SUPPORT, object)[rng.integers(0, 5, n)],
        np.asarray(OTHER, object)[rng.integers(0, 5, n)],
    )
    found = np.where(role == "support_function", support, other)
    found = np.where(np.isin(role, ("account_manager", "their_supervisor")), "kam", found)
    return np.where(group == "executive", np.where(rng.random(n) < 0.5, "executive", other), found)


def _accounts(world: World, rng: np.random.Generator, n: int) -> Ints:
    """For which account does someone speak? Key accounts first, each in turn."""
    buying = world.accounts.buying
    others = np.setdiff1d(np.flatnonzero(world.accounts.there), buying)
    order = np.append(rng.permutation(buying), rng.permutation(others))
    order = order if len(order) else np.arange(len(world.accounts.key))
    turn = np.arange(n) - (n - world.size["account"])
    return np.asarray(
        order[np.mod(turn, min(len(order), max(len(buying), world.size["account"])))], dtype=np.int64
    )


def _careless(world: World, rng: np.random.Generator, n: int) -> Bools:
    share = 0.0 if world.options.null else worlds()["opinion"]["careless"] * world.options.noise
    return happens(rng, np.full(n, share))


def _group(people: pd.DataFrame) -> Ints:
    """To which group does each person belong, as the opinions count them?"""
    names = people["level"].where(people["side"] == "firm", "account")
    return np.asarray(names.map(GROUPS.index), dtype=np.int64)


def _asked(item: Item, kinds: list[tuple[str, str, str]]) -> Bools:
    """To whom, by side, level and role, is an item put?"""
    told = {kind: asked(item, *kind) for kind in set(kinds)}
    return np.array([told[kind] for kind in kinds])


def _beliefs(world: World, opinions: Opinions, clause: str, group: Ints, index: dict[str, Ints]) -> Floats:
    """Where does each person's group stand, with what is particular to region and department, or to the account?"""
    centre = np.array([opinions.centre[clause][g] for g in GROUPS])
    local = worlds()["opinion"]["region"] * world.spread(clause) / worlds()["spread"]["usual"]
    here = world.difference(clause, region=index["region"], department=index["department"])
    there = world.difference(clause, account=index["account"])
    own = local * np.where(group < GROUPS.index("account"), here, there)
    return np.asarray(centre[group] + own, dtype=np.float64)
