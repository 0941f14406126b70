"""How is a slide drawn? Boxes of text, tables and charts in points; every text is measured before it is placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from kamnb.render.arrange import split_bold
from kamnb.render.slides_fit import PITCH, Para, fit, fit_line, without_rest

WIDTH, HEIGHT = 960.0, 540.0
"""Points: a slide of 13⅓ by 7½ inches."""
LEFT, RIGHT = 44.0, 916.0
TOP, BOTTOM = 112.0, 486.0
"""Where a slide's body lies, between its title and its source line."""
EMU = 12_700
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
SCHEME = {
    "ink": "tx1",
    "paper": "bg1",
    "light": "bg2",
    "accent": "accent1",
    "second": "accent2",
    "good": "accent3",
    "warn": "accent4",
    "bad": "accent5",
    "muted": "accent6",
}
"""Which of the theme's colours is each of the brand's?"""
LOCALE = {"zh": "zh-CN", "en": "en-US"}
TITLE = (24.0, 17.0)
"""The title's type size, at most and at least."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in points."""

    x: float
    y: float
    w: float
    h: float

    def inner(self, pad: float) -> Box:
        """The rectangle within, `pad` points from every edge."""
        return Box(self.x + pad, self.y + pad, self.w - 2 * pad, self.h - 2 * pad)

    def split(self, *shares: float, gap: float = 18.0) -> list[Box]:
        """Rectangles side by side, in these shares of the width."""
        room, x, found = self.w - gap * (len(shares) - 1), self.x, []
        for share in shares:
            w = room * share / sum(shares)
            found.append(Box(x, self.y, w, self.h))
            x += w + gap
        return found

    def stack(self, *heights: float, gap: float = 12.0) -> list[Box]:
        """Rectangles one below another, in these shares of the height."""
        room, y, found = self.h - gap * (len(heights) - 1), self.y, []
        for share in heights:
            h = room * share / sum(heights)
            found.append(Box(self.x, y, self.w, h))
            y += h + gap
        return found


BODY = Box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP)


@dataclass(frozen=True)
class Chart:
    """A native chart: its XML, the workbook behind it, where it stands and what it shows in words."""

    xml: str
    workbook: bytes
    box: Box
    alt: str
    id: int

    def frame(self, relation: str) -> str:
        """The frame that holds the chart on its slide."""
        uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
        return graphic(
            self.id,
            self.alt,
            self.box,
            f'<a:graphicData uri="{uri}"><c:chart xmlns:c="{uri}" r:id="{relation}"/></a:graphicData>',
        )


@dataclass
class Page:
    """One slide while it is drawn: its shapes' XML, charts and notes; texts that had to be cut are noted whole."""

    lang: str
    title: str
    cover: bool = False
    shapes: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    logo: tuple[str, Box] | None = None
    notes: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    tones: dict[str, str] = field(default_factory=dict)
    last: int = 1

    def new_id(self) -> int:
        """The next shape's number."""
        self.last += 1
        return self.last

    def text(
        self,
        box: Box,
        paras: Sequence[Para],
        size: float = 14,
        least: float = 10.5,
        anchor: str = "t",
        fill: str | None = None,
        edge: str | None = None,
        pad: float = 0.0,
    ) -> float:
        """Place paragraphs in a box; which type size did they get? Shrunk, then cut, so that they never leave it."""
        inner = box.inner(pad)
        shown, chosen, lost = fit([p for p in paras if p.text], inner.w, inner.h, size, least)
        self.cut += [p.text for p in lost]
        body = "".join(para_xml(p, chosen, self.lang, first=i == 0) for i, p in enumerate(shown)) or "<a:p/>"
        self.shapes.append(shape_xml(self.new_id(), "Text", box, body, anchor, fill, edge, pad))
        return chosen

    def bar(self, box: Box, fill: str, name: str = "Bar", form: str = "rect") -> None:
        """Place a filled shape without text."""
        self.shapes.append(shape_xml(self.new_id(), name, box, "<a:p/>", "t", fill, None, 0, form))


def color_xml(token: str) -> str:
    """A colour: a token of the brand by the theme, or six hex digits as they are."""
    if token in SCHEME:
        return f'<a:schemeClr val="{SCHEME[token]}"/>'
    return f'<a:srgbClr val="{token.lstrip("#").upper()}"/>'


def fill_xml(token: str | None) -> str:
    """A solid fill, or none."""
    return f"<a:solidFill>{color_xml(token)}</a:solidFill>" if token else "<a:noFill/>"


def emu(points: float) -> int:
    """Points in the file's unit."""
    return round(points * EMU)


def place(box: Box) -> str:
    """Where a shape stands."""
    return (
        f'<a:off x="{emu(box.x)}" y="{emu(box.y)}"/>'
        f'<a:ext cx="{max(emu(box.w), 0)}" cy="{max(emu(box.h), 0)}"/>'
    )


def run_xml(text: str, size: float, bold: bool, color: str, lang: str) -> str:
    """One run of text of one look."""
    heavy = ' b="1"' if bold else ""
    return (
        f'<a:r><a:rPr lang="{LOCALE[lang]}" sz="{round(size * 100)}"{heavy} dirty="0">{fill_xml(color)}</a:rPr>'
        f"<a:t>{escape(text)}</a:t></a:r>"
    )


def para_xml(para: Para, size: float, lang: str, first: bool = True) -> str:
    """One paragraph with exact line height, so that the measured height is the real one."""
    own = size * para.scale
    bullet, indent = "<a:buNone/>", ""
    if para.bullet:
        indent = f' marL="{emu(own)}" indent="-{emu(own)}"'
        bullet = (
            f'<a:buClr>{color_xml("accent")}</a:buClr><a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
        )
    runs: list[str] = []
    for number, line in enumerate(para.text.split("\n")):
        runs += ["<a:br/>"] if number else []
        runs += [run_xml(t, own, para.bold or b, para.color, lang) for t, b in split_bold(line)]
    above = 0 if first else para.gap * size
    return (
        f'<a:p><a:pPr algn="{para.align}"{indent}>'
        f'<a:lnSpc><a:spcPts val="{round(own * PITCH * 100)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(above * 100)}"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>'
        f"{bullet}</a:pPr>{''.join(runs)}</a:p>"
    )


def shape_xml(
    id: int,
    name: str,
    box: Box,
    body: str,
    anchor: str = "t",
    fill: str | None = None,
    edge: str | None = None,
    pad: float = 0.0,
    form: str = "rect",
) -> str:
    """A shape with text."""
    line = f'<a:ln w="9525">{fill_xml(edge)}</a:ln>' if edge else "<a:ln><a:noFill/></a:ln>"
    insets = " ".join(f'{side}="{emu(pad)}"' for side in ("lIns", "tIns", "rIns", "bIns"))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name} {id}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm>{place(box)}</a:xfrm><a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>'
        f"{fill_xml(fill)}{line}</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" {insets} anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{body}</p:txBody></p:sp>"
    )


def graphic(id: int, alt: str, box: Box, data: str) -> str:
    """A frame for a chart or a table, with its description for those who do not see it."""
    told = escape(alt, {'"': "&quot;", "\n": " "})
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{id}" name="Graphic {id}" descr="{told}"/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f"<p:xfrm>{place(box)}</p:xfrm><a:graphic>{data}</a:graphic></p:graphicFrame>"
    )


def title_xml(page: Page, box: Box, color: str = "ink", most: float = TITLE[0]) -> str:
    """The slide's title, in the layout's own placeholder, at the largest size at which it fits."""
    shown, size, lost = fit([Para(page.title, bold=True, color=color)], box.w, box.h, most, TITLE[1])
    page.cut += [p.text for p in lost]
    size = without_rest(shown[0].text, box.w, size, TITLE[1], bold=True)
    body = "".join(para_xml(p, size, page.lang) for p in shown)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{page.new_id()}" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{place(box)}</a:xfrm></p:spPr>'
        '<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{body}</p:txBody></p:sp>"
    )


def new_page(lang: str, title: str, foot: str, source: str, write: Callable[[str], str]) -> Page:
    """A content slide with title, rule, source line, foot and number; its body is still empty."""
    page = Page(lang, write(title))
    page.shapes.append(title_xml(page, Box(LEFT, 26, RIGHT - LEFT, 62)))
    page.bar(Box(LEFT, 94, 48, 3), "second", "Rule")
    small = 9.0
    line = fit_line(write(source), RIGHT - LEFT, small)
    page.text(Box(LEFT, 491, RIGHT - LEFT, 13), [Para(line, color="muted")], small, small)
    page.bar(Box(LEFT, 509, RIGHT - LEFT, 0.75), "light", "Line")
    left = fit_line(write(foot), RIGHT - LEFT - 60, small)
    page.text(Box(LEFT, 514, RIGHT - LEFT - 60, 13), [Para(left, color="muted")], small, small)
    page.shapes.append(number_xml(page, Box(RIGHT - 50, 514, 50, 13), small))
    return page


def number_xml(page: Page, box: Box, size: float) -> str:
    """The slide's number, as a field."""
    look = f'<a:rPr lang="{LOCALE[page.lang]}" sz="{round(size * 100)}">{fill_xml("muted")}</a:rPr>'
    field_xml = (
        f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{look}<a:t>#</a:t></a:fld>'
    )
    body = f'<a:p><a:pPr algn="r"><a:buNone/></a:pPr>{field_xml}</a:p>'
    return shape_xml(page.new_id(), "Number", box, body)
