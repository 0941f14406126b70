"""S2 in the records: are vision and goals turned into actions that are done?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.strategy.indicators._shared import share_measurement
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData

EXECUTABLE = ("goal", "policy", "action")


@indicator(
    clause="S2",
    unit="share",
    needs={"programme": ("kind", "owner_role", "due_on")},
    anchors={0.1: 0, 0.4: 30, 0.6: 55, 0.8: 80, 0.95: 100},
    source="ours",
    minimum=5,
)
def programme_on_time(client: ClientData) -> Measurement:
    """What share of KAM's goals, policies and actions was done on time?

    1 done on time, one half done late, 0 due and not done or without an owner or due date;
    what is not yet due is left out.
    """
    lines = client.frame("programme")
    lines = lines[lines["kind"].isin(EXECUTABLE)]
    day = pd.Timestamp(client.settings.as_of)
    executable = lines["owner_role"].notna() & lines["due_on"].notna()
    done = lines["done_on"].notna()
    value = done * 0.5 + (done & (lines["done_on"] <= lines["due_on"])) * 0.5
    counts = ~executable | (lines["due_on"] <= day) | done
    return share_measurement(value.where(executable, 0.0)[counts])
