"""The fields by which records are compared: what kind each column is, and its values in a plain form, as codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kamnb.areas.it import names
from kamnb.areas.it.companies import is_chinese, plain_companies

MISSING = -1
PLAIN = {
    "person": names.plain_person,
    "company": plain_companies,
    "email": names.plain_email,
    "phone": names.plain_phone,
    "code": names.plain_code,
    "text": names.plain_words,
    "key": names.plain_code,
}
HINTS = {
    "email": ("email", "mail"),
    "phone": ("phone", "mobile", "telefon", "fax"),
    "code": ("date", "dob", "ssn", "soc_sec", "postcode", "zip", "code", "number"),
    "person": ("name", "contact", "person"),
}
"""A word in the column's header that tells its kind; else its values do."""
DIGITS_SHARE = 0.8
"""A column whose values are mostly digits is compared digit by digit."""


@dataclass(frozen=True)
class Field:
    """One column: its kind, its distinct values in a plain form, and each record's code (-1 is missing)."""

    name: str
    kind: str
    text: pa.Array
    codes: np.ndarray

    @cached_property
    def values(self) -> np.ndarray:
        """The distinct values as Python strings."""
        return np.asarray(self.text.to_numpy(zero_copy_only=False), object)

    @cached_property
    def counts(self) -> np.ndarray:
        """How many records hold each value?"""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.text))

    @cached_property
    def lengths(self) -> np.ndarray:
        """How many signs has each value?"""
        return np.asarray(pc.utf8_length(self.text).to_numpy(zero_copy_only=False), np.int32)

    @cached_property
    def words(self) -> np.ndarray:
        """How many words has each value?"""
        return np.asarray(pc.count_substring(self.text, " ").to_numpy(zero_copy_only=False) + 1, np.int32)

    @cached_property
    def initials(self) -> np.ndarray:
        """With which letters do the words of each value begin? One bit of 64 a letter; some share one."""
        return np.array([sum({1 << ord(w[0]) % 64 for w in v.split()}) for v in self.values], dtype=np.uint64)

    @cached_property
    def letter_sums(self) -> np.ndarray:
        """The sum of the letters of each value: another sum means other letters, whatever their order."""
        return np.array([sum(v.encode("utf-32-le")) for v in self.values], dtype=np.int64)

    @cached_property
    def chinese(self) -> np.ndarray:
        """Which values are written in Chinese characters?"""
        return np.array([is_chinese(v) for v in self.values], dtype=bool)

    @cached_property
    def ordered(self) -> np.ndarray:
        """Each value with its words in alphabetical order."""
        return object_array([" ".join(sorted(v.split())) if " " in v else v for v in self.values])

    @cached_property
    def parts(self) -> tuple[np.ndarray, np.ndarray]:
        """The first word of each value, and the rest."""
        split = [value.partition(" ") for value in self.values]
        return object_array([p[0] for p in split]), object_array([p[2] for p in split])

    @cached_property
    def local(self) -> np.ndarray:
        """What stands before the @ of each value."""
        return np.asarray(
            pc.replace_substring_regex(self.text, "@.*$", "").to_numpy(zero_copy_only=False), object
        )


def object_array(values: list[str]) -> np.ndarray:
    """Texts as an array of Python strings."""
    found = np.empty(len(values), object)
    found[:] = values
    return found


def read_fields(frame: pd.DataFrame | pa.Table, kinds: dict[str, str]) -> list[Field]:
    """Which columns can be compared? `kinds` gives kinds by column; the others are told by header and values.

    A column without two values, or that differs on every record and is no name, number or address, is left out
    by the comparison itself, not here; one that is blank throughout is left out.
    """
    table = frame if isinstance(frame, pa.Table) else pa.Table.from_pandas(frame, preserve_index=False)
    found = []
    for name in table.column_names:
        column = encoded(table[name])
        if len(column.dictionary):
            field = make_field(name, kinds.get(name) or kind_of(name, column.dictionary), column)
            if len(field.text):
                found.append(field)
    return found


def encoded(values: pa.ChunkedArray) -> pa.DictionaryArray:
    """The column as text, each distinct value once."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_decode()
    if pa.types.is_timestamp(whole.type):
        whole = whole.cast(pa.date32())
    return whole.cast(pa.string()).dictionary_encode()


def kind_of(name: str, values: pa.Array) -> str:
    """What kind of field is a column? Told by its header, else by its values."""
    header = name.lower().replace(" ", "_")
    for kind, words in HINTS.items():
        if any(word in header for word in words):
            return kind
    sample = values.slice(0, 2000)
    if (
        pc.mean(pc.match_substring_regex(sample, "^\\s*[0-9][0-9 /().+-]*$").cast(pa.int8())).as_py()
        >= DIGITS_SHARE
    ):
        return "code"
    return "text"


def make_field(name: str, kind: str, column: pa.DictionaryArray) -> Field:
    """One field with its values in plain form; values that become alike get one code."""
    plain = PLAIN[kind](column.dictionary).dictionary_encode()
    to_plain = plain.indices.fill_null(MISSING).to_numpy(zero_copy_only=False).astype(np.int32)
    codes = column.indices.fill_null(MISSING).to_numpy(zero_copy_only=False).astype(np.int32)
    return Field(name, kind, plain.dictionary, np.append(to_plain, MISSING)[codes].astype(np.int32))
