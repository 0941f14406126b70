"""S3 in the records: does the strategy choose the key accounts, or does current revenue?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.strategy.indicators._shared import UNKNOWN, active_accounts, in_date, share_measurement
from kamnb.areas.strategy.sales import year_revenue
from kamnb.areas.strategy.selection import (
    CERTAIN,
    CRITERIA,
    Choice,
    hits_in_top,
    read_choice,
    stability,
    stability_series,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval, share_interval
from kamnb.stats.ranking import kendall_tau, topsis, weighted_sum

RATING_MONTHS = 24
"""A rating older than this no longer shows that the list is reviewed. Ours."""
OWN_ROLE = "account_manager"
MOST_POINTS = 400
"""So many accounts are drawn in the quadrant at most."""


@indicator(
    clause="S3",
    unit="share",
    needs={"accounts": ("is_key",)},
    anchors={0.25: 0, 0.5: 35, 0.7: 65, 0.85: 85, 1.0: 100},
    source="ours",
    minimum=5,
)
def key_accounts_by_strategy(client: ClientData) -> Measurement:
    """What share of the k key accounts is among the k accounts that rank first by strategic criteria?

    n is the number of rated key accounts. `no_data` where only key accounts, or none of them, are rated.
    Series: the same share by two other ways of ranking, and how far these two agree (Kendall's tau).
    """
    choice = read_choice(client)
    if choice.outcome != Outcome.MEASURED:
        return Measurement.none(choice.outcome, choice.k)
    hits, _ = hits_in_top(choice.rated["fit"].to_numpy(), choice.rated["key"].to_numpy())
    return Measurement(*share_interval(hits, choice.k), choice.k, series=two_ways(choice))


def two_ways(choice: Choice) -> dict[str, Any]:
    """Would another way of ranking give another list? Shares by weighted sum and TOPSIS, and their agreement."""
    assert choice.weights is not None
    key = choice.rated["key"].to_numpy()
    ranked = {
        "weighted_sum": weighted_sum(choice.ratings, choice.weights.values),
        "topsis": topsis(choice.ratings, choice.weights.values),
    }
    tau = kendall_tau(*(values.round(9) for values in ranked.values()))
    shares = {name: round(hits_in_top(values, key)[0] / choice.k, 6) for name, values in ranked.items()}
    agreement = None if np.isnan(tau) else round(tau, 6)
    return {
        **shares,
        "agreement": agreement,
        "unrated_key": choice.unrated_key,
        "weights": choice.weights.to_dict(),
    }


@indicator(
    clause="S3",
    unit="share",
    needs={"accounts": ("is_key",)},
    anchors={0.1: 0, 0.35: 35, 0.55: 65, 0.7: 85, 0.9: 100},
    source="ours",
    minimum=5,
)
def key_choice_stable(client: ClientData) -> Measurement:
    """What share of the k key accounts stays among the first k whatever the exact weights are?

    Counted are key accounts that are among the first k under 80 % of weights drawn around the client's. Where
    the ratings tell no account from another, no place is certain. n, `no_data` as in
    `key_accounts_by_strategy`. Series: every account's chance, and who is key and fits, or not.
    """
    choice = read_choice(client)
    if choice.outcome != Outcome.MEASURED:
        return Measurement.none(choice.outcome, choice.k)
    found = stability(choice)
    certain = int((choice.rated["key"].to_numpy() & (found.chance >= CERTAIN)).sum())
    series = stability_series(client, choice, found)
    return Measurement(*share_interval(certain, choice.k), choice.k, series=series)


@indicator(
    clause="S3",
    unit="share",
    needs={"accounts": ("is_key", "rated_by")},
    anchors={0: 0, 0.3: 20, 0.5: 40, 0.75: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def ratings_independent(client: ClientData) -> Measurement:
    """To what share are accounts' strategic ratings recent and made by another than the account's own manager?

    Of accounts with a rating: one half for an independent rater, one half for a rating of the last 24 months;
    what is unknown counts half of that. Series: how many were rated by their owner, after they became key
    (the rating then may follow the status), before the criteria were adopted, or too long ago.
    """
    accounts = active_accounts(client)
    accounts = accounts[accounts[list(CRITERIA)].notna().any(axis=1)]
    own, known = rated_by_owner(client, accounts), accounts["rated_by"].notna()
    independent = (~own).astype(float).where(known, UNKNOWN)
    recent = in_date(client, accounts["rated_on"], RATING_MONTHS)
    chosen = client.settings.selection
    adopted = pd.Timestamp(chosen.adopted_on) if chosen and chosen.adopted_on else pd.NaT
    counts = {
        "rated": len(accounts),
        "by_owner": int(own.sum()),
        "rater_unknown": int((~known).sum()),
        "after_key": int((accounts["rated_on"] > accounts["key_since"]).sum()),
        "before_criteria": int((accounts["rated_on"] < adopted).sum()),
        "old": int((recent == 0).sum()),
    }
    return share_measurement((independent + recent) / 2, counts)


def rated_by_owner(client: ClientData, accounts: pd.DataFrame) -> pd.Series:
    """Was each account rated by its own manager: by id, by name, or because account managers rated?"""
    managers = client.frame("managers").drop_duplicates("manager_id").set_index("manager_id")["name"]
    rater = accounts["rated_by"].str.strip()
    named = accounts["owner_id"].map(managers)
    return (
        ((rater == accounts["owner_id"]) | (rater == named) | (rater == OWN_ROLE)).fillna(False).astype(bool)
    )


@indicator(
    clause="S3",
    unit="points",
    needs={"accounts": ("is_key",), "ledger": ("revenue",)},
    anchors={-20: 100, 0: 70, 15: 45, 30: 20, 45: 0},
    source="ours",
    minimum=10,
)
def revenue_pull(client: ClientData) -> Measurement:
    """By how many points does current revenue tell key from other accounts better than strategy does?

    Each is the probability that a key account ranks above another one (ties one half), by 12 months of
    revenue and by `fit`; the value is their difference times 100, its interval a bootstrap over accounts.
    n: accounts compared. `no_data` where the ledger knows none of them; one without invoices has 0.
    """
    choice = read_choice(client)
    if choice.outcome != Outcome.MEASURED:
        return Measurement.none(choice.outcome, len(choice.rated))
    revenue = choice.rated["account_id"].map(year_revenue(client)).astype(float)
    if revenue.isna().all():
        return Measurement.none(Outcome.NO_DATA)
    rated = choice.rated.assign(revenue=revenue.fillna(0.0))
    rows = rated[["key", "revenue", "fit"]].to_numpy(float)
    value, low, high = bootstrap_interval(rows, pull, draws=500)
    return Measurement(value, low, high, len(rated), series=quadrant(client, rated))


def pull(rows: np.ndarray) -> float:
    """How much better does revenue (column 1) separate key (column 0) than fit (column 2)?

    Points; NaN with one side only.
    """
    key = rows[:, 0] > 0
    return 100 * (superiority(key, rows[:, 1]) - superiority(key, rows[:, 2]))


def superiority(key: np.ndarray, values: np.ndarray) -> float:
    """How probable is it that a key account has the higher value? The Mann–Whitney share, ties one half."""
    rounded = values.round(9)
    chosen, others = rounded[key], np.sort(rounded[~key])
    if not len(chosen) or not len(others):
        return float("nan")
    beaten = np.searchsorted(others, chosen, "left") + np.searchsorted(others, chosen, "right")
    return float(beaten.mean() / 2 / len(others))


def quadrant(client: ClientData, rated: pd.DataFrame) -> dict[str, Any]:
    """What does the selection quadrant draw? An account a point: code, fit, revenue with its rank (0–100), key.

    With the two probabilities that the value compares. Of many accounts all key ones are kept, and an even
    choice of the others.
    """
    ranks = rated["revenue"].rank(method="first").to_numpy()
    key = rated["key"].to_numpy()
    cut = hits_in_top(rated["fit"].to_numpy(), key)[1]
    points = pd.DataFrame(
        {
            "code": rated["account_id"].map(client.code),
            "fit": rated["fit"].round(6),
            "rank": np.round(100 * (ranks - 1) / max(1, len(rated) - 1), 2),
            "revenue": rated["revenue"].round(2),
            "key": key,
        }
    )
    return {
        "accounts": some_points(points).to_dict("records"),
        "n": len(points),
        "cut": round(cut, 6),
        "k": int(key.sum()),
        "by_revenue": round(superiority(key, rated["revenue"].to_numpy()), 6),
        "by_strategy": round(superiority(key, rated["fit"].to_numpy()), 6),
    }


def some_points(points: pd.DataFrame) -> pd.DataFrame:
    """Which points are drawn where there are too many? All key accounts, and an even choice of the others."""
    if len(points) <= MOST_POINTS:
        return points
    key = points[points["key"]]
    rest = points[~points["key"]].sort_values(["fit", "rank", "code"])
    step = np.linspace(0, len(rest) - 1, max(0, MOST_POINTS - len(key))).astype(int)
    return pd.concat([key, rest.iloc[step]]).sort_index()
