"""How does a table stand on a slide? A native one, its rows as tall as their text is measured to be; what is too much is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kamnb.render.slides_fit import PITCH, SAFETY, STEP, Para, fit_line, para_lines, units, whole_width
from kamnb.render.slides_page import Box, Page, color_xml, emu, fill_xml, graphic, para_xml

SIDE, ABOVE = 5.0, 3.2
"""Points between a cell's edge and its text: left and right, above and below."""
MORE_HEIGHT = 15.0
SHORT_HEAD = 8.0
"""A head of so many type sizes stands on one line."""
MOST_OF_TABLE = 0.4
"""No column takes more of the table's width for its longest word."""
MOST_STRETCH = 1.9
URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


@dataclass(frozen=True)
class Cell:
    """One cell: `tone` is a token of the brand, `fill` a token or six hex digits."""

    text: str
    tone: str | None = None
    bold: bool = False
    fill: str | None = None
    align: str | None = None


@dataclass(frozen=True)
class Column:
    """One column: its head, how it is aligned, its share of the width."""

    label: str
    align: str = "l"
    share: float = 1.0


Rows = Sequence[Sequence[Cell]]


def from_block(
    block: dict[str, Any],
    lang: str,
    write: Callable[[str], str],
    picks: Sequence[int] | None = None,
    shares: Sequence[float] | None = None,
) -> tuple[list[Column], list[list[Cell]]]:
    """The columns (those picked) and rows of a report's table in one language."""
    chosen = list(picks) if picks is not None else list(range(len(block["columns"])))
    found = [block["columns"][i] for i in chosen]
    widths = list(shares) if shares is not None else [float(c["share"]) for c in found]
    columns = [
        Column(write(c["label"][lang]), "r" if c["align"] == "right" else "l", share)
        for c, share in zip(found, widths, strict=True)
    ]
    rows = [
        [Cell(write(row[i]["text"][lang]), row[i].get("tone"), bool(row[i].get("bold"))) for i in chosen]
        for row in block["rows"]
    ]
    return columns, rows


def place_table(
    page: Page,
    box: Box,
    columns: Sequence[Column],
    rows: Rows,
    more: Callable[[int], str],
    sizes: tuple[float, float] = (12.0, 9.5),
    alt: str = "",
    head: bool = True,
    stretch: bool = False,
) -> int:
    """Place a table; how many rows are shown? The type shrinks to the least size, then rows give way to one line of `more`.

    Rows that are left out are kept among the page's cut texts, so that the speaker's notes hold them.
    """
    top = [[Cell(c.label, bold=True) for c in columns]] if head else []
    size, widths, heights = choose_size(columns, [*top, *rows], box, sizes)
    if stretch:
        factor = min(box.h / max(sum(heights), 1.0), MOST_STRETCH)
        heights = [h * max(factor, 1.0) for h in heights]
    shown = len(rows)
    if sum(heights) > box.h + 0.01:
        while shown and sum(heights[: len(top) + shown]) > box.h - MORE_HEIGHT:
            shown -= 1
    kept, used = [*top, *rows[:shown]], heights[: len(top) + shown]
    if kept:
        table = table_xml(page, columns, kept, widths, used, size, bool(top))
        frame = Box(box.x, box.y, box.w, sum(used))
        page.shapes.append(graphic(page.new_id(), alt, frame, table))
    if shown < len(rows):
        page.cut += [" \u00b7 ".join(c.text for c in row if c.text) for row in rows[shown:]]
        line = fit_line(more(len(rows) - shown), box.w, sizes[1])
        at = Box(box.x, box.y + sum(used) + 2, box.w, MORE_HEIGHT - 2)
        page.text(at, [Para(line, color="muted")], sizes[1], sizes[1])
    return shown


def choose_size(
    columns: Sequence[Column], rows: Rows, box: Box, sizes: tuple[float, float]
) -> tuple[float, list[float], list[float]]:
    """The largest type size at which rows fit a box, else the least; with the widths and heights it gives."""
    size = sizes[0]
    while True:
        widths = column_widths(columns, rows, box.w, size)
        heights = [row_height(r, widths, size) for r in rows]
        if size <= sizes[1] or sum(heights) <= box.h:
            return size, widths, heights
        size -= STEP


def column_widths(columns: Sequence[Column], rows: Rows, total: float, size: float) -> list[float]:
    """How wide is each column? By its share, but wide enough for its longest word and for a short head."""
    for head in (True, False):
        least = [
            min(
                max((needed(r[i], size, head and r is rows[0]) for r in rows), default=0.0),
                MOST_OF_TABLE * total,
            )
            for i in range(len(columns))
        ]
        if sum(least) <= total:
            break
    fixed: set[int] = set()
    while True:
        room = total - sum(least[i] for i in fixed)
        shares = sum(c.share for i, c in enumerate(columns) if i not in fixed)
        if room <= 0 or not shares:
            return [total * c.share / sum(each.share for each in columns) for c in columns]
        widths = [least[i] if i in fixed else room * c.share / shares for i, c in enumerate(columns)]
        tight = {i for i, w in enumerate(widths) if i not in fixed and w < least[i] - 1e-9}
        if not tight:
            return widths
        fixed |= tight


def needed(cell: Cell, size: float, head: bool) -> float:
    """How wide must a column be so that no word of a cell is broken, and a short head stands on one line?"""
    text = cell.text.replace("**", "").replace("\n", " ")
    whole = whole_width(text, True) if head else SHORT_HEAD + 1
    longest = whole if whole <= SHORT_HEAD else max((w for w, _ in units(text, cell.bold)), default=0.0)
    return longest * size * SAFETY + 2 * SIDE + 0.5


def row_height(row: Sequence[Cell], widths: Sequence[float], size: float) -> float:
    """How tall is a row? As its tallest cell."""
    lines = [
        para_lines(Para(c.text, bold=c.bold), w - 2 * SIDE, size) for c, w in zip(row, widths, strict=True)
    ]
    return max(lines) * size * PITCH + 2 * ABOVE


def table_xml(
    page: Page,
    columns: Sequence[Column],
    rows: Rows,
    widths: Sequence[float],
    heights: Sequence[float],
    size: float,
    head: bool,
) -> str:
    """The table's XML: a heavy line below the head, thin ones below the rows."""
    grid = "".join(f'<a:gridCol w="{emu(w)}"/>' for w in widths)
    body = ""
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        is_head = head and number == 0
        cells = "".join(cell_xml(page, c, k, size, is_head) for c, k in zip(row, columns, strict=True))
        body += f'<a:tr h="{emu(height)}">{cells}</a:tr>'
    first = ' firstRow="1"' if head else ""
    return (
        f'<a:graphicData uri="{URI}"><a:tbl><a:tblPr{first}/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>'
        "</a:graphicData>"
    )


def cell_xml(page: Page, cell: Cell, column: Column, size: float, head: bool) -> str:
    """One cell's XML."""
    color = page.tones.get(cell.tone or "", cell.tone or "ink")
    para = para_xml(Para(cell.text, cell.bold, color, align=cell.align or column.align), size, page.lang)
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    width, line = (15_875, "ink") if head else (6_350, page.tones.get("line", "muted"))
    below = f'<a:lnB w="{width}"><a:solidFill>{color_xml(line)}</a:solidFill></a:lnB>'
    insets = f'marL="{emu(SIDE)}" marR="{emu(SIDE)}" marT="{emu(ABOVE)}" marB="{emu(ABOVE)}"'
    anchor = "b" if head else "ctr"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{para}</a:txBody>"
        f'<a:tcPr {insets} anchor="{anchor}">{none}{below}{fill_xml(cell.fill)}</a:tcPr></a:tc>'
    )
