"""How do the shipped fonts travel inside a page? As small woff2 subsets of the characters that it uses."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import lru_cache

from kamnb.render.characters import covered_characters, font_files

ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u2013\u2014\u2026\u00b7"


@lru_cache(maxsize=16)
def _subset(path: str, characters: str) -> str:
    """The font's woff2 with only `characters`, base64."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2", layout_features=["kern", "liga", "tnum", "locl", "palt", "ccmp", "mark"]
    )
    options.hinting, options.desubroutinize, options.notdef_outline = False, True, True
    font = TTFont(path, recalcTimestamp=False, recalcBBoxes=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    out = io.BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return base64.b64encode(out.getvalue()).decode("ascii")


def build_webfonts(texts: Iterable[str]) -> list[dict[str, str]]:
    """Which @font-face entries show these texts? [{weight, data}], Regular and Bold; kept in memory by content."""
    used = set(ALWAYS).union(*map(set, texts)) & covered_characters()
    characters = "".join(sorted(used))
    weights = {path: "700" if "Bold" in path.name else "400" for path in font_files()}
    return [{"weight": weight, "data": _subset(str(path), characters)} for path, weight in weights.items()]
