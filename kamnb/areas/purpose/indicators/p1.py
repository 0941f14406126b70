"""P1: does the company receive value from its key accounts, after the cost of serving them?"""

from __future__ import annotations

from kamnb.areas.purpose.ledger import groups, margins, ratio_interval
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData


@indicator(
    clause="P1",
    unit="share",
    needs={"accounts": ("is_key",), "ledger": ("revenue", "direct_cost")},
    anchors={0: 0, 0.05: 25, 0.10: 50, 0.20: 75, 0.30: 100},
    source="ours",
    minimum=5,
)
def key_margin_after_service(client: ClientData) -> Measurement:
    """Which share of key accounts' revenue is left after direct cost, cost to serve and account costs?

    Last 12 months, sums over key accounts, bootstrap over accounts; `series` has the coverage of each cost.
    `no_data` where direct cost or every cost of serving is unknown. Source: ours; the measure is Kaplan &
    Narayanan 2001.
    """
    found = margins(client)
    if found is None:
        return Measurement.none(Outcome.NO_DATA)
    rows = found.rows[found.rows.index.map(groups(client)) == "key"]
    rows = rows[rows["revenue"] > 0]
    value, low, high = ratio_interval(rows["margin"], rows["revenue"])
    return Measurement(value, low, high, len(rows), series={"coverage": found.coverage})
