"""What became of each line of KAM's programme that is to be done, and does anything follow from its goals?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.sources.client import ClientData

CHAIN = ("vision", "goal", "policy", "action")
DEEDS = ("policy", "action")
STATES = ("on_time", "late", "missed", "loose", "open")
"""Done on time; done late; due and not done; without owner, date or anything that follows; not yet due."""
WORTH = {"on_time": 1.0, "late": 0.5, "missed": 0.0, "loose": 0.0}


def chain_lines(client: ClientData) -> pd.DataFrame:
    """Which lines lead from vision to action, and in which `state` is each?

    A goal is loose when no policy or action with owner and due date stands in its years, a vision when none
    stands in its years or later, even where it is marked as done.
    """
    lines = client.frame("programme")
    lines = lines[lines["kind"].isin(CHAIN)].reset_index(drop=True)
    held = lines["owner_role"].notna() & lines["due_on"].notna()
    held &= followed(lines, held) | lines["kind"].isin(DEEDS)
    done, due = lines["done_on"], lines["due_on"]
    state = pd.Series("open", index=lines.index).mask(due <= pd.Timestamp(client.settings.as_of), "missed")
    state = state.mask(done.notna(), "late").mask(done.notna() & (done <= due), "on_time")
    return lines.assign(state=state.where(held, "loose"))


def followed(lines: pd.DataFrame, held: pd.Series) -> pd.Series:
    """Does a policy or action, held by an owner and a date, stand in the years of each line (of a vision: or later)?

    A period without a year is compared as text.
    """
    deeds = lines[lines["kind"].isin(DEEDS) & held]
    first, last = years(lines["period"])
    begin, end = first[deeds.index].to_numpy(float), last[deeds.index].to_numpy(float)
    latest = last.mask(lines["kind"] == "vision", 9999.0)
    a, b = first.to_numpy(float)[:, None], latest.to_numpy(float)[:, None]
    meets = ((begin <= b) & (end >= a)).any(axis=1)
    return pd.Series(meets, index=lines.index) | lines["period"].isin(deeds["period"])


def years(periods: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Which first and last year does each period name? NaN where it names none."""
    found = periods.astype("str").str.findall(r"(?:19|20)\d{2}")
    named = found.map(lambda names: [float(n) for n in names] if isinstance(names, list) else [])
    first = named.map(lambda n: min(n, default=float("nan")))
    return first.astype(float), named.map(lambda n: max(n, default=float("nan"))).astype(float)


def chain_series(lines: pd.DataFrame) -> dict[str, Any]:
    """What does the programme chain draw? For each kind that is there, its number of lines in each state."""
    table = lines.groupby(["kind", "state"]).size().unstack(fill_value=0)
    table = table.reindex(columns=list(STATES), fill_value=0)
    table = table.reindex([kind for kind in CHAIN if kind in table.index]).astype(int)
    return {"kinds": [{"kind": kind, **row} for kind, row in table.to_dict("index").items()]}
