"""O1: is there a key account management function, distinct from selling?"""

from __future__ import annotations

import pandas as pd

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval


@indicator(
    clause="O1",
    unit="share",
    needs={"managers": ("department",)},
    anchors={0: 15, 0.5: 55, 1: 95},
    source="ours",
    minimum=5,
)
def managers_in_kam_share(client: ClientData) -> Measurement:
    """Which share of today's key account managers belongs to the KAM function?

    Managers who left by as_of and those of unknown department are not counted. The ends stop short of 0 and
    100: a box in the chart is not yet a function. Source: ours.
    """
    managers = client.frame("managers").dropna(subset=["department"])
    left = managers["left_on"] <= pd.Timestamp(client.settings.as_of)
    department = managers.loc[~left, "department"]
    return Measurement(*share_interval(int((department == "kam").sum()), len(department)), n=len(department))
