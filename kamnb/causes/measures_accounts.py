"""What is to be said of each account? One number an account, from row-level tables summed in the database."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.it.rows import flag
from kamnb.areas.organization.cases import DAY, QUIET_DAYS, microseconds
from kamnb.areas.organization.rows import collect, count, rows_in_window
from kamnb.areas.strategy.indicators._shared import actions_done
from kamnb.causes.units import MONTHS, recent, standardised
from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once

ENOUGH = 3
"""Fewer cases or readings say nothing of an account."""
BOUND = ("framework", "alliance")
ALIVE_MONTHS = 12
Values = pd.Series


def table_of(client: ClientData) -> pd.DataFrame:
    """The accounts by id, sorted."""
    return client.frame("accounts").drop_duplicates("account_id").set_index("account_id").sort_index()


def loyalty(client: ClientData) -> Values:
    """How loyal is an account? Its recommendation and our share of what it buys, as far as known, each the same."""
    return standardised(table_of(client)[["nps", "share_of_wallet"]])


def bound_by_contract(client: ClientData) -> Values:
    """Does a framework contract or an alliance bind both sides? 1 or 0."""
    kind = table_of(client)["contract_type"]
    return kind.isin(BOUND).astype(float).where(kind.notna())


@asked_once
def revenue_change(client: ClientData) -> Values:
    """How does what an account buys change? log of the last twelve months against the twelve before, each plus 1 %.

    Accounts that bought in the earlier ones; one that stopped buying stands lowest.
    """
    parts = [window_revenue(client, 12), window_revenue(client, 24)]
    table = pd.concat(parts, axis=1, keys=["now", "both"]).fillna(0.0).clip(lower=0.0)
    before = (table["both"] - table["now"]).clip(lower=0.0)
    rest = 0.01 * table["both"]
    found = np.log((table["now"] + rest) / (before + rest).where(before > 0))
    return pd.Series(found[found.index.isin(client.accounts)]).dropna().sort_index()


def window_revenue(client: ClientData, months: int) -> Values:
    """What did each account buy in the months up to as_of?"""
    rows = rows_in_window(client, "ledger", "date", months).group_by("account_id")
    found = collect(rows.agg(nw.col("revenue").sum().cast(nw.Float64)), "account_id")
    return found.set_index("account_id")["revenue"].astype(float)


def alliance(client: ClientData) -> Values:
    """How far beyond buying and selling is an account? Joint innovation a year, and ties along the chain in use.

    Both as logarithms, each counting the same; an account that neither table names stands at 0.
    """
    kind = nw.col("kind")
    rows = recent(client, "touchpoints", "date").group_by("account_id")
    joint = collect(rows.agg(n=flag(kind == "joint_innovation").sum().cast(nw.Int64)), "account_id")
    ties = client.frame("alliances")
    since = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=ALIVE_MONTHS)
    alive = ties[~(ties["last_used_on"] < since)]["account_id"].value_counts()
    found = pd.DataFrame(index=table_of(client).index)
    found["joint"] = np.log1p(joint.set_index("account_id")["n"].reindex(found.index).fillna(0) * 12 / MONTHS)
    found["ties"] = np.log1p(alive.reindex(found.index).fillna(0).astype(float))
    return standardised(found)


@asked_once
def case_rows(client: ClientData) -> pd.DataFrame:
    """What became of each case that ended? `account_id, region, days, approvals, top`, one row a case.

    Cases whose last step lies more than two weeks and less than two years before as_of, with two moments at least.
    """
    as_of = pd.Timestamp(client.settings.as_of)
    after = microseconds(as_of - pd.DateOffset(months=MONTHS))
    before = microseconds(as_of - pd.Timedelta(days=QUIET_DAYS - 1))
    time, approves = nw.col("ts_epoch"), nw.col("is_approval").fill_null(value=False)
    steps = client.lazy("process_events").filter(~nw.col("moment").is_null())
    cases = steps.group_by("case_id").agg(
        nw.col("account_id").max(),
        nw.col("region").max(),
        first=time.min(),
        last=time.max(),
        approvals=flag(approves).sum().cast(nw.Int64),
        top=flag(approves & (nw.col("department") == "executive")).sum().cast(nw.Int64),
    )
    ended = cases.filter(nw.col("last") > after, nw.col("last") < before, nw.col("last") > nw.col("first"))
    found = collect(ended, "case_id").drop(columns="case_id")
    return found.assign(days=(found["last"] - found["first"]).astype(float) / DAY)


def account_case_days(client: ClientData) -> Values:
    """How long do an account's cases take? Mean of the logarithm of days; accounts with three cases at least."""
    return mean_of(np.log(case_rows(client)["days"]), case_rows(client)["account_id"])


def mean_of(values: pd.Series[Any], unit: pd.Series[Any], least: int = ENOUGH) -> Values:
    """What is the mean of each unit with so many values at least? Sorted."""
    known = values.notna() & unit.notna()
    by = values[known].groupby(unit[known])
    return by.mean().where(by.size() >= least).dropna().sort_index()


def account_actions_done(client: ClientData) -> Values:
    """Which share of the actions planned for an account was done?"""
    return actions_done(client).sort_index()


@asked_once
def account_documents(client: ClientData) -> pd.DataFrame:
    """How was what is written about each account read? `n` readings, `crossing` departments, `days` (sum of logs).

    Of the last 24 months, by account.
    """
    known = ~nw.col("account_id").is_null() & ~nw.col("reader_department").is_null()
    rows = recent(client, "documents", "read_on").filter(known)
    days = (nw.col("read_on") - nw.col("created_on")).dt.total_minutes().cast(nw.Float64) / 1440
    crosses = flag(nw.col("author_department") != nw.col("reader_department"))
    cells = rows.with_columns(days=days.clip(lower_bound=0), crossing=crosses)
    found = collect(
        cells.group_by("account_id", "document_id").agg(
            count().alias("n"), nw.col("crossing").sum().cast(nw.Int64), nw.col("days").mean()
        ),
        "account_id",
        "document_id",
    )
    return found[found["account_id"].isin(client.accounts)]


def account_reading_days(client: ClientData) -> Values:
    """After how many days is what is written about an account read? Mean of logarithms over its documents."""
    found = account_documents(client)
    return mean_of(np.log1p(found["days"]), found["account_id"])


def account_readings(client: ClientData) -> Values:
    """How often is what is written about an account read? Mean of logarithms over its documents."""
    found = account_documents(client)
    return mean_of(pd.Series(np.log1p(found["n"].astype(float))), found["account_id"])


def account_crossing(client: ClientData) -> Values:
    """Which share of the readings about an account is by another department than the author's?"""
    found = account_documents(client)
    return mean_of(found["crossing"] / found["n"], found["account_id"])
