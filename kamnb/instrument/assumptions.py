"""Which numbers of the diagnosis may a client replace by its own, in client.yml under `assumptions`?"""

from __future__ import annotations

from collections.abc import Mapping

from kamnb.instrument.thresholds import threshold

COMPONENTS = ("price", "losses", "retention", "selection")
"""Components of the value at stake, in the order in which money that two of them claim is given to the first."""
ENDS = ("low", "mid", "high")
RATES = ("discount_rate", "capital_rate")
ASSUMPTIONS = (*RATES, *(f"recoverable_{name}_{end}" for name in COMPONENTS for end in ENDS))
"""Every assumption that client.yml may set; the registered value of each stands in thresholds.yml."""


def assumed(given: Mapping[str, float], name: str) -> float:
    """Which value has an assumption? The client's own where it gave one, else the registered one."""
    return float(given[name]) if name in given else threshold(name)


def share_of(given: Mapping[str, float], component: str) -> tuple[float, float, float]:
    """Which share of a component can be recovered: low, mid and high? 0–1 each."""
    low, mid, high = (assumed(given, f"recoverable_{component}_{end}") for end in ENDS)
    return low, mid, high


def in_order(given: Mapping[str, float]) -> bool:
    """Is every low share at most its mid and every mid at most its high, with the registered ones filled in?"""
    return all(low <= mid <= high for low, mid, high in (share_of(given, name) for name in COMPONENTS))
