"""Along which paths do cases run: the common ones, and how often a step is taken again."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.cases import PATH, SMALLEST, case_spans, with_days
from kamnb.areas.organization.rows import Rows, collect, count, values
from kamnb.sources.derived import STEP

SHOWN = 6
LONGEST = 16
"""So many steps of a path are told; of a longer one the first and the last few."""
ENDING = 4


def common_variants(steps: Rows) -> dict[str, Any]:
    """How many different paths do finished cases take, and which are the most frequent?

    `cases`, `variants` (different paths), `for_half` (the fewest paths that hold half of the cases), `paths`: at
    most six of five cases or more, each with `steps`, `left_out` (steps of a long path that are not told after
    the first twelve), `n`, `share` and `median_days`. No direction is healthy by itself.
    """
    found = case_spans(steps).group_by("variant").agg(count().alias("n"), nw.col("span").median())
    table = collect(found, "variant").sort_values(["n", "variant"], ascending=[False, True])
    cases = int(table["n"].sum())
    reached = (table["n"].cumsum() < cases / 2).sum()
    common = with_days(table[table["n"] >= SMALLEST].head(SHOWN))
    rows = zip(common["variant"], common["n"], common["days"], strict=True)
    paths = [
        {**shorten_path(variant), "n": int(n), "share": n / cases, "median_days": float(days)}
        for variant, n, days in rows
    ]
    return {
        "cases": cases,
        "variants": len(table),
        "for_half": int(reached) + 1 if cases else 0,
        "paths": paths,
    }


def shorten_path(variant: str) -> dict[str, Any]:
    """Which steps of a path are told, and how many are left out in the middle?"""
    steps = variant.split(STEP)
    if len(steps) <= LONGEST:
        return {"steps": steps, "left_out": 0}
    return {"steps": steps[: LONGEST - ENDING] + steps[-ENDING:], "left_out": len(steps) - LONGEST}


def repeated_steps(steps: Rows) -> pd.DataFrame:
    """How many steps had each case of three steps or more, and how many were taken again? One row: `steps, repeats`.

    A case of two steps is a beginning and an end: nothing in it could be taken again.

    The same activity twice in one moment is one step (two lines of a document, say); at a later moment it is
    taken again.
    """
    each = steps.select("case_id", "activity", "moment").unique()
    activities = each.group_by("case_id", "activity").agg(count().alias("n"))
    cases = activities.group_by("case_id").agg(
        nw.col("n").sum().cast(nw.Int64).alias("steps"), count().alias("different")
    )
    cases = cases.filter(nw.col("steps") >= PATH).with_columns(repeats=nw.col("steps") - nw.col("different"))
    return values(cases, "steps", "repeats")
