"""O6: does information cross departments and regions, or does it stay in fiefdoms?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.organization.indicators.ratios import clustered_share
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData

WINDOW_MONTHS = 12


@indicator(
    clause="O6",
    unit="ratio",
    needs={"documents": ("author_department", "reader_department", "read_on")},
    anchors={-0.9: 0, -0.6: 25, -0.3: 50, 0: 75, 0.3: 100},
    source="ours",
    minimum=10,
)
def cross_department_reading(client: ClientData) -> Measurement:
    """Do documents find their readers outside the author's department? The E-I index, -1 (only inside) to 1.

    (outside - inside) / all readings of the last year; interval by document, n counts documents. Series:
    readings by author's and reader's department, and the index over regions. Source: ours for the anchors;
    the index: Krackhardt & Stern 1988 (study:krackhardt1988).
    """
    found = client.in_window(client.frame("documents"), "read_on", WINDOW_MONTHS)
    found = found.dropna(subset=["document_id", "author_department", "reader_department"])
    if found.empty:
        return Measurement.none(Outcome.NO_DATA)
    outside = (found["author_department"] != found["reader_department"]).astype("int64")
    documents = outside.groupby(found["document_id"]).agg(["sum", "size"])
    value, low, high = (2 * share - 1 for share in clustered_share(documents["sum"], documents["size"]))
    series = {"pairs": readings_by_pair(found), "regions": region_index(found)}
    return Measurement(value, low, high, n=len(documents), series=series)


def readings_by_pair(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Which department reads whose documents, how often?"""
    counted = found.groupby(["author_department", "reader_department"]).size().reset_index()
    return [{"author": a, "reader": b, "n": int(n)} for a, b, n in counted.itertuples(index=False, name=None)]


def region_index(found: pd.DataFrame) -> float | None:
    """What is the E-I index over regions? None where no reading has both regions."""
    known = found.dropna(subset=["author_region", "reader_region"])
    if known.empty:
        return None
    return float(2 * (known["author_region"] != known["reader_region"]).mean() - 1)
