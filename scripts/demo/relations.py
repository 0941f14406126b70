"""Whom does the firm know at its accounts, how do they meet, what do they argue about?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from . import story
from .world import World, choose, days_before, manager

OLD_TITLES = 0.12  # share of contacts without a title


def phone(world: World, rng: np.random.Generator, bad: bool) -> str | None:
    """Which telephone number? None here can be called: no local number begins with 1."""
    if bad:
        return str(rng.choice(world.names["no_phone"])) if rng.random() < 0.5 else None
    return f"0{int(rng.choice([21, 25, 571, 27, 28]))}-1{int(rng.integers(1_000_000, 9_999_999))}"


def one_contact(world: World, one: str, rng: np.random.Generator) -> dict[str, object]:
    """What does the CRM say about one person? As much as the owner cares to enter (I2 on I1)."""
    care = story.CARE[world.owner[one] - 1] if one in world.owner else 0.15
    names = world.names
    level = choose(rng, {"specialist": 0.66, "manager": 0.28, "executive": 0.06}, 1)[0]
    person = str(rng.choice(names["surnames"])) + str(rng.choice(names["given"]))
    functions = {"purchasing": 0.52, "production": 0.22, "rnd": 0.1, "finance": 0.06, "service": 0.1}
    function = "executive" if level == "executive" else choose(rng, functions, 1)[0]
    roles = {"buy": 0.5, "use": 0.2, "influence": 0.13, "gate": 0.08, "decision": 0.06, "champion": 0.03}
    role = choose(rng, roles, 1)[0]
    title = str(rng.choice(names["titles"][level]))
    keep = rng.random(8)
    email = f"u{int(rng.integers(100, 999))}{'@' if keep[7] > 0.12 else '.'}{one.lower()}.example"
    updated = days_before(rng.gamma(1.8, 500 - 330 * care) + 5)
    return {
        "account_id": one,
        "name": person,
        "title": title if keep[0] > OLD_TITLES else None,
        "function": function if keep[1] < 0.55 + 0.45 * care else None,
        "level": level if keep[2] < 0.45 + 0.5 * care else None,
        "email": email if keep[3] < 0.15 + 0.7 * care else None,
        "phone": phone(world, rng, keep[4] > 0.5 + 0.45 * care),
        "buying_role": role if keep[5] < 0.08 + 0.5 * care else None,
        "updated_on": updated if keep[6] < 0.94 else None,
        "owner_id": manager(world.owner[one]) if one in world.owner else None,
    }


def make_contacts(world: World) -> pd.DataFrame:
    """What is in the CRM? Half-empty cards, some of them twice (I1)."""
    rng = world.rng("contacts")
    rows = []
    for one in world.ids:
        count = int(rng.integers(11, 22)) if world.is_key(one) else int(rng.integers(3, 11))
        for _ in range(count):
            card = one_contact(world, one, rng)
            rows.append(card)
            if rng.random() < 0.16:
                rows.append(
                    card
                    | {
                        "title": None,
                        "email": None,
                        "updated_on": days_before(rng.integers(700, 1500)),
                        "name": f" {card['name']}" if rng.random() < 0.3 else card["name"],
                    }
                )
    rows += [card | {"account_id": None, "owner_id": None} for card in rows[:3]]  # nobody knows whose
    frame = pd.DataFrame(rows)
    frame.insert(0, "contact_id", [f"T{number:04d}" for number in range(1, len(frame) + 1)])
    return frame


def make_crm_activity(world: World) -> pd.DataFrame:
    """Who uses the CRM, and for what? Logins at the month's end, hardly an analysis (I2, I3)."""
    rng = world.rng("crm_activity")
    users = [(manager(n), "kam", story.CARE[n - 1]) for n in range(1, story.MANAGERS + 1) if n not in (8, 12)]
    users += [(f"SA{n:02d}", "sales", float(rng.uniform(0.05, 0.4))) for n in range(1, 21)]
    users += [(f"SE{n:02d}", "service", float(rng.uniform(0.1, 0.5))) for n in range(1, 8)]
    rows = []
    for user, function, care in users:
        for month in range(12):
            first = dt.date(2025 + (9 + month) // 12, (9 + month) % 12 + 1, 1)
            actions = {
                "login": 6,
                "update": 1 + 3 * care,
                "create": 0.5 + care,
                "search": 0.6 * care,
                "report": 0.25 * care,
            }
            for action in choose(rng, actions, int(rng.poisson(1.5 + 8 * care))):
                day = int(rng.integers(25, 29)) if rng.random() < 0.5 else int(rng.integers(1, 29))
                rows.append((user, first.replace(day=day), action, function))
    for number in story.EVERY_WEEK:
        for week in range(26):
            day = days_before(7 * week + 2)
            rows += [(manager(number), day, action, "kam") for action in ("update", "search")]
    frame = pd.DataFrame(rows, columns=["user_id", "date", "action", "function"])
    return frame.sort_values(["date", "user_id"], kind="stable", ignore_index=True)


def kinds_of(short: float, key: bool) -> dict[str, float]:
    """Which kinds of meeting does an owner hold? The shorter the bonus looks, the fewer (M5 on R1, R5)."""
    depth = (2.2 - 7.0 * (short - 0.3)) * (1.1 if key else 0.6)
    shallow = ("meal", "visit", "gift", "event")
    return {
        kind: share if kind in shallow else share * max(0.1, depth)
        for kind, share in story.TOUCHPOINTS.items()
    }


def make_touchpoints(world: World) -> pd.DataFrame:
    """How do the two sides meet? Over meals and visits, with the buyer, on our initiative (R1–R5)."""
    rng = world.rng("touchpoints")
    rows = []
    for one in world.pick(rng, 1100, 0.5):
        owner = world.owner.get(one)
        short = story.SHORT_SHARE[owner - 1] if owner else 0.6
        kind = choose(rng, kinds_of(short, world.is_key(one)), 1)[0]
        cost = {"meal": 1500, "gift": 700, "event": 6000, "visit": 900}.get(kind, 1800) * rng.gamma(4, 0.25)
        high = kind == "executive_meeting"
        their = (
            "executive"
            if high
            else choose(rng, {"specialist": 0.66, "manager": 0.32, "executive": 0.02}, 1)[0]
        )
        function = (
            "executive"
            if their == "executive"
            else choose(rng, {"purchasing": 0.86, "production": 0.09, "rnd": 0.02, "finance": 0.03}, 1)[0]
        )
        ours = choose(rng, {"kam": 0.66, "sales": 0.17, "service": 0.11, "rnd": 0.06}, 1)[0]
        if int(one[1:]) in story.ONE_DOOR:
            ours, their, function = "kam", "executive" if high else "specialist", "purchasing"
        if int(one[1:]) == story.OPEN_HOUSE and rng.random() < 0.6:
            ours, function = (("rnd", "rnd"), ("service", "production"), ("kam", "executive"))[
                int(rng.integers(3))
            ]
            kind = str(rng.choice(["technical_workshop", "joint_planning", "data_exchange", "review"]))
            their = "executive" if function == "executive" else "manager"
        began = "account" if rng.random() < 0.13 else "us"
        rows.append(
            [
                one,
                days_before(rng.uniform(0, 720), world.last_day(one)),
                kind,
                "executive"
                if high
                else choose(rng, {"frontline": 0.78, "manager": 0.17, "executive": 0.05}, 1)[0],
                ours,
                their if rng.random() < 0.9 else None,
                function if rng.random() < 0.85 else None,
                began if rng.random() < 0.93 else None,
                int(rng.integers(2, 9)),
                round(float(cost), -1) if rng.random() < 0.8 else None,
                manager(owner) if owner else None,
            ]
        )
    columns = [
        "account_id",
        "date",
        "kind",
        "our_level",
        "our_department",
        "their_level",
        "their_function",
        "initiated_by",
        "participants",
        "cost",
        "manager_id",
    ]
    frame = pd.DataFrame(rows, columns=columns).sort_values("date", kind="stable", ignore_index=True)
    ahead = frame.tail(2).assign(
        date=[dt.date(2026, 10, 12), dt.date(2026, 10, 20)]
    )  # entered before they were held
    frame = pd.concat([frame, ahead], ignore_index=True)
    frame.insert(0, "touchpoint_id", [f"H{number:04d}" for number in range(1, len(frame) + 1)])
    return frame


def make_disputes(world: World) -> pd.DataFrame:
    """How are conflicts settled (R7, F2)? Four in ten by a rule or the contract; some stay open."""
    rng = world.rng("disputes")
    rows = []
    for number, one in enumerate(world.pick(rng, 52), 1):
        opened = days_before(rng.uniform(20, 800), world.last_day(one))
        closed = opened + dt.timedelta(days=int(rng.gamma(2.0, 24)) + 3)
        still = closed > story.AS_OF or rng.random() < 0.12
        ways = {"negotiation": 0.36, "executive": 0.22, "contract": 0.25, "rule": 0.15, "unresolved": 0.02}
        how = choose(rng, ways, 1)[0]
        rows.append(
            (
                f"G{number:03d}",
                one,
                opened,
                None if still else closed,
                "unresolved" if still else how,
                round(float(rng.lognormal(11.6, 0.9)), -2) if rng.random() < 0.9 else None,
            )
        )
    columns = ["dispute_id", "account_id", "opened_on", "closed_on", "resolved_by", "amount"]
    return pd.DataFrame(rows, columns=columns)
