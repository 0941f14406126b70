"""A question is asked once for each client and arguments, and its answer is nobody else's to change."""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData, build_client
from kamnb.sources.once import asked_once

asked: list[tuple[str, int]] = []


@asked_once
def rows(client: ClientData, months: int, back: int = 0) -> pd.DataFrame:
    """Which rows?"""
    asked.append((client.settings.currency, months + back))
    return pd.DataFrame({"n": [months]})


def test_a_question_is_asked_once_a_client():
    asked.clear()
    one, other = build_client({"currency": "EUR"}, {}), build_client(None, {})
    answer = rows(one, 12)
    answer["n"] = 0
    assert rows(one, 12)["n"].tolist() == [12]
    assert rows(one, 12, back=1)["n"].tolist() == [12]
    assert rows(other, 12)["n"].tolist() == [12]
    assert asked == [("EUR", 12), ("EUR", 13), ("CNY", 12)]
    assert rows.__doc__ == "Which rows?"
