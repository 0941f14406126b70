"""S4 in the records: are account plans alive, and do they hold a solution made for the account?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.strategy.indicators._analyses import ANALYSES, current_analysis
from kamnb.areas.strategy.indicators._shared import (
    UNKNOWN,
    actions_done,
    has_element,
    newest_plans,
    share_measurement,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData


@indicator(
    clause="S4",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("updated_on", "actions_total", "actions_done")},
    anchors={0: 0, 0.25: 25, 0.45: 50, 0.65: 75, 0.85: 100},
    source="ours",
    minimum=5,
)
def plans_alive(client: ClientData) -> Measurement:
    """To what share are key accounts' plans current and acted on?

    For every key account, current (1, 0, unknown one half) times the share of planned actions done; the mean.
    """
    plans = newest_plans(client)
    done = actions_done(client).reindex(plans.index).fillna(UNKNOWN)
    return share_measurement(plans["current"] * done, coverage(client, plans))


@indicator(
    clause="S4",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("has_tailored_solution",)},
    anchors={0: 0, 0.3: 25, 0.55: 50, 0.75: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def tailored_solutions(client: ClientData) -> Measurement:
    """What share of key accounts has a solution made for it in its plan? One half in a plan out of date."""
    plans = newest_plans(client)
    return share_measurement(has_element(plans, "has_tailored_solution") * (0.5 + plans["current"] / 2))


def coverage(client: ClientData, plans: pd.DataFrame) -> dict[str, Any]:
    """What does the plan coverage figure draw? For every element its share on paper and in date.

    Elements of which nothing is known are left out.
    """
    solution = has_element(plans, "has_tailored_solution")
    pairs = {
        "plan": (plans["has_plan"].astype(float), plans["current"]),
        "tailored_solution": (solution, solution * plans["current"]),
    }
    for name in ANALYSES:
        pairs[name] = current_analysis(client, plans, name)
    return {
        "n": len(plans),
        "elements": [
            {"element": name, "paper": round(float(on.mean()), 4), "current": round(float(valid.mean()), 4)}
            for name, (on, valid) in pairs.items()
            if name == "plan" or on[plans["has_plan"]].notna().any()
        ],
    }
