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


def share_of_counts(counts: pd.DataFrame, marked: pd.Series[bool]) -> Measurement:
    """Which share of the touchpoints in rows of `account_id` and `n` is marked? Bootstrap over accounts.

    An account's touchpoints are alike, so that n counts accounts; Wilson's interval where they do not vary;
    `no_data` without rows.
    """
    if counts.empty:
        return Measurement.none(Outcome.NO_DATA)
    pairs = pd.DataFrame({"part": counts["n"].where(marked, 0), "whole": counts["n"]})
    table = pairs.groupby(counts["account_id"]).sum().to_numpy(dtype=float)
    value, low, high = bootstrap_interval(table, share_of_sums)
    if not high - low > 1e-12:
        value, low, high = share_interval(value * len(table), len(table))
    return Measurement(value, low, high, n=len(table))


def share_of_sums(table: np.ndarray) -> float:
    """How large is the first column's sum beside the second's?"""
    return float(table[:, 0].sum() / table[:, 1].sum())
