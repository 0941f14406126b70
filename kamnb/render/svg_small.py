"""How is a figure written with fewer characters and the same look? Numbers rounded, dots as strokes, unused ids left out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter

NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
BLANKS = re.compile(r"\s+")
POINTER = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")
TURNED_BY_NOTHING = re.compile(r"rotate\(-?0 [^)]*\)\s*")
AROUND_COMMAND = re.compile(r" ?([MmLlHhVvCcSsQqTtAaZz]) ?")
COORDINATES = ("d", "x", "y", "transform", "points", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height")
MANY = 4000
"""A path of a pattern with more characters than this is a field of dots."""
DOT = re.compile(r"M ?(-?[\d.]+) (-?[\d.]+)[^Mz]*z")
WIDEST = 3.0
"""A subpath that reaches farther than this is no dot."""


def round_numbers(text: str) -> str:
    """The same coordinates with two decimals and single blanks."""
    return NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), BLANKS.sub(" ", text)).strip()


def write_path(text: str) -> str:
    """The same path with rounded numbers and no blank beside a command."""
    return AROUND_COMMAND.sub(r"\1", round_numbers(text))


WRITTEN = {"d": write_path}
"""What is written otherwise than as rounded numbers."""


def shrink_svg(tree: ElementTree.Element) -> None:
    """Write a figure shorter, in place: coordinates to a hundredth of a point; an id is short, or falls."""
    used = {name: f"i{at}" for at, name in enumerate(pointed_to(tree))}
    for pattern in tree.iter():
        if _name(pattern) == "pattern":
            for path in pattern.iter():
                draw_dots(path)
    for element in tree.iter():
        for key in COORDINATES:
            if key in element.attrib:
                element.set(key, WRITTEN.get(key, round_numbers)(element.get(key, "")))
        if "transform" in element.attrib:
            turned = TURNED_BY_NOTHING.sub("", element.get("transform", "")).strip()
            element.attrib.pop("transform") if not turned else element.set("transform", turned)
        rename(element, used)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def rename(element: ElementTree.Element, names: dict[str, str]) -> None:
    """Give an element's id and references their short names, in place; an id that nothing points to falls."""
    name = element.attrib.pop("id", None)
    if name in names:
        element.set("id", names[name])
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == "href" and value[1:] in names:
            element.set(key, f"#{names[value[1:]]}")
        elif "url(" in value:
            element.set(key, POINTER.sub(lambda m: f"url(#{names[m[1]]})", value))


def pointed_to(tree: ElementTree.Element) -> dict[str, None]:
    """Which ids does a figure use itself, in their order?"""
    found: dict[str, None] = {}
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.rsplit("}", 1)[-1] == "href" and value.startswith("#"):
                found[value[1:]] = None
            elif "url(" in value:
                found.update(dict.fromkeys(POINTER.findall(value)))
    return found


def draw_dots(path: ElementTree.Element) -> None:
    """Draw a pattern's thousands of little circles as round strokes of no length, in place; other paths stay."""
    drawn = BLANKS.sub(" ", path.get("d", ""))
    if len(drawn) < MANY:
        return
    dots, rest = [], DOT.sub("", drawn).strip()
    for match in DOT.finditer(drawn):
        numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", match[0])]
        across, down = numbers[0::2], numbers[1::2]
        if max(across) - min(across) > WIDEST or max(down) - min(down) > WIDEST:
            return
        dots.append((sum(across) / len(across), (min(down) + max(down)) / 2, max(down) - min(down)))
    if rest or not dots:
        return
    path.set("d", "".join(f"M{x:.1f} {y:.1f}h.01" for x, y, _ in dots))
    wide = max(size for *_, size in dots) + 0.4
    kept = [p for p in path.get("style", "").split(";") if p.split(":")[0].strip() in ("stroke", "opacity")]
    path.set("style", "; ".join([*kept, f"fill: none; stroke-width: {wide:.2f}; stroke-linecap: round"]))


STYLE = re.compile(r' style="([^"&<>{}]*)"')
OFTEN = 3
"""A style that stands so often becomes a class of the page."""


def share_styles(svgs: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The figures with their frequent styles as classes, and what each class says: [(class, style)]."""
    counts = Counter(style for svg in svgs for style in STYLE.findall(svg))
    names = {style: f"s{i}" for i, style in enumerate(s for s, n in counts.items() if n >= OFTEN)}

    def name(match: re.Match[str]) -> str:
        return f' class="{names[match[1]]}"' if match[1] in names else match[0]

    return [STYLE.sub(name, svg) for svg in svgs], [(name, style) for style, name in names.items()]
