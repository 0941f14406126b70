"""Which contacts are suspected to be one person, and which accounts one firm?"""

from __future__ import annotations

import unicodedata
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from kamnb.areas.it.contact_rules import is_filled, plain, watched_contacts
from kamnb.areas.it.matching import find_duplicates
from kamnb.areas.it.names import WORDS
from kamnb.areas.it.rows import collect, count
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.text import load_yaml
from kamnb.stats.intervals import share_interval

PERSON = ("name", "email", "phone", "title", "account_id")
FIRM = ("account_id", "name", "credit_code", "region", "industry", "domain")
DOMAIN_CONTACTS = 2
"""An e-mail domain is an account's when so many of its contacts use it, and no other as often."""


def contact_pairs(client: ClientData) -> tuple[int, pd.DataFrame]:
    """How many contacts have a name, and which pairs of row numbers are suspected? Kind: within an account, or across."""
    rows = watched_contacts(client).filter(is_filled(plain(nw.col("name")))).select("contact_id", *PERSON)
    table = rows.collect("pyarrow").to_native().sort_by("contact_id")
    pairs = find_duplicates(table.select(PERSON), kinds={"account_id": "key"})
    left, right = (table["account_id"].take(pa.array(pairs[side])) for side in ("left", "right"))
    within = pc.equal(left, right).to_numpy(zero_copy_only=False)
    return table.num_rows, pairs.assign(kind=np.where(within, "within", "across"))


def account_pairs(client: ClientData) -> tuple[int, pd.DataFrame]:
    """How many accounts are there, and which pairs are suspected? Kind: by code, by name, or by a like name."""
    accounts = client.frame("accounts").dropna(subset=["name"]).drop_duplicates("account_id")
    accounts = accounts.merge(account_domains(client), on="account_id", how="left").sort_values("account_id")
    table = pa.Table.from_pandas(accounts[list(FIRM)], preserve_index=False)
    kinds = {"credit_code": "code", "domain": "key", "region": "text", "industry": "text"}
    pairs = find_duplicates(table, "account_id", of="companies", kinds=kinds)
    parents = accounts.set_index("account_id")["parent_id"]
    left, right = (pairs[side].map(parents) for side in ("left", "right"))
    kin = (left == pairs["right"]) | (right == pairs["left"]) | ((left == right) & left.notna())
    pairs = pairs[~kin].reset_index(drop=True)
    return len(accounts), pairs.assign(kind=[firm_kind(reason) for reason in pairs["reason"]])


def firm_kind(reason: str) -> str:
    """Why is a pair of accounts suspected?"""
    fields = reason.split(", ")
    return "code" if "credit_code" in fields else "name" if "name" in fields else "like"


def account_domains(client: ClientData) -> pd.DataFrame:
    """Which e-mail domain do an account's contacts use? `account_id, domain`; no public mail service's."""
    empty = pd.DataFrame({"account_id": pd.Series(dtype="str"), "domain": pd.Series(dtype="str")})
    if not client.has("contacts", "email"):
        return empty
    raw = client.lazy("contacts").filter(nw.col("email").str.contains("^[^@\uff20]+[@\uff20][^@\uff20]+$"))
    rows = raw.select("account_id", domain=nw.col("email").str.replace_all("^.*[@\uff20]", ""))
    found = collect(rows.group_by("account_id", "domain").agg(count().alias("n")), "account_id", "domain")
    found["domain"] = [
        "".join(unicodedata.normalize("NFKC", text).lower().split()) for text in found["domain"]
    ]
    found = found[~found["domain"].isin(load_yaml(WORDS)["public_mail"])]
    found = found.groupby(["account_id", "domain"])["n"].sum().reset_index()
    most = found[
        (found["n"] == found.groupby("account_id")["n"].transform("max")) & (found["n"] >= DOMAIN_CONTACTS)
    ]
    return most.drop_duplicates("account_id", keep=False)[["account_id", "domain"]] if len(most) else empty


def duplicate_share(n: int, pairs: pd.DataFrame, smallest: int) -> Measurement:
    """Which share of the records repeats another? Wilson's interval; pairs by kind as the series.

    A kind with fewer pairs than `smallest` is told as None.
    """
    if n == 0:
        return Measurement.none(Outcome.NO_DATA)
    counts = pairs["kind"].value_counts().sort_index()
    kinds: dict[str, Any] = {str(k): int(c) if c >= smallest else None for k, c in counts.items()}
    repeated = repeats(pairs)
    return Measurement(*share_interval(repeated, n), n=n, series={"kinds": kinds, "n": n})


def repeats(pairs: pd.DataFrame) -> int:
    """How many records would go if every group of suspected ones became one?"""
    if pairs.empty:
        return 0
    codes, ids = pd.factorize(pd.concat([pairs["left"], pairs["right"]]))
    left, right = np.split(codes, 2)
    graph = coo_matrix((np.ones(len(left)), (left, right)), shape=(len(ids), len(ids)))
    groups, _ = connected_components(graph, directed=False)
    return len(ids) - int(groups)
