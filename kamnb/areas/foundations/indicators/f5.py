"""F5: do leaders delegate, or do approvals go to the top?"""

from __future__ import annotations

import numpy as np

from kamnb.areas.foundations.approvals import approvals_by_case, approvals_by_department, limits_of_managers
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
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
    number is n. `no_data` where no approval is recorded. Series: approvals by department, and how many managers
    have a limit of their own. Source: ours.
    """
    cases = approvals_by_case(client)
    if cases.empty:
        return Measurement.none(Outcome.NO_DATA)
    part, whole = (cases[name].to_numpy(dtype=float) for name in ("executive", "approvals"))
    value, low, high = clustered(part, whole)
    series = {"departments": approvals_by_department(client), "limits": limits_of_managers(client)}
    return Measurement(value, low, high, len(cases), series=series)


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
