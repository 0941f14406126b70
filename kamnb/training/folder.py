"""The learner's folder: copies of the lessons that are the learner's own. A later edition never overwrites one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.sources.whole import write_whole
from kamnb.training.notebooks import build_notebook, notebook_name
from kamnb.training.plan import load_lessons
from kamnb.training.progress import MANIFEST

DIGITS = 6


@dataclass
class Given:
    """What a call did: notebooks that are new, replaced (untouched since they were given), beside (edited), the same."""

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def fill_folder(folder: Path, lang: str) -> Given:
    """Put every lesson of a language into a learner's folder. UsageError where it cannot be written."""
    given = Given()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = read_manifest(folder)
        for lesson in load_lessons():
            name = notebook_name(lesson, lang)
            put(folder, name, build_notebook(lesson, lang).encode("utf-8"), known, given)
        write_whole(folder / MANIFEST, json.dumps({"given": known}, indent=1, sort_keys=True) + "\n")
    except OSError as error:
        raise UsageError("training-unwritable", where=str(folder)) from error
    return given


def put(folder: Path, name: str, edition: bytes, known: dict[str, Any], given: Given) -> None:
    """Put one notebook there, and note which edition was given. An edited copy stays; the new edition lies beside it."""
    path, mark = folder / name, digest(edition)
    if not path.exists():
        write_whole(path, edition)
        given.new.append(name)
    elif known.get(name) == mark:
        given.same.append(name)
    elif digest(path.read_bytes()) == known.get(name):
        write_whole(path, edition)
        given.replaced.append(name)
    elif path.read_bytes() != edition:
        stem, _, end = name.partition(".")
        other = f"{stem}.{mark[:DIGITS]}.{end}"
        if not (folder / other).exists():
            write_whole(folder / other, edition)
        given.beside.append(other)
    known[name] = mark


def read_manifest(folder: Path) -> dict[str, Any]:
    """Which edition of each notebook was given last? Nothing where the note is missing or damaged."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["given"]
        return dict(found)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def digest(content: bytes) -> str:
    """SHA-256 of a notebook."""
    return hashlib.sha256(content).hexdigest()
