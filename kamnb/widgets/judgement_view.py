"""How the judgement card looks: rubric and blind level first; readings, level and reason once that is saved."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as w

from kamnb.widgets.judgement_card import BLIND, DONE, HALF, OPEN, JudgementCard
from kamnb.widgets.view import WIDE, View, row, shown_if

LEVELS = [(str(n), n) for n in range(1, 6)]
MARKS = {OPEN: "\u25cb", HALF: "\u25d0", DONE: "\u25cf"}
"""An empty, a half and a full circle."""


class JudgementView(View):
    """The view of one area's judgement card."""

    card: JudgementCard

    def __init__(self, card: JudgementCard, table: Callable[[], Any]) -> None:
        super().__init__(card, table)
        self.progress, self.rubric, self.readings = w.HTML(), w.HTML(), w.HTML()
        self.blind = w.VBox(
            [
                self.label("fields.level_blind"),
                self.choice("level_blind", LEVELS),
                row(self.button("save_blind", card.save_blind, "primary")),
            ]
        )
        self.changed = w.VBox(self.text("changed", 2))
        sure = [(card.say("assumed"), False), (card.say("confirmed"), True)]
        self.seen = w.VBox(
            [
                self.readings,
                self.label("fields.level"),
                self.choice("level", LEVELS),
                *self.text("reason", 3),
                self.changed,
                *self.text("evidence", 2),
                self.label("fields.confirmed"),
                self.choice("confirmed", sure),
                row(self.button("save_judgement", card.save_judgement, "primary")),
            ]
        )
        words = [*self.text("commentary_zh", 3), *self.text("commentary_en", 3)]
        words.append(row(self.button("save_commentary", card.save_commentary)))
        commentary = w.Accordion([w.VBox(words)], titles=(card.say("commentary"),), selected_index=None)
        by = self.linked("by", w.Text(layout=w.Layout(width="9em")))
        who = row(
            self.label("fields.by"),
            by,
            self.button("next_open", card.next_open),
            self.button("reload", card.reload),
        )
        first = f'<div style="line-height:1.5"><strong>{escape(card.say("blind_first"))}</strong></div>'
        self.first = w.HTML(first, layout=w.Layout(**WIDE))
        parts = [
            self.progress,
            who,
            self.chosen(self.clauses()),
            self.first,
            self.rubric,
            self.blind,
            self.seen,
            self.told,
        ]
        card.observe(lambda change: self.ask_why(), ["level", "level_blind"])
        self.start([*parts, commentary])

    def start(self, children: Any) -> None:
        """The message stands above the commentary, where the buttons are."""
        super().start(children)
        self.box.children = list(children)

    def clauses(self) -> list[tuple[str, str]]:
        """The area's clauses to choose from, each with a mark of how far it is."""
        states, title = self.card.states(), self.card.instrument.title
        return [(f"{MARKS[s]} {k} {title(k)[self.card.lang]}", k) for k, s in states.items()]

    def draw(self) -> None:
        """Show what the card says now."""
        super().draw()
        card = self.card
        states = list(card.states().values())
        counts = {name: states.count(name) for name in (OPEN, HALF, DONE)}
        marks = {f"{name}_mark": mark for name, mark in MARKS.items()}
        told = escape(card.say("progress", n=len(states), **counts, **marks))
        title = escape(card.instrument.text(card.area.id, "area.title")[card.lang])
        self.progress.value = f'<div class="kamnb-progress"><strong>{title}</strong> {told}</div>'
        self.rename(self.clauses())
        self.rubric.value = self.rubric_table()
        seen = card.step != BLIND
        self.readings.value = self.shown_readings() if seen else ""
        shown_if(self.first, not seen)
        shown_if(self.blind, not seen)
        shown_if(self.seen, seen)
        self.ask_why()

    def ask_why(self) -> None:
        """Ask what changed the mind where the levels lie far apart."""
        shown_if(self.changed, self.card.is_far())

    def rubric_table(self) -> str:
        """The five levels of the chosen clause; the blind one is marked once it is saved."""
        card = self.card
        given = card.level_blind if card.step != BLIND else None
        lines = []
        for n, text in card.rubric().items():
            mark = f" {escape(card.say('blind_here'))}" if n == given else ""
            weight = "bold" if n == given else "normal"
            lines.append(
                f'<tr style="font-weight:{weight};vertical-align:top"><td style="padding:2px 10px 2px 0;line-height:1.5">{n}</td>'
                f'<td style="text-align:left;padding:2px 0;line-height:1.5">{escape(text)}{mark}</td></tr>'
            )
        return f'<table class="kamnb-rubric">{"".join(lines)}</table>'

    def shown_readings(self) -> str:
        """The readings and the score, once they may be seen."""
        card = self.card
        told = escape(card.say("score", score=card.score()))
        return f'{self.blocks(card.readings())}<p class="kamnb-score"><strong>{told}</strong></p>'
