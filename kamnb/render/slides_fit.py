"""Does a text fit its box on a slide? Measured with the shipped fonts, shrunk by rule, cut by rule, never hoped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache

from kamnb.render.arrange import split_bold
from kamnb.render.characters import characters_of, font_files

PITCH = 1.28
"""Height of a line as a part of the type's size; written into the file as exact points, so no reader guesses."""
SAFETY = 1.04
"""Readers without the font set Latin letters wider than ours by up to so much."""
STEP = 0.5
REST = 0.2
"""A last line of a title that takes no more of the width is a leftover."""
UNIT_PIXELS = 200
AUTOSPACE, WIDE = 0.25, chr(0x2E7F)
"""Some readers set a quarter of the type's size between a Chinese character and a Latin one."""
CLOSING = "".join(map(chr, (0xFF0C, 0x3002, 0x3001, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F, 0xFF09, 0x300B, 0x201D)))
CLOSING += ",.;:!?)%]}" + "".join(map(chr, (0x2019, 0x2026, 0x00B7)))
OPENING = "([{" + "".join(map(chr, (0xFF08, 0x300A, 0x201C, 0x2018)))
PIECES = re.compile(r"\s+|[!-\u2e7f\U0001f000-\U0001ffff]+|.", re.S)
ENDS = re.compile(r"(?<=[\u3002\uff1b\uff01\uff1f])|(?<=[.;!?] )")
DOTS = "\u2026"


@dataclass(frozen=True)
class Para:
    """One paragraph of a box: `scale` and `gap` are parts of the box's type size, `color` is a token of the brand."""

    text: str
    bold: bool = False
    color: str = "ink"
    scale: float = 1.0
    gap: float = 0.35
    bullet: bool = False
    align: str = "l"


FACES: ContextVar[tuple[str, ...]] = ContextVar("faces", default=())
"""A brand's own normal and heavy face, while its deck is made; empty for the shipped ones."""


@contextmanager
def measured_with(files: Iterable[str]) -> Iterator[None]:
    """Measure with these files, where there are any, until the block ends; decks made beside it keep their own."""
    token = FACES.set(tuple(files))
    try:
        yield
    finally:
        FACES.reset(token)


@lru_cache(maxsize=8)
def _font(path: str) -> object:
    from PIL import ImageFont

    return ImageFont.truetype(path, UNIT_PIXELS, layout_engine=ImageFont.Layout.BASIC)


def letter_width(letter: str, bold: bool) -> float:
    """How wide is a character, as a part of the type's size? One without a glyph is taken to be a full square."""
    return width_in(letter, bold, FACES.get())


@lru_cache(maxsize=40_000)
def width_in(letter: str, bold: bool, faces: tuple[str, ...]) -> float:
    """How wide is a character in these faces, in the shipped ones where they lack it?"""
    own = bool(faces) and letter in characters_of(faces)
    path = faces[bold] if own else str(font_files()[bold])
    width = float(_font(path).getlength(letter)) / UNIT_PIXELS  # type: ignore[attr-defined]
    wide = unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF
    return max(width, 1.0) if wide else width


def text_width(text: str, bold: bool = False) -> float:
    """How long is a text on one line, as a multiple of the type's size?"""
    return sum(letter_width(letter, bold) for letter in text)


def units(text: str, bold: bool) -> tuple[tuple[float, float], ...]:
    """Which pieces of a text may not be broken? Each as (width, width of the blank behind it), in type sizes."""
    return units_in(text, bold, FACES.get())


@lru_cache(maxsize=8_000)
def units_in(text: str, bold: bool, faces: tuple[str, ...]) -> tuple[tuple[float, float], ...]:
    """The pieces of a text in these faces, which are those that widths are measured with."""
    found: list[str] = []
    for piece in PIECES.findall(text):
        stays = found and (piece.isspace() or piece[0] in CLOSING or found[-1][-1] in OPENING)
        if stays and not (found[-1][-1:].isspace() and not piece.isspace()):
            found[-1] += piece
        else:
            found.append(piece)
    widths = []
    for piece, after in zip(found, [*found, ""][1:], strict=True):
        word = text_width(piece.rstrip(), bold)
        seam = AUTOSPACE if after and is_seam(piece[-1], after[0]) else 0.0
        widths.append((word, text_width(piece, bold) - word + seam))
    return tuple(widths)


def is_seam(left: str, right: str) -> bool:
    """Do a Chinese character and a Latin letter or digit meet here?"""
    return (left.isascii() and not left.isspace() and right > WIDE) or (
        left > WIDE and right.isascii() and not right.isspace()
    )


def whole_width(text: str, bold: bool) -> float:
    """How long is a text on one line, with the blanks that some readers set between scripts?"""
    return sum(word + blank for word, blank in units(text, bold))


def count_lines(text: str, width: float, size: float, bold: bool = False) -> int:
    """On how many lines does a text stand in `width` points at `size` points? At least one."""
    return lines_and_last(text, width, size, bold)[0]


def lines_and_last(text: str, width: float, size: float, bold: bool = False) -> tuple[int, float]:
    """On how many lines does a text stand, and which part of the width does the last one take?"""
    room = width / size / SAFETY
    lines, used = 1, 0.0
    for long, blank in units(text, bold):
        if used and used + long > room:
            lines, used = lines + 1, 0.0
        if long > room:
            more, rest = divmod(long, max(room - 1, 0.5))
            lines, long = lines + int(more), rest
        used += long + blank
    return lines, used / room


def without_rest(text: str, width: float, size: float, least: float, bold: bool = False) -> float:
    """At which type size does no word or two stand alone on a text's last line? Unchanged where none a little smaller does."""
    lines, last = lines_and_last(text, width, size, bold)
    if lines == 1 or last > REST:
        return size
    smaller = size - STEP
    while smaller >= max(least, 0.8 * size):
        if count_lines(text, width, smaller, bold) < lines:
            return smaller
        smaller -= STEP
    return size


def para_lines(para: Para, width: float, size: float) -> int:
    """On how many lines does a paragraph stand? Bold runs within it are measured as bold throughout."""
    own = size * para.scale
    inner = width - (own if para.bullet else 0)
    plain, bold = "".join(run for run, _ in split_bold(para.text)), para.bold or "**" in para.text
    return sum(count_lines(line, inner, own, bold) for line in plain.split("\n"))


def paras_height(paras: Sequence[Para], width: float, size: float) -> float:
    """How tall are paragraphs at a type size, in points? The first has no gap above it."""
    height = 0.0
    for number, para in enumerate(paras):
        height += para_lines(para, width, size) * size * para.scale * PITCH
        height += para.gap * size if number else 0
    return height


def fit_size(paras: Sequence[Para], width: float, height: float, most: float, least: float) -> float | None:
    """What is the largest type size at which paragraphs fit? None where even the least does not."""
    size = most
    while size >= least:
        if paras_height(paras, width, size) <= height:
            return size
        size -= STEP
    return None


def shorten(para: Para, keep: int) -> Para:
    """The paragraph's first sentences, at most `keep` characters of them, with dots where something is left out."""
    kept = ""
    for sentence in ENDS.split(para.text):
        if len(kept) + len(sentence) > keep:
            break
        kept += sentence
    text = (kept.rstrip() if kept.strip() else para.text[: max(keep, 1)].rstrip()) + DOTS
    return replace(para, text=text if text.count("**") % 2 == 0 else text.replace("**", ""))


def fit_count(paras: Sequence[Para], width: float, height: float, least: float) -> int:
    """How many paragraphs, from the first, fit a box at the least type size? At least one."""
    count = len(paras)
    while count > 1 and paras_height(paras[:count], width, least) > height:
        count -= 1
    return count


def even_size(boxes: Sequence[tuple[Sequence[Para], float, float]], most: float, least: float) -> float:
    """At which type size do texts stand side by side? The largest that fits every (paragraphs, width, height)."""
    return min((fit_size(p, w, h, most, least) or least for p, w, h in boxes), default=most)


def fit(
    paras: Sequence[Para], width: float, height: float, most: float, least: float
) -> tuple[list[Para], float, list[Para]]:
    """How do paragraphs go into a box? (as shown, type size, those that had to be shortened or left out, whole).

    First the type shrinks to `least`; then the longest paragraph is shortened, again and again, by whole sentences
    first; at last paragraphs are left out from the end.
    """
    size = fit_size(paras, width, height, most, least)
    if size is not None:
        return list(paras), size, []
    shown = list(paras)
    while len(shown) > 1 and paras_height([replace(p, text="x") for p in shown], width, least) > height:
        shown.pop()
    while paras_height(shown, width, least) > height:
        longest = max(range(len(shown)), key=lambda i: len(shown[i].text))
        if len(shown[longest].text) <= 1:
            break
        shown[longest] = shorten(shown[longest], int(len(shown[longest].text) * 0.85))
    kept = {p.text for p in shown}
    return shown, least, [p for p in paras if p.text not in kept]


def fit_line(text: str, width: float, size: float, bold: bool = False) -> str:
    """The text if it fits on one line, else its beginning with dots."""
    if count_lines(text, width, size, bold) == 1:
        return text
    while text and count_lines(text + DOTS, width, size, bold) > 1:
        text = text[:-1]
    return text.rstrip() + DOTS
