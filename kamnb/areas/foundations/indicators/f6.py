"""F6: is key account manager a profession of its own?"""

from __future__ import annotations

import pandas as pd

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

FULL_TIME = 0.8


@indicator(
    clause="F6",
    unit="share",
    needs={"managers": ()},
    anchors={0: 0, 0.3: 30, 0.6: 60, 0.9: 100},
    source="ours",
    minimum=5,
)
def full_time_managers(client: ClientData) -> Measurement:
    """Which share of the account managers in post does nothing else?

    At least 0.8 of their time; where that is blank, whether they belong to department kam. In post at
    as_of. `no_data` where neither is known of anyone. Wilson interval. Source: ours.
    """
    managers = client.frame("managers")
    as_of = pd.Timestamp(client.settings.as_of)
    managers = managers[~(managers["left_on"] <= as_of) & ~(managers["hired_on"] > as_of)]
    time, department = managers["share_of_time"], managers["department"]
    known = time.notna() | department.notna()
    full = (time >= FULL_TIME) | (time.isna() & (department == "kam"))
    if not known.any():
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = share_interval(int(full[known].sum()), int(known.sum()))
    return Measurement(value, low, high, int(known.sum()))
