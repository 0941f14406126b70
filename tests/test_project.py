"""The project's own files agree with one another."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import kamnb

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FIXED = {"jupyterlab", "pandas", "matplotlib", "seaborn", "ipywidgets", "papermill", "nbval"}


def name(requirement: str) -> str:
    """The package that a requirement names."""
    return re.split(r"[<>=!~ ;\[]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def test_the_version_is_said_once_and_the_same() -> None:
    assert PROJECT["version"] == kamnb.__version__
    assert kamnb.__version__ in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_lock_holds_every_dependency_with_hashes_and_names_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {name(line) for line in lock.splitlines() if line and not line.startswith((" ", "#"))}
    wanted = {name(r) for r in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]}
    assert wanted <= pinned
    assert {name(r) for r in PROJECT["dependencies"]} >= FIXED
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"https?://|--index|--find-links", lock)


def test_the_lock_pins_extras_where_a_package_asks_for_them() -> None:
    """Else pip takes the newest release for the extra, which has no hash in the lock, and installs nothing."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = [line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")]
    pinned = {
        name(line): set(re.findall(r"[\w-]+", line[line.find("[") :])) if "[" in line else set()
        for line in lines
    }
    asked: dict[str, set[str]] = {}
    for package in pinned:
        try:
            needed = requires(package) or []
        except PackageNotFoundError:
            continue  # of another system
        for one in needed:
            extras = re.search(r"\[([\w, -]+)\]", one.split(";")[0])
            if extras and "extra ==" not in one and name(one) in pinned:
                asked.setdefault(name(one), set()).update(extras[1].replace(" ", "").split(","))
    assert asked
    assert {package: extras for package, extras in asked.items() if not extras <= pinned[package]} == {}


def test_the_conda_way_installs_the_same_project() -> None:
    conda = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    python = next(d for d in conda if isinstance(d, str) and d.startswith("python="))
    assert tuple(map(int, python.split("=")[1].split("."))) >= tuple(
        map(int, PROJECT["requires-python"].removeprefix(">=").split("."))
    )
    assert {"pip": ["-e .[dev]"]} in conda
    assert "dev" in PROJECT["optional-dependencies"]


def test_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^    make (\w+)", readme, re.M))
    assert targets == {"demo", "test"}
    assert all(re.search(rf"^{target}:", makefile, re.M) for target in targets)
    cli = (ROOT / "kamnb" / "cli.py").read_text(encoding="utf-8")
    commands = set(re.findall(r"^    kamnb (\w+)", readme, re.M))
    assert len(commands) >= 6
    assert all(re.search(rf"^def {command}\(", cli, re.M) for command in commands)


def test_nothing_of_a_client_is_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    clients = {line.split("/")[1] for line in tracked if line.startswith("client_data/")}
    assert clients == {"demo", "README.md"}
    assert [line for line in tracked if line.startswith("reports/")] == ["reports/README.md"]
