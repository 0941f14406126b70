"""What was sold, at which price and cost, and who paid when?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from . import story
from .world import World, choose, days_before

DAYS = (story.AS_OF - story.START).days


def catalogue(world: World) -> pd.DataFrame:
    """Which items are on the price list?"""
    rng = world.rng("catalogue")
    lines = world.names["product_lines"]
    rows = [
        (f"P{1 + line}{item:02d}", name, float(round(10 ** rng.uniform(3.4, 5.6), -2)))
        for line, name in enumerate(lines)
        for item in range(1, 10)
    ]
    return pd.DataFrame(rows, columns=["item_id", "product_line", "price"]).sort_values(
        "price", kind="stable"
    )


def invoice_days(world: World, one: str, rng: np.random.Generator) -> list[dt.date]:
    """On which days is an account invoiced? At a steady pace, until it is lost or falls silent."""
    pace = rng.uniform(9, 15) if world.is_key(one) else rng.uniform(18, 42)
    gaps = np.cumsum(rng.gamma(8, pace / 8, size=300))
    last = world.last_day(one)
    days = [story.START + dt.timedelta(days=int(gap)) for gap in gaps]
    return [day for day in days if day <= last]


def base_level(world: World, one: str) -> float:
    """What does an account buy in all, before the push at a quarter's end is laid on top?"""
    return story.REVENUE * world.weight[one] * 9 / (8 + story.QUARTER_END)


def make_ledger(world: World) -> pd.DataFrame:
    """What does the invoice ledger say? Prices of key accounts slide, their service costs do not (P3, P4)."""
    rng = world.rng("ledger")
    items = catalogue(world)
    prices = items["price"].to_numpy()
    rows = []
    for one in world.ids:
        days = invoice_days(world, one, rng)
        drift = rng.normal(0.06, 0.04)
        for day in days:
            sequence = len(rows)
            age = (day - story.START).days / 365.25
            target = base_level(world, one) / len(days) * (1 + drift) ** age
            target *= story.QUARTER_END if day.month % 3 == 0 and day.day > 20 else 1.0
            lines = 1 + int(rng.poisson(1.75))
            for share in rng.dirichlet(np.full(lines, 2.0)):
                wanted = target * share / 0.8
                top = max(1, int(np.searchsorted(prices, wanted)))
                pick = int(rng.integers(max(0, top - 22), top))
                price = prices[pick] * 1.02 ** int(age)
                quantity = max(1, round(wanted / price))
                rows.append(
                    (
                        one,
                        day,
                        f"F{day:%y%m}{sequence:05d}",
                        items["item_id"].iloc[pick],
                        items["product_line"].iloc[pick],
                        quantity,
                        price * quantity,
                    )
                )
    ledger = pd.DataFrame(
        rows,
        columns=["account_id", "date", "invoice_id", "item_id", "product_line", "quantity", "list_amount"],
    )
    priced = add_money(world, ledger, rng)
    ledger = pd.concat([priced, credit_notes(priced, rng), of_unknown_account(priced, rng)])
    return ledger.sort_values(["date", "invoice_id", "item_id"], kind="stable").reset_index(drop=True)


def add_money(world: World, ledger: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What is each line's revenue, cost and cost to serve?"""
    key = ledger["account_id"].map(world.is_key).to_numpy()
    year = np.array([min(2, (day - story.START).days // 365) for day in ledger["date"]])
    table = np.array([story.DISCOUNT[False], story.DISCOUNT[True]])
    base = table[key.astype(int), year]
    bad = ledger["account_id"].isin([f"C{n:03d}" for n in story.LOSSMAKERS]).to_numpy()
    discount = np.clip(rng.normal(base + 0.045 * bad, 0.03), 0, 0.5)
    listed = ledger["list_amount"].round(0)
    revenue = (listed * (1 - discount)).round(0)
    cost = (listed * np.clip(rng.normal(story.COST, 0.03, len(ledger)), 0.5, 0.8)).round(0)
    serve = np.where(key, story.SERVE[True], story.SERVE[False]) * (1 + 0.6 * bad)
    serve = (revenue * serve * rng.gamma(4, 0.25, len(ledger))).round(0)
    blank = rng.random(len(ledger))
    return ledger.assign(
        list_amount=listed,
        revenue=revenue,
        direct_cost=cost.where(blank > 0.05),
        cost_to_serve=serve.where(rng.random(len(ledger)) > 0.08),
        tax_included=False,
    )


def credit_notes(ledger: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Which lines were taken back?"""
    notes = ledger.iloc[np.sort(rng.choice(len(ledger), 70, replace=False))].copy()
    later = [
        min(story.AS_OF, day + dt.timedelta(days=int(gap)))
        for day, gap in zip(notes["date"], rng.integers(5, 60, len(notes)), strict=True)
    ]
    amounts = ["quantity", "list_amount", "revenue", "direct_cost"]
    notes[amounts] = -notes[amounts]
    return notes.assign(date=later, invoice_id="R" + notes["invoice_id"].str[1:], cost_to_serve=np.nan)


def of_unknown_account(ledger: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Which lines belong to an account that nobody lists?"""
    lines = ledger.iloc[np.sort(rng.choice(len(ledger), 24, replace=False))].copy()
    return lines.assign(account_id=story.UNKNOWN_ACCOUNT, invoice_id="X" + lines["invoice_id"].str[1:])


def make_account_costs(world: World) -> pd.DataFrame:
    """What does it cost to serve each account in a year, beyond the invoice line?"""
    rng = world.rng("account_costs")
    ledger = world.tables["ledger"]
    years = pd.to_datetime(ledger["date"]).dt.year
    sums = ledger.groupby(["account_id", years])["revenue"].sum()
    rows = []
    for (one, year), revenue in sums.items():
        if one == story.UNKNOWN_ACCOUNT or revenue <= 0:
            continue
        for kind, (key_rate, other_rate) in story.ACCOUNT_COSTS.items():
            rate = key_rate if world.is_key(one) else other_rate
            amount = round(revenue * rate * float(rng.gamma(6, 1 / 6)))
            if rng.random() > (0.04 if world.is_key(one) else 0.18):
                rows.append((one, str(year), kind, amount))
    return pd.DataFrame(rows, columns=["account_id", "period", "kind", "amount"])


def make_receivables(world: World) -> pd.DataFrame:
    """When was each invoice of the last two years due and paid? Key accounts pay late (P1, P4)."""
    rng = world.rng("receivables")
    ledger = world.tables["ledger"]
    recent = ledger[(ledger["date"] > dt.date(2024, 9, 30)) & ledger["invoice_id"].str.startswith("F")]
    invoices = recent.groupby(["invoice_id", "account_id", "date"], sort=True)["revenue"].sum().reset_index()
    rows = []
    for invoice in invoices.itertuples():
        key = world.is_key(invoice.account_id)
        due = invoice.date + dt.timedelta(days=story.TERMS[key])
        paid = due + dt.timedelta(days=int(rng.normal(story.LATE[key], 22)))
        unpaid = paid > story.AS_OF or rng.random() < 0.015
        rows.append((invoice.account_id, invoice.invoice_id, due, None if unpaid else paid, invoice.revenue))
    return pd.DataFrame(rows, columns=["account_id", "invoice_id", "due_on", "paid_on", "amount"])


def make_opportunities(world: World) -> pd.DataFrame:
    """Which bids were won or lost, and why? Price decides, few offers are tailored (P3, S4)."""
    rng = world.rng("opportunities")
    size = 260
    rows = []
    reasons = {
        True: {"price": 0.58, "relationship": 0.2, "solution": 0.08, "delivery": 0.1, "specification": 0.06},
        False: {
            "price": 0.57,
            "solution": 0.17,
            "delivery": 0.13,
            "specification": 0.08,
            "relationship": 0.05,
        },
    }
    for number, one in enumerate(world.pick(rng, size, 0.55), 1):
        opened = min(days_before(rng.uniform(5, DAYS)), days_before(40, world.last_day(one)))
        closed = opened + dt.timedelta(days=int(rng.gamma(4, 18)) + 7)
        tailored = bool(rng.random() < 0.17)
        outcome = choose(rng, {"won": 0.55 if tailored else 0.39, "lost": 0.45, "dropped": 0.1}, 1)[0]
        reason = choose(rng, reasons[outcome == "won"], 1)[0]
        rival = str(rng.choice(world.names["competitors"])) if rng.random() < 0.7 else None
        amount = round(float(rng.lognormal(14.2, 0.8)), -3)
        blank = rng.random(2)
        is_open = closed > story.AS_OF
        rows.append(
            {
                "opportunity_id": f"B{number:04d}",
                "account_id": one,
                "opened_on": opened,
                "closed_on": None if is_open else closed,
                "outcome": None if is_open else outcome,
                "reason": None if is_open or outcome == "dropped" or blank[0] < 0.08 else reason,
                "competitor": rival,
                "tailored": tailored if blank[1] > 0.06 else None,
                "amount": amount,
            }
        )
    return pd.DataFrame(rows)
