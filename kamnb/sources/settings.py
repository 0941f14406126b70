"""What client.yml and judgement.yml may say, as models that refuse what they do not know."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kamnb.instrument.assumptions import ASSUMPTIONS, in_order

Score = Annotated[float, Field(ge=0, le=100)]
Level = Annotated[int, Field(ge=1, le=5)]
Count = Annotated[int, Field(ge=0)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=0, le=1)]
Assumption = Literal[ASSUMPTIONS]  # type: ignore[valid-type]
Language = Literal["zh", "en"]
Group = Literal["executive", "manager", "frontline", "account"]


def _as_text(value: Any) -> Any:
    """A number or a date that stands where a text is expected was meant as that text."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _as_names(value: Any) -> Any:
    text = _as_text(value)
    return {"zh": text, "en": text} if isinstance(text, str) else value


def _in_range(value: date) -> date:
    if not 1970 <= value.year <= 2100:
        raise PydanticCustomError("date_years", "outside 1970 to 2100")
    return value


def _as_day(value: Any) -> Any:
    """A number is no date: pydantic would read it as seconds since 1970."""
    return str(value) if isinstance(value, int | float) else value


Day = Annotated[date, BeforeValidator(_as_day), AfterValidator(_in_range)]
Text = Annotated[str, BeforeValidator(_as_text)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_as_text)]
Names = Annotated[dict[Language, Text], BeforeValidator(_as_names)]


class Strict(BaseModel):
    """A model that is frozen and takes no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, given: Any) -> Any:
        """A key that is written without a value is as if it were not written."""
        return {k: v for k, v in given.items() if v is not None} if isinstance(given, dict) else given


def read_ratio(value: Any) -> Any:
    """Which number is a ratio such as "1/3"?"""
    try:
        return float(Fraction(value)) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError):
        return value


Ratio = Annotated[float, BeforeValidator(read_ratio), Field(gt=0)]


class Selection(Strict):
    """The client's own criteria for key accounts."""

    criteria: tuple[str, ...]
    weights: tuple[Annotated[float, Field(ge=0)], ...] | None = None
    comparisons: tuple[tuple[Ratio, ...], ...] | None = None
    adopted_on: Day | None = None

    @model_validator(mode="after")
    def _weights_fit(self) -> Selection:
        if self.weights is not None and len(self.weights) != len(self.criteria):
            raise PydanticCustomError("weights", "one weight a criterion")
        if self.weights is not None and not any(self.weights):
            raise PydanticCustomError("weights", "some weight")
        if self.comparisons is not None and (self.weights is not None or not self._compared_fully()):
            raise PydanticCustomError("comparisons", "a reciprocal matrix, instead of weights")
        return self

    def _compared_fully(self) -> bool:
        """Is the matrix square, of the criteria's size, and reciprocal?"""
        from kamnb.stats.ranking import priorities

        rows = self.comparisons or ()
        if len(rows) != len(self.criteria) or any(len(row) != len(rows) for row in rows):
            return False
        try:
            priorities(rows)
        except ValueError:
            return False
        return True


class Anonymity(Strict):
    """The smallest group that is ever shown."""

    minimum: Annotated[int, Field(ge=3)] = 5


class Capacity(Strict):
    """Person-days for each phase of the roadmap; a phase without has the registered default."""

    days90: Weight | None = None
    year1: Weight | None = None
    year3: Weight | None = None
    year10: Weight | None = None


class TableSource(Strict):
    """Where one table comes from, and how its headers and values are renamed."""

    path: str | None = None
    sheet: str | None = None
    columns: dict[Text, Text] = {}
    values: dict[str, dict[Any, Any]] = {}
    files: dict[str, str] = {}
    query: str | None = None
    url: str | None = None
    table: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> TableSource:
        if sum((bool(self.path), bool(self.query), bool(self.url))) > 1:
            raise PydanticCustomError("source", "one of path, query, url")
        if bool(self.query) != bool(self.files) or bool(self.url) != bool(self.table):
            raise PydanticCustomError("source", "query with files, url with table")
        return self


class Settings(Strict):
    """What client.yml says about the client and this diagnosis."""

    as_of: Day
    name: Names = {"zh": "", "en": ""}
    industry: Text = ""
    brand: Text = ""
    currency: Text = "CNY"
    wave: Text = ""
    languages: tuple[Language, ...] = ("zh", "en")
    reference_grades: dict[str, float] = {}
    invited: dict[Group, Count] = {}
    crm_seats: dict[str, Count] = {}
    selection: Selection | None = None
    targets: dict[str, Score] = {}
    anonymity: Anonymity = Anonymity()
    assumptions: dict[Assumption, Rate] = {}
    capacity: Capacity = Capacity()
    priorities: dict[str, Weight] = {}
    made_up: bool = False
    quotes: bool = True
    tables: dict[str, TableSource] = {}
    root: str | None = None

    @field_validator("assumptions")
    @classmethod
    def _in_order(cls, given: dict[str, float]) -> dict[str, float]:
        if not in_order(given):
            raise PydanticCustomError("assumption_order", "low, mid and high in order")
        return given


class ClauseJudgement(Strict):
    """The consultant's reading of one clause: the blind level first, the level after seeing the rest.

    `changed` says what changed the mind where the two lie far apart. A blind level without a reason is a judgement that
    is not finished (`is_open`): it is kept, and does not count until the reason is there.
    """

    level_blind: Level | None = None
    level: Level | None = None
    reason: Annotated[Reason | None, Field(validate_default=True)] = None
    changed: Text = ""
    evidence: tuple[Text, ...] = ()
    confirmed: bool = False
    by: Text = ""
    on: Day | None = None

    @field_validator("reason")
    @classmethod
    def _has_reason(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is None and (info.data.get("level") is not None or info.data.get("level_blind") is None):
            raise PydanticCustomError("missing", "a reason")
        return given

    @property
    def is_open(self) -> bool:
        """Was only the blind level given so far?"""
        return self.reason is None


class Override(Strict):
    """A score that the consultant sets beside the measured one."""

    clause: str
    score: Score
    reason: Reason
    by: Text = ""
    on: Day | None = None


class FindingStatus(Strict):
    """What came of a finding's fact-check with the client."""

    status: Literal["accepted", "disputed", "withdrawn"]
    reason: Reason


class Judgement(Strict):
    """What judgement.yml says."""

    clauses: dict[str, ClauseJudgement] = {}
    commentary: dict[str, dict[Language, str]] = {}
    overrides: tuple[Override, ...] = ()
    findings: dict[str, FindingStatus] = {}
