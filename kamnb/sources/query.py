"""One table from several files: DuckDB SQL over the files that client.yml names, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from kamnb.errors import Problem
from kamnb.sources.folder import resolve_path
from kamnb.sources.raw import Raw, build_raw, empty_raw
from kamnb.sources.readers import read_file

HARMLESS = {"0", "1", "100", "-1", "NULL", "null", ""}
NUMBER = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FILE = "client.yml"


def read_query(table: str, query: str, files: dict[str, str], root: Path) -> Raw:
    """What does the query make of the files? Cells as text, ordered by all columns, with any problems.

    Rows are numbered as they come out of the query, which stands where other files name their sheet.

    The files are loaded first, then the connection is locked. Numbers and ISO dates are typed for the query
    (text with leading zeros stays text); where it does not run so, it runs on text.
    """
    place = f"tables.{table}.query"
    loaded, problems = _load(files, root, f"tables.{table}.files")
    if problems:
        return empty_raw(FILE, None, problems)
    name = ", ".join(files.values())
    try:
        if not _is_one_select(query):
            return empty_raw(FILE, None, [Problem("query-one", FILE, column=place)])
        found = _run(query, loaded)
    except duckdb.Error as error:
        detail = str(error).splitlines()[0].rstrip(".")
        return empty_raw(FILE, None, [Problem("query-failed", FILE, column=place, values={"detail": detail})])
    raw = build_raw(name, place, found.column_names, found.columns)
    constants = tuple(f"{table}.{constant}" for constant in find_constants(query))
    return Raw(raw.file, place, raw.cells, raw.rows, raw.problems, constants)


def _load(files: dict[str, str], root: Path, place: str) -> tuple[dict[str, pa.Table], list[Problem]]:
    loaded: dict[str, pa.Table] = {}
    problems: list[Problem] = []
    for name, file in files.items():
        path, escape = resolve_path(root, file)
        raw = read_file(path, None, file) if escape is None else empty_raw(FILE, None, [escape])
        problems += raw.problems
        loaded[name] = raw.cells
    return loaded, problems


def _is_one_select(query: str) -> bool:
    with duckdb.connect() as connection:
        statements = connection.extract_statements(query)
    return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT


def _run(query: str, loaded: dict[str, pa.Table]) -> pa.Table:
    """The query's result as text: on typed columns, or on text where it does not run on those."""
    try:
        return _run_on(query, {name: _typed(cells) for name, cells in loaded.items()})
    except duckdb.Error as first:
        try:
            return _run_on(query, loaded)
        except duckdb.Error:
            raise first from None


def _run_on(query: str, loaded: dict[str, pa.Table]) -> pa.Table:
    body = query.strip().rstrip(";")
    with duckdb.connect() as connection:
        for i, (name, cells) in enumerate(loaded.items()):
            connection.register(f"_file_{i}", cells)
            quoted = name.replace('"', '""')
            connection.execute(f'create table "{quoted}" as select * from _file_{i}')
            connection.unregister(f"_file_{i}")
        connection.execute("set threads=1")
        connection.execute("set enable_external_access=false")
        connection.execute("set lock_configuration=true")
        connection.execute(f"create temp table _result as select * from (\n{body}\n) order by all")
        names = [row[0] for row in connection.execute("describe _result").fetchall()]
        shown = ", ".join(f'cast("{name}" as varchar) as "{name}"' for name in names)
        return connection.sql(f"select {shown} from _result").to_arrow_table()


def _typed(cells: pa.Table) -> pa.Table:
    """The columns that hold only plain numbers as numbers, only ISO dates as dates, all others as text."""
    return pa.table({name: _typed_column(cells[name]) for name in cells.column_names})


def _typed_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.null_count == len(column):
        return column
    if pc.all(pc.match_substring_regex(column, NUMBER)).as_py():
        whole = not pc.any(pc.match_substring(column, ".")).as_py()
        return column.cast(pa.int64() if whole else pa.float64())
    if pc.all(pc.match_substring_regex(column, DAY)).as_py():
        try:
            return column.cast(pa.date32())
        except pa.ArrowInvalid:
            return column
    return column


def find_constants(query: str) -> list[str]:
    """Which values does the query make up? `column: expression` for each selected with a constant in it."""
    with duckdb.connect() as connection:
        tree = json.loads(connection.execute("select json_serialize_sql(?)", [query]).fetchall()[0][0])
    if tree.get("error"):
        return []
    found: list[str] = []
    names: list[str] = []
    for columns in _select_lists(tree):
        told = [c.get("alias") or (c.get("column_names") or [""])[-1] for c in columns]
        names = names if len(names) == len(told) and not any(c.get("alias") for c in columns) else told
        for name, expression in zip(names, columns, strict=True):
            if any(constant not in HARMLESS for constant in _made_up(expression)):
                start, length = (
                    expression.get("query_location", 0),
                    expression.get("query_location_length", 0),
                )
                text = query.encode()[start : start + length].decode(errors="ignore")
                found.append(f"{name or text}: {' '.join(text.split())}")
    return list(dict.fromkeys(found))


def _select_lists(node: Any) -> Iterator[list[dict[str, Any]]]:
    """Every select list in the query; a union's later branches take the names of its first."""
    if isinstance(node, dict):
        if node.get("select_list"):
            yield node["select_list"]
        for value in node.values():
            yield from _select_lists(value)
    elif isinstance(node, list):
        for value in node:
            yield from _select_lists(value)


def _made_up(node: Any) -> Iterator[str]:
    """The constants that become or change a value: not those of conditions, text and date functions."""
    if isinstance(node, list):
        for value in node:
            yield from _made_up(value)
    if not isinstance(node, dict):
        return
    if node.get("class") == "CONSTANT":
        literal: dict[str, Any] = node.get("literal") or {}
        yield str(literal.get("text") or "")
    elif node.get("class") == "FUNCTION" and not node.get("is_operator"):
        return
    elif node.get("class") == "CASE":
        for check in node.get("case_checks", []):
            yield from _made_up(check.get("then_expr"))
        yield from _made_up(node.get("else_expr"))
    elif node.get("class") in ("COMPARISON", "CONJUNCTION", "SUBQUERY"):
        return
    else:
        for value in node.values():
            if isinstance(value, dict | list):
                yield from _made_up(value)
