"""S5 in the records: are account plans linked to the company's other plans?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.strategy.indicators._shared import has_element, newest_plans, share_measurement
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="S5",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("linked_market_plan", "linked_business_plan")},
    anchors={0: 0, 0.3: 25, 0.55: 50, 0.75: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def plans_linked(client: ClientData) -> Measurement:
    """To what share are key accounts' current plans linked to the market plan and the business plan?

    Each link counts one half of its account (an unknown one is left out); a plan out of date counts 0.
    """
    plans = newest_plans(client)
    links = [has_element(plans, f"linked_{other}_plan") for other in ("market", "business")]
    return share_measurement(pd.concat(links, axis=1).mean(axis=1) * plans["current"])
