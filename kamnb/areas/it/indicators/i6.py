"""I6: how fast does news of an account reach other departments?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.it.document_readings import documents_read
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval

SLOWEST_DAYS = 30


@indicator(
    clause="I6",
    unit="days",
    needs={"documents": ("account_id", "created_on", "reader_department", "read_on")},
    anchors={1: 100, 2: 85, 5: 60, 10: 35, SLOWEST_DAYS: 0},
    source="ours",
    minimum=10,
)
def document_delay(client: ClientData) -> Measurement:
    """After how many days does another department first read a document about an account?

    Documents of the last twelve months that are at least thirty days old, so that slow ones had their chance.
    One that no other department ever read is left out: it may not have been meant for others (how much is
    read outside is a matter of O6). Median with a bootstrap interval. Source: ours.
    """
    as_of = pd.Timestamp(client.settings.as_of)
    documents = client.in_window(
        documents_read(client).dropna(subset=["account_id", "first_on"]), "created_on", 12
    )
    documents = documents[documents["created_on"] <= as_of - pd.Timedelta(days=SLOWEST_DAYS)]
    if documents.empty:
        return Measurement.none(Outcome.NO_DATA)
    waited = (documents["first_on"] - documents["created_on"]).dt.days
    return Measurement(*median_interval(waited.clip(lower=0)), n=len(documents))
