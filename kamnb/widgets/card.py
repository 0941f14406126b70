"""A card over judgement.yml: what every card does with the file, and how it tells what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from traitlets import HasTraits, Int, Unicode

from kamnb.errors import InputError, KamnbError
from kamnb.instrument.load import load_instrument
from kamnb.sources.judgement_file import JudgementFile, changes, read_judgement_file, write_judgement
from kamnb.sources.settings import Judgement
from kamnb.text.load import both

GOOD, BAD, INFO = "good", "bad", "info"
Inputs = dict[str, Any]


class Card(HasTraits):
    """A card over one client's judgement.yml, for one thing at a time (`chosen`: a clause, a finding).

    `message` says in the reader's language what came of the last step, `tone` whether it went well; `drawn` grows
    whenever something that is shown has changed. What was typed and not saved stays, whatever is chosen meanwhile.
    """

    chosen = Unicode()
    message = Unicode()
    tone = Unicode(INFO)
    drawn = Int(0)
    inputs: tuple[str, ...] = ()
    """Names of the traits that are typed for the chosen thing."""

    def __init__(self, folder: Path, lang: str, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.folder, self.lang, self.today = folder, lang, today
        self.instrument = load_instrument()
        self.typed: dict[str, Inputs] = {}
        self.file = read_judgement_file(folder, [c.id for c in self.instrument.clauses()])
        self.observe(self.go_on, "chosen")

    def say(self, key: str, **values: object) -> str:
        """A text of the cards in the reader's language."""
        return both("cards", key, **values)[self.lang]

    def tell(self, tone: str, *sentences: str) -> bool:
        """Say what came of a step. Was it done?"""
        self.tone, self.message = tone, "\n".join(s for s in sentences if s)
        self.drawn += 1
        return tone != BAD

    def stored(self, key: str) -> Inputs:
        """What does the file say of a thing, as it would be typed?"""
        raise NotImplementedError

    def judged(self, judgement: Judgement) -> None:
        """The file says something new: what follows from it is brought up to date."""

    def given(self) -> Inputs:
        """What is typed now?"""
        return {name: getattr(self, name) for name in self.inputs}

    def keep_typed(self, key: str) -> None:
        """Remember what was typed for a thing and not saved."""
        if key and self.given() != self.stored(key):
            self.typed[key] = self.given()
        else:
            self.typed.pop(key, None)

    def fill(self) -> None:
        """Show the chosen thing: what was typed and not saved, else what the file says."""
        for name, value in {**self.stored(self.chosen), **self.typed.get(self.chosen, {})}.items():
            setattr(self, name, value)

    def go_on(self, change: Any) -> None:
        """Something else was chosen."""
        self.keep_typed(change["old"])
        self.fill()
        self.tell(INFO)

    def write(self, section: str, name: str, values: Mapping[str, Any]) -> bool:
        """Write keys of an entry. Was it done? Else the card says why, and keeps what was typed."""
        try:
            file = write_judgement(self.file, (section, name), values)
        except InputError as error:
            return self.tell(BAD, self.say("not_saved"), *(p.sentence(self.lang) for p in error.problems))
        except KamnbError as error:
            return self.tell(BAD, self.say("not_saved"), error.say(self.lang))
        self.take(file)
        return True

    def take(self, file: JudgementFile) -> None:
        """The file as it is now."""
        self.file = file
        self.judged(file.judgement)

    def reload(self) -> bool:
        """Read the file again; what was typed and not saved stays. Is it in order?"""
        self.keep_typed(self.chosen)
        file = read_judgement_file(self.folder, self.file.clauses)
        if file.errors:
            return self.tell(BAD, self.say("broken"), *(p.sentence(self.lang) for p in file.errors))
        names = changes(self.file, file)
        self.take(file)
        self.fill()
        told = self.say("reloaded", names=", ".join(names)) if names else self.say("reloaded_same")
        return self.tell(INFO, told)
