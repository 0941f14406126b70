"""Imports point one way only, nothing goes round in a circle, and a look at the help loads no pandas."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kamnb"
LAYERS = (
    ("errors", "model", "paths", "discover"),
    ("text", "instrument", "sources", "stats"),
    ("areas", "simulation"),
    ("evidence", "scoring", "findings", "causes", "waves"),
    ("pipeline",),
    ("figures", "report"),
    ("render",),
    ("workbook", "runner", "terminal", "trace", "widgets"),
    ("training",),
    ("commands",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ALLOWED = {
    ("model", "findings"),  # Diagnosis.to_json calls its written form when asked
    ("instrument", "areas"),  # finds the area folders; imports none of their modules by name
}
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_FUNCTION = 400, 80


def room(name: str) -> str:
    """Which room of the house is a module in?"""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def module_name(path: Path) -> str:
    """A file's dotted name."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_type_checking(node: ast.AST) -> bool:
    """Is this the block that only the type checker reads?"""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def imported(path: Path) -> set[str]:
    """Which modules of the product does a file import, at its top or inside a function?"""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(x) for node in ast.walk(tree) if is_type_checking(node) for x in ast.walk(node)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("kamnb")}
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kamnb":
            found |= (
                {f"{node.module}.{a.name}" for a in node.names}
                if node.module == "kamnb"
                else {str(node.module)}
            )
    return found


@pytest.mark.parametrize("path", [p for p in MODULES if room(module_name(p))], ids=module_name)
def test_imports_point_left(path: Path) -> None:
    here = room(module_name(path))
    assert here in RANK, f"{here} has no place in the house"
    for other in imported(path):
        there = room(other)
        if there in RANK and (here, there) not in ALLOWED:
            assert RANK[there] <= RANK[here], f"{module_name(path)} imports {other}, which lies to its right"


def test_no_module_needs_itself() -> None:
    names = {module_name(p): p for p in MODULES}
    graph = {name: {i for i in top_imports(path) if i in names and i != name} for name, path in names.items()}
    seen: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if seen.get(name) == 1:
            return
        for other in graph[name]:
            visit(other, (*trail, name))
        seen[name] = 1

    for name in graph:
        visit(name, ())


def top_imports(path: Path) -> set[str]:
    """Which modules of the product does a file import when it is loaded?"""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kamnb"):
            found |= {str(node.module)} | {f"{node.module}.{a.name}" for a in node.names}
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_sizes_to_live_by(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_FUNCTION, node.name


@pytest.mark.parametrize(
    "command", [["-c", "import kamnb"], ["-m", "kamnb.cli", "--help"], ["-m", "kamnb.cli", "run", "--help"]]
)
def test_a_look_loads_no_pandas(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command], capture_output=True, text=True, check=True
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "import time" in line}
    assert len(loaded) > 10
    assert not loaded & {"pandas", "matplotlib", "duckdb", "scipy", "papermill"}
