"""S5 in the records: are account plans linked to the company's other plans, and do their targets fit the business?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.strategy.indicators._shared import has_element, newest_plans, share_measurement
from kamnb.areas.strategy.targets import finished_targets, running_targets, target_series, targets
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import median_interval


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


@indicator(
    clause="S5",
    unit="share",
    needs={"plans": ("target_revenue",), "ledger": ("revenue",)},
    anchors={0.05: 100, 0.12: 80, 0.25: 50, 0.45: 20, 0.7: 0},
    source="ours",
    minimum=5,
)
def plan_targets_realistic(client: ClientData) -> Measurement:
    """By which share of its target does an account's revenue differ from what its plan aimed at, in the middle?

    Periods of the last 36 months that are over and that the ledger covers, one value an account and period;
    more and less count alike: neither fits a business plan. The median. Series: how much of the targets was
    reached in each period, and at the present pace in the running one.
    """
    given = targets(client)
    finished = finished_targets(client, given)
    if finished.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = median_interval((finished["reached"] - 1).abs())
    series = target_series(client, finished, running_targets(client, given))
    return Measurement(value, low, high, len(finished), series=series)
