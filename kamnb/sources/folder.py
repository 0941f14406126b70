"""Where a client's folder and its files lie; nothing is read from outside."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kamnb.errors import Problem, UsageError

NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]+")


def client_folder(name: str, data: Path) -> Path:
    """Which folder is this client's? Raises UsageError for a name that is a path, or that is not there."""
    folder = check_client_name(name, data)
    if not folder.is_dir():
        raise UsageError("client-unknown", name=name, data=data.name or str(data))
    return folder


def check_client_name(name: str, data: Path) -> Path:
    """Where would this client's folder lie? Raises UsageError for a name that is not one folder's name."""
    if not NAME.fullmatch(name) or name.strip(" .") != name or name.startswith(("~", "-")):
        raise UsageError("client-name", name=name)
    return data / name


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
