"""I8: do the performance measures in use look beyond the present and beyond finance?"""

from __future__ import annotations

import numpy as np

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval

LONG_MONTHS = 12


@indicator(
    clause="I8",
    unit="share",
    needs={"measures": ("weight",)},
    anchors={0: 0, 0.2: 30, 0.4: 75, 0.6: 100},
    source="ours",
    minimum=5,
)
def long_term_measures(client: ClientData) -> Measurement:
    """Which share of the measures' weight has a horizon of twelve months or more, or is not financial?

    Measures without a weight, or with neither horizon nor kind, are left out. Bootstrap over measures.
    Source: ours.
    """
    rows = client.frame("measures").dropna(subset=["weight"])
    rows = rows[(rows["weight"] > 0) & (rows["horizon_months"].notna() | rows["kind"].notna())]
    if rows.empty:
        return Measurement.none(Outcome.NO_DATA)
    other = rows["kind"].notna() & (rows["kind"] != "financial")
    lasting = (rows["horizon_months"] >= LONG_MONTHS) | other
    pairs = np.column_stack([rows["weight"] * lasting, rows["weight"]])
    return Measurement(*bootstrap_interval(pairs, lasting_share), n=len(rows))


def lasting_share(pairs: np.ndarray) -> float:
    """Which share of the second column's sum is the first's?"""
    return float(pairs[:, 0].sum() / pairs[:, 1].sum())
