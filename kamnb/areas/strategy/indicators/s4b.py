"""S4b in the records: is there an analysis of the account's internal value chain, in date?"""

from __future__ import annotations

from kamnb.areas.strategy.indicators._analyses import measure_analysis
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="S4b",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("has_value_chain_analysis",)},
    anchors={0: 0, 0.3: 25, 0.55: 50, 0.75: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def value_chain_analysis_current(client: ClientData) -> Measurement:
    """What share of key accounts has this analysis in its newest plan, made within 24 months?

    An unknown date counts one half; without a plan there is none.
    """
    return measure_analysis(client, "value_chain_analysis")
