"""The words of a figure in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamnb.text.load import fill, load_text, word
from kamnb.text.numbers import currency_unit, quantity


@dataclass(frozen=True)
class Say:
    """A figure's own words, vocabulary and numbers in one language."""

    lang: str
    words: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """What does the figure say under a key? KeyError where the text is missing."""
        return fill(str(self.words[key]), **values)

    def word(self, vocabulary: str, value: str) -> str:
        """What is a contract's value called?"""
        return word(vocabulary, value, self.lang)

    def group(self, name: str) -> str:
        """What is a group of people called?"""
        return str(load_text("groups", self.lang)[name])

    def number(self, value: float | None, unit: str, currency: str = "") -> str:
        """How is a value with its unit written?"""
        return quantity(value, unit, self.lang, currency)

    def money_unit(self, currency: str, magnitude: str = "") -> str:
        """In what is money counted along an axis, with its magnitude?"""
        unit = currency_unit(currency, self.lang) if currency else ""
        return f"{magnitude}{unit}" if self.lang == "zh" else f"{unit} {magnitude}".strip()

    def pick(self, text: dict[str, str]) -> str:
        """A bilingual text in this language."""
        return text[self.lang]
