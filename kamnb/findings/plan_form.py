"""The written form of the roadmap and of the value at stake, as they stand in diagnosis.json."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kamnb.findings.recommend import PHASES
from kamnb.findings.roadmap import Roadmap
from kamnb.findings.value_at_stake import ValueAtStake
from kamnb.model import Recommendation

DAYS = 90
"""Days of the first phase: its commitments fall due so long after as_of."""


def plan_form(r: Recommendation) -> dict[str, Any]:
    """What does the roadmap add to a recommendation? Keys beside those of the contract."""
    return {
        "earliest": r.earliest or r.phase,
        "robust": r.robust,
        "left_out": r.left_out,
        "needs": r.needs,
        "fulfilled": list(r.fulfilled),
    }


def roadmap_form(roadmap: Roadmap | None, as_of: str) -> dict[str, Any] | None:
    """How was the roadmap made? Person-days by phase, priorities, draws; None where there is none."""
    if roadmap is None:
        return None
    return {
        "capacity": {phase: roadmap.capacity[phase] for phase in PHASES},
        "used": {phase: roadmap.used[phase] for phase in PHASES},
        "priorities": roadmap.priorities,
        "gain": roadmap.gain,
        "draws": roadmap.draws,
        "within": roadmap.within,
        "commitments_due": (dt.date.fromisoformat(as_of) + dt.timedelta(days=DAYS)).isoformat(),
    }


def value_form(stake: ValueAtStake | None) -> dict[str, Any]:
    """What is at stake, of which components, under which assumptions? Null where it cannot be told."""
    if stake is None:
        none = {"low": None, "mid": None, "high": None, "outcome": "no_data", "at_risk": None}
        return {"value_at_stake": none, "value_components": [], "value_assumptions": []}
    keys = ("low", "mid", "high", "outcome", "at_risk")
    return {
        "value_at_stake": {key: getattr(stake, key) for key in keys},
        "value_components": [{**vars(c), "indicators": list(c.indicators)} for c in stake.components],
        "value_assumptions": [vars(a) for a in stake.assumptions],
    }
