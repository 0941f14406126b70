"""What a big file came to is kept beside the client's data, so that it is read and checked once and not in every paper.

Kept by content: another file, another mapping, another day or another version of the product is another key.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from kamnb import __version__
from kamnb.errors import Problem
from kamnb.sources.big import read_big
from kamnb.sources.client import Received
from kamnb.sources.folder import resolve_path
from kamnb.sources.query import read_query
from kamnb.sources.raw import Raw
from kamnb.sources.readers import read_file
from kamnb.sources.store import BIG_BYTES, ParquetTable

FOLDER = ".cache"


@dataclass(frozen=True)
class Deferred:
    """A big file that is not read yet."""

    path: Path
    sheet: str | None
    file: str

    def read(self, work: Path) -> Raw:
        """What stands in it? In pieces where it is a plain file."""
        found = read_big(self.path, self.file, work) if self.sheet is None else None
        return found if found is not None else read_file(self.path, self.sheet, self.file)

    def digest(self) -> str:
        """What tells its content from another?"""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "blake2b").hexdigest()


@dataclass(frozen=True)
class DeferredQuery:
    """A query over big files that is not run yet."""

    table: str
    query: str
    files: Mapping[str, str]
    root: Path

    @property
    def file(self) -> str:
        """What do problems call it?"""
        return ", ".join(self.files.values())

    def read(self, work: Path) -> Raw:
        """What does the query make of the files?"""
        return read_query(self.table, self.query, dict(self.files), self.root)

    def digest(self) -> str:
        """What tells the content of its files from another?"""
        paths = (resolve_path(self.root, file)[0] for file in self.files.values())
        return " ".join(Deferred(path, None, path.name).digest() for path in paths)


def open_query(table: str, query: str, files: dict[str, str], root: Path) -> Raw | DeferredQuery:
    """What does a query make of its files? One over big files is run when it is needed."""
    found = [resolve_path(root, file) for file in files.values()]
    if all(problem is None and path.is_file() for path, problem in found) and any(
        is_big(p) for p, _ in found
    ):
        return DeferredQuery(table, query, files, root)
    return read_query(table, query, files, root)


def is_big(path: Path) -> bool:
    """Is a file too big to be read at once? Parquet and xlsx count fourfold, for they are packed."""
    packed = path.suffix.lower() in (".parquet", ".pq", ".xlsx")
    return path.is_file() and path.stat().st_size * (4 if packed else 1) >= BIG_BYTES


def open_file(path: Path, sheet: str | None = None, file: str | None = None) -> Raw | Deferred:
    """What stands in a file? A big one is read when it is needed."""
    name = file or path.name
    return Deferred(path, sheet, name) if is_big(path) else read_file(path, sheet, name)


@dataclass(frozen=True)
class Kept:
    """What is known of a big table once it was read and checked."""

    received: Received
    problems: tuple[Problem, ...]
    assumptions: tuple[str, ...]
    table: ParquetTable


@dataclass(frozen=True)
class Shelf:
    """The folder in which typed tables are kept; a temporary one where the client's own cannot be written."""

    folder: Path
    keeper: Any = None

    def find(self, table: str, key: str) -> Kept | None:
        """What was kept of this content? None for nothing."""
        path = self.path(table, key)
        if not path.with_suffix(".json").is_file() or not path.is_file():
            return None
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        received = TypeAdapter(Received).validate_python(told["received"])
        problems = TypeAdapter(tuple[Problem, ...]).validate_python(told["problems"])
        stored = ParquetTable(path, key, self.keeper)
        return Kept(received, problems, tuple(told["assumptions"]), stored)

    def path(self, table: str, key: str) -> Path:
        """Where does a table of this content lie?"""
        return self.folder / f"{table}-{key[:24]}.parquet"

    def part(self, table: str) -> Path:
        """Where can a table be written before it is whole?"""
        return self.folder / f"{table}-{secrets.token_hex(4)}.part"

    def keep(
        self, table: str, key: str, part: Path, received: Received, problems: Any, assumptions: Any
    ) -> ParquetTable:
        """Put a table that is whole in its place, instead of what was kept of it before."""
        path = self.path(table, key)
        for old in (*self.folder.glob(f"{table}-*.parquet"), *self.folder.glob(f"{table}-*.json")):
            if old.stem != path.stem:
                old.unlink(missing_ok=True)
        told = {
            "received": TypeAdapter(Received).dump_python(received, mode="json"),
            "problems": TypeAdapter(tuple[Problem, ...]).dump_python(tuple(problems), mode="json"),
            "assumptions": list(assumptions),
        }
        note = part.with_suffix(".note")
        note.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        part.replace(path)
        note.replace(path.with_suffix(".json"))
        return ParquetTable(path, key, self.keeper)


def open_shelf(folder: Path) -> Shelf:
    """Where are a client's big tables kept?"""
    own = folder / FOLDER
    try:
        own.mkdir(exist_ok=True)
        probe = own / f"{secrets.token_hex(4)}.part"
        probe.touch()
        probe.unlink()
    except OSError:
        keeper = tempfile.TemporaryDirectory(prefix="kamnb-", ignore_cleanup_errors=True)
        return Shelf(Path(keeper.name), keeper)
    return Shelf(own)


def content_key(*parts: Any) -> str:
    """What tells one reading of a table from another? A digest of everything that it depends on."""
    digest = hashlib.sha256(__version__.encode("utf-8"))
    for part in parts:
        known = part.to_pylist() if isinstance(part, pa.Array) else part
        digest.update(json.dumps(known, default=str, sort_keys=True).encode("utf-8") + b"\0")
    return digest.hexdigest()
