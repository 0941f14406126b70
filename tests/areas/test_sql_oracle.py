"""A second tool: every indicator that reads a table of rows, written again in bare SQL, has to come to the same value.

Each file of scripts/bench_sql is one select over tables named and typed as in the contract (with the derived columns
of kamnb.sources.derived; a table that is not there has no rows) and gives one row with one column, `value`. Where the
value itself is beyond SQL (survival, permutations, record linkage), the first line is `-- rows`: the file then holds
the aggregation that the indicator starts from. The bench times the same files.

Named parameters, of which a file uses those it needs (see `parameters`):

- `$as_of` (date): the day of the diagnosis
- `$seats` (integer): sum of crm_seats
- `$currency` (text): the client's money
- `$weight_strategic_fit`, `$weight_growth_potential`, `$weight_willingness_to_partner` (double): the client's weights
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
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

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "bench_sql"
FILES = sorted(path.stem for path in FOLDER.glob("*.sql"))
ROW_LEVEL = ("ledger", "process_events", "contacts", "touchpoints", "crm_activity", "documents")
CRITERIA = ("strategic_fit", "growth_potential", "willingness_to_partner")


class Watched(ClientData):
    """A client that notes whose rows are read."""

    def frame(self, table: str) -> pd.DataFrame:
        read.add(table)
        return super().frame(table)

    def lazy(self, table: str) -> Any:
        read.add(table)
        return super().lazy(table)


read: set[str] = set()


@cache
def indicators() -> dict[str, Indicator]:
    return {one.id: one for area in load_instrument().areas for one in find_indicators(area.id)}


@cache
def row_level() -> dict[str, IndicatorResult]:
    """Which indicators read a table of rows, and what do they say of the demo client?"""
    found = {}
    for name, one in indicators().items():
        watched = Watched(**{each.name: getattr(demo(), each.name) for each in fields(ClientData)})
        read.clear()
        said = measure_indicator(watched, one)
        if read & set(ROW_LEVEL):
            found[name] = said
    return found


@cache
def demo() -> ClientData:
    return read_client(demo_client())


@cache
def fewer_rows() -> ClientData:
    """The demo with a fifth of all rows lost, the others in no order, and credit notes without costs."""
    frames = {name: demo().frame(name).sample(frac=0.8, random_state=3) for name in ROW_LEVEL}
    notes = frames["ledger"].sample(frac=0.05, random_state=4)
    notes = notes.assign(revenue=-notes["revenue"], list_amount=-notes["list_amount"])
    notes = notes.assign(direct_cost=np.nan, cost_to_serve=np.nan)
    frames["ledger"] = pd.concat([frames["ledger"], notes]).sample(frac=1, random_state=5)
    return with_rows(frames)


@cache
def fewer_cells() -> ClientData:
    """The demo with a tenth of the cells blank that may be blank."""
    frames, draw = {name: demo().frame(name) for name in ROW_LEVEL}, np.random.default_rng(6)
    for name, frame in frames.items():
        for label, column in load_contract().tables[name].columns.items():
            if not column.required:
                frame[label] = frame[label].mask(draw.random(len(frame)) < 0.1)
    return with_rows(frames)


def with_rows(frames: dict[str, pd.DataFrame]) -> ClientData:
    given = {name: frame.dropna(axis=1, how="all") for name, frame in frames.items()}
    return replace(demo(), store={**demo().store, **build_client(None, given).store})


CLIENTS = {"demo": demo, "fewer_rows": fewer_rows, "fewer_cells": fewer_cells}


@cache
def database(name: str) -> duckdb.DuckDBPyConnection:
    """Where do a client's tables lie, under their names, with all columns of the contract?"""
    connection, client = duckdb.connect(), CLIENTS[name]()
    for table in load_contract().tables:
        connection.register(table, client.lazy(table).to_native().to_arrow_table())
    return connection


def parameters(client: ClientData, query: str) -> dict[str, Any]:
    """Which values do the parameters have that a query uses?"""
    known = {
        "as_of": client.settings.as_of,
        "currency": client.settings.currency,
        "seats": sum(client.settings.crm_seats.values()),
        **{f"weight_{name}": weight for name, weight in weights(client).items()},
    }
    return {name: known[name] for name in set(re.findall(r"\$(\w+)", query))}


def weights(client: ClientData) -> dict[str, float]:
    """What does each criterion weigh: as compared in pairs (the principal eigenvector), as given, or all alike?"""
    chosen = client.settings.selection
    if chosen is None or not (chosen.comparisons or chosen.weights):
        return dict.fromkeys(CRITERIA, 1.0)
    given = np.array(chosen.weights or np.ones(len(chosen.criteria)), dtype=float)
    if chosen.comparisons:
        for _ in range(200):
            given = np.array(chosen.comparisons) @ given
            given /= given.sum()
    return dict.fromkeys(CRITERIA, 0.0) | dict(zip(chosen.criteria, given.tolist(), strict=True))


def ask(name: str, query: str) -> list[tuple[Any, ...]]:
    found = database(name).execute(query, parameters(CLIENTS[name](), query))
    assert found.description is not None
    columns = [column[0] for column in found.description]
    assert query.startswith("-- rows\n") or columns == ["value"]
    return found.fetchall()


def said(name: str, indicator: str) -> IndicatorResult:
    return (
        row_level()[indicator]
        if name == "demo"
        else measure_indicator(CLIENTS[name](), indicators()[indicator])
    )


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("indicator", FILES)
def test_sql_comes_to_the_same_value(indicator: str, client: str) -> None:
    query = (FOLDER / f"{indicator}.sql").read_text(encoding="utf-8")
    rows = ask(client, query)
    if query.startswith("-- rows\n"):
        assert rows
        return
    ours = said(client, indicator)
    ((value,),) = rows
    if ours.outcome == Outcome.MEASURED:
        exact = indicators()[indicator].unit == "count"
        assert ours.value == (value if exact else pytest.approx(value, rel=1e-9, abs=1e-12))
    else:
        assert value is None or ours.outcome == Outcome.TOO_FEW


def test_every_row_level_indicator_is_asked_in_sql_and_no_file_is_left_over() -> None:
    assert set(FILES) == set(row_level())
