"""Shares with their intervals, kept between 0 and 1, and never surer than the number of rows allows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.intervals import Interval, bootstrap_interval, clean, mean_interval, share_interval


def mean_share(shares: ArrayLike) -> Interval:
    """How large is the mean of these shares, and how sure? Wilson's interval where they do not vary."""
    value, low, high = mean_interval(shares)
    if not high - low > 1e-12:
        n = len(clean(shares))
        return share_interval(value * n, n)
    return (value, max(0.0, low), min(1.0, high))


def ratio_share(pairs: np.ndarray) -> Interval:
    """Which share of the second column's sum is the first's, and how sure? Bootstrap over rows, else Wilson's."""
    value, low, high = bootstrap_interval(pairs, lambda x: float(x[:, 0].sum() / x[:, 1].sum()))
    return (value, low, high) if high - low > 1e-12 else share_interval(value * len(pairs), len(pairs))
