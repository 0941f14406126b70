"""How do the shipped fonts travel inside a page? As small woff subsets of the characters that it uses."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from kamnb.render.brand_fonts import SHIPPED
from kamnb.render.characters import characters_of, covered_characters, font_files

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


def build_webfonts(texts: Iterable[str], brand: Mapping[str, Any]) -> list[dict[str, str]]:
    """Which @font-face entries show these texts? [{family, weight, data}], normal and heavy; kept in memory by content.

    First the brand's own files, where it brings any; the shipped fonts then hold only what those lack.
    """
    used, own = set(ALWAYS).union(*map(set, texts)), list(brand["font_files"])
    ours = used & characters_of(tuple(own)) if own else set()
    faces = subset_faces(str(brand["fonts"]["family"]), own, ours)
    return faces + subset_faces(SHIPPED, list(map(str, font_files())), (used - ours) & covered_characters())


def subset_faces(family: str, files: list[str], characters: Collection[str]) -> list[dict[str, str]]:
    """A family's normal and heavy face with these characters; nothing where there are none."""
    text = "".join(sorted(characters))
    pairs = zip(("400", "700"), files, strict=False) if text else ()
    return [{"family": family, "weight": weight, "data": _subset(path, text)} for weight, path in pairs]
