"""How is a diagnosis shown to a board? A deck of 15 to 20 slides, native charts and tables, the same bytes for the same run."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kamnb.instrument.load import load_instrument
from kamnb.render import slides_areas, slides_back, slides_front
from kamnb.render.slides_fit import measured_with
from kamnb.render.slides_package import add_page, open_base, write_deck
from kamnb.render.slides_page import Page
from kamnb.render.slides_words import Told


def render_slides(form: dict[str, Any], document: dict[str, Any], lang: str, brand: dict[str, Any]) -> bytes:
    """What are the bytes of the deck in `lang`? Everything shown is in the diagnosis' written form or the document.

    Colours, fonts and the master come from the brand (its own slides/base.pptx, else the default's). No text leaves
    its box: it is measured, shrunk, then cut by rule, and what was cut stands in the speaker's notes.
    """
    told = Told(form, document, load_instrument(), lang, brand)
    deck = open_base(brand)
    day = dt.datetime.combine(dt.date.fromisoformat(str(form["as_of"])), dt.time())
    about = deck.core_properties
    about.title, about.author = told.pick(document["title"]), told.pick(brand.get("firm"))
    about.subject, about.language = told.pick(document["client"]), lang
    about.created = about.modified = day
    about.last_modified_by, about.revision = "", 1
    with measured_with(brand["font_files"]):
        for number, page in enumerate(build_pages(told), 1):
            note_cut(told, page)
            add_page(deck, page, number)
    return write_deck(deck)


def build_pages(told: Told) -> list[Page]:
    """Every slide in its order, twenty at most."""
    front, back = slides_front, slides_back
    found = [front.cover(told), front.summary(told), *front.three_findings(told)]
    found += [front.area_scores(told), front.clause_map(told), *front.opinion_record(told)]
    found += [slides_areas.area_page(told, area.id) for area in told.instrument.areas]
    changed = back.waves(told)
    promised = back.commitments(told, most=1 if changed else 2)
    found += [back.value(told), back.cause_page(told), back.roadmap(told), *promised]
    return [*found, *([changed] if changed else []), back.method(told), back.unknown(told)]


def note_cut(told: Told, page: Page) -> None:
    """Put what had to be cut on a slide into its notes."""
    if page.cut:
        page.notes = [*page.notes, told.t("notes.cut"), *(line.replace("**", "") for line in page.cut)]
