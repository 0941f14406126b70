"""From a cell's text to its type: the text is made ready, then one DuckDB expression a type reads it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kamnb.sources.contract import DATED, NUMERIC, Column, load_contract
from kamnb.sources.text import load_yaml

PLAIN = r"(?:[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[-+]?\.[0-9]+)"
EXPONENT = r"(?:e[-+]?[0-9]{1,3})?"
MOMENT = (
    r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?: +|t)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?) *(?:z|[-+][0-9]{2}:?[0-9]{2})?)?$"
)
DAY_DIGITS, SECOND_DIGITS, SERIAL = r"^[0-9]{8}$", r"^[0-9]{14}$", r"^[0-9]{5}(?:\.[0-9]+)?$"


def is_typed(column: Column) -> bool:
    """Is the column anything but plain text?"""
    return column.type != "text" or column.clause


def normalise(column: pa.ChunkedArray, spec: Column) -> pa.ChunkedArray:
    """The text as it is compared: full width made half (NFKC), no blanks around, in lower case unless text.

    Text that is not an id stays as written.
    """
    plain = not is_typed(spec)
    if column.null_count == len(column) or (plain and not spec.name.endswith("_id")):
        return column
    text = pc.utf8_trim_whitespace(pc.utf8_normalize(column, form="NFKC"))
    text = pc.if_else(pc.equal(text, ""), None, text)
    return text if plain or (spec.vocabulary and spec.vocabulary.open) else pc.utf8_lower(text)


def ready_sql(column: Column, text: str) -> str:
    """Which SQL makes the text ready: without currency and blanks, or with dashes between date parts?"""
    words = load_yaml("sources/wordings.yml")
    if column.type in NUMERIC:
        marks = sorted({lower(mark) for mark in words["currency"]}, key=len, reverse=True)
        bare = f"regexp_replace({text}, {quote('|'.join(map(re.escape, marks)) + '| ')}, '', 'g')"
        bare = f"replace({bare}, '\u2212', '-')"
        bare = rf"regexp_replace({bare}, '^\(([^()-]+)\)$', '-\1')"
        return f"case when regexp_full_match({text}, '[0-9]+[.]?[0-9]*') then {text} else {bare} end"
    if column.type in DATED:
        parts = words["date"]
        dashed = f"regexp_replace({text}, ' *[{parts['year']}{parts['month']}./] *', '-', 'g')"
        for mark in parts["day"]:
            dashed = f"replace({dashed}, {quote(mark)}, ' ')"
        digits = f"regexp_full_match({text}, '[0-9]+([.][0-9]+)?')"
        return f"case when {digits} then {text} else trim({dashed}) end"
    return text


def typed_sql(column: Column, text: str, clauses: tuple[str, ...] = ()) -> str:
    """Which SQL makes the typed value out of text made ready? Null where it is not of the type."""
    if column.clause:
        known = {lower(clause): clause for clause in clauses}
        return _cases(known, text, False) if clauses else f"upper({text})"
    if column.type == "text":
        return text
    if column.type == "vocabulary" and column.vocabulary:
        return _cases(known_words(column.vocabulary.name), text, column.vocabulary.open)
    if column.type == "boolean":
        return boolean_sql(text)
    if column.type == "date":
        return f"cast(date_trunc('day', {moment_sql(text)}) as timestamp)"
    if column.type == "timestamp":
        return moment_sql(text)
    if column.type == "money":
        return number_sql(text, "decimal(18,4)")
    number = number_sql(text, "double")
    whole = column.type == "integer" or (column.type == "scale5" and not column.decimals)
    return f"case when {number} = round({number}) then {number} end" if whole else number


def number_sql(text: str, kind: str) -> str:
    """Which SQL reads a number: separators, percent and the powers of ten that people write?

    A power is written as an exponent, so that 12.3% is exactly 0.123.
    """
    powers = load_yaml("sources/wordings.yml")["powers"]
    cases = [f"when {_full(PLAIN + EXPONENT, text)} then replace({text}, ',', '')"]
    for word, power in sorted(powers.items(), key=lambda pair: -len(pair[0])):
        digits = f"replace(left({text}, -{len(word)}), ',', '')"
        cases.append(f"when {_full(PLAIN + re.escape(word), text)} then {digits} || 'e{power}'")
    number = f"try_cast(case {' '.join(cases)} end as {kind})"
    return f"nullif(nullif({number}, 'inf'), '-inf')" if kind == "double" else number


def boolean_sql(text: str) -> str:
    """Which SQL reads yes and no?"""
    words = load_yaml("sources/wordings.yml")
    yes, no = (", ".join(quote(lower(word)) for word in words[key]) for key in ("is_true", "is_false"))
    return f"case when {text} in ({yes}) then true when {text} in ({no}) then false end"


def moment_sql(text: str) -> str:
    """Which SQL reads a date, perhaps with a time: dashed, eight or fourteen digits, Excel's serial?"""
    day = f"{text}[1:4] || '-' || {text}[5:6] || '-' || {text}[7:8]"
    clock = f"{text}[9:10] || ':' || {text}[11:12] || ':' || {text}[13:14]"
    dashed = rf"trim(regexp_replace({text}, '{MOMENT}', '\1-\2-\3 \4'))"
    seconds = f"to_seconds(cast(round(try_cast({text} as double) * 86400) as bigint))"
    return (
        f"case when regexp_matches({text}, '{MOMENT}') then try_cast({dashed} as timestamp) "
        f"when regexp_matches({text}, '{DAY_DIGITS}') then try_cast({day} as timestamp) "
        f"when regexp_matches({text}, '{SECOND_DIGITS}') then try_cast({day} || ' ' || {clock} as timestamp) "
        f"when regexp_matches({text}, '{SERIAL}') then timestamp '1899-12-30' + {seconds} end"
    )


def _cases(words: dict[str, str], text: str, keep: bool) -> str:
    """Which SQL finds the value that a word means? `keep` leaves an unknown word as it is."""
    by_value: dict[str, list[str]] = {}
    for word, value in words.items():
        by_value.setdefault(value, []).append(word)
    found = (f"when lower({text}) in ({_list(some)}) then {quote(value)}" for value, some in by_value.items())
    return f"case {' '.join(found)}{f' else {text}' if keep else ''} end"


@cache
def known_words(vocabulary: str) -> dict[str, str]:
    """Which words mean which value of a vocabulary? Values, their words in each language, synonyms."""
    synonyms: dict[str, list[str]] = load_yaml("sources/wordings.yml")["synonyms"].get(vocabulary, {})
    values = [str(value) for value in load_contract().vocabularies[vocabulary].values]
    words = {value: value for value in values}
    for value in values:
        shown = [load_yaml(f"text/vocabulary.{lang}.yml")[vocabulary][value] for lang in ("zh", "en")]
        for word in (*shown, *synonyms.get(value, [])):
            words.setdefault(lower(word), value)
    return words


def quote(text: str) -> str:
    """How is a text written as an SQL literal?"""
    return "'" + text.replace("'", "''") + "'"


def lower(word: Any) -> str:
    """How is a word compared: NFKC, no blanks around, lower case?"""
    return unicodedata.normalize("NFKC", str(word)).strip().lower()


def _list(words: list[str]) -> str:
    return ", ".join(map(quote, words))


def _full(pattern: str, text: str) -> str:
    return f"regexp_full_match({text}, {quote(pattern)})"
