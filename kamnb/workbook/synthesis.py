"""The working paper that brings the areas together: the whole, what clashes, findings, roadmap."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamnb.figures.draw import draw_figure, figure_text
from kamnb.findings.json_form import diagnosis_form
from kamnb.findings.what_if import Answer, solve_again
from kamnb.instrument.load import load_instrument
from kamnb.model import AreaResult, Diagnosis, Hole
from kamnb.pipeline import judge_area, measure_area, read_client, synthesise
from kamnb.report import blocks as b
from kamnb.report import causes, chapters, roadmap, value
from kamnb.report.build import read_blocks
from kamnb.report.findings import finding_block
from kamnb.report.names import MANAGER
from kamnb.report.summary import summary_blocks
from kamnb.sources.client import ClientData
from kamnb.sources.settings import Judgement
from kamnb.sources.whole import write_whole
from kamnb.workbook.judged import check_blocks
from kamnb.workbook.paper import Block, Paper, places, runs_of
from kamnb.workbook.record import Recorder
from kamnb.workbook.results import fingerprint, read_holes, read_result
from kamnb.workbook.rows import READINGS, clashing, level_rows, reading_rows
from kamnb.workbook.show import Shown
from kamnb.workbook.what_if import Panel, answer_blocks, usual_blocks

if TYPE_CHECKING:
    from kamnb.widgets.finding_view import FindingView


@dataclass(repr=False)
class SynthesisPaper(Paper):
    """The working paper that brings the areas together."""

    diagnosis: Diagnosis | None = None
    form: dict[str, Any] = field(default_factory=dict, repr=False)
    results: list[AreaResult] = field(default_factory=list, repr=False)
    holes: list[Hole] = field(default_factory=list, repr=False)
    folder: Path = Path()

    def whole(self) -> Shown:
        """What is the picture as a whole?"""
        return self.show(*summary_blocks(self.instrument, self.form), record=False)

    def scorecard(self) -> Shown:
        """All clauses."""
        return self.show(*chapters.scorecard_blocks(self.instrument, self.form), record=False)

    def clash(self) -> Shown:
        """Where word and record part, and where the levels do: tested over all clauses."""
        rows = [r for r in reading_rows(self.instrument, self.form) if r["clash"]]
        anchors = tuple(c.id for c in self.instrument.clauses() if c.anchor)
        levels = level_rows(self.instrument, self.form, anchors)
        if rows:
            self.draw(READINGS, {"rows": rows})
        for area in self.instrument.areas:
            self.clash_again(area.id)
        if levels:
            self.draw("level_ladder", {"rows": levels})
        drawn = causes.without_map(self.drawn())
        found = chapters.clash_blocks(self.instrument, self.form, drawn)
        return self.show(*found, *chapters.levels_blocks(self.instrument, self.form, drawn), record=False)

    def clash_again(self, area: str) -> None:
        """Draw an area's figure of word and record again where the test over all clauses says other than the area's own."""
        recorder, rows = Recorder(self.recorder.folder, area), reading_rows(self.instrument, self.form, area)
        for block in read_blocks(recorder.folder, area) or []:
            if block.get("id") == f"{area}-{READINGS}" and block.get("clash") != clashing(rows):
                drawn = draw_figure(self.instrument, area, READINGS, {"rows": rows})
                recorder.keep(block["id"], {**block, "clash": clashing(rows)}, drawn)

    def causes(self) -> Shown:
        """Which causal claims does the evidence agree with, and where do weak foundations lead?"""
        if self.form["causes"]:
            self.draw(causes.FIGURE, causes.map_series(self.instrument, self.form))
        return self.show(*causes.cause_blocks(self.instrument, self.form, self.drawn()), record=False)

    def drawn(self) -> list[Block]:
        """What this paper has recorded so far."""
        return read_blocks(self.recorder.folder, "synthesis") or []

    def draw(self, figure: str, series: dict[str, Any], recorder: Recorder | None = None) -> Block:
        """Draw a figure in every language and keep it, with this paper's own blocks or another recorder's."""
        words = {k: figure_text(self.instrument, "", figure, k) for k in ("title", "alt")}
        block = b.figure_block(figure, "", words["title"], words["alt"])
        drawn = draw_figure(self.instrument, "", figure, series)
        (recorder or self.recorder).keep(block["id"], block, drawn)
        return block

    def findings(self) -> Shown:
        """All findings, the gravest first."""
        cards = [
            finding_block(self.instrument, self.form, f, i) for i, f in enumerate(self.form["findings"], 1)
        ]
        return self.show(*cards, record=False)

    def fact_check(self) -> Shown | FindingView:
        """What does the client say of each finding? A card by hand, a plain table in a run."""
        return self.card if self.interactive else self.show(*check_blocks(self.form), record=False)

    @cached_property
    def card(self) -> FindingView:
        """The one card of the fact-check."""
        from kamnb.widgets.finding_card import FindingCard
        from kamnb.widgets.finding_view import FindingView

        card = FindingCard(self.folder, self.lang, self.form, self.take)
        return FindingView(card, lambda: self.show(*check_blocks(self.form), record=False))

    def take(self, judgement: Judgement) -> dict[str, Any]:
        """Go on with another judgement: what is shown from now on follows from it. The form that it gives."""
        self.client = self.client.judged(judgement)
        self.results = [judge_area(self.client, result) for result in self.results]
        self.diagnosis = synthesise(self.results, self.holes)
        self.form = diagnosis_form(self.diagnosis)
        return self.form

    def roadmap(self) -> Shown:
        """What is done in which phase, what is left out, and the commitments of the first 90 days."""
        drawn = [self.draw(roadmap.FIGURE, roadmap.plan_series(self.form), self.plan)]
        return self.show(*roadmap.roadmap_blocks(self.form, drawn), record=False)

    def what_if(
        self, capacity: dict[str, float] | None = None, priorities: dict[str, float] | None = None
    ) -> Shown | Panel:
        """What if there were other person-days (by phase), or a clause or an area's letter counted otherwise?

        Named changes are answered at once. Without any: sliders by hand, a table of usual changes in a run.
        """
        assert self.diagnosis is not None
        if capacity or priorities:
            return self.answer(solve_again(self.diagnosis, capacity, priorities))
        if self.interactive:
            return Panel(self.diagnosis, self.lang, self.answer)
        return self.show(*usual_blocks(self.diagnosis), record=False)

    def answer(self, found: Answer) -> Shown:
        """What a change of the roadmap comes to."""
        assert self.diagnosis is not None
        return self.show(*answer_blocks(self.diagnosis, found), record=False)

    def value(self) -> Shown:
        """What is at stake in money a year, and of what?"""
        drawn = [self.draw(value.FIGURE, value.value_series(self.form), self.plan)]
        found = value.value_blocks(self.form, drawn)
        return self.show(*found, *value.assumption_blocks(self.form), record=False)

    @property
    def plan(self) -> Recorder:
        """Where the figures of the roadmap and of the value at stake are kept for the report."""
        return Recorder(self.recorder.folder, "plan")

    def unknown(self) -> Shown:
        """What cannot be told, and what it would take."""
        return self.show(*chapters.unknown_blocks(self.instrument, self.form), record=False)

    def save(self) -> str:
        """Keep diagnosis.json and the key to account codes."""
        assert self.diagnosis is not None
        folder = self.recorder.folder
        write_whole(folder / "diagnosis.json", self.diagnosis.to_json())
        write_whole(folder / "names.json", names_json(self.client))
        return b.score_with_interval(self.form["whole"])[self.lang]


def names_json(client: ClientData) -> str:
    """Which account stands behind each code, and who manages it (`K01.manager`, where known)?"""
    names, owners, people = {}, {}, {}
    if client.has("accounts"):
        frame = client.frame("accounts")
        names = dict(zip(frame["account_id"], frame["name"].fillna(frame["account_id"]), strict=True))
    if client.has("accounts", "owner_id"):
        owned = frame[frame["owner_id"].notna()]
        owners = dict(zip(owned["account_id"], owned["owner_id"], strict=True))
    if client.has("managers", "name"):
        managers = client.frame("managers").dropna(subset=["name"])
        people = dict(zip(managers["manager_id"], managers["name"], strict=True))
    table = {code: str(names.get(account, account)) for account, code in client.codes.items()}
    for account, code in client.codes.items():
        if account in owners:
            table[f"{code}{MANAGER}"] = str(people.get(owners[account], owners[account]))
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def open_synthesis(
    client: str, data: str = "", work: str = "", lang: str = "zh", interactive: bool = True
) -> SynthesisPaper:
    """Open the synthesis: reads the areas' results; what is missing and did not fail is computed here."""
    folder, place = places(client, data, work)
    given, instrument, holes = read_client(folder, runs_of(place)), load_instrument(), read_holes(place)
    failed, key = {h.area for h in holes}, fingerprint(given)
    results = []
    for area in instrument.areas:
        if area.id not in failed:
            results.append(read_result(place, area.id, key) or measure_area(given, area.id))
    diagnosis = synthesise(results, holes)
    recorder = Recorder(place, "synthesis")
    recorder.clear()
    Recorder(place, "plan").clear()
    form = diagnosis_form(diagnosis)
    return SynthesisPaper(
        given, instrument, recorder, lang, interactive, diagnosis, form, results, holes, folder
    )
