"""The company that a lesson looks at: its diagnosis, made once and kept, and views of it for short cells."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kamnb.instrument.load import Instrument, load_instrument
from kamnb.model import Bilingual
from kamnb.paths import PACKAGE, demo_client
from kamnb.report import blocks as b
from kamnb.report import evidence
from kamnb.runner.kept import hash_files
from kamnb.sources.whole import write_whole
from kamnb.text.load import both
from kamnb.text.numbers import both_number
from kamnb.training.progress import find_place
from kamnb.workbook.show import Shown

READINGS = ("people", "record", "judged")


@dataclass(frozen=True)
class Reading:
    """A score of 0 to 100 with its 90 % interval and n; None where it could not be told, and `outcome` says why."""

    score: float | None
    low: float | None
    high: float | None
    n: int | None
    outcome: str


@dataclass(frozen=True)
class Row:
    """One clause or area of the diagnosis: fused score, the three readings, target, and whether word and record clash."""

    id: str
    title: Bilingual
    fused: Reading
    target: float
    people: Reading
    record: Reading
    judged: Reading
    levels: dict[str, float]
    disagree: bool
    lang: str = field(repr=False, default="zh")

    @property
    def score(self) -> float | None:
        """The fused score."""
        return self.fused.score

    @property
    def low(self) -> float | None:
        """The lower end of the 90 % interval."""
        return self.fused.low

    @property
    def high(self) -> float | None:
        """The upper end of the 90 % interval."""
        return self.fused.high

    def table(self, fused: bool = True) -> dict[str, Any]:
        """The row as a table: each reading with interval and n, then the fused score."""
        lines = [(name, getattr(self, name)) for name in READINGS] + [("fused", self.fused)] * fused
        rows = [
            [
                b.cell(word(name), bold=name == "fused"),
                b.cell(both_number(r.score), bold=name == "fused"),
                b.cell(b.interval_text(vars(r), r.outcome)),
                b.cell(both_number(r.n)),
            ]
            for name, r in lines
        ]
        caption = both(
            "training", "row.caption", id=self.id, title=self.title, target=both_number(self.target)
        )
        return b.table(f"row-{self.id}", caption, columns("reading", "score", "interval", "n"), rows)

    def _repr_html_(self) -> str:
        return Shown([self.table()], self.lang, Path())._repr_html_()

    def __repr__(self) -> str:
        return repr(Shown([self.table()], self.lang, Path()))


class Lines(list[str]):
    """Several lines as a cell shows them: plain text."""

    def __repr__(self) -> str:
        return "\n".join(self)


@dataclass(frozen=True)
class Company:
    """A client's folder with its diagnosis (`form`, as in diagnosis.json), seen in one language."""

    folder: Path
    lang: str

    @property
    def instrument(self) -> Instrument:
        """The instrument that the diagnosis was made with."""
        return load_instrument()

    @property
    def run(self) -> Path:
        """A folder with the diagnosis as a run leaves it."""
        return diagnosed(self.folder, find_place())

    @property
    def form(self) -> dict[str, Any]:
        """The diagnosis as plain values: what diagnosis.json holds."""
        return read_form(self.run)

    @cached_property
    def client(self) -> Any:
        """The tables themselves (ClientData)."""
        from kamnb.pipeline import read_client

        return read_client(self.folder)

    def clause(self, clause: str) -> Row:
        """One clause with its three readings. KeyError for an unknown one."""
        c, p = self.form["clauses"][clause], self.form["clauses"][clause]["perception"]
        judged = {**c["judgement"], "n": None}
        judged["outcome"] = "measured" if judged["score"] is not None else "no_data"
        levels = {k: v["score"] for k, v in p["by_level"].items() if v}
        return Row(
            clause,
            self.instrument.title(clause),
            reading({**c, "n": None}),
            c["target"],
            reading(p),
            reading(c["record"]),
            reading(judged),
            levels | ({"account": p["account"]["score"]} if p["account"] else {}),
            c["readings_disagree"],
            self.lang,
        )

    def clauses(self, area: str = "") -> list[Row]:
        """Every clause, or those of one area, in the framework's order."""
        known = self.instrument.area(area).clauses if area else self.instrument.clauses()
        return [self.clause(c.id) for c in known if c.id in self.form["clauses"]]

    def area(self, area: str) -> Reading:
        """One area's score with its interval."""
        return reading({**self.form["areas"][area], "n": None})

    def areas(self) -> Shown:
        """Every area with score, interval, and how much of it is known."""
        rows = [
            [
                b.cell(b.joined(b.plain(a.prefix), self.instrument.text(a.id, "area.title"))),
                b.cell(b.score_text(self.form["areas"][a.id]), bold=True),
                b.cell(b.interval_text(self.form["areas"][a.id], self.form["areas"][a.id]["outcome"])),
                b.cell(both_number(len(a.clauses))),
            ]
            for a in self.instrument.areas
        ]
        caption = both("training", "areas.caption", client=self.form["client"]["name"])
        return self.show(b.table("areas", caption, columns("area", "score", "interval", "clauses"), rows))

    def scorecard(self, area: str) -> Shown:
        """The clauses of an area with their readings, intervals and targets."""
        caption = b.say("area.readings", area=self.instrument.text(area, "area.title"))
        return self.show(b.scorecard(self.instrument, self.form, area, caption))

    def people(self, area: str) -> Shown:
        """What do people of each level say of an area's clauses?"""
        return self.show(*evidence.people_blocks(self.instrument, self.form, area))

    def records(self, area: str) -> Shown:
        """What do the records show of an area's clauses?"""
        return self.show(*evidence.records_blocks(self.instrument, self.form, area))

    def judgements(self, area: str) -> Shown:
        """What does the consultant judge of an area's clauses?"""
        return self.show(b.judgement_table(self.instrument, self.form, area))

    def explain(self, ref: str) -> Lines:
        """What stands behind a clause, finding, indicator or remedy? As `kamnb explain` tells it."""
        from kamnb.runner.explain import lines
        from kamnb.trace import explain

        return Lines(lines(explain(self.run, ref, self.folder), self.lang))

    def show(self, *given: Any) -> Shown:
        """Blocks as a cell shows them."""
        return Shown([block for block in given if block], self.lang, Path())

    def figure(self, figure: str) -> Shown:
        """One of the report's figures, by its id. KeyError where the data do not feed it, or no area knows it."""
        from kamnb.figures.draw import draw_figure, figure_module, figure_text
        from kamnb.workbook.record import Recorder

        series = {f["id"]: f["series"] for f in self.form["figures"]}[figure_module(figure).INDICATOR]
        known = {f: a.id for a in self.instrument.areas for f in a.text[self.lang].get("figures", {})}
        area = known[figure]
        words = [figure_text(self.instrument, area, figure, key) for key in ("title", "alt")]
        block, folder = b.figure_block(figure, area, *words), Path(_scratch().name)
        Recorder(folder, "figures").keep(
            block["id"], block, draw_figure(self.instrument, area, figure, series)
        )
        return Shown([block], self.lang, folder)


def reading(form: dict[str, Any]) -> Reading:
    """A reading from the written form."""
    return Reading(*(form[key] for key in ("score", "low", "high", "n", "outcome")))


def word(key: str) -> Bilingual:
    """A column's or a reading's name."""
    return both("training", f"columns.{key}")


def columns(*keys: str) -> list[dict[str, Any]]:
    """Columns of a table: the first to the left, the others to the right."""
    return [
        {"label": word(k), "align": "right" if i else "left", "share": 1.0 if i else 3.0}
        for i, k in enumerate(keys)
    ]


@cache
def demo_company(lang: str) -> Company:
    """The demo client."""
    return Company(demo_client(), lang)


@cache
def read_form(run: Path) -> dict[str, Any]:
    """The diagnosis in a run's folder."""
    return json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))


@cache
def diagnosed(folder: Path, place: Path | None) -> Path:
    """Where lies the diagnosis of a client's folder? Made once (half a minute) and kept below the learner's folder.

    It is made anew when the data or the program are others. Without a learner's folder it lasts as long as the kernel.
    """
    run = run_folder(folder, place)
    if not (run / "diagnosis.json").exists():
        from kamnb.pipeline import diagnose
        from kamnb.runner.record import hash_inputs

        made = diagnose(folder)
        write_whole(run / "record.json", json.dumps({"inputs": hash_inputs(folder)}, indent=1) + "\n")
        write_whole(run / "diagnosis.json", made.to_json())
    return run


def run_folder(folder: Path, place: Path | None) -> Path:
    """Where is the diagnosis of a client's folder kept, as it is now?"""
    home = place / ".cache" if place else Path(_scratch().name)
    return home / fingerprint(folder) / folder.name / "lesson"


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="kamnb-training-")


def fingerprint(folder: Path) -> str:
    """What tells one state of data and program from another?"""
    return hash_files([*program_files(), *(p for p in folder.iterdir() if p.is_file())])[:16]


def program_files() -> Iterator[Path]:
    """The files that a diagnosis depends on: code and content of the package, without the course itself."""
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if path.suffix in (".py", ".yml") and parts[0] not in ("training", "_shipped", "render", "text"):
            yield path
