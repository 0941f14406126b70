"""The mean of shares, kept between 0 and 1, and never surer than its number of rows allows."""

from __future__ import annotations

from numpy.typing import ArrayLike

from kamnb.stats.intervals import Interval, clean, mean_interval, share_interval


def mean_share(shares: ArrayLike) -> Interval:
    """How large is the mean of these shares, and how sure? Wilson's interval where they do not vary."""
    value, low, high = mean_interval(shares)
    if not high - low > 1e-12:
        n = len(clean(shares))
        return share_interval(value * n, n)
    return (value, max(0.0, low), min(1.0, high))
