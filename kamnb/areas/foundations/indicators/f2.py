"""F2: do rules or rank move resources and settle disputes?"""

from __future__ import annotations

from kamnb.areas.foundations.windows import recent
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

BY_RULE = ("rule", "owner")


@indicator(
    clause="F2",
    unit="share",
    needs={"resource_requests": ("requested_on", "decided_by")},
    anchors={0.1: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=10,
)
def decided_by_rule(client: ClientData) -> Measurement:
    """Which share of the calls on resources was decided by rule or by the resource's owner?

    Requests of the last 24 months with a known decider; the rest were decided by a director or an executive.
    Wilson interval; `series` counts by decider. Source: ours.
    """
    deciders = recent(client, "resource_requests", "requested_on")["decided_by"].dropna()
    value, low, high = share_interval(int(deciders.isin(BY_RULE).sum()), len(deciders))
    series = {
        "decided_by": {name: int(count) for name, count in deciders.value_counts().sort_index().items()}
    }
    return Measurement(value, low, high, len(deciders), series=series)


@indicator(
    clause="F2",
    unit="share",
    needs={"disputes": ("closed_on", "resolved_by")},
    anchors={0.3: 0, 0.5: 25, 0.7: 50, 0.85: 75, 0.95: 100},
    source="ours",
    minimum=10,
)
def disputes_without_executives(client: ClientData) -> Measurement:
    """Which share of settled disputes was settled by contract, rule or negotiation, without an executive?

    Disputes closed in the last 24 months whose way of settling is known; those left unresolved do not count.
    Wilson interval. Source: ours.
    """
    ways = recent(client, "disputes", "closed_on")["resolved_by"].dropna()
    ways = ways[ways != "unresolved"]
    value, low, high = share_interval(int((ways != "executive").sum()), len(ways))
    return Measurement(value, low, high, len(ways))
