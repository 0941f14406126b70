"""Workbooks: text stays text, dates become ISO, merged cells and dead formulas are told."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from kamnb.sources.readers import read_file, reader_of
from kamnb.sources.readers.xlsx import sheets


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "accounts"
    return made, tmp_path / "t.xlsx"


def test_cells_become_text(book):
    made, path = book
    sheet = made.active
    sheet.append(["id", "padded", "whole", "part", "day", "moment", "yes"])
    sheet.append(["007", 7, 1234, 1234.5, date(2026, 9, 30), datetime(2026, 9, 30, 8, 5), True])
    sheet["B2"].number_format = "00000"
    made.save(path)
    raw = read_file(path)
    assert not raw.problems
    assert list(raw.cells.to_pylist()[0].values()) == [
        "007",
        "00007",
        "1234",
        "1234.5",
        "2026-09-30",
        "2026-09-30 08:05:00",
        "true",
    ]


def test_merged_cells_and_formulas_are_told(book):
    made, path = book
    sheet = made.active
    sheet.append(["a", "b", "c"])
    sheet.append(["1", "=1+1", "x"])
    sheet.append(["2", "3", "#REF!"])
    sheet["C3"].data_type = "e"
    sheet.merge_cells("A1:B1")
    made.save(path)
    found = {(p.key, p.row, p.column, p.value) for p in read_file(path).problems}
    assert ("merged-header", 1, "A", "A1:B1") in found
    assert ("formula-uncalculated", 2, "B", "B2") in found
    assert ("formula-error", 3, "C", "#REF!") in found


def test_merged_rows_are_told(book):
    made, path = book
    for row in (["a"], ["1"], ["2"]):
        made.active.append(row)
    made.active.merge_cells("A2:A3")
    made.save(path)
    assert [(p.key, p.row) for p in read_file(path).problems] == [("merged-cells", 2)]


def test_sheets(book):
    made, path = book
    made.active.append(["a"])
    made.create_sheet("ledger").append(["b"])
    made.save(path)
    assert sheets(path) == ["accounts", "ledger"]
    assert read_file(path, "ledger").cells.column_names == ["b"]
    assert [p.key for p in read_file(path, "ledgr").problems] == ["sheet-missing"]


def test_a_broken_workbook_is_told(tmp_path):
    (tmp_path / "t.xlsx").write_bytes(b"PK nothing")
    assert [p.key for p in read_file(tmp_path / "t.xlsx").problems] == ["file-broken"]
    assert sheets(tmp_path / "t.xlsx") == []


def test_excels_lock_file_is_not_a_workbook(tmp_path):
    assert reader_of(tmp_path / "~$t.xlsx") is None
