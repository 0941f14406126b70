"""Where is every number of a diagnosis, with its unit, interval, n and source? One workbook, both languages side by side."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from kamnb.instrument.load import load_instrument
from kamnb.model import Bilingual
from kamnb.render.characters import make_harmless
from kamnb.render.evidence_changes import own_sheets
from kamnb.render.evidence_key import key_to_codes
from kamnb.render.evidence_sheets import BOTH, LONG, Row, Sheet, all_sheets
from kamnb.text.load import LANGUAGES, both

if TYPE_CHECKING:
    from xlsxwriter.workbook import Format, Workbook
    from xlsxwriter.worksheet import Worksheet

FORMATS = {
    "score": "0.0",
    "count": "#,##0",
    "share": "0.0%",
    "money": "#,##0",
    "days": "0.0",
    "months": "0.0",
    "years": "0.0",
    "ratio": "0.00",
    "points": "0.0",
    "index": "0.0",
    "number": "#,##0.######",
}
"""How each kind of number, and each unit, is written."""
LONGEST = 32_000
"""Characters that a cell may hold."""
WIDEST, NARROWEST, PROSE = 42, 9, 60
LINE, MOST_LINES = 15.0, 20
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def render_evidence_book(
    form: dict[str, Any], document: dict[str, Any], lang: str, brand: dict[str, Any]
) -> bytes:
    """What are the bytes of evidence.xlsx? `lang` decides only which language's words come first.

    Every text is written as text, so nothing that a client wrote can become a formula or a link; dates inside the
    file are the diagnosis' own, so that the same run gives the same bytes.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    day = dt.date.fromisoformat(str(form["as_of"]))
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": document["title"][lang], "created": dt.datetime(*day.timetuple()[:3])})
        looks = make_looks(book, brand)
        for sheet in sheets_of(form, document):
            write_sheet(book, sheet, looks, brand, lang)
    return stream.getvalue()


def sheets_of(form: dict[str, Any], document: dict[str, Any]) -> list[Sheet]:
    """Every sheet in its order: what the workbook is, what its code words mean, then the numbers."""
    instrument = load_instrument()
    about, *others = [*all_sheets(form, document), *own_sheets(instrument, form, document)]
    return [about, key_to_codes(instrument, form, others), *others]


def make_looks(book: Workbook, brand: dict[str, Any]) -> dict[str, Format]:
    """Which cell formats are there? One a kind of number, one for text, which stands off the number before it, one for heads."""
    font = {"font_name": brand["fonts"]["family"], "font_size": 10, "valign": "top"}
    looks = {kind: book.add_format({**font, "num_format": code}) for kind, code in FORMATS.items()}
    looks["text"] = book.add_format({**font, "num_format": "@", "text_wrap": True, "indent": 1})
    colors = {"bg_color": brand["colors"]["ink"], "font_color": brand["colors"]["paper"]}
    looks["head"] = book.add_format({**font, **colors, "bold": True, "text_wrap": True, "border": 1})
    return looks


def write_sheet(
    book: Workbook, sheet: Sheet, looks: dict[str, Format], brand: dict[str, Any], lang: str
) -> None:
    """Write one sheet: heads in both languages, frozen and filtered, then its rows."""
    page = book.add_worksheet(sheet_name(sheet.key))
    columns = heads(sheet)
    for at, (head, _) in enumerate(columns):
        page.write_string(0, at, head, looks["head"])
    lines = [spread(sheet, row) for row in sheet.rows]
    for number, line in enumerate(lines, 1):
        page.set_row(number, row_height(line, columns))
        for at, (value, (_, kind)) in enumerate(zip(line, columns, strict=True)):
            write_cell(page, number, at, value, kind, looks)
    page.set_row(0, 32)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)
    for at, (head, kind) in enumerate(columns):
        page.set_column(at, at, column_width(head, kind, [line[at] for line in lines]))
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_tab_color(brand["colors"]["accent"])


def sheet_name(key: str) -> str:
    """What is a sheet called? Both languages, in Excel's 31 characters."""
    name = both("evidence_book", f"sheets.{key}")
    return f"{name['zh']} {name['en']}"[:31]


def heads(sheet: Sheet) -> list[tuple[str, str]]:
    """Which columns does a sheet have? (head in both languages, kind); a text in both languages takes two columns."""
    found: list[tuple[str, str]] = []
    for key, kind in sheet.columns:
        head = both("evidence_book", f"columns.{key}") if isinstance(key, str) else key
        if kind in (BOTH, LONG):
            tongue = both("evidence_book", "tongue")
            look = "text" if kind == BOTH else LONG
            found += [(f"{join(head)}\n{tongue[lang]}", look) for lang in LANGUAGES]
        else:
            found.append((join(head, "\n"), kind))
    return found


def join(head: Bilingual, by: str = " / ") -> str:
    """A head in both languages."""
    return by.join(head[lang] for lang in LANGUAGES)


def spread(sheet: Sheet, row: Row) -> list[Any]:
    """A row with each text in both languages on two columns."""
    out: list[Any] = []
    for value, (_, kind) in zip(row, sheet.columns, strict=True):
        out += [(value or {}).get(lang) for lang in LANGUAGES] if kind in (BOTH, LONG) else [value]
    return out


def write_cell(page: Worksheet, row: int, at: int, value: Any, kind: str, looks: dict[str, Format]) -> None:
    """Write one cell: a number as a number, a text as a text, nothing where nothing is known."""
    if isinstance(value, tuple):
        value, kind = value
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, at, value, looks["text"])
    elif isinstance(value, (int, float)):
        page.write_number(row, at, value, looks[kind if kind in FORMATS else "number"])
    else:
        text = (value if value.isprintable() else make_harmless(value))[:LONGEST]
        page.write_string(row, at, text, looks["text"])


def column_width(head: str, kind: str, values: list[Any]) -> float:
    """How wide is a column? By its longest text, a Chinese character counting for two."""
    if kind == LONG:
        return PROSE
    texts = [str(v) for v in values if isinstance(v, str)]
    longest = max([*map(halves, texts), *map(halves, head.split("\n")), NARROWEST])
    return min(longest + 3, WIDEST)


def row_height(line: list[Any], columns: list[tuple[str, str]]) -> float | None:
    """How tall is a row, in points? As its longest wrapped text; None, the usual height, where nothing is wrapped."""
    room = {True: PROSE - 4, False: WIDEST - 4}
    texts = [(v, kind == LONG) for v, (_, kind) in zip(line, columns, strict=True) if isinstance(v, str)]
    lines = max((halves(text) // room[long] + 1 for text, long in texts), default=1)
    return LINE * min(lines, MOST_LINES) if lines > 1 else None


def halves(text: str) -> int:
    """How many half-width characters wide is a text? GB18030 gives a Chinese character two bytes, a letter one."""
    return len(text.encode("gb18030", "replace"))
