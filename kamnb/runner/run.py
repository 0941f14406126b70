"""One client from folder to report: check, working papers by papermill, report, and all of it published at once."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.instrument.load import Instrument, load_instrument
from kamnb.model import Hole
from kamnb.paths import client_folder, notebooks, reports_folder
from kamnb.pipeline import read_client
from kamnb.runner.earlier import compare_with_earlier
from kamnb.runner.forks import Forks, open_forks
from kamnb.runner.papers import (
    Failure,
    Papers,
    areas_of,
    check_parameters,
    find_papers,
    known_parameters,
    run_paper,
)
from kamnb.runner.record import hash_inputs, record
from kamnb.runner.report import FORMATS, render_run
from kamnb.sources.whole import write_whole
from kamnb.workbook.results import read_holes, write_holes

Told = Callable[[str, int, int], None]
"""Is told the notebook, the cell that starts (from 0) and the number of cells."""
WORKERS = 2


@dataclass(frozen=True)
class Run:
    """What came of a run: 0 done, 3 done with a hole, 4 nothing published."""

    code: int
    folder: Path
    holes: tuple[Hole, ...] = ()
    failure: Failure | None = None
    warnings: int = 0


@dataclass
class Clock:
    """How long did each stage take?"""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Time one stage."""
        start = time.perf_counter()
        yield
        self.timings[stage] = time.perf_counter() - start


def run_client(
    client: str,
    data: str | Path = "",
    reports: str | Path = "",
    parameters: dict[str, Any] | None = None,
    formats: tuple[str, ...] = FORMATS,
    languages: tuple[str, ...] = (),
    told: Told = lambda notebook, cell, cells: None,
    papers_folder: Path | None = None,
    brand: str = "",
) -> Run:
    """What does a client's folder say? Runs everything; the run's folder appears whole or not at all.

    Raises UsageError for a wrong name or parameter, InputError for a folder with errors; nothing is left then.
    """
    folder = client_folder(client, data)
    instrument, papers = load_instrument(), find_papers(papers_folder or notebooks())
    known = known_parameters(papers)
    given = dict(parameters or {})
    check_parameters(given, known)
    run, home = new_run_id(), reports_folder(reports).resolve() / client
    work = home / ".work" / run
    own = {"client": client, "data": str(folder.parent.resolve()), "work": str(work), "interactive": False}
    clock = Clock()
    try:
        with open_forks() as forks:
            checked = read_client(folder)
            make_work(work)
            failure = Execution(instrument, papers, known, own | given, work, told, clock, forks).all()
        if failure:
            return Run(4, keep_failed(home, work, run), failure=failure)
        holes = read_holes(work)
        with clock.of("waves"):
            compare_with_earlier(client, work, home, folder, checked)
        with clock.of("report"):
            look = brand or checked.settings.brand
            render_run(work, formats, languages or tuple(checked.settings.languages), look)
        hidden = {"client": client, "interactive": False, **({"brand": look} if look else {}), **given}
        write_whole(work / "record.json", record(run, hidden, hash_inputs(folder), clock.timings))
        warnings = len([p for p in checked.problems if p.severity == "warning"])
        return Run(3 if holes else 0, publish(home, work, run), tuple(holes), warnings=warnings)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        remove_empty(home / ".work", home)


def new_run_id() -> str:
    """What is this run called? The time in UTC and four random hex digits."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


@dataclass(frozen=True)
class Execution:
    """The working papers of one run, as they are executed."""

    instrument: Instrument
    papers: Papers
    known: dict[str, set[str]]
    parameters: dict[str, Any]
    work: Path
    told: Told
    clock: Clock
    forks: Forks | None

    def one(self, paper: Path) -> Failure | None:
        """Run one paper with the parameters that it has."""
        wanted = {k: v for k, v in self.parameters.items() if k in self.known[paper.stem]}
        target = self.work / "notebooks" / paper.name
        with self.clock.of(paper.stem):
            return run_paper(paper, target, wanted, lambda c, n: self.told(paper.stem, c, n), self.forks)

    def all(self) -> Failure | None:
        """Run intake and areas side by side, then the synthesis. A failure of the first or last is returned."""
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                first, *others = pool.map(self.one, (self.papers.intake, *self.papers.areas))
            except BaseException:
                if self.forks is not None:
                    self.forks.end()
                raise
        if first:
            return first
        holes = [h for f in others if f for h in holes_of(self.instrument, self.papers, f, self.work)]
        write_holes(self.work, holes)
        return self.one(self.papers.synthesis)


def holes_of(instrument: Instrument, papers: Papers, failure: Failure, work: Path) -> list[Hole]:
    """Which areas have no result because a notebook failed?"""
    paper = next(p for p in papers.all if p.stem == failure.notebook)
    missing = [a for a in areas_of(instrument, paper) if not (work / "results" / f"{a}.json").exists()]
    return [Hole(a, failure.notebook, failure.cell, failure.error) for a in missing]


def publish(home: Path, work: Path, run: str) -> Path:
    """Put the finished run in its place and name it the newest."""
    for name in ("results", "holes.json"):
        path = work / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    work.replace(home / run)
    write_whole(home / "latest", run + "\n")
    return home / run


def keep_failed(home: Path, work: Path, run: str) -> Path:
    """Keep the notebooks of a run that failed, and nothing else of it."""
    target = home / ".failed" / run
    target.parent.mkdir(parents=True, exist_ok=True)
    (work / "notebooks").replace(target)
    return target


def make_work(work: Path) -> None:
    """Make the folder that a run works in. UsageError where nothing can be written."""
    try:
        work.mkdir(parents=True)
    except OSError as error:
        raise UsageError("reports-unwritable", where=str(work.parent.parent)) from error


def remove_empty(*folders: Path) -> None:
    """Remove folders that are empty; leave one that another run still uses."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
