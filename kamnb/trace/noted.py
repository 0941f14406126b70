"""A client that notes which tables and rows are asked for, so that an indicator can be asked what it reads."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamnb.sources.client import ClientData

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

TABLE = "kamnb_table"


@dataclass
class Window:
    """Rows of a table that lie in the months before as_of by a date column, as an indicator asked for them."""

    column: str
    months: int
    positions: set[int]


@dataclass
class Reads:
    """Which tables were asked for, with which columns they had to hold, and which windows were cut out."""

    tables: list[str] = field(default_factory=list)
    columns: dict[str, set[str]] = field(default_factory=dict)
    windows: dict[str, list[Window]] = field(default_factory=dict)

    def note(self, table: str, columns: tuple[str, ...] = ()) -> None:
        """A table was asked for."""
        if table not in self.tables:
            self.tables.append(table)
        self.columns.setdefault(table, set()).update(columns)


@dataclass(frozen=True, repr=False)
class NotedClient(ClientData):
    """The same client; `reads` grows with every question. Answers that were kept are not taken over."""

    reads: Reads = field(default_factory=Reads)

    def has(self, table: str, *columns: str) -> bool:
        """Is the table there with these columns? Noted where it is."""
        found = super().has(table, *columns)
        if found:
            self.reads.note(table, columns)
        return found

    def frame(self, table: str) -> pd.DataFrame:
        """The rows of a table, marked with its name."""
        if table in self.store:
            self.reads.note(table)
        found = super().frame(table)
        found.attrs[TABLE] = table
        return found

    def lazy(self, table: str) -> nw.LazyFrame[Any]:
        """The rows of a table, lazily."""
        if table in self.store:
            self.reads.note(table)
        return super().lazy(table)

    def in_window(self, frame: pd.DataFrame, column: str, months: int) -> pd.DataFrame:
        """The rows of a window; noted where they still are the table's own rows."""
        found = super().in_window(frame, column, months)
        table = frame.attrs.get(TABLE)
        if table and self._own_rows(table, frame, column):
            positions = {int(i) for i in found.index}
            self.reads.windows.setdefault(table, []).append(Window(column, months, positions))
        return found

    def _own_rows(self, table: str, frame: pd.DataFrame, column: str) -> bool:
        """Do the frame's labels still point at the table's rows? Not where it was reordered and numbered anew."""
        if column not in frame or not pd.api.types.is_integer_dtype(frame.index.dtype):
            return False
        whole = super().frame(table)
        if column not in whole or not frame.index.isin(whole.index).all():
            return False
        return bool(whole.loc[frame.index, column].equals(frame[column]))


def noting(client: ClientData) -> NotedClient:
    """The client as one that notes what is asked of it."""
    return NotedClient(**{f.name: getattr(client, f.name) for f in fields(ClientData)})
