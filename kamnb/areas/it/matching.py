"""Which records seem to be one and the same? Persons or firms, by whatever fields they have; a person confirms.

Each value is first freed of writing habits; pairs that share a key are compared field by field; how much agreement
and disagreement in each field says is learnt from the table itself, without labels. A pair is suspected when its
chance to be one record is CHANCE or more.

Source: Fellegi & Sunter 1969; Winkler 1988, 1989; Christen 2012.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from kamnb.areas.it.blocking import candidate_pairs, encode, group_pairs
from kamnb.areas.it.companies import plain_companies, same_place, with_place
from kamnb.areas.it.comparing import LEVELS, PARTLY, WORST, field_levels, swapped_levels
from kamnb.areas.it.credit_code import is_credit_code
from kamnb.areas.it.fields import MISSING, Field, object_array, read_fields
from kamnb.areas.it.names import half_width
from kamnb.areas.it.rarity import FEW, value_shares
from kamnb.stats.linkage import chances, estimate_linkage, log_odds

CHANCE = 0.9
"""From this chance on a pair is suspected to be one record."""
RANDOM_PAIRS = 300_000
FIRST_SHARE = 0.05
"""How many duplicates to a record are expected before the table is seen."""
EXPECTED = (0.84, 0.06, 0.04, 0.02, 0.04)
WORST_SHARE = 0.35
"""Duplicates that differ entirely in a field are at most so many, or the field is no property of one record."""
UNKNOWN = 2.5
"""Where names may be exchanged, a missing one lies between alike and not alike."""
SIGNS = 5
"""A shorter number is a house's, not a person's."""
GROUP = 20
"""So many records of one person or firm are believed; more hang together by chance."""
THROUGH = "implied"
"""The reason of a pair that follows from two others."""
COLUMNS = ("left", "right", "chance", "reason")


def find_duplicates(
    frame: pd.DataFrame | pa.Table,
    id_column: str | None = None,
    of: str = "persons",
    kinds: dict[str, str] | None = None,
    chance: float = CHANCE,
) -> pd.DataFrame:
    """Which pairs of records are suspected to be one? `left, right, chance, reason`, likeliest first.

    `frame` has one row a record; every column but `id_column` is compared, whatever it is called (`kinds` gives
    person, company, email, phone, code or text where header and values tell wrong). `of` is "persons" or "companies".
    Ids are the id column's, else row numbers. `reason` names the fields that are equal, then those that are alike
    (~). Empty where nothing can be compared.
    """
    table = frame if isinstance(frame, pa.Table) else pa.Table.from_pandas(frame, preserve_index=False)
    ids = table[id_column].to_numpy() if id_column else np.arange(table.num_rows)
    known = {"name": "company"} if of == "companies" else {}
    if of == "companies":
        table = placed(table)
    fields = read_fields(table.drop_columns([id_column] if id_column else []), known | (kinds or {}))
    left, right, found, levels = score_pairs(fields, table.num_rows)
    kept = np.flatnonzero(found >= chance)
    kept = kept[~ambiguous(fields, left[kept], right[kept], levels[kept])]
    left, right, found, reasons = left[kept], right[kept], found[kept], reasons_of(fields, levels[kept])
    left, right, found, reasons = with_implied(fields, left, right, found, reasons)
    order = np.lexsort((right, left, -found))
    columns = (ids[left[order]], ids[right[order]], found[order], reasons[order])
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def score_pairs(fields: Sequence[Field], n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """How likely is each compared pair one record? Left and right rows, chance, and levels by field."""
    if not fields or n < 2:
        nothing = np.empty(0, np.int64)
        return nothing, nothing, np.empty(0), np.empty((0, len(fields)), np.int8)
    left, right = candidate_pairs(fields)
    levels = pair_levels(fields, left, right)
    by_chance = [value_shares(field) for field in fields]
    other = random_shares(fields, by_chance, n)
    expected = [np.array(EXPECTED)] * len(fields)
    worst = [WORST_SHARE if f.kind in ("person", "company") else 0.8 for f in fields]
    pairs = n * (n - 1) / 2
    found = estimate_linkage(levels, other, expected, worst, pairs, max(1.0, FIRST_SHARE * n))
    odds = log_odds(levels, found) + rarity(fields, by_chance, levels, left, other)
    chance = chances(odds, found.share)
    chance[strangers(fields, levels, left)] = 0.0
    return left, right, decided(fields, left, right, chance), levels


def placed(table: pa.Table) -> pa.Table:
    """The same firms, with the region's place before Chinese names that tell none."""
    if not {"name", "region"} <= set(table.column_names):
        return table
    names, regions = (
        plain(table[c].cast(pa.string()).combine_chunks())
        for plain, c in ((plain_companies, "name"), (half_width, "region"))
    )
    pairs = zip(names.to_pylist(), regions.to_pylist(), strict=True)
    made = [with_place(name, region) if name and region else name for name, region in pairs]
    return table.set_column(table.column_names.index("name"), "name", pa.array(made, pa.string()))


def pair_levels(fields: Sequence[Field], left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How alike are the pairs in each field? Two names of persons may be exchanged."""
    levels = np.column_stack([field_levels(field, left, right) for field in fields])
    names = [i for i, field in enumerate(fields) if field.kind == "person"]
    if len(names) == 2:
        one, two = names
        crossed = swapped_levels(fields[one], fields[two], left, right)
        straight = levels[:, names]
        cost, other = (np.where(side == MISSING, UNKNOWN, side).sum(axis=1) for side in (straight, crossed))
        better = (other < cost) & ((crossed >= 0) & (crossed <= 1)).any(axis=1)
        levels[np.ix_(better, names)] = np.where(crossed[better] == 0, 1, crossed[better])
    return levels


def random_shares(fields: Sequence[Field], by_chance: Sequence[np.ndarray], n: int) -> list[np.ndarray]:
    """How often is each level reached by two records taken at random? Equal: counted; the rest: sampled."""
    rng = np.random.default_rng(0)
    left, right = rng.integers(0, n, (2, RANDOM_PAIRS))
    left, right = left[left != right], right[left != right]
    shares = []
    for field, chance in zip(fields, by_chance, strict=True):
        level = field_levels(field, left, right)
        seen = np.bincount(level[level >= 0], minlength=LEVELS) + np.array([0, 0.5, 0.5, 0.5, 2])
        equal = float((field.counts * chance).sum() / max(1, field.counts.sum()))
        rest = seen[1:] / seen[1:].sum() * (1 - equal)
        shares.append(np.append(equal, rest))
    return shares


def rarity(
    fields: Sequence[Field],
    by_chance: Sequence[np.ndarray],
    levels: np.ndarray,
    left: np.ndarray,
    other: Sequence[np.ndarray],
) -> np.ndarray:
    """How much more does an equal rare value say than an equal frequent one, as natural log odds?"""
    total = np.zeros(len(left))
    for i, field in enumerate(fields):
        equal = np.flatnonzero((levels[:, i] == 0) & (field.codes[left] >= 0))
        total[equal] += np.log(other[i][0] / by_chance[i][field.codes[left[equal]]])
    return total


def strangers(fields: Sequence[Field], levels: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Which pairs are two, whatever else they share? Those whose names are nothing alike.

    Where a name has several fields and one of them differs entirely, as in a family, the pair needs a number,
    code or address of its own: of SIGNS signs or more, equal and held by FEW records at most, or with one slip.
    """
    names = [i for i, field in enumerate(fields) if field.kind in ("person", "company")]
    of_names = levels[:, names]
    worst, known = of_names == WORST, of_names != MISSING
    apart = (worst | (of_names == PARTLY)).any(axis=1)
    own = np.zeros(len(levels), bool)
    for i, field in enumerate(fields):
        if field.kind in ("email", "phone", "code"):
            codes = field.codes[left]
            long = np.append(field.lengths, 0)[codes] >= SIGNS
            few = np.append(field.counts, 0)[codes] <= FEW
            own |= long & (((levels[:, i] == 0) & few) | (levels[:, i] == 1))
    return np.asarray(apart & ((worst == known).all(axis=1) | ~own), bool)


def decided(fields: Sequence[Field], left: np.ndarray, right: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """The chances, but 1 where both sides have one well-formed credit code, and 0 where they have two."""
    for field in fields:
        if field.name == "credit_code":
            good = np.append(is_credit_code(pa.array(field.values, pa.string())), False)
            a, b = field.codes[left], field.codes[right]
            both = good[a] & good[b]
            chance = np.where(both, np.where(a == b, 1.0, 0.0), chance)
    return chance


def ambiguous(fields: Sequence[Field], left: np.ndarray, right: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Which pairs of firms cannot be told, as one of the two is like another firm too, which is a third?

    A short name that fits two firms is neither's until a person says so; a pair of one name and place stays.
    """
    doubtful = np.zeros(len(left), bool)
    for i, field in enumerate(fields):
        if field.kind == "company" and len(left):
            ends = np.concatenate([np.column_stack([left, right]), np.column_stack([right, left])])
            pair = np.tile(np.arange(len(left)), 2)
            one, two = group_pairs(np.arange(len(ends)), ends[:, 0], GROUP)
            apart = field_levels(field, ends[one, 1], ends[two, 1]) == WORST
            doubtful[pair[np.concatenate([one[apart], two[apart]])]] = True
            for row in np.flatnonzero(doubtful & (levels[:, i] == 0)):
                a, b = (str(field.values[field.codes[side[row]]]) for side in (left, right))
                doubtful[row] = a != b and not same_place(a, b)
    return doubtful


def reasons_of(fields: Sequence[Field], levels: np.ndarray) -> np.ndarray:
    """Which fields of each pair are equal, and which alike (~)?"""
    patterns, places = np.unique(levels, axis=0, return_inverse=True)
    texts = []
    for pattern in patterns:
        named = list(zip(fields, pattern, strict=True))
        equal = [field.name for field, level in named if level == 0]
        texts.append(", ".join([*equal, *(f"~{field.name}" for field, level in named if 0 < level < PARTLY)]))
    return object_array(texts)[places.reshape(-1)]


def with_implied(
    fields: Sequence[Field], left: np.ndarray, right: np.ndarray, chance: np.ndarray, reasons: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The pairs, and those that follow from them: two records that are each the same as a third are the same.

    Not in groups of more than GROUP records, which hang together by chance, and not where two firms' names or codes
    contradict. An implied pair is as likely as the weakest of its group's.
    """
    n = len(fields[0].codes) if fields else 0
    if not len(left):
        return left, right, chance, reasons
    _, group = connected_components(
        coo_matrix((np.ones(len(left)), (left, right)), shape=(n, n)), directed=False
    )
    weakest = np.full(group.max() + 1, 1.0)
    np.minimum.at(weakest, group[left], chance)
    rows = np.unique(np.concatenate([left, right]))
    sizes = np.bincount(group[rows])
    rows = rows[(sizes[group[rows]] > 2) & (sizes[group[rows]] <= GROUP)]
    a, b = group_pairs(rows, group[rows], GROUP)
    a, b = np.minimum(a, b), np.maximum(a, b)
    new = ~np.isin(encode(a, b, n), encode(left, right, n))
    a, b = a[new], b[new]
    levels = np.column_stack([field_levels(field, a, b) for field in fields])
    firms = [i for i, field in enumerate(fields) if field.kind == "company"]
    fits = ~(levels[:, firms] == WORST).any(axis=1)
    more = decided(fields, a, b, np.where(fits, weakest[group[a]], 0.0))
    fits = more > 0
    parts = (a[fits], b[fits], more[fits], np.full(int(fits.sum()), THROUGH, object))
    return tuple(np.concatenate(pair) for pair in zip((left, right, chance, reasons), parts, strict=True))  # type: ignore[return-value]
