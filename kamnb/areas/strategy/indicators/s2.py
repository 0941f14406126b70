"""S2 in the records: are vision and goals turned into actions that are done?"""

from __future__ import annotations

from kamnb.areas.strategy.indicators._shared import share_measurement
from kamnb.areas.strategy.programme import WORTH, chain_lines, chain_series
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


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

    1 done on time, one half done late, 0 due and not done, or without an owner or due date, or a vision or
    goal that no policy or action follows; what is not yet due is left out, and so is a vision that actions
    follow: to have written it is no deed. Series: the lines of each kind by what became of them.
    """
    lines = chain_lines(client)
    counted = lines[(lines["kind"] != "vision") | (lines["state"] == "loose")]
    return share_measurement(counted["state"].map(WORTH), chain_series(lines))
