"""What 360-degree ratings say of the group, and that neither they nor any other series give one manager away."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamnb.areas.manager.hours import share_hours
from kamnb.areas.manager.indicators import m1, m2
from kamnb.areas.manager.pay import split_pay
from kamnb.areas.manager.ratings import choose_shown, list_ratings, rate_roles
from kamnb.evidence.indicators import measure_indicator
from kamnb.figures.draw import draw_figure, figures_of
from kamnb.figures.style import COLORS
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import IndicatorResult, Outcome
from kamnb.sources.client import ClientData, build_client
from kamnb.stats.intervals import mean_interval
from kamnb.stats.reliability import icc, icc_oneway

ROLES = ("engineer", "salesperson", "leader")
COLUMNS = ["manager_id", "rater_id", "relation", "competency", "rating"]
RATERS = {"self": 1, "supervisor": 1, "peer": 3, "report": 2, "account": 2}
Row = tuple[str, str, str, str, float]


def rated(n: int, raters: dict[str, int] = RATERS, seed: int = 0) -> list[Row]:
    """Ratings of n managers, all different numbers, by raters of their own."""
    rng = np.random.default_rng(seed)
    return [
        (f"m{i}", f"m{i}" if relation == "self" else f"r{i}{relation}{j}", relation, f"{role}.skill", rating)
        for i in range(n)
        for relation, count in raters.items()
        for j in range(count)
        for role in ROLES
        for rating in [float(rng.uniform(1.01, 4.99))]
    ]


def client_of(rows: list[Row], **tables: pd.DataFrame) -> ClientData:
    return build_client(
        {"as_of": "2026-09-30", "reference_grades": {"product_manager": 7}},
        {"ratings": pd.DataFrame(rows, columns=COLUMNS), **tables},
    )


def measure(client: ClientData, function: Any) -> IndicatorResult:
    return measure_indicator(client, function.indicator)


@cache
def whole_client(n: int, seed: int = 0) -> ClientData:
    """A client whose n managers have everything on record, each with numbers of his or her own."""
    rng, ids = np.random.default_rng([n, seed]), [f"m{i}" for i in range(n)]
    managers = pd.DataFrame(
        {
            "manager_id": ids,
            "department": "kam",
            "grade": rng.uniform(4, 8, n),
            "reports_to_level": "manager",
            "approval_limit": rng.uniform(1000, 9000, n),
            "left_on": pd.NaT,
            "training_days": rng.uniform(0, 9, n),
            "has_career_plan": True,
            "passed_competency_model": False,
            **{f"bonus_{k}": rng.uniform(1000, 9000, n) for k in ("short_term", "long_term", "team")},
            "base_pay": rng.uniform(9000, 90000, n),
            "weight_long_term": rng.uniform(0.01, 0.4, n),
            "weight_team": rng.uniform(0.01, 0.4, n),
        }
    )
    leaver = managers.iloc[[0]].assign(manager_id="gone", left_on=pd.Timestamp("2020-01-01"))
    activities = ("firefighting", "selling", "account_planning", "service")
    hours = [(m, "2026-W36", a, float(rng.uniform(1, 20))) for m in ids for a in activities]
    requests = [
        (f"q{m}{j}", m, "rnd" if j else "it", "2026-08-01", "2026-08-05") for m in ids for j in range(5)
    ]
    day = pd.Timestamp("2026-03-03")
    return client_of(
        rated(n, seed=seed),
        managers=pd.concat([managers, leaver]),
        time_use=pd.DataFrame(hours, columns=["manager_id", "week", "activity", "hours"]),
        resource_requests=pd.DataFrame(
            requests, columns=["request_id", "manager_id", "department", "requested_on", "granted_on"]
        ).assign(outcome="granted", decided_by="rule"),
        accounts=pd.DataFrame({"account_id": [f"a{m}" for m in ids], "name": "A", "owner_id": ids}),
        ledger=pd.DataFrame(
            {"account_id": [f"a{m}" for m in ids], "date": day, "revenue": rng.uniform(1, 9, n)}
        ),
    )


def leaves_of(tree: Any, path: str = "") -> dict[str, Any]:
    """Every text and number of a series by where it stands; rows of a list by their place."""
    if isinstance(tree, dict):
        return {p: x for key, value in tree.items() for p, x in leaves_of(value, f"{path}/{key}").items()}
    if isinstance(tree, list):
        return {p: x for i, value in enumerate(tree) for p, x in leaves_of(value, f"{path}/{i}").items()}
    return {path: tree}


@cache
def own_numbers(n: int, seed: int) -> np.ndarray:
    """Every rating, mean rating, hour, pay and weight that is one manager's own, as amount and as share."""
    client = whole_client(n, seed)
    ratings, frame = client.frame("ratings"), client.frame("managers")
    found = [
        ratings["rating"],
        ratings.groupby(["manager_id", "competency", "relation"])["rating"].mean(),
        ratings[ratings["relation"] != "self"].groupby(["manager_id", "competency"])["rating"].mean(),
        client.frame("time_use")["hours"],
        share_hours(client).stack(),
        split_pay(client).stack(),
        frame[[c for c in frame.columns if re.match("bonus|base|weight|approval", c)]].stack(),
    ]
    return np.concatenate([np.asarray(x, dtype=float) for x in found])


def is_own(x: Any, numbers: np.ndarray) -> bool:
    """Is a number, as rounded in a series, that of one manager?"""
    if not isinstance(x, float) or x.is_integer():
        return False
    return bool((np.abs(numbers - x) <= 6e-4).any())


MANAGER = find_indicators("manager")


@pytest.mark.parametrize("indicator", MANAGER, ids=lambda i: i.id)
def test_of_three_managers_no_series_is_kept_and_nothing_of_their_own_is_measured(indicator: Any) -> None:
    found = measure_indicator(whole_client(3), indicator)
    assert found.series is None
    if "resource_requests" not in indicator.needs:
        assert (found.outcome, found.value, found.low, found.high) == (Outcome.TOO_FEW, None, None, None)


@pytest.mark.parametrize("indicator", MANAGER, ids=lambda i: i.id)
def test_of_one_manager_nothing_personal_is_shown(indicator: Any) -> None:
    found = measure_indicator(whole_client(1), indicator)
    assert found.series is None and found.value is None


@pytest.mark.parametrize("n", [5, 7])
@pytest.mark.parametrize("indicator", MANAGER, ids=lambda i: i.id)
def test_a_series_of_five_holds_no_manager_s_own_number_and_no_id(indicator: Any, n: int) -> None:
    suspects: set[str] | None = None
    for seed in range(5):
        client = whole_client(n, seed)
        found = measure_indicator(client, indicator)
        assert found.outcome == Outcome.MEASURED
        leaves = leaves_of(found.series)
        words = " ".join([*leaves, *(x for x in leaves.values() if isinstance(x, str))])
        assert not re.search(r"\b(m\d|r\d|am\d|qm\d|gone)", words)
        own = {path for path, x in leaves.items() if is_own(x, own_numbers(n, seed))}
        suspects = own if suspects is None else suspects & own
    assert not suspects, "these places hold one manager's own number whatever the numbers are"


@pytest.mark.parametrize("n", [5, 7])
def test_a_median_would_be_caught(n: int) -> None:
    for seed in range(5):
        client = whole_client(n, seed)
        long = split_pay(client)["long"].median()
        assert is_own(round(float(long), 3), own_numbers(n, seed))
        first = rate_roles(list_ratings(client).query("relation == 'self'")).iloc[0, 0]
        assert is_own(round(float(first), 3), own_numbers(n, seed))


def test_cells_are_means_over_managers_of_raters_means() -> None:
    rows = rated(6)
    series = measure(client_of(rows), m1.weakest_role_rating).series
    assert series is not None
    frame = pd.DataFrame(rows, columns=COLUMNS)
    peers = frame[(frame["relation"] == "peer") & (frame["competency"] == "leader.skill")]
    value, low, high = mean_interval(peers.groupby("manager_id")["rating"].mean())
    cell = next(c for c in series["cells"] if (c["role"], c["relation"]) == ("leader", "peer"))
    assert (cell["value"], cell["low"], cell["high"]) == tuple(round(x, 1) for x in (value, low, high))
    assert (cell["managers"], cell["raters"]) == (6, 18)
    assert len(series["cells"]) == 15


def test_each_rater_is_one_voice_however_many_competencies_are_rated() -> None:
    once = [("m0", "r1", "peer", "leader.a", 2.0)]
    often = [("m0", "r2", "peer", f"leader.{i}", 4.0) for i in range(9)]
    assert rate_roles(list_ratings(client_of(once + often))).loc["m0", "leader"] == 3.0


def test_a_rating_of_oneself_is_a_self_rating_whatever_it_is_called() -> None:
    rows = [(m, m, "peer", c, v) for m, _, _, c, v in rated(5, {"self": 1})]
    assert set(list_ratings(client_of(rows))["relation"]) == {"self"}


def test_agreement_names_the_form_with_raters_of_their_own() -> None:
    rows = rated(6)
    rows = [row for i, row in enumerate(rows) if i % 7]
    found = measure(client_of(rows), m1.weakest_role_rating).series["agreement"][2]  # type: ignore[index]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    others = frame[(frame["relation"] != "self") & (frame["competency"] == "leader.skill")]
    expected = icc_oneway(others["rating"], others["manager_id"])
    assert (found["form"], found["note"], found["managers"]) == ("1,k", None, 6)
    assert found["k"] == pytest.approx(expected.k, abs=0.05)
    assert found["mean"][0] == pytest.approx(max(0, expected.mean[0]), abs=0.05)
    assert found["one"][2] == pytest.approx(max(0, expected.one[2]), abs=0.05)


def test_agreement_names_the_form_where_the_same_raters_rate_all() -> None:
    rows = [(m, r[2:], relation, c, v) for m, r, relation, c, v in rated(6, {"peer": 5})]
    found = measure(client_of(rows), m1.weakest_role_rating).series["agreement"][0]  # type: ignore[index]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    table = frame[frame["competency"] == "engineer.skill"].pivot(index="manager_id", columns="rater_id")[
        "rating"
    ]
    assert (found["form"], found["k"]) == ("2,k", 5)
    assert found["mean"][0] == pytest.approx(max(0, icc(table, "2,k")), abs=6e-4)


def test_one_rater_each_is_no_agreement_and_all_alike_no_number() -> None:
    one = measure(client_of(rated(6, {"self": 1, "peer": 1})), m1.weakest_role_rating).series
    same = [(*row[:4], 3.0) for row in rated(6)]
    alike = measure(client_of(same), m1.weakest_role_rating).series
    for series, note in ((one, "one_rater"), (alike, "no_spread")):
        assert series is not None
        assert [(a["note"], "mean" in a, "form" in a) for a in series["agreement"]] == [
            (note, False, False)
        ] * 3


def test_one_rater_of_all_managers_is_one_person_s_view_and_too_few() -> None:
    rows = [(m, "boss", "supervisor", c, v) for m, _, _, c, v in rated(8, {"peer": 1})]
    rows += rated(8, {"self": 1})
    for function in (m1.weakest_role_rating, m2.self_other_gap):
        found = measure(client_of(rows), function)
        assert (found.outcome, found.value, found.series) == (Outcome.TOO_FEW, None, None)


def test_unknown_competencies_are_left_out() -> None:
    known, strange = (
        rated(5),
        [("m0", "r9", "peer", "pilot.flying", 1.0), ("m0", "r9", "peer", "leader", 1.0)],
    )
    with_them = measure(client_of([*known, strange[0]]), m1.weakest_role_rating)
    assert with_them.value == measure(client_of(known), m1.weakest_role_rating).value
    assert len(list_ratings(client_of(strange))) == 1
    nothing = [(*row[:3], "pilot.flying", row[4]) for row in known]
    for function in (m1.weakest_role_rating, m2.self_other_gap):
        assert measure(client_of(nothing), function).outcome == Outcome.NO_DATA


def test_ratings_of_a_manager_who_left_do_not_count() -> None:
    managers = pd.DataFrame(
        {"manager_id": [f"m{i}" for i in range(6)], "left_on": [pd.NaT] * 5 + ["2026-01-01"]}
    )
    client = client_of(rated(6), managers=managers.assign(left_on=pd.to_datetime(managers["left_on"])))
    assert measure(client, m1.weakest_role_rating).n == 5
    gone = client_of(rated(6), managers=managers.assign(left_on=pd.Timestamp("2026-01-01")))
    assert measure(gone, m1.weakest_role_rating).outcome == Outcome.NO_DATA


def shown(**raters: tuple[int, int]) -> list[str]:
    """Which relations are shown of these, each with its number of managers and of raters?"""
    rows = [
        (f"m{(i + len(relation)) % managers}", f"{relation}{i}", relation, "leader.x", 3.0)
        for relation, (managers, count) in raters.items()
        for i in range(count)
    ]
    return choose_shown(list_ratings(client_of(rows)), 5)


def test_a_cell_of_few_managers_or_raters_is_hidden_and_does_not_follow_from_the_rest() -> None:
    assert shown(peer=(5, 5), report=(5, 9)) == ["peer", "report"]
    assert shown(peer=(4, 9), report=(5, 9), account=(5, 9)) in (["account"], ["report"])
    assert shown(self=(5, 5), supervisor=(5, 4), report=(5, 7), peer=(5, 9)) == ["self", "peer"]
    assert shown(supervisor=(5, 4), account=(5, 3), peer=(5, 9)) == ["peer"]
    assert shown(supervisor=(5, 1), peer=(5, 9)) == []


def test_the_gap_is_told_with_its_sign_by_role_and_measured_without() -> None:
    rows = [
        (f"m{i}", f"m{i}" if own else f"r{i}", "self" if own else "peer", f"{role}.x", rating)
        for i in range(5)
        for role, mine, others in (
            ("engineer", 2.0, 4.0),
            ("salesperson", 3.0, 3.0),
            ("leader", 4.0, 3.0 + 0.1 * i),
        )
        for own, rating in ((True, mine), (False, others))
    ]
    found = measure(client_of(rows), m2.self_other_gap)
    series = found.series
    assert series is not None
    found_roles = [(r["role"], r["value"], r["n"]) for r in series["roles"]]
    assert found_roles == [("engineer", -2.0, 5), ("salesperson", 0.0, 5), ("leader", 0.8, 5)]
    assert series["all"] == pytest.approx(-0.4)
    _, low, high = mean_interval([(-2 + 1 - 0.1 * i) / 3 for i in range(5)])
    assert (found.value, found.low, found.high) == pytest.approx((0.4, -high, -low), abs=0.05)


@pytest.mark.parametrize(("silent", "counted"), [(0, 11), (1, 10), (4, 7), (5, 11), (7, 11)])
def test_managers_without_a_view_of_themselves_are_not_told_by_the_difference(
    silent: int, counted: int
) -> None:
    mute = {f"m{i}" for i in range(silent)}
    client = client_of([row for row in rated(11) if row[2] != "self" or row[0] not in mute])
    weakest, gap = (measure(client, f) for f in (m1.weakest_role_rating, m2.self_other_gap))
    assert weakest.n == counted
    assert gap.n == (11 - silent if silent < 7 else gap.n)
    assert (gap.outcome == Outcome.TOO_FEW) == (silent == 7)
    series = weakest.series
    assert series is not None
    own = [c["managers"] for c in series["cells"] if c["relation"] == "self"]
    assert own == ([] if silent == 7 else [11 - silent] * 3)
    assert all(counted - n == 0 or counted - n >= 5 for n in own)


def test_a_gap_that_may_be_none_begins_at_zero() -> None:
    found = measure(client_of(rated(6, seed=3)), m2.self_other_gap)
    assert found.low is not None and found.value is not None and found.high is not None
    assert 0 <= found.low <= found.value <= found.high


@pytest.mark.parametrize("raters", [RATERS, {"peer": 1}, {"self": 1, "supervisor": 1, "peer": 1}])
def test_the_figure_draws_many_cells_and_few_in_the_brands_colours(raters: dict[str, int]) -> None:
    series = measure(client_of(rated(6, raters)), m1.weakest_role_rating).series
    assert series is not None
    assert figures_of({"weakest_role_rating"}) == {"ratings_by_relation": "weakest_role_rating"}
    pictures = draw_figure(load_instrument(), "manager", "ratings_by_relation", series)
    assert "Engineer" in pictures["en"] and "ICC(1,k)" in pictures["zh"]
    for picture in pictures.values():
        assert set(re.findall(r"#[0-9a-fA-F]{6}\b", picture)) <= set(vars(COLORS).values())
