"""How long until something happens, where part of it has not happened yet? Arrays in, numbers out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.distributions import normal_quantile
from kamnb.stats.intervals import LEVEL, Interval


def still_waiting(days: ArrayLike, happened: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What share is still waiting after each day on which something happened? Days, shares, Greenwood's sums.

    `days` is the time waited so far, `happened` whether the wait has ended; others are still waiting (censored).
    A missing time (NaN) is left out. The standard error of a share is the share times the root of its sum.
    Source: Kaplan & Meier 1958.
    """
    time, ended = np.asarray(days, dtype=float).ravel(), np.asarray(happened, dtype=bool).ravel()
    known = ~np.isnan(time)
    time, ended = time[known], ended[known]
    moments, events = np.unique(time[ended], return_counts=True)
    at_risk = len(time) - np.searchsorted(np.sort(time), moments, side="left")
    left = at_risk - events
    with np.errstate(divide="ignore"):
        sums = np.cumsum(events / (at_risk * left.astype(float)))
    return moments, np.cumprod(left / at_risk), sums


def median_wait(days: ArrayLike, happened: ArrayLike, level: float = LEVEL) -> Interval:
    """After how long has it happened to half, and how sure? The first time at which at most half is still waiting.

    Arguments as in `still_waiting`. The bounds are where the share's own bounds on the log-log scale pass one half;
    NaN throughout where half is not reached, an upper bound of infinity where only that is not reached.
    Source: Brookmeyer & Crowley 1982; Kalbfleisch & Prentice 1980 (log-log scale).
    """
    moments, shares, sums = still_waiting(days, happened)
    reached = shares <= 0.5 + 1e-12
    if not reached.any():
        return (np.nan, np.nan, np.nan)
    z = normal_quantile(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(shares)
        spread = z * np.sqrt(sums) / np.abs(logs)
        below, above = (np.exp(logs * np.exp(side * spread)) for side in (1, -1))
    below, above = (np.where(shares == 0, 0.0, x) for x in (below, above))
    low, high = (
        float(moments[bound <= 0.5][0]) if (bound <= 0.5).any() else np.inf for bound in (below, above)
    )
    return (float(moments[reached][0]), low, high)
