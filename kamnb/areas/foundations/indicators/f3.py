"""F3: has change reached conduct, so that commitments are kept?"""

from __future__ import annotations

import pandas as pd

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval


@indicator(
    clause="F3",
    unit="share",
    needs={"actions": ("due_on",)},
    anchors={0.2: 0, 0.4: 25, 0.6: 50, 0.8: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def change_commitments_kept(client: ClientData) -> Measurement:
    """Which share of the commitments of earlier waves that have fallen due was completed on time?

    Due up to as_of; done later or not at all is not kept, nor is one that was dropped. Wilson interval.
    Source: ours.
    """
    actions = client.frame("actions")
    due = actions[actions["due_on"] <= pd.Timestamp(client.settings.as_of)]
    kept = (due["done_on"].dt.normalize() <= due["due_on"].dt.normalize()).sum()
    value, low, high = share_interval(int(kept), len(due))
    return Measurement(value, low, high, len(due))
