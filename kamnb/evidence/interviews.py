"""What do interviewees say? Coded statements, one voice an interview, as 0–100 estimates."""

from __future__ import annotations

import pandas as pd

from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome
from kamnb.sources.client import ClientData


def interview_estimate(client: ClientData, clause: str) -> Estimate:
    """What do the interviews say of a clause? Stance −2…+2 becomes 0–100; the mean over interviews.

    Several statements of one interview count as one voice. Fewer than `interviews_minimum`: too few.
    """
    if not client.has("interviews", "stance"):
        return Estimate.none(Outcome.NO_DATA)
    frame = client.frame("interviews")
    frame["stance"] = pd.to_numeric(frame["stance"], errors="coerce")
    stances = frame.loc[frame["clause"].eq(clause)].groupby("interview_id")["stance"].mean().dropna()
    values = 50 + 25 * stances.to_numpy(dtype=float)
    n = len(values)
    if n == 0:
        return Estimate.none(Outcome.NO_DATA)
    if n < threshold("interviews_minimum"):
        return Estimate.none(Outcome.TOO_FEW, n)
    weight, usual = threshold("stance_sd_weight"), threshold("stance_sd") ** 2
    spread = ((n - 1) * float(values.var(ddof=1)) + weight * usual) / (n - 1 + weight)
    return Estimate(float(values.mean()), spread / n + threshold("interview_validity_sd") ** 2, n)


def coders(client: ClientData, clause: str) -> set[str]:
    """Who coded the interviews of a clause? Empty where it is not said."""
    if not client.has("interviews", "coder"):
        return set()
    frame = client.frame("interviews")
    return set(frame.loc[frame["clause"].eq(clause), "coder"].dropna())


def count_interviews(client: ClientData) -> int:
    """How many interviews were held?"""
    return int(client.frame("interviews")["interview_id"].nunique()) if client.has("interviews") else 0
