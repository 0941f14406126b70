"""The accounts, the teams that serve them, and the plans that are made for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Bools, Floats, Ints, words
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around, counted, happens, pick
from kamnb.simulation.world import World, chosen, dates, known

MONTH = YEAR / 12
NOW = 2026
STUDIES = ("financial", "value_chain", "buying_process", "competitor")
CRITERIA = ("strategic_fit", "growth_potential", "willingness_to_partner")


def accounts(world: World) -> pd.DataFrame:
    """Which accounts are there, how are they rated and bound, and what do they think of the firm?"""
    rng, a, n = world.rng("accounts"), world.accounts, len(world.accounts.key)
    every, managers = np.arange(n), [*world.staff.names, None]
    rated = happens(rng, np.where(a.key, 0.3, 0) + world.value("rated", account=every))
    marks = (np.clip(np.round(a.ratings * 2) / 2, 1, 5)).T
    found = pd.DataFrame(
        {
            "account_id": a.names,
            "name": [f"Account {name[1:]}" for name in a.names],
            "industry": chosen(words()["industries"], rng.integers(0, len(words()["industries"]), n)),
            "region": chosen(words()["regions"], a.region),
            "is_key": a.key,
            "owner_id": chosen(managers, a.owner),
            "since": dates(a.since),
            "key_since": dates(a.key_since),
            "key_until": dates(a.key_until),
            "owner_since": dates(a.owner_since),
            "previous_owner_id": chosen(managers, a.previous),
            "lost_on": dates(np.where(a.told, a.lost, np.nan)),
            "contract_type": _contracts(world, rng, every),
            "share_of_wallet": _wallet(world, rng, every),
            "nps": np.clip(np.round(world.value("nps", account=every) + rng.normal(0, 1.4, n)), 0, 10),
            **{name: known(values, rated) for name, values in zip(CRITERIA, marks, strict=True)},
            "rated_by": known([words()["rater"]] * n, rated),
            "rated_on": known(
                dates(-around(rng, world.value("rating_age", account=every), 0.4) * MONTH), rated
            ),
            "has_dispute_rules": world.happens(rng, "has_rules", account=every),
        }
    )
    return found


def _wallet(world: World, rng: np.random.Generator, every: Ints) -> Floats:
    share = world.value("wallet", account=every) + rng.normal(0, 0.1, len(every))
    return np.asarray(share.clip(0.02, 0.98).round(2), dtype=np.float64)


def _contracts(world: World, rng: np.random.Generator, every: Ints) -> pd.Series[str]:
    """The strongest contract: key accounts are bound sooner than others."""
    bound = world.value("bound", account=every) * np.where(world.accounts.key, 1, 0.3)
    allied = bound * world.value("allied", account=every)
    loose = 1 - bound
    weights = np.stack([0.1 * loose, 0.45 * loose, 0.45 * loose, bound - allied, allied], axis=1)
    return chosen(["none", "order", "annual", "framework", "alliance"], pick(rng, weights))


def teams(world: World) -> pd.DataFrame:
    """Who serves each key account? Its manager, and where there is a team, others too."""
    rng, served = world.rng("teams"), world.accounts.served
    team = world.happens(rng, "team_exists", account=served)
    names = np.asarray(world.accounts.names)
    owners = world.accounts.owner[served]
    in_kam = happens(rng, world.value("lead_in_kam", manager=owners))
    departments = [d for d in words()["departments"] if d not in ("kam", "executive")]
    weights = np.array([4, 2, 3, 3, 2, 1, 0.5, 1.0])
    wanted = np.minimum(rng.poisson(world.value("team_departments", account=served)), len(departments)) * team
    order = np.argsort(-(np.log(weights) + rng.gumbel(size=(len(served), len(departments)))), axis=1)
    row = np.repeat(np.arange(len(served)), wanted)
    department = order[row, counted(wanted)]
    sponsored = np.flatnonzero(team & world.happens(rng, "sponsor", account=served))
    lead = pd.DataFrame(
        {
            "account_id": names[served],
            "member_id": np.asarray(world.staff.names)[owners],
            "department": np.where(in_kam, "kam", "sales"),
            "level": "frontline",
            "role": "lead",
            "share_of_time": np.round(around(rng, np.full(len(served), 0.2), 0.4), 2).clip(0, 1),
        }
    )
    sponsor = pd.DataFrame(
        {
            "account_id": names[served][sponsored],
            "member_id": [f"E{i % 9 + 1:02d}" for i in sponsored],
            "department": "executive",
            "level": "executive",
            "role": "sponsor",
            "share_of_time": np.round(around(rng, np.full(len(sponsored), 0.02), 0.4), 2),
        }
    )
    member = pd.DataFrame(
        {
            "account_id": names[served][row],
            "member_id": [
                f"{departments[d][:2].upper()}{i:02d}"
                for d, i in zip(department, rng.integers(1, 30, len(row)), strict=True)
            ],
            "department": np.asarray(departments, dtype=object)[department],
            "level": np.where(rng.random(len(row)) < 0.3, "manager", "frontline"),
            "role": "member",
            "share_of_time": np.round(around(rng, np.full(len(row), 0.06), 0.5), 2),
        }
    )
    return pd.concat([lead, sponsor, member], ignore_index=True)


def plans(world: World) -> pd.DataFrame:
    """Which key accounts have a plan, is it alive, and what is in it? This year's and the two years' before."""
    rng, served = world.rng("plans"), world.accounts.served
    exists = world.happens(rng, "plan_exists", account=served)
    studies = {s: world.happens(rng, s, account=served) for s in STUDIES}
    studied = np.any(list(studies.values()), axis=0)
    parts = [_plans_of(world, rng, served, exists, studies, NOW)]
    before = exists
    for year in (NOW - 1, NOW - 2):
        before = before & world.happens(rng, "plan_again", account=served)
        parts.append(_plans_of(world, rng, served, before, studies, year).loc[before])
    parts[0] = parts[0].loc[exists | studied]
    return pd.concat(parts, ignore_index=True)


def _plans_of(
    world: World, rng: np.random.Generator, served: Ints, exists: Bools, studies: dict[str, Bools], year: int
) -> pd.DataFrame:
    """The plans of one year. An account that is studied without a plan has a row of the study only."""
    n, ago = len(served), (NOW - year) * YEAR
    alive = exists & world.happens(rng, "plan_alive", account=served)
    total = np.where(exists, 3 + rng.poisson(6, n), 0)
    done = rng.binomial(total, world.value("plan_actions_done", account=served) * np.where(alive, 1.1, 0.85))
    approved = -rng.uniform(190, 270, n) - ago
    updated = np.where(alive, -rng.uniform(5, 110, n) - ago, approved)
    promised = world.accounts.revenue[served] * 1.05
    found = pd.DataFrame(
        {
            "account_id": np.asarray(world.accounts.names)[served],
            "period": str(year),
            "approved_on": dates(np.where(exists, approved, np.nan)),
            "updated_on": dates(np.where(exists, updated, np.nan)),
            "horizon_years": known(
                np.round(around(rng, world.value("horizon", account=served), 0.25)).clip(1), exists
            ),
        }
    )
    for study, there in studies.items():
        found[f"has_{study}_analysis"] = there
    for column, parameter in (
        ("has_tailored_solution", "solution_tailored"),
        ("linked_market_plan", "linked_market"),
        ("linked_business_plan", "linked_business"),
        ("built_with_account", "built_together"),
    ):
        found[column] = exists & world.happens(rng, parameter, account=served)
    for study, there in studies.items():
        age = around(rng, world.value(f"{study}_age", account=served), 0.5) * MONTH
        found[f"{study}_analysis_on"] = dates(np.where(there, -age - ago, np.nan))
    found["audited"] = rng.random(n) < 0.4
    miss = np.exp(rng.normal(0, 1, n) * world.value("target_miss", account=served))
    found["target_revenue"] = known(np.round(promised * miss, -3), exists)
    return found.assign(actions_total=known(total, exists), actions_done=known(done, exists))
