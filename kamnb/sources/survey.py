"""Survey exports as they come (WJX, Qualtrics, Microsoft Forms): headers to items, answers in words to 1–5."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from kamnb.errors import Problem
from kamnb.sources.contract import ITEM_ID, load_contract
from kamnb.sources.raw import Raw, tidy
from kamnb.sources.text import load_yaml

OPENING, CLOSING = "(\\[{\u3010\u3014", ")\\]}\u3011\u3015"
LEADING = re.compile(rf"^(?:Q?\d+\s*[.,:\u3001)]\s*)?[{OPENING}]?\s*({ITEM_ID.pattern})(?![0-9])")
BRACKETED = re.compile(rf"[{OPENING}]\s*({ITEM_ID.pattern})\s*[{CLOSING}]")
NAMED = re.compile(rf"[{OPENING}]\s*([a-z_]+)\s*[{CLOSING}]")
NUMBERED = re.compile(r"^(?:Q?\d+\s*[.,:\u3001)]\s*)")
IMPORT_ID = '{"ImportId"'
SCALE = re.compile(r"^\(?([1-5])(?:\.0+)?\s*(?:(?:[^\d.]|\.(?!\d)).*)?$", re.DOTALL)


def adapt_survey(raw: Raw, items: Iterable[str]) -> Raw:
    """What does a survey platform's export say in the contract's columns?

    Headers that carry an item's id (at the start, or in brackets) become that item; answers in words become
    1–5; "does not apply" becomes blank; Qualtrics' two further header rows go.
    """
    if not raw.cells.num_columns:
        return raw
    raw, labels = _without_second_header(raw)
    known = frozenset(items)
    names = _names(raw.cells.column_names, labels, known)
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        problems = [Problem("header-twice", raw.file, raw.sheet, 1, name, name) for name in twice]
        return raw.with_problems(problems)
    return _with_answers(_with_duration(raw.named(names)))


def _without_second_header(raw: Raw) -> tuple[Raw, list[str]]:
    """The rows below Qualtrics' question texts and import ids, and those question texts."""
    head = raw.cells.slice(0, 2).to_pylist()
    if len(head) < 2 or not any(str(value or "").startswith(IMPORT_ID) for value in head[1].values()):
        return raw, [""] * raw.cells.num_columns
    labels = [str(value or "") for value in head[0].values()]
    return replace(raw, cells=raw.cells.slice(2), rows=raw.rows.slice(2)), labels


def _names(headers: list[str], labels: list[str], items: frozenset[str]) -> list[str]:
    """Which column does each header mean? Its own name where it means none, or where one is there already."""
    names = list(headers)
    plain = set(headers)
    for i, (header, label) in enumerate(zip(headers, labels, strict=True)):
        found = _item(header, items) or _item(tidy(label), items)
        if found is None and header not in load_contract().tables["survey"].columns:
            found = _column(header) or _column(tidy(label))
        free = found not in plain and found not in names[:i]
        if found and (found == header or free or ITEM_ID.fullmatch(found)):
            names[i] = found
    return names


def _item(header: str, items: frozenset[str]) -> str | None:
    """Which item does a header carry? One in brackets, or at the start after the question's number."""
    for pattern in (LEADING, BRACKETED):
        for found in pattern.findall(header):
            if not items or found in items or header == found:
                return str(found)
    return None


def _column(header: str) -> str | None:
    """Which other column does a header mean, by the platform's wording or a column's name in brackets?"""
    named = NAMED.search(header)
    if named and named.group(1) in load_contract().tables["survey"].columns:
        return named.group(1)
    bare = NUMBERED.sub("", header).rstrip(" *?:\uff1f\uff1a").casefold()
    return _headers().get(bare)


@cache
def _headers() -> dict[str, str]:
    words = load_yaml("sources/wordings.yml")["survey_headers"]
    return {tidy(word).casefold(): column for column, found in words.items() for word in found}


@cache
def _answers() -> dict[str, str | None]:
    """What does each wording of an answer mean? 1–5 as text, or None for no answer."""
    words = load_yaml("sources/wordings.yml")
    scale = {tidy(word).casefold(): str(value) for value, found in words["answers"].items() for word in found}
    return {**scale, **{tidy(word).casefold(): None for word in words["no_answer"]}}


def read_answer(text: str) -> str | None:
    """What does an answer mean: 1 to 5, None for no answer, or the text itself where it is unknown?"""
    bare = tidy(text).casefold()
    if bare in _answers():
        return _answers()[bare]
    digit = SCALE.match(bare)
    if digit:
        return digit.group(1)
    inner = re.sub(r"^[a-e][.\u3001,) ]\s*|\s*\([^)]*\)$", "", bare)
    return _answers().get(inner, text)


def _with_answers(raw: Raw) -> Raw:
    cells = raw.cells
    for index, name in enumerate(cells.column_names):
        if ITEM_ID.fullmatch(name):
            coded = cells[name].combine_chunks().dictionary_encode()
            words = [None if word is None else read_answer(word) for word in coded.dictionary.to_pylist()]
            values = pc.take(pa.array(words, pa.string()), coded.indices)
            cells = cells.set_column(index, name, pa.chunked_array([values]))
    return replace(raw, cells=cells)


def _with_duration(raw: Raw) -> Raw:
    """Durations in words as seconds; from start and end where no duration is given."""
    cells = raw.cells
    if "duration_s" in cells.column_names:
        index = cells.column_names.index("duration_s")
        words = [None if word is None else read_seconds(word) for word in cells["duration_s"].to_pylist()]
        cells = cells.set_column(index, "duration_s", pa.array(words, pa.string()))
    elif {"_started", "_ended"} <= set(cells.column_names):
        import pandas as pd

        times = (cells[name].to_pandas() for name in ("_started", "_ended"))
        started, ended = (pd.to_datetime(time, errors="coerce", format="mixed") for time in times)
        seconds = (ended - started).dt.total_seconds()
        words = [None if pd.isna(value) or value < 0 else f"{value:.0f}" for value in seconds]
        cells = cells.append_column("duration_s", pa.array(words, pa.string()))
    return replace(raw, cells=cells)


def read_seconds(text: str) -> str:
    """How many seconds does a duration in words take? The text itself where it is not one."""
    units = load_yaml("sources/wordings.yml")["duration"]
    minutes, seconds = ("|".join(map(re.escape, units[unit])) for unit in ("minutes", "seconds"))
    found = re.fullmatch(rf"(?:(\d+)\s*(?:{minutes}))?\s*(?:(\d+)\s*(?:{seconds}))?", tidy(text).casefold())
    if not found or not any(found.groups()):
        return text
    return str(int(found.group(1) or 0) * 60 + int(found.group(2) or 0))
