"""R3: are key accounts met at several levels and in several functions?"""

from __future__ import annotations

from kamnb.areas.relationship.account_shares import share_of_accounts
from kamnb.areas.relationship.touchpoint_depth import business_touchpoints, key_accounts, recent_touchpoints
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData

LEVELS, FUNCTIONS = 2, 3


@indicator(
    clause="R3",
    unit="share",
    needs={"accounts": ("is_key",), "touchpoints": ("date", "kind", "their_level", "their_function")},
    anchors={0: 0, 0.3: 35, 0.6: 70, 0.9: 100},
    source="ours",
    minimum=5,
)
def multi_level_contact(client: ClientData) -> Measurement:
    """Which share of the key accounts was met on business at two levels and in three functions at least?

    Touchpoints of the last year beyond hospitality; of all key accounts. Series: number of accounts by levels
    and functions met. Source: study:ryals2013 for the choice of measure; cut-offs and anchors ours.
    """
    accounts = key_accounts(client)
    if recent_touchpoints(client, accounts).empty:
        return Measurement.none(Outcome.NO_DATA)
    rows = business_touchpoints(client, accounts)
    met = rows.groupby("account_id")[["their_level", "their_function"]].nunique()
    met = met.reindex(sorted(accounts), fill_value=0)
    wide = met[(met["their_level"] >= LEVELS) & (met["their_function"] >= FUNCTIONS)]
    found = share_of_accounts(frozenset(wide.index), accounts)
    cells = met.groupby(["their_level", "their_function"]).size().reset_index().to_numpy().tolist()
    series = {"met": [{"levels": a, "functions": b, "accounts": n} for a, b, n in cells]}
    return Measurement(found.value, found.low, found.high, found.n, series=series)
