"""What of the consultant's judgement counts, and how much?"""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.evidence.judgement import judge_clause
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Judgement, Outcome
from kamnb.scoring.clause import measure_clause
from kamnb.sources.client import ClientData, build_client

SURE = {"reason": "five plans read", "confirmed": True, "by": "LW"}


def client(coder: str | None = None, override: float | None = None, **clause: object) -> ClientData:
    """A client of whose S1 only the consultant's judgement (and who coded the interviews) is known."""
    frame = pd.DataFrame({"interview_id": ["I1"], "clause": ["S1"], "stance": [0], "coder": [coder]})
    judgement: dict[str, object] = {"clauses": {"S1": clause} if clause else {}}
    if override is not None:
        judgement["overrides"] = [{"clause": "S1", "score": override, "reason": "seen on site"}]
    return build_client(None, {"interviews": frame}, judgement)


def judge(coder: str | None = None, override: float | None = None, **clause: object) -> Judgement:
    return judge_clause(client(coder, override, **clause), "S1")


@pytest.mark.parametrize(("level", "points"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_rubric_levels_become_points(level: int, points: float) -> None:
    found = judge(level_blind=level, **SURE)
    assert (found.estimate.mean, found.level_blind) == (points, level)
    assert found.estimate.variance == pytest.approx(25**2 / 12 + threshold("judgement_validity_sd") ** 2)


def test_only_the_blind_level_is_fused(instrument: Instrument) -> None:
    blind = judge(level_blind=2, level=5, **SURE)
    assert (blind.estimate.mean, blind.level) == (25, 5)
    late = judge(level=5, **SURE)
    assert (late.estimate.outcome, late.estimate.mean, late.level) == (Outcome.NO_DATA, None, 5)
    s1 = instrument.clause("S1")
    with_level, without = (
        measure_clause(client(level_blind=2, **more, **SURE), s1, None, ()).fused
        for more in ({"level": 5}, {})
    )
    assert with_level == without
    assert not measure_clause(client(level=5, **SURE), s1, None, ()).fused.measured


def test_an_override_is_shown_and_moves_nothing(instrument: Instrument) -> None:
    found = judge(override=90, level_blind=2, **SURE)
    assert (found.override, found.override_reason, found.estimate.mean) == (90, "seen on site", 25)
    alone = judge(override=90)
    assert (alone.override, alone.estimate.outcome) == (90, Outcome.NO_DATA)
    s1 = instrument.clause("S1")
    assert (
        measure_clause(client(override=90, level_blind=2, **SURE), s1, None, ()).fused
        == measure_clause(client(level_blind=2, **SURE), s1, None, ()).fused
    )


def test_who_coded_the_interviews_counts_less() -> None:
    own, others, unsaid = (judge(coder, level_blind=3, **SURE).estimate for coder in ("LW", "CH", None))
    assert own.variance == pytest.approx(others.variance * threshold("judgement_own_coding_factor"))
    assert unsaid.variance == others.variance
    anonymous = judge(None, level_blind=3, reason="x", confirmed=True)
    assert anonymous.estimate.variance == others.variance


def test_an_assumed_level_counts_less_than_a_confirmed_one() -> None:
    sure, assumed = (judge(level_blind=3, reason="x", confirmed=c).estimate for c in (True, False))
    assert assumed.mean == sure.mean and assumed.variance > sure.variance
    assert assumed.variance == pytest.approx(25**2 / 12 + threshold("judgement_assumed_sd") ** 2)


def test_without_a_judgement_there_is_no_number() -> None:
    found = judge()
    assert (found.estimate.outcome, found.level_blind, found.override) == (Outcome.NO_DATA, None, None)


def test_reason_and_evidence_are_kept() -> None:
    found = judge(level_blind=3, evidence=["interview 7", 12], on="2026-09-20", **SURE)
    assert (found.reason, found.by, found.evidence) == ("five plans read", "LW", ("interview 7", "12"))
    assert found.confirmed
