"""What does the firm know of its accounts: contacts, use of the CRM, and who reads whose documents?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Ints, words
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around, counted, happens, pick
from kamnb.simulation.tables.meetings import functions
from kamnb.simulation.world import World, chosen, dates, known

MONTH = YEAR / 12
ROLES = ("decision", "influence", "use", "buy", "gate", "champion")
SEATS = {"sales": 0.6, "service": 0.4}
WEEKS = 52
LONG_AGO = 180


def contacts(world: World) -> pd.DataFrame:
    """Whom does the firm know at each account, and how good is each entry?"""
    rng, accounts = world.rng("contacts"), world.accounts
    every = np.arange(len(accounts.key))
    wanted = np.where(accounts.key, 1, 0.35) * world.value("contacts", account=every)
    account = np.repeat(every, 1 + rng.poisson(wanted))
    n = len(account)
    above = world.happens(rng, "reached_levels", account=account)
    age = np.minimum(around(rng, world.value("age", account=account), 0.8) * MONTH, 3000)
    person = np.arange(n)
    broken = world.happens(rng, "broken", account=account)
    email, phone = (f"c{i}@example.com" for i in person), (f"0{10 + i % 80}-{5550000 + i}" for i in person)
    found = pd.DataFrame(
        {
            "account_id": np.asarray(accounts.names)[account],
            "name": [f"Contact {i + 1:04d}" for i in person],
            "title": chosen(words()["titles"], rng.integers(0, len(words()["titles"]), n)),
            "function": chosen(words()["their_functions"], functions(world, rng, account)),
            "level": np.where(above, np.where(rng.random(n) < 0.3, "executive", "manager"), "specialist"),
            "email": pd.Series(email).mask(broken, words()["pending"]),
            "phone": pd.Series(phone),
            "buying_role": known(
                chosen(ROLES, rng.integers(0, len(ROLES), n)),
                world.happens(rng, "role_known", account=account),
            ),
            "updated_on": dates(-age),
            "owner_id": chosen([*world.staff.names, None], accounts.owner[account]),
        }
    )
    for column in ("title", "level", "email", "phone"):
        found[column] = known(found[column], world.happens(rng, "filled", account=account))
    twice = found[world.happens(rng, "twice", account=account)]
    found = pd.concat([found, twice], ignore_index=True)
    found.insert(0, "contact_id", [f"T{i + 1:05d}" for i in range(len(found))])
    return found


def seats(world: World) -> dict[str, int]:
    """Who could use the CRM? Seats by department."""
    return {
        "kam": len(world.staff.active),
        **{d: round(world.size["seats"] * share) for d, share in SEATS.items()},
    }


def crm_activity(world: World) -> pd.DataFrame:
    """Who did what in the CRM in the past year? Account managers and the other seats, as far as they use it."""
    rng, active = world.rng("crm_activity"), world.staff.active
    others = np.repeat([*SEATS], [seats(world)[d] for d in SEATS])
    department = np.append(np.repeat("kam", len(active)), others).astype(object)
    users = np.append(
        np.asarray(world.staff.names)[active], [f"{d[:2].upper()}{i + 1:03d}" for i, d in enumerate(others)]
    )
    unit = {"manager": np.append(active, rng.integers(0, len(world.staff.left), len(others)))}
    uses = world.happens(rng, "active", **unit)
    entries, analyses = (around(rng, world.value(p, **unit), 0.5) for p in ("entries", "analyses"))
    rates = np.stack(
        [entries + analyses, entries * 0.55, entries * 0.45, analyses * 0.4, analyses * 0.6], axis=1
    )
    rates[:, 0] += 0.15
    count = rng.poisson(rates * WEEKS * uses[:, None])
    user, action = (np.repeat(index.ravel(), count.ravel()) for index in np.indices(count.shape))
    day = np.floor(-rng.random(len(user)) * WEEKS * 7)
    entered = np.isin(action, (1, 2)) & happens(
        rng, world.value("in_bulk", **{k: v[user] for k, v in unit.items()})
    )
    day = np.where(
        entered, -np.floor(np.maximum(-day, 1) / MONTH) * MONTH - rng.integers(0, 2, len(user)), day
    )
    order = np.argsort(day, kind="stable")
    return pd.DataFrame(
        {
            "user_id": users[user][order],
            "date": dates(np.minimum(day, -0.5)[order]),
            "action": chosen(["login", "create", "update", "report", "search"], action[order]),
            "function": department[user][order],
        }
    )


def documents(world: World) -> pd.DataFrame:
    """Who read which shared document, how soon, and across which borders? An unread one has a row without a day."""
    rng, n = world.rng("documents"), world.size["documents"]
    departments = words()["departments"]
    author, region = rng.integers(0, len(departments) - 1, n), rng.integers(0, len(words()["regions"]), n)
    about = happens(rng, np.full(n, world.firm("about_account")))
    account = rng.integers(0, len(world.accounts.key), n)
    created = -np.floor(rng.uniform(3, 2 * YEAR, n))
    unread = world.happens(rng, "unread", department=author, region=region)
    wanted = 1 + rng.poisson(np.maximum(world.value("readings", department=author, region=region) - 1, 0.05))
    times = np.where(unread, 1, wanted)
    row = np.repeat(np.arange(n), times)
    late = happens(rng, world.value("late_use", department=author[row], region=region[row]))
    days = around(rng, world.value("read_days", department=author[row], region=region[row]), 0.8)
    read = np.floor(created[row] + np.where(late, LONG_AGO + rng.exponential(120, len(row)), days))
    reader, place = _readers(world, rng, author, region, row, counted(times))
    found = pd.DataFrame(
        {
            "document_id": chosen([f"D{i + 1:05d}" for i in range(n)], row),
            "account_id": known(chosen(world.accounts.names, account), about)[row].to_numpy(),
            "author_department": chosen(departments, author[row]),
            "author_region": chosen(words()["regions"], region[row]),
            "created_on": dates(created[row]),
            "reader_department": chosen(departments, reader),
            "reader_region": chosen(words()["regions"], place),
            "read_on": dates(np.where(unread[row], np.nan, read)),
        }
    )
    return pd.DataFrame(found[unread[row] | (read < 0)]).reset_index(drop=True)


def _readers(
    world: World, rng: np.random.Generator, author: Ints, region: Ints, row: Ints, turn: Ints
) -> tuple[Ints, Ints]:
    """In which department and region does each reader sit? Elsewhere as often as information crosses borders."""
    crosses = world.happens(rng, "cross_department", department=author[row], region=region[row])
    travels = world.happens(rng, "cross_region", department=author[row], region=region[row])
    reach = np.clip(np.ceil(around(rng, world.value("reached", department=author, region=region), 0.3)), 1, 8)
    step = 1 + np.mod(turn, reach[row]).astype(np.int64)
    n_departments, n_regions = len(words()["departments"]) - 1, len(words()["regions"])
    other = np.mod(author[row] + step, n_departments)
    away = np.mod(region[row] + 1 + pick(rng, np.ones((len(row), n_regions - 1))), n_regions)
    return np.where(crosses, other, author[row]), np.where(travels, away, region[row])
