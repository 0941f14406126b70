"""S3 in the records: does the strategy choose the key accounts, or does current revenue?"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.strategy.indicators._shared import active_accounts
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval, share_interval

CRITERIA = ("strategic_fit", "growth_potential", "willingness_to_partner")
SMALLEST_SIDE = 3
"""The fewest key and other accounts with which a comparison is made. Ours."""


def rated_accounts(client: ClientData) -> pd.DataFrame:
    """Which accounts can be compared by strategy? Those not lost, marked, and rated on every criterion.

    `fit` is the weighted mean (1–5) under the client's own weights, equal ones where it has none.
    Criteria that the accounts table does not know, or that nobody rated, are left out.
    """
    accounts = active_accounts(client)
    chosen = client.settings.selection
    names = chosen.criteria if chosen else CRITERIA
    weights = chosen.weights if chosen and chosen.weights else [1.0] * len(names)
    used = {n: w for n, w in zip(names, weights, strict=True) if n in CRITERIA and accounts[n].notna().any()}
    if not used:
        return accounts.iloc[:0].assign(fit=np.nan)
    fit = (accounts[list(used)] * pd.Series(used)).sum(axis=1, skipna=False) / sum(used.values())
    rated = accounts.assign(fit=fit)[fit.notna() & accounts["key"].notna()]
    return rated.assign(key=rated["key"].astype(bool)).sort_values("account_id")


def comparable(rated: pd.DataFrame) -> Outcome:
    """Are there key and other accounts enough to compare? NO_DATA where one side is absent."""
    smaller = min(int(rated["key"].sum()), int((~rated["key"]).sum())) if len(rated) else 0
    if smaller == 0:
        return Outcome.NO_DATA
    return Outcome.MEASURED if smaller >= SMALLEST_SIDE else Outcome.TOO_FEW


def hits_in_top(rated: pd.DataFrame) -> tuple[float, float]:
    """How many key accounts are among the k with the highest fit, and where is the cut?

    Accounts tied at the cut share its places.
    """
    k = int(rated["key"].sum())
    fit = rated["fit"].round(9)
    cut = float(fit.nlargest(k).min())
    above, tied = fit > cut, fit == cut
    places = (k - int(above.sum())) / int(tied.sum())
    return float((above & rated["key"]).sum() + places * (tied & rated["key"]).sum()), cut


def year_revenue(client: ClientData, months: int = 12) -> pd.Series:
    """How much was invoiced to each account in the last months? By account_id."""
    end = pd.Timestamp(client.settings.as_of)
    start = end - pd.DateOffset(months=months)
    lines = client.lazy("ledger").filter(
        nw.col("date") > start.to_pydatetime(), nw.col("date") < (end + pd.Timedelta(days=1)).to_pydatetime()
    )
    sums = lines.group_by("account_id").agg(nw.col("revenue").sum().cast(nw.Float64).alias("revenue"))
    found = sums.collect("pandas").to_native()
    return found.set_index("account_id")["revenue"].astype(float)


@indicator(
    clause="S3",
    unit="share",
    needs={"accounts": ("is_key", "strategic_fit")},
    anchors={0.25: 0, 0.5: 35, 0.7: 65, 0.85: 85, 1.0: 100},
    source="ours",
    minimum=5,
)
def key_accounts_by_strategy(client: ClientData) -> Measurement:
    """What share of the k key accounts is among the k accounts that rank first by strategic criteria?

    n is the number of rated key accounts. `no_data` where only key accounts, or none of them, are rated.
    """
    rated = rated_accounts(client)
    outcome, k = comparable(rated), int(rated["key"].sum()) if len(rated) else 0
    if outcome != Outcome.MEASURED:
        return Measurement.none(outcome, k)
    hits, _ = hits_in_top(rated)
    return Measurement(*share_interval(hits, k), k)


@indicator(
    clause="S3",
    unit="points",
    needs={"accounts": ("is_key", "strategic_fit"), "ledger": ("revenue",)},
    anchors={-20: 100, 0: 70, 15: 45, 30: 20, 45: 0},
    source="ours",
    minimum=10,
)
def revenue_pull(client: ClientData) -> Measurement:
    """By how many points does current revenue tell key from other accounts better than strategy does?

    Each is the probability that a key account ranks above another one (ties one half), by 12 months of
    revenue and by `fit`; the value is their difference times 100, its interval a bootstrap over accounts.
    n: accounts compared.
    """
    rated = rated_accounts(client)
    outcome = comparable(rated)
    if outcome != Outcome.MEASURED:
        return Measurement.none(outcome, len(rated))
    rated = rated.assign(revenue=rated["account_id"].map(year_revenue(client)).fillna(0.0))
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
    k, m = int(key.sum()), int((~key).sum())
    if k == 0 or m == 0:
        return float("nan")
    return float((pd.Series(values).rank().to_numpy()[key].sum() - k * (k + 1) / 2) / (k * m))


def quadrant(client: ClientData, rated: pd.DataFrame) -> dict[str, Any]:
    """What does the selection quadrant draw? An account a point: code, fit, revenue rank (0–100), key."""
    ranks = rated["revenue"].rank(method="first").to_numpy()
    places = 100 * (ranks - 1) / max(1, len(rated) - 1)
    points = pd.DataFrame(
        {
            "code": rated["account_id"].map(client.code),
            "fit": rated["fit"].round(4),
            "rank": np.round(places, 2),
            "key": rated["key"],
        }
    )
    return {"accounts": points.to_dict("records"), "cut": hits_in_top(rated)[1], "k": int(rated["key"].sum())}
