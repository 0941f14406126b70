"""Which answers count, whose are left out, and what do the rest give a clause?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamnb.evidence.survey import (
    Survey,
    agreement,
    consensus,
    firm_estimate,
    group_estimate,
    level_estimates,
    points,
    read_survey,
    side_estimates,
)
from kamnb.instrument.checks import asked
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Clause, Estimate, Outcome
from kamnb.sources.client import build_client
from kamnb.stats.disclosure import speaking

Read = Callable[..., Survey]
MINIMUM = 5


@pytest.fixture(scope="module")
def read(instrument: Instrument) -> Read:
    """The survey out of one dict a respondent; side firm and level manager unless said."""

    def make(*people: dict[str, object], **settings: object) -> Survey:
        rows = [
            {"respondent_id": f"P{i}", "side": "firm", "level": "manager", **person}
            for i, person in enumerate(people)
        ]
        survey = read_survey(build_client(settings, {"survey": pd.DataFrame(rows)}), instrument)
        assert survey is not None
        return survey

    return make


def firm_of(survey: Survey, clause: Clause) -> Estimate:
    return firm_estimate(survey, clause, level_estimates(survey, clause), MINIMUM)


def honest(rng: np.random.Generator, item, n: int) -> np.ndarray:
    return rng.choice([1, 2, 3, 4, 5], n, p=[0.1, 0.2, 0.3, 0.25, 0.15])


def test_a_client_without_a_survey_has_none(instrument: Instrument) -> None:
    assert read_survey(build_client(None, {}), instrument) is None


def test_reversed_items_are_turned_and_no_others(instrument: Instrument, read: Read) -> None:
    reversed_items = [i for i in instrument.items() if i.reversed and i.side == "firm"]
    assert {i.clause[0] for i in reversed_items} == set("PSOMIRF")
    for item in reversed_items:
        role = item.roles[0] if item.roles else "other"
        survey = read({"level": item.levels[0], "role": role, item.id: 1})
        assert survey.answers[item.id].tolist() == [5]
        assert points(survey, instrument.clause(item.clause), "firm")["points"].tolist() == [100]
    plain = read({"S2.1": 1, "O3.1": 4})
    assert plain.answers[["S2.1", "O3.1"]].to_numpy().tolist() == [[1, 4]]


def answers_of(instrument: Instrument, level: str, role: str, value: int | None) -> dict[str, object]:
    """One person's row: the same value for all that is asked; None for answers that vary."""
    items = [i for i in instrument.items() if asked(i, "firm", level, role)]
    return {
        "level": level,
        "role": role,
        **{item.id: value if value is not None else 1 + n % 5 for n, item in enumerate(items)},
    }


@pytest.mark.parametrize("value", [1, 3, 5])
def test_one_answer_throughout_is_left_out_and_counted(
    instrument: Instrument, read: Read, value: int
) -> None:
    """Reversed items are among those asked, so that one answer throughout contradicts itself; all 3s always are one."""
    survey = read(
        answers_of(instrument, "executive", "other", value),
        answers_of(instrument, "executive", "other", None),
    )
    assert survey.quality.straight_liners == 1
    assert survey.people["respondent_id"].tolist() == ["P1"]
    assert survey.quality.respondents["executive"] == 1


def test_a_respondent_of_all_threes_counts_as_one_even_without_reversed_items(
    instrument: Instrument, read: Read
) -> None:
    plain = [i.id for i in instrument.items() if asked(i, "firm", "manager", "other") and not i.reversed]
    threes, fives = ({i: v for i in plain[:12]} for v in (3, 5))
    survey = read({"role": "other", **threes}, {"role": "other", **fives})
    assert survey.quality.straight_liners == 1
    assert survey.people["respondent_id"].tolist() == ["P1"]  # all 5 may be meant where nothing was reversed


def test_a_few_equal_answers_are_no_straight_line(instrument: Instrument, read: Read) -> None:
    shared = [i.id for i in instrument.items() if asked(i, "firm", "manager", "other")]
    few = int(threshold("straight_line_items")) - 1
    survey = read({"role": "other", **dict.fromkeys(shared[:few], 3)})
    assert survey.quality.straight_liners == 0 and len(survey.people) == 1


def test_speeders_are_left_out_and_an_unknown_duration_is_not_fast(
    instrument: Instrument, read: Read
) -> None:
    row = answers_of(instrument, "manager", "other", None)
    n = sum("." in key for key in row)
    limit = threshold("speeding_seconds_per_item") * n
    survey = read({**row, "duration_s": limit - 1}, {**row, "duration_s": limit}, {**row, "duration_s": None})
    assert survey.quality.speeders == 1
    assert survey.people["respondent_id"].tolist() == ["P1", "P2"]


def test_a_fast_straight_line_is_counted_once(instrument: Instrument, read: Read) -> None:
    row = {**answers_of(instrument, "manager", "other", 3), "duration_s": 5}
    survey = read(row, answers_of(instrument, "manager", "other", None))
    assert (survey.quality.straight_liners, survey.quality.speeders) == (1, 0)


def test_answers_of_people_who_were_not_asked_are_left_out_and_counted(
    instrument: Instrument, read: Read
) -> None:
    # S4.1 is put to account managers and their supervisors, P1.1 to executives, P2.2 to accounts
    survey = read(
        {"role": "account_manager", "S4.1": 2, "P1.1": 5},
        {"role": "other", "S4.1": 5, "P2.2": 5},
        {"level": "executive", "role": "other", "P1.1": 4},
    )
    assert survey.quality.unasked_answers == 3
    assert points(survey, instrument.clause("S4"), "firm")["points"].tolist() == [25]
    assert points(survey, instrument.clause("P1"), "firm")["points"].tolist() == [75]
    assert points(survey, instrument.clause("P2"), "account").empty
    assert "P2.2" not in survey.asked


def test_a_blank_role_counts_as_asked(instrument: Instrument, read: Read) -> None:
    survey = read({"S4.1": 4}, {"role": "other", "S4.1": 1})
    assert survey.quality.unasked_answers == 1
    assert points(survey, instrument.clause("S4"), "firm")["points"].tolist() == [75]


def test_the_account_side_is_counted_in_accounts(instrument: Instrument, read: Read) -> None:
    account = {"side": "account", "role": "other"}
    survey = read(
        *[{**account, "account_id": "K1", "R3.2": v} for v in (1, 1, 1, 1)],
        {**account, "account_id": "K2", "R3.2": 5},
        {**account, "R3.2": 5},
    )
    given_points = points(survey, instrument.clause("R3"), "account")["points"]
    assert sorted(given_points) == [0, 100, 100]
    assert survey.quality.respondents["account"] == 3
    found = side_estimates(survey, instrument.clause("R3"), {}, MINIMUM)["account"]
    assert found.n == 3 and found.mean == pytest.approx(200 / 3)


def test_a_level_that_is_not_asked_is_not_asked_and_one_that_is_silent_has_no_data(
    instrument: Instrument, read: Read
) -> None:
    survey = read({"S3.1": 2}, {"S3.1": 3})
    levels = level_estimates(survey, instrument.clause("S3"))  # S3.1: executives and managers
    assert {k: e.outcome for k, e in levels.items()} == {
        "executive": Outcome.NO_DATA,
        "manager": Outcome.MEASURED,
        "frontline": Outcome.NOT_ASKED,
    }
    sides = side_estimates(survey, instrument.clause("S3"), levels, MINIMUM)
    assert sides["account"].outcome == Outcome.NOT_ASKED


def test_several_items_of_a_clause_are_one_answer_a_person(instrument: Instrument, read: Read) -> None:
    survey = read({"role": "their_supervisor", "M1.1": 5}, {"role": "account_manager", "M1.1": 5, "M1.2": 1})
    m1 = instrument.clause("M1")
    turned = {i.id: i.reversed for i in m1.items}
    first = 100 * (not turned["M1.1"])
    second = (first + 100 * turned["M1.2"]) / 2
    assert points(survey, m1, "firm")["points"].tolist() == [first, second]


def test_a_team_that_answers_almost_as_one_is_found_and_an_honest_noisy_one_is_not(
    make_survey, instrument: Instrument
) -> None:
    alone = (("firm", "frontline", "other", 40),)

    def groups(frame: pd.DataFrame) -> int:
        survey = read_survey(build_client(None, {"survey": frame}), instrument)
        assert survey is not None
        return survey.quality.alike_groups

    assert [groups(make_survey(honest, seed, alone)) for seed in range(5)] == [0] * 5

    def one_mind(rng: np.random.Generator, item, n: int) -> np.ndarray:
        """A team that truly thinks alike (mostly 4, some 3 and 5) but each for themselves."""
        return rng.choice([3, 4, 5], n, p=[0.2, 0.55, 0.25])

    assert [groups(make_survey(one_mind, seed, alone)) for seed in range(5)] == [0] * 5

    frame = make_survey(honest, 9, alone)
    items = [c for c in frame if "." in c]
    rng = np.random.default_rng(1)
    frame.loc[frame.index[:6], items] = frame.loc[0, items].to_numpy()
    for row in range(1, 6):  # one slip each: still 21 of 22 the same
        item = items[int(rng.integers(len(items)))]
        frame.loc[row, item] = 1 + frame.loc[row, item] % 5
    assert groups(frame) == 1


def test_fewer_equal_answers_than_a_team_are_not_called_one(make_survey, instrument: Instrument) -> None:
    frame = make_survey(honest, 9, (("firm", "frontline", "other", 40),))
    items = [c for c in frame if "." in c]
    frame.loc[frame.index[: int(threshold("alike_group")) - 1], items] = frame.loc[0, items].to_numpy()
    survey = read_survey(build_client(None, {"survey": frame}), instrument)
    assert survey is not None and survey.quality.alike_groups == 0


def test_finite_population_at_all_asked_leaves_no_spread(read: Read, instrument: Instrument) -> None:
    people = [{"level": "executive", "S2.1": v} for v in (2, 4, 5, 4, 3, 4)]
    some, all_ = (read(*people, invited={"executive": n}) for n in (60, 6))
    s2 = instrument.clause("S2")
    assert level_estimates(all_, s2)["executive"].variance == 0
    assert level_estimates(some, s2)["executive"].variance > 0
    assert (
        level_estimates(read(*people), s2)["executive"].variance
        > level_estimates(some, s2)["executive"].variance
    )


def test_a_small_group_borrows_the_usual_spread() -> None:
    usual = threshold("answer_sd") ** 2
    assert group_estimate(np.array([50.0]), None).variance == pytest.approx(usual)
    same = group_estimate(np.array([75.0] * 5), None)
    weight = threshold("answer_sd_weight")
    assert same.variance == pytest.approx(weight * usual / (4 + weight) / 5)
    assert not group_estimate(np.array([]), 9).measured


@given(st.lists(st.sampled_from([0.0, 25.0, 50.0, 75.0, 100.0]), min_size=1, max_size=60))
def test_a_group_s_mean_is_theirs_and_is_never_certain(values: list[float]) -> None:
    found = group_estimate(np.array(values), None)
    assert found.mean == pytest.approx(np.mean(values)) and found.n == len(values)
    assert found.variance > 0


def test_agreement_is_not_health() -> None:
    against, apart, for_it = (np.array(x, dtype=float) for x in ([1] * 10, [1, 5] * 5, [5] * 10))
    assert consensus([against]) == 0
    assert consensus([apart]) == 0
    assert consensus([for_it]) == 100
    assert consensus([for_it, against]) == 0  # the top affirms, the bottom rejects: no consensus
    assert 0 < consensus([np.array([4.0, 4, 5, 5]), np.array([4.0, 3, 4, 4])]) < 100


def test_levels_are_equal_voices_in_consensus_too(read: Read, instrument: Instrument) -> None:
    """Five executives who affirm do not disappear among fifty others who half do."""
    rng = np.random.default_rng(0)
    people = [{"level": "executive", "S1.1": 5 - (i == 0)} for i in range(5)]
    people += [{"level": "frontline", "S1.1": int(rng.choice([3, 4]))} for _ in range(50)]
    survey = read(*people)
    s1 = instrument.clause("S1")
    front = np.mean([p["S1.1"] == 4 for p in people[5:]])
    _, _, affirm, reject = agreement(survey, s1, MINIMUM)
    found = firm_of(survey, s1)
    answers = np.array([p["S1.1"] for p in people], dtype=float)
    assert found.mean == pytest.approx(100 * (1 + front) / 2 * (1 - answers.var(ddof=1) / 2))
    assert affirm == pytest.approx((answers >= 4).mean()) and reject == 0
    assert firm_of(survey, s1) == found


def test_agreement_of_fewer_than_the_minimum_is_not_given(read: Read, instrument: Instrument) -> None:
    s2 = instrument.clause("S2")
    few = read(*[{"level": "executive", "S2.1": v} for v in (4, 5, 4, 4)])
    assert agreement(few, s2, MINIMUM) == (None, None, None, None)
    enough = read(*[{"level": "executive", "S2.1": v} for v in (4, 5, 4, 4, 4)])
    value, critical, affirm, reject = agreement(enough, s2, MINIMUM)
    assert value == pytest.approx(0.9) and critical is not None and value > critical
    assert (affirm, reject) == (1.0, 0.0)


@given(
    st.dictionaries(
        st.sampled_from(["executive", "manager", "frontline", "unknown"]), st.integers(0, 12), max_size=4
    ),
    st.integers(3, 8),
)
@settings(max_examples=300)
def test_who_speaks_is_enough_each_level_once_and_as_many_as_can(sizes: dict[str, int], minimum: int) -> None:
    groups = speaking(sizes, minimum)
    assert all(sum(sizes[level] for level in group) >= minimum for group in groups)
    levels = [level for group in groups for level in group]
    assert len(levels) == len(set(levels)) and all(sizes[level] for level in levels)
    silent = sum(n for level, n in sizes.items() if level not in levels)
    assert silent < minimum


def test_respondents_and_invited_are_counted_by_group(read: Read) -> None:
    survey = read(
        {"S2.1": 3},
        {"level": "frontline", "S2.1": 2},
        {"side": "account", "account_id": "K1", "R3.2": 4},
        {"side": "account", "account_id": "K1", "R3.2": 5},
        invited={"manager": 40, "account": 25},
    )
    assert survey.quality.respondents == {"executive": 0, "manager": 1, "frontline": 1, "account": 1}
    assert survey.quality.invited == {"manager": 40, "account": 25}


def test_the_demo_s_planted_flaws_are_found(demo, instrument: Instrument) -> None:
    survey = read_survey(demo, instrument)
    assert survey is not None
    q = survey.quality
    assert (q.straight_liners, q.speeders, q.alike_groups, q.unasked_answers) == (5, 4, 1, 0)
    assert q.respondents == {"executive": 7, "manager": 31, "frontline": 109, "account": 17}
