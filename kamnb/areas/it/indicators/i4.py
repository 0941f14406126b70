"""I4: do the resources planned for KAM match what it takes?"""

from __future__ import annotations

from kamnb.areas.it.bounds import mean_share
from kamnb.areas.it.programme_lines import resource_lines
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData


@indicator(
    clause="I4",
    unit="share",
    needs={"programme": ("required", "planned")},
    anchors={0.3: 0, 0.5: 25, 0.7: 50, 0.9: 85, 1: 100},
    source="ours",
    minimum=5,
)
def programme_resourcing(client: ClientData) -> Measurement:
    """Which part of the need, estimated from the bottom up, do the planned resources cover?

    Lines of time, money, people, IT, training, coordination; planned / required, at most 1 a line (plenty of
    money does not make up for missing people), averaged. Series: coverage by kind. Source: ours.
    """
    lines = resource_lines(client).dropna(subset=["required", "planned"])
    lines = lines[lines["required"] > 0]
    if lines.empty:
        return Measurement.none(Outcome.NO_DATA)
    covered = (lines["planned"] / lines["required"]).clip(0, 1)
    by_kind = {str(kind): float(share) for kind, share in covered.groupby(lines["kind"]).mean().items()}
    return Measurement(*mean_share(covered), n=len(lines), series={"by_kind": by_kind})
