"""What do people say when they are interviewed, coded to clauses and stances?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.instrument.load import load_instrument
from kamnb.simulation.curves import words, worlds
from kamnb.simulation.opinion import draw_opinions, to_answers
from kamnb.simulation.randomness import counted
from kamnb.simulation.world import World, chosen, known

FIRM = ("executive", "manager", "frontline", "executive", "manager")
FUNCTIONS = {"executive": "executive", "manager": "sales", "frontline": "kam"}
ACCOUNT_SHARE = 0.33


def interviews(world: World) -> pd.DataFrame:
    """Which statements were made on which clause, and for or against its being healthy?"""
    rng, opinions, told = world.rng("interviews"), draw_opinions(world), worlds()["opinion"]
    people, each = world.size["interviewed"], world.size["statements"]
    outside = max(round(people * ACCOUNT_SHARE), 1)
    side = np.repeat(["firm", "account"], [people - outside, outside])
    level = np.where(side == "firm", np.resize(FIRM, people), "manager")
    person, turn = np.repeat(np.arange(people), each), counted(np.full(people, each))
    clause = np.where(
        side[person] == "firm",
        _dealt(rng, [c.id for c in load_instrument().clauses()], len(person)),
        _dealt(rng, _of_accounts(), len(person)),
    )
    group = np.where(side == "firm", level, "account")[person]
    centre = np.array([opinions.centre[c][g] for c, g in zip(clause, group, strict=True)])
    bias = rng.normal(0, 1, people)[person] * opinions.person
    noise = rng.normal(0, 1, len(person)) * np.hypot(opinions.item, told["coder"] * world.options.noise)
    stance = to_answers(centre + bias + noise) - 3
    served = world.accounts.buying if len(world.accounts.buying) else np.arange(len(world.accounts.key))
    account = rng.permutation(np.resize(rng.permutation(served), people))[person]
    coders = words()["coders"]
    return pd.DataFrame(
        {
            "interview_id": [f"I{i + 1:02d}" for i in person],
            "person_id": [f"P{i + 1:02d}" for i in person],
            "side": side[person],
            "account_id": chosen(world.accounts.names, account).where(side[person] == "account"),
            "level": level[person],
            "function": known(pd.Series(level[person]).map(FUNCTIONS), side[person] == "firm"),
            "clause": clause,
            "stance": stance,
            "quote": [words()["quotes"][int(s)][int(i) % 2] for s, i in zip(stance, turn, strict=True)],
            "coder": chosen(coders, person % len(coders)),
        }
    )


def _of_accounts() -> list[str]:
    """On which clauses can an account speak? Those that have an item for it."""
    return [c.id for c in load_instrument().clauses() if any(item.side == "account" for item in c.items)]


def _dealt(rng: np.random.Generator, clauses: list[str], n: int) -> np.ndarray:
    """Clauses dealt out like cards, so that each comes up about as often."""
    rounds = -(-n // len(clauses))
    return np.concatenate([rng.permutation(clauses) for _ in range(rounds)])[:n]
