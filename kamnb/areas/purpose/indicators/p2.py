"""P2: do key accounts stay, and do they give the company their business?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.areas.purpose.ledger import YEAR, covers, ratio_interval
from kamnb.areas.purpose.lines import ledger_days, lines, revenue_sums
from kamnb.areas.purpose.retention import HORIZON, retention, retention_series
from kamnb.areas.purpose.tenure import LEAST_MONTHS, Observed, observe, spells
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.distributions import normal_quantile
from kamnb.stats.intervals import LEVEL, Interval, mean_interval, share_interval


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
    if not covers(client, ledger_days(client), 2 * YEAR):
        return Measurement.none(Outcome.NO_DATA)
    cohort = key_accounts(client, back=YEAR)
    rows = pd.DataFrame(
        {"before": revenue_by_account(client, YEAR), "after": revenue_by_account(client, 0)}
    ).fillna(0.0)
    rows = rows[rows.index.isin(cohort) & (rows["before"] > 0)].sort_index()
    value, low, high = ratio_interval(rows["after"], rows["before"])
    series = {
        "accounts": [client.code(account) for account in rows.index],
        "before": rows["before"].round(2).tolist(),
        "after": rows["after"].round(2).tolist(),
    }
    return Measurement(value, low, high, len(rows), series=series)


def revenue_by_account(client: ClientData, back: int) -> pd.Series:
    """How much revenue did each account bring in the year that ended `back` months ago? Credit notes reduce it."""
    return revenue_sums(lines(client, YEAR, back)).set_index("account_id")["revenue"]


@indicator(
    clause="P2",
    unit="share",
    needs={"accounts": ("is_key", "key_since"), "ledger": ("revenue",)},
    anchors={0.5: 0, 0.7: 25, 0.8: 50, 0.9: 75, 1.0: 100},
    source="ours",
    minimum=5,
)
def key_accounts_retained(client: ClientData) -> Measurement:
    """Which share of key accounts is still there three years after it was made key?

    Kaplan–Meier from key_since with late entry where the ledger begins; losses told (lost_on) and inferred from
    silence; log-log band. `n` counts key accounts watched; `too_few` where fewer than five were watched in
    their first year or up to three years, `no_data` where the ledger covers less than a year. `series`: the
    curves of key and other accounts. Source: Kaplan & Meier 1958; anchors ours.
    """
    seen = observe(client)
    if seen is None or seen.months < YEAR:
        return Measurement.none(Outcome.NO_DATA)
    found = spells(client, seen)
    curves = {name: retention(found, name) for name in ("key", "other")}
    key = curves["key"]
    if key is None:
        return Measurement.none(Outcome.TOO_FEW, int((found["group"] == "key").sum()))
    series = retention_series(found, seen, curves)
    if not key.reaches:
        return Measurement(None, None, None, len(key.watched), Outcome.TOO_FEW, series)
    return Measurement(*key.at(HORIZON), len(key.watched), series=series)


@indicator(
    clause="P2",
    unit="share",
    needs={"accounts": ("is_key",), "ledger": ("revenue",)},
    anchors={0.0: 100, 0.05: 75, 0.10: 50, 0.20: 25, 0.40: 0},
    source="ours",
    minimum=5,
)
def silent_losses(client: ClientData) -> Measurement:
    """Which share of the key accounts that nobody has recorded as lost has fallen silent?

    Silent: no invoice for more than twice the usual interval, and for longer than ever before. Key at as_of,
    not lost, invoiced in at least LEAST_MONTHS months; Wilson interval. `no_data` where the ledger stops more
    than 45 days before as_of: then everybody is silent. `series`: the silent ones, longest silence first.
    Source: the framework's rule of two intervals; anchors ours.
    """
    as_of, seen = pd.Timestamp(client.settings.as_of), observe(client)
    if seen is None or seen.end < as_of:
        return Measurement.none(Outcome.NO_DATA)
    rows = seen.habits[seen.habits["months"] >= LEAST_MONTHS]
    rows = rows[rows.index.isin(key_accounts(client))]
    silent = rows["silent_on"].notna()
    value, low, high = share_interval(int(silent.sum()), len(rows))
    return Measurement(value, low, high, len(rows), series=silent_series(client, seen, rows[silent]))


def silent_series(client: ClientData, seen: Observed, rows: pd.DataFrame) -> dict[str, object]:
    """Which accounts have fallen silent, for how many days, against which usual interval?"""
    found = rows.assign(days=(seen.end - rows["last"]).dt.days).sort_values(
        "days", ascending=False, kind="stable"
    )
    listed = [
        {"code": client.code(str(account)), "days": int(days), "usual": round(float(usual), 1)}
        for account, days, usual in zip(found.index, found["days"], found["usual"], strict=True)
    ]
    return {"silent": listed}


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
    finite number of key accounts. `series`: the shares of the accounts that are not key. Source: ours.
    """
    accounts = client.frame("accounts")
    as_of = pd.Timestamp(client.settings.as_of)
    here, key = ~(accounts["lost_on"] <= as_of), accounts["account_id"].isin(key_accounts(client))
    present = here & key
    values = accounts.loc[present, "share_of_wallet"].dropna()
    value, low, high = mean_interval(values, population=int(present.sum()))
    rest = accounts[here & ~key].dropna(subset=["share_of_wallet"]).sort_values("account_id").head(LISTED)
    codes = (client.code(str(account)) for account in rest["account_id"])
    series = {"others": dict(zip(codes, rest["share_of_wallet"].round(6).tolist(), strict=True))}
    return Measurement(value, max(low, 0.0), min(high, 1.0), len(values), series=series)


LISTED = 500
"""Accounts that are not key of which the share of wallet is kept in the series."""
PROMOTER, DETRACTOR = 9, 6
SMALL_SAMPLE = 0.75
"""Promoters and detractors that are added for the interval, and twice as many passives (adjusted Wald)."""


@indicator(
    clause="P2",
    unit="index",
    needs={"accounts": ("is_key", "nps")},
    anchors={-40: 0, 0: 35, 20: 55, 40: 75, 70: 100},
    source="ours",
    minimum=5,
)
def net_promoter(client: ClientData) -> Measurement:
    """How many more of the present key accounts would recommend us than would not, in points of 100?

    Share of answers of 9 and 10 less share of 0 to 6; interval from the variance of the multinomial, adjusted
    for small samples. Key at as_of and not lost, with an answer. Source: Reichheld 2003; Rocks 2016.
    """
    accounts = client.frame("accounts")
    present = accounts["account_id"].isin(key_accounts(client))
    answers = accounts.loc[present, "nps"].dropna().to_numpy()
    value, low, high = promoter_interval(answers)
    return Measurement(value, low, high, len(answers))


def promoter_interval(answers: np.ndarray) -> Interval:
    """How large is the net promoter score, and how sure? Points from -100 to 100; NaN without answers."""
    n = len(answers)
    if n == 0:
        return np.nan, np.nan, np.nan
    up, down = int((answers >= PROMOTER).sum()), int((answers <= DETRACTOR).sum())
    size = n + 4 * SMALL_SAMPLE
    for_us, against = (up + SMALL_SAMPLE) / size, (down + SMALL_SAMPLE) / size
    centre = for_us - against
    half = normal_quantile(0.5 + LEVEL / 2) * np.sqrt((for_us + against - centre**2) / size)
    low, high = (float(np.clip(100 * x, -100, 100)) for x in (centre - half, centre + half))
    value = 100 * (up - down) / n
    return value, min(low, value), max(high, value)
