"""Shares stay between 0 and 1, their intervals too."""

from __future__ import annotations

from kamnb.stats.intervals import Interval


def bounded(interval: Interval) -> Interval:
    """The same interval, kept between 0 and 1."""
    value, low, high = interval
    return (value, max(0.0, low), min(1.0, high))
