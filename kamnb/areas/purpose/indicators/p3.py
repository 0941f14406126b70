"""P3: is business won by being different, so that prices hold?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.areas.purpose.ledger import YEAR, covers, window
from kamnb.areas.purpose.lines import ledger_days
from kamnb.areas.purpose.price import listed_sums, realisation_by_quarter
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.intervals import bootstrap_interval, share_interval

NOW, LIST_NOW, BEFORE, LIST_BEFORE = range(4)


@indicator(
    clause="P3",
    unit="points",
    needs={"accounts": ("is_key",), "ledger": ("revenue", "list_amount")},
    anchors={-5: 0, -2: 30, 0: 65, 2: 100},
    source="ours",
    minimum=5,
)
def price_realisation_change(client: ClientData) -> Measurement:
    """By how much has price realisation of key accounts changed against the year before?

    Revenue / list amount of the last 12 months less that of the 12 before, in percentage points; only
    accounts with list amounts in both, so that the mix of accounts stays; bootstrap over accounts. `no_data`
    where the ledger does not cover 24 months. `series`: realisation by quarter of key and other accounts.
    Source: ours.
    """
    if not covers(client, ledger_days(client), 2 * YEAR):
        return Measurement.none(Outcome.NO_DATA)
    lines = listed_sums(client, 2 * YEAR)
    lines = lines[lines["account_id"].isin(key_accounts(client, YEAR))]
    sums = two_years(lines)
    if not len(sums):
        return Measurement.none(Outcome.TOO_FEW)
    value, low, high = (100 * share for share in bootstrap_interval(sums, realisation_change))
    total = sums.sum(axis=0)
    sold = lines["sold"].sum()
    series = {
        "now": float(total[NOW] / total[LIST_NOW]),
        "before": float(total[BEFORE] / total[LIST_BEFORE]),
        "coverage": float(lines["sold_listed"].sum() / sold) if sold > 0 else None,
        "quarters": realisation_by_quarter(client),
    }
    return Measurement(value, low, high, len(sums), series=series)


def two_years(lines: pd.DataFrame) -> np.ndarray:
    """What did each account pay and what was its list amount, this year and the one before? Accounts with both."""
    wide = lines.pivot(index="account_id", columns="period", values=["revenue", "list_amount"])
    order = [(name, year) for year in (0, 1) for name in ("revenue", "list_amount")]
    rows = wide.reindex(columns=pd.MultiIndex.from_tuples(order)).fillna(0.0).sort_index()
    lists = rows["list_amount"].to_numpy()
    return rows[(lists > 0).all(axis=1)].to_numpy()


def realisation_change(rows: np.ndarray) -> float:
    """By how much does realisation differ between the two windows?"""
    total = rows.sum(axis=0)
    return float(total[NOW] / total[LIST_NOW] - total[BEFORE] / total[LIST_BEFORE])


@indicator(
    clause="P3",
    unit="share",
    needs={"opportunities": ("closed_on", "outcome", "reason")},
    anchors={0.1: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=10,
)
def wins_beyond_price(client: ClientData) -> Measurement:
    """Which share of the bids won was won for another reason than price?

    Bids of all accounts won in the last 24 months with a stated reason; Wilson interval; `series` counts
    won and lost bids by reason. Source: ours.
    """
    bids = window(client, client.frame("opportunities"), "closed_on", 2 * YEAR)
    bids = bids[bids["reason"].notna()]
    reasons = bids.loc[bids["outcome"] == "won", "reason"]
    value, low, high = share_interval(int((reasons != "price").sum()), len(reasons))
    series = {
        str(outcome): {
            str(reason): int(count) for reason, count in group["reason"].value_counts().sort_index().items()
        }
        for outcome, group in bids[bids["outcome"].isin(["won", "lost"])].groupby("outcome")
    }
    return Measurement(value, low, high, len(reasons), series=series)
