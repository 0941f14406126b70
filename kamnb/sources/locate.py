"""Which file each table comes from: as client.yml says, or by its name in the folder or the intake workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kamnb.errors import Problem
from kamnb.sources.contract import load_contract
from kamnb.sources.folder import find_root, resolve_path, within
from kamnb.sources.raw import Raw, empty_raw
from kamnb.sources.readers import read_file, reader_of
from kamnb.sources.settings import Settings, TableSource
from kamnb.sources.shelf import Deferred, DeferredQuery, open_file, open_query
from kamnb.sources.suggest import near

INTAKE = "intake"
OWN_FILES = ("client", "judgement", INTAKE, "readme")


@dataclass(frozen=True)
class Place:
    """One place where a table lies: a file, a sheet of it perhaps, and how it is renamed."""

    table: str
    path: Path
    sheet: str | None = None


def read_tables(
    folder: Path, settings: Settings
) -> tuple[dict[str, Raw | Deferred | DeferredQuery], list[Problem]]:
    """What stands in the client's tables, each as it was read? Problems of places that do not fit a table.

    A big file is only named: it is read when it is needed.
    """
    root, problems = find_root(folder, settings.root)
    found: dict[str, Raw | Deferred | DeferredQuery] = {}
    for table, source in settings.tables.items():
        if table in load_contract().tables and (source.path or source.query or source.url):
            found[table] = _read_source(table, source, root)
    places = list(_default_places(folder))
    for table in load_contract().tables:
        here = [place for place in places if place.table == table]
        if table in found or not here:
            continue
        raw, more = _read_default(table, here)
        problems += more
        if raw is not None:
            found[table] = raw
    return found, problems + list(_near_misses(folder, set(places)))


def _read_source(table: str, source: TableSource, root: Path) -> Raw | Deferred | DeferredQuery:
    """What stands where client.yml points?"""
    if source.url:
        key = "url-unsupported" if source.url.startswith("env:") else "url-secret"
        return empty_raw("client.yml", None, [Problem(key, "client.yml", column=f"tables.{table}.url")])
    if source.query:
        return open_query(table, source.query, source.files, root)
    path, problem = resolve_path(root, source.path or "")
    if problem is not None:
        return empty_raw("client.yml", None, [replace(problem, column=f"tables.{table}.path")])
    return open_file(path, source.sheet, source.path)


def _default_places(folder: Path) -> Iterator[Place]:
    """Where do tables lie by name? `<table>.<kind>` of any reader, and the intake workbook's sheets."""
    tables = load_contract().tables
    for path in _files(folder):
        reader = reader_of(path)
        if reader is not None and path.stem.lower() in tables:
            named = [sheet for sheet in reader.sheets(path) if sheet.strip().lower() == path.stem.lower()]
            yield Place(path.stem.lower(), path, named[0] if named else None)
        elif reader is not None and path.stem.lower() == INTAKE:
            for sheet in reader.sheets(path):
                if sheet.strip().lower() in tables:
                    yield Place(sheet.strip().lower(), path, sheet)


def _files(folder: Path) -> list[Path]:
    """The folder's own files, sorted; a link out of it is not one."""
    return sorted(path for path in folder.iterdir() if path.is_file() and within(path, folder))


def _read_default(
    table: str, places: list[Place]
) -> tuple[Raw | Deferred | DeferredQuery | None, list[Problem]]:
    """The table at one of its places. An intake sheet that nobody filled in counts as absent."""
    raws = [
        (place, (read_file if place.path.stem.lower() == INTAKE else open_file)(place.path, place.sheet))
        for place in places
    ]
    raws = [(place, raw) for place, raw in raws if place.path.stem.lower() != INTAKE or _filled(raw)]
    if len(raws) > 1:
        files = ", ".join(place.path.name for place, _ in raws)
        return None, [Problem("file-two", raws[0][0].path.name, value=table, values={"files": files})]
    return (raws[0][1] if raws else None), []


def _filled(raw: Raw | Deferred | DeferredQuery) -> bool:
    if isinstance(raw, Deferred | DeferredQuery):
        return True
    return raw.cells.num_rows > 0 or any(problem.key != "file-empty" for problem in raw.problems)


def _near_misses(folder: Path, places: set[Place]) -> Iterator[Problem]:
    """Which files and sheets look like a table's name misspelt, and are not read?"""
    tables = load_contract().tables
    used = {place.table for place in places}
    for path in _files(folder):
        reader = reader_of(path)
        if reader is None:
            continue
        names: list[tuple[str, str | None]] = (
            [(path.stem, None)] if path.stem.lower() not in OWN_FILES else []
        )
        if path.stem.lower() == INTAKE and not reader.sheets(path):
            yield from read_file(path).problems
        elif path.stem.lower() == INTAKE:
            names = [(sheet, sheet) for sheet in reader.sheets(path)]
        for name, sheet in names:
            guess = near(name.strip(), [table for table in tables if table not in used], 0.8)
            if guess and name.strip().lower() not in tables:
                values = {"nearest": guess}
                yield Problem("file-near", path.name, sheet, severity="warning", values=values)
