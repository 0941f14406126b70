"""Which working papers are there, what may be set in them, and how is one run?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill as pm
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from kamnb.errors import UsageError
from kamnb.instrument.load import Instrument
from kamnb.runner.engine import FORK, KERNEL, Progress
from kamnb.runner.forks import Forks
from kamnb.runner.report import check_choice
from kamnb.sources.suggest import did_you_mean
from kamnb.text.load import LANGUAGES

CELL_TIMEOUT = 1200
"""Seconds after which a cell counts as hung."""
OWN = ("client", "data", "work", "interactive")
"""Parameters that the run itself sets."""


@dataclass(frozen=True)
class Papers:
    """The notebooks of a run: intake first, synthesis last, the areas between."""

    intake: Path
    areas: tuple[Path, ...]
    synthesis: Path

    @property
    def all(self) -> tuple[Path, ...]:
        """Every notebook in order."""
        return (self.intake, *self.areas, self.synthesis)


@dataclass(frozen=True)
class Failure:
    """A notebook that did not run to its end: the cell (from 0) and what it said."""

    notebook: str
    cell: int
    error: str


def find_papers(folder: Path) -> Papers:
    """Which working papers lie in a folder? NN_name.ipynb, by their numbers; UsageError for fewer than two."""
    found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if len(found) < 2:
        raise UsageError("no-papers", where=str(folder))
    return Papers(found[0], tuple(found[1:-1]), found[-1])


def areas_of(instrument: Instrument, paper: Path) -> list[str]:
    """Which areas' results does a notebook make?"""
    return [a.id for a in instrument.areas if a.notebook == paper.stem]


def known_parameters(papers: Papers) -> dict[str, set[str]]:
    """Which parameters has each notebook? By its name."""
    return {p.stem: set(pm.inspect_notebook(str(p))) for p in papers.all}


def check_parameters(given: dict[str, Any], known: dict[str, set[str]]) -> None:
    """Does every given parameter exist, and is it the reader's to set? UsageError names those that are."""
    free = sorted(set().union(*known.values()) - set(OWN))
    for name in given:
        if name not in free:
            hint = did_you_mean(name, free)
            raise UsageError("unknown-parameter", name=name, allowed=", ".join(free), hint=hint)
    if "lang" in given:
        check_choice((given["lang"],), LANGUAGES, "unknown-language")


@contextmanager
def engine_options(forks: Forks | None) -> Iterator[dict[str, Any]]:
    """Where does a paper run? In a forked shell where there are some, else in a kernel.

    A kernel talks through sockets in a folder of its own where the system has them, not over a port: without a folder of
    its own, kernels that start at once would take the same sockets.
    """
    if forks is not None:
        yield {"engine_name": FORK, "forks": forks}
        return
    if os.name == "nt":
        yield {"engine_name": KERNEL}
        return
    with tempfile.TemporaryDirectory(prefix="kamnb") as folder:
        config = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/k"}})
        yield {"engine_name": KERNEL, "config": config}


def run_paper(
    paper: Path, target: Path, parameters: dict[str, Any], progress: Progress, forks: Forks | None = None
) -> Failure | None:
    """Run one notebook by papermill. None when it ran to its end, else where and why not; the copy is kept either way."""
    last = [0]

    def note(cell: int, cells: int) -> None:
        last[0] = cell
        progress(cell, cells)

    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with engine_options(forks) as options:
            pm.execute_notebook(
                str(paper),
                str(target),
                parameters=parameters,
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=CELL_TIMEOUT,
                progress=note,
                **options,
            )
    except PapermillExecutionError as error:
        return Failure(paper.stem, last[0], f"{error.ename}: {error.evalue}")
    except (CellTimeoutError, DeadKernelError) as error:
        return Failure(paper.stem, last[0], f"{type(error).__name__}: {error}".splitlines()[0])
    return None
