"""I7: is knowledge used again, outside the department that wrote it?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.it.document_readings import documents_read
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

OLD_MONTHS = 6
LATER = pd.Timedelta(days=90)


@indicator(
    clause="I7",
    unit="share",
    needs={"documents": ("created_on", "reader_department", "read_on")},
    anchors={0: 0, 0.1: 30, 0.25: 60, 0.4: 85, 0.6: 100},
    source="ours",
    minimum=10,
)
def document_reuse(client: ClientData) -> Measurement:
    """Of documents at least six months old, which share did another department still read after ninety days?

    First readings are news; late ones are knowledge used again. Source: ours.
    """
    documents = documents_read(client)
    age = pd.Timestamp(client.settings.as_of) - pd.DateOffset(months=OLD_MONTHS)
    old = documents[documents["created_on"] <= age]
    if old.empty:
        return Measurement.none(Outcome.NO_DATA)
    again = int((old["last_on"] - old["created_on"] > LATER).sum())
    return Measurement(*share_interval(again, len(old)), n=len(old))
