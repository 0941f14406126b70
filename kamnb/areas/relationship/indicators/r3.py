"""R3: are key accounts met at several levels and in several functions, or does all hang on one line?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.contacts_met import (
    KNOWN_SHARE,
    STRUCTURES,
    contact_cells,
    function_pairs,
    level_grid,
    met_widely,
    share_told,
    single_thread,
    structures,
)
from kamnb.areas.relationship.touchpoints import count_touchpoints, year_is_recorded
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

LEVELS, FUNCTIONS = 2, 3
KEYED = ("is_key",)
DATED = ("date", "kind")


def refuse(client: ClientData, accounts: frozenset[str]) -> Measurement | None:
    """Can the year's contacts be judged? `no_data` where no key account has a touchpoint, `too_few` without a year."""
    if count_touchpoints(client, accounts).empty:
        return Measurement.none(Outcome.NO_DATA)
    return None if year_is_recorded(client) else Measurement.none(Outcome.TOO_FEW)


def measure_flags(flags: pd.Series[Any], series: dict[str, Any] | None) -> Measurement:
    """Which share of the accounts is flagged, of those that can be told? `no_data` where none can."""
    known = flags.dropna()
    found = share_of_accounts(frozenset(known.index[known.astype(bool)]), frozenset(known.index))
    if found.outcome != Outcome.MEASURED:
        return found
    return Measurement(found.value, found.low, found.high, found.n, series=series)


@indicator(
    clause="R3",
    unit="share",
    needs={"accounts": KEYED, "touchpoints": (*DATED, "their_level", "their_function")},
    anchors={0: 0, 0.3: 35, 0.6: 70, 0.9: 100},
    source="ours",
    minimum=5,
)
def multi_level_contact(client: ClientData) -> Measurement:
    """Which share of the key accounts was met on business at two levels and in three functions at least?

    Touchpoints of the last year beyond hospitality; of the key accounts for which it can be told (not where half
    of the touchpoints are blank). Series: number of accounts by levels and functions met.
    Source: study:ryals2013 for the choice of measure; cut-offs and anchors ours.
    """
    accounts = key_accounts(client)
    cells = contact_cells(client, accounts)
    met = cells.groupby("account_id")[["their_level", "their_function"]].nunique()
    met = met.reindex(sorted(accounts), fill_value=0)
    grid = met.groupby(["their_level", "their_function"]).size().reset_index().to_numpy().tolist()
    series = {"met": [{"levels": int(a), "functions": int(b), "accounts": int(n)} for a, b, n in grid]}
    return refuse(client, accounts) or measure_flags(met_widely(cells, accounts, LEVELS, FUNCTIONS), series)


@indicator(
    clause="R3",
    unit="share",
    needs={"accounts": KEYED, "touchpoints": DATED},
    anchors={0: 90, 0.1: 70, 0.3: 35, 0.6: 0},
    source="ours",
    minimum=5,
)
def single_thread_accounts(client: ClientData) -> Measurement:
    """Which share of the key accounts hangs on one line at most: one of our departments, one function?

    From the last year's business touchpoints (see `single_thread`); of the key accounts for which it can be told.
    Series: which of our functions meets which of theirs, and the number of accounts by contact structure.
    Source: study:ryals2013 for contact structure; cut-offs and anchors ours.
    """
    accounts = key_accounts(client)
    cells = contact_cells(client, accounts)
    found = single_thread(cells, accounts)
    return refuse(client, accounts) or measure_flags(found, describe_functions(cells, accounts))


def describe_functions(cells: pd.DataFrame, accounts: frozenset[str]) -> dict[str, Any] | None:
    """What does the figure of functions draw? None where no touchpoint tells both."""
    pairs, kinds = function_pairs(cells), structures(cells, accounts)
    counts = {name: int((kinds == name).sum()) for name in STRUCTURES}
    return {"pairs": pairs, "structures": counts, "untold": int(kinds.isna().sum())} if pairs else None


@indicator(
    clause="R3",
    unit="share",
    needs={"accounts": KEYED, "touchpoints": DATED},
    anchors={0: 0, 0.3: 30, 0.6: 65, 0.9: 100},
    source="ours",
    minimum=5,
)
def executive_meetings(client: ClientData) -> Measurement:
    """Which share of the key accounts saw our executives meet theirs on business in the last year?

    A touchpoint of both sides' executives, or an executive meeting that says nothing else of the levels; of the
    key accounts for which it can be told. Series: number of accounts and touchpoints by both sides' levels.
    Source: study:workman2003 for top management's part; cut-offs and anchors ours.
    """
    accounts = key_accounts(client)
    cells = count_touchpoints(client, accounts, "kind", "our_level", "their_level", business=True)
    grid = level_grid(cells)
    series = {"grid": grid, "accounts": len(accounts)} if grid else None
    return refuse(client, accounts) or measure_flags(executives_met(cells, accounts), series)


def executives_met(cells: pd.DataFrame, accounts: frozenset[str]) -> pd.Series[Any]:
    """Did executives of both sides meet at each account? Boolean by account, blank where it cannot be told."""
    levels, at_the_top = cells[["our_level", "their_level"]], cells["kind"] == "executive_meeting"
    named = levels.apply(lambda level: (level == "executive") | (level.isna() & at_the_top))
    met = named.all(axis=1).groupby(cells["account_id"]).any()
    known = share_told(cells, levels.notna().all(axis=1)) >= KNOWN_SHARE
    return met.astype("boolean").mask(~met & ~known, pd.NA).reindex(sorted(accounts), fill_value=False)
