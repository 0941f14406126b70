"""P2: do key accounts stay, and do they give the company their business?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.purpose.ledger import YEAR, covers, edges, key_on, ratio_interval, window
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import mean_interval


@indicator(
    clause="P2",
    unit="share",
    needs={"accounts": ("is_key",), "ledger": ("revenue",)},
    anchors={0.6: 0, 0.8: 25, 0.9: 50, 1.0: 75, 1.15: 100},
    source="ours",
    minimum=5,
)
def revenue_kept(client: ClientData) -> Measurement:
    """Which share of their revenue of a year before did key accounts bring again in the last 12 months?

    Accounts that were key 12 months before as_of and had revenue in the 12 months before that, lost ones
    included, new ones not; bootstrap over accounts. `no_data` where the ledger does not cover 24 months.
    Source: ours; net revenue retention of a cohort fixed at its start.
    """
    ledger = client.frame("ledger")
    if not covers(client, ledger["date"], 2 * YEAR):
        return Measurement.none(Outcome.NO_DATA)
    cohort = key_on(client, edges(client, YEAR)[0])
    rows = pd.DataFrame(
        {
            "before": revenue_by_account(window(client, ledger, "date", YEAR, back=YEAR)),
            "after": revenue_by_account(window(client, ledger, "date", YEAR)),
        }
    ).fillna(0.0)
    rows = rows[rows.index.isin(cohort) & (rows["before"] > 0)].sort_index()
    value, low, high = ratio_interval(rows["after"], rows["before"])
    series = {
        "accounts": [client.code(account) for account in rows.index],
        "before": rows["before"].round(2).tolist(),
        "after": rows["after"].round(2).tolist(),
    }
    return Measurement(value, low, high, len(rows), series=series)


def revenue_by_account(lines: pd.DataFrame) -> pd.Series:
    """How much revenue did each account bring? Credit notes reduce it."""
    return lines.groupby("account_id")["revenue"].sum()


@indicator(
    clause="P2",
    unit="share",
    needs={"accounts": ("is_key", "share_of_wallet")},
    anchors={0.1: 0, 0.25: 25, 0.4: 50, 0.6: 75, 0.8: 100},
    source="ours",
    minimum=5,
)
def wallet_share(client: ClientData) -> Measurement:
    """Which share of their purchases do present key accounts give us, on average?

    Accounts that are key at as_of and not lost; mean with a t interval, corrected for the
    finite number of key accounts. Source: ours.
    """
    accounts = client.frame("accounts")
    as_of = pd.Timestamp(client.settings.as_of)
    present = accounts["account_id"].isin(key_on(client, as_of)) & ~(accounts["lost_on"] <= as_of)
    values = accounts.loc[present, "share_of_wallet"].dropna()
    value, low, high = mean_interval(values, population=int(present.sum()))
    return Measurement(value, max(low, 0.0), min(high, 1.0), len(values))
