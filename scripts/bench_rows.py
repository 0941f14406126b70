"""One side of a row-level pair of the bench, in a process of its own: answers the questions and says how long it took.

    python scripts/bench_rows.py product|sql|pandas FOLDER [QUESTION …]

Prints {"seconds", "peak_mb", "questions", "values"} as JSON. Both sides read the same typed rows; starting up, reading
the client's small tables and (once) checking its files are not counted.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.pipeline import read_client
from kamnb.sources.client import ClientData
from kamnb.sources.contract import load_contract

QUERIES = Path(__file__).resolve().parent / "bench_sql"
CRITERIA = ("strategic_fit", "growth_potential", "willingness_to_partner")
Answers = dict[str, float | None]


def questions() -> list[str]:
    """Which indicators read rows? Those that have a query in bare SQL."""
    return sorted(path.stem for path in QUERIES.glob("*.sql"))


def by_product(client: ClientData, wanted: list[str]) -> Answers:
    """What do the indicators say?"""
    known = all_indicators()
    return {name: measure_indicator(client, known[name]).value for name in wanted}


def all_indicators() -> dict[str, Indicator]:
    """Every indicator by its id; the first call loads the areas' code."""
    return {one.id: one for area in load_instrument().areas for one in find_indicators(area.id)}


def by_sql(client: ClientData, wanted: list[str]) -> Answers:
    """What do the same questions come to in bare SQL, on the same rows and with the same memory?"""
    relations = {table: client.lazy(table).to_native() for table in load_contract().tables}
    for table, relation in relations.items():
        relation.create_view(table)
    given: dict[str, Any] = {
        "as_of": client.settings.as_of,
        "seats": sum(client.settings.crm_seats.values()),
        "currency": client.settings.currency,
        **{f"weight_{name}": 1.0 for name in CRITERIA},
    }
    answers: Answers = {}
    for name in wanted:
        query = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
        used = {key: value for key, value in given.items() if re.search(rf"\${key}\b", query)}
        found = client.connection.sql(query, params=used)
        if query.startswith("-- rows"):
            found.to_arrow_table()
            answers[name] = None
        else:
            answers[name] = next((row[0] for row in found.fetchall()), None)
    return answers


def margin_by_pandas(client: ClientData) -> float:
    """What share of key accounts' revenue of the last year do direct cost and cost to serve leave?"""
    rows, accounts = client.frame("ledger"), client.frame("accounts")
    end = pd.Timestamp(client.settings.as_of)
    rows = rows[(rows["date"] > end - pd.DateOffset(months=12)) & (rows["date"] <= end)]
    keys = accounts.loc[accounts["is_key"].fillna(False).astype(bool), "account_id"]
    sums = rows.groupby("account_id")[["revenue", "direct_cost", "cost_to_serve"]].sum()
    sums = sums[sums.index.isin(keys)].sum()
    return float((sums["revenue"] - sums["direct_cost"] - sums["cost_to_serve"]) / sums["revenue"])


def hand_offs_by_pandas(client: ClientData) -> float:
    """How many days pass between two steps of a case in different departments, at the median?"""
    steps = client.frame("process_events").dropna(subset=["case_id", "timestamp"])
    steps = steps.sort_values(["case_id", "timestamp"])
    same = steps["case_id"] == steps["case_id"].shift()
    waits = steps["timestamp"].diff().where(same & (steps["department"] != steps["department"].shift()))
    days = waits.dt.total_seconds() / 86400
    return float(days.groupby(steps["case_id"]).mean().median())


def completeness_by_pandas(client: ClientData) -> float:
    """Which share of five fields of a contact is filled, placeholders not counted?"""
    rows = client.frame("contacts")
    fields = ["title", "function", "email", "phone", "buying_role"]
    blank = r"[-/.?]*|n/?a|null|none|tbd|tbc|[0x*]+|unknown|test"
    filled = [
        ~rows[f].fillna("").str.normalize("NFKC").str.strip().str.lower().str.fullmatch(blank) for f in fields
    ]
    return float(pd.concat(filled, axis=1).mean(axis=1).mean())


BY_PANDAS: dict[str, Callable[[ClientData], float]] = {
    "key_margin_after_service": margin_by_pandas,
    "hand_off_waits": hand_offs_by_pandas,
    "contact_completeness": completeness_by_pandas,
}


def by_pandas(client: ClientData, wanted: list[str]) -> Answers:
    """What do three of the questions come to in plain pandas?"""
    return {name: BY_PANDAS[name](client) for name in wanted or BY_PANDAS}


SIDES = {"product": by_product, "sql": by_sql, "pandas": by_pandas}


def peak_mb() -> float:
    """How much memory did this process hold at most? Where the system does not tell, 0."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main(side: str, folder: str, *wanted: str) -> None:
    """Answer, and say what it took."""
    client = read_client(Path(folder))
    all_indicators()
    chosen = list(wanted) or (list(BY_PANDAS) if side == "pandas" else questions())
    start = time.perf_counter()
    values = SIDES[side](client, chosen)
    seconds = time.perf_counter() - start
    told = {"seconds": seconds, "peak_mb": peak_mb(), "questions": len(values), "values": values}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
