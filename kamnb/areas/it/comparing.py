"""How alike are two values? Levels from 0 (equal) to WORST, by kind of field; -1 where one is missing.

A comparison takes two fields and the codes of pairs of their values, so that what is needed of a value (its
length, its words) is made once for each distinct value.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rapidfuzz.distance import OSA, Indel, JaroWinkler
from rapidfuzz.process import cpdist

from kamnb.areas.it.companies import firm_levels
from kamnb.areas.it.fields import MISSING, Field

LEVELS = 5
WORST = LEVELS - 1
PARTLY = 3
"""A name of which one part is alike and another is not; other kinds of field do not have this level."""
NEAR, CLOSE = 0.92, 0.80
"""Likeness of a slip of the pen, and of two. Source: Winkler 1990 for the scale."""
MOSTLY = 0.75
"""So much of a text must stand in another that holds it, before its words are looked at."""
MIXED = 0.7
"""Letters in another order still are so much alike."""
CHUNK = 400_000


def field_levels(field: Field, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How alike are the pairs of records in one field?"""
    return code_levels(field, field.codes[left], field, field.codes[right])


def swapped_levels(one: Field, two: Field, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How alike are two fields when they are exchanged on one side? Two columns of levels."""
    first = code_levels(one, one.codes[left], two, two.codes[right])
    return np.column_stack([first, code_levels(two, two.codes[left], one, one.codes[right])])


def code_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """How alike are pairs of values, given by their codes in two fields of one kind?"""
    found = np.full(len(a), WORST, np.int8)
    missing = (a == MISSING) | (b == MISSING)
    found[missing] = MISSING
    same = (a == b) & ~missing if one is two else np.zeros(len(a), bool)
    found[same] = 0
    rest = np.flatnonzero(~missing & ~same)
    if len(one.text) * len(two.text) < len(rest) / 2:
        every = (codes.ravel() for codes in np.indices((len(one.text), len(two.text))))
        table = COMPARE[one.kind](one, next(every), two, next(every)).reshape(len(one.text), -1)
        found[rest] = table[a[rest], b[rest]]
        return found
    for start in range(0, len(rest), CHUNK):
        part = rest[start : start + CHUNK]
        found[part] = COMPARE[one.kind](one, a[part], two, b[part])
    return found


def likeness(scorer: Any, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A rapidfuzz score of each pair of texts."""
    return np.asarray(cpdist(a, b, scorer=scorer, dtype=np.float32, workers=-1))


def slips_of(a: np.ndarray, b: np.ndarray, most: int) -> np.ndarray:
    """How many signs are wrong, missing, too many or exchanged with the next? Counted up to `most` and one."""
    return np.asarray(cpdist(a, b, scorer=OSA.distance, score_cutoff=most, dtype=np.int32, workers=-1))


def jaro(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Jaro and Winkler's likeness, between 0 and 1."""
    return likeness(JaroWinkler.normalized_similarity, a, b)


def by_share(shares: np.ndarray) -> np.ndarray:
    """Levels of likenesses between 0 and 1."""
    return np.select([shares >= 1, shares >= NEAR, shares >= CLOSE], [0, 1, 2], WORST).astype(np.int8)


def text_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Words: Jaro and Winkler for one, else the share of letters in common, whatever the words' order.

    Where the words of one begin or are those of the other ("2 Main St" and "2 Main St near Broad St"), it is close.
    """
    shares = jaro(one.values[a], two.values[b])
    shares[mixed_up(one, a, two, b, shares)] = NEAR
    long = (one.words[a] > 1) | (two.words[b] > 1)
    if not long.any():
        return by_share(shares)
    x, y = a[long], b[long]
    found = by_share(shares)
    best = np.maximum(
        likeness(Indel.normalized_similarity, one.ordered[x], two.ordered[y]),
        likeness(Indel.normalized_similarity, one.values[x], two.values[y]),
    )
    level = by_share(best)
    size, other = one.lengths[x], two.lengths[y]
    maybe = (level == WORST) & (best * (size + other) / 2 >= MOSTLY * np.minimum(size, other))
    ours, theirs = one.initials[x], two.initials[y]
    maybe &= ((ours & ~theirs) == 0) | ((theirs & ~ours) == 0)
    for i in np.flatnonzero(maybe):
        if holds(one.values[x[i]].split(), two.values[y[i]].split()):
            level[i] = 2
    found[long] = level
    return found


def holds(a: list[str], b: list[str]) -> bool:
    """Does each word of the shorter text begin, or is it begun by, a word of the longer one, in any order?

    Words of one or two letters must be equal, and one word must have three letters or more.
    """
    few, many = sorted((a, b), key=len)
    rest = list(many)
    for word in few:
        at = next((w for w in rest if w == word), None)
        if at is None and len(word) > 2:
            at = next((w for w in rest if len(w) > 2 and (w.startswith(word) or word.startswith(w))), None)
        if at is None:
            return False
        rest.remove(at)
    return any(len(word) > 2 for word in few)


def person_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Names of persons: as alike as their least alike part, so that a surname in common is not enough.

    A part that is an initial, or that one side leaves out, is near.
    """
    found = np.full(len(a), WORST, np.int8)
    count, other = one.words[a], two.words[b]
    for many, levels in ((1, one_part_levels), (2, two_part_levels)):
        pairs = np.flatnonzero((count == many) & (other == many))
        if len(pairs):
            found[pairs] = levels(one, a[pairs], two, b[pairs])
    for i in np.flatnonzero((count != other) | (count > 2)):
        found[i] = parts_left_out(one.values[a[i]].split(), two.values[b[i]].split())
    return found


def one_part_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """How alike are names of one word? Letters in another order are near."""
    shares = jaro(one.values[a], two.values[b])
    found = by_share(shares)
    found[mixed_up(one, a, two, b, shares)] = 1
    return found


def mixed_up(one: Field, a: np.ndarray, two: Field, b: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Which pairs are the same letters, four or more, in another order? Their likeness is MIXED or more then."""
    found = (one.lengths[a] == two.lengths[b]) & (one.lengths[a] > 3) & (shares >= MIXED) & (shares < 1)
    maybe = np.flatnonzero(found)
    found[maybe] = one.letter_sums[a[maybe]] == two.letter_sums[b[maybe]]
    for i in np.flatnonzero(found):
        found[i] = sorted(one.values[a[i]]) == sorted(two.values[b[i]])
    return found


def two_part_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """How alike are names of two parts, taken in the order that fits better? An initial is near."""
    (a1, a2), (b1, b2) = ([part[codes] for part in f.parts] for f, codes in ((one, a), (two, b)))
    straight, crossed = (jaro(a1, b1), jaro(a2, b2)), (jaro(a1, b2), jaro(a2, b1))
    found = by_share(np.maximum(np.minimum(*straight), np.minimum(*crossed)))
    partly = np.maximum(np.maximum(*straight), np.maximum(*crossed)) >= NEAR
    found[(found == WORST) & partly] = PARTLY
    found[mixed_up(one, a, two, b, np.maximum(np.maximum(*straight), np.maximum(*crossed)) * 0.99)] = 1
    for same, first, second in (((a1 == b1), a2, b2), ((a2 == b2), a1, b1)):
        for i in np.flatnonzero(same & (found > 1)):
            if 1 in (len(first[i]), len(second[i])) and first[i][0] == second[i][0]:
                found[i] = 1
    return found


def parts_left_out(a: list[str], b: list[str]) -> int:
    """How alike are names of unlike length, of which the longer may hold the shorter?

    1: all parts but middle ones are there, or two parts are written as one; 2: one part alone is there; 3: some
    parts are; 4: none is.
    """
    few, many = sorted((a, b), key=len)
    common = len(set(few) & set(many))
    joined = len(few) == 1 and len(many) == 2 and few[0] in (many[0] + many[1], many[1] + many[0])
    if joined or (len(few) > 1 and common == len(few)):
        return 1
    return 2 if common == len(few) else PARTLY if common else WORST


def digit_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Numbers, codes, dates: one sign wrong or two signs exchanged is near; two such slips in six signs, close."""
    slips = slips_of(one.values[a], two.values[b], 2)
    length = np.minimum(one.lengths[a], two.lengths[b])
    near, close = (slips <= 1) & (length >= 4), (slips <= 2) & (length >= 6)
    return np.select([slips == 0, near, close], [0, 1, 2], WORST).astype(np.int8)


def phone_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Phone numbers: as digits; a number without its area code is near."""
    found = digit_levels(one, a, two, b)
    length = np.minimum(one.lengths[a], two.lengths[b])
    maybe = np.flatnonzero((found > 1) & (length >= 7) & (one.lengths[a] != two.lengths[b]))
    for i in maybe:
        few, many = sorted((one.values[a[i]], two.values[b[i]]), key=len)
        found[i] = 1 if many.endswith(few) else found[i]
    return found


def email_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Addresses: one letter wrong or letters mixed up is near, a few wrong ones are close.

    The same person's part at another domain says no more than the name does: as if missing. The domain by itself
    is the firm's, not a person's, and says nothing.
    """
    first, second = one.values[a], two.values[b]
    slips = slips_of(first, second, 8)
    size = np.maximum(one.lengths[a], two.lengths[b])
    shares = jaro(one.local[a], two.local[b])
    near, close = (slips <= 1) | mixed_up(one, a, two, b, shares), slips <= 0.2 * size
    elsewhere = shares >= NEAR
    return np.select([slips == 0, near, close, elsewhere], [0, 1, 2, MISSING], WORST).astype(np.int8)


def company_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Names of firms: Latin ones as words, Chinese ones by their parts."""
    return firm_levels(one, a, two, b, text_levels(one, a, two, b))


def key_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray) -> np.ndarray:
    """Keys are equal or not: another key is another thing, however alike."""
    return np.where(one.values[a] == two.values[b], 0, WORST).astype(np.int8)


COMPARE = {
    "person": person_levels,
    "company": company_levels,
    "email": email_levels,
    "phone": phone_levels,
    "code": digit_levels,
    "text": text_levels,
    "key": key_levels,
}
