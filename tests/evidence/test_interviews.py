"""What do interviewees say, one voice an interview?"""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.evidence.interviews import coders, count_interviews, interview_estimate
from kamnb.instrument.thresholds import threshold
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client


def client(
    *rows: tuple[str, str, int | None], coder: str | None = None, minimum: int = 3, **columns: object
) -> ClientData:
    """A client with these statements: interview, clause, stance. Groups of three may be shown unless said."""
    frame = pd.DataFrame(rows, columns=["interview_id", "clause", "stance"])
    settings = {"anonymity": {"minimum": minimum}}
    return build_client(settings, {"interviews": frame.assign(coder=coder, **columns)})


@pytest.mark.parametrize(("stance", "points"), [(-2, 0), (-1, 25), (0, 50), (1, 75), (2, 100)])
def test_stances_become_points(stance: int, points: float) -> None:
    rows = [("I0", "S1", -stance), *((f"I{i}", "S1", stance) for i in (1, 2, 3))] if stance else []
    found = interview_estimate(client(*(rows or [(f"I{i}", "S1", i - 2) for i in (1, 2, 3)])), "S1")
    if stance:
        assert (found.mean, found.n, found.outcome) == ((100 + 2 * points) / 4, 4, Outcome.MEASURED)
    else:
        assert (found.mean, found.n) == (points, 3)


def test_where_all_say_the_same_one_is_counted_a_step_nearer_the_middle() -> None:
    """Else every interviewee's stance would be known."""
    found = interview_estimate(client(*[(f"I{i}", "S1", 2) for i in range(5)]), "S1")
    assert found.mean == 95


def test_interviews_are_a_group_of_people_like_any_other() -> None:
    rows = [(f"I{i}", "S1", i % 2) for i in range(5)]
    assert interview_estimate(client(*rows[:4], minimum=5), "S1").outcome == Outcome.TOO_FEW
    assert interview_estimate(client(*rows, minimum=5), "S1").measured
    one = client(*rows, minimum=5, person_id=["P1", "P1", "P2", "P3", "P4"])
    assert interview_estimate(one, "S1").outcome == Outcome.TOO_FEW
    account = {"side": "account", "account_id": ["A", "A", "B", "C", "D"], "person_id": list("abcde")}
    assert interview_estimate(client(*rows, minimum=5, **account), "S1").outcome == Outcome.TOO_FEW
    assert interview_estimate(client(*rows, minimum=4, **account), "S1").measured


def test_several_statements_of_one_interview_are_one_voice() -> None:
    talkative = [("I1", "S1", -2)] * 20
    found = interview_estimate(client(*talkative, ("I2", "S1", 2), ("I3", "S1", 2)), "S1")
    assert found.n == 3 and found.mean == pytest.approx(200 / 3)
    mixed = interview_estimate(
        client(("I1", "S1", -2), ("I1", "S1", 2), ("I2", "S1", 0), ("I3", "S1", 1)), "S1"
    )
    assert mixed.mean == pytest.approx((50 + 50 + 75) / 3)


@pytest.mark.parametrize("n", [1, 2])
def test_too_few_interviews_are_too_few(n: int) -> None:
    found = interview_estimate(client(*[(f"I{i}", "S1", 1) for i in range(n)]), "S1")
    assert (found.outcome, found.mean, found.n) == (Outcome.TOO_FEW, None, n)
    assert n < threshold("interviews_minimum")


def test_without_statements_there_is_no_number() -> None:
    assert interview_estimate(build_client(None, {}), "S1").outcome == Outcome.NO_DATA
    assert interview_estimate(client(("I1", "S2", 1)), "S1").outcome == Outcome.NO_DATA
    blank = client(("I1", "S1", None), ("I2", "S1", None), ("I3", "S2", 1))
    assert interview_estimate(blank, "S1").outcome == Outcome.NO_DATA


def test_a_blank_stance_is_unknown_not_neutral() -> None:
    rows = [("I1", "S1", 2), ("I1", "S1", None), ("I2", "S1", 2), ("I3", "S1", 1), ("I4", "S1", None)]
    found = interview_estimate(client(*rows), "S1")
    assert (found.mean, found.n) == (pytest.approx(275 / 3), 3)


def test_the_error_has_a_floor_of_validity_and_falls_with_more_voices() -> None:
    few, many = (interview_estimate(client(*[(f"I{i}", "S1", 1) for i in range(n)]), "S1") for n in (3, 30))
    assert few.variance > many.variance > threshold("interview_validity_sd") ** 2
    apart = interview_estimate(client(("I1", "S1", -2), ("I2", "S1", 2), ("I3", "S1", 2)), "S1")
    assert apart.variance > few.variance


def test_who_coded_and_how_many_interviews() -> None:
    given = client(("I1", "S1", 1), ("I1", "S2", 1), ("I2", "S2", 0), coder="LW")
    assert (coders(given, "S1"), coders(given, "O1")) == ({"LW"}, set())
    assert coders(client(("I1", "S1", 1)), "S1") == set()
    assert (count_interviews(given), count_interviews(build_client(None, {}))) == (2, 0)
