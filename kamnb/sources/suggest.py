"""What did the writer probably mean? The nearest of the names that are known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kamnb.errors import LANGUAGES, say_message


def nearest(word: object, known: Iterable[object], n: int = 3) -> str:
    """Which known name is nearest? The best match, or else the first few, comma-separated."""
    names = [str(name) for name in known]
    match = near(word, names)
    return match or ", ".join(names[: max(n, 1)]) or "–"


def near(word: object, known: Iterable[object], cutoff: float = 0.75) -> str | None:
    """Which known name is so near that a slip is likely? None where none is."""
    lower = {str(name).lower(): str(name) for name in known}
    found = difflib.get_close_matches(str(word).lower(), lower, n=1, cutoff=cutoff)
    return lower[found[0]] if found else None


def did_you_mean(word: object, known: Iterable[object]) -> dict[str, str]:
    """What is the question about a slip, by language? Empty where no known name is near."""
    guess = near(word, known, 0.6)
    return {
        lang: say_message("did-you-mean", {"nearest": guess}, lang) if guess else "" for lang in LANGUAGES
    }
