"""Make templates/default/slides/base.pptx: a wide master with two layouts, cover and content, in the theme's colours.

A brand that wants its own master lays a base.pptx with the same two layouts in its folder's slides/.
"""

from __future__ import annotations

from pathlib import Path

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamnb.render.slides_package import write_deck

TARGET = Path(__file__).resolve().parent.parent / "templates" / "default" / "slides" / "base.pptx"
LEFT, WIDTH = 44, 872
KEEP = ("Title Slide", "Title Only")


def main() -> None:
    """Write the base."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    for layout in [each for each in deck.slide_layouts if each.name not in KEEP]:
        deck.slide_layouts.remove(layout)
    for holder in deck.slide_master.placeholders:
        place(
            holder,
            26 if holder.placeholder_format.type == 1 else 112,
            62 if holder.placeholder_format.type == 1 else 374,
        )
    for layout, name in zip(deck.slide_layouts, ("Cover", "Content"), strict=True):
        layout.name = name
        for holder in list(layout.placeholders):
            if holder.placeholder_format.idx != 0:
                holder._element.getparent().remove(holder._element)
            else:
                place(holder, 26, 62)
    for holder in list(deck.slide_master.placeholders):
        if holder.placeholder_format.idx >= 10 or holder.placeholder_format.type in (13, 15, 16):
            holder._element.getparent().remove(holder._element)
    style_titles(deck)
    assert deck.notes_master is not None  # made here once, not for every deck
    drop(deck.part, "printerSettings")
    drop(deck.part.package, "thumbnail")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(write_deck(deck))
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


def style_titles(deck: Presentation) -> None:
    """Titles are set left, bold and small enough for a sentence."""
    style = deck.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    look = style.find(qn("a:defRPr"))
    look.set("sz", "2400")
    look.set("b", "1")


def drop(holder: object, kind: str) -> None:
    """Leave out a part of the library's own base that says something of its maker's machine."""
    rels = holder._rels  # type: ignore[attr-defined]
    for key in [key for key, rel in rels.items() if rel.reltype.endswith(kind)]:
        rels.pop(key)


def place(holder: object, top: float, height: float) -> None:
    """Put a placeholder where the slides have it."""
    holder.left, holder.top, holder.width, holder.height = Pt(LEFT), Pt(top), Pt(WIDTH), Pt(height)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
