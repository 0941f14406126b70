"""By which criteria and weights does the client choose its key accounts, and which accounts do they choose?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.strategy.indicators._shared import active_accounts
from kamnb.instrument.thresholds import threshold
from kamnb.model import Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.ranking import Stability, priorities, rank_stability

CRITERIA = ("strategic_fit", "growth_potential", "willingness_to_partner")
SMALLEST_SIDE = 3
"""The fewest key and other accounts with which a comparison is made. Ours."""
CERTAIN = threshold("selection_certain")
"""A place is certain that an account keeps, in or out, under so many of the drawn weights."""
MOST_ACCOUNTS = 200
"""So many accounts that are not key are listed at most."""


@dataclass(frozen=True)
class Weights:
    """The criteria that can be used and their weights (sum 1), where these come from, and their consistency."""

    names: tuple[str, ...]
    values: np.ndarray
    origin: str
    consistency: float | None

    def to_dict(self) -> dict[str, Any]:
        """What does a figure say about the weights?"""
        values = {name: round(float(w), 6) for name, w in zip(self.names, self.values, strict=True)}
        return {"values": values, "origin": self.origin, "consistency": self.consistency}


def weights(client: ClientData, accounts: pd.DataFrame) -> Weights | None:
    """Which criteria and weights apply? The client's comparisons, else its weights, else equal ones.

    `origin` is comparisons, given or equal. Only comparisons have a consistency ratio: given weights cannot
    contradict one another. Criteria that the accounts table does not know, or that nobody rated, are left
    out; None where no criterion with a weight above 0 is left.
    """
    chosen = client.settings.selection
    names: Sequence[str] = chosen.criteria if chosen and chosen.criteria else CRITERIA
    given, origin, consistency = np.ones(len(names)), "equal", None
    comparisons = getattr(chosen, "comparisons", None)
    if comparisons:
        found = priorities(comparisons)
        given, origin = found.weights, "comparisons"
        consistency = None if np.isnan(found.ratio) else round(found.ratio, 6)
    elif chosen and chosen.weights:
        given, origin = np.asarray(chosen.weights, dtype=float), "given"
    pairs = {n: float(w) for n, w in zip(names, given, strict=True) if w > 0 and n in CRITERIA}
    used = {n: w for n, w in pairs.items() if accounts[n].notna().any()}
    if not used:
        return None
    return Weights(tuple(used), np.array(list(used.values())) / sum(used.values()), origin, consistency)


@dataclass(frozen=True)
class Choice:
    """The accounts that can be compared (with `fit`, 1–5, and `key`), by which weights, and what is missing."""

    rated: pd.DataFrame
    weights: Weights | None
    unrated_key: int

    @property
    def k(self) -> int:
        """How many of the rated accounts are key?"""
        return int(self.rated["key"].sum()) if len(self.rated) else 0

    @property
    def outcome(self) -> Outcome:
        """Are there key and other accounts enough to compare? NO_DATA where one side is absent."""
        smaller = min(self.k, len(self.rated) - self.k)
        if smaller == 0:
            return Outcome.NO_DATA
        return Outcome.MEASURED if smaller >= SMALLEST_SIDE else Outcome.TOO_FEW

    @property
    def ratings(self) -> np.ndarray:
        """Which ratings were given? Accounts × criteria used."""
        return self.rated[list(self.weights.names)].to_numpy(float) if self.weights else np.empty((0, 0))


def read_choice(client: ClientData) -> Choice:
    """Which accounts can be compared by strategy? Those not lost, marked key or not, and rated on every criterion.

    `fit` is the weighted mean of the ratings. Sorted by account_id.
    """
    accounts = active_accounts(client)
    used = weights(client, accounts)
    if used is None:
        return Choice(accounts.iloc[:0].assign(fit=np.nan), None, int(accounts["key"].fillna(False).sum()))
    fit = accounts[list(used.names)].to_numpy(float) @ used.values
    accounts = accounts.assign(fit=fit)
    complete = accounts["fit"].notna() & accounts["key"].notna()
    rated = accounts[complete]
    rated = rated.assign(key=rated["key"].astype(bool)).sort_values("account_id", ignore_index=True)
    return Choice(rated, used, int((accounts["key"].fillna(False) & ~complete).sum()))


def hits_in_top(values: np.ndarray, key: np.ndarray) -> tuple[float, float]:
    """How many of the k key accounts are among the k with the highest values, and where is the cut?

    Accounts tied at the cut share its places.
    """
    k = int(key.sum())
    fit = np.round(values, 9)
    cut = float(np.sort(fit)[-k])
    above, tied = fit > cut, fit == cut
    places = (k - int(above.sum())) / int(tied.sum())
    return float((above & key).sum() + places * (tied & key).sum()), cut


def stability(choice: Choice) -> Stability:
    """How sure is each account's place among the first k, under weights drawn around the client's?"""
    assert choice.weights is not None
    return rank_stability(choice.ratings, choice.weights.values, choice.k)


def stability_series(client: ClientData, choice: Choice, found: Stability) -> dict[str, Any]:
    """What do the figures of the choice draw? Accounts by their chance, highest first, and the four fields.

    Fields: key_fits, key_unfit, other_fits, other_unfit; an account fits that is among the first k under half
    of the drawn weights or more; `doubtful` counts those whose place is not certain. Of many other accounts
    the likeliest are listed; the fields count all.
    """
    table = pd.DataFrame(
        {
            "code": choice.rated["account_id"].map(client.code),
            "chance": found.chance.round(6),
            "rank": found.rank.round(2),
            "key": choice.rated["key"],
        }
    ).sort_values(["chance", "key", "rank", "code"], ascending=[False, False, True, True])
    listed = table[table["key"] | (~table["key"]).cumsum().le(MOST_ACCOUNTS)]
    side = {True: "key", False: "other"}
    fields = {
        f"{side[key]}_{word}": table[(table["key"] == key) & ((table["chance"] >= 0.5) == fits)]["chance"]
        for key in (True, False)
        for fits, word in ((True, "fits"), (False, "unfit"))
    }
    return {
        "accounts": listed.to_dict("records"),
        "k": choice.k,
        "n": len(table),
        "unrated_key": choice.unrated_key,
        "weights": choice.weights.to_dict() if choice.weights else None,
        "fields": {
            name: {"n": len(chances), "doubtful": int(chances.between(1 - CERTAIN, CERTAIN, "neither").sum())}
            for name, chances in fields.items()
        },
    }
