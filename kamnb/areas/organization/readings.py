"""Who reads whose documents, across departments and regions."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.organization.ratios import clustered_share
from kamnb.areas.organization.rows import Rows, collect, count, rows_in_window, values
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import Interval

WINDOW_MONTHS = 12
SMALLEST = 5
MOST_REGIONS = 6
REST = None
"""The region of a cell that holds all further regions together."""


def recent_readings(client: ClientData, *columns: str) -> Rows:
    """Which readings of the last year tell all of these columns, and the document?"""
    rows = rows_in_window(client, "documents", "read_on", WINDOW_MONTHS)
    return rows.filter(*(~nw.col(name).is_null() for name in ("document_id", *columns)))


def outside_by_document(rows: Rows, of: str) -> pd.DataFrame:
    """How often was each document read, and how often from outside? One row a document: `outside, readings`.

    `of` is department or region: outside is another one than the author's.
    """
    outside = (nw.col(f"author_{of}") != nw.col(f"reader_{of}")).cast(nw.Int64)
    documents = rows.with_columns(outside=outside).group_by("document_id")
    found = documents.agg(nw.col("outside").sum().cast(nw.Int64), count().alias("readings"))
    return values(found, "outside", "readings")


def e_i_index(documents: pd.DataFrame) -> Interval:
    """Do readings come from outside? (outside - inside) / all, from -1 to 1, with its interval by document."""
    share, low, high = clustered_share(documents["outside"], documents["readings"])
    return (2 * share - 1, 2 * low - 1, 2 * high - 1)


def readings_by_pair(rows: Rows, of: str) -> list[dict[str, Any]]:
    """Which department or region reads whose documents, how often? Sorted by author, then reader."""
    names = [f"author_{of}", f"reader_{of}"]
    found = collect(rows.group_by(*names).agg(count().alias("n")), *names)
    return [{"author": a, "reader": b, "n": int(n)} for a, b, n in found.itertuples(index=False, name=None)]


def fiefdom_cells(rows: Rows) -> dict[str, Any]:
    """How far does each department in each region share what it writes, and read what others write?

    `regions` (the six with most readings; where there are more, the others together as None) and `cells` of
    `department, region`, `given` and `taken`: shares of readings that cross the cell's border, with `given_n` and
    `taken_n`; a share of fewer than five readings is None.
    """
    units = ["author_department", "author_region", "reader_department", "reader_region"]
    found = collect(rows.group_by(*units).agg(count().alias("n")), *units)
    regions = largest_regions(found)
    for column in ("author_region", "reader_region"):
        found[f"{column}_shown"] = found[column].where(found[column].isin(regions), "")
    same = (found["author_department"] == found["reader_department"]) & (
        found["author_region"] == found["reader_region"]
    )
    found["outside"] = found["n"].where(~same, 0)
    given, taken = (side_shares(found, side) for side in ("author", "reader"))
    units_shown = sorted(set(given) | set(taken))
    more = any(region == "" for _, region in units_shown)
    nothing = (None, 0)
    cells = [
        {"department": d, "region": r or REST}
        | dict(zip(("given", "given_n"), given.get((d, r), nothing), strict=True))
        | dict(zip(("taken", "taken_n"), taken.get((d, r), nothing), strict=True))
        for d, r in units_shown
    ]
    return {"regions": [*regions, *([REST] if more else [])], "cells": cells}


def largest_regions(found: pd.DataFrame) -> list[str]:
    """Which regions write and read most? Six at most (seven where that leaves none out), largest first."""
    parts = [found.groupby(f"{side}_region")["n"].sum() for side in ("author", "reader")]
    total = parts[0].add(parts[1], fill_value=0)
    ordered = sorted(total.index, key=lambda region: (-total[region], region))
    return ordered if len(ordered) <= MOST_REGIONS + 1 else ordered[:MOST_REGIONS]


def side_shares(found: pd.DataFrame, side: str) -> dict[tuple[str, str], tuple[float | None, int]]:
    """Of each department and region's readings as author or reader, which share crosses its border, of how many?"""
    sums = found.groupby([f"{side}_department", f"{side}_region_shown"])[["outside", "n"]].sum()
    return {
        (str(d), str(r)): (float(outside / n) if n >= SMALLEST else None, int(n))
        for (d, r), outside, n in zip(sums.index, sums["outside"], sums["n"], strict=True)
    }
