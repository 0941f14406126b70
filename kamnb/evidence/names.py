"""Whom does a text name? Names of the client's tables are taken out of what a consultant wrote."""

from __future__ import annotations

from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once

SOMEBODY = "[…]"
"""What stands for a person."""
LEAST = 2
"""Names of fewer signs are not looked for."""
PEOPLE = ("contacts", "managers")


@asked_once
def stand_ins(client: ClientData) -> dict[str, str]:
    """What stands for each name that the tables know? An account's code, or a sign for somebody; lower case."""
    found: dict[str, str] = {}
    for table in PEOPLE:
        if client.has(table, "name"):
            found |= dict.fromkeys(client.frame(table)["name"].dropna().str.strip().str.lower(), SOMEBODY)
    if client.has("accounts", "name"):
        rows = client.frame("accounts").dropna(subset=["account_id", "name"])
        names = rows["name"].str.strip().str.lower()
        found |= {name: client.code(id) for name, id in zip(names, rows["account_id"], strict=True)}
    return {name: code for name, code in found.items() if len(name) >= LEAST}


@asked_once
def longest(client: ClientData) -> int:
    """How long is the longest name?"""
    return max(map(len, stand_ins(client)), default=0)


def without_names(client: ClientData, text: str) -> str:
    """The text with every name of the tables replaced, the longest first; a Latin name only as whole words."""
    if not text:
        return text
    names, most, low = stand_ins(client), longest(client), text.lower()
    if len(low) != len(text):  # a letter whose small form is longer: places would not fit
        low = text
    parts, at = [], 0
    while at < len(text):
        lengths = range(min(most, len(text) - at), LEAST - 1, -1)
        end = next((at + k for k in lengths if low[at : at + k] in names and whole(low, at, at + k)), 0)
        parts.append(names[low[at:end]] if end else text[at])
        at = end or at + 1
    return "".join(parts)


def whole(text: str, start: int, end: int) -> bool:
    """Does a name neither begin nor end within a Latin word?"""
    edges = [text[i : i + 2] for i in (start - 1, end - 1) if i >= 0]
    return not any(len(e) == 2 and all(c.isascii() and c.isalnum() for c in e) for e in edges)
