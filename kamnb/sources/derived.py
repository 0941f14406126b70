"""Columns that every row-level question needs, made once when a table is read, so that no engine has to make them."""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pyarrow as pa

MONTH_OF = {
    "ledger": "date",
    "process_events": "timestamp",
    "contacts": "updated_on",
    "crm_activity": "date",
    "touchpoints": "date",
    "documents": "read_on",
}
"""The column from which `month_index` is made, by table; only these tables have derived columns."""
OF_EVENTS = ("ts_epoch", "event_id", "moment", "variant")
DERIVED = ("month_index", *OF_EVENTS)
STEP = " > "
"""What stands between two activities of a variant."""


def derived_sql(table: str, columns: Collection[str]) -> dict[str, str]:
    """Which columns are made of a table's own, and by which SQL?

    `month_index` is year × 12 + month − 1; for events also `ts_epoch` (microseconds since 1970), `event_id`
    (unique, by case, time and activity), `moment` (1 … in each case; equal times are one moment) and `variant`
    (the case's activities in order of time, equal times by name). Empty for other tables.
    """
    day = MONTH_OF.get(table)
    if day is None or day not in columns:
        return {}
    found = {"month_index": f"cast(year({day}) * 12 + month({day}) - 1 as bigint)"}
    if table == "process_events" and {"case_id", "activity"} <= set(columns):
        first = ["case_id", day, "activity"]
        order = ", ".join(f"{name} nulls last" for name in [*first, *sorted(set(columns) - set(first))])
        known = f"{day} is not null and case_id is not null"
        path = f"partition by case_id order by {day}, activity"
        whole = "rows between unbounded preceding and unbounded following"
        found |= {
            "ts_epoch": f"cast(epoch_us({day}) as bigint)",
            "event_id": f"row_number() over (order by {order})",
            "moment": f"case when {known} then dense_rank() over (partition by case_id order by {day}) end",
            "variant": f"case when {known} then string_agg(coalesce(activity, '?'), '{STEP}') "
            f"filter (where {day} is not null) over ({path} {whole}) end",
        }
    return found


def derived_types(table: str) -> dict[str, pa.DataType]:
    """Which derived columns has a table, of which types, whether or not they could be made?"""
    names = ("month_index",) * (table in MONTH_OF) + OF_EVENTS * (table == "process_events")
    return {name: pa.string() if name == "variant" else pa.int64() for name in names}


def with_derived(table: str, rows: pa.Table) -> pa.Table:
    """Which table has the derived columns beside its own? Rows stay in their order; most tables stay as they are."""
    made = derived_sql(table, rows.column_names)
    if not made:
        return rows
    columns = ", ".join(f"{sql} as {name}" for name, sql in made.items())
    with duckdb.connect() as connection:
        connection.register("given", rows.append_column("_row", pa.array(range(rows.num_rows), pa.int64())))
        found = connection.sql(f"select {columns} from given order by _row").to_arrow_table()
    for name in made:
        rows = rows.append_column(name, found[name])
    return rows
