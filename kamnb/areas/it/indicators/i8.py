"""I8: do the performance measures in use look beyond the present and beyond finance, and are they kept up?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import bootstrap_interval, share_interval

LONG_MONTHS = 12
REVIEW_MONTHS = 12
KINDS = ("financial", "customer", "process", "learning", "unknown")
HORIZONS = {"short": (0, 3), "middle": (3, LONG_MONTHS), "long": (LONG_MONTHS, np.inf)}
"""From so many months to fewer than so many: a quarter's end comes before the third month is over."""


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

    Measures without a weight, or with neither horizon nor kind, are left out. Bootstrap over measures. Series:
    weight by kind and horizon. Source: ours.
    """
    rows = client.frame("measures").dropna(subset=["weight"])
    rows = rows[(rows["weight"] > 0) & (rows["horizon_months"].notna() | rows["kind"].notna())]
    if rows.empty:
        return Measurement.none(Outcome.NO_DATA)
    other = rows["kind"].notna() & (rows["kind"] != "financial")
    lasting = (rows["horizon_months"] >= LONG_MONTHS) | other
    pairs = np.column_stack([rows["weight"] * lasting, rows["weight"]])
    return Measurement(
        *bootstrap_interval(pairs, lasting_share),
        n=len(rows),
        series={"kinds": weight_mix(rows), "n": len(rows)},
    )


def lasting_share(pairs: np.ndarray) -> float:
    """Which share of the second column's sum is the first's?"""
    return float(pairs[:, 0].sum() / pairs[:, 1].sum())


def weight_mix(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Which share of all weight has each kind and horizon? One row a kind that is there."""
    share = rows["weight"] / rows["weight"].sum()
    kind = rows["kind"].fillna("unknown").where(rows["kind"].isin(KINDS), "unknown")
    months, found = rows["horizon_months"], []
    for name in (k for k in KINDS if (kind == k).any()):
        mine = share[kind == name]
        spans = {h: float(mine[months.ge(a) & months.lt(b)].sum()) for h, (a, b) in HORIZONS.items()}
        found.append({"kind": name, **spans, "open": float(mine[months.isna()].sum())})
    return found


@indicator(
    clause="I8",
    unit="share",
    needs={"measures": ("reviewed_on",)},
    anchors={0.1: 0, 0.4: 35, 0.7: 70, 0.9: 100},
    source="ours",
    minimum=5,
)
def measures_reviewed(client: ClientData) -> Measurement:
    """Which share of the measures in use was reviewed in the last twelve months?

    A measure that nobody looks at steers nothing. One without a date of review was not reviewed. Source: ours.
    """
    rows = client.frame("measures").dropna(subset=["measure"])
    fresh = client.in_window(rows, "reviewed_on", REVIEW_MONTHS)
    return Measurement(*share_interval(len(fresh), len(rows)), n=len(rows))
