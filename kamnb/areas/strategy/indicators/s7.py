"""S7 in the records: is what was decided for key accounts carried out?"""

from __future__ import annotations

import pandas as pd

from kamnb.areas.strategy.indicators._shared import actions_done, share_measurement
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

DEEDS = ("policy", "action", "training", "coordination")
DEED_MONTHS = 36


@indicator(
    clause="S7",
    unit="share",
    needs={"accounts": ("is_key",), "plans": ("actions_total", "actions_done")},
    anchors={0: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=5,
)
def plan_actions_done(client: ClientData) -> Measurement:
    """Where a key account has a plan, what share of its actions is done? The mean; plans of 24 months."""
    done = actions_done(client)
    return share_measurement(done[done.index.isin(key_accounts(client))])


@indicator(
    clause="S7",
    unit="share",
    needs={"actions": ("due_on",)},
    anchors={0: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=5,
)
def kam_commitments_kept(client: ClientData) -> Measurement:
    """What share of earlier waves' commitments that are due was kept? On time 1, late one half, else 0."""
    actions = client.frame("actions")
    actions = actions[actions["due_on"] <= pd.Timestamp(client.settings.as_of)]
    done = actions["done_on"].notna()
    return share_measurement(done * 0.5 + (done & (actions["done_on"] <= actions["due_on"])) * 0.5)


@indicator(
    clause="S7",
    unit="share",
    needs={"programme": ("kind", "due_on")},
    anchors={0: 0, 0.3: 25, 0.5: 50, 0.7: 75, 0.9: 100},
    source="ours",
    minimum=5,
)
def programme_carried_out(client: ClientData) -> Measurement:
    """How much of what the programme should have brought by now was carried out, late or not?

    Policies, actions, training and coordination due in the last 36 months: 1 when done, else the part of the
    planned quantity that was reached (at most 1), 0 where that is not known. Other lines are means, not deeds.
    """
    lines = client.in_window(client.frame("programme"), "due_on", DEED_MONTHS)
    lines = lines[lines["kind"].isin(DEEDS)]
    part = (lines["actual"] / lines["planned"]).where(lines["planned"] > 0, 0.0)
    return share_measurement(part.fillna(0.0).clip(0, 1).mask(lines["done_on"].notna(), 1.0))
