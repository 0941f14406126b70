"""What goes wrong in words: errors whose sentences come from the message files, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh")


@cache
def load_messages(lang: str = "en") -> dict[str, dict[str, str]]:
    """Which sentences are there in a language? {key: {message, fix}}."""
    from ruamel.yaml import YAML

    path = Path(__file__).parent / "text" / f"messages.{lang}.yml"
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def say_message(key: str, values: Mapping[str, Any], lang: str = "en", part: str = "message") -> str:
    """What does a message (or its fix) say, with the values filled in? Empty where there is no fix.

    A value that is a dict holds a text by language.
    """
    told = {name: value[lang] if isinstance(value, dict) else value for name, value in values.items()}
    return load_messages(lang)[key].get(part, "").format_map(told)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a client's folder: where it stands, what it is, what to do about it.

    `row` counts as Excel does (the header is row 1; in YAML: the line); `severity` is `error` or `warning`.
    A value that is a dict holds a text by language.
    """

    key: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: str = "error"
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, lang: str = "en", part: str = "message") -> str:
        """What is wrong (`message`), or what to do about it (`fix`), in a language?"""
        own = {"file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column}
        return say_message(self.key, {**own, "value": self.value, **self.values}, lang, part)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.say("en")

    @property
    def fix(self) -> str:
        """What to do about it, in English."""
        return self.say("en", "fix")

    def place(self, lang: str = "en") -> str:
        """Where is it? File, sheet, row and column, as far as known."""
        parts = [say_message("place-file", {"file": self.file}, lang)]
        for name in ("sheet", "row", "column"):
            if getattr(self, name) is not None:
                parts.append(say_message(f"place-{name}", {name: getattr(self, name)}, lang))
        return "".join(parts)

    def sentence(self, lang: str = "en") -> str:
        """What does the reader see? Place, message and fix in one line."""
        values = {"place": self.place(lang), "message": self.say(lang), "fix": self.say(lang, "fix")}
        return say_message("problem", values, lang).strip()

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """What does `check --json` print about it?"""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.say(lang),
            "fix": self.say(lang, "fix"),
        }

    def __str__(self) -> str:
        return self.sentence()


class KamnbError(Exception):
    """An error with a sentence for the reader, in each language."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def say(self, lang: str = "en") -> str:
        """What happened, and what now, in a language?"""
        parts = (say_message(self.key, self.values, lang, part) for part in ("message", "fix"))
        return " ".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.say()

    def _render_traceback_(self) -> list[str]:
        """What does a notebook print when a cell raises this? The sentences, no traceback."""
        return self.say().splitlines()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.key, self.values))


def _rebuild(kind: type[KamnbError], key: str, values: dict[str, Any]) -> KamnbError:
    """An error that crossed a process boundary."""
    return kind(key, **values)


class UsageError(KamnbError):
    """The command was called wrongly."""


class InputError(KamnbError):
    """The client's folder has errors; `problems` holds every one, and the warnings too."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("input", n=sum(problem.severity == "error" for problem in self.problems))

    def say(self, lang: str = "en") -> str:
        """Which problems are there? One line each after a first line with their number."""
        lines = [problem.sentence(lang) for problem in self.problems if problem.severity == "error"]
        return "\n".join([super().say(lang), *lines])

    def __reduce__(self) -> tuple[Any, ...]:
        return (InputError, (self.problems,))
