"""The nouns of a diagnosis: frozen values that pass from one stage to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamnb.findings.roadmap import Roadmap
    from kamnb.findings.value_at_stake import ValueAtStake
    from kamnb.scoring.sensitivity import Sensitivity

Bilingual = dict[str, str]
"""A reader's text by language: {"zh": …, "en": …}."""


class Outcome(StrEnum):
    """What came of an attempt to measure. "We could not tell" is a result, never a zero."""

    MEASURED = "measured"
    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Item:
    """One survey statement, answered 1 to 5, put to those who can know."""

    id: str
    clause: str
    side: str
    levels: tuple[str, ...]
    roles: tuple[str, ...] = ()
    reversed: bool = False


@dataclass(frozen=True)
class Clause:
    """One numbered clause of the framework, as the instrument measures it."""

    id: str
    area: str
    items: tuple[Item, ...]
    tables: tuple[str, ...]
    finding: str
    remedies: tuple[str, ...]
    anchor: bool = False
    consensus: bool = False
    weight: float = 1.0


@dataclass(frozen=True)
class Remedy:
    """One thing to do about a clause: effort in person-days, gain in points of the clause's score."""

    id: str
    area: str
    clauses: tuple[str, ...]
    phase: str
    effort: float
    months_to_effect: float
    owner_role: str
    gain: tuple[float, float]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """One area of the framework (five problem areas, the purpose before and the foundations below them)."""

    id: str
    prefix: str
    order: int
    notebook: str
    clauses: tuple[Clause, ...]
    remedies: tuple[Remedy, ...]
    text: dict[str, dict[str, Any]] = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Measurement:
    """What an indicator found in the records: a value in its unit with a 90 % interval.

    `series` is what a figure draws: JSON-able, account codes instead of names, no person.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    outcome: Outcome = Outcome.MEASURED
    series: dict[str, Any] | None = field(default=None, repr=False)

    @classmethod
    def none(cls, outcome: Outcome, n: int = 0) -> Measurement:
        """The measurement that could not be made, and why."""
        return cls(None, None, None, n, outcome)


@dataclass(frozen=True)
class Score:
    """A 0–100 reading or fused score (higher is healthier) with a 90 % interval, or why there is none."""

    score: float | None
    low: float | None
    high: float | None
    n: int = 0
    outcome: Outcome = Outcome.MEASURED

    @classmethod
    def none(cls, outcome: Outcome, n: int = 0) -> Score:
        """The score that could not be given, and why."""
        return cls(None, None, None, n, outcome)

    def __repr__(self) -> str:
        if self.score is None or self.low is None or self.high is None:
            return f"Score({self.outcome}, n={self.n})"
        return f"Score({self.score:.0f} of 100, {self.low:.0f}–{self.high:.0f}, n={self.n})"


@dataclass(frozen=True)
class Estimate:
    """A 0–100 estimate with its variance (in points squared), before it is shown as a Score.

    `parts` where evidence disagrees: (weight, mean, variance) of each that may be right; without them it is normal.
    """

    mean: float | None
    variance: float | None
    n: int = 0
    outcome: Outcome = Outcome.MEASURED
    parts: tuple[tuple[float, float, float], ...] = ()

    @classmethod
    def none(cls, outcome: Outcome, n: int = 0) -> Estimate:
        """The estimate that could not be made, and why."""
        return cls(None, None, n, outcome)

    @property
    def measured(self) -> bool:
        """Is there a number?"""
        return self.outcome == Outcome.MEASURED


@dataclass(frozen=True)
class IndicatorResult:
    """One indicator at one client: the measurement and what it means on 0–100."""

    indicator: str
    clause: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    outcome: Outcome
    score: Estimate
    source: str
    tables: tuple[str, ...]
    series: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Perception:
    """What people say of a clause: survey and interviews, by level and side."""

    survey: Estimate
    interviews: Estimate
    combined: Estimate
    by_level: dict[str, Estimate]
    by_side: dict[str, Estimate]
    agreement: float | None = None
    agreement_critical: float | None = None
    affirm: float | None = None
    reject: float | None = None


@dataclass(frozen=True)
class Judgement:
    """What the consultant judges of a clause; `estimate` is the blind one, the one that is fused."""

    estimate: Estimate
    level_blind: int | None = None
    level: int | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    by: str = ""
    confirmed: bool = False
    override: float | None = None
    override_reason: str = ""


@dataclass(frozen=True)
class ClauseResult:
    """Everything measured of one clause at one client."""

    clause: str
    perception: Perception
    record: Estimate
    indicators: tuple[IndicatorResult, ...]
    judgement: Judgement
    fused: Estimate
    coverage: float


@dataclass(frozen=True)
class SurveyQuality:
    """How far can the survey be trusted? Counts of respondents, and what was left out and why."""

    respondents: dict[str, int]
    invited: dict[str, int]
    straight_liners: int = 0
    speeders: int = 0
    alike_groups: int = 0
    unasked_answers: int = 0


@dataclass(frozen=True)
class Received:
    """One table as it came: rows read, rows left out by reason."""

    table: str
    file: str
    rows: int
    dropped: dict[str, int]


@dataclass(frozen=True)
class ClientFacts:
    """What a report says of the client besides its results: settings, never rows."""

    client: str
    name: Bilingual
    industry: str
    currency: str
    as_of: str
    wave: str
    targets: dict[str, float]
    minimum: int
    received: tuple[Received, ...]
    survey: SurveyQuality
    interviews: int
    findings_status: dict[str, dict[str, str]]
    commentary: dict[str, Bilingual]
    assumptions: tuple[str, ...] = ()
    made_up: bool = False
    capacity: dict[str, float] = field(default_factory=dict)
    priorities: dict[str, float] = field(default_factory=dict)
    assumed: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CauseEstimate:
    """What units show of one causal claim: a slope of ranks, above 0 where the claim has it so; or why there is none.

    `shows` is the smallest slope that so many units can show; `missing` names tables that were not given.
    """

    cause: str
    result: str
    unit: str
    measures: tuple[str, str]
    n: int
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    shows: float | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cause:
    """One causal claim as decided over all: consistent, contrary, no_variation or cannot_tell, and why not if so."""

    estimate: CauseEstimate
    outcome: str
    q: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Quote:
    """What an interviewee said of a clause, known by group only; `stance` −2 to +2 as it was coded, which is not published."""

    clause: str
    group: str
    stance: int
    text: str


@dataclass(frozen=True)
class AreaResult:
    """One area at one client: what its notebook makes and the synthesis reads."""

    area: str
    facts: ClientFacts
    clauses: tuple[ClauseResult, ...]
    causes: tuple[CauseEstimate, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One finding: what, how bad (1–3), how sure, by which evidence."""

    id: str
    clause: str
    kind: str
    severity: int
    probability: float | None
    title: Bilingual
    text: Bilingual
    evidence: tuple[str, ...]
    remedies: tuple[str, ...] = ()
    status: str | None = None
    status_reason: str = ""
    value: float | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Recommendation:
    """One remedy that a finding calls for.

    `phase` is the planned one, `earliest` the remedy's own. `needs`: severity times probability of the gravest
    finding of each clause that calls for it. `robust`: share of draws of gains that choose it. `left_out`: why it
    is not planned, or None. `fulfilled`: requirements whose clauses are healthy; `requires` has the others.
    """

    id: str
    clauses: tuple[str, ...]
    phase: str
    effort: float
    gain: tuple[float, float]
    owner_role: str
    requires: tuple[str, ...]
    months_to_effect: float
    findings: tuple[str, ...]
    words: dict[str, Bilingual] = field(default_factory=dict)
    needs: dict[str, float] = field(default_factory=dict)
    earliest: str = ""
    robust: float | None = None
    left_out: str | None = None
    fulfilled: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClauseScore:
    """One clause in a diagnosis: fused score, what may be shown of each reading, and whether they clash."""

    result: ClauseResult
    score: Score
    levels: dict[str, Score]
    readings_disagree: bool
    target: float
    minimum: int


@dataclass(frozen=True)
class Hole:
    """An area whose notebook failed: the report says so."""

    area: str
    notebook: str
    cell: int
    error: str


@dataclass(frozen=True)
class Diagnosis:
    """The one result that every output is rendered from. Carries codes, never names."""

    facts: ClientFacts
    version: str
    clauses: dict[str, ClauseScore]
    areas: dict[str, Score]
    coverage: dict[str, float]
    whole: Score
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    holes: tuple[Hole, ...] = ()
    causes: tuple[Cause, ...] = ()
    people_lowest: float | None = None
    roadmap: Roadmap | None = None
    stake: ValueAtStake | None = None
    sensitivity: Sensitivity | None = None

    def to_json(self) -> str:
        """What stands in diagnosis.json? The contract's shape, rounded, keys in a fixed order."""
        from kamnb.findings.json_form import diagnosis_json

        return diagnosis_json(self)
