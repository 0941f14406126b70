"""The working paper of what came in: tables, survey, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kamnb.findings.json_form import diagnosis_form
from kamnb.instrument.load import load_instrument
from kamnb.pipeline import measure_area, read_client, synthesise
from kamnb.report import chapters
from kamnb.report.blocks import paragraph, say
from kamnb.report.method import received_blocks, survey_blocks
from kamnb.workbook.paper import Paper, places, runs_of
from kamnb.workbook.record import Recorder
from kamnb.workbook.show import Shown


@dataclass(repr=False)
class IntakePaper(Paper):
    """The working paper of what came in."""

    form: dict[str, Any] = field(default_factory=dict, repr=False)

    def received(self) -> Shown:
        """What was read, and what was left out."""
        return self.show(*received_blocks(self.form), record=False)

    def survey(self) -> Shown:
        """Who answered?"""
        return self.show(*survey_blocks(self.form), record=False)

    def missing(self) -> Shown:
        """Which tables are missing, and what would they tell? A sentence where none is."""
        missing = chapters.missing_tables(self.form) or [paragraph(say("unknown.no_tables"))]
        return self.show(*missing, record=False)


def open_intake(
    client: str, data: str = "", work: str = "", lang: str = "zh", interactive: bool = True
) -> IntakePaper:
    """Open the intake: reads and checks the client's folder. Raises InputError with every problem."""
    folder, place = places(client, data, work)
    given, instrument = read_client(folder, runs_of(place)), load_instrument()
    form = diagnosis_form(synthesise([measure_area(given, instrument.areas[0].id)]))
    return IntakePaper(given, instrument, Recorder(place, "intake"), lang, interactive, form)
