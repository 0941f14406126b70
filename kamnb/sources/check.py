"""Reading a client's folder and checking it against the contract: every problem of every table at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from kamnb.errors import InputError, Problem
from kamnb.model import Item
from kamnb.sources.check_table import Checked, TableCheck, errors_of
from kamnb.sources.client import ClientData
from kamnb.sources.contract import load_contract
from kamnb.sources.locate import read_tables
from kamnb.sources.mapping import map_table, rename_columns
from kamnb.sources.raw import Raw
from kamnb.sources.settings import Judgement, Settings
from kamnb.sources.settings_file import read_judgement, read_settings
from kamnb.sources.shelf import Deferred, DeferredQuery, Shelf, content_key, open_shelf
from kamnb.sources.store import connect, in_memory
from kamnb.sources.survey import adapt_survey

NEEDED = ("survey", "accounts", "interviews")


def read_client(folder: Path, items: Iterable[Item] = ()) -> ClientData:
    """What does a client's folder hold, typed? Warnings are in its `problems`.

    Raises InputError with every problem of every table where there is an error.
    """
    client, problems = examine_client(folder, items)
    if client is None or any(errors_of(problems)):
        raise InputError(problems)
    return client


def check_client(folder: Path, items: Iterable[Item] = ()) -> list[Problem]:
    """What is wrong with a client's folder? Errors first, then warnings; nothing is raised."""
    problems = examine_client(folder, items)[1]
    return sorted(problems, key=lambda problem: problem.severity != "error")


def examine_client(folder: Path, items: Iterable[Item] = ()) -> tuple[ClientData | None, list[Problem]]:
    """What does a client's folder hold, and what is wrong? No ClientData where client.yml is unusable."""
    asked = tuple(items)
    clauses = tuple(dict.fromkeys(item.clause for item in asked))
    if not folder.is_dir():
        return None, [Problem("no-folder", folder.name)]
    settings, problems = read_settings(folder, clauses)
    judgement, more = read_judgement(folder, clauses)
    problems += more
    if settings is None:
        return None, problems
    checked, more = check_tables(folder, settings, tuple(item.id for item in asked), clauses)
    problems += more
    return _build(folder, settings, judgement, checked, problems), problems


def check_tables(
    folder: Path, settings: Settings, items: tuple[str, ...] = (), clauses: tuple[str, ...] = ()
) -> tuple[dict[str, Checked], list[Problem]]:
    """What comes of each of the client's tables? Accounts first, since the others are held against them."""
    raws, problems = read_tables(folder, settings)
    checked: dict[str, Checked] = {}
    big = any(isinstance(raw, Deferred | DeferredQuery) for raw in raws.values())
    with TemporaryDirectory(prefix="kamnb-", ignore_cleanup_errors=True) as work:
        desk = Desk(Path(work), settings, items, clauses, open_shelf(folder) if big else None)
        for table in sorted(raws, key=lambda name: name != "accounts"):
            raw = raws.pop(table)
            result = (
                desk.check_big(table, raw)
                if isinstance(raw, Deferred | DeferredQuery)
                else desk.check(table, raw)
            )
            checked[table] = result
            problems += result.problems
            if table == "accounts" and "account_id" in result.table.column_names:
                desk.accounts = in_memory(result.table, ["account_id"])["account_id"].combine_chunks()
        desk.connection.close()
    filled = any(table in checked and checked[table].received.rows for table in NEEDED)
    if not filled and not any(errors_of(problems)):
        problems.append(Problem("no-tables", folder.resolve().name))
    return checked, problems


@dataclass
class Desk:
    """Where a client's tables are checked, one after the other."""

    work: Path
    settings: Settings
    items: tuple[str, ...]
    clauses: tuple[str, ...]
    shelf: Shelf | None = None
    accounts: pa.Array | None = None

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database of the check: in memory, or on disk where a table is big."""
        return connect(str(self.work / "check.duckdb")) if self.shelf else duckdb.connect()

    def check(self, table: str, raw: Raw, target: Path | None = None) -> Checked:
        """What comes of a table that was read? Its rows go to a parquet file where one is named."""
        spec, source = load_contract().tables[table], self.settings.tables.get(table)
        raw = rename_columns(raw, spec, source)
        raw = map_table(adapt_survey(raw, self.items) if spec.items else raw, spec, source, self.items)
        one = TableCheck(
            raw, spec, self.settings.as_of, self.connection, self.clauses, self.accounts, target=target
        )
        return one.run()

    def check_big(self, table: str, file: Deferred | DeferredQuery) -> Checked:
        """What comes of a big file? What was kept of it, else what a check makes of it, kept where it has no errors."""
        assert self.shelf is not None
        source = self.settings.tables.get(table)
        named = source.model_dump(mode="json") if source else None
        held = self.accounts if table != "accounts" else None
        key = content_key(
            table, file.digest(), named, self.settings.as_of, held, self.items, self.clauses, file.file
        )
        kept = self.shelf.find(table, key)
        if kept:
            return Checked(kept.table, kept.received, kept.problems, kept.assumptions)
        part = self.shelf.part(table)
        found = self.check(table, file.read(self.work), part)
        if any(errors_of(found.problems)):
            ids = [name for name in found.table.column_names if name == "account_id"]
            found = replace(found, table=in_memory(found.table, ids))
            part.unlink(missing_ok=True)
            return found
        if not part.exists():
            return found
        table_file = self.shelf.keep(table, key, part, found.received, found.problems, found.assumptions)
        return replace(found, table=table_file)


def _build(
    folder: Path,
    settings: Settings,
    judgement: Judgement,
    checked: Mapping[str, Checked],
    problems: list[Problem],
) -> ClientData:
    order = [name for name in load_contract().tables if name in checked]
    return ClientData(
        settings,
        folder.resolve().name,
        judgement,
        tuple(checked[name].received for name in order),
        tuple(line for name in order for line in checked[name].assumptions),
        tuple(problems),
        {name: checked[name].table for name in order if checked[name].table.num_rows},
    )
