"""Who approves? Approval steps counted lazily by case and by department, and the limits that managers have."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.foundations.windows import LOOK_BACK
from kamnb.sources.client import ClientData


def approval_steps(client: ClientData) -> nw.LazyFrame[Any]:
    """Which approvals of the last 24 months say who gave them? Lazy, with `executive` as 0 or 1."""
    end = pd.Timestamp(client.settings.as_of) + pd.Timedelta(days=1)
    start = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=LOOK_BACK) + pd.Timedelta(days=1)
    time, department = nw.col("timestamp"), nw.col("department")
    rows = client.lazy("process_events").filter(
        time >= start.to_pydatetime(), time < end.to_pydatetime(), nw.col("is_approval")
    )
    rows = rows.filter(~department.is_null(), ~nw.col("case_id").is_null())
    return rows.with_columns(executive=(department == "executive").cast(nw.Int64))


def approvals_by_case(client: ClientData) -> pd.DataFrame:
    """How many approvals had each case, and how many of them by executives? `case_id, approvals, executive`."""
    counts = approval_steps(client).group_by("case_id")
    cases = counts.agg(nw.len().cast(nw.Int64).alias("approvals"), nw.col("executive").sum().cast(nw.Int64))
    frame: pd.DataFrame = cases.collect("pandas").to_native()
    return frame.sort_values("case_id", ignore_index=True)


def approvals_by_department(client: ClientData) -> list[dict[str, Any]]:
    """How many approvals did each department give? Most first."""
    counts = approval_steps(client).group_by("department").agg(nw.len().cast(nw.Int64).alias("n"))
    frame: pd.DataFrame = counts.collect("pandas").to_native()
    frame = frame.sort_values(["n", "department"], ascending=[False, True])
    return [{"department": str(name), "n": int(n)} for name, n in frame[["department", "n"]].to_numpy()]


def limits_of_managers(client: ClientData) -> dict[str, int] | None:
    """How many of the managers in post may approve something by themselves? `with_limit` of `managers`.

    Of those whose limit is on record, 0 being none. None where either part is smaller than the smallest group
    that may be shown.
    """
    managers = client.frame("managers")
    as_of = pd.Timestamp(client.settings.as_of)
    limits = managers.loc[~(managers["left_on"] <= as_of) & ~(managers["hired_on"] > as_of), "approval_limit"]
    having, n = int((limits > 0).sum()), int(limits.notna().sum())
    parts = [part for part in (having, n - having) if part]
    shown = bool(parts) and min(parts) >= client.settings.anonymity.minimum
    return {"with_limit": having, "managers": n} if shown else None
