"""One table against the contract: text in, typed columns out, every problem told, every row left out counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from kamnb.errors import Problem, say_message
from kamnb.sources.client import ARROW, Received
from kamnb.sources.column_types import is_typed, known_words, normalise, typed_sql, wrong_sql
from kamnb.sources.contract import DATED, Column, Table
from kamnb.sources.derived import derived_sql
from kamnb.sources.raw import Raw
from kamnb.sources.store import SQL_TYPES, ParquetTable, Stored
from kamnb.sources.suggest import did_you_mean

MOST_PROBLEMS = 50
PIECE = 100_000
FIRST_YEAR, LAST_YEAR = 1970, 2100


@dataclass(frozen=True)
class Checked:
    """A table after checking: its typed rows (those left out are gone), what was received, what was wrong."""

    table: Stored
    received: Received
    problems: tuple[Problem, ...]
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """A condition that no row should meet: how it is told, and the column to blank where it is met, if any."""

    where: str
    key: str
    column: Column
    severity: str = "error"
    limited: bool = False
    quiet: bool = False
    blank: str = ""


@dataclass
class TableCheck:
    """The check of one table while it runs: the typed rows lie in DuckDB, problems gather here."""

    raw: Raw
    spec: Table
    as_of: date
    connection: duckdb.DuckDBPyConnection
    clauses: tuple[str, ...] = ()
    accounts: pa.Array | None = None
    problems: list[Problem] = field(default_factory=list)
    unknown: int = 0
    target: Path | None = None

    def run(self) -> Checked:
        """What comes of the table?"""
        self.problems += self.raw.problems
        names = self.raw.cells.column_names
        if names or not any(errors_of(self.problems)):
            self._check_columns(names)
        if not names:
            return self._nothing()
        self._type()
        self._check_values()
        self._check_keys()
        dropped = self._drop()
        self._check_accounts()
        table = self._result()
        received = Received(self.spec.name, self._place, self.raw.cells.num_rows, dropped, self.unknown)
        return Checked(table, received, tuple(self.problems), self.raw.assumptions)

    @property
    def _place(self) -> str:
        return self.raw.file + (f"#{self.raw.sheet}" if self.raw.sheet else "")

    def _nothing(self) -> Checked:
        return Checked(
            pa.table({}), Received(self.spec.name, self._place, 0), tuple(self.problems), self.raw.assumptions
        )

    @cached_property
    def columns(self) -> list[Column]:
        """Which columns of the contract are there, in the contract's order, items last?"""
        there = self.raw.cells.column_names
        named = [column for name, column in self.spec.columns.items() if name in there]
        others = [self.spec.column(name) for name in there if name not in self.spec.columns]
        return named + [column for column in others if column]

    def _check_columns(self, names: list[str]) -> None:
        for column in self.spec.columns.values():
            if column.required and column.name not in names:
                self._add("column-missing", 1, column.name)
        if names and not self.raw.cells.num_rows and not any(errors_of(self.raw.problems)):
            self._add("no-rows", 1, severity="warning")
        if names and self.spec.items and len(self.columns) == len(set(names) & set(self.spec.columns)):
            self._add("no-items", 1, severity="warning")

    def _type(self) -> None:
        """Put the typed columns (c0, c1 …) into DuckDB, with marks (b0 …) where the text is not of the type."""
        self.connection.register("texts", self._texts())
        reading = [typed_sql(c, f"t{i}", self.clauses) for i, c in enumerate(self.columns)]
        typed = ", ".join(f"{one} as c{i}" for i, one in enumerate(reading))
        marks = {i: wrong_sql(c, f"t{i}", f"c{i}") for i, c in enumerate(self.columns) if is_typed(c)}
        wrong = "".join(f", {mark} as b{i}" for i, mark in marks.items())
        kept = "".join(f", t{i}" for i in marks)
        self._sql(
            f"create or replace table rows as with typed as (select i, {typed}{kept} from texts) "
            f"select * exclude (i{kept}), i{wrong} from typed"
        )
        self.connection.unregister("texts")

    def _texts(self) -> pa.RecordBatchReader:
        """The cells as they are compared (t0, t1 …), with their position, piece by piece."""
        names = [column.name for column in self.columns]
        fields = [("i", pa.int64()), *((f"t{i}", pa.string()) for i in range(len(names)))]
        schema = pa.schema(fields)

        def pieces() -> Iterator[pa.RecordBatch]:
            first = 0
            for piece in self.raw.cells.select(names).to_batches(max_chunksize=PIECE):
                text = [
                    normalise(pa.chunked_array([piece.column(i)]), c).combine_chunks()
                    for i, c in enumerate(self.columns)
                ]
                numbers = pa.array(np.arange(first, first + piece.num_rows))
                first += piece.num_rows
                yield pa.record_batch([numbers, *text], schema=schema)

        return pa.RecordBatchReader.from_batches(schema, pieces())

    def _check_values(self) -> None:
        """Values not of the type, out of range, after as_of, or a client's own words."""
        looks = {column.name: list(self._looks(f"c{i}", column)) for i, column in enumerate(self.columns)}
        counts = self._counts([look.where for found in looks.values() for look in found])
        for i, column in enumerate(self.columns):
            for look in looks[column.name]:
                if count := counts[look.where]:
                    self._list(look, count)
                    if look.blank:
                        self._sql(f"update rows set {look.blank} = null where {look.where}")
            if column.vocabulary and column.vocabulary.open and column.vocabulary.told:
                self._check_own_words(f"c{i}", column)

    def _looks(self, name: str, column: Column) -> Iterator[Look]:
        """For which values of a column do we look?"""
        if is_typed(column):
            yield Look(f"b{name[1:]}", self._wrong_key(column), column)
        if column.type in DATED:
            outside = f"year({name}) not between {FIRST_YEAR} and {LAST_YEAR}"
            yield Look(outside, "date-range", column, quiet=True)
            future = f"{name} >= date '{self.as_of}' + 1 and year({name}) <= {LAST_YEAR}"
            if column.future == "drop":
                yield Look(future, "after-as-of", column, "warning", quiet=True)
            if column.future == "blank":
                yield Look(future, "not-yet", column, "warning", quiet=True, blank=name)
        low, high = self._limits(column)
        beyond = [f"{name} < {low}"] * (low is not None) + [f"{name} > {high}"] * (high is not None)
        if beyond:
            key = f"not-{column.type}" if column.type in ("share", "scale5") else "out-of-range"
            yield Look(" or ".join(beyond), key, column, limited=True)

    def _counts(self, conditions: list[str]) -> dict[str, int]:
        """For how many rows does each condition hold? Asked in one go."""
        if not conditions:
            return {}
        counted = ", ".join(f"count(*) filter (where {one})" for one in conditions)
        found = self._sql(f"select {counted} from rows")[0]
        return dict(zip(conditions, map(int, found), strict=True))

    @staticmethod
    def _wrong_key(column: Column) -> str:
        if column.clause:
            return "not-clause"
        return f"not-{column.type}"

    @staticmethod
    def _limits(column: Column) -> tuple[float | None, float | None]:
        fixed = {"share": (0, 1), "scale5": (1, 5)}.get(column.type)
        return fixed if fixed else (column.minimum, column.maximum)

    def _limit(self, column: Column) -> dict[str, str]:
        """Between which limits must a column's values lie? In words."""
        low, high = self._limits(column)
        key = "at-most" if low is None else "at-least" if high is None else "between"
        values = {"low": "" if low is None else f"{low:g}", "high": "" if high is None else f"{high:g}"}
        return {lang: say_message(key, values, lang) for lang in ("en", "zh")}

    def _check_own_words(self, name: str, column: Column) -> None:
        known = sorted(set(known_words(column.vocabulary.name).values())) if column.vocabulary else []
        rows = self._sql(
            f"select {name}, count(*), min(i) from rows where {name} is not null and {name} not in "
            f"({', '.join(repr(word) for word in known)}) group by 1 order by 2 desc, 1"
        )
        self._each(rows, "own-value", column, allowed=", ".join(known))

    def _each(self, rows: list[Any], key: str, column: Column, **values: Any) -> None:
        """One warning for each distinct value, with its first row and its number of rows."""
        for value, count, first in rows[:MOST_PROBLEMS]:
            self._add(key, self._row(first), column.name, value, "warning", n=count, **values)
        if len(rows) > MOST_PROBLEMS:
            self._add("more", None, column.name, severity="warning", n=len(rows) - MOST_PROBLEMS)

    def _list(self, look: Look, count: int) -> None:
        """Every row that a condition holds for is a problem, the first fifty one by one."""
        found = self._sql(f"select i from rows where {look.where} order by i limit {MOST_PROBLEMS}")
        for (i,) in found:
            value = self.raw.cells[look.column.name][i].as_py()
            hint = self._hint(value, look)
            self._add(look.key, self._row(i), look.column.name, value, look.severity, **hint)
        if count > MOST_PROBLEMS:
            more = count - MOST_PROBLEMS
            self._add("more", None, look.column.name, severity=look.severity, n=more)

    def _hint(self, value: str | None, look: Look) -> dict[str, Any]:
        """What helps to put a value right: what is allowed, what is nearest, the limit, as_of."""
        hint: dict[str, Any] = {"as_of": self.as_of.isoformat()}
        column = look.column
        if look.limited:
            hint["limit"] = self._limit(column)
        if column.clause:
            hint["hint"] = did_you_mean(value, self.clauses)
        elif column.vocabulary and not look.quiet:
            values = [str(one) for one in column.vocabulary.values]
            words = known_words(column.vocabulary.name)
            hint |= {"allowed": ", ".join(values), "hint": did_you_mean(value, words)}
        return hint

    def _check_keys(self) -> None:
        """Rows that have the same key as an earlier one."""
        names = [self._name(part) for part in self.spec.key]
        if not names or None in names:
            return
        key = ", ".join(str(name) for name in names)
        filled = " and ".join(f"{name} is not null" for name in names)
        found = self._sql(
            f"select i, first from (select i, min(i) over (partition by {key}) as first from rows "
            f"where {filled}) where i > first order by i"
        )
        shown = " + ".join(self.spec.key)
        for i, first in found[:MOST_PROBLEMS]:
            value = " + ".join(str(self.raw.cells[part][i].as_py()) for part in self.spec.key)
            self._add("duplicate", self._row(i), shown, value, first=self._row(first), key=shown)
        if len(found) > MOST_PROBLEMS:
            self._add("more", None, shown, n=len(found) - MOST_PROBLEMS)

    def _drop(self) -> dict[str, int]:
        """Leave out rows without a required id and rows after as_of; how many for which (first) reason?"""
        dropped: dict[str, int] = {}
        ids = [(f"c{i} is null", c) for i, c in enumerate(self.columns) if c.id and c.required]
        late = [
            f"c{i} >= date '{self.as_of}' + 1"
            for i, column in enumerate(self.columns)
            if column.type in DATED and column.future == "drop"
        ]
        there = self._counts([*(blank for blank, _ in ids), *late])
        for blank, column in ids:
            if there[blank] and (count := self._counts([blank])[blank]):
                self._list(Look(blank, "blank-id", column, "warning"), count)
                self._delete(blank, f"blank_{column.name}", dropped)
        for after in late:
            if there[after]:
                self._delete(after, "after_as_of", dropped)
        return dropped

    def _delete(self, where: str, reason: str, dropped: dict[str, int]) -> None:
        if count := self._counts([where])[where]:
            self._sql(f"delete from rows where {where}")
            dropped[reason] = dropped.get(reason, 0) + count

    def _check_accounts(self) -> None:
        """Rows of accounts that the accounts table does not list: they stay, and are told."""
        if self.accounts is None or not len(self.accounts) or self.spec.name == "accounts":
            return
        self.connection.register("known", pa.table({"account_id": self.accounts}))
        for i, column in enumerate(self.columns):
            if column.account:
                rows = self._sql(
                    f"select c{i}, count(*), min(i) from rows anti join known on c{i} = account_id "
                    f"where c{i} is not null group by 1 order by 2 desc, 1"
                )
                self.unknown += sum(row[1] for row in rows)
                self._each(rows, "unknown-account", column)

    def _result(self) -> Stored:
        """The typed rows with the derived columns: in memory, or in the parquet file that was named."""
        if not self.columns:
            return pa.table({})
        own = {c.name: f"cast(c{i} as {SQL_TYPES[c.type]})" for i, c in enumerate(self.columns)}
        named = ", ".join(f'{sql} as "{name}"' for name, sql in own.items())
        made = "".join(f", {sql} as {name}" for name, sql in derived_sql(self.spec.name, own).items())
        query = f"select * exclude (i){made} from (select {named}, i from rows) order by i"
        if self.target is not None:
            self._sql(f"copy ({query}) to '{quoted(self.target)}' (format parquet)")
            self._sql("drop table rows")
            return ParquetTable(self.target, "")
        found = self.connection.sql(query).to_arrow_table()
        self._sql("drop table rows")
        kinds = {c.name: ARROW[c.type] for c in self.columns}
        return found.cast(pa.schema([(f.name, kinds.get(f.name, f.type)) for f in found.schema]))

    def _name(self, column: str) -> str | None:
        return next((f"c{i}" for i, c in enumerate(self.columns) if c.name == column), None)

    def _row(self, i: int) -> int:
        return int(self.raw.rows[i].as_py())

    def _sql(self, query: str) -> list[Any]:
        return self.connection.execute(query).fetchall()

    def _add(
        self,
        key: str,
        row: int | None,
        /,
        column: str | None = None,
        value: str | None = None,
        severity: str = "error",
        **values: Any,
    ) -> None:
        place = (self.raw.file, self.raw.sheet, row, column, value, severity)
        self.problems.append(Problem(key, *place, values=values))


def quoted(path: Path) -> str:
    """How is a path written in SQL?"""
    return str(path).replace("'", "''")


def errors_of(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Which problems are errors?"""
    return (problem for problem in problems if problem.severity == "error")
