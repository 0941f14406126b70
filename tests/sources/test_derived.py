"""The columns that are made when a table is read: right, whatever the order of the rows, there even where nothing is."""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.sources.client import build_client
from kamnb.sources.derived import DERIVED, MONTH_OF

EVENTS = pd.DataFrame(
    {
        "case_id": ["a", "b", "a", "a", "a", "b", None, "c"],
        "activity": ["send", "ask", "ask", "check", "approve", "send", "ask", "ask"],
        "department": ["sales"] * 8,
        "timestamp": [
            "2026-01-03 09:00",
            "2026-02-01",
            "2026-01-01 08:00:01",
            "2026-01-02",
            "2026-01-02",
            "2026-02-01 00:00:01",
            "2026-03-01",
            None,
        ],
    }
)


def lazy(events: pd.DataFrame) -> pd.DataFrame:
    rows = build_client(None, {"process_events": events}).lazy("process_events").collect("pandas").to_native()
    return rows.sort_values("event_id", ignore_index=True)


def test_events_get_their_order_moment_path_and_epoch():
    rows = lazy(EVENTS)
    of_a = rows[rows["case_id"] == "a"]
    assert list(of_a["activity"]) == ["ask", "approve", "check", "send"]
    assert list(of_a["moment"]) == [1, 2, 2, 3]
    assert set(of_a["variant"]) == {"ask > approve > check > send"}
    assert of_a["ts_epoch"].iloc[0] == pd.Timestamp("2026-01-01 08:00:01").value // 1000
    assert list(of_a["month_index"]) == [2026 * 12] * 4
    assert sorted(rows["event_id"]) == list(range(1, 9))


def test_a_step_without_time_or_case_has_no_place():
    rows = lazy(EVENTS)
    assert (
        rows.loc[rows["timestamp"].isna() | rows["case_id"].isna(), ["moment", "variant"]]
        .isna()
        .all(axis=None)
    )


def test_the_order_of_the_rows_does_not_matter():
    pd.testing.assert_frame_equal(lazy(EVENTS), lazy(EVENTS.sample(frac=1, random_state=1)))


@pytest.mark.parametrize("table", sorted(MONTH_OF))
def test_derived_columns_are_there_without_rows_too_and_never_in_a_frame(table):
    client = build_client(None, {})
    names = client.lazy(table).collect_schema().names()
    assert "month_index" in names and (table != "process_events") == ("variant" not in names)
    assert not set(DERIVED) & set(client.frame(table).columns)
