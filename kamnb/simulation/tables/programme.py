"""What does the firm plan, spend and measure for KAM, and what came of earlier commitments?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.simulation.curves import words
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around
from kamnb.simulation.world import World, dates

NOW = 2026
SO_FAR = 0.75
"""The part of the current year that lies before as_of."""
GOALS = {"goals": "goal", "policies": "policy", "plan_actions": "action"}
Row = dict[str, Any]


def programme(world: World) -> pd.DataFrame:
    """Which lines have KAM's plan and budget, year by year, with whom in charge, and what was done?"""
    steps, budget = world.rng("programme steps"), world.rng("programme budget")
    years = max(round(world.firm("programme_years")), 1)
    rows: list[Row] = []
    for year in range(NOW - years + 1, NOW + 1):
        rows += _steps_of(world, steps, year) + _budget_of(world, budget, year)
    columns = ["item", "kind", "period", "unit", "required", "planned", "actual", "owner_role"]
    found = pd.DataFrame(rows)
    told = {name: dates(found[name].astype(float)) for name in ("approved_on", "due_on", "done_on")}
    return found[columns].assign(**told)


def _steps_of(world: World, rng: np.random.Generator, year: int) -> list[Row]:
    """A year's vision, goals, policies and actions."""
    visions = int(rng.random() < world.firm("visions"))
    counts = {kind: int(rng.poisson(world.firm(parameter))) for parameter, kind in GOALS.items()}
    counts = {"vision": visions, **counts}
    return [_step(world, rng, kind, i, year) for kind, n in counts.items() for i in range(n)]


def _budget_of(world: World, rng: np.random.Generator, year: int) -> list[Row]:
    """A year's lines of time, money, people …: as many kinds as the firm thought of."""
    kinds = list(words()["programme"]["budget"])[: max(round(world.firm("kinds")), 1)]
    return [_budget_line(world, rng, kind, year) for kind in kinds]


def _name(world: World, rng: np.random.Generator, item: str, year: int) -> str:
    """Under which name does a line stand? A new one each year where KAM is a fashion."""
    if rng.random() < world.firm("same_name"):
        return item
    return str(words()["programme"]["new_name"]).format(item=item, period=year)


def _step(world: World, rng: np.random.Generator, kind: str, i: int, year: int) -> Row:
    """A vision, goal, policy or action: who answers for it, by when, and whether it was done."""
    said = words()["programme"]
    dated, owned = rng.random(2) < (world.firm("action_dated"), world.firm("action_owned"))
    in_time, later = rng.random() < world.firm("on_time"), rng.random() < 0.4
    due = (year - NOW) * YEAR + rng.uniform(-240, 90)
    done = due - rng.uniform(0, 40) if in_time else (due + rng.uniform(15, 150) if later else np.nan)
    goal = kind == "goal" and rng.random() < world.firm("measurable")
    planned = float(np.round(rng.uniform(20, 80))) if goal else 1.0
    reached, approved = done < 0, rng.random() < world.firm("budget_approved")
    near, far = np.round(rng.uniform((0.95, 0.3), (1.05, 0.9)), 2)
    actual = planned * (near if reached else far) if goal else float(reached)
    names = said[kind]
    return {
        "item": _name(world, rng, names[i % len(names)] + (f" {i}" if i >= len(names) else ""), year),
        "kind": kind,
        "period": str(year),
        "unit": "%" if goal else None,
        "required": None,
        "planned": planned,
        "actual": round(float(actual), 1),
        "owner_role": said["roles"][rng.integers(0, len(said["roles"]))] if owned else None,
        "approved_on": due - rng.uniform(120, 200) if approved else np.nan,
        "due_on": due if dated else np.nan,
        "done_on": done if reached else np.nan,
    }


def _budget_line(world: World, rng: np.random.Generator, kind: str, year: int) -> Row:
    """What a year needs of time, money, people …, what is provided, and what was used of it."""
    spec = words()["programme"]["budget"][kind]
    need = spec["need"] * float(np.exp(rng.normal(0, 0.15)))
    planned = need * float(around(rng, np.array(world.firm("provided")), 0.15))
    so_far = SO_FAR if year == NOW else 1.0
    used = world.firm("carried_out") * float(np.exp(rng.normal(0, world.firm("deviation"))))
    begin = (year - NOW) * YEAR - 272
    approved, owned = rng.random(2) < (world.firm("budget_approved"), world.firm("budget_owned"))
    whole = round(planned) if need > 40 else max(round(planned, 1), 0.1)
    return {
        "item": _name(world, rng, spec["item"], year),
        "kind": kind,
        "period": str(year),
        "unit": spec["unit"],
        "required": round(need) if rng.random() < world.firm("estimated") else None,
        "planned": float(whole),
        "actual": round(whole * so_far * used, 1),
        "owner_role": words()["programme"]["owners"][kind] if owned else None,
        "approved_on": begin + rng.uniform(-60, 20) if approved else np.nan,
        "due_on": begin + 364.0,
        "done_on": np.nan if year == NOW else begin + 364.0 + rng.uniform(-20, 10),
    }


def measures(world: World) -> pd.DataFrame:
    """By which measures are accounts, managers, teams and functions judged?"""
    rng, said = world.rng("measures"), words()["measures"]
    lasting = world.firm("manager_lasting")
    weights = {"short": 1 - lasting, "lasting": lasting * 0.65, "team": lasting * 0.35}
    horizon = {"short": 3, "lasting": 36, "team": 12}
    kind = {"short": "financial", "lasting": "customer", "team": "process"}
    rows: list[Row] = []
    for group, names in said["manager"].items():
        for name in names if weights[group] > 0.015 else []:
            shares = {
                "weight": round(weights[group] / len(names), 3),
                "horizon_months": horizon[group],
                "kind": kind[group],
            }
            rows.append({"measure": name, "subject": "manager", "department": "kam", **shares})
    for department in words()["departments"][1:-1]:
        rows += _of_department(world, rng, department)
    rows += [_lasting(world, rng, name, "account", "kam", 0.5) for name in said["function"]["shared"]]
    found = pd.DataFrame(rows)
    fresh = rng.random(len(found)) < world.firm("reviewed")
    return found.assign(
        reviewed_on=dates(
            np.where(fresh, -rng.uniform(5, 170, len(found)), -rng.uniform(250, 900, len(found)))
        )
    )


def _of_department(world: World, rng: np.random.Generator, department: str) -> list[Row]:
    """A department's own measures, and where it bears one of key accounts, that too."""
    said = words()["measures"]["function"]
    bears = rng.random() < (world.firm("others_bear") + world.firm("subjects")) / 2
    own = [
        _lasting(world, rng, name, "function", department, 0.4 if bears else 0.5)
        for name in said["own"][: 1 + bears]
    ]
    if not bears:
        return own
    shared = said["shared"][rng.integers(0, 2)]
    row = {
        "measure": shared,
        "subject": "account",
        "department": department,
        "weight": 0.2,
        "horizon_months": 24,
    }
    return [*own, {**row, "kind": "customer"}]


def _lasting(
    world: World, rng: np.random.Generator, name: str, subject: str, department: str, weight: float
) -> Row:
    lasts, beyond = rng.random(2) < (world.firm("lasting"), world.firm("beyond_money"))
    return {
        "measure": name,
        "subject": subject,
        "department": department,
        "weight": weight,
        "horizon_months": int(rng.choice([12, 24, 36])) if lasts else int(rng.choice([1, 3])),
        "kind": str(rng.choice(["customer", "process", "learning"])) if beyond else "financial",
    }


def actions(world: World) -> pd.DataFrame:
    """What did the firm promise after an earlier diagnosis, and what was kept in time?"""
    rng, n, said = world.rng("actions"), world.size["actions"], words()
    due = -np.floor(rng.uniform(-60, 420, n))
    kept = rng.random(n) < world.firm("kept")
    late = rng.random(n) < 0.4
    done = np.where(kept, due - rng.uniform(0, 30, n), np.where(late, due + rng.uniform(20, 150, n), np.nan))
    done = np.where(done < 0, done, np.nan)
    over = np.isnan(done) & (due < 0)
    dropped = over & (rng.random(n) < 0.2)
    return pd.DataFrame(
        {
            "action_id": [f"V{i + 1:03d}" for i in range(n)],
            "recommendation": [said["recommendations"][i % len(said["recommendations"])] for i in range(n)],
            "owner_role": np.asarray(said["programme"]["roles"], dtype=object)[
                rng.integers(0, len(said["programme"]["roles"]), n)
            ],
            "due_on": dates(due),
            "done_on": dates(done),
            "status": np.select([~np.isnan(done), dropped, over], ["done", "dropped", "late"], "open"),
        }
    )
