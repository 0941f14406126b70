"""What is each account worth over three and ten years, and what are all together, with intervals and assumptions?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.purpose.value_basis import Basis
from kamnb.sources.client import ClientData
from kamnb.stats.survival import Hazard
from kamnb.stats.value import annuity_of_ages

GROWTH = 0.0
"""Yearly growth of margins that is assumed. Ours: none, as it is the value of what is there today that is asked for."""
NEAR, FAR = 3, 10
"""Years of the headline and of the long view (clause S6: ten years)."""
DRAWS = 1000
CHUNK = 500
MOST_KEY, MOST_OTHER = 200, 60
ENDS = (5, 95)


@dataclass(frozen=True)
class Valued:
    """Values by account id, sorted: group, value_3y, low, high, value_10y, sure (chance of a value above zero).

    `draws` are plausible three-year totals by group; `yearly` the expected worth of each coming year by account.
    """

    rows: pd.DataFrame
    draws: dict[str, np.ndarray]
    yearly: np.ndarray


def value_accounts(basis: Basis) -> Valued:
    """What is each account worth, and how sure is that? Simulation over rates, revenue level and loss, seeded.

    A draw has one hazard of loss for a whole group and one mean rate of it, so that their uncertainty does not
    average out over accounts.
    """
    rng = np.random.default_rng(0)
    parts, draws, yearly = [], {}, []
    for name in sorted(basis.rows["group"].unique()):
        rows = basis.rows[basis.rows["group"] == name]
        found, total, worth = value_group(rows, basis.hazards[name], basis, rng)
        parts.append(found.assign(group=name))
        yearly.append(worth)
        draws[name] = total
    whole = pd.concat(parts)
    order = np.argsort(whole.index.to_numpy(), kind="stable")
    return Valued(whole.iloc[order], draws, np.vstack(yearly)[order])


def value_group(
    rows: pd.DataFrame, hazard: Hazard, basis: Basis, rng: np.random.Generator
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """What are accounts worth that share a hazard? Rows with intervals, draws of their sum, expected years."""
    worth = annuity_of_ages(hazard, rows["age"], FAR, basis.discount_rate, DRAWS, rng)
    expected = np.vstack([worth[age].mean(axis=0) for age in rows["age"]])
    yearly = (rows["revenue"] * rows["rate"]).to_numpy()[:, None] * expected
    group_error, total, parts = rng.standard_normal(DRAWS), np.zeros(DRAWS), []
    for start in range(0, len(rows), CHUNK):
        part = rows.iloc[start : start + CHUNK]
        rate = part["rate"].to_numpy()[:, None] + part["group_sd"].to_numpy()[:, None] * group_error
        rate = rate + part["own_sd"].to_numpy()[:, None] * rng.standard_normal((len(part), DRAWS))
        level = np.exp(basis.spread * rng.standard_normal((len(part), DRAWS)) - basis.spread**2 / 2)
        near = np.vstack([worth[age][:, :NEAR].sum(axis=1) for age in part["age"]])
        drawn = part["revenue"].to_numpy()[:, None] * level * rate * near
        total += drawn.sum(axis=0)
        low, high = np.percentile(drawn, ENDS, axis=1)
        parts.append(pd.DataFrame({"low": low, "high": high, "sure": (drawn > 0).mean(axis=1)}, part.index))
    found = pd.concat(parts).assign(value_3y=yearly[:, :NEAR].sum(axis=1), value_10y=yearly.sum(axis=1))
    return found, total, yearly


def beyond_data(yearly: np.ndarray, years: float, horizon: int) -> float | None:
    """Which share of all accounts' value lies further ahead than the data reach back? None where it is not positive."""
    whole = yearly[:, :horizon].sum(axis=0)
    later = np.clip(np.arange(1, horizon + 1) - years, 0, 1)
    return float((whole * later).sum() / whole.sum()) if whole.sum() > 0 else None


def value_series(client: ClientData, basis: Basis, valued: Valued) -> dict[str, Any]:
    """What do reports and figures show of accounts' values? Account codes, largest first; assumptions beside them."""
    rows = valued.rows.assign(code=[client.code(account) for account in valued.rows.index])
    names = sorted(valued.draws)
    totals = {name: equity(valued, name) for name in names}
    totals["all"] = equity(valued, None)
    return {
        "n": len(rows),
        "accounts": [account_form(row) for row in shown(rows).to_dict("records")],
        "equity": totals,
        "beyond_data_share": rounded(beyond_data(valued.yearly, basis.years, FAR)),
        "beyond_data_share_3y": rounded(beyond_data(valued.yearly, basis.years, NEAR)),
        "currency": client.settings.currency,
        "left_out": {"lost": basis.lost, "too_new": basis.too_new},
        "assumptions": assumptions(basis, names),
    }


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Which accounts are listed? All of few; of many the largest key ones and the largest and smallest others."""
    rows = rows.sort_values(["value_3y", "code"], ascending=[False, True])
    key, other = rows[rows["group"] == "key"], rows[rows["group"] != "key"]
    if len(other) > MOST_OTHER:
        other = pd.concat([other.head(MOST_OTHER - 20), other.tail(20)])
    return pd.concat([key.head(MOST_KEY), other]).sort_values(["value_3y", "code"], ascending=[False, True])


def account_form(row: dict[Any, Any]) -> dict[str, Any]:
    """One account as it is written down."""
    money = {key: rounded(row[key], 2) for key in ("value_3y", "low", "high", "value_10y")}
    return {"code": row["code"], "group": row["group"], **money, "sure": rounded(row["sure"], 3)}


def equity(valued: Valued, group: str | None) -> dict[str, Any]:
    """What are all accounts together worth (customer equity), or those of one group, over three and ten years?"""
    own = valued.rows if group is None else valued.rows[valued.rows["group"] == group]
    draws = sum(valued.draws.values()) if group is None else valued.draws[group]
    low, high = np.percentile(draws, ENDS)
    return {
        "n": len(own),
        "value_3y": rounded(own["value_3y"].sum(), 2),
        "low": rounded(low, 2),
        "high": rounded(high, 2),
        "value_10y": rounded(own["value_10y"].sum(), 2),
    }


def assumptions(basis: Basis, names: list[str]) -> dict[str, Any]:
    """What is the value computed with? Rates a year, the data's reach, how far accounts lean on their group."""
    return {
        "discount_rate": basis.discount_rate,
        "capital_rate": basis.capital_rate,
        "growth": GROWTH,
        "years": [NEAR, FAR],
        "data_years": rounded(basis.years, 2),
        "revenue_spread": rounded(basis.spread, 3),
        "loss_rate": {n: [rounded(h, 6) for h in basis.hazards[n].mean] for n in names},
        "loss_bands": basis.hazards[names[0]].edges.tolist(),
        "own_weight": {
            n: rounded(basis.rows.loc[basis.rows["group"] == n, "factor"].median(), 3) for n in names
        },
    }


def rounded(value: float | None, digits: int = 4) -> float | None:
    """A number for the series; None stays None."""
    return None if value is None or np.isnan(value) else round(float(value), digits)
