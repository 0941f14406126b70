"""Who are the account managers, how are they paid and rated, where does their time go, and who helps them?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Floats, Ints, words
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around, happens, pick
from kamnb.simulation.world import World, chosen, dates, known

REFERENCE_GRADE = 7
USUAL_ORDER = 300_000
COMPETENCIES = {
    "engineer": ("solution_design", "technical_expertise", "account_analysis"),
    "salesperson": ("communication", "negotiation", "service"),
    "leader": ("client_influence", "decision_making", "internal_influence", "team_leadership"),
}
SELLING = 3.7
"""How well account managers sell, whatever the health of their role: it is what they were hired for."""
RELATIONS = ("self", "supervisor", "peer", "peer", "peer", "report", "report", "report", "account", "account")
GENEROUS = {"self": 0.35, "supervisor": 0.0, "peer": 0.0, "report": 0.05, "account": 0.05}
WEEKS, HOURS = 6, 46


def managers(world: World) -> pd.DataFrame:
    """Who are the account managers, in post and gone, and under which terms do they work?"""
    rng, staff = world.rng("managers"), world.staff
    n = len(staff.left)
    every = np.arange(n)
    pay = around(rng, np.full(n, 260_000.0), 0.15)
    long, short = (
        np.clip(around(rng, world.value(f"pay_{k}", manager=every), 0.25), 0, 0.6) for k in ("long", "short")
    )
    team = np.minimum(around(rng, world.value("pay_team", manager=every), 0.3), long + short)
    assessed = world.happens(rng, "assessed", manager=every)
    return pd.DataFrame(
        {
            "manager_id": staff.names,
            "name": [f"Manager {i + 1:02d}" for i in range(n)],
            "department": np.where(world.happens(rng, "in_kam", manager=every), "kam", "sales"),
            "share_of_time": np.round(
                np.clip(world.value("dedicated", manager=every) + rng.normal(0, 0.1, n), 0.05, 1), 2
            ),
            "grade": np.clip(np.round(world.value("grade", manager=every) + rng.normal(0, 0.5, n)), 1, 12),
            "reports_to_level": np.where(
                world.happens(rng, "reports_to_top", manager=every), "executive", "manager"
            ),
            "approval_limit": np.round(
                around(rng, world.value("limit", manager=every), 0.4) * USUAL_ORDER, -3
            ),
            "hired_on": dates(staff.hired),
            "left_on": dates(staff.left),
            "base_pay": np.round(pay * (1 - np.minimum(long + short, 0.85)), -3),
            "bonus_short_term": np.round(pay * short, -2),
            "bonus_long_term": np.round(pay * long, -2),
            "bonus_team": np.round(pay * team, -2),
            "training_days": np.round(around(rng, world.value("training", manager=every), 0.5)),
            "has_career_plan": world.happens(rng, "career_plan", manager=every),
            "passed_competency_model": known(world.happens(rng, "passed", manager=every), assessed).astype(
                "boolean"
            ),
            "weight_long_term": np.round(
                np.clip(around(rng, world.value("weight_long", manager=every), 0.3), 0, 0.6), 2
            ),
            "weight_team": np.round(
                np.clip(around(rng, world.value("weight_team", manager=every), 0.3), 0, 0.4), 2
            ),
        }
    )


def ratings(world: World) -> pd.DataFrame:
    """How is each manager in post rated by those around them?"""
    rng, active = world.rng("ratings"), world.staff.active
    names = [f"{group}.{name}" for group, found in COMPETENCIES.items() for name in found]
    skill = _skill(world, rng, active)
    shape = (len(active), len(RELATIONS), len(names))
    generous = np.array([GENEROUS[r] for r in RELATIONS])[None, :, None]
    rater = rng.normal(0, 0.3, shape[:2])[:, :, None]
    marks = np.clip(np.round(skill[:, None, :] + generous + rater + rng.normal(0, 0.5, shape)), 1, 5)
    manager, relation, competency = (index.ravel() for index in np.indices(shape))
    ids = np.asarray(world.staff.names, dtype=object)[active]
    return pd.DataFrame(
        {
            "manager_id": ids[manager],
            "rater_id": np.where(
                relation == 0,
                ids[manager],
                ids[manager] + chosen([f"R{i}" for i in range(len(RELATIONS))], relation),
            ),
            "relation": chosen(RELATIONS, relation),
            "competency": chosen(names, competency),
            "rating": marks.ravel(),
        }
    )


def _skill(world: World, rng: np.random.Generator, active: Ints) -> Floats:
    """How good is each manager at each competency? Uneven where nobody was chosen by a model."""
    floor = world.value("floor", manager=active)
    level = {
        "engineer": world.value("engineer", manager=active),
        "salesperson": np.full(len(active), SELLING),
        "leader": world.value("leader", manager=active),
    }
    columns = [level[group] + floor for group, found in COMPETENCIES.items() for _ in found]
    uneven = world.value("uneven", manager=active)
    person = rng.normal(0, 1, len(active)) * uneven
    return np.stack(columns, axis=1) + person[:, None] + rng.normal(0, 0.25, (len(active), len(columns)))


def time_use(world: World) -> pd.DataFrame:
    """Where did the hours of each manager in post go, week by week?"""
    rng, active = world.rng("time_use"), world.staff.active
    shares = {
        "firefighting": world.value("fire_share", manager=active),
        "account_planning": world.value("planning_share", manager=active),
        "solution_design": world.value("design_share", manager=active),
        "team_leading": world.value("leading_share", manager=active),
        "service": np.full(len(active), 0.09),
        "administration": np.full(len(active), 0.11),
    }
    told = np.stack(list(shares.values()), axis=1)
    selling = np.maximum(1 - told.sum(axis=1), 0.08)
    shares["selling"] = selling
    mean = np.concatenate([told, selling[:, None]], axis=1)
    shape = (len(active), WEEKS, len(shares))
    drawn = around(rng, np.broadcast_to(mean[:, None, :], shape), 0.4)
    hours = drawn / drawn.sum(axis=2, keepdims=True) * HOURS * rng.uniform(0.9, 1.15, shape[:2])[:, :, None]
    manager, week, activity = (index.ravel() for index in np.indices(shape))
    return pd.DataFrame(
        {
            "manager_id": np.asarray(world.staff.names, dtype=object)[active][manager],
            "week": chosen([f"2026-W{39 - WEEKS + i}" for i in range(WEEKS)], week),
            "activity": chosen(list(shares), activity),
            "hours": np.round(hours.ravel() * 2) / 2,
        }
    )


def resource_requests(world: World) -> pd.DataFrame:
    """What did managers ask of other departments, who decided it, and how soon?"""
    rng, staff = world.rng("resource_requests"), world.staff
    asked = rng.poisson(20, len(staff.active))
    manager = np.repeat(staff.active, asked)
    n = len(manager)
    departments = ["rnd", "production", "service", "finance", "it"]
    department = np.asarray(departments, dtype=object)[rng.choice(5, n, p=[0.3, 0.25, 0.25, 0.12, 0.08])]
    index = pd.Index(words()["departments"]).get_indexer(department)
    units = {"manager": manager, "department": index}
    since = np.maximum(staff.hired[manager], -1.5 * YEAR)
    requested = np.floor(since + rng.random(n) * (-3 - since))
    granted = requested + np.floor(around(rng, world.value("grant_days", **units), 0.8))
    yes = world.happens(rng, "granted", **units)
    waiting = (yes & (granted >= 0)) | (~yes & (requested > -40) & happens(rng, np.full(n, 0.5)))
    other = np.where(rng.random(n) < 0.2, "withdrawn", "refused")
    outcome = np.where(waiting, "open", np.where(yes, "granted", other))
    return pd.DataFrame(
        {
            "request_id": [f"Z{i + 1:04d}" for i in range(n)],
            "manager_id": np.asarray(staff.names, dtype=object)[manager],
            "account_id": _account_of(world, rng, manager),
            "department": department,
            "requested_on": dates(requested),
            "granted_on": dates(np.where(outcome == "granted", granted, np.nan)),
            "outcome": outcome,
            "decided_by": known(_deciders(world, rng, units), outcome != "open"),
        }
    )


def _account_of(world: World, rng: np.random.Generator, manager: Ints) -> pd.Series[str]:
    """For which of the manager's accounts was it? Key accounts mostly."""
    n = len(world.staff.left)
    theirs = world.accounts.owner[None, :] == np.arange(n)[:, None]
    pull = theirs * np.where(world.accounts.key, 4.0, 1.0)
    pull[~theirs.any(axis=1)] = 1.0
    return chosen(world.accounts.names, pick(rng, pull[manager]))


def _deciders(world: World, rng: np.random.Generator, units: dict[str, Ints]) -> pd.Series[str]:
    rule, top = world.value("rule_decides", **units), world.value("top_decides", **units)
    rest = 1 - rule
    weights = np.stack([rule, rest * (1 - top) * 0.5, rest * (1 - top) * 0.5, rest * top], axis=1)
    return chosen(["rule", "owner", "director", "executive"], pick(rng, weights))


def grades() -> dict[str, float]:
    """At which grade do the posts stand that account managers are compared with?"""
    return {"product_manager": float(REFERENCE_GRADE), "brand_manager": float(REFERENCE_GRADE)}
