"""What was invoiced, what it cost to serve, when it was paid, and which bids were won."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from kamnb.simulation.curves import Bools, Floats, Ints, words, worlds
from kamnb.simulation.portfolio import YEAR
from kamnb.simulation.randomness import around, happens
from kamnb.simulation.world import World, chosen, dates, known

MONTH = YEAR / 12
COLUMN_SHARE = 0.4
"""How much of the cost to serve stands beside the invoice line; the rest is a cost of the account."""
COSTS = {"rebate": 0.34, "logistics": 0.24, "service": 0.2, "expenses": 0.12, "credit": 0.1}


@dataclass(frozen=True, repr=False)
class Economy:
    """What each account is like in money: growth and shares of revenue, one element an account."""

    growth: Floats
    serve: Floats
    net: Floats
    price: Floats
    trend: Floats
    hurry: Floats


def economy(world: World) -> Economy:
    """How do accounts grow, what do they leave and at which prices do they buy?"""
    rng, accounts = world.rng("economy"), world.accounts
    every = np.arange(len(accounts.key))
    n = len(every)
    growth = 0.02 + world.value("value_growth", account=every) + world.value("loyal_growth", account=every)
    net = world.value("net_margin", account=every) + rng.normal(0, 1, n) * world.value(
        "margin_spread", account=every
    )
    net += np.where(accounts.key, world.value("key_gap", account=every), 0.0)
    price = world.value("realisation", account=every) + rng.normal(0, 0.025, n)
    return Economy(
        growth + rng.normal(0, 0.07, n),
        around(rng, world.value("serve_share", account=every), 0.35),
        net.clip(-0.35, 0.4),
        price.clip(0.5, 0.99),
        world.value("realisation_trend", account=every),
        world.value("quarter_discount", account=every),
    )


def ledger(world: World) -> pd.DataFrame:
    """What was invoiced to whom, at which price, over which cost?"""
    return lines(world)[
        ["account_id", "date", "invoice_id", "item_id", "product_line", "quantity", "list_amount", "revenue"]
        + ["direct_cost", "cost_to_serve", "tax_included"]
    ]


@lru_cache(maxsize=1)
def lines(world: World) -> pd.DataFrame:
    """The invoice lines with each line's account and day as numbers; the same for every table that follows from them."""
    rng, accounts, money = world.rng("ledger"), world.accounts, economy(world)
    account, month, day = _invoices(world, rng)
    per = 1 + rng.integers(0, 3, len(account))
    invoice = np.repeat(np.arange(len(account)), per)
    at, when, last = account[invoice], day[invoice], month[invoice] % 3 == 2
    usual = accounts.revenue[at] / (_rate(world)[at] * 12 * 2)
    revenue = around(rng, usual * np.exp(money.growth[at] * (when / YEAR + 1)), 0.7)
    drift = money.price[at] + money.trend[at] * (when / YEAR + 1.5)
    price = np.clip(drift - money.hurry[at] * last + rng.normal(0, 0.02, len(at)), 0.35, 1.05)
    listed = revenue / price
    cost = (1 - money.net[at] - money.serve[at]).clip(0.2, 1.2) * money.price[at]
    product = rng.integers(0, words()["products"], len(at))
    served = around(rng, money.serve[at] * COLUMN_SHARE, 0.2)
    return pd.DataFrame(
        {
            "account": at,
            "day": when,
            "account_id": np.asarray(accounts.names)[at],
            "date": dates(when),
            "invoice_id": chosen([f"F{i:06d}" for i in range(len(account))], invoice),
            "item_id": chosen([f"P{i:03d}" for i in range(words()["products"])], product),
            "product_line": chosen(words()["lines"], product % len(words()["lines"])),
            "quantity": 1.0 + rng.poisson(3, len(at)),
            "list_amount": np.round(listed, 2),
            "revenue": np.round(revenue, 2),
            "direct_cost": np.round(listed * around(rng, cost, 0.05), 2),
            "cost_to_serve": np.round(revenue * served, 2),
            "tax_included": False,
        }
    )


def _rate(world: World) -> Floats:
    """How many invoices a month does an account get?"""
    return np.where(world.accounts.key, 2.0, 1.1)


def _invoices(world: World, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Account, month and day of each invoice; a quarter's last month holds what is pushed into it."""
    accounts, months = world.accounts, int(worlds()["months"])
    n = len(accounts.key)
    last = world.value("last_month", account=np.arange(n))[:, None]
    weight = np.where(np.arange(months) % 3 == 2, 3 * last, 1.5 * (1 - last))
    count = rng.poisson(_rate(world)[:, None] * weight)
    account, month = (np.repeat(index.ravel(), count.ravel()) for index in np.indices(count.shape))
    within = np.where(month % 3 == 2, rng.beta(1.6, 1.0, len(month)), rng.random(len(month)))
    day = np.floor((month + within * 0.98 - months) * MONTH)
    ends = np.where(accounts.there, 0, np.nan_to_num(accounts.lost))[account]
    kept = (day > np.fmax(accounts.since[account], -months * MONTH)) & (day < ends)
    order = np.argsort(day[kept], kind="stable")
    return account[kept][order], month[kept][order], day[kept][order]


def account_costs(world: World) -> pd.DataFrame:
    """What did serving each account cost in each year, beside what stands in the ledger?"""
    rng, money, sold = world.rng("account_costs"), economy(world), lines(world)
    yearly = sold.groupby(["account", sold["date"].dt.year])["revenue"].sum().reset_index()
    account, kinds = yearly["account"].to_numpy(), list(COSTS)
    rest = yearly["revenue"].to_numpy() * money.serve[account] * (1 - COLUMN_SHARE)
    shares = np.tile(list(COSTS.values()), (len(account), 1))
    pressed = world.value("rebate_misfit", account=account) * rng.uniform(-0.8, 1.2, len(account))
    shares[:, 0] *= 1 + pressed
    amounts = rest[:, None] * around(rng, shares / shares.sum(axis=1, keepdims=True), 0.2)
    return pd.DataFrame(
        {
            "account_id": np.repeat(np.asarray(world.accounts.names)[account], len(kinds)),
            "period": np.repeat(yearly["date"].astype(str).to_numpy(), len(kinds)),
            "kind": np.tile(kinds, len(account)),
            "amount": np.round(amounts.ravel(), 2),
        }
    )


def receivables(world: World) -> pd.DataFrame:
    """When was each invoice due, and when was it paid?"""
    rng, sold = world.rng("receivables"), lines(world)
    invoices = sold.groupby("invoice_id", sort=True).agg(
        account=("account", "first"), day=("day", "first"), amount=("revenue", "sum")
    )
    account = invoices["account"].to_numpy()
    terms = np.array([30, 60, 90])[account % 3]
    late = around(rng, world.value("days_late", account=account), 0.8)
    early = happens(rng, np.full(len(account), 0.25))
    paid = invoices["day"].to_numpy() + terms + np.where(early, -rng.uniform(0, 10, len(account)), late)
    return pd.DataFrame(
        {
            "account_id": np.asarray(world.accounts.names)[account],
            "invoice_id": invoices.index.to_numpy(),
            "due_on": dates(invoices["day"].to_numpy() + terms),
            "paid_on": dates(np.where(paid < 0, paid, np.nan)),
            "amount": np.round(invoices["amount"].to_numpy(), 2),
        }
    )


def opportunities(world: World) -> pd.DataFrame:
    """Which bids were made, how did they end, and what decided them?"""
    rng, accounts, n = world.rng("opportunities"), world.accounts, world.size["opportunities"]
    pull = np.where(accounts.key, 3.0, 1.0) * np.where(accounts.there, 1, 0.4)
    at = rng.choice(len(accounts.key), n, p=pull / pull.sum())
    opened = -rng.uniform(10, 2 * YEAR, n)
    closed = opened + around(rng, np.full(n, 70.0), 0.5)
    over = closed < 0
    tailored = world.happens(rng, "tailored", account=at)
    win = world.value("win_rate", account=at) + np.where(tailored, 0.08, -0.04)
    won = happens(rng, win)
    dropped = ~won & happens(rng, np.full(n, 0.15))
    outcome = np.select([won, dropped], ["won", "dropped"], "lost")
    reason = _reasons(world, rng, at, won)
    return pd.DataFrame(
        {
            "opportunity_id": [f"B{i + 1:04d}" for i in range(n)],
            "account_id": np.asarray(accounts.names)[at],
            "opened_on": dates(opened),
            "closed_on": dates(np.where(over, closed, np.nan)),
            "outcome": known(outcome, over),
            "reason": known(reason, over & ~dropped),
            "competitor": chosen([*words()["competitors"], None], rng.integers(0, 4, n)),
            "tailored": tailored,
            "amount": np.round(around(rng, accounts.revenue[at] * 0.25, 0.7), -3),
        }
    )


def _reasons(world: World, rng: np.random.Generator, at: Ints, won: Bools) -> pd.Series[str]:
    """What decided a bid: the price, or one of the other things?"""
    price = np.where(won, world.value("won_by_price", account=at), world.value("lost_by_price", account=at))
    other = chosen(
        ["solution", "delivery", "relationship", "specification"],
        rng.choice(4, len(at), p=[0.4, 0.2, 0.25, 0.15]),
    )
    return other.mask(happens(rng, price), "price")
