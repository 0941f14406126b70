"""How is a series drawn natively? Bars or marks with intervals, editable, with the numbers in a workbook behind them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kamnb.render.slides_page import Box, Chart, Page, fill_xml

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MOMENT = (1980, 1, 1, 0, 0, 0)
Values = Sequence[float | None]


@dataclass(frozen=True)
class Series:
    """One series: values a category; `low` and `high` draw an interval, with `tie` a line to another series' marks.

    `marker` makes it marks without a line, `line` a line without marks, else it is bars; `colors` is one a category.
    """

    name: str
    values: Values
    color: str
    marker: str | None = None
    line: bool = False
    low: Values | None = None
    high: Values | None = None
    tie: bool = False
    colors: Sequence[str] | None = None
    size: int = 9


@dataclass(frozen=True)
class Axis:
    """The value axis: from, to, distance of the lines, and whether its numbers are printed."""

    low: float
    high: float
    step: float
    shown: bool = True


def place_chart(
    page: Page,
    box: Box,
    categories: Sequence[str],
    series: Sequence[Series],
    axis: Axis,
    alt: str,
    lying: bool = False,
    legend: bool = True,
    size: float = 10.0,
) -> None:
    """Place a native chart: bars and marks over the same categories; `lying` turns bars."""
    columns = sheet_columns(series)
    bars = [(i, s) for i, s in enumerate(series) if not (s.marker or s.line)]
    marks = [(i, s) for i, s in enumerate(series) if s.marker or s.line]
    plots = ""
    if bars:
        drawn = "".join(series_xml(i, s, categories, columns, size) for i, s in bars)
        plots += (
            f'<c:barChart><c:barDir val="{"bar" if lying else "col"}"/><c:grouping val="clustered"/>'
            f'<c:varyColors val="0"/>{drawn}<c:gapWidth val="60"/><c:axId val="111"/><c:axId val="222"/></c:barChart>'
        )
    if marks:
        drawn = "".join(series_xml(i, s, categories, columns, size) for i, s in marks)
        plots += (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}<c:marker val="1"/>'
            '<c:axId val="111"/><c:axId val="222"/></c:lineChart>'
        )
    key = f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{letters(size)}</c:legend>' if legend else ""
    xml = (
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plots}{axes_xml(axis, lying, size)}</c:plotArea>{key}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{letters(size)}</c:chartSpace>"
    )
    page.charts.append(Chart(xml, workbook(categories, columns), box, alt, page.new_id()))


def sheet_columns(series: Sequence[Series]) -> list[tuple[str, Values]]:
    """Which columns has the workbook? Each series, then the two halves of its interval."""
    found: list[tuple[str, Values]] = [(s.name, s.values) for s in series]
    for s in series:
        if s.low is not None and s.high is not None:
            found += [
                (f"{s.name} +", distances(s.high, s.values)),
                (f"{s.name} -", distances(s.values, s.low)),
            ]
    return found


def distances(far: Values, near: Values) -> Values:
    """How far apart are two series? None where one is not known; never below zero."""
    pairs = zip(far, near, strict=True)
    return [None if a is None or b is None else max(round(a - b, 6), 0.0) for a, b in pairs]


def letters(size: float, color: str = "ink", bold: bool = False) -> str:
    """The look of a chart's words."""
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="{int(bold)}">'
        f'{fill_xml(color)}<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def stroke(color: str, width: float) -> str:
    """A line's look."""
    return f'<a:ln w="{round(width * 12_700)}">{fill_xml(color)}</a:ln>'


def series_xml(
    index: int, s: Series, categories: Sequence[str], columns: list[tuple[str, Values]], size: float
) -> str:
    """One series' XML, in the order that the format demands."""
    at, n = columns.index((s.name, s.values)) + 1, len(categories)
    name = (
        f'<c:tx><c:strRef><c:f>Sheet1!${letter(at)}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(s.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(c)}</c:v></c:pt>' for i, c in enumerate(categories))
    cat = (
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${n + 1}</c:f><c:strCache>"
        f'<c:ptCount val="{n}"/>{points}</c:strCache></c:strRef></c:cat>'
    )
    value = f"<c:val>{numbers(at, s.values)}</c:val>"
    is_bar = not (s.marker or s.line)
    tail = "" if is_bar else '<c:smooth val="0"/>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{name}{look(s, is_bar)}{point_looks(s)}'
        f"{errors_xml(s, columns, is_bar)}{cat}{value}{tail}</c:ser>"
    )


def letter(number: int) -> str:
    """The letter of a workbook's column; the first is B, behind the categories."""
    return chr(ord("A") + number)


def numbers(at: int, values: Values) -> str:
    """A reference to a column with the numbers it holds."""
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{v!r}</c:v></c:pt>' for i, v in enumerate(values) if v is not None
    )
    return (
        f"<c:numRef><c:f>Sheet1!${letter(at)}$2:${letter(at)}${len(values) + 1}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def look(s: Series, is_bar: bool) -> str:
    """The colours of a series: bars, marks or a line."""
    if is_bar:
        return f'<c:spPr>{fill_xml(s.color)}</c:spPr><c:invertIfNegative val="0"/>'
    if s.line:
        return f'<c:spPr>{stroke(s.color, 2.0)}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'
    inside = fill_xml(s.color)
    return (
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:marker><c:symbol val="{s.marker}"/><c:size val="{s.size}"/>'
        f"<c:spPr>{inside}{stroke(s.color, 1.75)}</c:spPr></c:marker>"
    )


def point_looks(s: Series) -> str:
    """A colour of its own for each bar."""
    return "".join(
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>{fill_xml(c)}</c:spPr></c:dPt>'
        for i, c in enumerate(s.colors or ())
    )


def errors_xml(s: Series, columns: list[tuple[str, Values]], is_bar: bool) -> str:
    """The interval of each point, from the workbook's own columns."""
    if s.low is None or s.high is None:
        return ""
    plus = next(i for i, (name, _) in enumerate(columns, 1) if name == f"{s.name} +")
    ends = [numbers(at, columns[at - 1][1]) for at in (plus, plus + 1)]
    way = "" if is_bar else '<c:errDir val="y"/>'
    drawn = stroke("muted", 2.0) if s.tie else stroke("ink", 1.25)
    return (
        f'<c:errBars>{way}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="{int(s.tie)}"/>'
        f"<c:plus>{ends[0]}</c:plus><c:minus>{ends[1]}</c:minus><c:spPr>{drawn}</c:spPr></c:errBars>"
    )


def axes_xml(axis: Axis, lying: bool, size: float) -> str:
    """The two axes: categories in their order from the top or the left; values with light lines."""
    order, sides = ("maxMin", ("l", "t")) if lying else ("minMax", ("b", "l"))
    plain = f"<c:spPr>{stroke('muted', 0.75)}</c:spPr>"
    grid = f"<c:majorGridlines><c:spPr>{stroke('light', 0.75)}</c:spPr></c:majorGridlines>"
    category = (
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{sides[0]}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{plain}{letters(size)}<c:crossAx val="222"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    value = (
        '<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/></c:scaling><c:delete val="{int(not axis.shown)}"/>'
        f'<c:axPos val="{sides[1]}"/>{grid}<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{letters(size, "muted")}<c:crossAx val="111"/><c:crosses val="autoZero"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{axis.step!r}"/></c:valAx>'
    )
    return category + value


def workbook(categories: Sequence[str], columns: list[tuple[str, Values]]) -> bytes:
    """The workbook behind a chart: categories down, series across; texts are written as texts."""
    head = row_xml(1, ["", *(name for name, _ in columns)])
    lines = [row_xml(i + 2, [c, *(values[i] for _, values in columns)]) for i, c in enumerate(categories)]
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{S}"><sheetData>{head}{"".join(lines)}</sheetData></worksheet>'
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text
            book.writestr(zipfile.ZipInfo(name, MOMENT), declared, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def relation(kind: str, target: str) -> str:
    """A part with one relationship."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/{kind}" Target="{target}"/></Relationships>'
    )


def row_xml(number: int, cells: Sequence[str | float | None]) -> str:
    """One row of a sheet; a text is an inline string, an unknown number is no cell."""
    out = ""
    for at, value in enumerate(cells):
        ref = f"{letter(at)}{number}"
        if isinstance(value, str):
            out += f'<c r="{ref}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
        elif value is not None:
            out += f'<c r="{ref}"><v>{value!r}</v></c>'
    return f'<row r="{number}">{out}</row>'
