"""record.json: what a run was made from. Nothing else in a run depends on the clock."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import kamnb

PACKAGES = ("pandas", "numpy", "scipy", "duckdb", "matplotlib", "papermill", "typst", "jinja2")


def hash_file(path: Path) -> str:
    """Which SHA-256 has a file?"""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def hash_inputs(folder: Path) -> dict[str, str]:
    """Which SHA-256 has each file of a client's folder? By its path below the folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(folder).as_posix(): hash_file(p) for p in files}


def record(run: str, parameters: dict[str, Any], inputs: dict[str, str], timings: dict[str, float]) -> str:
    """The record of a run, as JSON."""
    return json.dumps(
        {
            "run": run,
            "clock": run.split("-")[0],
            "seed": 0,
            "versions": {
                "kamnb": kamnb.__version__,
                "python": platform.python_version(),
                **{name: version(name) for name in PACKAGES},
            },
            "parameters": parameters,
            "inputs": inputs,
            "timings": {k: round(v, 2) for k, v in timings.items()},
        },
        ensure_ascii=False,
        indent=2,
    )
