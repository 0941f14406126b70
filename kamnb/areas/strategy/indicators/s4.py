"""S4 in the records: are account plans alive, and do they hold a solution made for the account?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.strategy.indicators._analyses import ANALYSES, current_analysis
from kamnb.areas.strategy.indicators._shared import (
    UNKNOWN,
    actions_done,
    has_element,
    newest_plans,
    share_measurement,
)
from kamnb.areas.strategy.sales import year_revenue
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import share_interval

BID_MONTHS = 24


@indicator(
    clause="S4",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("updated_on", "actions_total", "actions_done")},
    anchors={0: 0, 0.25: 25, 0.45: 50, 0.65: 75, 0.85: 100},
    source="ours",
    minimum=5,
)
def plans_alive(client: ClientData) -> Measurement:
    """To what share are key accounts' plans current and acted on?

    For every key account, current (1, 0, unknown one half) times the share of planned actions done; the mean.
    """
    plans = newest_plans(client)
    return share_measurement(alive(client, plans), coverage(client, plans))


@indicator(
    clause="S4",
    unit="share",
    needs={
        "accounts": ("is_key",),
        "plans": ("updated_on", "actions_total", "actions_done"),
        "ledger": ("revenue",),
    },
    anchors={0: 0, 0.25: 25, 0.45: 50, 0.65: 75, 0.85: 100},
    source="ours",
    minimum=5,
)
def plans_alive_by_value(client: ClientData) -> Measurement:
    """Which part of key accounts' revenue rests on a plan that is current and acted on?

    As `plans_alive`, weighted by each account's revenue of the last 12 months; one without, or with more
    credit notes than invoices, has no weight. Wilson's interval with the effective number of accounts
    (Kish), which few large accounts make small. n: key accounts with revenue. Series: that number, and the
    largest accounts without a living plan.
    """
    plans = newest_plans(client)
    values = alive(client, plans)
    revenue = year_revenue(client).reindex(plans.index).clip(lower=0).fillna(0.0)
    revenue = revenue[revenue > 0]
    if revenue.empty:
        return Measurement.none(Outcome.NO_DATA)
    share = float((values[revenue.index] * revenue).sum() / revenue.sum())
    effective = float(revenue.sum() ** 2 / (revenue**2).sum())
    dead = (revenue / revenue.sum())[values[revenue.index] < UNKNOWN].sort_index()
    dead = dead.sort_values(ascending=False, kind="stable").head(10)
    series = {
        "effective": round(effective, 2),
        "unplanned": [{"code": client.code(str(i)), "share": round(float(v), 6)} for i, v in dead.items()],
    }
    return Measurement(*share_interval(share * effective, effective), len(revenue), series=series)


@indicator(
    clause="S4",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("has_tailored_solution",)},
    anchors={0: 0, 0.3: 25, 0.55: 50, 0.75: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def tailored_solutions(client: ClientData) -> Measurement:
    """What share of key accounts has a solution made for it in its plan, and works on it?

    A solution on paper counts by whether its plan is current (one out of date halves it) and by the share of
    the plan's actions done (none done halves it again); unknown is half way between.
    """
    plans = newest_plans(client)
    done = actions_done(client)
    acted = done.reindex(plans.index).fillna(UNKNOWN) if len(done) else 1.0
    solution = has_element(plans, "has_tailored_solution")
    return share_measurement(solution * (0.5 + plans["current"] / 2) * (0.5 + acted / 2))


@indicator(
    clause="S4",
    unit="share",
    needs={"accounts": ("is_key",), "opportunities": ("tailored",)},
    anchors={0.05: 0, 0.2: 25, 0.4: 50, 0.6: 75, 0.8: 100},
    source="ours",
    minimum=10,
)
def tailored_bids(client: ClientData) -> Measurement:
    """What share of bids to key accounts was made for the account? Those opened in the last 24 months.

    Bids of which it is not known are left out. Series: how many tailored and other bids were decided, and
    how many of them were won.
    """
    bids = client.in_window(client.frame("opportunities"), "opened_on", BID_MONTHS)
    bids = bids[bids["account_id"].isin(key_accounts(client)) & bids["tailored"].notna()]
    made = bids["tailored"].astype(bool)
    series = {name: won(bids[chosen]) for name, chosen in (("tailored", made), ("other", ~made))}
    return share_measurement(made.astype(float), series)


def won(bids: pd.DataFrame) -> dict[str, int]:
    """How many bids were decided, and how many won? Dropped ones are not decided."""
    decided = bids[bids["outcome"].isin(["won", "lost"])]
    return {"decided": len(decided), "won": int((decided["outcome"] == "won").sum())}


def alive(client: ClientData, plans: pd.DataFrame) -> pd.Series:
    """How far is each key account's plan current and acted on? 0 to 1, by account_id."""
    return plans["current"] * actions_done(client).reindex(plans.index).fillna(UNKNOWN)


def coverage(client: ClientData, plans: pd.DataFrame) -> dict[str, Any]:
    """What does the plan coverage figure draw? For every element its share on paper and in date.

    Elements of which nothing is known are left out.
    """
    solution = has_element(plans, "has_tailored_solution")
    pairs = {
        "plan": (plans["has_plan"].astype(float), plans["current"]),
        "tailored_solution": (solution, solution * plans["current"]),
    }
    for name in ANALYSES:
        pairs[name] = current_analysis(client, plans, name)
    return {
        "n": len(plans),
        "elements": [
            {"element": name, "paper": round(float(on.mean()), 6), "current": round(float(valid.mean()), 6)}
            for name, (on, valid) in pairs.items()
            if name == "plan" or on[plans["has_plan"]].notna().any()
        ],
    }
