"""R4: do accounts come to us of their own accord?"""

from __future__ import annotations

from kamnb.areas.relationship.account_shares import share_of_counts
from kamnb.areas.relationship.touchpoints import count_touchpoints
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.key_accounts import key_accounts

KNOWN_SHARE = 0.5
"""Where fewer of the touchpoints say who began, the rest may hide either. Ours."""


@indicator(
    clause="R4",
    unit="share",
    needs={"accounts": ("is_key",), "touchpoints": ("date", "kind", "initiated_by")},
    anchors={0: 0, 0.1: 30, 0.25: 65, 0.4: 100},
    source="ours",
    minimum=5,
)
def account_initiated(client: ClientData) -> Measurement:
    """Which share of the last year's business touchpoints with key accounts did the account initiate?

    Hospitality is left out, as are touchpoints that do not say who began; where those are more than half,
    `no_data`. Interval by bootstrap over accounts; n counts accounts. Series: touchpoints by who began, also
    those that do not say. Source: ours.
    """
    counts = count_touchpoints(client, key_accounts(client), "initiated_by", business=True)
    known = counts.dropna(subset=["initiated_by"])
    if known["n"].sum() < KNOWN_SHARE * counts["n"].sum():
        return Measurement.none(Outcome.NO_DATA)
    found = share_of_counts(known, known["initiated_by"] == "account")
    if found.outcome != Outcome.MEASURED:
        return found
    sums = known.groupby("initiated_by")["n"].sum()
    series = {name: int(sums.get(name, 0)) for name in ("account", "us")}
    series["unknown"] = int(counts["n"].sum() - known["n"].sum())
    return Measurement(found.value, found.low, found.high, found.n, series=series)
