"""How likely does another record hold a value by chance? Frequent values from the table, rare ones from their parts."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from kamnb.areas.it.companies import is_chinese
from kamnb.areas.it.fields import Field

FEW = 6
"""A value that so many records share at most may be one person's or firm's, entered several times."""
BACKGROUND = {"person": 1e4, "company": 1e5, "email": 1e6, "phone": 1e6}
"""One in so many strangers has the same name, address or number, where the table does not show that more have. Ours."""
DEPENDENT = 10.0
"""Parts of a name go together more often than by chance: so many times, at most. Ours."""
SAMPLE = 2000
"""A table of fewer records tells less of a name's frequency than its parts do. Ours."""
MOST = 100_000
RAREST, COMMONEST = 1e-6, 1e-3
"""Shares of the rarest and the commonest whole name that are believed: one in a thousand bears China's most frequent."""


def value_shares(field: Field) -> np.ndarray:
    """How likely does a stranger's record hold each value?

    A value of more than FEW records: as often as seen. A rarer one may owe its records to one person: it is as
    rare as one in the table, or as such values are anywhere, for a small table is no sample; a name of several parts
    as rare as its parts make it.
    """
    n = max(1, int(field.counts.sum()))
    rare = np.full(len(field.counts), 1 / max(n, BACKGROUND.get(field.kind, 1)))
    if field.kind == "person":
        several = np.flatnonzero((field.counts > 1) & (field.counts <= FEW))
        parts = name_shares(field, several)
        seen = np.maximum(np.minimum(parts, 1 / n), parts * SAMPLE / (n + SAMPLE))
        rare[several] = np.where(np.isnan(parts), rare[several], seen)
    return np.where(field.counts > FEW, (field.counts - 1) / n, rare)


def name_shares(field: Field, codes: np.ndarray) -> np.ndarray:
    """How frequent should some of the names be, by the frequency of their parts? NaN for names of one part.

    The parts are words, or the characters of a Chinese name; their frequency is that in MOST names of the table.
    """
    step = max(1, len(field.text) // MOST)
    frequency: Counter[str] = Counter()
    for value, count in zip(field.values[::step], field.counts[::step], strict=True):
        for part in parts_of(value):
            frequency[part] += int(count)
    total = max(1, int(field.counts[::step].sum()))
    found = np.full(len(codes), np.nan)
    for i, code in enumerate(codes):
        parts = parts_of(field.values[code])
        if len(parts) > 1:
            found[i] = DEPENDENT * math.prod(max(1, frequency[part]) / total for part in parts)
    return np.clip(found, RAREST, COMMONEST)


def parts_of(name: str) -> list[str]:
    """Which parts has a name?"""
    return list(name) if is_chinese(name) else name.split()
