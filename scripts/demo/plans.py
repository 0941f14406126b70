"""What is planned for accounts and for the programme, what is measured, what was kept?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from . import story
from .world import World, account

ANALYSES = {"financial": 0.16, "value_chain": 0.12, "buying_process": 0.38, "competitor": 0.30}
AUDITED = (1, 2, 5, 8, 13)


def make_plans(world: World) -> pd.DataFrame:
    """What do the account plans hold? Paper, old analyses, few actions done (S4, S5)."""
    rng = world.rng("plans")
    sums = world.tables["ledger"].groupby("account_id")["revenue"].sum()
    planned = [number for number in story.KEY if number not in (11, 24)]
    rows = []
    for year in (2024, 2025, 2026):
        for number in [*planned, 21, 33]:
            if (number in (17, 21, 33) and year == 2024) or (number == 7 and year == 2026):
                continue
            rows.append(one_plan(rng, number, year, float(sums[account(number)]) / 3))
    return pd.DataFrame(rows)


def one_plan(rng: np.random.Generator, number: int, year: int, yearly: float) -> dict[str, object]:
    """What does one plan of one year say?"""
    approved = dt.date(year, 1, 10) + dt.timedelta(days=int(rng.integers(0, 75)))
    touched = rng.random() < 0.3
    total = int(rng.integers(6, 15))
    has = {kind: bool(rng.random() < share) for kind, share in ANALYSES.items()}
    age = {kind: int(rng.integers(250, 1100)) for kind in ANALYSES}
    row: dict[str, object] = {
        "account_id": account(number),
        "period": str(year),
        "approved_on": approved if rng.random() < 0.86 else None,
        "updated_on": approved + dt.timedelta(days=int(rng.integers(20, 110))) if touched else None,
        "horizon_years": float(rng.choice([1, 1, 1, 1, 3])) if rng.random() < 0.95 else None,
    }
    row |= {f"has_{kind}_analysis": has[kind] for kind in ANALYSES}
    row |= {
        "has_tailored_solution": bool(rng.random() < 0.28),
        "linked_market_plan": bool(rng.random() < 0.2),
        "linked_business_plan": bool(rng.random() < 0.3),
        "built_with_account": bool(rng.random() < 0.09),
    }
    for kind in ANALYSES:
        made = dt.date(year, 3, 1) - dt.timedelta(days=age[kind])
        row[f"{kind}_analysis_on"] = made if has[kind] and rng.random() < 0.85 else None
    row |= {
        "audited": number in AUDITED and year == 2026,
        "target_revenue": round(yearly * float(rng.uniform(1.05, 1.35)), -4),
        "actions_total": total,
        "actions_done": int(rng.binomial(total, 0.3 if year < 2026 else 0.2)),
    }
    return row


def make_programme(world: World) -> pd.DataFrame:
    """Is the programme planned as large as it has to be (I4), and carried out (S2, F7)?"""
    rng = world.rng("programme")
    rows = []
    for item, kind, year, unit, required, planned, actual, owner in world.names["programme"]:
        done = actual is not None and actual >= planned and rng.random() < 0.8
        due = dt.date(year, int(rng.choice([6, 9, 12])), 30)
        approved = dt.date(year, int(rng.integers(2, 6)), 15) if rng.random() < 0.75 else None
        rows.append(
            {
                "item": item,
                "kind": kind,
                "period": str(year),
                "unit": unit or None,
                "required": required,
                "planned": planned,
                "actual": actual,
                "owner_role": owner if rng.random() < 0.9 else None,
                "approved_on": approved,
                "due_on": due,
                "done_on": min(due + dt.timedelta(days=int(rng.integers(-20, 60))), story.AS_OF)
                if done
                else None,
            }
        )
    return pd.DataFrame(rows)


def make_measures(world: World) -> pd.DataFrame:
    """Which measures are in use, and how far do they look (M4, I8)?"""
    rng = world.rng("measures")
    columns = ["measure", "subject", "department", "weight", "horizon_months", "kind"]
    frame = pd.DataFrame(world.names["measures"], columns=columns)
    reviewed = [
        dt.date(2026, 6, 30) if draw < 0.4 else dt.date(2024, 12, 31) if draw < 0.8 else None
        for draw in rng.random(len(frame))
    ]
    return frame.assign(reviewed_on=reviewed)


def make_alliances(world: World) -> pd.DataFrame:
    """Which ties are there along the value chain, and are they used (O8, R6)?"""
    columns = ["partner", "account_id", "kind", "direction", "since", "last_used_on", "shared_systems"]
    frame = pd.DataFrame(world.names["alliances"], columns=columns)
    return frame.assign(account_id=frame["account_id"].replace("", None))


def make_actions(world: World) -> pd.DataFrame:
    """Which commitments of the firm's own review of 2025 were kept (S7, F3)?"""
    columns = ["recommendation", "owner_role", "due_on", "done_on", "status"]
    frame = pd.DataFrame(world.names["actions"], columns=columns)
    frame.insert(0, "action_id", [f"A{number:02d}" for number in range(1, len(frame) + 1)])
    return frame.assign(done_on=frame["done_on"].replace("", None))
