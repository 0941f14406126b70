"""A client's data as every later stage sees it: typed tables, settings, judgement, and what was dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kamnb.sources.contract import Column, Table, load_contract
from kamnb.sources.derived import DERIVED, derived_types, with_derived
from kamnb.sources.published import Published
from kamnb.sources.settings import Judgement, Settings
from kamnb.sources.store import SQL_TYPES, ParquetTable, Stored, connect, has_values, in_memory

if TYPE_CHECKING:
    import duckdb
    import narwhals.stable.v2 as nw

ARROW = {
    "text": pa.string(),
    "vocabulary": pa.string(),
    "integer": pa.float64(),
    "number": pa.float64(),
    "share": pa.float64(),
    "scale5": pa.float64(),
    "money": pa.decimal128(18, 4),
    "boolean": pa.bool_(),
    "date": pa.timestamp("us"),
    "timestamp": pa.timestamp("us"),
}
UNKNOWN_CODE = "K00"


@dataclass(frozen=True)
class Received:
    """What arrived of one table: rows read, rows left out by reason, rows of accounts that nobody lists."""

    table: str
    file: str
    rows: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    unknown_accounts: int = 0

    def to_dict(self) -> dict[str, Any]:
        """What does the diagnosis say about this table?"""
        return {"table": self.table, "rows": self.rows, "dropped": dict(self.dropped)}


@dataclass(frozen=True, repr=False)
class ClientData:
    """One client's tables, settings and judgement, frozen; frames are fresh copies."""

    settings: Settings
    name: str = ""
    judgement: Judgement = field(default_factory=Judgement)
    received: tuple[Received, ...] = ()
    assumptions: tuple[str, ...] = ()
    problems: tuple[Any, ...] = ()
    store: Mapping[str, Stored] = field(default_factory=dict)
    published: tuple[Published, ...] = ()

    def __repr__(self) -> str:
        rows = ", ".join(f"{name} {self.store[name].num_rows}" for name in self.tables)
        return f"ClientData({self.name} as of {self.settings.as_of}: {rows or 'no tables'})"

    def judged(self, judgement: Judgement) -> ClientData:
        """The same client with another judgement. What its rows were asked is still known: they are the same rows."""
        made = replace(self, judgement=judgement)
        kept = {"answers": self.answers, "connection": vars(self).get("connection")}
        vars(made).update({name: value for name, value in kept.items() if value is not None})
        return made

    @property
    def tables(self) -> tuple[str, ...]:
        """Which tables does the client have?"""
        return tuple(name for name in load_contract().tables if name in self.store)

    def has(self, table: str, *columns: str) -> bool:
        """Is the table there with rows, and has each of the columns a value that is not blank?"""
        if table not in self.store:
            return False
        found = self.store[table]
        return found.num_rows > 0 and all(has_values(found, name) for name in columns)

    def frame(self, table: str) -> pd.DataFrame:
        """What are the rows of a table? A fresh frame with every column of the contract, in its order.

        Text is `str`, numbers and money float64 with NaN, dates datetime64[ns] with NaT, booleans `boolean`.
        Absent columns are all missing; an absent table has no rows. Survey items follow the named columns.
        Frames share their values until one is changed (pandas copies on write).
        """
        if ("frame", table) not in self.answers:
            made = self._make_frame(table)
            if isinstance(self.store.get(table), ParquetTable):
                return made
            self.answers["frame", table] = made
        kept: pd.DataFrame = self.answers["frame", table]
        return kept.copy(deep=False)

    def _make_frame(self, table: str) -> pd.DataFrame:
        spec = load_contract().tables[table]
        found = in_memory(self.store[table]) if table in self.store else None
        rows = found.num_rows if found is not None else 0
        names = list(spec.columns)
        if found is not None:
            names += [n for n in found.column_names if n not in spec.columns and n not in DERIVED]
        series = {name: _series(spec, name, found, rows) for name in names}
        return pd.DataFrame(series, index=pd.RangeIndex(rows), columns=names)

    def lazy(self, table: str) -> nw.LazyFrame[Any]:
        """What are the rows of a big table, lazily? A narwhals LazyFrame on DuckDB.

        Columns as in `frame`, then the derived ones (see derived.py).
        """
        import narwhals.stable.v2 as nw

        return nw.from_native(self._relation(table))

    def parked(self, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """What does a lazy question come to, computed once and kept, still lazy? For sums that many questions start from."""
        import narwhals.stable.v2 as nw

        return nw.from_native(self.connection.from_arrow(rows.collect("pyarrow").to_native()))

    def _relation(self, table: str) -> duckdb.DuckDBPyRelation:
        spec, found = load_contract().tables[table], self.store.get(table)
        if not isinstance(found, ParquetTable):
            return self.connection.from_arrow(_complete(spec, found))
        kinds = {name: SQL_TYPES[column.type] for name, column in spec.columns.items()}
        kinds |= {name: "varchar" if name == "variant" else "bigint" for name in derived_types(table)}
        there = found.column_names
        names = [*spec.columns, *(name for name in there if name not in kinds), *derived_types(table)]
        shown = (f'"{n}"' if n in there else f'cast(null as {kinds[n]}) as "{n}"' for n in names)
        return self.connection.read_parquet(str(found.path)).project(", ".join(shown))

    @cached_property
    def answers(self) -> dict[Any, Any]:
        """What was asked of this client's rows already (see once.py)."""
        return {}

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """One connection for all lazy tables, so that they can be joined."""
        return connect()

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """Which accounts are known? Ids, sorted: of the accounts table, else of the ledger."""
        for table in ("accounts", "ledger"):
            if table in self.store:
                ids = in_memory(self.store[table], ["account_id"])["account_id"].unique().to_pylist()
                return tuple(sorted(i for i in ids if i is not None))
        return ()

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Which code stands for which account? K01 … by sorted id."""
        width = max(2, len(str(len(self.accounts))))
        return {account: f"K{i:0{width}}" for i, account in enumerate(self.accounts, 1)}

    def code(self, account_id: str) -> str:
        """Which code stands for an account? K00 for one that is not known."""
        return self.codes.get(account_id, UNKNOWN_CODE)

    def of_accounts(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Which rows belong to known accounts? The others count in the firm's totals only."""
        return frame[frame["account_id"].isin(self.accounts)]

    def in_window(self, frame: pd.DataFrame, column: str, months: int) -> pd.DataFrame:
        """Which rows lie in the months up to as_of? Days in (as_of − months, as_of]."""
        end = pd.Timestamp(self.settings.as_of)
        days = frame[column].dt.normalize()
        return frame[(days > end - pd.DateOffset(months=months)) & (days <= end)]


def _series(spec: Table, name: str, found: pa.Table | None, rows: int) -> pd.Series[Any]:
    kind = _kind(spec, name)
    if found is None or name not in found.column_names:
        values: Any = pa.nulls(rows, ARROW[kind])
    else:
        values = found[name]
    if kind in ("text", "vocabulary"):
        return pd.Series(values.to_pandas(), dtype="str")
    if kind == "boolean":
        return values.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get).astype("boolean")
    if kind in ("date", "timestamp"):
        return values.to_pandas().astype("datetime64[ns]")
    return values.cast(pa.float64()).to_pandas().astype("float64")


def _kind(spec: Table, name: str) -> str:
    column = spec.column(name)
    return column.type if column else "text"


def _complete(spec: Table, found: pa.Table | None) -> pa.Table:
    """The stored table with every column of the contract."""
    rows = found.num_rows if found is not None else 0
    names = list(spec.columns)
    if found is not None:
        names += [name for name in found.column_names if name not in spec.columns]
    columns = [
        found[name]
        if found is not None and name in found.column_names
        else pa.nulls(rows, ARROW[_kind(spec, name)])
        for name in names
    ]
    made = {
        name: pa.nulls(rows, kind) for name, kind in derived_types(spec.name).items() if name not in names
    }
    return pa.table(dict(zip(names, columns, strict=True)) | made)


def build_client(
    settings: dict[str, Any] | None,
    tables: Mapping[str, pd.DataFrame],
    judgement: dict[str, Any] | None = None,
) -> ClientData:
    """What would the client look like whose tables are these frames? For tests and simulation: no files.

    Values must already be of their columns' types. Without settings as_of is 2026-09-30.
    Raises ValueError for a table or column that the contract does not have.
    """
    given = Settings.model_validate({"as_of": "2026-09-30", **(settings or {})})
    store = {name: with_derived(name, _typed(name, frame)) for name, frame in tables.items()}
    received = tuple(Received(name, name, table.num_rows) for name, table in store.items())
    return ClientData(given, "client", Judgement.model_validate(judgement or {}), received, store=store)


def _typed(name: str, frame: pd.DataFrame) -> pa.Table:
    spec = load_contract().tables.get(name)
    if spec is None:
        raise ValueError(f"the contract has no table {name!r}")
    columns = {str(label): spec.column(str(label)) for label in frame.columns}
    unknown = [label for label, column in columns.items() if column is None]
    if unknown:
        raise ValueError(f"{name}: the contract has no columns {unknown}")
    return pa.table({label: _array(frame[label], column) for label, column in columns.items() if column})


def _array(values: pd.Series[Any], column: Column) -> pa.Array:
    """The values of one column as its Arrow type; money to a hundredth of a cent, so that lines add up."""
    target = ARROW[column.type]
    if column.type in ("text", "vocabulary"):
        if pd.api.types.infer_dtype(values, skipna=True) == "string":
            return pa.array(values.astype(object), target, from_pandas=True)
        return pa.array([None if pd.isna(value) else _word(value) for value in values], target)
    if column.type == "boolean":
        return pa.array([None if pd.isna(value) else bool(value) for value in values], target)
    if column.type in ("date", "timestamp"):
        return pa.array(
            pd.to_datetime(values, format="mixed").astype("datetime64[us]"), from_pandas=True
        ).cast(target)
    numbers = pa.array(pd.to_numeric(values).astype("float64"), pa.float64(), from_pandas=True)
    return pc.round(numbers, 4).cast(target, safe=False) if column.type == "money" else numbers


def _word(value: Any) -> str:
    """A whole number that pandas made a float (stance 1.0) is written as people write it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
