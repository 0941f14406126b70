"""Does the CRM know whom we meet, and do we meet whom the CRM knows? Contacts against touchpoints and ledger.

Touchpoints name no contact, so both are compared by account and function.
"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.it.contact_rules import is_filled, plain, watched_contacts
from kamnb.areas.it.rows import Rows, collect, count, in_months, watched
from kamnb.sources.client import ClientData

YEAR, TWO_YEARS = 12, 24
CELL = ("account_id", "function")


def meetings(client: ClientData, months: int) -> Rows:
    """How many meetings were there by account and function of the account? `function` is null where not told."""
    rows = watched(client, "touchpoints").filter(in_months(client, "date", months))
    return rows.with_columns(function=nw.col("their_function")).group_by(*CELL).agg(count().alias("met"))


def entries(client: ClientData) -> Rows:
    """How many contacts has the CRM by account and function? `function` is null where blank."""
    return watched_contacts(client).group_by(*CELL).agg(count().alias("contacts"))


def meetings_known(client: ClientData) -> pd.DataFrame:
    """Of each account's meetings by function, how many (`part` of `whole`) were where the CRM has a contact?"""
    met = collect(meetings(client, YEAR).filter(~nw.col("function").is_null()), *CELL)
    known = collect(entries(client), *CELL)
    blank = known.loc[known["function"].isna(), "account_id"]
    cells = met.merge(known.dropna(subset=["function"]), on=list(CELL), how="left")
    cells = cells[cells["contacts"].notna() | ~cells["account_id"].isin(blank)]
    part = cells["met"].where(cells["contacts"].notna(), 0)
    return cells[list(CELL)].assign(part=part, whole=cells["met"])


def cells_met(client: ClientData) -> pd.DataFrame:
    """Of each account's functions with a contact, in which (`part` 1) was anyone met in two years?

    Only accounts whose meetings all tell the function, or where the function was met anyway: else nobody can tell.
    """
    met = collect(meetings(client, TWO_YEARS), *CELL)
    untold = met.loc[met["function"].isna(), "account_id"]
    cells = collect(entries(client).filter(~nw.col("function").is_null()), *CELL)
    cells = cells[cells["account_id"].isin(met["account_id"])]
    cells = cells.merge(met.dropna(subset=["function"]), on=list(CELL), how="left")
    cells = cells[cells["met"].notna() | ~cells["account_id"].isin(untold)]
    return cells[list(CELL)].assign(part=cells["met"].notna().astype(int), whole=1)


def accounts_reached(client: ClientData) -> pd.DataFrame:
    """Which accounts invoiced in the last year have a contact with an e-mail or phone? `account_id, reached`."""
    invoiced = watched(client, "ledger").filter(in_months(client, "date", YEAR), nw.col("revenue") > 0)
    accounts = client.of_accounts(collect(invoiced.select("account_id").unique(), "account_id"))
    way = is_filled(plain(nw.col("email"))) | is_filled(plain(nw.col("phone")))
    reached = collect(watched_contacts(client).filter(way).select("account_id").unique(), "account_id")
    return accounts.assign(reached=flag_in(accounts["account_id"], reached["account_id"]))


def flag_in(values: pd.Series, among: pd.Series) -> pd.Series:
    """1 where a value is among others, else 0."""
    return values.isin(among).astype(int)
