"""Which share of key accounts, or of their touchpoints, has something; and how sure is it?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.model import Measurement, Outcome
from kamnb.stats.intervals import bootstrap_interval, share_interval


def share_of_accounts(having: frozenset[str], accounts: frozenset[str]) -> Measurement:
    """Which share of the accounts is among those that have it? Wilson's interval."""
    if not accounts:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(len(having & accounts), len(accounts)), n=len(accounts))


def share_of_rows(marked: pd.Series[bool], accounts: pd.Series[str]) -> Measurement:
    """Which share of the rows is marked? Interval by bootstrap over accounts.

    An account's rows are alike, so that n counts accounts; Wilson's interval where they do not vary; `no_data`
    without rows.
    """
    if marked.empty:
        return Measurement.none(Outcome.NO_DATA)
    counts = marked.astype("int64").groupby(accounts).agg(["sum", "size"]).to_numpy()
    value, low, high = bootstrap_interval(counts, _ratio)
    if not high - low > 1e-12:
        value, low, high = share_interval(value * len(counts), len(counts))
    return Measurement(value, low, high, n=len(counts))


def _ratio(counts: np.ndarray) -> float:
    return float(counts[:, 0].sum() / counts[:, 1].sum())
