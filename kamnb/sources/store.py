"""Where a client's typed rows lie: small tables in memory, big ones in a parquet file that is never loaded whole."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    import duckdb

BIG_BYTES = 20_000_000
"""A file of so many bytes or more is read in pieces, and its typed rows are kept on disk."""
MEMORY = "500MB"
"""The most that DuckDB holds in memory; beyond it, it spills to the temporary folder."""
SQL_TYPES = {
    "text": "varchar",
    "vocabulary": "varchar",
    "integer": "double",
    "number": "double",
    "share": "double",
    "scale5": "double",
    "money": "decimal(18,4)",
    "boolean": "boolean",
    "date": "timestamp",
    "timestamp": "timestamp",
}
"""How DuckDB keeps each type of the contract."""


@dataclass(frozen=True)
class ParquetTable:
    """A table's typed rows in a parquet file; `key` tells one content from another."""

    path: Path
    key: str
    keeper: object = field(default=None, repr=False, compare=False)

    @cached_property
    def _file(self) -> pq.FileMetaData:
        return pq.read_metadata(self.path)

    @property
    def num_rows(self) -> int:
        """How many rows are there?"""
        return int(self._file.num_rows)

    @property
    def column_names(self) -> list[str]:
        """Which columns are there?"""
        return list(self._file.schema.to_arrow_schema().names)

    def null_count(self, column: str) -> int:
        """How many cells of a column are blank?"""
        at = self.column_names.index(column)
        groups = (self._file.row_group(i) for i in range(self._file.num_row_groups))
        return sum(int(group.column(at).statistics.null_count) for group in groups)

    def read(self, columns: list[str] | None = None) -> pa.Table:
        """What are the rows, in memory?"""
        return pq.read_table(self.path, columns=columns)


Stored: TypeAlias = pa.Table | ParquetTable


def has_values(stored: Stored, column: str) -> bool:
    """Does a column have a value that is not blank?"""
    if column not in stored.column_names:
        return False
    blank = stored[column].null_count if isinstance(stored, pa.Table) else stored.null_count(column)
    return bool(blank < stored.num_rows)


def in_memory(stored: Stored, columns: list[str] | None = None) -> pa.Table:
    """What are the rows, in memory?"""
    if isinstance(stored, ParquetTable):
        return stored.read(columns)
    return stored.select(columns) if columns is not None else stored


def digest(stored: Stored) -> bytes:
    """What tells one content from another? 32 bytes."""
    if isinstance(stored, ParquetTable):
        return hashlib.sha256(stored.key.encode("utf-8")).digest()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, stored.schema) as stream:
        stream.write_table(stored.combine_chunks())
    return hashlib.sha256(sink.getvalue()).digest()


def connect(file: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """Which DuckDB does the work? One with little memory, that spills to the temporary folder."""
    import duckdb

    spill = Path(tempfile.gettempdir()) / f"kamnb-spill-{os.getpid()}"
    return duckdb.connect(file, config={"memory_limit": MEMORY, "temp_directory": str(spill)})
