"""A client's own headers and values as the contract calls them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kamnb.errors import Problem
from kamnb.sources.contract import ITEM_ID, Table
from kamnb.sources.raw import Raw, tidy
from kamnb.sources.settings import TableSource
from kamnb.sources.suggest import near, nearest

FILE = "client.yml"


def rename_columns(raw: Raw, table: Table, source: TableSource | None) -> Raw:
    """Which of the contract's columns do the headers mean, by client.yml or by a difference of case only?

    Problems: a header that client.yml renames but the file has not, a renaming to no column, two of one name.
    """
    if not raw.cells.num_columns:
        return raw
    wanted = {tidy(header): column for header, column in source.columns.items()} if source else {}
    problems = list(_check_renaming(raw, table, wanted))
    names = []
    for header in raw.cells.column_names:
        plain = header if table.column(header) else header.lower().replace(" ", "_")
        free = table.column(plain) and plain not in wanted.values()
        names.append(wanted.get(header) or (plain if free else header))
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [Problem("header-twice", raw.file, raw.sheet, 1, name, name) for name in twice]
    keep = [i for i, name in enumerate(names) if names.index(name) == i]
    kept = replace(raw, cells=raw.cells.select(keep))
    return kept.named([names[i] for i in keep]).with_problems(problems)


def map_table(raw: Raw, table: Table, source: TableSource | None, items: Iterable[str]) -> Raw:
    """What is the table in the contract's words? Values replaced, columns that are not the contract's left out.

    Warnings: an unknown column that looks like a slip, an item that is not of this instrument.
    """
    if not raw.cells.num_columns:
        return raw
    return _map_values(_keep_known(raw, table, frozenset(items)), table, source or TableSource())


def _check_renaming(raw: Raw, table: Table, wanted: dict[str, str]) -> Iterable[Problem]:
    place = f"tables.{table.name}.columns"
    for header, column in wanted.items():
        if table.column(column) is None:
            values = {"nearest": nearest(column, table.columns), "table": table.name}
            yield Problem("header-target", FILE, column=place, value=column, values=values)
        if header not in raw.cells.column_names:
            values = {"nearest": nearest(header, raw.cells.column_names)}
            yield Problem("header-mapped", raw.file, raw.sheet, 1, value=header, values=values)


def _keep_known(raw: Raw, table: Table, items: frozenset[str]) -> Raw:
    """Only the contract's columns; a slip of the pen and an unknown item are told."""
    problems, keep = [], []
    missing = [name for name in table.columns if name not in raw.cells.column_names]
    for name in raw.cells.column_names:
        if table.column(name) is None:
            guess = near(name, missing)
            if guess:
                values = {"nearest": guess}
                problems.append(Problem("header-near", raw.file, raw.sheet, 1, name, None, "warning", values))
        elif items and ITEM_ID.fullmatch(name) and name not in items:
            problems.append(Problem("header-item", raw.file, raw.sheet, 1, name, name, "warning"))
        else:
            keep.append(name)
    return replace(raw, cells=raw.cells.select(keep)).with_problems(problems)


def _map_values(raw: Raw, table: Table, source: TableSource) -> Raw:
    cells, problems = raw.cells, []
    for column, mapping in source.values.items():
        if table.column(column) is None:
            values = {"nearest": nearest(column, table.columns), "table": table.name}
            place = f"tables.{table.name}.values"
            problems.append(Problem("header-target", FILE, column=place, value=column, values=values))
        elif column in cells.column_names:
            index = cells.column_names.index(column)
            cells = cells.set_column(index, column, _replace(cells[column], mapping))
    return replace(raw, cells=cells).with_problems(problems)


def _replace(column: pa.ChunkedArray, mapping: dict[Any, Any]) -> pa.ChunkedArray:
    """The column with each mapped value replaced; a value is compared as text, without outer blanks."""
    words = {as_word(key): None if value is None else as_word(value) for key, value in mapping.items()}
    if not words:
        return column
    position = pc.index_in(column, pa.array(list(words), pa.string()))
    replaced = pc.take(pa.array(list(words.values()), pa.string()), position)
    return pc.if_else(pc.is_valid(position), replaced, column)


def as_word(value: Any) -> str:
    """How is a value of YAML written in a cell?"""
    return ("true" if value else "false") if isinstance(value, bool) else str(value).strip()
