"""Which files of a report are already what would be rendered? Told by what they were made from, never by their dates."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kamnb.paths import PACKAGE

NOTE = "blocks/.rendered.json"
INPUTS = ("diagnosis.json", "names.json", "comparison.json")
FORMATS = ("html", "pdf", "pptx", "xlsx")
"""Formats by their files' suffix."""
TEMPLATES = {"html": "html", "pdf": "pdf", "slides": "pptx"}
"""Folders of a brand that only one format reads."""
LIBRARIES = (
    "typst", "jinja2", "python-pptx", "xlsxwriter", "babel", "fonttools", "uharfbuzz", "ruamel.yaml", "pyyaml", "lxml",
)  # fmt: skip
"""What renders beside the product itself."""


def hash_files(paths: Iterable[Path]) -> str:
    """One hash of these files' names and contents, in the order of their paths."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def hash_product() -> str:
    """One hash of the product's code, words and fonts, and of the libraries that render."""
    files = [p for p in PACKAGE.rglob("*") if p.suffix in (".py", ".yml", ".otf", ".ttf")]
    return hash_files(files) + sys.version + ",".join(version(name) for name in LIBRARIES)


def hash_inputs(run: Path, brand_folders: Iterable[Path]) -> dict[str, str]:
    """What is each format made from: the run's result, its names and drawings, brand, product? One hash a format.

    The templates of one format are in no other's hash.
    """
    files = [run / name for name in INPUTS if (run / name).exists()]
    files += [p for p in (run / "blocks").rglob("*") if p.is_file() and not p.name.startswith(".")]
    names = [p.relative_to(run).as_posix() for p in sorted(files)]
    looks: dict[str, list[Path]] = {"": []}
    for folder in brand_folders:
        for path in (p for p in folder.rglob("*") if p.is_file()):
            looks.setdefault(TEMPLATES.get(path.relative_to(folder).parts[0], ""), []).append(path)
    parts = ["".join(names), *(hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(files))]
    common = "\n".join([*parts, hash_files(looks[""]), hash_product()])
    return {
        format: hashlib.sha256(f"{common}\n{hash_files(looks.get(format, []))}".encode()).hexdigest()
        for format in FORMATS
    }


def read_kept(run: Path, keys: dict[str, str]) -> dict[str, str]:
    """Which files were made from just this, with the hash of each? None of a format of which something has changed."""
    note = run / NOTE
    if not note.exists():
        return {}
    told = json.loads(note.read_text(encoding="utf-8"))
    same = {f".{format}" for format, key in keys.items() if told.get("keys", {}).get(format) == key}
    return {name: known for name, known in told["files"].items() if Path(name).suffix in same}


def is_kept(run: Path, path: Path, kept: dict[str, str]) -> bool:
    """Does a file stand there, byte for byte as it was made?"""
    name = path.relative_to(run).as_posix()
    return name in kept and path.is_file() and kept[name] == hashlib.sha256(path.read_bytes()).hexdigest()


def note_made(run: Path, keys: dict[str, str], kept: dict[str, str], made: dict[Path, bytes]) -> str:
    """What is to be noted of the files that were made now and those that still hold? JSON for NOTE."""
    files = {p.relative_to(run).as_posix(): hashlib.sha256(data).hexdigest() for p, data in made.items()}
    return json.dumps({"keys": keys, "files": dict(sorted((kept | files).items()))}, indent=1) + "\n"
