"""How does a recorded figure enter a report? Read strictly: only drawing elements and harmless attributes pass."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from kamnb.render.svg_small import shrink_svg
from kamnb.render.tips import put_tips

DRAWING = (
    "svg g defs path rect circle ellipse line polyline polygon text tspan clipPath use title desc marker"
)
PAINT = "linearGradient radialGradient stop pattern"
ELEMENTS = frozenset(f"{DRAWING} {PAINT}".split())
COLOR_ATTRIBUTES = ("fill", "stroke", "stop-color", "color")
NUMBER_UNITS = re.compile(r"^([0-9.]+)(pt|px)?$")
OWN_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")
FOREIGN = re.compile(r"url\(|@import|expression|javascript:|\\", re.IGNORECASE)
PLAIN = re.compile(r"[-+0-9.,\seMmLlHhVvCcSsQqTtAaZz#]*")
"""Values of these characters alone, such as the course of a path, can spell nothing foreign."""
FONT_SHORTHAND = re.compile(
    r"^(?:(normal|italic|oblique)\s+)?(?:(bold|normal|[1-9]00)\s+)?([0-9.]+(?:px|pt))\s+(.+)$"
)


def _name(qualified: str) -> str:
    return qualified.rsplit("}", 1)[-1]


def _split_font(value: str) -> list[tuple[str, str]]:
    """Which separate properties does a `font:` shorthand stand for? Not every reader of SVG knows the shorthand."""
    match = FONT_SHORTHAND.match(value.strip())
    if not match:
        return [("font", value)]
    style, weight, size, family = match.groups()
    pairs = [("font-size", size), ("font-family", family)]
    return pairs + [("font-weight", weight or "normal")] + ([("font-style", style)] if style else [])


def _read_style(style: str) -> list[tuple[str, str]]:
    pairs = [part.split(":", 1) for part in style.split(";") if ":" in part]
    flat: list[tuple[str, str]] = []
    for name, value in pairs:
        flat += _split_font(value) if name.strip() == "font" else [(name.strip(), value.strip())]
    return flat


def _harmless(value: str) -> bool:
    return PLAIN.fullmatch(value) is not None or not FOREIGN.search(OWN_REFERENCE.sub("", value))


def _point_within(value: str, prefix: str) -> str:
    """A value whose own references lead to the ids with the prefix."""
    return OWN_REFERENCE.sub(rf"url(#{prefix}\1)", value) if "url(" in value else value


def _clean_attributes(element: ElementTree.Element, prefix: str) -> dict[str, str]:
    """Which attributes of an element pass? Ids get the prefix, colours move into the style, foreign addresses fall."""
    style: list[tuple[str, str]] = []
    kept: dict[str, str] = {}
    for qualified, value in element.attrib.items():
        name = _name(qualified)
        if name.lower().startswith("on") or name in ("base", "class", "version", "space"):
            continue
        if name == "id":
            kept["id"] = prefix + value
        elif name == "href":
            if value.startswith("#"):
                kept["href"] = f"#{prefix}{value[1:]}"
        elif name == "style":
            style += _read_style(value)
        elif name in COLOR_ATTRIBUTES and _harmless(value):
            style.insert(0, (name, value))
        elif name == "data-tip" or _harmless(value):
            kept[name] = _point_within(value, prefix)
    declarations = [f"{name}: {_point_within(value, prefix)}" for name, value in style if _harmless(value)]
    if declarations:
        kept["style"] = "; ".join(declarations)
    return kept


def _write(element: ElementTree.Element, prefix: str, root: Mapping[str, str] | None) -> str:
    name = _name(element.tag) if isinstance(element.tag, str) else ""
    if name not in ELEMENTS:
        return ""
    attributes = {**_clean_attributes(element, prefix), **(root or {})}
    head = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    keeps_text = name in ("text", "tspan", "title", "desc")
    inner = escape(element.text or "") if keeps_text else ""
    for child in element:
        inner += _write(child, prefix, None)
        inner += escape(child.tail or "") if keeps_text else ""
    if name == "g" and not head:
        return inner
    return f"<{name}{head}>{inner}</{name}>" if inner else f"<{name}{head}/>"


def clean_svg(svg: str, prefix: str, root: Mapping[str, str], names: Mapping[str, str] | None = None) -> str:
    """How does the figure look with only what draws? `prefix` makes its ids unique, `root` are the outer attributes.

    Scripts, links, images, foreign objects, event handlers and outside addresses are left out. With `names` (account
    names by code, or none) shapes bear what a screen shows when pointed at. Raises ValueError when the text is no SVG.
    """
    known = (
        None if names is None else tuple(sorted((code, name) for code, name in names.items() if code in svg))
    )
    return _clean(svg, prefix, tuple(root.items()), known)


@lru_cache(maxsize=256)
def _clean(
    svg: str, prefix: str, root: tuple[tuple[str, str], ...], names: tuple[tuple[str, str], ...] | None
) -> str:
    try:
        tree = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"The figure is not readable as SVG: {error}") from error
    if _name(tree.tag) != "svg":
        raise ValueError(f"The figure's outer element is <{_name(tree.tag)}>, not <svg>.")
    if names is not None:
        put_tips(tree, dict(names))
    shrink_svg(tree)
    return _write(tree, prefix, dict(root))


def use_variables(svg: str, colors: Mapping[str, str]) -> str:
    """How does a cleaned figure follow the page's colours? Each token's hex becomes var(--token)."""
    by_hex: dict[str, str] = {}
    for token, color in colors.items():
        by_hex.setdefault(color.lower(), token)
    return re.sub(
        r"#[0-9a-fA-F]{6}\b",
        lambda m: f"var(--{by_hex[m.group().lower()]})" if m.group().lower() in by_hex else m.group(),
        svg,
    )


def read_figure(blocks: Path, name: str | None) -> str | None:
    """What does the figure's file say? None where there is no such file inside the folder above `blocks`."""
    if not name:
        return None
    base = blocks if not name.startswith("blocks/") else blocks.parent
    for path in (base / name, blocks / Path(name).name):
        if path.is_file() and path.resolve().is_relative_to(blocks.resolve()):
            return path.read_text(encoding="utf-8")
    return None


def find_aspect(svg: str) -> float | None:
    """How high is a figure against its width? None where it does not say."""
    match = re.search(r"<svg\b[^>]*\bviewBox=['\"]\s*\S+\s+\S+\s+([0-9.]+)\s+([0-9.]+)", svg)
    return float(match.group(2)) / float(match.group(1)) if match and float(match.group(1)) else None


def measure_figure(blocks: Path, name: str) -> float | None:
    """How wide is a figure drawn, in points? None where the file is missing or does not say."""
    svg = read_figure(blocks, name)
    match = re.search(r"<svg\b[^>]*\bviewBox=['\"]\s*\S+\s+\S+\s+([0-9.]+)", svg or "")
    return float(match.group(1)) if match else None
