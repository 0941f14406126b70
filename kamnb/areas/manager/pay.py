"""How managers' pay divides into base, short-term, long-term and team parts: shares only, never an amount."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.manager.people import select_in_post, smallest_group
from kamnb.sources.client import ClientData

PARTS = ["base", "short", "long", "team"]


def split_pay(client: ClientData) -> pd.DataFrame:
    """What parts does the pay of each manager in post have? Base, short, long, team; a blank stays unknown.

    Amounts where all three bonuses are known, else the shares of pay. A team share of pay cuts across short
    and long: it is taken out of both in proportion, so that the parts add up.
    """
    found = select_in_post(client)
    amounts = found[["base_pay", "bonus_short_term", "bonus_long_term", "bonus_team"]].set_axis(PARTS, axis=1)
    known = amounts[PARTS[1:]].notna().all(axis=1)
    return amounts.where(known, split_shares(found))


def split_shares(found: pd.DataFrame) -> pd.DataFrame:
    """Which parts follow from shares of pay? Base is the rest; the team's part comes out of the others."""
    variable = found["pay_short_share"] + found["pay_long_share"]
    team = (found["pay_team_share"] / variable.where(variable > 0)).clip(upper=1)
    team = team.mask(found["pay_team_share"].eq(0) & variable.notna(), 0.0)
    return pd.DataFrame(
        {
            "base": (1 - variable).clip(lower=0),
            "short": found["pay_short_share"] * (1 - team),
            "long": found["pay_long_share"] * (1 - team),
            "team": variable * team,
        }
    )


def share_variable(parts: pd.DataFrame, part: str) -> pd.Series:
    """What share of each manager's variable pay is one part? Unknown where there is no variable pay."""
    variable = parts[PARTS[1:]].sum(axis=1, skipna=False)
    return parts[part] / variable.where(variable > 0)


def has_no_variable(parts: pd.DataFrame) -> bool:
    """Is variable pay known to be nil for all? Then a question about its parts does not apply."""
    variable = parts[PARTS[1:]].sum(axis=1, skipna=False).dropna()
    return len(variable) > 0 and bool((variable == 0).all())


def describe_mix(client: ClientData) -> dict[str, Any] | None:
    """What does the figure draw? Medians of pay parts and appraisal weights, each scaled to add up to 1.

    None where fewer managers than the smallest group have complete pay; `appraisal` is None likewise.
    """
    parts = split_pay(client).dropna()
    totals = parts.sum(axis=1)
    shares = parts[totals > 0].div(totals[totals > 0], axis=0)
    if len(shares) < smallest_group(client):
        return None
    weights = select_in_post(client)[["weight_long_term", "weight_team"]].dropna()
    weights = weights.set_axis(["long", "team"], axis=1)
    weights = weights.assign(rest=(1 - weights.sum(axis=1)).clip(lower=0))[["rest", "long", "team"]]
    shown = len(weights) >= smallest_group(client)
    return {
        "pay": scale_medians(shares),
        "n": len(shares),
        "appraisal": scale_medians(weights) if shown else None,
        "n_appraisal": len(weights) if shown else None,
    }


def scale_medians(shares: pd.DataFrame) -> dict[str, float] | None:
    """What is the median of each part when the medians are scaled to add up to 1? None where all are nil."""
    medians = shares.median()
    total = float(medians.sum())
    return {str(k): float(np.round(v / total, 3)) for k, v in medians.items()} if total > 0 else None
