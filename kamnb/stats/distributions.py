"""Quantiles and chances of the usual distributions, from scipy's special functions: scipy.stats takes seconds to load."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

HALVINGS = 40
"""So often is a range halved: a range of 100 points to a ten-thousand-millionth of one."""


def normal_quantile(p: float) -> float:
    """Which value does a standard normal stay below with chance p?"""
    return float(special.ndtri(p))


def normal_below(z: float) -> float:
    """With which chance does a standard normal stay below z?"""
    return float(special.ndtr(z))


def mixture_below(x: float, parts: Sequence[tuple[float, float, float]]) -> float:
    """With which chance does a mixture of normals (weight, mean, variance; weights sum to 1) stay below x?"""
    return sum(weight * normal_below((x - mean) / variance**0.5) for weight, mean, variance in parts)


def mixture_quantile(p: float, parts: Sequence[tuple[float, float, float]]) -> float:
    """Which value does a mixture of normals stay below with chance p (0 to 1, both excluded)? By halving.

    It lies between the least and the largest of the parts' own.
    """
    own = [mean + normal_quantile(p) * variance**0.5 for _, mean, variance in parts]
    low, high = min(own), max(own)
    for _ in range(HALVINGS if high > low else 0):
        middle = (low + high) / 2
        low, high = (middle, high) if mixture_below(middle, parts) < p else (low, middle)
    return (low + high) / 2


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
