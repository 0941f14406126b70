"""Does the deck say what the diagnosis says, natively, with its lineage, and does no text leave its box?"""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image, ImageFont
from pptx import Presentation
from pptx.util import Emu

from kamnb.model import Diagnosis
from kamnb.paths import templates
from kamnb.pipeline import measure_area, synthesise
from kamnb.render.brand import load_brand
from kamnb.render.characters import font_files
from kamnb.render.slides import render_slides
from kamnb.report.blocks import cell, is_too_wide, plain, table
from kamnb.report.build import build_document, without_notes
from kamnb.report.summary import answers, matters
from kamnb.sources.client import build_client
from kamnb.text.load import load_text
from kamnb.text.numbers import number

LANGUAGES = ("zh", "en")
HOSTILE = (
    "A" * 200,
    "\u5927" * 200,
    "<script>alert(1)</script>",
    "$\\frac{1}{0}$",
    "=cmd|' /C calc'!A0",
    "\u202e\u05e9\u05dc\u05d5\u05dd \U0001f600 \x01",
)
FRAME = re.compile(r"^(Text|Title)")
Made = tuple[dict[str, Any], dict[str, Any]]
Deck = Any


def make(diagnosis: Diagnosis, folder: Path) -> Made:
    """A diagnosis' written form and its document, without recorded figures."""
    (folder / "diagnosis.json").write_text(diagnosis.to_json(), encoding="utf-8")
    return json.loads((folder / "diagnosis.json").read_text(encoding="utf-8")), build_document(folder)


@pytest.fixture(scope="module")
def made(demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The demo's form and document."""
    return make(demo_diagnosis, tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def decks(made: Made) -> dict[str, bytes]:
    """The demo's decks."""
    return {lang: render_slides(*made, lang, load_brand()) for lang in LANGUAGES}


def read(deck: bytes) -> Deck:
    """A deck as python-pptx reads it."""
    return Presentation(io.BytesIO(deck))


def texts(slide: Any) -> str:
    """All text of a slide, tables included."""
    found = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    found += [c.text for s in slide.shapes if s.has_table for row in s.table.rows for c in row.cells]
    return "\n".join(found)


def notes_of(slide: Any) -> str:
    """A slide's speaker notes."""
    return str(slide.notes_slide.notes_text_frame.text)


@lru_cache(maxsize=2)
def font(bold: bool) -> Any:
    """A shipped font."""
    return ImageFont.truetype(str(font_files()[bold]), 100)


@cache
def letter(character: str, bold: bool) -> float:
    """How wide is a character at one point?"""
    return 0.0 if character in "\n\v" else float(font(bold).getlength(character)) / 100


def tall(frame: Any, width: float) -> float:
    """How tall is a frame's text in points? Counted here letter by letter, apart from the product's own rule."""
    height = 0.0
    for number_, para in enumerate(frame.paragraphs):
        indent = Emu(int(para._p.pPr.get("marL", 0))).pt if para._p.pPr is not None else 0
        pitch, above = para.line_spacing, para.space_before
        lines, used, runs = 1, 0.0, iter(para.runs)
        for element in para._p:
            if element.tag.endswith("}br"):
                lines, used = lines + 1, 0.0
            if not element.tag.endswith("}r"):
                continue
            run = next(runs)
            size = run.font.size.pt
            for piece in re.findall(r"[!-\u2e7f]+|.", run.text, re.S):
                wide = sum(letter(c, bool(run.font.bold)) for c in piece) * size
                if used + wide > width - indent and used:
                    lines, used = lines + 1, 0.0
                lines, used = lines + int(wide // (width - indent)), used + wide % (width - indent)
        height += lines * (pitch.pt if pitch is not None and para.runs else 0)
        height += above.pt if number_ and above is not None else 0
    return height


def overflows(deck: Deck) -> list[str]:
    """Which texts leave their boxes, which shapes the slide, which tables their frames?"""
    wide, high, found = deck.slide_width, deck.slide_height, []
    for index, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if (
                shape.left < 0
                or shape.top < 0
                or shape.left + shape.width > wide
                or shape.top + shape.height > high
            ):
                found.append(f"{index}: {shape.name} leaves the slide")
            if shape.has_text_frame and FRAME.match(shape.name):
                frame = shape.text_frame
                room = (shape.width - frame.margin_left - frame.margin_right) / 12_700
                least = (shape.height - frame.margin_top - frame.margin_bottom) / 12_700
                if tall(frame, room) > least + 0.5:
                    found.append(f"{index}: {shape.name} {frame.text[:40]!r}")
            if shape.has_table:
                found += [f"{index}: {text}" for text in table_overflows(shape)]
    return found


def table_overflows(shape: Any) -> list[str]:
    """Which cells of a table are taller than their row?"""
    table, found = shape.table, []
    for row in table.rows:
        for held, column in zip(row.cells, table.columns, strict=True):
            room = (column.width - held.margin_left - held.margin_right) / 12_700
            if (
                tall(held.text_frame, room)
                > (row.height - held.margin_top - held.margin_bottom) / 12_700 + 0.5
            ):
                found.append(held.text[:40])
    if abs(sum(row.height for row in table.rows) - shape.height) > 12_700:
        found.append("the rows do not fill the frame")
    return found


def overlaps(deck: Deck) -> list[str]:
    """Which texts, tables and charts lie on one another?"""
    found = []
    for index, slide in enumerate(deck.slides, 1):
        kept = [s for s in slide.shapes if s.has_table or s.has_chart or FRAME.match(s.name)]
        for a, b in combinations(kept, 2):
            across = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
            down = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
            if across > 12_700 and down > 12_700:
                found.append(f"{index}: {a.name} and {b.name}")
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_slide_has_a_sentence_as_title_and_notes_with_sources(
    made: Made, decks: dict[str, bytes], lang: str
) -> None:
    deck = read(decks[lang])
    assert 15 <= len(deck.slides) <= 20
    for slide in list(deck.slides)[1:]:
        assert len(slide.shapes.title.text_frame.text) > 8
        assert slide.has_notes_slide and len(slide.notes_slide.notes_text_frame.text) > 20
    notes = "\n".join(s.notes_slide.notes_text_frame.text for s in deck.slides)
    ids = [e["indicator"] for c in made[0]["clauses"].values() for e in c["evidence"]]
    assert len(ids) > 100 and [i for i in ids if i not in notes] == []
    assert [t for t in ("n=", "ledger", "S3") if t not in notes] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_and_tables_are_native(decks: dict[str, bytes], lang: str) -> None:
    shapes = [shape for slide in read(decks[lang]).slides for shape in slide.shapes]
    assert not [s for s in shapes if s.shape_type is not None and "PICTURE" in str(s.shape_type)]
    assert sum(s.has_chart for s in shapes) >= 10 and sum(s.has_table for s in shapes) >= 12


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_leaves_its_box_or_lies_on_another(decks: dict[str, bytes], lang: str) -> None:
    deck = read(decks[lang])
    assert overflows(deck) == []
    assert overlaps(deck) == []


def test_the_measure_of_this_test_can_fail(decks: dict[str, bytes]) -> None:
    deck = read(decks["en"])
    shape = next(
        s for s in list(deck.slides)[1].shapes if s.name.startswith("Text") and len(s.text_frame.text) > 200
    )
    shape.height = shape.height // 3
    assert len(overflows(deck)) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_score_is_printed_as_in_the_report(made: Made, decks: dict[str, bytes], lang: str) -> None:
    deck, form = read(decks[lang]), made[0]
    cells = {
        c.text for s in list(deck.slides)[4].shapes if s.has_table for r in s.table.rows for c in r.cells
    }
    for key, c in form["clauses"].items():
        score = number(c["score"], lang)
        assert f"{key}\v{f'({score})' if is_too_wide(c) else score}" in cells
    assert any(is_too_wide(c) for c in form["clauses"].values())
    slides = {s.shapes.title.text_frame.text: texts(s) for s in deck.slides}
    for area in form["areas"].values():
        assert any(number(area["score"], lang) in title for title in slides)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_chart_holds_what_its_workbook_holds_and_what_is_printed(
    made: Made, decks: dict[str, bytes], lang: str
) -> None:
    areas = [number(a["score"], lang) for a in made[0]["areas"].values()]
    seen = []
    for slide in read(decks[lang]).slides:
        for chart in (s.chart for s in slide.shapes if s.has_chart):
            book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
            rows = list(book.iter_rows(values_only=True))
            drawn = [s for plot in chart.plots for s in plot.series]
            for series in drawn:
                at = rows[0].index(series.name)
                assert [r[at] for r in rows[1:]] == list(series.values)
            assert [r[0] for r in rows[1:]] == list(chart.plots[0].categories)
            seen.append([f"{v:.0f}" for v in drawn[0].values if v is not None])
    assert areas in seen


def test_the_same_content_gives_the_same_bytes(made: Made, decks: dict[str, bytes]) -> None:
    assert render_slides(*made, "zh", load_brand()) == decks["zh"]
    with zipfile.ZipFile(io.BytesIO(decks["zh"])) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len(set(parts.namelist())) == len(parts.namelist())
    about = read(decks["zh"]).core_properties
    assert about.created.date().isoformat() == made[0]["as_of"] and about.title == made[1]["title"]["zh"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_texts_are_shown_harmless_and_stay_in_their_boxes(made: Made, lang: str) -> None:
    form, document = copy.deepcopy(made[0]), copy.deepcopy(made[1])
    for finding, text in zip(form["findings"], HOSTILE * 12, strict=False):
        finding["title"] = finding["text"] = dict.fromkeys(LANGUAGES, text)
    for remedy, text in zip(form["recommendations"], HOSTILE * 9, strict=False):
        remedy["title"] = remedy["first_step"] = remedy["measure"] = dict.fromkeys(LANGUAGES, text * 2)
    for text in HOSTILE:
        document["client"] = document["confidential"] = dict.fromkeys(LANGUAGES, text)
        deck = read(render_slides(form, document, lang, load_brand()))
        assert overflows(deck) == [] and overlaps(deck) == []
    shown = "\n".join(map(texts, deck.slides)) + "\n".join(
        s.notes_slide.notes_text_frame.text for s in deck.slides
    )
    assert "<script>alert(1)</script>" in shown and "[U+202E]" in shown and "\u202e" not in shown


def test_a_diagnosis_of_nothing_is_told_on_fifteen_slides_or_more(tmp_path: Path, instrument: Any) -> None:
    client = build_client(None, {})
    results = [measure_area(client, a.id) for a in instrument.areas]
    made = make(synthesise(results), tmp_path)
    assert {c["score"] for c in made[0]["clauses"].values()} == {None}
    for lang in LANGUAGES:
        deck = read(render_slides(*made, lang, load_brand()))
        assert 15 <= len(deck.slides) <= 20
        assert overflows(deck) == [] and overlaps(deck) == []
        assert not [s for s in deck.slides if not texts(s).strip()]


def test_many_commitments_are_split_over_two_slides(made: Made) -> None:
    form = copy.deepcopy(made[0])
    for remedy in form["recommendations"][:9]:
        remedy["phase"], remedy["left_out"] = "days90", None
    before = len(read(render_slides(*made, "en", load_brand())).slides)
    deck = read(render_slides(form, made[1], "en", load_brand()))
    assert len(deck.slides) == before + 1 <= 20
    assert overflows(deck) == []
    assert sum("(1/2)" in s.shapes.title.text_frame.text for s in deck.slides) == 1


def test_what_changed_since_the_earlier_wave_has_a_slide_and_twenty_are_enough(made: Made) -> None:
    form, document = copy.deepcopy(made[0]), copy.deepcopy(made[1])
    for remedy in form["recommendations"][:9]:
        remedy["phase"], remedy["left_out"] = "days90", None
    lead = dict.fromkeys(LANGUAGES, "Three clauses rose and one fell since spring")
    columns = [{"label": plain(name), "align": "left", "share": 1.0} for name in ("Area", "Change")]
    rows = [[cell(plain(f"Clause {i}")), cell(plain(f"+{i}"), "good")] for i in range(60)]
    blocks = [table(id, lead, columns, rows[:n]) for id, n in (("wave-areas", 7), ("wave-clauses", 60))]
    document["chapters"].append(
        {"id": "waves", "title": lead, "lead": lead, "kind": "normal", "blocks": blocks}
    )
    deck = read(render_slides(form, document, "en", load_brand()))
    assert len(deck.slides) == 20
    slide = next(s for s in deck.slides if s.shapes.title.text_frame.text == lead["en"])
    assert "Clause 6" in texts(slide) and "more rows" in texts(slide) and "Clause 59" in notes_of(slide)
    assert overflows(deck) == [] and overlaps(deck) == []


def test_clauses_that_changed_stand_first_on_the_slide_of_changes(made: Made) -> None:
    document = copy.deepcopy(made[1])
    lead = dict.fromkeys(LANGUAGES, "One clause rose since spring")
    columns = [{"label": plain(name), "align": "left", "share": 1.0} for name in "ABCDEFGH"]
    rows = [[cell(plain(f"{key} {i}")) for i in range(8)] for key in made[0]["clauses"]]
    rows[-1] = [cell(plain("F7 moved"), ref="F7"), *rows[-1][1:6], cell(plain("Rising"), "good"), rows[-1][7]]
    chapter = {"id": "waves", "title": lead, "lead": lead, "kind": "normal"}
    document["chapters"].append({**chapter, "blocks": [table("wave-clauses", lead, columns, rows)]})
    deck = read(render_slides(made[0], document, "en", load_brand()))
    slide = next(s for s in deck.slides if s.shapes.title.text_frame.text == lead["en"])
    shown = next(s.table for s in slide.shapes if s.has_table)
    assert [c.text for c in shown.rows[1].cells][0] == "F7 moved" and len(shown.columns) == 5
    assert "F7" in notes_of(slide) and overflows(deck) == []


def test_a_brand_gives_colours_fonts_firm_and_its_own_master(made: Made, tmp_path: Path) -> None:
    own = tmp_path / "firm"
    (own / "slides").mkdir(parents=True)
    (own / "brand.yml").write_text(
        "firm: {zh: \u67d0\u54a8\u8be2, en: Some Firm}\nfonts: {family: Source Han Sans}\n"
        'colors: {accent: "#551a8b"}\nlogo: logo.png\n',
        encoding="utf-8",
    )
    Image.new("RGB", (400, 100), "#551a8b").save(own / "logo.png")
    base = Presentation(str(templates() / "default" / "slides" / "base.pptx"))
    base.slide_layouts[1].name = "Ours"
    base.save(str(own / "slides" / "base.pptx"))
    deck = read(render_slides(*made, "en", load_brand(own)))
    assert deck.slides[3].slide_layout.name == "Ours" and "Some Firm" in texts(deck.slides[3])
    logo = next(s for s in deck.slides[0].shapes if s.name == "Logo")
    assert round(logo.width / logo.height, 1) == 4.0 and logo.top > 0
    theme = next(p.blob for p in deck.part.package.iter_parts() if p.partname.endswith("theme1.xml")).decode(
        "utf-8"
    )
    assert '<a:accent1><a:srgbClr val="551A8B"/></a:accent1>' in theme
    assert theme.count('<a:ea typeface="Source Han Sans"/>') == 2


def test_notes_and_slides_hold_no_judgement_notes(made: Made) -> None:
    reasons = [c["judgement"]["reason"] for c in made[0]["clauses"].values() if c["judgement"]["reason"]]
    deck = read(render_slides(without_notes(made[0]), made[1], "zh", load_brand()))
    shown = "\n".join(texts(s) + s.notes_slide.notes_text_frame.text for s in deck.slides)
    assert reasons and not [r for r in reasons if r in shown]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_area_leads_with_what_the_deck_is_led_by_and_counts_what_it_leaves_out(
    made: Made, decks: dict[str, bytes], lang: str
) -> None:
    form = made[0]
    led = matters(form)
    slides = list(read(decks[lang]).slides)
    for area in {f["clause"][0] for f in led}:
        first = next(f for f in led if f["clause"][0] == area)
        own = [f for f in form["findings"] if f["clause"][0] == area]
        own = [f for f in own if f["kind"] in ("gap", "disagreement") and f["status"] != "withdrawn"]
        slide = next(s for s in slides if f"{first['clause']} {first['title'][lang]}" in texts(s))
        told = [f for f in own if f"{f['clause']} {f['title'][lang]}" in texts(slide)]
        left, notes = len(own) - len(told), slide.notes_slide.notes_text_frame.text
        assert told and number(left, lang) in texts(slide)
        assert all(f["title"][lang] in notes for f in own if f not in told)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_score_not_to_be_quoted_stands_in_brackets(made: Made, decks: dict[str, bytes], lang: str) -> None:
    tables = [s.table for slide in read(decks[lang]).slides for s in slide.shapes if s.has_table]
    rows = [[c.text for c in row.cells] for t in tables for row in t.rows]
    for key, c in made[0]["clauses"].items():
        row = next(r for r in rows if r[0] == key and len(r) == 4)
        assert (row[2][0] == "(") == is_too_wide(c)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_joins_what_people_say_to_what_records_show(decks: dict[str, bytes], lang: str) -> None:
    charts = [s.chart for slide in read(decks[lang]).slides for s in slide.shapes if s.has_chart]
    chart = next(
        c for c in charts if len(list(c.plots[0].series)) == 2 and 'noEndCap val="1"' in c.part.blob.decode()
    )
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    rows = list(book.iter_rows(values_only=True, min_row=2))
    assert rows
    for _, opinion, record, above, below in rows:
        assert opinion + above - below == record
        assert min(above, below) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_clash_is_told_as_one(made: Made, lang: str) -> None:
    form = copy.deepcopy(made[0])
    clash = [k for k, c in form["clauses"].items() if c["readings_disagree"]]
    for key in clash[1:]:
        form["clauses"][key]["readings_disagree"] = False
    titles = [
        slide.shapes.title.text for slide in read(render_slides(form, made[1], lang, load_brand())).slides
    ]
    told = {"zh": "只有", "en": "on one of"}[lang]
    assert len(clash) > 1 and sum(told in title for title in titles) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gaps_within_chance_are_not_called_findings(made: Made, lang: str) -> None:
    form = copy.deepcopy(made[0])
    words = load_text("slides", lang)["clash"]
    for alike, told, untold in ((False, "reading", "reading_none"), (True, "reading_none", "reading")):
        for clause in form["clauses"].values():
            clause["readings_disagree"] &= not alike
        shown = [texts(slide) for slide in read(render_slides(form, made[1], lang, load_brand())).slides]
        assert sum(words[told] in text for text in shown) == 1
        assert not any(words[untold] in text for text in shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_area_s_slide_shows_a_difference_of_views_that_the_deck_is_led_by(made: Made, lang: str) -> None:
    form = copy.deepcopy(made[0])
    form["findings"] = [f for f in form["findings"] if f["kind"] == "level_gap" and f["clause"] == "O6"]
    assert len(form["findings"]) == 1 and matters(form) == form["findings"]
    slides = {
        s.shapes.title.text: texts(s) for s in read(render_slides(form, made[1], lang, load_brand())).slides
    }
    words = load_text("slides", lang)["area"]
    own = [
        text
        for text in slides.values()
        if words["none"] in text and form["findings"][0]["title"][lang] in text
    ]
    assert len(own) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_s_slide_says_when_work_on_its_findings_begins(
    made: Made, decks: dict[str, bytes], lang: str
) -> None:
    begun = answers(made[0], matters(made[0]))
    assert begun and begun[lang] in texts(list(read(decks[lang]).slides)[1])
