"""Parquet: typed columns written out as text, so that one checker serves every kind of file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kamnb.errors import Problem
from kamnb.sources.raw import Raw, build_raw, empty_raw


def can_read(path: Path) -> bool:
    """Is this a parquet file, by its name?"""
    return path.suffix.lower() in (".parquet", ".pq")


def sheets(path: Path) -> list[str]:
    """Which sheets does it hold? A parquet file has none."""
    return []


def read(path: Path, sheet: str | None = None, file: str | None = None) -> Raw:
    """What stands in a parquet file? All cells as text; a column of lists or structures is a problem."""
    name = file or path.name
    try:
        table = pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as error:
        return empty_raw(name, None, [Problem("file-broken", name, values={"detail": first_line(error)})])
    nested = [field.name for field in table.schema if pa.types.is_nested(field.type)]
    columns = [as_text(table[field]) for field in table.column_names if field not in nested]
    raw = build_raw(name, None, [field for field in table.column_names if field not in nested], columns)
    return raw.with_problems(Problem("nested-column", name, row=1, column=column) for column in nested)


def first_line(error: Exception) -> str:
    """What does a library's error say in its first line?"""
    return (str(error).splitlines() or [type(error).__name__])[0].strip().rstrip(".")


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """How is a typed column written as text? Dates as ISO, numbers in full, NaN as blank."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.cast(kind.value_type))
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_timestamp(kind):
        column = (pc.local_timestamp(column) if kind.tz else column).cast(pa.timestamp("us"), safe=False)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        column = column.cast(pa.large_binary())
    return column.cast(pa.string())
