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

DIGITS = r"(?:[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[-+]?\.[0-9]+)"
MOMENT = (
    r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?: +|t)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?) *(?:z|[-+][0-9]{2}:?[0-9]{2})?)?$"
)


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


def typed_sql(column: Column, text: str, clauses: tuple[str, ...] = ()) -> str:
    """Which SQL makes the typed value out of normalised text? Null where it is not of the type."""
    if column.clause:
        known = {lower(clause): clause for clause in clauses}
        return _cases(known, text, False) if clauses else f"upper({text})"
    if column.type == "vocabulary" and column.vocabulary:
        return _cases(known_words(column.vocabulary.name), text, column.vocabulary.open)
    if column.type == "boolean":
        return boolean_sql(text)
    if column.type == "date":
        return f"cast(date_trunc('day', {moment_sql(text)}) as timestamp)"
    if column.type == "timestamp":
        return moment_sql(text)
    if column.type == "scale5":
        return f"try_cast({text} as double)"
    if column.type in NUMERIC:
        return number_sql(text, "decimal(18,4)" if column.type == "money" else "double")
    return text


def wrong_sql(column: Column, text: str, typed: str) -> str:
    """Which SQL tells text that is not of its column's type, once it is typed? Not finite and not whole count too."""
    wrong = [f"{typed} is null"]
    if column.type in (*NUMERIC, *DATED) and column.type != "money":
        wrong.append(f"not isfinite({typed})")
    if column.type == "integer" or (column.type == "scale5" and not column.decimals):
        wrong.append(f"{typed} <> round({typed})")
    return f"{text} is not null and ({' or '.join(wrong)})"


def number_sql(text: str, kind: str) -> str:
    """Which SQL reads a number: separators, currency, brackets for minus, percent, the powers of ten in use?

    A power is written as an exponent, so that 12.3% is exactly 0.123. A plain number takes the short way.
    """
    words = load_yaml("sources/wordings.yml")
    marks = sorted({lower(mark) for mark in words["currency"]}, key=len, reverse=True)
    bare = f"regexp_replace({text}, {quote('|'.join(map(re.escape, marks)) + '|[ ,]')}, '', 'g')"
    bare = f"replace({bare}, '\u2212', '-')"
    bare = f"case when starts_with({text}, '(') and ends_with({text}, ')') then '-' || {bare}[2:-2] else {bare} end"
    powers = sorted(words["powers"].items(), key=lambda pair: -len(pair[0]))
    cases = "".join(
        f"when ends_with(b, {quote(word)}) then left(b, -{len(word)}) || 'e{power}' "
        for word, power in powers
    )
    allowed = _full(number_pattern(), text)
    spelled = f"list_transform([{bare}], lambda b: case {cases}else b end)[1]"
    return f"coalesce(try_cast({text} as {kind}), case when {allowed} then try_cast({spelled} as {kind}) end)"


@cache
def number_pattern() -> str:
    """Which texts are numbers as people write them: currency before or after, a power of ten, brackets for minus?"""
    words = load_yaml("sources/wordings.yml")
    currency, powers = (
        "|".join(map(re.escape, sorted({lower(mark) for mark in words[key]}, key=len, reverse=True)))
        for key in ("currency", "powers")
    )
    sign = "[-+\u2212]?"
    inner = f"{sign} *(?:{currency})? *{sign}{DIGITS} *(?:{powers})? *(?:{currency})?"
    return rf"{inner}|\({inner}\)"


def boolean_sql(text: str) -> str:
    """Which SQL reads yes and no?"""
    words = load_yaml("sources/wordings.yml")
    yes, no = (", ".join(quote(lower(word)) for word in words[key]) for key in ("is_true", "is_false"))
    return f"case when {text} in ({yes}) then true when {text} in ({no}) then false end"


def moment_sql(text: str) -> str:
    """Which SQL reads a date, perhaps with a time: ISO, slashes, dots, Chinese, eight or fourteen digits, a serial?

    A zone is left off: the time stays that of the clock. ISO takes the short way; parts of a second are kept there only.
    """
    parts = load_yaml("sources/wordings.yml")["date"]
    whole = rf"regexp_replace({text}, '(:[0-9]{{2}})\.[0-9]+', '\1')"
    dashed = f"regexp_replace({whole}, ' *[{parts['year']}{parts['month']}./] *', '-', 'g')"
    for mark in parts["day"]:
        dashed = f"replace({dashed}, {quote(mark)}, ' ')"
    spelled = rf"trim(regexp_replace(trim({dashed}), '{MOMENT}', '\1-\2-\3 \4'))"
    day = f"{text}[1:4] || '-' || {text}[5:6] || '-' || {text}[7:8]"
    clock = f"{text}[9:10] || ':' || {text}[11:12] || ':' || {text}[13:14]"
    serial = f"try_cast({text} as double)"
    seconds = f"to_seconds(cast(round({serial} * 86400) as bigint))"
    fraction = f"length({text}) = 19 or regexp_full_match({text}[20:], '[.][0-9]+')"
    iso = f"length({text}) = 10 or (length({text}) >= 19 and {text}[17] = ':' and ({fraction}))"
    return (
        f"coalesce(case when {iso} then try_cast({text} as timestamp) end, "
        f"case when {serial} is null then case when regexp_matches(trim({dashed}), '{MOMENT}') "
        f"then try_cast({spelled} as timestamp) end "
        f"when contains({text}, 'e') then null "
        f"when length({text}) = 8 and not contains({text}, '.') then try_cast({day} as timestamp) "
        f"when length({text}) = 14 and not contains({text}, '.') then try_cast({day} || ' ' || {clock} as timestamp) "
        f"when {serial} between 10000 and 99999.9999999 then timestamp '1899-12-30' + {seconds} end)"
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
