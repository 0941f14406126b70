"""Which font files does a brand bring? Those in its folder's fonts/, checked, and how they stand in figures and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from kamnb.errors import UsageError
from kamnb.render.characters import font_files

SHIPPED = "Noto Sans SC"
NORMAL, HEAVY = 400, 700
RESTRICTED = 0x0002
"""Bit of a font's own licence field (OS/2 fsType) that forbids embedding. Source: OpenType 1.9, OS/2."""
SAMPLE = "Key account 0123456789.,% management"
LEAST_SCALE = 0.8
"""A figure's type is never set smaller than this part of its drawn size."""
FIGURE_FAMILY = re.compile(r"font-family:\s*['\"]?Noto Sans SC['\"]?")
UNSAFE = re.compile(r"[^\w .-]")
FIGURE_SIZE = re.compile(r"font-size:\s*([0-9.]+)(px|pt)")


def find_fonts(own: Path, family: str, where: str) -> list[str]:
    """Which of a brand's files are its normal and its heavy face? Paths in this order; empty where it brings none.

    One file alone serves as both. UsageError for a file that is no font, is of another family than brand.yml names,
    or forbids in its own licence field to be embedded.
    """
    paths = sorted(p for p in (own / "fonts").glob("*") if p.suffix.lower() in (".otf", ".ttf"))
    weights = {path: check_font(path, family, where) for path in paths}
    if not weights:
        return []
    return [str(min(weights, key=lambda p: (abs(weights[p] - wanted), p.name))) for wanted in (NORMAL, HEAVY)]


def check_font(path: Path, family: str, where: str) -> int:
    """How heavy is a font, 1 to 1000? An italic one counts as far off both faces.

    UsageError as `find_fonts` says; without a PostScript name, by which a PDF calls its fonts, it counts as broken.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(path, lazy=True)
        names = [str(font["name"].getDebugName(id) or "") for id in (16, 1)]
        about, setting = font["OS/2"], font["name"].getDebugName(6)
    except (TTLibError, KeyError, OSError) as error:
        raise UsageError("brand-font-broken", where=where, name=path.name) from error
    if not setting:
        raise UsageError("brand-font-broken", where=where, name=path.name)
    if family not in names:
        raise UsageError(
            "brand-font-family", where=where, name=path.name, family=family, found=names[0] or names[1]
        )
    if about.fsType & RESTRICTED:
        raise UsageError("brand-font-licence", where=where, name=path.name)
    return int(about.usWeightClass) + 10_000 * (about.fsSelection & 1)


@lru_cache(maxsize=16)
def sample_width(path: str) -> float:
    """How wide is a usual Latin text in a font, as a multiple of its size?"""
    from PIL import ImageFont

    return float(ImageFont.truetype(path, 200, layout_engine=ImageFont.Layout.BASIC).getlength(SAMPLE)) / 200


def figure_scale(files: Iterable[str]) -> float:
    """By which factor does a figure's type shrink so that a wider font needs no more room than the shipped one? 1 at most."""
    ratios = [
        sample_width(str(ours)) / sample_width(own) for ours, own in zip(font_files(), files, strict=False)
    ]
    return max(LEAST_SCALE, min(1.0, *ratios)) if ratios else 1.0


def set_figure_font(svg: str, family: str, files: list[str]) -> str:
    """How does a figure look in the brand's own font? As it is where the brand brings no files."""
    if not files:
        return svg
    scale, name = figure_scale(files), UNSAFE.sub("", family)
    named = FIGURE_FAMILY.sub(f"font-family: '{name}', '{SHIPPED}'", svg)
    if scale == 1.0:
        return named
    return FIGURE_SIZE.sub(lambda m: f"font-size: {float(m[1]) * scale:.4g}{m[2]}", named)
