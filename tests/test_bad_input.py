"""What clients really send: every indicator answers with a number it can stand by or with the reason why not; none falls over."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest

from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import IndicatorResult, Outcome
from kamnb.paths import demo_client
from kamnb.pipeline import read_client
from kamnb.sources.client import ClientData, build_client
from kamnb.sources.contract import load_contract

Frames = dict[str, pd.DataFrame]


@cache
def demo() -> ClientData:
    return read_client(demo_client())


@cache
def _frames() -> Frames:
    return {name: demo().frame(name) for name in demo().tables if name != "survey"}


def frames() -> Frames:
    return dict(_frames())


def client(tables: Frames) -> ClientData:
    """The demo with other rows in these tables; the tables not named stay as they are."""
    changed = {name: frame.dropna(axis=1, how="all") for name, frame in tables.items() if is_new(name, frame)}
    return replace(demo(), store={**demo().store, **build_client(None, changed).store})


def is_new(name: str, frame: pd.DataFrame) -> bool:
    return not frame.equals(frames()[name])


@cache
def all_indicators() -> tuple[Indicator, ...]:
    return tuple(i for area in load_instrument().areas for i in find_indicators(area.id))


class Watched(ClientData):
    """A client that notes which tables are looked at."""

    def has(self, table: str, *columns: str) -> bool:
        seen.add(table)
        return super().has(table, *columns)

    def frame(self, table: str) -> pd.DataFrame:
        seen.add(table)
        return super().frame(table)

    def lazy(self, table: str) -> Any:
        seen.add(table)
        return super().lazy(table)


seen: set[str] = set()


@cache
def readers_of() -> dict[str, list[Indicator]]:
    """Which indicators look at a table, whatever they say that they need?"""
    watched = Watched(**{name: getattr(demo(), name) for name in ClientData.__dataclass_fields__})
    found = defaultdict(list)
    for one in all_indicators():
        seen.clear()
        measure_indicator(watched, one)
        for table in seen:
            found[table].append(one)
    return dict(found)


def sound(found: IndicatorResult) -> bool:
    """A number with an interval around it, or none at all with the reason."""
    if found.outcome != Outcome.MEASURED:
        return found.value is None and found.score.mean is None
    held = found.low is None or found.high is None or found.low - 1e-9 <= found.value <= found.high + 1e-9
    return math.isfinite(found.value) and 0 <= found.score.mean <= 100 and held


def measure(tables: Frames, indicators: Any = None) -> dict[str, IndicatorResult]:
    given = client(tables)
    results = {one.id: measure_indicator(given, one) for one in indicators or all_indicators()}
    unsound = {key: found for key, found in results.items() if not sound(found)}
    assert not unsound
    return results


def of_accounts(tables: Frames, keep: set[str]) -> Frames:
    return {
        name: frame[frame["account_id"].isin(keep)] if "account_id" in frame else frame
        for name, frame in tables.items()
    }


def test_every_indicator_is_sound_on_the_demo():
    assert sum(found.outcome == Outcome.MEASURED for found in measure(frames()).values()) > 70


def columns_that_may_be_blank() -> list[tuple[str, ...]]:
    """A table and one of its columns; of accounts, which nearly every indicator reads, four that lie far apart."""
    found: list[tuple[str, ...]] = []
    for name, table in load_contract().tables.items():
        columns = [column.name for column in table.columns.values() if not column.required]
        if (demo_client() / f"{name}.csv").exists() and name not in ("survey", "interviews"):
            steps = range(-(-len(columns) // 4) if name == "accounts" else len(columns))
            found += [(name, *columns[i :: len(steps)]) for i in steps]
    return found


@pytest.mark.parametrize("blank", columns_that_may_be_blank(), ids="-".join)
def test_a_column_that_is_all_blank_breaks_nothing(blank):
    table, *names = blank
    tables = frames()
    tables[table] = tables[table].assign(**dict.fromkeys(names))
    measure(tables, readers_of()[table])


@pytest.mark.parametrize("table", [t for t in load_contract().tables if t != "survey"])
def test_a_table_with_one_row_breaks_nothing(table):
    tables = frames()
    measure(tables | {table: tables[table].head(1)}, readers_of().get(table, []))


@pytest.mark.parametrize("kept", [1, 2])
def test_one_or_two_accounts(kept):
    tables = frames()
    keys = tables["accounts"].loc[tables["accounts"]["is_key"].fillna(False).astype(bool), "account_id"]
    measure(of_accounts(tables, set(keys.head(kept))))


@pytest.mark.parametrize("key", [True, False, None])
def test_all_accounts_key_or_none_or_nobody_says(key):
    tables = frames()
    tables["accounts"] = tables["accounts"].assign(is_key=key)
    found = measure(tables)
    assert found["revenue_pull"].outcome != Outcome.MEASURED
    assert found["key_margin_lead"].outcome != Outcome.MEASURED


def test_one_month_of_ledger():
    tables = frames()
    tables["ledger"] = tables["ledger"][tables["ledger"]["date"] >= "2026-09-01"]
    found = measure(tables)
    assert found["revenue_kept"].outcome == Outcome.NO_DATA


def test_nothing_but_credit_notes():
    tables = frames()
    tables["ledger"] = tables["ledger"].assign(revenue=-tables["ledger"]["revenue"].abs())
    measure(tables)


def test_credit_notes_lower_revenue_and_are_no_sales():
    tables = frames()
    largest = tables["ledger"].groupby("account_id")["revenue"].sum().idxmax()
    before = measure(tables, [i for i in all_indicators() if i.id == "top_accounts_share"])
    credit = tables["ledger"].assign(revenue=-tables["ledger"]["revenue"])
    tables["ledger"] = pd.concat([tables["ledger"], credit[credit["account_id"] == largest]])
    after = measure(tables, [i for i in all_indicators() if i.id == "top_accounts_share"])
    assert after["top_accounts_share"].value < before["top_accounts_share"].value


def test_accounts_without_any_ledger():
    tables = frames()
    measure(tables | {"ledger": tables["ledger"].assign(account_id="unlisted")})


def test_events_in_any_order_and_all_at_one_time():
    tables = frames()
    events = tables["process_events"]
    of_events = readers_of()["process_events"]
    before = measure(tables, of_events)
    shuffled = measure(tables | {"process_events": events.sample(frac=1, random_state=3)}, of_events)
    assert {k: f.value for k, f in before.items()} == {k: f.value for k, f in shuffled.items()}
    measure(tables | {"process_events": events.assign(timestamp=events["timestamp"].min())}, of_events)


def test_a_manager_without_accounts_and_accounts_without_a_manager():
    tables = frames()
    measure(tables | {"accounts": tables["accounts"].assign(owner_id="nobody", previous_owner_id=None)})
    measure(tables | {"teams": tables["teams"].assign(account_id="unlisted")})


def test_ratings_by_one_rater():
    tables = frames()
    rater = tables["ratings"]["rater_id"].iloc[0]
    one = tables["ratings"].assign(rater_id=rater).drop_duplicates(["manager_id", "competency"])
    measure(tables | {"ratings": one}, readers_of()["ratings"])


def test_everything_long_ago():
    tables = frames()
    for name, frame in tables.items():
        dated = {c: frame[c] - pd.DateOffset(years=20) for c in frame.select_dtypes("datetime")}
        tables[name] = frame.assign(**dated)
    measure(tables)
