"""Excel workbooks: every cell as text, dates as ISO; merged cells and uncalculated formulas are problems."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from kamnb.errors import Problem
from kamnb.sources.raw import Raw, build_raw, column_letter, empty_raw
from kamnb.sources.suggest import nearest

MOST_PROBLEMS = 50
CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
BLANK_VALUE = re.compile(rb"<v */>")
REFERENCE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
FORMULA_OR_ERROR = re.compile(rb'<f[ />]|t="e"')
STYLE = re.compile(rb'\bs="(\d+)"')


def can_read(path: Path) -> bool:
    """Is this a workbook, by its name? Excel's own lock files are not."""
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb") and not path.name.startswith("~$")


def sheets(path: Path) -> list[str]:
    """Which sheets does the workbook hold? None where it cannot be opened."""
    try:
        return list(_open(path, path.stat().st_mtime_ns).sheet_names)
    except (CalamineError, OSError, zipfile.BadZipFile):
        return []


def read(path: Path, sheet: str | None = None, file: str | None = None) -> Raw:
    """What stands in a sheet (by default the first)? All cells as text, leading zeros kept."""
    name = file or path.name
    try:
        book = _open(path, path.stat().st_mtime_ns)
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        detail = str(error).strip(".")
        return empty_raw(name, sheet, [Problem("file-broken", name, values={"detail": detail})])
    if sheet is not None and sheet not in book.sheet_names:
        hint = nearest(sheet, book.sheet_names)
        return empty_raw(name, sheet, [Problem("sheet-missing", name, value=sheet, values={"nearest": hint})])
    chosen = sheet or book.sheet_names[0]
    found = book.get_sheet_by_name(chosen)
    grid = found.to_python(skip_empty_area=False)
    if not any(cell != "" for row in grid for cell in row):
        return empty_raw(name, chosen, [Problem("file-empty", name, chosen)])
    xml = _sheet_xml(path, chosen)
    padded = dict(_padded_numbers(path, xml)) if xml else {}
    columns = [
        [_text(cell, padded.get((r, c))) for r, cell in enumerate(column, 1)]
        for c, column in enumerate(zip(*grid[1:], strict=True))
    ] or [[] for _ in grid[0]]
    arrays = [pa.array(column, pa.string()) for column in columns]
    raw = build_raw(name, chosen, [_text(cell, None) or "" for cell in grid[0]], arrays)
    return raw.with_problems([*_merged(found, name, chosen), *_formulas(xml, name, chosen)])


@lru_cache(maxsize=2)
def _open(path: Path, changed: int) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(path)


def _text(cell: Any, width: int | None) -> str | None:
    """How is a cell written as text? `width` is the number of digits that its format shows."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return _number(cell, width)
    if isinstance(cell, datetime):
        shown = cell.replace(microsecond=0) + timedelta(seconds=round(cell.microsecond / 1e6))
        return shown.date().isoformat() if shown.time() == time() else shown.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _number(cell: float, width: int | None) -> str:
    whole = float(cell).is_integer() and abs(cell) < 1e18
    text = str(int(cell)) if whole else repr(cell)
    return text.zfill(width) if width and whole else text


def _merged(sheet: Any, name: str, shown: str | None) -> Iterator[Problem]:
    """Which merged cells hide a header or values?"""
    for count, ((top, left), (bottom, right)) in enumerate(sheet.merged_cell_ranges or []):
        area = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
        key = "merged-header" if top == 0 else "merged-cells"
        if count < MOST_PROBLEMS:
            yield Problem(key, name, shown, top + 1, column_letter(left), area)


def _formulas(xml: bytes | None, name: str, shown: str | None) -> Iterator[Problem]:
    """Which cells hold a formula that was never calculated, or an error?"""
    if xml is None or not FORMULA_OR_ERROR.search(xml):
        return
    count = 0
    for attributes, inner in CELL.findall(xml):
        value = VALUE.search(inner)
        text_result = b't="str"' in attributes and b"<v" in inner and not BLANK_VALUE.search(inner)
        wrong = b'"e"' in attributes and value
        if not wrong and (b"<f" not in inner or value or text_result):
            continue
        count += 1
        reference = REFERENCE.search(attributes)
        cell = reference.group(1).decode() if reference else "?"
        row, column = int(re.sub(r"\D", "", cell) or 0) or None, re.sub(r"\d", "", cell)
        if count <= MOST_PROBLEMS and wrong and value:
            shown_value = value.group(1).decode()
            yield Problem("formula-error", name, shown, row, column, shown_value, values={"cell": cell})
        elif count <= MOST_PROBLEMS:
            yield Problem("formula-uncalculated", name, shown, row, column, cell)
    if count > MOST_PROBLEMS:
        yield Problem("more", name, shown, values={"n": count - MOST_PROBLEMS})


def _sheet_xml(path: Path, sheet: str) -> bytes | None:
    """Which XML is the sheet's? None for the old binary formats."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as book:
        if "xl/workbook.xml" not in book.namelist():
            return None
        relations = {
            node.get("Id"): node.get("Target", "")
            for node in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        }
        for node in ElementTree.fromstring(book.read("xl/workbook.xml")).iter():
            if node.tag.endswith("}sheet") and node.get("name") == sheet:
                link = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
                target = relations.get(link, "").removeprefix("/").removeprefix("xl/")
                return book.read(f"xl/{target}") if f"xl/{target}" in book.namelist() else None
    return None


def _padded_numbers(path: Path, xml: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """Which number cells show leading zeros by their format (00000)? ((row, column) from 0, width)."""
    widths = _zero_formats(path, path.stat().st_mtime_ns)
    if not widths:
        return
    for attributes, _ in CELL.findall(xml):
        style, reference = STYLE.search(attributes), REFERENCE.search(attributes)
        if style and reference and int(style.group(1)) in widths:
            yield _position(reference.group(1).decode()), widths[int(style.group(1))]


def _position(cell: str) -> tuple[int, int]:
    column = 0
    for letter in re.sub(r"\d", "", cell):
        column = column * 26 + ord(letter) - 64
    return int(re.sub(r"\D", "", cell)) - 1, column - 1


@lru_cache(maxsize=4)
def _zero_formats(path: Path, changed: int) -> dict[int, int]:
    """Which cell styles show leading zeros? Style number to digits shown."""
    with zipfile.ZipFile(path) as book:
        if "xl/styles.xml" not in book.namelist():
            return {}
        root = ElementTree.fromstring(book.read("xl/styles.xml"))
    space = root.tag.removesuffix("styleSheet")
    formats = {node.get("numFmtId"): node.get("formatCode", "") for node in root.iter(f"{space}numFmt")}
    styles = root.find(f"{space}cellXfs")
    codes = [formats.get(node.get("numFmtId"), "") for node in styles] if styles is not None else []
    return {i: len(code) for i, code in enumerate(codes) if re.fullmatch("0{2,}", code)}
