"""The document of a comparison of two waves that stands by itself."""

from __future__ import annotations

import datetime as dt

from kamnb.instrument.load import Instrument
from kamnb.report.blocks import Form
from kamnb.report.blocks import say as report_word
from kamnb.report.build import chapter, labels, number_chapters
from kamnb.report.waves import say, wave_blocks, wave_name, waves_lead
from kamnb.text.numbers import both_date


def comparison_document(instrument: Instrument, comparison: Form, form: Form) -> Form:
    """The document of a comparison by itself; `form` is the later wave's diagnosis."""
    names = {side: wave_name(comparison[side]) for side in ("before", "after")}
    blocks = wave_blocks(instrument, comparison)
    return {
        "client": form["client"]["name"],
        "title": say("report_title"),
        "subtitle": say("subtitle", **names),
        "as_of": form["as_of"],
        "date": both_date(dt.date.fromisoformat(form["as_of"])),
        "wave": form["wave"],
        "confidential": report_word("confidential"),
        "made_up": report_word("made_up") if form["client"]["made_up"] else None,
        "labels": labels(),
        "chapters": number_chapters(
            [chapter("waves", say("title"), blocks, "normal", waves_lead(comparison))]
        ),
    }
