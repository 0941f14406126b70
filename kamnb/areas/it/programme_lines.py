"""Which lines of the programme are resources, which of them are over, and how do need, plan and actual compare?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.sources.client import ClientData

RESOURCES = ("time", "money", "people", "it", "training", "coordination")
SHOWN = 2.0
"""A line's share of its need is shown up to twice the need, so that one outlier does not hide the others."""


def resource_lines(client: ClientData) -> pd.DataFrame:
    """Which lines put means behind KAM? Time, money, people, IT, training, coordination."""
    lines = client.frame("programme")
    return lines[lines["kind"].isin(RESOURCES)]


def lines_over(client: ClientData, lines: pd.DataFrame) -> pd.DataFrame:
    """Which lines can be judged by their actual? Those done or due by as_of, or of an earlier year."""
    as_of = pd.Timestamp(client.settings.as_of)
    year = pd.to_numeric(lines["period"].str.extract(r"((?:19|20)\d{2})", expand=False))
    over = (lines["done_on"] <= as_of) | (lines["due_on"] <= as_of) | (year < as_of.year)
    return lines[over.astype(bool)]


def need_and_plan(client: ClientData, lines: pd.DataFrame) -> list[dict[str, Any]]:
    """For each kind: its lines, and plan and actual as shares of the need, line by line, averaged.

    `actual` of the lines that are over (None where none is, or no actual is known). Units differ from line to line,
    so that shares are averaged and amounts are not added.
    """
    lines = lines[lines["required"] > 0]
    over = lines_over(client, lines)
    rows = []
    for kind in (k for k in RESOURCES if (lines["kind"] == k).any()):
        mine, ended = lines[lines["kind"] == kind], over[over["kind"] == kind]
        planned, actual = (
            (f[c] / f["required"]).clip(0, SHOWN).mean() for f, c in ((mine, "planned"), (ended, "actual"))
        )
        known = {"planned": planned, "actual": actual}
        shares = {name: None if pd.isna(x) else float(x) for name, x in known.items()}
        rows.append({"kind": kind, "n": len(mine), "over": int(ended["actual"].notna().sum()), **shares})
    return rows
