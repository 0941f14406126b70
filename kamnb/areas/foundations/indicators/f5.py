"""F5: do leaders delegate, or do approvals go to the top?"""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.foundations.windows import LOOK_BACK
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import Interval, share_interval


@indicator(
    clause="F5",
    unit="share",
    needs={"process_events": ("timestamp", "department", "is_approval")},
    anchors={0.05: 100, 0.15: 75, 0.30: 50, 0.50: 25, 0.80: 0},
    source="ours",
    minimum=10,
)
def executive_approvals(client: ClientData) -> Measurement:
    """Which share of approval steps is taken by executives?

    Approvals of the last 24 months of a known department; cases are the clusters of the interval, their
    number is n. Source: ours.
    """
    cases = approvals_by_case(client)
    value, low, high = clustered(cases["executive"].to_numpy(), cases["approvals"].to_numpy())
    return Measurement(value, low, high, len(cases))


def approvals_by_case(client: ClientData) -> pd.DataFrame:
    """How many approvals has each case, and how many by executives? `case_id, approvals, executive`, sorted."""
    as_of, day, step = pd.Timestamp(client.settings.as_of), pd.Timedelta(days=1), nw.col("timestamp")
    start = as_of - pd.DateOffset(months=LOOK_BACK) + day
    approvals = client.lazy("process_events").filter(
        step >= start.to_pydatetime(),
        step < (as_of + day).to_pydatetime(),
        nw.col("is_approval"),
        ~nw.col("department").is_null(),
        ~nw.col("case_id").is_null(),
    )
    executive = (nw.col("department") == "executive").cast(nw.Int64)
    cases = approvals.with_columns(executive=executive).group_by("case_id")
    found = cases.agg(nw.len().cast(nw.Int64).alias("approvals"), nw.col("executive").sum().cast(nw.Int64))
    return found.collect("pandas").to_native().sort_values("case_id", ignore_index=True)


def clustered(part: np.ndarray, whole: np.ndarray) -> Interval:
    """How large is a share whose rows come in clusters, and how sure? Wilson on the effective number of rows.

    The linearised variance of the ratio gives the design effect; without variance the clusters count.
    Source: Kish 1965; Korn & Graubard 1998.
    """
    n, total = len(whole), whole.sum()
    if n == 0:
        return share_interval(0, 0)
    share = part.sum() / total
    variance = n / max(n - 1, 1) * ((part - share * whole) ** 2).sum() / total**2
    effective = share * (1 - share) / variance if variance > 0 and 0 < share < 1 else n
    return share_interval(share * min(effective, total), min(effective, total))
