"""From which rows of which files does an indicator come?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kamnb.instrument.indicator import Indicator
from kamnb.sources.client import ClientData
from kamnb.sources.contract import load_contract
from kamnb.sources.store import in_memory
from kamnb.text.load import both
from kamnb.trace.noted import NotedClient

PERSONAL = (
    "survey",
    "interviews",
    "ratings",
    "managers",
    "time_use",
    "teams",
    "crm_activity",
    "contacts",
    "documents",
)
"""Tables whose rows are persons or their doings: tracing stops at counts."""
MOST = 10_000
"""So many ids of a table are listed at most."""
JOIN = " / "


def trace_tables(
    client: NotedClient, indicator: Indicator, inputs: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Which tables does an indicator read, with what was received of each, its file, and the ids of the rows?

    `client` has been asked by the indicator; `inputs` says of each file its hash then and now.
    """
    names = list(dict.fromkeys([*indicator.needs, *client.reads.tables]))
    return [trace_table(client, indicator, name, inputs) for name in names]


def trace_table(
    client: NotedClient, indicator: Indicator, table: str, inputs: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """One table: its columns that are needed, rows received and left out, file and hash, and row ids."""
    received = next((r for r in client.received if r.table == table), None)
    columns = {*indicator.needs.get(table, ()), *client.reads.columns.get(table, set())}
    return {
        "table": table,
        "title": both("tables", table),
        "needed": table in indicator.needs,
        "read": table in client.reads.tables,
        "columns": sorted(columns),
        "file": received.file if received else None,
        **hashes(received.file if received else None, inputs),
        "rows_received": received.rows if received else 0,
        "dropped": dict(received.dropped) if received else {},
        "rows": trace_rows(client, table),
    }


def hashes(file: str | None, inputs: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Which hash had the file in the run, and which has it now? None where it lies outside the client's folder."""
    found = inputs.get(file or "") or next(
        (each for path, each in inputs.items() if file and path.rsplit("/", 1)[-1] == file), {}
    )
    return {key: found.get(key) for key in ("sha256_run", "sha256_now", "changed")}


def trace_rows(client: NotedClient, table: str) -> dict[str, Any]:
    """Which rows entered? Ids of the rows in the indicator's window where it asked for one, else of all rows read.

    `scope`: window (its own filters apply beyond it), table (all rows read; its own filters apply), counts (rows
    are persons', only their number is told), none (the table is not there).
    """
    if table not in client.store:
        return {"scope": "none", "n": 0, "key": [], "ids": [], "listed": 0, "windows": []}
    cut = client.reads.windows.get(table, [])
    total = client.store[table].num_rows
    kept = sorted(set.union(*(w.positions for w in cut))) if cut else None
    n = total if kept is None else len(kept)
    windows = [{"column": w.column, "months": w.months} for w in cut]
    told = list({(w["column"], w["months"]): w for w in windows}.values())
    if table in PERSONAL:
        return {"scope": "counts", "n": n, "key": [], "ids": [], "listed": 0, "windows": told}
    key, ids = row_ids(client, table, kept)
    scope = "window" if kept is not None else "table"
    return {"scope": scope, "n": n, "key": key, "ids": ids[:MOST], "listed": len(ids), "windows": told}


def row_ids(client: ClientData, table: str, kept: list[int] | None) -> tuple[list[str], list[str]]:
    """By which columns are a table's rows known, and which are they? The key's, else the accounts' ids, each once."""
    spec, names = load_contract().tables[table], client.store[table].column_names
    key = [c for c in (spec.key or ("account_id",)) if c in names]
    if not key:
        return [], []
    frame: pd.DataFrame = in_memory(client.store[table], key).to_pandas()
    rows = frame if kept is None else frame.iloc[kept]
    text = rows.dropna().astype(str).drop_duplicates()
    return key, sorted(JOIN.join(row) for row in text.itertuples(index=False))
