"""Who are the accounts and the account managers?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from . import story
from .world import World, account, days_before, manager

CHECK = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(number: int) -> str:
    """Which unified credit code has a made-up account? The right form, a body that no authority issues."""
    body = f"91310000DEM0{number:05d}"
    total = sum(CHECK.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    slip = 1 if number in story.WRONG_CODE else 0
    return body + CHECK[(slip - total) % 31]


def spread(world: World) -> None:
    """Which owner, region and revenue has each account?"""
    rng = world.rng("spread")
    owners = [number for number in range(1, story.MANAGERS + 1) if number not in story.WITHOUT_ACCOUNTS]
    turn = 0
    key_rank = 0
    for number in range(1, story.ACCOUNTS + 1):
        one = account(number)
        world.region[one] = int(rng.integers(len(story.FIEFDOM)))
        if number not in story.NO_OWNER:
            world.owner[one] = owners[turn % len(owners)]
            turn += 3 if number % 7 == 0 else 1
        if world.is_key(one):
            key_rank += 1
            world.weight[one] = float(1.0 / (key_rank + 2.5) * rng.uniform(0.9, 1.1))
        else:
            world.weight[one] = float(rng.lognormal(-0.2, 0.45))
    for group, share in ((True, story.KEY_SHARE_OF_REVENUE), (False, 1 - story.KEY_SHARE_OF_REVENUE)):
        members = [one for one in world.ids if world.is_key(one) == group]
        total = sum(world.weight[one] for one in members)
        for one in members:
            world.weight[one] *= share / total


def rating(number: int, rng: np.random.Generator) -> list[float | None]:
    """How do the strategic criteria rate an account? They do not follow its revenue (S3)."""
    centre = 3.0
    if number in story.OVERLOOKED:
        centre = 4.6
    elif number in story.MISPLACED:
        centre = 2.0
    elif rng.random() < 0.22:
        rng.normal(size=3)
        return [None] * 3
    return [float(np.clip(round(value), 1, 5)) for value in rng.normal(centre, 0.6, 3)]


def key_dates(number: int) -> tuple[dt.date | None, dt.date | None]:
    """Since and until when is an account key?"""
    if number in story.FORMER_KEY:
        return story.FORMER_KEY[number]
    if number not in story.KEY:
        return None, None
    return (story.LATE_KEY | story.EARLY_KEY).get(number, dt.date(2023, 1, 1)), None


def previous_owner(number: int, since: dt.date, world: World, rng: np.random.Generator) -> int | None:
    """Who owned the account before? Lost ones followed a manager who left (M7)."""
    draw = rng.random()
    if number in story.TOOK_ALONG:
        return story.TOOK_ALONG[number]
    left = [one for one, day in story.LEFT.items() if abs((since - day).days) < 200]
    if left and draw < 0.7:
        return left[0]
    others = [one for one in range(1, 11) if one != world.owner.get(account(number))]
    return others[int(draw * len(others))] if draw < 0.6 else None


def loyalty(
    world: World, one: str, contract: str, rng: np.random.Generator
) -> tuple[float | None, float | None]:
    """What is our share of the account's purchases, and would it recommend us (P2)?"""
    standing = story.STANDING[world.owner[one] - 1] if one in world.owner else 0.2
    close = contract in ("alliance", "framework")
    wallet = float(np.clip(rng.normal(0.44 + 0.16 * standing + 0.10 * close, 0.06), 0.05, 0.85))
    nps = float(np.clip(round(rng.normal(5.6 + 2.4 * standing + 1.1 * close, 0.9)), 0, 10))
    if int(one[1:]) in (*story.LOST, *story.SILENT):
        wallet, nps = wallet * 0.4, max(0.0, nps - 4)
    return (round(wallet, 2) if rng.random() < 0.66 else None), (nps if rng.random() < 0.86 else None)


def rated(number: int, owner: int | None, fit: object) -> dict[str, object]:
    """Who rated the account, and when? Some by their own manager, some long ago."""
    if not fit:
        return {"rated_by": None, "rated_on": None}
    own = owner is not None and number % 4 == 1
    on = dt.date(2025, 11, 10) if number % 3 == 0 else dt.date(2024, 4, 20)
    return {"rated_by": manager(owner) if own else "head_of_kam", "rated_on": on}


def make_accounts(world: World) -> pd.DataFrame:
    """What does the list of accounts say?"""
    rng = world.rng("accounts")
    kinds = world.names["industries"]
    rows = []
    for number in range(1, story.ACCOUNTS + 1):
        one = account(number)
        kind = kinds[int(rng.integers(len(kinds)))]
        key = number in story.KEY
        shares = (
            {"framework": 0.3, "annual": 0.55, "alliance": 0.08, "order": 0.07}
            if key
            else {"order": 0.5, "annual": 0.32, "framework": 0.1, "none": 0.08}
        )
        contract = list(shares)[int(np.searchsorted(np.cumsum(list(shares.values())), rng.random() * 0.999))]
        contract = "framework" if number == story.OPEN_HOUSE else contract
        since = dt.date(int(rng.integers(2008, 2018 if key else 2023)), int(rng.integers(1, 13)), 15)
        key_since, key_until = key_dates(number)
        owner = world.owner.get(one)
        owner_since = (
            max(days_before(rng.gamma(1.1, 560) + 40), dt.date(2021, 3, 1), since) if owner else None
        )
        if number in story.LOST and owner_since:
            owner_since = story.LEFT[story.TOOK_ALONG[number]] + dt.timedelta(days=20)
        before = previous_owner(number, owner_since, world, rng) if owner_since else None
        fit, growth, willing = rating(number, rng)
        wallet, nps = loyalty(world, one, contract, rng)
        rows.append(
            {
                "account_id": one,
                "name": world.names["stems"][number - 1] + kind["suffix"],
                "credit_code": credit_code(number) if rng.random() < 0.82 else None,
                "parent_id": {27: "C002", 35: "C005", 48: "C005"}.get(number),
                "industry": kind["name"],
                "region": world.names["regions"][world.region[one]],
                "is_key": key,
                "owner_id": manager(owner) if owner else None,
                "since": since,
                "key_since": key_since,
                "key_until": key_until,
                "owner_since": owner_since,
                "previous_owner_id": manager(before) if before else None,
                "lost_on": story.LOST.get(number),
                "contract_type": contract if rng.random() < 0.95 else None,
                "share_of_wallet": wallet,
                "nps": nps,
                "strategic_fit": fit,
                "growth_potential": growth,
                "willingness_to_partner": willing,
                **rated(number, owner, fit),
                "has_dispute_rules": None
                if number % 17 == 0
                else bool(rng.random() < (0.55 if key else 0.25)),
            }
        )
    return pd.DataFrame(rows)


def make_managers(world: World) -> pd.DataFrame:
    """How are the account managers placed, paid, trained and appraised (M2–M7)?"""
    rng = world.rng("managers")
    rows = []
    for number in range(1, story.MANAGERS + len(story.LEFT) + 1):
        standing, short = story.STANDING[number - 1], story.SHORT_SHARE[number - 1]
        total = round(float(rng.normal(330_000, 35_000)), -3)
        bonus_short = round(total * short, -3)
        bonus_long = round(total * max(0.0, 0.57 - short) * 0.3, -3)
        bonus_team = round(total * max(0.0, 0.53 - short) * 0.2, -3)
        hired = dt.date(int(rng.integers(2012, 2021)), int(rng.integers(1, 13)), 1)
        hired = dt.date(2026, 8, 1) if number == 12 else hired
        passed = rng.random()
        rows.append(
            {
                "manager_id": manager(number),
                "name": world.names["managers"][number - 1],
                "department": "kam",
                "share_of_time": round(float(rng.uniform(0.35, 0.8)), 1),
                "grade": 5 + round(1.4 * standing) if standing > 0.3 else 4 + round(2 * standing + 0.5),
                "reports_to_level": "executive" if number == 1 else "manager",
                "approval_limit": round(20_000 * standing, -3),
                "hired_on": hired,
                "left_on": story.LEFT.get(number),
                "base_pay": total - bonus_short - bonus_long - bonus_team,
                "bonus_short_term": bonus_short,
                "bonus_long_term": bonus_long,
                "bonus_team": bonus_team,
                "pay_short_share": None,
                "pay_long_share": None,
                "pay_team_share": None,
                "training_days": float(rng.choice([0, 1, 1, 2, 2, 3, 4])) if number != 9 else None,
                "has_career_plan": number in (1, 5, 8),
                "passed_competency_model": None if passed < 0.3 else bool(passed > 0.75),
                "weight_long_term": float(rng.choice([0, 0.05, 0.1, 0.15])),
                "weight_team": float(rng.choice([0, 0, 0.05, 0.1])),
            }
        )
    return pd.DataFrame(rows)
