"""O6: does information cross departments and regions, or does it stay in fiefdoms?"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from kamnb.areas.organization.readings import (
    e_i_index,
    fiefdom_cells,
    outside_by_document,
    readings_by_pair,
    recent_readings,
)
from kamnb.areas.organization.rows import collect
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData

DEPARTMENTS = ("author_department", "reader_department")
REGIONS = ("author_region", "reader_region")


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
    readings by author's and reader's department. Source: ours for the anchors; the index: Krackhardt & Stern
    1988 (study:krackhardt1988).
    """
    rows = recent_readings(client, *DEPARTMENTS)
    documents = outside_by_document(rows, "department")
    if documents.empty:
        return Measurement.none(Outcome.NO_DATA)
    series = {"pairs": readings_by_pair(rows, "department")}
    return Measurement(*e_i_index(documents), n=len(documents), series=series)


@indicator(
    clause="O6",
    unit="ratio",
    needs={"documents": (*REGIONS, "read_on")},
    anchors={-0.95: 0, -0.8: 25, -0.6: 50, -0.3: 75, 0: 100},
    source="ours",
    minimum=10,
)
def cross_region_reading(client: ClientData) -> Measurement:
    """Do documents find their readers outside the author's region? The E-I index, -1 (only inside) to 1.

    As across departments; asked less of, for most accounts are served in one region. Not applicable where all
    readings lie in one region. Series: readings by region, and how far each department in each region shares and
    reads. Source: ours for the anchors; the index: Krackhardt & Stern 1988 (study:krackhardt1988).
    """
    rows = recent_readings(client, *REGIONS)
    documents = outside_by_document(rows, "region")
    if documents.empty:
        return Measurement.none(Outcome.NO_DATA)
    if not documents["outside"].any() and is_one_region(client):
        return Measurement.none(Outcome.NOT_APPLICABLE)
    series = {"pairs": readings_by_pair(rows, "region")}
    series |= fiefdom_cells(recent_readings(client, *DEPARTMENTS, *REGIONS))
    return Measurement(*e_i_index(documents), n=len(documents), series=series)


def is_one_region(client: ClientData) -> bool:
    """Do all readings of the last year lie in one region, so that none could cross?"""
    regions = recent_readings(client, *REGIONS).select(nw.col("author_region").n_unique().cast(nw.Int64))
    return bool(collect(regions)["author_region"].iloc[0] == 1)
