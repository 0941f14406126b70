"""When was a document first, and when last, read outside the department that wrote it?"""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData


def documents_read(client: ClientData) -> pd.DataFrame:
    """One row a document: account_id, created_on, and the first and last reading by another department.

    A reading after as_of or without a date has not happened; a document that nobody else read has NaT.
    """
    rows = client.frame("documents").dropna(subset=["document_id", "created_on"])
    outside = (rows["reader_department"] != rows["author_department"]) & rows["reader_department"].notna()
    happened = rows["read_on"] <= pd.Timestamp(client.settings.as_of)
    rows["outside_on"] = rows["read_on"].where(outside & happened)
    return rows.groupby("document_id").agg(
        account_id=("account_id", "first"),
        created_on=("created_on", "min"),
        first_on=("outside_on", "min"),
        last_on=("outside_on", "max"),
    )
