"""judgement.yml as the cards write it: one entry at a time, comments kept, never over what somebody else wrote."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from kamnb.errors import InputError, KamnbError, Problem
from kamnb.sources.settings import Judgement
from kamnb.sources.settings_file import check_judgement
from kamnb.sources.whole import locked, write_whole

NAME = "judgement.yml"
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "gb18030")
WORDS = re.compile(r"[^\W\d_][\w \u3001\u3002\uff08\uff09\uff0c\uff1a\uff1b\u201c\u201d]*")
SECTIONS = ("clauses", "commentary", "overrides", "findings")


@dataclass(frozen=True)
class JudgementFile:
    """What judgement.yml said when it was read; its bytes tell whether it still says so.

    Where `problems` has errors `judgement` is empty, and nothing can be written. `saved` is None where there is no file.
    """

    path: Path
    clauses: tuple[str, ...]
    data: bytes = b""
    saved: datetime | None = None
    judgement: Judgement = Judgement()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being used?"""
        return tuple(p for p in self.problems if p.severity == "error")


def read_judgement_file(folder: Path, clauses: Iterable[str] = ()) -> JudgementFile:
    """What does a client's judgement.yml say now? Every problem is in the result."""
    path, known = (folder / NAME).resolve(), tuple(clauses)
    if not path.is_file():
        return JudgementFile(path, known)
    data, saved = path.read_bytes(), saved_on(path)
    judgement, problems = check_judgement(data, path.name, known)
    return JudgementFile(path, known, data, saved, judgement, tuple(problems))


def write_judgement(old: JudgementFile, place: tuple[str, str], values: Mapping[str, Any]) -> JudgementFile:
    """Write keys of one entry, as ("clauses", "S1"), and read the file again; a key with None is taken out.

    Raises InputError where the file is not in order, before or after the change, and KamnbError where another writer
    has changed it since it was read or is at it now. The file is then as it was.
    """
    try:
        with locked(old.path):
            if (old.path.read_bytes() if old.path.is_file() else b"") != old.data:
                now = read_judgement_file(old.path.parent, old.clauses)
                if now.errors:
                    raise InputError(now.errors)
                raise KamnbError(
                    "judgement-revision", file=NAME, changed=", ".join(changes(old, now)) or NAME
                )
            new = as_changed(old, place, values)
            write_whole(old.path, new.data)
    except OSError as error:
        raise KamnbError("judgement-unwritable", file=str(old.path), detail=error.strerror or "") from error
    return replace(new, saved=saved_on(old.path))


def as_changed(old: JudgementFile, place: tuple[str, str], values: Mapping[str, Any]) -> JudgementFile:
    """What would the file say with one entry changed? Raises InputError where it would not be in order."""
    if old.errors:
        raise InputError(old.errors)
    data = changed(old.data, place, values)
    judgement, problems = check_judgement(data, old.path.name, old.clauses)
    new = replace(old, data=data, judgement=judgement, problems=tuple(problems))
    if new.errors:
        raise InputError(new.errors)
    return new


def saved_on(path: Path) -> datetime:
    """When was a file last written?"""
    return datetime.fromtimestamp(path.stat().st_mtime)


def changes(old: JudgementFile, new: JudgementFile) -> list[str]:
    """Which entries differ between two states of the file?"""
    found = []
    for section in SECTIONS:
        before, after = (entries(f.judgement, section) for f in (old, new))
        found += [k for k in {**before, **after} if before.get(k) != after.get(k)]
    return found


def entries(judgement: Judgement, section: str) -> dict[str, Any]:
    """The entries of a section by what they are about."""
    found = getattr(judgement, section)
    return dict(found) if isinstance(found, Mapping) else {one.clause: one for one in found}


def changed(data: bytes, place: tuple[str, str], values: Mapping[str, Any]) -> bytes:
    """The file's bytes with one entry changed: comments, order, encoding and ends of lines stay."""
    encoding = next((e for e in ENCODINGS if spelt(data, e)), "utf-8")
    text = data.decode(encoding)
    crlf = text.count("\r\n") * 2 > text.count("\n")
    text = text.replace("\r\n", "\n")
    yaml, tree = round_trip(text)
    set_entry(tree, place, values)
    out = io.StringIO()
    yaml.dump(tree, out)
    made = out.getvalue() if tree else ""
    return (made.replace("\n", "\r\n") if crlf else made).encode(encoding)


def spelt(data: bytes, encoding: str) -> bool:
    """Are these bytes a text in an encoding, and just as it would be written?"""
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False


def round_trip(text: str) -> tuple[YAML, CommentedMap]:
    """A reader and writer that keeps what people wrote, set to the text's own indentation, and what it has read."""
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 1_000_000
    tree, indent, offset = load_yaml_guess_indent(text, yaml=yaml) if text.strip() else (None, None, None)
    maps = [one for one in (tree or {}).values() if isinstance(one, CommentedMap) and not one.fa.flow_style()]
    yaml.map_indent = next((one.lc.col for one in maps if one), 2)
    if indent and offset is not None:
        yaml.sequence_indent, yaml.sequence_dash_offset = max(indent, offset + 2), offset
    return yaml, CommentedMap() if tree is None else tree


def set_entry(tree: CommentedMap, place: tuple[str, str], values: Mapping[str, Any]) -> None:
    """Set keys of an entry; a new one is written in one line, one without keys goes."""
    section, name = place
    if tree.get(section) is None:
        tree[section] = CommentedMap()
    entry = tree[section].get(name)
    if entry is None:
        entry = tree[section][name] = CommentedMap()
        entry.fa.set_flow_style()
    for key, value in values.items():
        if value is None:
            entry.pop(key, None)
        elif key not in entry or entry[key] != value:
            entry[key] = written(value)
    if not entry:
        del tree[section][name]
    if not tree[section]:
        del tree[section]


def written(value: Any) -> Any:
    """A value as it is written: a text in quotes unless it is words alone, which no reader of YAML can take amiss."""
    if isinstance(value, list):
        return [written(one) for one in value]
    return value if not isinstance(value, str) or WORDS.fullmatch(value) else DoubleQuotedScalarString(value)
