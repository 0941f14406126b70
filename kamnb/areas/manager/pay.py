"""How managers' pay divides by horizon and by whose success it rewards: shares only, never an amount."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.manager.people import select_in_post, smallest_group
from kamnb.sources.client import ClientData

PARTS = ["base", "short", "long", "team"]
ROUNDING = 0.005
"""By how much may shares that were rounded by hand exceed the whole?"""


def known_share(values: pd.Series) -> pd.Series:
    """Which shares are usable? Those from 0 to 1; the others are unknown."""
    return values.where(values.between(0, 1))


def read_shares(found: pd.DataFrame) -> pd.DataFrame:
    """Which shares of pay are told without contradiction? Columns short, long, team.

    Short and long cannot exceed the whole pay, nor the team's share both of them: such a row is unknown.
    """
    shares = found[["pay_short_share", "pay_long_share", "pay_team_share"]].set_axis(PARTS[1:], axis=1)
    shares = shares.apply(known_share)
    variable = shares["short"] + shares["long"]
    wrong = (variable > 1 + ROUNDING) | (shares["team"] > variable + ROUNDING)
    return shares.mask(wrong)


def read_amounts(found: pd.DataFrame) -> pd.DataFrame:
    """Which bonuses are known? Columns short, long, team; a row counts with all three."""
    amounts = found[["bonus_short_term", "bonus_long_term", "bonus_team"]].set_axis(PARTS[1:], axis=1)
    return amounts.where(amounts.notna().all(axis=1))


def cut_variable(client: ClientData) -> pd.DataFrame:
    """How does each manager's variable pay divide? Its size, and the shares of it that are `long` and the `team`'s.

    From the three bonuses, of which the team's counts as short-term, else from shares of pay, where the team's
    part is told across short and long. NaN where unknown; shares are NaN without variable pay.
    """
    found = select_in_post(client)
    amounts, shares = read_amounts(found), read_shares(found)
    size = amounts.sum(axis=1, skipna=False).fillna(shares["short"] + shares["long"])
    parts = amounts.where(amounts.notna(), shares)[["long", "team"]]
    cut = parts.div(size.where(size > 0), axis=0).clip(upper=1)
    return cut.assign(size=size)


def has_no_variable(cut: pd.DataFrame) -> bool:
    """Is variable pay known to be nil for all? Then a question about its parts does not apply."""
    known = cut["size"].dropna()
    return len(known) > 0 and bool((known == 0).all())


def split_pay(client: ClientData) -> pd.DataFrame:
    """Into which parts that add up does each manager's pay divide? Shares: base, short, long, team; complete rows.

    A team share of pay cuts across short and long: it is taken out of both in proportion.
    """
    found = select_in_post(client)
    amounts = read_amounts(found).assign(base=found["base_pay"])[PARTS]
    totals = amounts.sum(axis=1, skipna=False)
    by_amount = amounts.div(totals.where(totals > 0), axis=0)
    return by_amount.where(by_amount.notna(), split_shares(read_shares(found))).dropna()


def split_shares(shares: pd.DataFrame) -> pd.DataFrame:
    """Which parts follow from shares of pay? Base is the rest; the team's part comes out of the others."""
    variable = shares["short"] + shares["long"]
    team = (shares["team"] / variable.where(variable > 0)).clip(upper=1)
    team = team.mask(shares["team"].eq(0) & variable.notna(), 0.0)
    return pd.DataFrame(
        {
            "base": (1 - variable).clip(lower=0),
            "short": shares["short"] * (1 - team),
            "long": shares["long"] * (1 - team),
            "team": variable * team,
        }
    )


def read_weights(client: ClientData) -> pd.DataFrame:
    """What do long-term value and the team weigh in each manager's appraisal? NaN where unknown or impossible."""
    found = select_in_post(client)
    return found[["weight_long_term", "weight_team"]].set_axis(["long", "team"], axis=1).apply(known_share)


def describe_weights(client: ClientData) -> tuple[dict[str, float], int] | None:
    """What is the mean appraisal over managers with both weights, and over how many? None for too small a group.

    None also where a weight's own mean stands for a few managers more: theirs would follow from the two means.
    """
    smallest, known = smallest_group(client), read_weights(client)
    weights = known.assign(rest=1 - known.sum(axis=1, skipna=False))[["rest", "long", "team"]].dropna()
    weights = weights[weights["rest"] >= -ROUNDING].clip(lower=0)
    left = known[["long", "team"]].notna().sum() - len(weights)
    if len(weights) < smallest or ((left > 0) & (left < smallest)).any():
        return None
    return average(weights), len(weights)


def describe_mix(client: ClientData) -> dict[str, Any] | None:
    """What does the figure draw? Means over managers of pay parts and of appraisal weights.

    Means, since the median of an odd group is one person's own share. None where fewer managers than the
    smallest group have complete pay; `appraisal` is None likewise.
    """
    shares = split_pay(client)
    if len(shares) < smallest_group(client):
        return None
    weights, n = describe_weights(client) or (None, None)
    return {"pay": average(shares), "n": len(shares), "appraisal": weights, "n_appraisal": n}


def average(shares: pd.DataFrame) -> dict[str, float]:
    """What is the mean of each part? Not rounded yet: rounding twice would set it off from the indicator's value."""
    return {str(name): float(x) for name, x in shares.mean().items()}
