"""What must stay unsaid, since it would tell of a few people when it is set against an earlier wave?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from kamnb.evidence.survey import Survey, points, read_survey
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.load import Instrument, load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Clause, Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.sources.contract import load_contract
from kamnb.sources.once import asked_once
from kamnb.sources.published import INTERVIEWS, Published, ShownGroup
from kamnb.stats.disclosure import LEADERS, LEADERSHIP, mean_between, taken_off
from kamnb.stats.distributions import normal_quantile
from kamnb.stats.intervals import finite_population

Moments = tuple[int, float, float]
"""A group's size, mean and sum of squares about zero, in points."""
HALF = 0.05
"""Scores are published to 0.1: by so much may they be off."""
MEMBERS = {LEADERSHIP: frozenset(LEADERS), **{k: frozenset((k,)) for k in (*LEADERS, "frontline", "account")}}
PERSONS = {"managers", "ratings", "time_use"}
"""Tables whose rows are about one person each."""
DIGITS = {"share": 2, "ratio": 1, "count": 1}
"""To how many digits a figure of so few people is told, by unit."""
RANGE = {"share": (0.0, 1.0), "ratio": (0.0, 5.0)}


@asked_once
def heard(client: ClientData) -> Survey | None:
    """Whose answers count? The survey without those that would tell of a few; None where there is no survey."""
    instrument = load_instrument()
    return hide_told(client, read_survey(client, instrument), instrument)


def hide_told(client: ClientData, survey: Survey | None, instrument: Instrument) -> Survey | None:
    """Which answers count beside what earlier waves have shown? Those of groups that few joined or left, and that else
    answered as before, are left out altogether: the difference would be what those few said.
    """
    if survey is None or not client.published:
        return survey
    now = {c.id: groups_now(survey, c) for c in instrument.clauses()}
    hidden = {level for wave in client.published for level in told_levels(wave, now, survey.minimum)}
    if not hidden:
        return survey
    group = survey.people["level"].where(survey.firm, "account")
    keep = ~group.isin(hidden)
    answered = {k: 0 if k in hidden else n for k, n in survey.quality.respondents.items()}
    quality = replace(survey.quality, respondents=answered)
    return replace(survey, people=survey.people[keep], answers=survey.answers[keep], quality=quality)


def groups_now(survey: Survey, clause: Clause) -> dict[str, Moments]:
    """What do the groups say now, shown or not? Executives and managers also as one."""
    firm, account = (points(survey, clause, side) for side in ("firm", "account"))
    values = {k: firm.loc[firm["level"].isin(MEMBERS[k]), "points"] for k in MEMBERS if k != "account"}
    values["account"] = account["points"]
    return {k: moments(x.to_numpy(dtype=float)) for k, x in values.items() if len(x)}


def moments(values: np.ndarray) -> Moments:
    """Size, mean and sum of squares."""
    return len(values), float(values.mean()), float(np.square(values).sum())


def told_levels(wave: Published, now: dict[str, dict[str, Moments]], minimum: int) -> set[str]:
    """Which levels would tell of a few people? Those of every group that differs so from what a wave has shown."""
    found: set[str] = set()
    for before, members in MEMBERS.items():
        for after, others in MEMBERS.items():
            if not (members <= others or others <= members):
                continue
            pairs = [
                p for clause, groups in now.items() for p in pair(wave, clause, before, groups.get(after))
            ]
            if alike(pairs, minimum):
                found |= others
    return found


def pair(
    wave: Published, clause: str, name: str, now: Moments | None
) -> Iterator[tuple[Moments, Moments, float]]:
    """What was shown of a group then, and what would be now? With how far rounding may put both means off, a person."""
    then = wave.groups.get(clause, {}).get(name)
    if then is not None and now is not None and then.n != now[0]:
        slack = HALF * (then.n + now[0]) / abs(then.n - now[0])
        yield moments_shown(then, name, wave.invited), now, slack


def moments_shown(group: ShownGroup, name: str, invited: Mapping[str, int]) -> Moments:
    """What does a published group give away? Its interval tells the spread, unless it meets both ends of the scale."""
    halves = [group.score - group.low] * (group.low > 0) + [group.high - group.score] * (group.high < 100)
    kind = "stance" if name == INTERVIEWS else "answer"
    known = threshold("interview_validity_sd") ** 2 if name == INTERVIEWS else 0.0
    part = finite_population(group.n, invited.get(name))
    if not halves or part == 0 or group.n < 2 or name == LEADERSHIP:
        return group.n, group.score, float("nan")
    z = normal_quantile(0.5 + threshold("interval_level") / 2)
    weight, usual = threshold(f"{kind}_sd_weight"), threshold(f"{kind}_sd") ** 2
    spread = ((min(halves) / z) ** 2 - known) / part**2 * group.n
    own = spread * (group.n - 1 + weight) - weight * usual
    return group.n, group.score, own + group.n * group.score**2


def alike(pairs: list[tuple[Moments, Moments, float]], minimum: int) -> bool:
    """Can all but a few have answered as before? On nearly every clause on which fewer than the minimum make the difference.

    People who answer anew give differences that nobody can have answered; then a difference tells of nobody.
    """
    near = [(a, b, slack) for a, b, slack in pairs if 0 < abs(a[0] - b[0]) < minimum]
    possible = sum(taken_off(max(a, b), min(a, b), slack) is not None for a, b, slack in near)
    return bool(near) and possible >= threshold("wave_alike_share") * len(near)


def interviews_tell(client: ClientData, voices: Mapping[str, np.ndarray]) -> bool:
    """Would the interviews (points by clause, one an interview) tell of a few, set against an earlier wave's?"""
    now = {clause: moments(values) for clause, values in voices.items() if len(values)}
    few = client.settings.anonymity.minimum
    return any(
        alike([p for clause, group in now.items() for p in pair(wave, clause, INTERVIEWS, group)], few)
        for wave in client.published
    )


def guard(client: ClientData, indicator: Indicator, found: Measurement) -> Measurement:
    """What may be told of a figure of managers? Rounded, and nothing where an earlier wave makes it one of a few.

    A figure that is not about single persons is told as it is. Nobody is counted where too few are.
    """
    if not set(indicator.needs) <= PERSONS:
        return found
    if found.outcome != Outcome.MEASURED:
        return Measurement.none(found.outcome)
    shown = rounded(found, DIGITS.get(indicator.unit))
    few = client.settings.anonymity.minimum
    if any(tells(indicator, shown, wave.values.get(indicator.id), few) for wave in client.published):
        return Measurement.none(Outcome.TOO_FEW)
    return shown


def rounded(found: Measurement, digits: int | None) -> Measurement:
    """A figure as it is told of few people: coarser, its series too."""
    if digits is None:
        return found

    def cut(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, digits)
        if isinstance(value, dict):
            return {k: cut(v) for k, v in value.items()}
        return [cut(v) for v in value] if isinstance(value, list) else value

    value, low, high = (cut(x) for x in (found.value, found.low, found.high))
    return Measurement(value, low, high, found.n, found.outcome, cut(found.series))


def tells(indicator: Indicator, shown: Measurement, then: tuple[int, float] | None, minimum: int) -> bool:
    """Do two waves tell what a few persons are like whose number makes the difference? Nearer than `protection_share`.

    Medians and rates over time (units other than share, ratio, count, or from dates) do not add up over persons.
    """
    if then is None or shown.value is None or indicator.unit not in DIGITS or of_dates(indicator):
        return False
    if not 0 < abs(then[0] - shown.n) < minimum:
        return False
    if indicator.unit not in RANGE:
        return True
    low, high = RANGE[indicator.unit]
    half = 0.5 * 10.0 ** -DIGITS[indicator.unit]
    between = mean_between((shown.n, shown.value), then, half, (low, high), counted(indicator))
    return between is not None and between[1] - between[0] < 2 * threshold("protection_share") * (high - low)


def column_types(indicator: Indicator) -> set[str]:
    """Of which types are the columns of the managers' table that an indicator needs?"""
    table = load_contract().tables["managers"]
    return {table.columns[name].type for name in indicator.needs.get("managers", ())}


def of_dates(indicator: Indicator) -> bool:
    """Is it a rate over time?"""
    return "date" in column_types(indicator)


def counted(indicator: Indicator) -> bool:
    """Is it a share of persons, whose sum is a whole number?"""
    return bool(column_types(indicator) & {"boolean", "vocabulary"})
