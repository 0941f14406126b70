"""Which characters can the shipped fonts print, and what stands in for the others?"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from kamnb.paths import fonts

DIRECTION_MARKS = frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
)
"""Marks that turn the direction of the text around them: a client's name could hide or reverse its neighbours."""


def font_files() -> list[Path]:
    """Which font files are shipped, Regular first?"""
    return list(_fonts_of(fonts()))


@lru_cache(maxsize=4)
def _fonts_of(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.[ot]tf"), key=lambda path: ("Bold" in path.name, path.name)))


def covered_characters() -> frozenset[str]:
    """Which characters does every shipped font have a glyph for?"""
    return characters_of(tuple(map(str, font_files())))


@lru_cache(maxsize=4)
def characters_of(files: tuple[str, ...]) -> frozenset[str]:
    """Which characters do all of these font files have a glyph for?"""
    import uharfbuzz

    maps = [set(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path)).unicodes) for path in files]
    codes = set.intersection(*maps) if maps else set()
    return frozenset(chr(code) for code in codes) - DIRECTION_MARKS


def _is_forbidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co")


def cover_characters(text: str, covered: frozenset[str] | set[str]) -> tuple[str, int]:
    """How is `text` written with only the `covered` characters? Every other becomes [U+1F600].

    Returns (text, how many characters were replaced). Line breaks and tabs are kept.
    """
    composed = unicodedata.normalize("NFC", text)
    if covered.issuperset(composed):
        return composed, 0
    out = [c if c in covered or c in "\n\t" else f"[U+{ord(c):04X}]" for c in composed]
    return "".join(out), sum(1 for old, new in zip(composed, out, strict=True) if old != new)


def make_harmless(text: str) -> str:
    """How is `text` written without controls and direction marks? Each becomes [U+202E]; all else stays."""
    if text.isprintable() or not any(
        c in DIRECTION_MARKS or (_is_forbidden(c) and c not in "\n\t") for c in text
    ):
        return text
    return "".join(
        f"[U+{ord(c):04X}]" if c in DIRECTION_MARKS or (_is_forbidden(c) and c not in "\n\t") else c
        for c in text
    )
