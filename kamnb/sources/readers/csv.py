"""CSV as people export it: UTF-8 or GB18030, comma, semicolon or tab, checked for being cut off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from kamnb.errors import Problem
from kamnb.sources.raw import Raw, build_raw, empty_raw

SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = ",;\t"
CHUNK = 50_000
MOST_PROBLEMS = 50
MOSTLY = 0.5  # a text of which less than half is broken as UTF-8 is UTF-8 that was damaged


def can_read(path: Path) -> bool:
    """Is this a csv file, by its name?"""
    return path.suffix.lower() in SUFFIXES


def sheets(path: Path) -> list[str]:
    """Which sheets does it hold? A csv file has none."""
    return []


def read(path: Path, sheet: str | None = None, file: str | None = None) -> Raw:
    """What stands in a csv file? All cells as text; a row with the wrong number of fields is a problem."""
    name = file or path.name
    text = decode(path.read_bytes(), name)
    if isinstance(text, Problem):
        return empty_raw(name, None, [text])
    if not text.strip():
        return empty_raw(name, None, [Problem("file-empty", name)])
    return _parse(text, name)


def decode(data: bytes, name: str) -> str | Problem:
    """Which text do the bytes spell? Byte-order mark, strict UTF-8, strict GB18030, or where it breaks."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", name)
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data, "utf-8-sig", name)
    utf8 = _strict(data, "utf-8", name)
    if isinstance(utf8, str):
        return utf8
    chinese = _strict(data, "gb18030", name)
    return utf8 if _broken_share(data) < MOSTLY else chinese


def _strict(data: bytes, encoding: str, name: str) -> str | Problem:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start + (3 if encoding == "utf-8-sig" else 0)
        line = data.count(b"\n", 0, start) + 1
        shown = encoding.upper().replace("-SIG", "")
        values = {"offset": start, "line": line, "encoding": shown}
        return Problem("undecodable", name, row=line, value=f"0x{data[start]:02x}", values=values)


def _broken_share(data: bytes) -> float:
    """How much of the text that is not ASCII is broken as UTF-8? Judged on the first megabyte."""
    text = data[:1_000_000].decode("utf-8", errors="replace")
    odd = [letter for letter in text if ord(letter) > 127]
    return odd.count("\ufffd") / len(odd) if odd else 1.0


def find_delimiter(text: str) -> str:
    """What separates the fields? The one of comma, semicolon, tab that the header has most of."""
    header = text[: text.find("\n") if "\n" in text else len(text)]
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _parse(text: str, name: str) -> Raw:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text), strict=True)
    problems: list[Problem] = []
    header = next(_records(lines, problems, name, 1), [])
    named = max((i for i, label in enumerate(header, 1) if label.strip()), default=len(header))
    chunks: list[list[pa.Array]] = [[] for _ in header]
    block: list[list[str]] = []
    wrong = 0
    for row, record in enumerate(_records(lines, problems, name, 2), 2):
        fitted = _fit(record, len(header), named)
        if fitted is None:
            wrong += 1
            if wrong <= MOST_PROBLEMS:
                values = {"found": len(record), "expected": len(header)}
                problems.append(Problem("csv-fields", name, row=row, value=_start(record), values=values))
            fitted = [""] * len(header)
        block.append(fitted)
        if len(block) == CHUNK:
            _flush(block, chunks)
    _flush(block, chunks)
    if wrong > MOST_PROBLEMS:
        problems.append(Problem("more", name, values={"n": wrong - MOST_PROBLEMS}))
    columns = [pa.chunked_array(parts, pa.string()) for parts in chunks]
    return build_raw(name, None, header, columns).with_problems(problems)


def _records(lines: Iterator[list[str]], problems: list[Problem], name: str, row: int) -> Iterator[list[str]]:
    """The records one by one; a quotation mark that does not fit ends them with a problem at its row."""
    try:
        for record in lines:
            yield record
            row += 1
    except csv.Error:
        problems.append(Problem("csv-quote", name, row=row))


def _fit(record: list[str], width: int, named: int) -> list[str] | None:
    """The record at the header's width, or None where it does not fit. A blank line is a blank row.

    Fields below nameless columns at the end may be missing; blank fields beyond the header are left out.
    """
    if len(record) == width:
        return record
    if named <= len(record) < width:
        return record + [""] * (width - len(record))
    if not any(cell.strip() for cell in record[width:]) and len(record) > width:
        return record[:width]
    return [""] * width if not any(cell.strip() for cell in record) else None


def _start(record: list[str]) -> str:
    return record[0][:40] if record else ""


def _flush(block: list[list[str]], chunks: list[list[pa.Array]]) -> None:
    if block:
        for parts, values in zip(chunks, zip(*block, strict=True), strict=True):
            parts.append(pa.array(values, pa.string()))
        block.clear()
