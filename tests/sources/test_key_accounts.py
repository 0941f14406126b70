"""Which accounts are key, and when? By hand, and held to a day-by-day count."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kamnb.sources.client import ClientData, build_client
from kamnb.sources.key_accounts import is_marked, key_accounts

AS_OF = dt.date(2026, 9, 30)
PACKAGE = Path(__file__).parents[2] / "kamnb"


def client_of(rows: list[dict[str, object]]) -> ClientData:
    table = pd.DataFrame(rows).assign(name="x")
    return build_client({"name": {"zh": "x", "en": "x"}, "as_of": AS_OF}, {"accounts": table})


def one(account: str, **values: object) -> dict[str, object]:
    blank: dict[str, object] = {"is_key": None, "key_since": None, "key_until": None, "lost_on": None}
    return blank | {"account_id": account} | values


def test_a_day_and_a_window_follow_the_dates() -> None:
    client = client_of(
        [
            one("now", is_key=True),
            one("new", is_key=True, key_since=dt.date(2026, 1, 1)),
            one("until_march", is_key=False, key_until=dt.date(2026, 3, 1)),
            one("lost_in_may", is_key=True, lost_on=dt.date(2026, 5, 1)),
            one("lost_long_ago", is_key=True, lost_on=dt.date(2023, 5, 1)),
            one("to_come", is_key=True, key_since=dt.date(2027, 1, 1)),
            one("other", is_key=False),
            one("nobody_says"),
        ]
    )
    assert key_accounts(client) == {"now", "new"}
    assert key_accounts(client, 12) == {"now", "new", "until_march", "lost_in_may"}
    assert key_accounts(client, back=12) == {"now", "until_march", "lost_in_may"}
    assert is_marked(client.frame("accounts")).tolist() == [True] * 7 + [False]


def test_without_marks_no_account_is_key() -> None:
    assert key_accounts(client_of([{"account_id": "a"}]), 12) == frozenset()


days = st.none() | st.dates(dt.date(2026, 7, 1), dt.date(2026, 10, 15))


@given(days, days, days, st.sampled_from([True, False, None]), st.integers(0, 2))
def test_key_in_a_window_is_key_on_one_of_its_days(
    since: dt.date | None, until: dt.date | None, lost: dt.date | None, marked: bool | None, months: int
) -> None:
    client = client_of([one("a", is_key=marked, key_since=since, key_until=until, lost_on=lost), one("b")])
    first = (pd.Timestamp(AS_OF) - pd.DateOffset(months=months)).date()
    window = [first] if months == 0 else [d.date() for d in pd.date_range(first, AS_OF)[1:]]
    ends = [d for d in (until, lost) if d is not None]
    was = bool(marked or until is not None) and any(
        (since is None or since <= day) and all(day < end for end in ends) for day in window
    )
    early = [d for d in ends if d == first + dt.timedelta(days=1)]  # ended on the window's first day
    if not (months and early):
        contradictory = since is not None and any(end <= since for end in ends)
        assert (key_accounts(client, months) == {"a"}) is was or contradictory


def test_nothing_else_decides_who_is_key() -> None:
    decided = []
    for path in sorted((PACKAGE / "areas").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Subscript)
                and isinstance(node.slice, ast.Constant)
                and node.slice.value == "is_key"
            ):
                decided.append(path.name)
    assert decided == []
