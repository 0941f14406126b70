"""What is left of a written value when writing habits are taken away? Distinct values once, in Arrow and OpenCC."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kamnb.areas.it.contact_rules import BLANK, PLACEHOLDER
from kamnb.sources.text import load_yaml

WORDS = "areas/it/matching_words.yml"
MARKS = "[\u0300-\u036f]"
"""Accents that stand beside their letter once it is taken apart."""
ODD = "[^\\x00-\\x7f\u4e00-\u9fff]"
"""A sign that may be written in several ways."""
JOINED = "['\u2018\u2019`\u00b4]"
"""Marks inside a word; every other mark parts two words."""


@cache
def converter() -> Any:
    """Which converter writes traditional characters as simplified ones?"""
    import opencc

    return opencc.OpenCC("t2s")


def simplified(values: pa.Array) -> pa.Array:
    """The same text in simplified characters; OpenCC sees only what is not plain ASCII, in one call."""
    wide = pc.fill_null(pc.match_substring_regex(values, "[^\\x00-\\x7f]"), fill_value=False)
    texts = values.filter(wide)
    if len(texts) == 0:
        return values
    lines = pc.replace_substring(texts, "\n", " ")
    made = converter().convert("\n".join(lines.to_pylist())).split("\n")
    return pc.replace_with_mask(values, wide, pa.array(made, pa.string()))


def half_width(values: pa.Array) -> pa.Array:
    """The same text in half-width lower-case letters without accents, in simplified characters.

    Only values with other signs than ASCII and common Chinese characters need to be taken apart.
    """
    text = pc.utf8_lower(values.cast(pa.string()))
    odd = pc.fill_null(pc.match_substring_regex(text, ODD), fill_value=False)
    if pc.any(odd).as_py():
        whole = pc.utf8_normalize(pc.utf8_lower(pc.utf8_normalize(text.filter(odd), "NFKC")), "NFKD")
        apart = pc.utf8_normalize(pc.replace_substring_regex(whole, MARKS, ""), "NFC")
        text = pc.replace_with_mask(text, odd, apart)
    return simplified(text)


def plain_words(values: pa.Array) -> pa.Array:
    """The words of a text: half-width, lower case, simplified, one blank between; null where nothing is left."""
    text = written(half_width(values))
    text = pc.replace_substring(pc.replace_substring_regex(text, JOINED, ""), "&", " and ")
    return without(pc.utf8_trim_whitespace(pc.replace_substring_regex(text, "[^\\p{L}\\p{N}]+", " ")), "^$")


def written(values: pa.Array) -> pa.Array:
    """The same values without those that only say that nothing is known."""
    return without(values, f"^\\s*(?:{BLANK}|{PLACEHOLDER})\\s*$")


def plain_code(values: pa.Array) -> pa.Array:
    """Letters and digits only: of numbers, codes and dates. Null where one sign fills the whole or none is left."""
    text = pc.replace_substring_regex(written(half_width(values)), "[^\\p{L}\\p{N}]+", "")
    return without(text, f"^(?:{SAME_SIGN})?$")


SAME_SIGN = "|".join(f"{digit}{{3,}}" for digit in range(10))


def plain_phone(values: pa.Array) -> pa.Array:
    """The digits that are dialled within the country: extensions, +86 and a first zero taken away."""
    text = pc.replace_substring_regex(half_width(values), "(?:ext\\.?|x|#|\u8f6c)\\s*\\d{1,6}\\s*$", "")
    text = pc.replace_substring_regex(text, "[^0-9]+", "")
    text = pc.replace_substring_regex(text, "^(?:00)?86(1\\d{10}|0?[1-9]\\d{9,10})$", "\\1")
    text = pc.replace_substring_regex(text, "^0+(\\d{5,})$", "\\1")
    return without(text, f"^(?:{SAME_SIGN})?$")


def plain_email(values: pa.Array) -> pa.Array:
    """The address in half-width lower case without blanks; null where there is no @."""
    text = pc.replace_substring_regex(half_width(values), "\\s+|^mailto:", "")
    return without(text, "^[^@]*$")


def plain_person(values: pa.Array) -> pa.Array:
    """A person's name without titles, its parts in alphabetical order: "Smith, Dr. John" is "john smith"."""
    words = load_yaml(WORDS)["persons"]
    text = plain_words(values)
    text = pc.replace_substring_regex(text, f"({'|'.join(words['after'])})$", "")
    text = pc.replace_substring_regex(text, f"\\b(?:{'|'.join(words['titles'])})\\b", " ")
    text = pc.replace_substring_regex(text, "(\\p{Han}) +(\\p{Han})", "\\1\\2")
    return without(in_order(pc.utf8_trim_whitespace(text)), "^$")


def in_order(values: pa.Array) -> pa.Array:
    """The same words in alphabetical order, so that their order does not matter."""
    parted = pc.fill_null(pc.match_substring(values, " "), fill_value=False)
    texts = values.filter(parted).to_pylist()
    if not texts:
        return values
    return pc.replace_with_mask(
        values, parted, pa.array([" ".join(sorted(t.split())) for t in texts], pa.string())
    )


def without(values: pa.Array, pattern: str) -> pa.Array:
    """The same values, null where the whole value matches."""
    return pc.if_else(pc.match_substring_regex(values, pattern), pa.scalar(None, pa.string()), values)
