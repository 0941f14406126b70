"""The working paper of one area: its question, its evidence, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamnb.figures.draw import draw_figure, figure_module, figure_text, figures_of
from kamnb.findings.json_form import diagnosis_form
from kamnb.instrument.load import load_instrument
from kamnb.model import AreaResult, Bilingual
from kamnb.pipeline import measure_area, read_client, synthesise
from kamnb.report import blocks as b
from kamnb.report import evidence
from kamnb.sources.client import ClientData
from kamnb.workbook.judged import blind_blocks
from kamnb.workbook.paper import Paper, places, runs_of
from kamnb.workbook.record import Recorder
from kamnb.workbook.results import fingerprint, write_result
from kamnb.workbook.rows import READINGS, clashing, level_rows, reading_rows
from kamnb.workbook.show import Shown

if TYPE_CHECKING:
    from kamnb.widgets.judgement_view import JudgementView


@dataclass(repr=False)
class AreaPaper(Paper):
    """The working paper of one area."""

    area: str = ""
    result: AreaResult | None = None
    folder: Path = Path()

    @cached_property
    def form(self) -> dict[str, Any]:
        """The written form of a diagnosis with this area alone."""
        assert self.result is not None
        return diagnosis_form(synthesise([self.result]))

    def __repr__(self) -> str:
        return f"{self.text('title')[self.lang]}: {self.client.name} ({self.client.settings.as_of})"

    def text(self, key: str) -> Bilingual:
        """One of the area's own texts."""
        return self.instrument.text(self.area, f"area.{key}")

    def ask(self) -> Shown:
        """What does this area ask?"""
        asked = b.callout(self.text("question"), title=b.say("area.asks"))
        return self.show(asked, b.paragraph(self.text("introduction")), record=False)

    def scorecard(self) -> Shown:
        """The three readings of every clause."""
        caption = b.say("area.readings", area=self.text("title"))
        return self.show(b.scorecard(self.instrument, self.form, self.area, caption), record=False)

    def people(self) -> Shown:
        """What do people say?"""
        return self.show(*evidence.people_blocks(self.instrument, self.form, self.area))

    def levels(self, *clauses: str) -> Shown:
        """How do the levels see these clauses? The same statements, level by level."""
        rows = level_rows(self.instrument, self.form, clauses)
        return (
            self.draw("level_ladder", {"rows": rows})
            if rows
            else self.show(b.callout(b.say("area.no_survey"), "warn"))
        )

    def records(self) -> Shown:
        """What do the records show?"""
        return self.show(*evidence.records_blocks(self.instrument, self.form, self.area))

    def explain(self) -> Shown:
        """How is each indicator read?"""
        return self.show(*b.explanations(self.instrument, self.area), record=False)

    def figure(self, figure: str, keep: bool = True) -> Shown:
        """One figure of this area, from its indicator's series; a plain sentence where the data are missing.

        `keep=False` leaves it out of the report: it stays in the working paper.
        """
        wanted = figure_module(figure).INDICATOR
        series = {f["id"]: f["series"] for f in self.form["figures"]}
        if wanted not in series:
            title = figure_text(self.instrument, self.area, figure, "title")
            missing = b.say("area.figure_missing", figure=title)
            return self.show(b.callout(missing, "info"), record=False)
        return self.draw(figure, series[wanted], keep)

    def figures(self) -> Shown:
        """Every figure that the area's indicators feed."""
        drawn = figures_of({f["id"] for f in self.form["figures"]})
        return Shown(
            [block for f in drawn for block in self.figure(f).blocks], self.lang, self.recorder.folder
        )

    def draw(self, figure: str, series: dict[str, Any], keep: bool = True, **marks: list[str]) -> Shown:
        """Draw a figure in every language, show it, and keep it for the report unless it is for the working paper only.

        `marks` are kept with its block.
        """
        words = {k: figure_text(self.instrument, self.area, figure, k) for k in ("title", "alt")}
        block = b.figure_block(figure, self.area, words["title"], words["alt"])
        module = figure_module(figure)
        block["indicator"] = getattr(module, "INDICATOR", None)
        if getattr(module, "INTERNAL", False):
            block["internal"] = True
        if not keep:
            block["working_paper"] = True
        block |= marks
        self.recorder.keep(block["id"], block, draw_figure(self.instrument, self.area, figure, series))
        return Shown([block], self.lang, self.recorder.folder)

    def clash(self) -> Shown:
        """Opinion against record, clause by clause.

        Tested over this area's clauses alone; the synthesis tests over all and draws it again where that says other.
        """
        rows = reading_rows(self.instrument, self.form, self.area)
        told = self.show(b.paragraph(self.text("disagreement")), record=False).blocks
        both = any(r["opinion"] is not None and r["record"] is not None for r in rows)
        drawn = self.draw(READINGS, {"rows": rows}, clash=clashing(rows)).blocks if both else []
        return Shown([*told, *drawn], self.lang, self.recorder.folder)

    def judge(self) -> Shown | JudgementView:
        """How does the consultant judge, blind, before the evidence? A card by hand, a table of who judged what in a run."""
        return self.card if self.interactive else self.show(*self.blind(), record=False)

    def judgements(self) -> Shown | JudgementView:
        """What does the consultant judge? By hand the same card again, in a run a plain table of levels and reasons."""
        if self.interactive:
            return self.card
        return self.show(b.judgement_table(self.instrument, self.form, self.area), record=False)

    def blind(self) -> list[b.Block]:
        """Which clauses are judged blind so far?"""
        return blind_blocks(self.instrument, self.client.judgement, self.area)

    @cached_property
    def card(self) -> JudgementView:
        """The area's one judgement card; shown twice it is the same."""
        from kamnb.widgets.judgement_card import JudgementCard
        from kamnb.widgets.judgement_view import JudgementView

        assert self.result is not None
        card = JudgementCard(self.folder, self.lang, self.client, self.result, self.form, self.take)
        return JudgementView(card, lambda: self.show(*self.blind(), record=False))

    def take(self, client: ClientData, result: AreaResult) -> None:
        """Go on with another judgement: what is shown from now on follows from it."""
        self.client, self.result = client, result
        vars(self).pop("form", None)

    def follows(self) -> Shown:
        """What follows from this area by itself? The synthesis decides over all areas."""
        found = evidence.full_conclusions(self.instrument, self.form, self.area)
        return self.show(*found, record=False)

    def save(self) -> str:
        """Keep the area's result for the synthesis, and say its score."""
        assert self.result is not None
        write_result(self.recorder.folder, self.result, fingerprint(self.client))
        score = self.form["areas"][self.area]
        return f"{self.text('title')[self.lang]}: {b.score_with_interval(score)[self.lang]}"


def open_area(
    area: str, client: str, data: str = "", work: str = "", lang: str = "zh", interactive: bool = True
) -> AreaPaper:
    """Open the working paper of one area: reads the client and measures the area."""
    folder, place = places(client, data, work)
    given, instrument = read_client(folder, runs_of(place)), load_instrument()
    result = measure_area(given, area)
    recorder = Recorder(place, area)
    recorder.clear()
    return AreaPaper(given, instrument, recorder, lang, interactive, area, result, folder)
