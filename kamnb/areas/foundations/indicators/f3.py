"""F3: has change reached conduct, so that commitments are kept and account managers are served promptly?"""

from __future__ import annotations

from kamnb.areas.foundations.answers import PROMPT_DAYS, department_answers, is_prompt
from kamnb.areas.foundations.follow_through import commitments, describe_fates
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

JUDGED = ("kept", "late", "overdue", "dropped")


@indicator(
    clause="F3",
    unit="share",
    needs={"actions": ("due_on",)},
    anchors={0.2: 0, 0.4: 25, 0.6: 50, 0.8: 75, 0.95: 100},
    source="ours",
    minimum=5,
)
def change_commitments_kept(client: ClientData) -> Measurement:
    """Which share of the commitments of earlier waves that have fallen due was completed on time?

    Due up to as_of; done later or not at all is not kept, nor is one that was dropped; one that was done on a
    day that nobody wrote down is left out. Wilson interval. Series: what became of all, and by the phase of the
    roadmap. Source: ours.
    """
    rows = commitments(client)
    due = rows[rows["fate"].isin(JUDGED)]
    if due.empty:
        return Measurement.none(Outcome.NO_DATA)
    value, low, high = share_interval(int((due["fate"] == "kept").sum()), len(due))
    return Measurement(value, low, high, len(due), series=describe_fates(rows))


@indicator(
    clause="F3",
    unit="share",
    needs={"resource_requests": ("department", "manager_id", "requested_on")},
    anchors={0: 0, 0.25: 25, 0.5: 50, 0.75: 75, 1: 95},
    source="ours",
    minimum=3,
)
def prompt_departments(client: ClientData) -> Measurement:
    """Which share of the departments that managers call on grants half of their requests within a week?

    Each department counts once, for the habit is every manager's, not the firm's average. Kaplan-Meier's median
    of the last year's requests, open ones counted in; departments with ten requests by five managers at least.
    Wilson interval; n counts departments. `no_data` where nobody says what was granted. Series: each
    department's median with its interval. Source: ours.
    """
    if not (client.has("resource_requests", "granted_on") or client.has("resource_requests", "outcome")):
        return Measurement.none(Outcome.NO_DATA)
    rows = department_answers(client)
    value, low, high = share_interval(sum(map(is_prompt, rows)), len(rows))
    series = {"departments": rows, "prompt_days": PROMPT_DAYS}
    if not rows:
        return Measurement.none(Outcome.TOO_FEW)
    return Measurement(value, low, high, len(rows), series=series)
