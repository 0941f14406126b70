"""What is a firm's own name, apart from place, trade and legal form?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA

from kamnb.areas.it.names import WORDS, half_width, plain_words, written
from kamnb.sources.text import load_yaml

if TYPE_CHECKING:
    from kamnb.areas.it.fields import Field

HAN = re.compile("[\u3400-\u9fff]")
OWN_LONG = 5
"""Own names of so many signs may differ by a slip of the pen; in shorter ones another sign is another firm."""


@dataclass(frozen=True, slots=True)
class Firm:
    """The parts of a Chinese firm's name. Parts that are not written are empty."""

    place: str
    own: str
    trade: str
    branch: str
    nation: str = ""


@cache
def rules() -> dict[str, Any]:
    """The word lists as patterns, longest word first."""
    words = load_yaml(WORDS)["companies"]

    def any_of(name: str) -> str:
        return "|".join(sorted(map(re.escape, words[name]), key=len, reverse=True))

    places = "|".join(any_of(name) for name in ("nation", "provinces", "cities"))
    area = f"(?:{any_of('areas')})?"
    return {
        "legal": re.compile(f"(?:{any_of('legal')})$"),
        "branch": re.compile(f"(.*?(?:{any_of('legal')}))(.*(?:{any_of('branch')}))$"),
        "trade": re.compile(f"(?:{any_of('trades')})$"),
        "place": re.compile(f"({places}){area}"),
        "bracket": f"^(.*\\p{{Han}}[^(]*)\\((({places}){area})\\)",
        "nation": set(words["nation"]),
        "provinces": set(words["provinces"]),
        "municipalities": set(words["municipalities"]),
        "latin": f"\\b(?:{any_of('latin')})\\b",
    }


def plain_companies(values: pa.Array) -> pa.Array:
    """Firms' names in plain form. Latin ones lose their legal form; Chinese ones keep all but marks and blanks.

    A place in brackets is moved to the front of a Chinese name, as in the long form of the name.
    """
    text = pc.replace_substring_regex(written(half_width(values)), rules()["bracket"], "\\2\\1")
    text = plain_words(pc.replace_substring(text, ".", ""))
    chinese = pc.match_substring_regex(text, "\\p{Han}")
    closed = pc.replace_substring(text, " ", "")
    latin = pc.utf8_trim_whitespace(
        pc.replace_substring_regex(pc.replace_substring_regex(text, rules()["latin"], " "), " +", " ")
    )
    return pc.if_else(chinese, closed, pc.if_else(pc.equal(latin, ""), text, latin))


def is_chinese(name: str) -> bool:
    """Is a name written in Chinese characters?"""
    return bool(HAN.search(name))


def firm(name: str) -> Firm:
    """Which parts has a Chinese firm's plain name? What stands last and is a trade is the trade.

    Of several places the last counts that is not the nation. A name of place and trade, or of place and legal form
    only, is an own name.
    """
    found = rules()
    branch = ""
    head = found["branch"].match(name)
    if head:
        name, branch = head.group(1), head.group(2)
    places, rest = leading_places(name)
    name = stripped(rest, found["legal"], keep=1)
    place = next((p for p in reversed(places) if p not in found["nation"]), "")
    own = stripped(name, found["trade"])
    nation = "".join(p for p in places if p in found["nation"])
    parts = (own, name[len(own) :]) if own else (place + name, "")
    return Firm(place, *parts, branch, nation)


def leading_places(name: str) -> tuple[list[str], str]:
    """Which places does a name begin with, and what follows? Something always does."""
    found, at = [], 0
    while (start := rules()["place"].match(name, at)) and start.end() < len(name):
        found.append(start.group(1))
        at = start.end()
    return found, name[at:]


def with_place(name: str, region: str) -> str:
    """A Chinese name with the region's place in front, where it names none itself; other names as they are."""
    place = [found.group(1) for found in rules()["place"].finditer(region)]
    known = [p for p in leading_places(name)[0] if p not in rules()["nation"]]
    return name if known or not place or not is_chinese(name) else place[-1] + name


def stripped(name: str, ending: re.Pattern[str], keep: int = 0) -> str:
    """The name without what ends it, as often as it ends it, but for `keep` signs at least."""
    while name and (end := ending.search(name)) and end.start() >= keep:
        name = name[: end.start()]
    return name


def firm_levels(one: Field, a: np.ndarray, two: Field, b: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """How alike are firms' names, 0 (equal) to 4? Chinese ones by their parts; `otherwise` for the others.

    An acronym of a Latin name, or the short form of a Chinese one, is close (2).
    """
    found = otherwise.copy()
    chinese = one.chinese[a] & two.chinese[b]
    for i in np.flatnonzero(chinese):
        found[i] = parts_level(cached_firm(one.values[a[i]]), cached_firm(two.values[b[i]]))
    for i in np.flatnonzero(~chinese & (found > 2) & ((one.words[a] > 1) != (two.words[b] > 1))):
        if is_acronym(*sorted((one.values[a[i]], two.values[b[i]]), key=len)):
            found[i] = 2
    return found


cached_firm = lru_cache(maxsize=200_000)(firm)


def parts_level(a: Firm, b: Firm) -> int:
    """How alike are two Chinese names?

    0: own name and trade equal, places not contradicting. 1: one side leaves the trade or its end out, or writes a place as
    part of its own name. 2: one is the other's short form, the end of its own name, or a long one with a slip. 4:
    different firms: another trade, another place, a branch and its head, another own name.
    """
    if a.branch != b.branch or contradict(a.place, b.place):
        return 4
    if a.own == b.own:
        return 0 if a.trade == b.trade else 1 if begins(a.trade, b.trade) else 4
    if whole_names(a) & whole_names(b):
        return 1
    near = a.place == b.place and a.trade == b.trade and min(len(a.own), len(b.own)) >= OWN_LONG
    slip = near and OSA.distance(a.own, b.own) == 1
    return 2 if slip or is_short_form(a, b) or is_short_form(b, a) else 4


def begins(a: str, b: str) -> bool:
    """Is one text the beginning of the other?"""
    return a.startswith(b) or b.startswith(a)


def contradict(a: str, b: str) -> bool:
    """Are two places two? A city may lie in a province: that is no contradiction, but in no other city."""
    provinces, single = rules()["provinces"], rules()["municipalities"]
    return bool(a and b and a != b and ((a in provinces) == (b in provinces) or {a, b} & single))


def same_place(a: str, b: str) -> bool:
    """Do two plain names tell one place? Latin names tell none."""
    places = {cached_firm(name).place if is_chinese(name) else "" for name in (a, b)}
    return len(places) == 1 and places != {""}


def whole_names(name: Firm) -> set[str]:
    """The own name with its trade, without and with its place."""
    whole = name.own + name.trade
    bare = whole.removeprefix(name.place)
    return {whole, name.place + bare} | ({bare} if len(bare) > 3 else set())


def is_short_form(short: Firm, long: Firm) -> bool:
    """Is a name made of another's: its first sign, then signs in order, to the last word? Or is it its end?

    The place counts as the long name's first word, or is left out where both lie there.
    """
    name, bare = bare_name(short), bare_name(long)
    here = bool(short.place) and short.place == long.place
    if here and 2 <= len(name) < len(bare) and bare.endswith(name) and stripped(name, rules()["trade"]):
        return True
    if not stripped(name, rules()["trade"]):
        return False
    starts = {long.place, long.nation} | ({""} if here or not long.place else set())
    ends = (bare, bare.removesuffix(long.trade))
    return any(is_abbreviation(name, start + end) for start in starts for end in ends)


def bare_name(name: Firm) -> str:
    """A firm's own name and trade without its place."""
    return (name.own + name.trade).removeprefix(name.place)


def is_abbreviation(short: str, full: str) -> bool:
    """Are two to five signs the first of a name and some of the later ones, in order, down to its last word?"""
    if not 2 <= len(short) <= 5 or len(full) <= len(short) or short[0] != full[0] or full.startswith(short):
        return False
    at = 0
    for sign in short:
        at = full.find(sign, at) + 1
        if not at:
            return False
    return at > 2 * ((len(full) - 1) // 2)


def is_acronym(short: str, long: str) -> bool:
    """Is a word of three letters or more made of the first letters of a name's words?"""
    first = [word[0] for word in long.split()]
    letters = [word[0] for word in long.split() if word not in ("and", "of", "the", "for")]
    return len(short) >= 3 and short in ("".join(first), "".join(letters))
