"""Which words appear where a reader points at a figure? The figure's own notes, put on the shapes they speak of."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping

SHAPES = ("use", "path", "rect", "circle")
FIRST_WORD = re.compile(r"[^\s,:\uff0c\uff1a]*")
DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"


def read_tips(tree: ElementTree.Element) -> dict[str, list[str]]:
    """What did the figure note about its shapes? {id of a group: one text a shape}; empty where it noted nothing."""
    found = next(tree.iter(DESCRIPTION), None)
    tips: dict[str, list[str]] = {}
    for line in ("" if found is None else found.text or "").splitlines():
        name, tab, text = line.partition("\t")
        if tab:
            tips.setdefault(name, []).append(text)
    return tips


def _name(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def shapes(group: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Which shapes of a group are drawn, those that are only defined left out?"""
    for child in group:
        if _name(child) in SHAPES:
            yield child
        elif _name(child) == "g":
            yield from shapes(child)


def put_tips(tree: ElementTree.Element, names: Mapping[str, str]) -> None:
    """Put each note on its shape as `data-tip`, and each account's name on its code where names are given.

    A group whose shapes are not as many as its notes gets none: a wrong word is worse than no word.
    """
    tips = read_tips(tree)
    for group in tree.iter():
        texts = tips.get(group.get("id", ""), [])
        found = list(shapes(group)) if texts else []
        if len(found) == len(texts):
            for shape, text in zip(found, texts, strict=True):
                if text:
                    shape.set("data-tip", with_name(text, names))
        if _name(group) == "text" and (group.text or "").strip() in names:
            code = (group.text or "").strip()
            group.set("data-tip", f"{code} {names[code]}")


def with_name(text: str, names: Mapping[str, str]) -> str:
    """A note that begins with an account's code, with the name behind the code."""
    code = FIRST_WORD.match(text)[0]  # type: ignore[index]
    return text.replace(code, f"{code} {names[code]}", 1) if code in names else text
