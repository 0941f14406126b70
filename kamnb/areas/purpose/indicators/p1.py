"""P1: does the company receive long-term value from its accounts, after the cost of serving them?"""

from __future__ import annotations

import numpy as np

from kamnb.areas.purpose.account_value import value_accounts, value_series
from kamnb.areas.purpose.ledger import YEAR, covers, grouped, margins, ratio_interval
from kamnb.areas.purpose.lines import ledger_days
from kamnb.areas.purpose.value_basis import value_bases, value_basis
from kamnb.areas.purpose.waterfall import price_waterfall
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval, share_interval

SURE = 0.90
"""Chance from which a value counts as certainly above zero."""


@indicator(
    clause="P1",
    unit="share",
    needs={"accounts": ("is_key",), "ledger": ("revenue", "direct_cost")},
    anchors={0: 0, 0.05: 25, 0.10: 50, 0.20: 75, 0.30: 100},
    source="ours",
    minimum=5,
)
def key_margin_after_service(client: ClientData) -> Measurement:
    """Which share of key accounts' revenue is left after direct cost, cost to serve, rebates and payment terms?

    Last 12 months, sums over key accounts, bootstrap over accounts; `series` has the coverage of each cost and
    where the list price goes. `no_data` where direct cost or every cost of serving is unknown. Source: ours;
    the measure is Kaplan & Narayanan 2001, the waterfall Marn & Rosiello 1992.
    """
    found = margins(client)
    if found is None:
        return Measurement.none(Outcome.NO_DATA)
    rows = found.rows[grouped(client, found.rows.index) == "key"]
    rows = rows[rows["revenue"] > 0]
    value, low, high = ratio_interval(rows["margin"], rows["revenue"])
    series = {"coverage": found.coverage, "waterfall": price_waterfall(client, found)}
    return Measurement(value, low, high, len(rows), series=series)


@indicator(
    clause="P1",
    unit="share",
    needs={"accounts": ("is_key",), "ledger": ("revenue", "direct_cost")},
    anchors={0.3: 0, 0.5: 25, 0.7: 50, 0.85: 75, 1.0: 100},
    source="ours",
    minimum=5,
)
def key_accounts_with_value(client: ClientData) -> Measurement:
    """Which share of present key accounts is worth more than nothing over three years, with 90 % certainty?

    Expected margins after all costs, discounted, as long as the account stays; rates lean on their group, loss
    on the tenure of all. Wilson interval; `n` counts valued key accounts. `series`: value of each account over
    3 and 10 years with intervals, customer equity, the share beyond the data, assumptions. `no_data` where
    margins are unknown. Source: ours; Gupta, Lehmann & Stuart 2004, Buhlmann & Straub 1970.
    """
    basis = value_basis(client)
    if basis is None:
        return Measurement.none(Outcome.NO_DATA)
    valued = value_accounts(basis)
    key = valued.rows[valued.rows["group"] == "key"]
    if key.empty:
        return Measurement.none(Outcome.NOT_APPLICABLE)
    value, low, high = share_interval(int((key["sure"] >= SURE).sum()), len(key))
    return Measurement(value, low, high, len(key), series=value_series(client, basis, valued))


@indicator(
    clause="P1",
    unit="share",
    needs={"ledger": ("revenue", "direct_cost")},
    anchors={-0.2: 0, -0.05: 30, 0.0: 50, 0.05: 70, 0.15: 100},
    source="ours",
    minimum=5,
)
def customer_equity_change(client: ClientData) -> Measurement:
    """By how much has customer equity changed against a year ago?

    The sum of all accounts' three-year values, those gained and lost since included, both days by the same
    method and the same hazards of loss; bootstrap over accounts. `no_data` where the ledger does not cover 24
    months; `not_applicable` where the sum was not above zero. Source: ours; clause P1.
    """
    if not covers(client, ledger_days(client), 2 * YEAR):
        return Measurement.none(Outcome.NO_DATA)
    now, before = value_bases(client, YEAR)
    if now is None or before is None:
        return Measurement.none(Outcome.NO_DATA)
    both = [value_accounts(basis).rows["value_3y"].rename(str(i)) for i, basis in enumerate((now, before))]
    rows = both[0].to_frame().join(both[1], how="outer").fillna(0.0).sort_index().to_numpy()
    if rows[:, 1].sum() <= 0:
        return Measurement.none(Outcome.NOT_APPLICABLE, len(rows))
    value, low, high = bootstrap_interval(rows, change_of_sums)
    series = {"now": round(float(rows[:, 0].sum()), 2), "before": round(float(rows[:, 1].sum()), 2)}
    return Measurement(value, low, high, len(rows), series={**series, "currency": client.settings.currency})


def change_of_sums(rows: np.ndarray) -> float:
    """By how much does the sum of the first column differ from that of the second, as a share of it?"""
    now, before = rows.sum(axis=0)
    return float(now / before - 1) if before > 0 else np.nan
