"""A question with options: a model without a browser, and a thin view of it; plain text where there are no widgets."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from html import escape
from typing import Any

from traitlets import HasTraits, TraitError, Unicode, validate

from kamnb.training.plan import Lesson, Quiz
from kamnb.training.told import Told, box, say

LETTERS = "ABCDEFGH"


class Question(HasTraits):
    """What was chosen of a question: the id of an option, or None. Another value is a TraitError."""

    chosen = Unicode(None, allow_none=True)

    def __init__(self, quiz: Quiz) -> None:
        super().__init__()
        self.quiz = quiz

    @validate("chosen")
    def _known(self, proposal: Any) -> str | None:
        if proposal["value"] is not None and proposal["value"] not in self.quiz.options:
            raise TraitError(proposal["value"])
        return proposal["value"]

    @property
    def right(self) -> bool | None:
        """Is the right option chosen? None where nothing is."""
        return None if self.chosen is None else self.chosen == self.quiz.right


class Asked:
    """A question as a cell shows it. `keep` is told the chosen option each time, and gives lines to add."""

    def __init__(self, lesson: Lesson, quiz: Quiz, lang: str, keep: Callable[[str, bool], list[str]]) -> None:
        self.lesson, self.quiz, self.lang, self.keep = lesson, quiz, lang, keep
        self.model = Question(quiz)
        self.added: list[str] = []
        self.model.observe(self._chosen, "chosen")

    def _chosen(self, change: Any) -> None:
        if change["new"] is not None:
            self.added = self.keep(change["new"], bool(self.model.right))

    def words(self, key: str) -> str:
        """The question's words."""
        return self.lesson.words(self.lang, f"quizzes.{self.quiz.id}.{key}")

    def labels(self) -> list[tuple[str, str]]:
        """Each option's label with its id: a letter and the text."""
        options = enumerate(self.quiz.options)
        return [(f"{LETTERS[i]}. {self.words(f'options.{o}.text')}", o) for i, o in options]

    def answer(self, given: Any) -> Told:
        """Choose by letter, number or id, in any width; the explanations follow."""
        option = self.meant(given)
        if option is None:
            letters = ", ".join(LETTERS[: len(self.quiz.options)])
            return box(self.lang, "not_attempted", [say(self.lang, "quiz.choose", letters=letters)])
        self.model.chosen = None
        self.model.chosen = option
        return self.told()

    def meant(self, given: Any) -> str | None:
        """Which option is meant?"""
        from kamnb.training.choices import fold

        name = fold(str(given))
        for i, option in enumerate(self.quiz.options):
            if name in (fold(option), LETTERS[i].casefold(), str(i + 1)):
                return option
        return None

    def told(self) -> Told:
        """What is said after an answer: right or not, and why of every option."""
        outcome = "right" if self.model.right else "not_yet"
        lines = []
        for i, option in enumerate(self.quiz.options):
            key = "right" if option == self.quiz.right else "wrong"
            mark = say(self.lang, f"quiz.{key}{'_yours' if option == self.model.chosen else ''}")
            lines.append(f"**{LETTERS[i]}** {mark} {self.words(f'options.{option}.told')}")
        return box(self.lang, outcome, [*lines, *self.added])

    def __repr__(self) -> str:
        if self.model.chosen is not None:
            return repr(self.told())
        how = say(self.lang, "quiz.by_text", quiz=self.quiz.id)
        return "\n".join([self.words("question"), *(label for label, _ in self.labels()), how])

    @cached_property
    def view(self) -> Any:
        """The widget: the options as text of any length, a button for each letter, and below them what is said."""
        import ipywidgets as w

        texts = "".join(f"<div>{escape(label)}</div>" for label, _ in self.labels())
        listed = w.HTML(f'<div style="max-width: 46em; line-height: 1.6">{texts}</div>')
        letters = [(LETTERS[i], option) for i, option in enumerate(self.quiz.options)]
        buttons = w.ToggleButtons(options=letters, value=None, style={"button_width": "3em"})
        buttons.add_class("kamnb-quiz")
        told = w.HTML()

        def show(_: Any) -> None:
            told.value = self.told()._repr_html_() if self.model.chosen else ""

        def choose(change: Any) -> None:
            self.model.chosen = change["new"]
            show(change)

        buttons.observe(choose, "value")
        return w.VBox([listed, buttons, told])

    def _repr_mimebundle_(self, **more: Any) -> Any:
        found = self.view._repr_mimebundle_(**more)
        data, metadata = found if isinstance(found, tuple) else (found, {})
        return {**(data or {}), "text/plain": repr(self)}, metadata
