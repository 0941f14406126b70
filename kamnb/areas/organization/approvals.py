"""Who approves: how many steps of a case are approvals, of which departments, and how far up a case goes."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.cases import DAY, PLACE, SMALLEST
from kamnb.areas.organization.rows import Rows, collect, count, values

TOP = "executive"
MOST = 10


def told_steps(steps: Rows) -> Rows:
    """Which steps say whether they are an approval? With `approval`, 1 or 0."""
    known = steps.filter(~nw.col("is_approval").is_null())
    return known.with_columns(approval=nw.col("is_approval").cast(nw.Int64))


def approvals_by_case(steps: Rows) -> pd.DataFrame:
    """How many steps of each case are approvals? One row a case: `approvals, steps`."""
    cases = told_steps(steps).group_by("case_id")
    found = cases.agg(nw.col("approval").sum().cast(nw.Int64).alias("approvals"), count().alias("steps"))
    return values(found, "approvals", "steps")


def approvals_by_department(steps: Rows) -> list[dict[str, Any]]:
    """Which departments approve, how often, and how long after the step before?

    Departments of five approvals or more, the busiest first: `department, n, share` of all approvals of a known
    department, `median_days` since the moment before (None where an approval always opens the case).
    """
    known = steps.filter(~nw.col("department").is_null())
    approvals = told_steps(known).filter(nw.col("approval") == 1)
    earlier = steps.group_by(*PLACE).agg(nw.col("ts_epoch").min().alias("ts_before"))
    timed = approvals.join(earlier.with_columns(nw.col("moment") + 1), on=list(PLACE), how="left")
    span = (nw.col("ts_epoch") - nw.col("ts_before")).median().alias("span")
    found = collect(timed.group_by("department").agg(count().alias("n"), span), "department")
    total = found["n"].sum()
    found = found[found["n"] >= SMALLEST].sort_values(["n", "department"], ascending=[False, True])
    return [
        {
            "department": department,
            "n": int(n),
            "share": float(n / total),
            "median_days": None if pd.isna(span) else float(span / DAY),
        }
        for department, n, span in found.head(MOST).itertuples(index=False, name=None)
    ]


def decision_levels(steps: Rows) -> pd.DataFrame:
    """How far up did each case go? One row a case: `case_type, any, top`, approved at all and by the top (0 or 1).

    Over steps of known department that say whether they are an approval.
    """
    known = told_steps(steps.filter(~nw.col("department").is_null()))
    top = (nw.col("department") == TOP).cast(nw.Int64) * nw.col("approval")
    cases = known.with_columns(top=top).group_by("case_id")
    kinds = nw.col("case_type").min()
    found = cases.agg(kinds, nw.col("approval").max().alias("any"), nw.col("top").max())
    return values(found, "case_type", "any", "top")


def levels_by_type(cases: pd.DataFrame) -> list[dict[str, Any]]:
    """How far up do cases of each type go? Types of five cases or more, those that climb most first.

    `type, n` and the shares `none` (no approval), `department` (approved below the top) and `top`; a blank type
    is None.
    """
    groups = cases.groupby(cases["case_type"].fillna(""), sort=True)
    rows = [level_shares(str(kind) or None, group) for kind, group in groups if len(group) >= SMALLEST]
    return sorted(rows, key=lambda row: (-row["top"], -row["department"]))


def level_shares(kind: str | None, cases: pd.DataFrame) -> dict[str, Any]:
    """Which shares of these cases are decided without approval, below the top, and at the top?"""
    n, top, approved = len(cases), int(cases["top"].sum()), int(cases["any"].sum())
    return {
        "type": kind,
        "n": n,
        "none": 1 - approved / n,
        "department": (approved - top) / n,
        "top": top / n,
    }
