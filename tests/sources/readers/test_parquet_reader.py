"""Parquet: typed columns written out as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from kamnb.sources.readers import read_file


def test_typed_columns_become_text(tmp_path):
    table = pa.table(
        {
            "id": pa.array(["007", "a"]).dictionary_encode(),
            "n": [1.5, float("nan")],
            "d": [date(2026, 9, 30), None],
            "t": [datetime(2026, 9, 30, 8, 5, tzinfo=UTC), None],
            "m": [Decimal("1.20"), None],
            "b": [True, None],
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    raw = read_file(tmp_path / "t.parquet")
    assert not raw.problems
    first, second = raw.cells.to_pylist()
    assert (first["id"], first["n"], first["d"], first["m"], first["b"]) == (
        "007",
        "1.5",
        "2026-09-30",
        "1.20",
        "true",
    )
    assert first["t"].startswith("2026-09-30 08:05:00")
    assert set(second.values()) == {"a", None}


def test_nested_columns_and_broken_files_are_told(tmp_path):
    pq.write_table(pa.table({"x": [[1, 2]], "y": ["a"]}), tmp_path / "t.parquet")
    assert [(p.key, p.column) for p in read_file(tmp_path / "t.parquet").problems] == [("nested-column", "x")]
    (tmp_path / "u.parquet").write_bytes(b"nothing")
    assert [p.key for p in read_file(tmp_path / "u.parquet").problems] == ["file-broken"]
