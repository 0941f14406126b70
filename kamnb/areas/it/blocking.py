"""Which pairs of records are worth comparing? Those that share one of several keys that few records have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamnb.areas.it.companies import firm, is_chinese
from kamnb.areas.it.fields import MISSING, Field

ALL_PAIRS = 1500
"""Up to so many records every pair is compared."""
GROUPS = (100, 50, 25, 12, 6)
"""The largest group of a key whose pairs are compared: the first that keeps a key's pairs within what it may give."""
PAIRS_EACH, PAIRS_TOGETHER, PAIRS_MOST = 2, 600_000, 20
"""Pairs that one key may give for each record: of small tables more, but no more than PAIRS_TOGETHER in all."""
PREFIX = 4

Key = tuple[np.ndarray, np.ndarray]
"""Rows and their codes; a row may stand several times."""


def candidate_pairs(fields: Sequence[Field]) -> tuple[np.ndarray, np.ndarray]:
    """Which pairs are compared? Row numbers, left below right, each pair once.

    Keys are each field's value, its words, its beginning and its end; a key that too many records share is taken
    together with every other field's value and beginning.
    """
    n = len(fields[0].codes)
    if n <= ALL_PAIRS:
        left, right = np.triu_indices(n, 1)
        return left.astype(np.int32), right.astype(np.int32)
    found = [np.empty(0, np.int64)]
    whole = {field.name: field.codes for field in fields}
    parts = {field.name: part_codes(field) for field in fields}
    for field in fields:
        large = whole[field.name]
        found.append(encode(*group_pairs(*rows_of(large)), n))
        crowded = in_large_groups(large)
        for other in fields:
            if other is not field:
                seconds = [whole[other.name]] if other.name < field.name else []
                for second in (*seconds, *parts[other.name]):
                    if useful(crowded, second):
                        found.append(encode(*group_pairs(*rows_of(combined(crowded, second))), n))
        for key in more_keys(field):
            found.append(encode(*group_pairs(*key), n))
    codes = np.sort(np.concatenate(found))
    codes = codes[np.append(True, codes[1:] != codes[:-1])] if len(codes) else codes
    return (codes // n).astype(np.int32), (codes % n).astype(np.int32)


def encode(left: np.ndarray, right: np.ndarray, n: int) -> np.ndarray:
    """Pairs as one number each."""
    return np.minimum(left, right).astype(np.int64) * n + np.maximum(left, right)


def rows_of(codes: np.ndarray) -> Key:
    """The rows that have a code, and the code."""
    rows = np.flatnonzero(codes != MISSING)
    return rows, codes[rows]


def combined(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """One code for two; missing where one is."""
    missing = (first == MISSING) | (second == MISSING)
    return np.where(missing, MISSING, first.astype(np.int64) * (int(second.max(initial=0)) + 1) + second)


def useful(first: np.ndarray, second: np.ndarray) -> bool:
    """Can two keys together have groups small enough, were their values spread evenly?"""
    rows = int(((first != MISSING) & (second != MISSING)).sum())
    return rows > 1 and rows / (number(first) * number(second)) <= GROUPS[1]


def number(codes: np.ndarray) -> int:
    """How many codes are in use?"""
    return max(1, int((np.bincount(codes[codes >= 0], minlength=1) > 0).sum()))


def in_large_groups(codes: np.ndarray) -> np.ndarray:
    """The codes of rows whose group is too large to be compared pair by pair; the others are missing."""
    counts = np.bincount(codes[codes >= 0], minlength=1)
    return np.where(
        (codes >= 0) & (np.append(counts, 0)[codes] > largest(counts, len(codes))), codes, MISSING
    )


def largest(counts: np.ndarray, n: int) -> int:
    """How large may a group of this key be?"""
    most = n * min(max(PAIRS_EACH, PAIRS_TOGETHER / n), PAIRS_MOST)
    for size in GROUPS:
        kept = counts[counts <= size].astype(float)
        if (kept * (kept - 1) / 2).sum() <= most:
            return size
    return GROUPS[-1]


def group_pairs(
    rows: np.ndarray, codes: np.ndarray, most: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Which rows share a code? Every pair of each group of at most `most` rows, or that is not too large."""
    order = np.argsort(codes, kind="stable")
    rows, codes = rows[order], codes[order]
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])) if len(codes) else np.empty(0, int)
    sizes = np.diff(np.append(starts, len(codes)))
    most = most or largest(sizes, max(len(rows), 1))
    kept = np.repeat((sizes > 1) & (sizes <= most), sizes)
    rows, codes = rows[kept], codes[kept]
    pairs = [(np.empty(0, rows.dtype),) * 2]
    for step in range(1, most):
        same = np.flatnonzero(codes[step:] == codes[:-step])
        if not len(same):
            break
        pairs.append((rows[same], rows[same + step]))
    left, right = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return left[left != right], right[left != right]


def part_codes(field: Field) -> list[np.ndarray]:
    """Codes of a value's beginning and end, for keys of two fields."""
    chinese = pc.match_substring_regex(field.text, "\\p{Han}")
    begins = [spread(field, pc.if_else(chinese, start(field.text, 1), start(field.text, PREFIX)))]
    if field.kind in ("code", "phone"):
        begins.append(spread(field, pc.utf8_slice_codeunits(field.text, -PREFIX)))
    return begins


def start(text: pa.Array, signs: int) -> pa.Array:
    """The first signs of each text."""
    return pc.utf8_slice_codeunits(text, 0, signs)


def spread(field: Field, keys: pa.Array) -> np.ndarray:
    """The records' codes for keys that are given for distinct values."""
    codes = keys.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return np.append(codes, MISSING)[field.codes]


def more_keys(field: Field) -> Iterator[Key]:
    """Keys of which a value has several: words of a name, parts of a firm's name, an address without its domain."""
    worded = field.kind in ("person", "text") and (field.words > 1).any()
    if worded or field.kind == "company":
        yield exploded(field, [words(field.kind, value) for value in field.values])
    if field.kind == "email":
        yield rows_of(spread(field, pc.replace_substring_regex(field.text, "@.*$", "")))


def words(kind: str, value: str) -> list[str]:
    """Which words of a value can find its like?"""
    if kind != "company" or not is_chinese(value):
        return [word for word in value.split() if len(word) > 2] if " " in value else []
    parts = firm(value)
    bare = (parts.own + parts.trade).removeprefix(parts.place)
    shorts = [
        whole[0] + sign for whole in {parts.place + bare, parts.nation + bare, bare} for sign in whole[1:9]
    ]
    return [parts.own, bare, bare[-2:], *shorts]


def exploded(field: Field, lists: list[list[str]]) -> Key:
    """Rows and codes where each distinct value has several keys."""
    sizes = np.array([len(keys) for keys in lists], dtype=np.int64)
    _, codes = np.unique(np.asarray([k for keys in lists for k in keys], dtype="U"), return_inverse=True)
    starts = np.append(0, np.cumsum(sizes))
    rows = np.flatnonzero((field.codes >= 0) & (np.append(sizes, 0)[field.codes] > 0))
    each = sizes[field.codes[rows]]
    offset = np.arange(int(each.sum())) - np.repeat(np.cumsum(each) - each, each)
    return np.repeat(rows, each), codes[np.repeat(starts[field.codes[rows]], each) + offset]
