"""How a card looks in a notebook: the pieces that every card's view is made of. What a client wrote is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import ipywidgets as w
from traitlets import link

from kamnb.render.brand import load_brand
from kamnb.render.html import render_block
from kamnb.report.blocks import Block
from kamnb.widgets.card import BAD, GOOD, Card

MIME = "application/vnd.jupyter.widget-view+json"
COLORS = {GOOD: "#1b6b3a", BAD: "#a4262c"}
WIDE = {"width": "auto", "max_width": "56em"}
ROW = {"display": "flex", "flex_flow": "row wrap", "align_items": "center", "grid_gap": "6px"}


class View:
    """A card's view: widgets linked to the card's traits, drawn again when the card says so.

    Where no widgets can be shown, `table` is: the blocks that a run shows in the same cell.
    """

    naming = False
    """Are the names of the choices being written? Then nobody chooses."""

    def __init__(self, card: Card, table: Callable[[], Any]) -> None:
        self.card, self.table, self.brand = card, table, load_brand()
        self.told = w.HTML()
        self.box = w.VBox(layout=w.Layout(max_width="64em", padding="8px 0"))
        self.box.add_class("kamnb-card")

    def start(self, children: Iterable[w.Widget]) -> None:
        """Put the pieces together, and draw whenever the card has something new."""
        self.box.children = [*children, self.told]
        self.card.observe(lambda change: self.draw(), "drawn")
        self.draw()

    def draw(self) -> None:
        """Show what the card says now."""
        color = COLORS.get(self.card.tone, "inherit")
        lines = "<br>".join(escape(line) for line in self.card.message.splitlines())
        self.told.value = (
            f'<div role="status" class="kamnb-told" style="color:{color};line-height:1.5">{lines}</div>'
        )

    def linked(self, trait: str, widget: w.Widget) -> Any:
        """A widget that holds one of the card's traits."""
        link((self.card, trait), (widget, "value"))
        widget.add_class(f"kamnb-{trait.replace('_', '-')}")
        return widget

    def label(self, key: str, **values: object) -> w.Label:
        """A text of the cards before a widget."""
        return w.Label(self.card.say(key, **values), layout=w.Layout(margin="8px 0 0 0"))

    def text(self, trait: str, rows: int) -> list[w.Widget]:
        """A field for several lines, with its name above."""
        field = w.Textarea(rows=rows, continuous_update=True, layout=w.Layout(**WIDE))
        return [self.label(f"fields.{trait}"), self.linked(trait, field)]

    def choice(self, trait: str, options: list[tuple[str, Any]]) -> w.ToggleButtons:
        """Buttons of which one may be pressed; none at first."""
        buttons = w.ToggleButtons(options=options, value=None, style={"button_width": "auto"})
        return self.linked(trait, buttons)

    def button(self, key: str, run: Callable[[], Any], style: str = "") -> w.Button:
        """A button that does one thing."""
        button = w.Button(
            description=self.card.say(f"buttons.{key}"), button_style=style, layout=w.Layout(width="auto")
        )
        button.on_click(lambda _: run())
        return button.add_class(f"kamnb-do-{key.replace('_', '-')}")

    def blocks(self, given: list[Block]) -> str:
        """Blocks as safe HTML, one below the other."""
        return render_block({"kind": "columns", "columns": [given]}, self.card.lang, brand=self.brand)

    def chosen(self, options: list[tuple[str, str]]) -> w.Dropdown:
        """What the card is about, to choose from."""
        self.chooser = w.Dropdown(options=options, value=self.card.chosen or None, layout=w.Layout(**WIDE))
        self.chooser.add_class("kamnb-chosen")
        self.chooser.observe(self.choose, "value")
        self.card.observe(lambda change: setattr(self.chooser, "value", self.card.chosen or None), "chosen")
        return self.chooser

    def choose(self, change: Any) -> None:
        """Go on with what was chosen."""
        if not self.naming and change["new"]:
            self.card.chosen = change["new"]

    def rename(self, options: list[tuple[str, str]]) -> None:
        """Show how far each is, and stay where we are."""
        if list(self.chooser.options) != options:
            self.naming = True
            self.chooser.options, self.chooser.value = options, self.card.chosen or None
            self.naming = False

    def _repr_mimebundle_(self, **more: Any) -> dict[str, Any]:
        shown = self.table()
        view = self.box._repr_mimebundle_(**more) or {}
        return {**view, "text/plain": repr(shown), "text/html": shown._repr_html_()}

    def __repr__(self) -> str:
        return repr(self.table())


def shown_if(widget: w.Widget, wanted: bool) -> None:
    """Show a piece, or leave it out."""
    widget.layout.display = None if wanted else "none"


def row(*children: w.Widget) -> w.Box:
    """Pieces side by side, on more lines where there is no room."""
    return w.Box(children, layout=w.Layout(**ROW))
