"""What do people answer, and who answers without reading?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from . import story
from .work import standing_of
from .world import HERE, World, account, read_yaml

AREAS = HERE.parents[1] / "kamnb" / "areas"
LEVELS = ("executive", "manager", "frontline", "account")
SEATS = {  # role and function of those who answered, by level
    "executive": [
        ("other", name) for name in ("executive", "executive", "sales", "finance", "rnd", "production", "hr")
    ],
    "manager": [("account_manager", "kam")] * 4
    + [("their_supervisor", "kam")] * 2
    + [("their_supervisor", "sales")] * 3
    + [("support_function", "rnd")] * 4
    + [("support_function", "service")] * 3
    + [("support_function", "finance")] * 3
    + [("support_function", "it")] * 2
    + [("support_function", "hr")] * 2
    + [("other", "sales")] * 4
    + [("other", "marketing")] * 2
    + [("other", "production")] * 2,
    "frontline": [("account_manager", "kam")] * 7
    + [("other", "sales")] * 32
    + [("support_function", "service")] * 20
    + [("support_function", "rnd")] * 16
    + [("other", "production")] * 26
    + [("support_function", "finance")] * 9
    + [("support_function", "it")] * 5
    + [("other", "marketing")] * 3,
}


@dataclass
class Person:
    """One respondent; `bias` is how kindly this person answers in general."""

    side: str
    level: str
    role: str | None
    function: str
    region: int | None
    account: str | None
    bias: float
    answers: dict[str, int | None] = field(default_factory=dict)


def read_items() -> list[dict[str, Any]]:
    """Which items are asked, of whom, which way round? As the area files say."""
    areas = sorted(
        (read_yaml(path) for path in Path(AREAS).glob("*/area.yml")), key=lambda area: area["order"]
    )
    return [
        dict(item, clause=clause)
        for area in areas
        for clause, spec in area["clauses"].items()
        for item in spec["items"]
    ]


def is_asked(item: dict[str, Any], person: Person) -> bool:
    """Is the item put to this person?"""
    roles = item.get("roles")
    return (
        item["side"] == person.side and person.level in item["levels"] and (not roles or person.role in roles)
    )


def people(world: World, rng: np.random.Generator) -> list[Person]:
    """Who answered?"""
    firm = [
        Person("firm", level, role, function, int(rng.integers(6)), None, float(rng.normal(0, 0.28)))
        for level in LEVELS[:3]
        for role, function in SEATS[level]
    ]
    keys = [account(number) for number in story.KEY if number not in (6, 11, 24)]
    others = [account(number) for number in (12, 15, 21, 26, 33, 41)]
    side = []
    for place, one in enumerate([*keys, *others]):
        for _ in range(1 + (place % 2 == 0)):
            level = str(rng.choice(["executive", "manager", "manager", "frontline", "frontline"]))
            function = str(rng.choice(["purchasing", "purchasing", "production", "rnd", "service"]))
            side.append(Person("account", level, None, function, None, one, float(rng.normal(0, 0.3))))
    return [*firm, *side]


def tilt(world: World, clause: str, person: Person, moods: dict[str, float]) -> float:
    """What shifts this person's view of this clause: the region, the function, the account's owner?"""
    if person.account:
        return 0.7 * (standing_of(world, person.account) - 0.4) if clause in ("M6", "P2", "R4", "O3") else 0.0
    shift = 0.0
    if clause in ("O3", "O4", "O6") and person.region is not None:
        shift -= 0.8 * (story.FIEFDOM[person.region] - 0.55)
    if clause in ("S1", "S7", "I2", "I3", "F1") and person.level != "executive":
        shift += moods[person.function]
    return shift


def answer(
    world: World, item: dict[str, Any], person: Person, moods: dict[str, float], rng: np.random.Generator
) -> int:
    """Which number does the person tick? Agreement with a reversed statement is 6 less."""
    group = "account" if person.side == "account" else person.level
    mean = story.OPINION[item["clause"]][LEVELS.index(group)]
    spread = 0.45 if group == "executive" else 0.8
    health = rng.normal(mean + person.bias + tilt(world, item["clause"], person, moods), spread)
    tick = int(np.clip(round(health), 1, 5))
    return 6 - tick if item.get("reversed") else tick


def spoil(persons: list[Person], rng: np.random.Generator) -> tuple[set[int], set[int]]:
    """Who answers without reading? Straight-liners, speeders, and one team that agreed on its answers."""
    front = [
        n
        for n, person in enumerate(persons)
        if person.level == "frontline" and person.side == "firm" and person.role != "account_manager"
    ]
    team = [n for n in front if persons[n].function == "production"][: story.ALIKE]
    rest = [n for n in front if n not in team]
    odd = rng.choice(rest, story.STRAIGHT_LINERS + story.SPEEDERS, replace=False).tolist()
    straight, fast = odd[: story.STRAIGHT_LINERS], odd[story.STRAIGHT_LINERS :]
    for n in straight:
        tick = int(rng.choice([3, 4, 4, 5]))
        persons[n].answers = dict.fromkeys(persons[n].answers, tick)
    pattern = dict.fromkeys(persons[team[0]].answers, 4) | {
        name: 5 for place, name in enumerate(persons[team[0]].answers) if place % 4 == 1
    }
    for n in team:
        persons[n].region = 2
        persons[n].answers = dict(pattern)
        changed = str(rng.choice(list(pattern)))
        persons[n].answers[changed] = 3
    return set(fast) | {straight[0]}, {*straight, *team}


def make_survey(world: World) -> pd.DataFrame:
    """What does the survey's export say? Executives see what managers and front line do not (S1)."""
    rng = world.rng("survey")
    items = read_items()
    persons = people(world, rng)
    moods = {name: float(rng.normal(0, 0.3)) for name in sorted({person.function for person in persons})}
    for person in persons:
        person.answers = {
            item["id"]: answer(world, item, person, moods, rng) for item in items if is_asked(item, person)
        }
    fast, kept = spoil(persons, rng)
    rows = []
    for n, person in enumerate(persons):
        count = len(person.answers)
        seconds = count * (rng.uniform(1.2, 1.9) if n in fast else rng.lognormal(2.75, 0.3))
        stop = count // 2 if rng.random() < 0.02 and n not in kept else count
        answers = {
            name: (None if place >= stop or (n not in kept and rng.random() < 0.02) else tick)
            for place, (name, tick) in enumerate(person.answers.items())
        }
        region = world.names["regions"][person.region] if person.region is not None else None
        rows.append(
            {
                "respondent_id": f"{'A' if person.account else 'F'}{n + 1:03d}",
                "side": person.side,
                "level": person.level,
                "role": person.role,
                "function": person.function,
                "region": region if rng.random() < 0.96 or n in kept else None,
                "account_id": person.account,
                "duration_s": round(seconds) if rng.random() < 0.98 else None,
                **answers,
            }
        )
    head = ["respondent_id", "side", "level", "role", "function", "region", "account_id", "duration_s"]
    return pd.DataFrame(rows, columns=[*head, *(item["id"] for item in items)])


def make_interviews(world: World) -> pd.DataFrame:
    """What did fifteen people say, statement by statement?"""
    rows = []
    for talk in read_yaml(HERE / "interviews.yml"):
        head = [
            talk["id"],
            talk["person"],
            talk["side"],
            talk.get("account"),
            talk["level"],
            talk["function"],
        ]
        rows += [
            [*head, clause, stance, quote, talk["coder"]] for clause, stance, quote in talk["statements"]
        ]
    columns = [
        "interview_id",
        "person_id",
        "side",
        "account_id",
        "level",
        "function",
        "clause",
        "stance",
        "quote",
        "coder",
    ]
    return pd.DataFrame(rows, columns=columns)
