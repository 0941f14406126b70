"""Which lines of the programme are resources, and which of them are over?"""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData

RESOURCES = ("time", "money", "people", "it", "training", "coordination")


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
