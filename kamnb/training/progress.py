"""How far is the learner? A file in the learner's folder, safe against two notebooks, crashes and damage."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamnb.errors import KamnbError
from kamnb.sources.whole import locked, write_whole

NAME, MANIFEST = "progress.json", ".kamnb-training.json"
PLACE = "KAMNB_TRAINING"
"""The environment variable that names the learner's folder for notebooks that do not lie in it."""
VERSION = 1
PATIENCE = 5.0
"""Seconds for which a notebook waits for its turn."""
Progress = dict[str, Any]


def find_place() -> Path | None:
    """Where does the learner's progress lie? The named folder, else the notebook's own where `kamnb train` made it."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    here = Path.cwd()
    return here if (here / MANIFEST).exists() else None


@dataclass(frozen=True)
class Kept:
    """What became of keeping: the progress as it is now, and a sentence's key with values where something was odd."""

    progress: Progress
    key: str = ""
    detail: str = ""


def empty() -> Progress:
    """The progress of one who has not begun."""
    return {"version": VERSION, "lessons": {}}


def read_progress(place: Path | None) -> Kept:
    """How far is the learner? A damaged file is put aside as progress.json.damaged and said; nothing is lost."""
    path = place / NAME if place else None
    if path is None or not path.exists():
        return Kept(empty())
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not sound(found):
            raise ValueError(NAME)
        return Kept(found)
    except ValueError:
        return Kept(empty(), "damaged", put_aside(path).name)
    except OSError as error:
        return Kept(empty(), "unreadable", str(error))


def sound(found: Any) -> bool:
    """Has a progress file the shape that this version writes? What it holds besides is left as it is."""
    lessons = found.get("lessons") if isinstance(found, dict) else None
    if not isinstance(lessons, dict):
        return False
    parts = [
        part for lesson in lessons.values() for part in (lesson.values() if isinstance(lesson, dict) else [0])
    ]
    return all(isinstance(part, dict) and all(isinstance(v, dict) for v in part.values()) for part in parts)


def put_aside(path: Path) -> Path:
    """Under which name is a damaged file kept? The first of .damaged, .damaged2 … that is free."""
    n = 1
    while (aside := path.with_name(f"{path.name}.damaged{n if n > 1 else ''}")).exists():
        n += 1
    path.replace(aside)
    return aside


def update(
    place: Path | None, lesson: str, group: str, name: str, change: Callable[[Progress], None]
) -> Kept:
    """Change what is kept of one exercise or quiz, with what others wrote meanwhile. Never raises for a full disk or a lock."""
    if place is None:
        return Kept(empty(), "not_kept")
    try:
        with locked(place / NAME, PATIENCE):
            kept = read_progress(place)
            if kept.key == "unreadable":
                return kept
            entry = kept.progress["lessons"].setdefault(lesson, {}).setdefault(group, {}).setdefault(name, {})
            change(entry)
            text = json.dumps(kept.progress, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            write_whole(place / NAME, text)
            return kept
    except KamnbError:
        return Kept(empty(), "held")
    except OSError as error:
        return Kept(empty(), "unwritable", str(error))
