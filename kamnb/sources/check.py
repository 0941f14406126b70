"""Reading a client's folder and checking it against the contract: every problem of every table at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from kamnb.errors import InputError, Problem
from kamnb.model import Item
from kamnb.sources.check_table import Checked, TableCheck, errors_of
from kamnb.sources.client import ClientData
from kamnb.sources.contract import load_contract
from kamnb.sources.derived import with_derived
from kamnb.sources.locate import read_tables
from kamnb.sources.mapping import map_table, rename_columns
from kamnb.sources.raw import Raw
from kamnb.sources.settings import Judgement, Settings
from kamnb.sources.settings_file import read_judgement, read_settings
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
) -> tuple[dict[str, tuple[Raw, Checked]], list[Problem]]:
    """What comes of each of the client's tables? Accounts first, since the others are held against them."""
    raws, problems = read_tables(folder, settings)
    checked: dict[str, tuple[Raw, Checked]] = {}
    accounts: pa.Array | None = None
    connection = duckdb.connect()
    for table in sorted(raws, key=lambda name: name != "accounts"):
        spec, source = load_contract().tables[table], settings.tables.get(table)
        raw = rename_columns(raws.pop(table), spec, source)
        raw = map_table(adapt_survey(raw, items) if spec.items else raw, spec, source, items)
        result = TableCheck(raw, spec, settings.as_of, connection, clauses, accounts).run()
        checked[table] = (replace(raw, cells=pa.table({})), result)
        problems += result.problems
        if table == "accounts" and "account_id" in result.table.column_names:
            accounts = result.table["account_id"].combine_chunks()
    connection.close()
    filled = any(table in checked and checked[table][1].received.rows for table in NEEDED)
    if not filled and not any(errors_of(problems)):
        problems.append(Problem("no-tables", folder.resolve().name))
    return checked, problems


def _build(
    folder: Path,
    settings: Settings,
    judgement: Judgement,
    checked: Mapping[str, tuple[Raw, Checked]],
    problems: list[Problem],
) -> ClientData:
    order = [name for name in load_contract().tables if name in checked]
    return ClientData(
        settings,
        folder.resolve().name,
        judgement,
        tuple(checked[name][1].received for name in order),
        tuple(line for name in order for line in checked[name][0].assumptions),
        tuple(problems),
        {
            name: with_derived(name, checked[name][1].table)
            for name in order
            if checked[name][1].table.num_rows
        },
    )
