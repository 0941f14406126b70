"""What was asked and how was it scored? As written with a diagnosis, so that a later wave and a later reader can tell."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kamnb.instrument.load import Instrument, find_indicators

LENGTH = 12


def digest(value: Any) -> str:
    """A short hash of plain values: the same values, the same hash."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:LENGTH]


def item_digests(instrument: Instrument) -> dict[str, str]:
    """Which words has each survey item, whom is it put to, and which way is it scored? A hash by item id."""
    return {
        item.id: digest(
            [
                item_words(instrument, item.clause, item.id),
                item.side,
                sorted(item.levels),
                sorted(item.roles),
                item.reversed,
            ]
        )
        for item in instrument.items()
    }


def item_words(instrument: Instrument, clause: str, item: str) -> dict[str, str]:
    """What does an item say, in every language?"""
    texts = instrument.area(instrument.clause(clause).area).text
    return {lang: str(words["clauses"][clause]["items"][item]).strip() for lang, words in texts.items()}


def indicator_digests(instrument: Instrument) -> dict[str, str]:
    """In which unit is each indicator measured and through which anchors is it scored? A hash by indicator id."""
    return {
        i.id: digest([i.unit, [list(point) for point in i.anchors]])
        for area in instrument.areas
        for i in find_indicators(area.id)
    }


def indicator_marks(instrument: Instrument) -> dict[str, dict[str, Any]]:
    """What is each indicator of, what does it need, and how does its value become a score? Plain values by indicator id."""
    return {
        i.id: {
            "area": area.id,
            "clause": i.clause,
            "needs": {table: list(columns) for table, columns in i.needs.items()},
            "anchors": [list(point) for point in i.anchors],
            "source": i.source,
        }
        for area in instrument.areas
        for i in find_indicators(area.id)
    }
