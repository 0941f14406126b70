"""R6: how far have relationships climbed beyond buying and selling?"""

from __future__ import annotations

from kamnb.areas.relationship.touchpoint_depth import key_accounts
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import mean_interval

RUNGS = {"none": 0, "order": 1, "annual": 2, "framework": 3, "alliance": 4}


@indicator(
    clause="R6",
    unit="ratio",
    needs={"accounts": ("is_key", "contract_type")},
    anchors={0: 0, 1: 15, 2: 45, 3: 80, 3.5: 100},
    source="ours",
    minimum=5,
)
def contract_ladder(client: ClientData) -> Measurement:
    """On which rung do the key accounts' contracts stand, on average?

    none 0, order 1, annual 2, framework 3, alliance 4; accounts whose contract is not known are left out.
    A contract is a form: what is done under it shows elsewhere. Series: accounts by rung. Source: ours.
    """
    accounts = client.frame("accounts")
    accounts = accounts[accounts["account_id"].isin(key_accounts(client))]
    known = accounts[accounts["contract_type"].isin(RUNGS)]
    if known.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = mean_interval(known["contract_type"].map(RUNGS))
    counts = known["contract_type"].value_counts()
    series = {"accounts_by_rung": {rung: int(counts.get(rung, 0)) for rung in RUNGS}}
    return Measurement(value, max(0.0, low), min(4.0, high), n=len(known), series=series)
