"""Did the signals of the earlier wave come before the accounts that were lost after it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from kamnb.findings.json_form import six
from kamnb.instrument.thresholds import threshold
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts
from kamnb.stats.distributions import discovery_rates
from kamnb.waves.exact import fisher_greater
from kamnb.waves.pieces import Form

LISTED = 10
"""The diagnosis lists at most so many accounts without a living plan: a full list may have been cut."""

UNKNOWN = "cannot_tell"


class Verdict(StrEnum):
    """What does the back-test say of a signal?"""

    PRECEDED = "preceded"
    CANNOT_TELL = "cannot_tell"
    NO_LOSSES = "not_validated"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Signal:
    """Which accounts showed a sign of risk in the earlier wave, and of which could it be told? Account codes."""

    id: str
    clause: str
    flagged: frozenset[str]
    base: frozenset[str]


def back_test(before: Form, tables: ClientData | None, lost: Mapping[str, bool] | None) -> dict[str, Any]:
    """Were accounts with a sign of risk in the earlier wave lost more often afterwards? Exact test for each sign.

    `lost` says of each account code of the earlier wave whether it has been lost since (None where that cannot be
    told); `tables` are the earlier wave's, where they are at hand. False-discovery control over the signs.
    """
    signals = signals_of(before, tables)
    known = set(lost or {})
    rows = [count(s, lost or {}, known) for s in signals]
    total = sum(bool(v) for v in (lost or {}).values())
    rates = list(discovery_rates([row["p"] for row in rows]))
    for row, q, sign in zip(rows, rates, signals, strict=True):
        scored = before["clauses"].get(sign.clause)
        row |= {"q": six(float(q)), "clause_score": scored["score"] if scored else None}
        row["verdict"] = verdict(row, lost, total)
    outcome = Verdict.NO_DATA if lost is None else Verdict.NO_LOSSES if total == 0 else "tested"
    return {"outcome": outcome, "accounts": len(known), "lost": total, "signals": rows}


def verdict(row: Mapping[str, Any], lost: Mapping[str, bool] | None, total: int) -> Verdict:
    """What is said of one sign?"""
    if lost is None or row["with"] + row["without"] == 0:
        return Verdict.NO_DATA
    if total == 0:
        return Verdict.NO_LOSSES
    return Verdict.PRECEDED if row["q"] <= threshold("false_discovery_rate") else Verdict.CANNOT_TELL


def count(signal: Signal, lost: Mapping[str, bool], known: set[str]) -> dict[str, Any]:
    """How many with the sign were lost, how many without it, and how probable is that by chance?"""
    base = signal.base & known
    flagged = signal.flagged & base
    gone = {code for code in base if lost[code]}
    a, b = len(flagged & gone), len(flagged - gone)
    c, d = len(gone - flagged), len(base - flagged - gone)
    return {
        "signal": signal.id,
        "clause": signal.clause,
        "with": a + b,
        "with_lost": a,
        "without": c + d,
        "without_lost": c,
        "p": six(fisher_greater(a, b, c, d)),
    }


def signals_of(form: Form, tables: ClientData | None) -> list[Signal]:
    """Which signs of risk did the earlier wave publish by account, or hold in its tables?"""
    series = {f["id"]: f["series"] for f in form["figures"]}
    found = []
    staged = series.get("accounts_at_cooperative_stage", {}).get("accounts", [])
    key = frozenset(row["code"] for row in staged)
    if staged:
        shaped = {row["code"]: row["structure"] for row in staged if row["structure"] != UNKNOWN}
        found.append(
            signal("single_thread", "R3", {c for c, s in shaped.items() if s == "bow_tie"}, set(shaped))
        )
        stages = {row["code"]: row["stage"] for row in staged if row["stage"] != UNKNOWN}
        shallow = {c for c, s in stages.items() if s in ("exploratory", "basic")}
        found.append(signal("buying_only", "R6", shallow, set(stages)))
    if "silent_losses" in series and key:
        silent = {row["code"] for row in series["silent_losses"]["silent"]}
        found.append(signal("silent", "P2", silent, set(key | silent)))
    if tables is not None:
        return found + signals_in_tables(tables)
    unplanned = {row["code"] for row in series.get("plans_alive_by_value", {}).get("unplanned", [])}
    if "plans_alive_by_value" in series and key and len(unplanned) < LISTED:
        found.append(signal("no_plan", "S4", unplanned, set(key | unplanned)))
    return found


def signals_in_tables(client: ClientData) -> list[Signal]:
    """Which key accounts had no plan, and which no owner, in the earlier wave's tables?"""
    accounts, key = client.frame("accounts"), set(key_accounts(client))
    found = []
    if key and client.has("plans"):
        planned = set(client.frame("plans")["account_id"])
        found.append(signal("no_plan", "S4", coded(client, key - planned), coded(client, key)))
    if key and client.has("accounts", "owner_id"):
        unowned = set(accounts.loc[accounts["owner_id"].isna(), "account_id"]) & key
        found.append(signal("no_owner", "O1", coded(client, unowned), coded(client, key)))
    return found


def coded(client: ClientData, ids: set[str]) -> set[str]:
    """The accounts as codes."""
    return {client.code(i) for i in ids}


def signal(id: str, clause: str, flagged: set[str], base: set[str]) -> Signal:
    """A sign with the accounts that show it and those of which it could be told."""
    return Signal(id, clause, frozenset(flagged), frozenset(base))


def lost_since(
    later: ClientData | None, ids: Mapping[str, str], begin: dt.date, end: dt.date
) -> dict[str, bool] | None:
    """Which accounts of the earlier wave have been lost since? By code; those lost before it are left out.

    `ids` says which account id stands behind each code of the earlier wave. None without the later wave's accounts.
    An account that the later wave no longer lists is left out: nobody says what became of it.
    """
    if later is None or not later.has("accounts") or not ids:
        return None
    accounts = later.frame("accounts").drop_duplicates("account_id").set_index("account_id")["lost_on"]
    days = {code: accounts[i] for code, i in ids.items() if i in accounts.index}
    there = {code: day for code, day in days.items() if pd.isna(day) or day > pd.Timestamp(begin)}
    return {c: bool(not pd.isna(d) and d <= pd.Timestamp(end)) for c, d in sorted(there.items())}
