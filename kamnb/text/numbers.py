"""How a number, a date or money is written in each language, once for text, table and figure."""

from __future__ import annotations

import datetime as dt
import math
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name

from kamnb.text.load import LANGUAGES, load_text

LOCALES = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en_GB")}
MYRIADS = ((1e8, "hundred_million"), (1e4, "ten_thousand"))
THOUSANDS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
MISSING = "–"
COLUMN_LEAST = 100.0
"""An amount from here on shows a figure when it is written in ten thousands with two decimals."""
HYPHEN, MINUS = "-", "\u2212"


def number(value: float | None, lang: str, digits: int = 0) -> str:
    """A plain number; a dash where there is none."""
    if value is None or math.isnan(value):
        return MISSING
    return written(round(value, digits) + 0.0, lang, digits)


@lru_cache(maxsize=65_536)
def written(value: float, lang: str, digits: int) -> str:
    """A rounded number as a language writes it. Kept: a report prints the same few numbers thousands of times."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=LOCALES[lang]).replace(HYPHEN, MINUS)


def large(value: float, lang: str, least: float = 0.0) -> str:
    """A large number with the language's own magnitudes: 1.25 hundred-millions in Chinese, 125 m in English.

    In a column of large amounts one from `least` on, though smaller than the smallest magnitude, is written in it too.
    """
    words = load_text("units", lang)["magnitudes"]
    shown = abs(float(f"{value:.3g}"))
    sizes = MYRIADS if lang == "zh" else THOUSANDS
    for size, name in sizes:
        if shown >= size or (size == sizes[-1][0] and 0 < least <= shown):
            digits = 0 if shown >= 100 * size else 1 if shown >= 10 * size else 2
            return number(value / size, lang, digits) + words[name]
    return number(value, lang)


def magnitude_sizes() -> dict[str, float]:
    """How large is what a magnitude's word stands for, in whichever language it is written?"""
    return {
        str(load_text("units", lang)["magnitudes"][name]).strip(): size
        for lang, sizes in (("zh", MYRIADS), ("en", THOUSANDS))
        for size, name in sizes
    }


def column_money(value: float | None) -> dict[str, str]:
    """An amount in a column whose head names the currency, in every language; a dash where there is none."""
    known = value is not None and not math.isnan(value)
    return {
        lang: large(value, lang, COLUMN_LEAST) if known and value is not None else MISSING
        for lang in LANGUAGES
    }


def money(value: float, lang: str, currency: str = "") -> str:
    """An amount as it is written in business: its unit follows it in Chinese and precedes it in English.

    Without a currency the amount alone.
    """
    if not currency:
        return large(value, lang)
    pattern = str(load_text("units", lang)["money"])
    return pattern.format(amount=large(value, lang), unit=currency_unit(currency, lang))


def currency_unit(currency: str, lang: str) -> str:
    """What is a currency called beside an amount? In English its code; in Chinese a word."""
    own = load_text("units", lang)["currencies"].get(currency)
    return str(own or (get_currency_name(currency, locale=LOCALES[lang]) if lang == "zh" else currency))


def both_currency(currency: str) -> dict[str, str]:
    """A currency's unit in every language."""
    return {lang: currency_unit(currency, lang) for lang in LANGUAGES}


def quantity(value: float | None, unit: str, lang: str, currency: str = "", bare: bool = False) -> str:
    """A value with its unit: share as per cent, money with its currency, days, months, counts.

    `bare` leaves out a unit that is a word, for the first of two numbers that share it.
    """
    if value is None or math.isnan(value):
        return MISSING
    if unit == "share":
        return number(100 * value, lang, 0 if abs(value) >= 0.1 or is_whole(100 * value) else 1) + "%"
    if unit == "money":
        return money(value, lang, currency)
    whole = abs(value) >= (10 if unit == "points" else 20) or is_whole(value)
    digits = (1 if is_whole(10 * value) else 2) if unit == "ratio" else 0 if whole else 1
    words, written = load_text("units", lang), number(value, lang, digits)
    if bare:
        return written
    patterns = {**words["units"], **(words["one"] if written.lstrip(MINUS) == "1" else {})}
    return str(patterns.get(unit, "{n}")).format(n=written)


def is_whole(value: float) -> bool:
    """Is there nothing behind the decimal point? A per cent that was rounded to a whole one is not written as exact."""
    return abs(value - round(value)) < 1e-9


def both_quantity(value: float | None, unit: str, currency: str = "", bare: bool = False) -> dict[str, str]:
    """A value with its unit in every language."""
    return {lang: quantity(value, unit, lang, currency, bare) for lang in LANGUAGES}


def both_number(value: float | None, digits: int = 0) -> dict[str, str]:
    """A plain number in every language."""
    return {lang: number(value, lang, digits) for lang in LANGUAGES}


def both_date(day: dt.date) -> dict[str, str]:
    """A date in every language."""
    return {lang: format_date(day, format="long", locale=LOCALES[lang]) for lang in LANGUAGES}
