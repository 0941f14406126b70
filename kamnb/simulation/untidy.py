"""How does a client's file differ from what the firm really did? Blanks, strangers, and dates as people write them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.simulation.curves import words
from kamnb.simulation.options import Options
from kamnb.simulation.randomness import generator
from kamnb.sources.contract import DATED, ITEM_ID, Column, load_contract

BLANK = 0.015
STRANGERS = 0.004
ODD_DATES = 0.1
STRANGE = ("ledger", "contacts", "opportunities", "touchpoints")
KEPT = frozenset(
    ("is_key", "side", "level", "role", "account_id", "previous_owner_id", "key_since", "resolved_by")
)
"""Columns that are never blanked: their blanks mean something, or they say who someone is."""


def spoil(table: str, frame: pd.DataFrame, options: Options) -> pd.DataFrame:
    """The frame with cells left blank, and a few rows of accounts that nobody lists."""
    rng = generator(options.seed, f"untidy {table}")
    share, spec = BLANK * options.noise + options.blank, load_contract().tables[table]
    found = frame.copy()
    for name in found.columns:
        column, drawn = spec.column(name), rng.random(len(found))
        if column is not None and _may_be_blank(column) and share:
            found[name] = found[name].where(drawn >= share)
    if table in STRANGE and options.noise:
        strange = rng.random(len(found)) < STRANGERS * options.noise
        found["account_id"] = found["account_id"].mask(strange, "X901")
    return found


def _may_be_blank(column: Column) -> bool:
    fixed = column.required or column.id or column.blank_means_not_yet or column.name in KEPT
    return not fixed and not ITEM_ID.fullmatch(column.name)


def as_written(table: str, frame: pd.DataFrame, options: Options) -> pd.DataFrame:
    """The frame as text in the words of whoever kept the file; plain ISO dates and true/false without noise."""
    rng = generator(options.seed, f"written {table}")
    spec, said = load_contract().tables[table], words()["untidy"]
    style = int(rng.integers(0, len(said["dates"]))) if options.noise else 0
    yes, no = said["yes_no"][int(rng.integers(0, len(said["yes_no"]))) if options.noise else 0]
    found = {}
    for name in frame.columns:
        column, values = spec.column(name), frame[name]
        if column is not None and column.type in DATED:
            found[name] = _dates(rng, column, values, style, options.noise)
        elif column is not None and column.type == "boolean":
            found[name] = values.map({True: yes, False: no})
        else:
            found[name] = values
    return pd.DataFrame(found)


def _dates(rng: np.random.Generator, column: Column, values: pd.Series[Any], style: int, noise: float) -> Any:
    """Days in the file's usual style, one in ten in another; times in one style."""
    if column.type == "timestamp":
        return values.dt.strftime("%Y-%m-%d %H:%M")
    styles = words()["untidy"]["dates"]
    usual = _written(values, styles[style])
    if not noise:
        return usual
    other = _written(values, styles[int(rng.integers(0, len(styles)))])
    return usual.where(rng.random(len(values)) >= ODD_DATES * min(noise, 1.0), other)


def _written(days: pd.Series[Any], style: str) -> pd.Series[Any]:
    """Each different day is written once."""
    return days.map({day: day.strftime(style) for day in days.dropna().unique()})
