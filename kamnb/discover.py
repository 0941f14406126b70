"""Which folders and modules extend the product? Found, never registered."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType


def find_folders(package: ModuleType, marker: str) -> list[Path]:
    """Which folders of a package hold the file `marker`? Sorted by name; a package path may be extended."""
    roots = [Path(p) for p in package.__path__]
    return sorted(
        {folder.parent for root in roots for folder in root.glob(f"*/{marker}")}, key=lambda p: p.name
    )


def find_modules(package: ModuleType) -> Iterator[ModuleType]:
    """Which modules lie directly in a package? Imported in the order of their names; `_` names are left out."""
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        if not info.ispkg and not info.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{info.name}")
