"""What do interviewees say? Coded statements, one voice an interview, as 0–100 estimates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamnb.evidence.disclosure import interviews_tell
from kamnb.instrument.thresholds import threshold
from kamnb.model import Estimate, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once
from kamnb.stats.disclosure import unalike

NOBODY: tuple[np.ndarray, int] = (np.array([]), 0)


def interview_estimate(client: ClientData, clause: str) -> Estimate:
    """What do the interviews say of a clause? Stance −2…+2 becomes 0–100; the mean over interviews.

    Several statements of one interview count as one voice. Too few: fewer than `interviews_minimum`, or interviews
    with fewer people, or accounts, than the smallest group that is shown; also where an earlier wave makes them so.
    """
    if not client.has("interviews", "stance"):
        return Estimate.none(Outcome.NO_DATA)
    values, people = voices(client).get(clause, NOBODY)
    n = len(values)
    if n == 0:
        return Estimate.none(Outcome.NO_DATA)
    least = max(threshold("interviews_minimum"), client.settings.anonymity.minimum)
    if min(n, people) < least or told_before(client):
        return Estimate.none(Outcome.TOO_FEW, n)
    weight, usual = threshold("stance_sd_weight"), threshold("stance_sd") ** 2
    spread = ((n - 1) * float(values.var(ddof=1)) + weight * usual) / (n - 1 + weight)
    return Estimate(float(values.mean()), spread / n + threshold("interview_validity_sd") ** 2, n)


@asked_once
def voices(client: ClientData) -> dict[str, tuple[np.ndarray, int]]:
    """What does each interview give each clause (points), and how many people, or accounts, speak there?

    Interviewees of the account side are counted in accounts; who is not named is told apart by the interview.
    """
    frame = client.frame("interviews")
    frame["points"] = 50 + 25 * pd.to_numeric(frame["stance"], errors="coerce")
    frame = frame.dropna(subset=["points", "clause"])
    account = frame["account_id"].where(frame["side"].eq("account"))
    frame["who"] = account.fillna(frame["person_id"]).fillna(frame["interview_id"])
    return {
        str(clause): (
            unalike(rows.groupby("interview_id")["points"].mean().to_numpy(dtype=float)),
            int(rows["who"].nunique()),
        )
        for clause, rows in frame.groupby("clause")
    }


@asked_once
def told_before(client: ClientData) -> bool:
    """Would interviews tell of a few people beside what an earlier wave has shown?"""
    return interviews_tell(client, {clause: values for clause, (values, _) in voices(client).items()})


def coders(client: ClientData, clause: str) -> set[str]:
    """Who coded the interviews of a clause? Empty where it is not said."""
    if not client.has("interviews", "coder"):
        return set()
    frame = client.frame("interviews")
    return set(frame.loc[frame["clause"].eq(clause), "coder"].dropna())


def count_interviews(client: ClientData) -> int:
    """How many interviews were held?"""
    return int(client.frame("interviews")["interview_id"].nunique()) if client.has("interviews") else 0
