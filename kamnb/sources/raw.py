"""A table as it was read, before anything is checked: all cells text, rows numbered as Excel numbers them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamnb.errors import Problem


@dataclass(frozen=True)
class Raw:
    """One table's cells as text (null where blank), the Excel row of each, what was wrong with the file."""

    file: str
    sheet: str | None
    cells: pa.Table
    rows: pa.Array
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[str, ...] = field(default=())

    def named(self, names: Sequence[str]) -> Raw:
        """The same cells under other headers."""
        return replace(self, cells=self.cells.rename_columns(list(names)))

    def with_problems(self, more: Iterable[Problem]) -> Raw:
        """The same cells with further problems."""
        return replace(self, problems=(*self.problems, *more))


def empty_raw(file: str, sheet: str | None, problems: Iterable[Problem]) -> Raw:
    """What is left of a file that could not be read: its problems."""
    return Raw(file, sheet, pa.table({}), pa.array([], pa.int64()), tuple(problems))


def build_raw(
    file: str,
    sheet: str | None,
    header: Sequence[str],
    columns: Sequence[pa.ChunkedArray | pa.Array],
    first: int = 2,
    trimmed: bool = False,
) -> Raw:
    """Which table do a header and its columns make? Blank cells become null; blank rows, nameless columns go.

    A nameless column that has values, or a name that is there twice, is a problem. `trimmed`: blanks are null already.
    """
    names = [tidy(name) for name in header]
    whole = [pa.chunked_array([c]) if isinstance(c, pa.Array) else c for c in columns]
    blank = whole if trimmed else [blank_to_null(c) for c in whole]
    count = len(blank[0]) if blank else 0
    filled = [len(column) - column.null_count for column in blank]
    problems = [
        Problem("header-blank", file, sheet, 1, column_letter(i))
        for i, name in enumerate(names)
        if not name and filled[i]
    ]
    seen: dict[str, int] = {}
    for i, name in enumerate(names):
        if name and name in seen and (filled[i] or filled[seen[name]]):
            problems.append(Problem("header-twice", file, sheet, 1, name, name))
        if name and (name not in seen or filled[i]):
            seen[name] = i
    cells = pa.table({name: blank[i] for name, i in seen.items()})
    rows = pa.array(np.arange(first, first + count, dtype="int64"))
    return _without_blank_rows(Raw(file, sheet, cells, rows, tuple(problems)))


def _without_blank_rows(raw: Raw) -> Raw:
    if not raw.cells.num_columns or not raw.cells.num_rows:
        return raw
    some = pc.is_valid(raw.cells.columns[0])
    for column in raw.cells.columns[1:]:
        if pc.all(some).as_py():
            return raw
        some = pc.or_(some, pc.is_valid(column))
    return replace(raw, cells=raw.cells.filter(some), rows=raw.rows.filter(some.combine_chunks()))


def blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The text without outer blanks; null where nothing is left."""
    if pa.types.is_null(column.type):
        return column.cast(pa.string())
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def tidy(text: str) -> str:
    """How is a header compared? Without byte-order mark, line breaks, outer blanks; full width made half."""
    return " ".join(unicodedata.normalize("NFKC", str(text)).replace("\ufeff", "").split())


def column_letter(index: int) -> str:
    """What does Excel call a column? 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
