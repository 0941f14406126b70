"""What did interviewees say in their own words, that may be told? Only of groups large enough, and without names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from kamnb.areas.it.companies import firm
from kamnb.evidence.interviews import told_before
from kamnb.evidence.names import without_names
from kamnb.instrument.thresholds import threshold
from kamnb.model import Quote
from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once
from kamnb.stats.disclosure import LEADERS, LEADERSHIP
from kamnb.text.load import read_yaml

ACCOUNT = "account"
SHORT = 2
"""Trade names of fewer signs are not looked for."""
CONTACT = re.compile(r"@|\d{5,}")


def read_quotes(client: ClientData, clauses: Iterable[str]) -> tuple[Quote, ...]:
    """Which quotations may stand in the chapter of these clauses? Each interviewee is quoted once, the plainest first.

    Interviewees are known by their group only: leadership, front line, or the account side (counted in accounts).
    Empty where a group has fewer than the smallest number that is shown, where an earlier wave would tell of a few,
    and where client.yml says no.
    """
    if not client.settings.quotes or not client.has("interviews", "quote") or told_before(client):
        return ()
    told = large_groups(speakers(client), client.settings.anonymity.minimum)
    wanted, quoted, found = list(clauses), set(), list[Quote]()
    for clause, group, who, stance, text in told[["clause", "group", "who", "stance", "quote"]].itertuples(
        index=False
    ):
        if clause in wanted and who not in quoted and (said := may_be_told(client, text)):
            quoted.add(who)
            found.append(Quote(clause, group, int(stance), said))
    return tuple(found)


@asked_once
def speakers(client: ClientData) -> pd.DataFrame:
    """Every quotation with who said it and in which group, the firmest words first, then the shorter ones."""
    rows = client.frame("interviews")
    rows["stance"] = pd.to_numeric(rows["stance"], errors="coerce")
    rows = rows.dropna(subset=["clause", "stance"])
    level = rows["level"].where(~rows["level"].isin(LEADERS), LEADERSHIP)
    rows["group"] = level.where(rows["side"].ne(ACCOUNT), ACCOUNT)
    account = rows["account_id"].where(rows["side"].eq(ACCOUNT))
    rows["who"] = account.fillna(rows["person_id"].where(rows["side"].ne(ACCOUNT)))
    rows = rows.dropna(subset=["who", "group"]).assign(
        firmness=lambda r: -r["stance"].abs(), length=lambda r: r["quote"].str.len().fillna(0)
    )
    return rows.sort_values(["firmness", "length", "clause", "quote"], kind="stable")


def large_groups(rows: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The rows with words, of groups in which at least `minimum` people (or accounts) were interviewed."""
    sizes = rows.groupby("group")["who"].nunique()
    known = sizes.index[sizes >= minimum]
    return rows[rows["group"].isin(known) & rows["quote"].notna() & rows["stance"].ne(0)]


def may_be_told(client: ClientData, text: str) -> str:
    """The words as they may stand in a report; empty where they may not.

    Names and ids of the tables are replaced; words that still tell of somebody, or too long or short, are left out.
    """
    said = without_ids(client, without_names(client, text.strip()))
    long = threshold("quote_shortest") <= len(said) <= threshold("quote_longest")
    tells = CONTACT.search(said) or persons().search(said) or any(n in said for n in trade_names(client))
    return said if long and not tells else ""


def without_ids(client: ClientData, text: str) -> str:
    """The text with every account's id as its code, the longest first."""
    for account in sorted(client.codes, key=len, reverse=True):
        if len(account) >= SHORT:
            text = re.sub(rf"(?<![0-9A-Za-z]){re.escape(account)}(?![0-9A-Za-z])", client.code(account), text)
    return text


@cache
def persons() -> re.Pattern[str]:
    """What tells of a person that no table names?"""
    words = read_yaml(Path(__file__).with_name("quotes.yml"))
    family, address = f"[{words['surnames']}]", "|".join(words["address"])
    latin = "|".join(words["latin"])
    nick = "|".join(words["nicknames"])
    return re.compile(rf"{family}(?:{address})|(?:{nick}){family}|\b(?:{latin})\.? [A-Z]")


@asked_once
def trade_names(client: ClientData) -> tuple[str, ...]:
    """What are the accounts called for short? Their names without place and legal form."""
    if not client.has("accounts", "name"):
        return ()
    names = client.frame("accounts")["name"].dropna().str.strip().unique()
    return tuple(sorted({own for name in names if len(own := firm(name).own) >= SHORT}))
