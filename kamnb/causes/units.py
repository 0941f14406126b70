"""Which units are compared, whose accounts are whose, and what is held constant over them?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.organization.rows import Rows, collect, rows_in_window
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import ever_key, is_marked
from kamnb.sources.once import asked_once

MONTHS = 24
"""Months of records that are looked at."""
YEARS_OF_SIZE = 36
"""Months of the ledger from which an account's usual year is taken."""
DAYS = 365.25
BETWEEN = "/"
"""What stands between kind and name in the name of a department or region."""


def by_manager(client: ClientData, values: pd.Series[Any]) -> pd.Series[Any]:
    """What is the mean over each manager's accounts of a number an account? By manager, sorted."""
    return values.groupby(owners(client).reindex(values.index)).mean().sort_index()


@asked_once
def owners(client: ClientData) -> pd.Series[Any]:
    """Who has each account now, or had it when it was lost? Manager by account; blank where nobody says."""
    accounts = client.frame("accounts").drop_duplicates("account_id")
    return accounts.set_index("account_id")["owner_id"].sort_index()


@asked_once
def sizes(client: ClientData) -> pd.Series[Any]:
    """What does each account buy in a usual year? Logarithm, by account: months without an invoice do not count.

    So that an account that was lost is not small for it. From 36 months of the ledger; empty without one.
    """
    import narwhals.stable.v2 as nw

    rows = rows_in_window(client, "ledger", "date", YEARS_OF_SIZE).group_by("account_id")
    found = collect(
        rows.agg(nw.col("revenue").sum().cast(nw.Float64), nw.col("month_index").n_unique().cast(nw.Int64)),
        "account_id",
    ).set_index("account_id")
    yearly = 12 * found["revenue"].astype(float) / found["month_index"]
    return pd.Series(np.log(yearly.where(yearly > 0)))


def controls(client: ClientData, unit: str, names: tuple[str, ...], index: pd.Index[Any]) -> pd.DataFrame:
    """What is held constant over these units? One column a name that is known of any; unknown ones are middling.

    `kind` is not a column: see `kinds`.
    """
    made = {name: CONTROLS[unit, name](client).reindex(index) for name in names if (unit, name) in CONTROLS}
    table = pd.DataFrame(made, index=index).astype(float)
    return table.fillna(table.median()).dropna(axis=1)


def kinds(unit: str, index: pd.Index[Any]) -> list[str] | None:
    """Which units are compared with each other only? Departments, and regions; None where all are of one kind."""
    return [str(name).split(BETWEEN, 1)[0] for name in index] if unit == "department_region" else None


def named(kind: str, values: pd.Series[Any]) -> pd.Series[Any]:
    """The same values by department or region, the kind before the name."""
    return pd.Series(values.to_numpy(), index=[f"{kind}{BETWEEN}{name}" for name in values.index])


def size_of_manager(client: ClientData) -> pd.Series[Any]:
    """How large are a manager's accounts on the whole? Mean of their logarithms."""
    return by_manager(client, sizes(client))


def tenure_of_manager(client: ClientData) -> pd.Series[Any]:
    """For how many years has, or had, each manager been here?"""
    managers = client.frame("managers").drop_duplicates("manager_id").set_index("manager_id")
    end = managers["left_on"].fillna(pd.Timestamp(client.settings.as_of))
    return (end - managers["hired_on"]).dt.days / DAYS


def tenure_of_account(client: ClientData) -> pd.Series[Any]:
    """For how many years does each account buy from the firm?"""
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    end = accounts["lost_on"].fillna(pd.Timestamp(client.settings.as_of))
    return (end - accounts["since"].fillna(accounts["key_since"])).dt.days / DAYS


def is_key(client: ClientData) -> pd.Series[Any]:
    """Is each account a key account, or was it one? 1 or 0, blank where nobody says."""
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    return ever_key(accounts).astype(float).where(is_marked(accounts))


CONTROLS = {
    ("manager", "size"): size_of_manager,
    ("manager", "tenure"): tenure_of_manager,
    ("account", "size"): sizes,
    ("account", "tenure"): tenure_of_account,
    ("account", "key"): is_key,
}
"""What is held constant, by unit and name."""


def recent(client: ClientData, table: str, column: str) -> Rows:
    """Which rows of a big table lie in the last 24 months up to as_of, lazily?"""
    return rows_in_window(client, table, column, MONTHS)


def standardised(table: pd.DataFrame) -> pd.Series[Any]:
    """What do several columns say together, each counting the same? Mean of z-scores; a column without spread is left out.

    Blank where a row has none of them.
    """
    spread = table.std(ddof=1)
    kept = table.loc[:, spread > 0]
    return pd.Series(((kept - kept.mean()) / kept.std(ddof=1)).mean(axis=1), index=table.index)
