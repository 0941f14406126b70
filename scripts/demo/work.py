"""How does work run between departments: steps, requirements, resources, teams, documents?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from . import story
from .world import World, account, choose, days_before, manager

# step's department, approval, customer-facing, median hours of waiting before it
ROUTES = {
    "quote": [
        ("sales", False, True, 0),
        ("rnd", False, False, 58),
        ("finance", False, False, 44),
        ("sales", False, False, 26),
        ("sales", True, False, 30),
        ("kam", True, False, 24),
        ("executive", True, False, 46),
        ("executive", True, False, 52),
        ("executive", True, False, 60),
        ("sales", False, True, 14),
    ],
    "order": [
        ("sales", False, True, 0),
        ("finance", False, False, 6),
        ("production", False, False, 14),
        ("production", False, False, 150),
        ("service", False, True, 20),
    ],
    "request": [
        ("service", False, True, 0),
        ("rnd", False, False, 70),
        ("rnd", False, False, 90),
        ("production", False, False, 60),
        ("executive", True, False, 66),
        ("sales", False, True, 30),
    ],
    "complaint": [
        ("service", False, True, 0),
        ("service", False, False, 7),
        ("service", False, True, 30),
        ("service", False, True, 20),
    ],
}
CASES = {"quote": 230, "order": 150, "request": 60, "complaint": 75}
FIRST = {"quote": "Q", "order": "O", "request": "V", "complaint": "K"}


def standing_of(world: World, one: str) -> float:
    """How much weight has the account's owner in the house?"""
    return story.STANDING[world.owner[one] - 1] if one in world.owner else 0.1


def at_work(moment: dt.datetime) -> dt.datetime:
    """When is the step really taken? Nobody signs at night or on a Sunday."""
    if moment.hour >= 18:
        moment = moment.replace(hour=8 + moment.minute % 3) + dt.timedelta(days=1)
    elif moment.hour < 8:
        moment = moment.replace(hour=8)
    return moment + dt.timedelta(days=1 if moment.weekday() == 6 else 0)


def case_events(
    world: World, kind: str, one: str, start: dt.datetime, rng: np.random.Generator
) -> list[tuple]:
    """Which steps does one case take? A weak owner and a closed region cost time (F5, O6 on O3)."""
    names = world.names["steps"][kind]
    fiefdom, standing = story.FIEFDOM[world.region[one]], standing_of(world, one)
    region = world.names["regions"][world.region[one]]
    slow = 1.5 * (0.55 + 0.75 * fiefdom) * (1.35 - 0.6 * standing) if kind in ("quote", "request") else 1.0
    now, rows = start, []
    for place, (department, approval, facing, hours) in enumerate(ROUTES[kind]):
        if kind == "quote" and department == "executive" and rng.random() < 0.25 + 0.7 * standing:
            continue
        if kind == "request" and department == "executive" and rng.random() < 0.4 * standing:
            continue
        now = at_work(now + dt.timedelta(minutes=int(60 * hours * slow * rng.gamma(3, 1 / 3))))
        if kind == "complaint" and place == 2 and rng.random() < 0.25 + 0.4 * fiefdom:
            department, approval = "executive", True
        rows.append((names[place], department, now, approval, facing))
        if kind == "quote" and place == 1 and rng.random() < 0.35 * standing:
            rows.append((world.names["interim"], "sales", now + dt.timedelta(hours=2), False, True))
        if kind == "quote" and place == 4 and rng.random() < 0.12 + 0.3 * fiefdom:
            now = at_work(now + dt.timedelta(minutes=int(60 * 30 * slow)))
            rows.append((world.names["rework"], "finance", now, False, False))
            rows.append((names[3], "sales", now + dt.timedelta(hours=3), False, False))
    return [
        (one, kind, name, department, region, when, approval, facing)
        for name, department, when, approval, facing in rows
    ]


def make_process_events(world: World) -> pd.DataFrame:
    """Which steps did each case take? Quotes climb to the top, orders and complaints run (O1, O3, O7, F5)."""
    rng = world.rng("process_events")
    rows = []
    for kind, count in CASES.items():
        for number, one in enumerate(world.pick(rng, count, 0.55), 1):
            end = min(world.last_day(one), days_before(45))
            day = days_before(rng.uniform(0, 500), end)
            start = dt.datetime.combine(day, dt.time(int(rng.integers(8, 18)), int(rng.integers(60))))
            case = f"{FIRST[kind]}{number:04d}"
            rows += [
                (case, *event)
                for event in case_events(world, kind, one, start, rng)
                if event[5].date() <= story.AS_OF
            ]
    columns = [
        "case_id",
        "account_id",
        "case_type",
        "activity",
        "department",
        "region",
        "timestamp",
        "is_approval",
        "customer_facing",
    ]
    return pd.DataFrame(rows, columns=columns)


def make_requirements(world: World) -> pd.DataFrame:
    """Does a requirement become somebody's duty (O5)? A quarter never does, half are late."""
    rng = world.rng("requirements")
    rows = []
    for number, one in enumerate(world.pick(rng, 140), 1):
        raised = days_before(rng.uniform(10, 540), world.last_day(one))
        assigned = raised + dt.timedelta(days=int(rng.gamma(1.6, 9)) + 1)
        due = raised + dt.timedelta(days=int(rng.choice([30, 45, 60])))
        closed = assigned + dt.timedelta(days=int(rng.gamma(2.4, 26)) + 4)
        is_assigned = rng.random() > 0.26 and assigned <= story.AS_OF
        is_closed = is_assigned and rng.random() < 0.8 and closed <= story.AS_OF
        department = choose(rng, {"rnd": 0.45, "production": 0.25, "service": 0.2, "sales": 0.1}, 1)[0]
        rows.append(
            {
                "requirement_id": f"N{number:04d}",
                "account_id": one,
                "raised_on": raised,
                "assigned_department": department if is_assigned else None,
                "assigned_on": assigned if is_assigned else None,
                "due_on": due if rng.random() < 0.88 else None,
                "closed_on": closed if is_closed else None,
            }
        )
    return pd.DataFrame(rows)


def make_teams(world: World) -> pd.DataFrame:
    """Who supports an account (O2)? Mostly sales alone, seldom with a sponsor, little time."""
    rng = world.rng("teams")
    rows = []
    for one in [*[account(n) for n in story.KEY if n != 11], "C015", "C021", "C033", "C041"]:
        lead = world.owner.get(one)
        short = story.SHORT_SHARE[lead - 1] if lead else 0.6
        if lead:
            rows.append(
                (one, manager(lead), "kam", "frontline", "lead", round(float(rng.uniform(0.1, 0.25)), 2))
            )
        if rng.random() < 0.25:
            rows.append(
                (
                    one,
                    f"E{int(rng.integers(1, 5)):02d}",
                    "executive",
                    "executive",
                    "sponsor",
                    0.01 if rng.random() < 0.6 else None,
                )
            )
        for department, chance in (
            ("sales", 0.9),
            ("service", 0.55),
            ("rnd", 0.5),
            ("production", 0.35),
            ("finance", 0.2),
        ):
            if rng.random() < chance * (1.05 - 2.4 * (short - 0.3)):
                level = "manager" if rng.random() < 0.2 else "frontline"
                member = f"{department[:2].upper()}{int(rng.integers(1, 30)):02d}"
                share = round(float(rng.uniform(0.02, 0.15)), 2) if rng.random() < 0.7 else None
                rows.append((one, member, department, level, "member", share))
    columns = ["account_id", "member_id", "department", "level", "role", "share_of_time"]
    return pd.DataFrame(rows, columns=columns)


def make_resource_requests(world: World) -> pd.DataFrame:
    """Does a call on another department get an answer (M6, O2, F2)? From the top, and for those with rank."""
    rng = world.rng("resource_requests")
    owned = {number: [one for one in world.owned() if world.owner[one] == number] for number in range(1, 13)}
    rows = []
    for _ in range(270):
        number = int(rng.choice([n for n in owned if owned[n]]))
        standing, short = story.STANDING[number - 1], story.SHORT_SHARE[number - 1]
        one = str(rng.choice(owned[number]))
        asked = days_before(rng.uniform(15, 400), world.last_day(one))
        granted = bool(rng.random() < 0.28 + 0.62 * standing - 0.5 * (short - 0.45))
        outcome = (
            "granted" if granted else choose(rng, {"refused": 0.45, "open": 0.3, "withdrawn": 0.25}, 1)[0]
        )
        answered = asked + dt.timedelta(days=int(rng.gamma(2.2, 2.2 + 4.5 * (1 - standing))) + 1)
        by = choose(
            rng,
            {
                "executive": 0.65 - 0.3 * standing,
                "director": 0.25,
                "owner": 0.06 + 0.2 * standing,
                "rule": 0.04,
            },
            1,
        )[0]
        department = choose(rng, {"rnd": 0.34, "service": 0.26, "production": 0.24, "finance": 0.16}, 1)[0]
        rows.append(
            [
                manager(number),
                one if rng.random() < 0.93 else None,
                department,
                asked,
                min(answered, story.AS_OF) if outcome == "granted" else None,
                outcome,
                by if outcome in ("granted", "refused") else None,
            ]
        )
    columns = [
        "manager_id",
        "account_id",
        "department",
        "requested_on",
        "granted_on",
        "outcome",
        "decided_by",
    ]
    frame = pd.DataFrame(rows, columns=columns).sort_values("requested_on", kind="stable", ignore_index=True)
    frame.insert(0, "request_id", [f"Z{number:04d}" for number in range(1, len(frame) + 1)])
    return frame


def make_documents(world: World) -> pd.DataFrame:
    """Who reads whose documents? Much is filed and read (I7), within one's own walls (O6)."""
    rng = world.rng("documents")
    authors = {"rnd": 0.34, "service": 0.24, "production": 0.18, "sales": 0.16, "kam": 0.08}
    rows = []
    for number, one in enumerate(world.pick(rng, 260, 0.7), 1):
        created = days_before(rng.uniform(20, 700), world.last_day(one))
        region = world.region[one] if rng.random() < 0.7 else int(rng.integers(6))
        author = choose(rng, authors, 1)[0]
        closed = story.FIEFDOM[region]
        known = rng.random() < 0.9
        for _ in range(1 + int(rng.poisson(3.4))):
            reader = author if rng.random() < 0.68 + 0.25 * closed else choose(rng, authors, 1)[0]
            late = reader != author and rng.random() < 0.9
            read = created + dt.timedelta(days=int(rng.gamma(1.4, 30)) + 95 * late)
            where = region if rng.random() < 0.66 + 0.33 * closed else int(rng.integers(6))
            rows.append(
                (
                    f"D{number:04d}",
                    one if known else None,
                    author,
                    world.names["regions"][region],
                    created,
                    reader,
                    world.names["regions"][where],
                    min(read, story.AS_OF),
                )
            )
    columns = [
        "document_id",
        "account_id",
        "author_department",
        "author_region",
        "created_on",
        "reader_department",
        "reader_region",
        "read_on",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    unread = frame.groupby("document_id").cumcount().eq(0) & (world.rng("unread").random(len(frame)) < 0.06)
    return frame.assign(read_on=frame["read_on"].mask(unread, None))
