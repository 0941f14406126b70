"""How the fact-check looks: a finding as the report shows it, and what the client says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from kamnb.report.blocks import say
from kamnb.widgets.finding_card import STATUSES, FindingCard
from kamnb.widgets.view import WIDE, View, row

MARKS = {"": "\u25cb", "accepted": "\u25cf", "disputed": "\u25d0", "withdrawn": "\u00d7"}


class FindingView(View):
    """The view of the fact-check."""

    card: FindingCard

    def __init__(self, card: FindingCard, table: Callable[[], Any]) -> None:
        super().__init__(card, table)
        self.finding = w.HTML()
        options = [(say(f"finding.status.{s}")[card.lang], s) for s in STATUSES]
        status = w.ToggleButtons(
            options=[(card.say("check_open"), ""), *options], style={"button_width": "auto"}
        )
        buttons = (
            self.button("save_status", card.save_status, "primary"),
            self.button("clear_status", card.clear_status),
            self.button("reload", card.reload),
        )
        parts = [
            self.chosen(self.findings()),
            self.finding,
            self.label("fields.status"),
            self.linked("status", status),
        ]
        self.start([*parts, self.label("fields.status_reason"), self.reason(), row(*buttons)])

    def reason(self) -> w.Widget:
        """Why the client says so."""
        return self.linked("reason", w.Textarea(rows=2, continuous_update=True, layout=w.Layout(**WIDE)))

    def findings(self) -> list[tuple[str, str]]:
        """The findings to choose from, each with a mark of what came of it."""
        lang = self.card.lang
        return [
            (f"{MARKS[self.card.stored(id)['status']]} {f['clause']} {f['title'][lang]}", id)
            for id, f in self.card.findings.items()
        ]

    def draw(self) -> None:
        """Show what the card says now."""
        super().draw()
        self.rename(self.findings())
        self.finding.value = self.blocks(self.card.finding())
