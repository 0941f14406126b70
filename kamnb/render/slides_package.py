"""What is the file of a deck made of? The brand's base, its theme, slides, charts and notes; same content, same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from kamnb.render.brand import find_template
from kamnb.render.slides_page import NAMESPACES, Box, Chart, Page

if TYPE_CHECKING:
    from pptx.parts.slide import SlidePart
    from pptx.presentation import Presentation
    from pptx.slide import Slide

BASE = "slides/base.pptx"
THEME = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "ink",
    "lt2": "light",
    "accent1": "accent",
    "accent2": "second",
    "accent3": "good",
    "accent4": "warn",
    "accent5": "bad",
    "accent6": "muted",
    "hlink": "accent",
    "folHlink": "muted",
}
"""Which of the brand's colours is each of the theme's?"""
MOMENT = (1980, 1, 1, 0, 0, 0)
COVER, CONTENT = 0, 1


def open_base(brand: dict[str, Any]) -> Presentation:
    """Which file does a deck start from? The brand's own base or the default's, with the brand's colours and fonts.

    A base has two layouts: the cover, then the one of every other slide; both with a title.
    """
    import pptx
    from pptx.util import Pt

    from kamnb.render.slides_page import HEIGHT, WIDTH

    deck = pptx.Presentation(str(find_template(brand, BASE)))
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for part in deck.part.package.iter_parts():
        if "/theme/" in part.partname:
            part._blob = brand_theme(part.blob.decode("utf-8"), brand).encode("utf-8")
    return deck


def brand_theme(theme: str, brand: dict[str, Any]) -> str:
    """The theme in the brand's colours and fonts, Latin and East Asian."""
    for slot, token in THEME.items():
        color = brand["colors"][token].lstrip("#").upper()
        filled = f'<a:{slot}><a:srgbClr val="{color}"/></a:{slot}>'
        theme = re.sub(rf"<a:{slot}>.*?</a:{slot}>", filled, theme, count=1, flags=re.S)
    family = escape(brand["fonts"]["family"], {'"': "&quot;"})
    fonts = f'<a:latin typeface="{family}"/><a:ea typeface="{family}"/><a:cs typeface=""/>'
    for kind in ("majorFont", "minorFont"):
        before, rest = theme.split(f"<a:{kind}>", 1)
        theme = f"{before}<a:{kind}>{fonts}</a:{kind}>{rest.split(f'</a:{kind}>', 1)[1]}"
    return theme


def add_page(deck: Presentation, page: Page, number: int) -> None:
    """Put one page at the end of the deck, with its charts and notes."""
    from pptx.oxml import parse_xml

    slide = deck.slides.add_slide(deck.slide_layouts[COVER if page.cover else CONTENT])
    tree = slide.shapes._spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    shapes = list(page.shapes)
    for index, chart in enumerate(page.charts, 1):
        shapes.append(chart.frame(add_chart(slide.part, chart, number * 10 + index)))
    for shape in parse_xml(f"<p:tree {NAMESPACES}>{''.join(shapes)}</p:tree>"):
        tree.append(shape)
    if page.logo:
        add_logo(slide, *page.logo)
    add_notes(deck, slide.part, page.notes, number)


def add_logo(slide: Slide, path: str, box: Box) -> None:
    """Put the brand's logo on a slide, as large as its box allows."""
    from pptx.util import Emu, Pt

    picture = slide.shapes.add_picture(path, Pt(box.x), Pt(box.y))
    factor = min(Pt(box.w) / picture.width, Pt(box.h) / picture.height)
    picture.width, picture.height = (Emu(round(side * factor)) for side in (picture.width, picture.height))
    picture.name = "Logo"


def add_chart(slide: SlidePart, chart: Chart, number: int) -> str:
    """Store a native chart with the workbook that a reader edits; what is its relationship's id?"""
    from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from pptx.opc.packuri import PackURI
    from pptx.oxml import parse_xml
    from pptx.parts.chart import ChartPart
    from pptx.parts.embeddedpackage import EmbeddedXlsxPart

    name = PackURI(f"/ppt/charts/chart{number}.xml")
    part = ChartPart(name, CONTENT_TYPE.DML_CHART, slide.package, parse_xml(chart.xml))
    book = EmbeddedXlsxPart(
        PackURI(f"/ppt/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        CONTENT_TYPE.SML_SHEET,
        slide.package,
        chart.workbook,
    )
    part.chart_workbook.xlsx_part = book
    return str(slide.relate_to(part, RELATIONSHIP_TYPE.CHART))


def add_notes(deck: Presentation, slide: SlidePart, lines: list[str], number: int) -> None:
    """Write a slide's speaker notes."""
    from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from pptx.opc.packuri import PackURI
    from pptx.oxml import parse_xml
    from pptx.parts.slide import NotesSlidePart

    name = PackURI(f"/ppt/notesSlides/notesSlide{number}.xml")
    part = NotesSlidePart(name, CONTENT_TYPE.PML_NOTES_SLIDE, slide.package, parse_xml(notes_xml(lines)))
    part.relate_to(deck.part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
    part.relate_to(slide, RELATIONSHIP_TYPE.SLIDE)
    slide.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)


def notes_xml(lines: list[str]) -> str:
    """The XML of a notes page: the slide's picture, and the text."""
    text = "".join(f"<a:p><a:r><a:rPr/><a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines) or "<a:p/>"
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
    )
    body = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{text}</p:txBody></p:sp>"
    )
    root = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{picture}{body}"
    )
    return (
        f"<p:notes {NAMESPACES}><p:cSld><p:spTree>{root}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def write_deck(deck: Presentation) -> bytes:
    """The file's bytes, with a fixed moment on every part and the parts in a fixed order."""
    stream, out = io.BytesIO(), io.BytesIO()
    deck.save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            fixed.writestr(zipfile.ZipInfo(name, MOMENT), made.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
