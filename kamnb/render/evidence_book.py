"""Where is every number of a diagnosis, with its unit, interval, n and source? One workbook, both languages side by side."""

from __future__ import annotations

import io
from typing import Any


def render_evidence_book(
    form: dict[str, Any], document: dict[str, Any], lang: str, brand: dict[str, Any]
) -> bytes:
    """What are the bytes of evidence.xlsx? `lang` decides nothing: heads are in both languages."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet()
    return stream.getvalue()
