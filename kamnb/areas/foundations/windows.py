"""Which rows lie in the months that the foundations look back on?"""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData

LOOK_BACK = 24
"""Months of records that count: long enough for numbers, short enough to be the present."""


def recent(client: ClientData, table: str, column: str) -> pd.DataFrame:
    """Which rows of a table lie in the last 24 months up to as_of?"""
    return client.in_window(client.frame(table), column, LOOK_BACK)
