"""What did the learner answer? Read as people write it: any width, blanks, units, names in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

from kamnb.sources.suggest import near
from kamnb.text.load import LANGUAGES, load_text
from kamnb.training.choices import fold

NUMBER = re.compile(r"[-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
SEPARATORS = re.compile(r"[,;>\u3001\u2192\n]+|->")
MINUS = str.maketrans("\u2212\u2013\u2014", "---")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Refusal(Exception):
    """An answer that cannot be judged as it is: the key of the sentence that says why, and what fills it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Number:
    """A number as it was answered; `percent` where it bore a sign of per cent."""

    value: float
    percent: bool = False


def is_blank(given: Any) -> bool:
    """Has nothing been answered yet? The three dots, None, an empty text or list, or a line to be filled in."""
    if given is None or given is ...:
        return True
    if isinstance(given, str):
        return not given.strip(" _\u3000.\u2026\t\n")
    if isinstance(given, list | tuple | set | dict):
        return not given or all(is_blank(each) for each in given)
    return False


def unwrap(given: Any) -> Any:
    """The plain value inside numpy's and pandas' ones; a single value in a list, array or series by itself.

    Refusal for a function, a class, or the check's own answer.
    """
    if isinstance(given, str | bytes | Real):
        return given.decode("utf-8", "replace") if isinstance(given, bytes) else given
    if callable(given):
        raise Refusal("is_function", {"name": getattr(given, "__name__", type(given).__name__)})
    if hasattr(given, "tolist"):
        given = given.tolist()
    elif hasattr(given, "to_list"):
        given = given.to_list()
    if isinstance(given, Mapping):
        given = list(given)
    return given


def read_number(given: Any) -> Number:
    """Which number is it? Refusal for none, several, true or false, or what is no number."""
    value = unwrap(given)
    if isinstance(value, list | tuple) and len(value) == 1:
        value = unwrap(value[0])
    if isinstance(value, bool):
        raise Refusal("is_truth")
    if isinstance(value, Real):
        number = Number(float(value))
    elif isinstance(value, str):
        number = number_in(value)
    else:
        raise Refusal("no_number", {"given": shown(given)})
    if number.value != number.value or abs(number.value) == float("inf"):
        raise Refusal("no_number", {"given": shown(given)})
    return number


def number_in(text: str) -> Number:
    """The one number in a text: full-width digits, thousands' commas, a unit behind it."""
    plain = unicodedata.normalize("NFKC", text).translate(MINUS)
    for lang in LANGUAGES:
        plain = plain.replace(load_text("training", lang)["minus"], "-")
    found = NUMBER.findall(plain)
    if len(found) > 1:
        raise Refusal("several_numbers", {"given": shown(text)})
    if not found:
        raise Refusal("no_number", {"given": shown(text)})
    return Number(float(found[0].replace(",", "")), "%" in plain)


def read_choice(given: Any, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Which choice is meant? `names` maps folded names to ids. Refusal lists what can be chosen."""
    value = unwrap(given)
    if isinstance(value, list | tuple | set) and len(value) == 1:
        value = unwrap(next(iter(value)))
    if isinstance(value, bool) and {YES, NO} <= set(titles):
        return YES if value else NO
    if isinstance(value, list | tuple | set):
        raise Refusal("one_only", {"n": len(value)})
    found = names.get(fold(str(value)))
    if found is None:
        guess = near(fold(str(value)), names)
        known = "; ".join(
            title if title.startswith(key) else f"{key} ({title})" for key, title in titles.items()
        )
        values = {"given": shown(given), "known": known, "guess": names[guess] if guess else ""}
        raise Refusal("unknown_choice_near" if guess else "unknown_choice", values)
    return found


def read_ranking(given: Any, names: Mapping[str, str], titles: Mapping[str, str]) -> list[str]:
    """Which order is meant? Refusal where choices are missing or there twice, or where the answer has no order."""
    value = unwrap(given)
    if isinstance(value, set | frozenset):
        raise Refusal("no_order")
    found = read_several(value, names, titles)
    if missing := [k for k in titles if k not in found]:
        raise Refusal("missing", {"missing": "; ".join(missing), "n": len(titles)})
    return found


def read_set(given: Any, names: Mapping[str, str], titles: Mapping[str, str]) -> frozenset[str]:
    """Which choices are meant, whatever their order? Refusal for one that is unknown or there twice."""
    return frozenset(read_several(unwrap(given), names, titles))


def read_several(value: Any, names: Mapping[str, str], titles: Mapping[str, str]) -> list[str]:
    """The choices of a list, or of a text with commas, in their order."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value)
        value = [part for part in SEPARATORS.split(text) if part.strip()]
    if not isinstance(value, Iterable):
        value = [value]
    found = [read_choice(each, names, titles) for each in value]
    twice = sorted({each for each in found if found.count(each) > 1})
    if twice:
        raise Refusal("twice", {"twice": "; ".join(twice)})
    return found


def shown(given: Any) -> str:
    """An answer as it is repeated to the learner: short."""
    text = repr(given) if not isinstance(given, str) else given
    return text if len(text) <= 60 else text[:57] + "\u2026"
