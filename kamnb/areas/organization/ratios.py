"""Intervals for ratios of sums whose rows come in clusters (steps in a case, readings of a document)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.distributions import student_quantile
from kamnb.stats.intervals import LEVEL, Interval, share_interval


def clustered_share(part: ArrayLike, whole: ArrayLike, level: float = LEVEL) -> Interval:
    """How large is sum(part) / sum(whole) over clusters, and how sure?

    One entry a cluster. Linearised variance of a ratio; where clusters do not vary, Wilson's interval on
    their number. NaN without rows. Source: Cochran 1977, ch. 6 (study:cochran1977).
    """
    y, x = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    n, total = len(x), float(x.sum())
    if total <= 0:
        return (np.nan, np.nan, np.nan)
    share = float(y.sum() / total)
    spread = np.sqrt(n / (n - 1) * ((y - share * x) ** 2).sum()) / total if n > 1 else 0.0
    if spread <= 1e-12:
        _, low, high = share_interval(share * n, n, level)
        return (share, low, high)
    half = float(student_quantile(0.5 + level / 2, n - 1) * spread)
    return (share, max(0.0, share - half), min(1.0, share + half))
