"""What became of the commitments of earlier waves, by the phase of the roadmap that they come from?"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from kamnb.instrument.load import load_instrument
from kamnb.sources.client import ClientData

FATES = ("kept", "late", "overdue", "dropped", "undated", "not_due")
"""In time, done later, not done, given up, done on a day that nobody wrote down, and not due yet."""
PHASES = ("days90", "year1", "year3", "year10")
OTHER = "other"


def commitments(client: ClientData) -> pd.DataFrame:
    """What became of each commitment? The rows of `actions` with `fate` and `phase`.

    A date of doing says done, whatever the status; due is what was due by as_of. Not due yet is also what was
    done ahead of a day still to come: only its late half would be missing.
    """
    actions = client.frame("actions")
    due, done = actions["due_on"].dt.normalize(), actions["done_on"].dt.normalize()
    fate = pd.Series("overdue", index=actions.index, dtype="object")
    fate = fate.mask(done.isna() & (actions["status"] == "done"), "undated")
    fate = fate.mask(done.isna() & (actions["status"] == "dropped"), "dropped")
    fate = fate.mask(done > due, "late").mask(done <= due, "kept")
    fate = fate.mask(due > pd.Timestamp(client.settings.as_of), "not_due")
    phases = actions["recommendation"].str.strip().map(phases_by_name()).fillna(OTHER)
    return actions.assign(fate=fate, phase=phases)[due.notna()]


@cache
def phases_by_name() -> dict[str, str]:
    """To which phase does a recommendation belong, by its id or by its title in any language?"""
    instrument = load_instrument()
    found: dict[str, str] = {}
    for remedy in instrument.remedies().values():
        titles = instrument.text(remedy.area, f"remedies.{remedy.id}.title").values()
        found |= dict.fromkeys((remedy.id, *titles), remedy.phase)
    return found


def describe_fates(rows: pd.DataFrame) -> dict[str, Any]:
    """What does the figure draw? Number of commitments by fate, for each phase that has some, and in all."""
    phases = [phase for phase in (*PHASES, OTHER) if (rows["phase"] == phase).any()]
    return {
        "all": count_fates(rows),
        "phases": [{"phase": phase, **count_fates(rows[rows["phase"] == phase])} for phase in phases],
    }


def count_fates(rows: pd.DataFrame) -> dict[str, int]:
    """How many commitments met which fate?"""
    return {fate: int((rows["fate"] == fate).sum()) for fate in FATES}
