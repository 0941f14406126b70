"""I4: do the resources planned for KAM match what it takes, and do they arrive?"""

from __future__ import annotations

from kamnb.areas.it.bounds import mean_share
from kamnb.areas.it.programme_lines import lines_over, need_and_plan, resource_lines
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
    money does not make up for missing people), averaged. Series: plan and actual against the need by kind.
    Source: ours.
    """
    lines = resource_lines(client).dropna(subset=["required", "planned"])
    lines = lines[lines["required"] > 0]
    if lines.empty:
        return Measurement.none(Outcome.NO_DATA)
    covered = (lines["planned"] / lines["required"]).clip(0, 1)
    return Measurement(*mean_share(covered), n=len(lines), series={"kinds": need_and_plan(client, lines)})


@indicator(
    clause="I4",
    unit="share",
    needs={"programme": ("planned", "actual")},
    anchors={0.4: 0, 0.6: 25, 0.8: 60, 0.95: 90, 1: 100},
    source="ours",
    minimum=5,
)
def resources_arrived(client: ClientData) -> Measurement:
    """Which part of the planned time, money and people was there when its line was over?

    Lines of resources that are done, due or of an earlier year; actual / planned, at most 1 a line, averaged. What
    was overspent on one line does not make up for what was missing on another. Source: ours.
    """
    lines = lines_over(client, resource_lines(client)).dropna(subset=["planned", "actual"])
    lines = lines[lines["planned"] > 0]
    if lines.empty:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*mean_share((lines["actual"] / lines["planned"]).clip(0, 1)), n=len(lines))
