"""Readers of files, found by folder: one module each with `can_read(path)`, `sheets(path)`, `read(path, sheet)`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from kamnb.errors import Problem
from kamnb.sources.raw import Raw, empty_raw


class Reader(Protocol):
    """What a reader's module offers."""

    def can_read(self, path: Path) -> bool:
        """Is this a file of my kind, by its name?"""

    def sheets(self, path: Path) -> list[str]:
        """Which sheets does the file hold? None for a kind without sheets."""

    def read(self, path: Path, sheet: str | None = None, file: str | None = None) -> Raw:
        """What stands in the file? Problems are in the Raw, never raised."""


@cache
def readers() -> tuple[Reader, ...]:
    """Which readers are there? Every module of this folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast(Reader, importlib.import_module(f"{__name__}.{name}")) for name in names)


def reader_of(path: Path) -> Reader | None:
    """Which reader takes this file? None where none does."""
    return next((reader for reader in readers() if reader.can_read(path)), None)


def read_file(path: Path, sheet: str | None = None, file: str | None = None) -> Raw:
    """What stands in a file, whatever its kind? `file` is what problems call it."""
    name = file or path.name
    reader = reader_of(path)
    if not path.is_file():
        return empty_raw(name, sheet, [Problem("file-missing", name)])
    if reader is None:
        return empty_raw(name, sheet, [Problem("file-unread", name)])
    if path.stat().st_size == 0:
        return empty_raw(name, sheet, [Problem("file-empty", name)])
    return reader.read(path, sheet, name)
