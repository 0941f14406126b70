"""Where a client's folder and its files lie; nothing is read from outside."""

from __future__ import annotations

import os
from pathlib import Path

from kamnb.errors import Problem


def find_root(folder: Path, root: str | None) -> tuple[Path, list[Problem]]:
    """Where do relative paths start? In the client's folder, or in `root`: a path, or env:NAME."""
    if not root:
        return folder, []
    name = root.removeprefix("env:")
    if root.startswith("env:"):
        value = os.environ.get(name)
        if not value:
            return folder, [Problem("env-missing", "client.yml", column="root", value=name)]
        found = Path(value)
    else:
        found = folder / root
        if not Path(root).is_absolute() and not within(found, folder):
            return folder, [Problem("file-escapes", "client.yml", column="root", value=root)]
    if not found.is_dir():
        return folder, [Problem("file-missing", root, column="root")]
    return found, []


def resolve_path(root: Path, path: str) -> tuple[Path, Problem | None]:
    """Which file does client.yml name?

    One outside the root is a problem, be it by `..`, by a link or as an absolute path.
    """
    found = root / path
    if Path(path).is_absolute() or not within(found, root):
        return found, Problem("file-escapes", "client.yml", value=path)
    return found, None


def within(path: Path, root: Path) -> bool:
    """Does a path, links followed, lie in a folder?"""
    return path.resolve().is_relative_to(root.resolve())
