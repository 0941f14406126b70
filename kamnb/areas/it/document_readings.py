"""When was a document first, and when last, read outside the department that wrote it?"""

from __future__ import annotations

from datetime import timedelta

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.it.rows import collect
from kamnb.sources.client import ClientData

DAYS = ("created_on", "first_on", "last_on")


def documents_read(client: ClientData) -> pd.DataFrame:
    """One row a document: account_id, created_on, and the first and last reading by another department.

    A reading after as_of or without a date has not happened; a document that nobody else read has NaT. Where rows
    of one document differ, the first account in the alphabet and the earliest day of creation count.
    """
    end = pd.Timestamp(client.settings.as_of).to_pydatetime() + timedelta(days=1)
    outside = nw.col("reader_department") != nw.col("author_department")
    read_on = nw.when(outside & (nw.col("read_on") < end)).then(nw.col("read_on"))
    rows = client.lazy("documents").filter(~nw.col("document_id").is_null(), ~nw.col("created_on").is_null())
    found = rows.with_columns(outside_on=read_on).group_by("document_id")
    documents = found.agg(
        nw.col("account_id").min(),
        nw.col("created_on").min(),
        nw.col("outside_on").min().alias("first_on"),
        nw.col("outside_on").max().alias("last_on"),
    )
    frame = collect(documents, "document_id").set_index("document_id")
    return frame.astype(dict.fromkeys(DAYS, "datetime64[ns]"))
