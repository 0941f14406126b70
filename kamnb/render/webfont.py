"""How do the shipped fonts travel inside a page? As small woff subsets of the characters that it uses."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import lru_cache

from kamnb.render.characters import covered_characters, font_files

ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u2013\u2014\u2026\u00b7"


FEATURES = ("kern", "liga", "tnum", "locl", "palt", "ccmp", "mark")


def feature_tag(name: str) -> int:
    """A feature's four letters as the number that HarfBuzz knows it by."""
    return int.from_bytes(name.encode("ascii"), "big")


@lru_cache(maxsize=16)
def _subset(path: str, characters: str) -> str:
    """The font's woff with only `characters`, base64. HarfBuzz cuts it in milliseconds, fontTools needs seconds."""
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set({ord(each) for each in characters})
    features = wanted.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    features.update({feature_tag(each) for each in FEATURES})
    wanted.flags |= uharfbuzz.SubsetFlags.NO_HINTING
    cut = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)), wanted)
    font = TTFont(io.BytesIO(cut.blob.data), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    font.flavor, out = "woff", io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode("ascii")


def build_webfonts(texts: Iterable[str]) -> list[dict[str, str]]:
    """Which @font-face entries show these texts? [{weight, data}], Regular and Bold; kept in memory by content."""
    used = set(ALWAYS).union(*map(set, texts)) & covered_characters()
    characters = "".join(sorted(used))
    weights = {path: "700" if "Bold" in path.name else "400" for path in font_files()}
    return [{"weight": weight, "data": _subset(str(path), characters)} for path, weight in weights.items()]
