"""Who stayed how long: spells of accounts from the day their clock starts, with losses told and losses inferred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamnb.areas.purpose.ledger import LONGEST_SILENCE
from kamnb.areas.purpose.lines import invoiced_months
from kamnb.areas.purpose.periods import at_least, at_most
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import ever_key, is_marked
from kamnb.sources.once import asked_once

LEAST_MONTHS = 4
"""Months with an invoice below which an account has no usual interval."""
SILENT_AFTER = 2.0
"""Silence of so many usual intervals is a silent loss (the framework's own rule)."""
NO_HABIT_DAYS = 365
"""Silence, in days, after which an account without a usual interval counts as lost."""
DAYS = 365.25
COLUMNS = ["account_id", "group", "start", "stop", "entry", "leave", "event", "inferred"]


@dataclass(frozen=True)
class Observed:
    """When accounts were watched, the habit of each, and what had to be left out."""

    begin: pd.Timestamp
    end: pd.Timestamp
    habits: pd.DataFrame

    @property
    def months(self) -> float:
        """For how many months were they watched?"""
        return (self.end - self.begin).days / DAYS * 12


@asked_once
def observe(client: ClientData) -> Observed | None:
    """From when to when does the ledger watch accounts, and when would each count as silent? None without lines.

    Rows by account id: first, last (days of invoices), months, usual (days from one month with an invoice to
    the next, NaN below LEAST_MONTHS), pause (longest between two such months, days), limit (days of silence
    that make a loss: twice the usual interval and longer than any pause before) and silent_on (the day on
    which it is reached; NaT where it lies after `end`). `end` is as_of, or the last invoice of all where the
    ledger stops more than LONGEST_SILENCE days before.
    """
    found = invoiced_months(client)
    if found.empty:
        return None
    as_of = pd.Timestamp(client.settings.as_of)
    newest = found["last"].max().normalize()
    end = as_of if (as_of - newest).days <= LONGEST_SILENCE else newest
    return Observed(found["first"].min().normalize(), end, habits(found, end))


def habits(months: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """How often is each account invoiced, and since when is it silent for too long? See `observe`."""
    by = months["account_id"]
    pause = (months["first"].dt.normalize() - months.groupby(by)["last"].shift().dt.normalize()).dt.days
    rows = pd.DataFrame(
        {
            "first": months.groupby(by)["first"].min().dt.normalize(),
            "last": months.groupby(by)["last"].max().dt.normalize(),
            "months": by.value_counts().sort_index(),
            "pause": pause.groupby(by).max(),
        }
    )
    known = rows["months"] >= LEAST_MONTHS
    rows["usual"] = ((rows["last"] - rows["first"]).dt.days / (rows["months"] - 1)).where(known)
    least = (SILENT_AFTER * rows["usual"]).where(known, NO_HABIT_DAYS)
    rows["limit"] = np.floor(pd.concat([least, rows["pause"]], axis=1).max(axis=1)) + 1
    reached = rows["last"] + pd.to_timedelta(rows["limit"], unit="D")
    rows["silent_on"] = reached.where(reached <= end)
    return rows


def spells(client: ClientData, seen: Observed) -> pd.DataFrame:
    """From when to when was each account watched as key, other or unmarked, and did it leave? Rows of COLUMNS.

    The clock (`start`) of key accounts starts at key_since, as accounts are made key because they lasted;
    that of others at since, and it stops when they are made key. An account enters when the ledger begins,
    if later (late entry). It leaves on lost_on, else on the day its silence is too long (`inferred`). Spells
    of accounts that were never invoiced nor recorded as lost, and those that ended before the ledger begins,
    are left out.
    """
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    accounts = accounts.reindex(list(client.accounts))
    habit = seen.habits.reindex(accounts.index)
    lost = accounts["lost_on"].fillna(habit["silent_on"])
    inferred = accounts["lost_on"].isna() & habit["silent_on"].notna()
    watched = habit["last"].notna() | accounts["lost_on"].notna()
    ever, marked = ever_key(accounts), is_marked(accounts)
    key = spell(accounts["key_since"], lost, accounts["key_until"], seen)
    before = spell(accounts["since"], lost, accounts["key_since"].where(ever), seen)
    frames = [
        key[ever & watched].assign(group="key"),
        before[marked & watched & ~(ever & accounts["key_since"].isna())].assign(group="other"),
        before[~marked & watched].assign(group="unknown"),
    ]
    rows = pd.concat([f.assign(inferred=inferred) for f in frames]).rename_axis("account_id").reset_index()
    rows = rows.astype({"event": bool, "inferred": bool})
    rows["inferred"] &= rows["event"]
    return rows.loc[rows["stop"] > seen.begin, COLUMNS].reset_index(drop=True)


def spell(start: pd.Series, lost: pd.Series, until: pd.Series, seen: Observed) -> pd.DataFrame:
    """How long after its start was each account watched, and did it leave? Years; NaN where the start is unknown."""
    stop = at_most(lost.fillna(seen.end), seen.end)
    stop = stop.where(~(until < stop), until)
    entry = at_least(start, seen.begin)
    event = lost.notna() & (lost <= stop)
    return pd.DataFrame(
        {
            "start": start,
            "stop": stop,
            "entry": years(entry - start),
            "leave": years(stop - start),
            "event": event,
        }
    )


def years(spans: pd.Series) -> pd.Series:
    """How many years are spans of time?"""
    return spans.dt.days / DAYS
