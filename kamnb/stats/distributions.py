"""Quantiles and chances of the usual distributions, from scipy's special functions: scipy.stats takes seconds to load."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special


def normal_quantile(p: float) -> float:
    """Which value does a standard normal stay below with chance p?"""
    return float(special.ndtri(p))


def normal_below(z: float) -> float:
    """With which chance does a standard normal stay below z?"""
    return float(special.ndtr(z))


def student_quantile(p: float, df: float) -> float:
    """Which value does Student's t with `df` degrees of freedom stay below with chance p?"""
    return float(special.stdtrit(df, p))


def chi2_quantile(p: float, df: float) -> float:
    """Which value does a chi-squared with `df` degrees of freedom stay below with chance p?"""
    return float(2 * special.gammaincinv(df / 2, p))


def discovery_rates(p_values: ArrayLike) -> np.ndarray:
    """At which false-discovery rate does each of several tests stand? q by Benjamini & Hochberg, in the given order.

    Source: Benjamini & Hochberg 1995.
    """
    p = np.asarray(p_values, dtype=float)
    n = len(p)
    order = np.argsort(p)[::-1]
    steps = np.minimum.accumulate(p[order] * n / np.arange(n, 0, -1))
    q = np.empty(n)
    q[order] = np.minimum(steps, 1.0)
    return q
