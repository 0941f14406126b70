"""O8: are the ties along the outer value chain in use, or on paper?"""

from __future__ import annotations

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval


@indicator(
    clause="O8",
    unit="share",
    needs={"alliances": ("kind", "last_used_on")},
    anchors={0: 5, 0.5: 50, 1: 95},
    source="ours",
    minimum=3,
)
def chain_ties_in_use(client: ClientData) -> Measurement:
    """Which share of the ties with partners up and down the chain was used in the last twelve months?

    Of the ties whose last use is known. Series: ties by kind. Source: ours.
    """
    ties = client.frame("alliances").dropna(subset=["last_used_on"])
    used = client.in_window(ties, "last_used_on", 12)
    kinds = {str(kind): int(n) for kind, n in ties["kind"].value_counts().sort_index().items()}
    return Measurement(*share_interval(len(used), len(ties)), n=len(ties), series={"ties_by_kind": kinds})
