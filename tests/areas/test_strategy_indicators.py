"""Do the strategy indicators count what they say, on tables small enough to count by hand?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamnb.areas.strategy import sales
from kamnb.areas.strategy import selection as selection_module
from kamnb.areas.strategy.indicators import s2, s3, s4, s4a, s4b, s4c, s4d, s5, s6, s7
from kamnb.areas.strategy.selection import read_choice as selection_of
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client

ANALYSES = {
    "financial": s4a.financial_analysis_current,
    "value_chain": s4b.value_chain_analysis_current,
    "buying_process": s4c.buying_process_analysis_current,
    "competitor": s4d.competitor_analysis_current,
}


def day(text: str | None) -> pd.Timestamp:
    return pd.Timestamp(text) if text else pd.NaT


def accounts(key: int, other: int = 0, **columns: list[Any]) -> pd.DataFrame:
    ids = [f"a{i:02}" for i in range(key + other)]
    frame = {"account_id": ids, "name": ids, "is_key": [True] * key + [False] * other}
    return pd.DataFrame({**frame, **columns})


def plans(*rows: tuple[str, str | None], **columns: list[Any]) -> pd.DataFrame:
    base = {
        "account_id": [account for account, _ in rows],
        "period": ["2026"] * len(rows),
        "updated_on": pd.to_datetime([day(date) for _, date in rows]),
    }
    return pd.DataFrame({**base, **columns})


def client(**tables: pd.DataFrame) -> ClientData:
    return build_client({"as_of": "2026-09-30"}, tables)


NEW, OLD = "2026-06-30", "2025-09-30"
FIVE = [("a00", NEW), ("a01", NEW), ("a02", OLD), ("a03", None), ("a00", "2024-01-01")]


def five_plans(**columns: list[Any]) -> ClientData:
    """Five key accounts: two current plans, one out of date, one undated, a04 without a plan."""
    return client(accounts=accounts(5), plans=plans(*FIVE, **columns))


@pytest.mark.parametrize("found", find_indicators("strategy"), ids=lambda i: i.id)
def test_without_rows_there_is_no_number(found):
    empty = client(accounts=accounts(0), plans=plans(), ledger=ledger([]), actions=actions([]))
    for given in (client(), empty):
        result = measure_indicator(given, found)
        assert result.outcome == Outcome.NO_DATA
        assert result.value is None


def test_every_indicator_is_found_once():
    names = [found.id for found in find_indicators("strategy")]
    assert len(names) == len(set(names)) == 22


def programme(*rows: tuple[str, str | None, str | None, str | None]) -> pd.DataFrame:
    kinds, owners, due, done = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "item": [f"line {i}" for i in range(len(rows))],
            "kind": kinds,
            "period": "2026",
            "planned": 1.0,
            "owner_role": owners,
            "due_on": pd.to_datetime([day(d) for d in due]),
            "done_on": pd.to_datetime([day(d) for d in done]),
        }
    )


PROGRAMME = [
    ("goal", "head_of_kam", "2026-06-30", "2026-06-01"),  # on time: 1
    ("action", "head_of_kam", "2026-06-30", "2026-08-01"),  # late: one half
    ("action", "head_of_kam", "2026-06-30", None),  # due, not done: 0
    ("policy", None, "2026-12-31", None),  # nobody owns it: 0
    ("action", "head_of_it", "2026-05-31", "2026-05-31"),  # on time: 1
    ("action", "head_of_it", "2026-12-31", None),  # not due: left out
    ("money", "head_of_it", "2026-01-31", None),  # a budget line: left out
]


def test_programme_counts_lines_on_time():
    found = s2.programme_on_time(client(programme=programme(*PROGRAMME)))
    assert (found.value, found.n) == (pytest.approx(2.5 / 5), 5)


def test_programme_rises_when_the_unowned_line_is_owned_and_done():
    better = [*PROGRAMME[:3], ("policy", "head_of_kam", "2026-03-31", "2026-03-01"), *PROGRAMME[4:]]
    assert s2.programme_on_time(client(programme=programme(*better))).value == pytest.approx(3.5 / 5)


def test_goals_that_no_action_follows_count_nothing():
    goals = [("goal", "head_of_kam", "2026-06-30", "2026-06-01")] * 5
    alone = s2.programme_on_time(client(programme=programme(*goals)))
    assert (alone.value, alone.n) == (0, 5)
    acted = s2.programme_on_time(client(programme=programme(*goals, PROGRAMME[4])))
    assert (acted.value, acted.n) == (1, 6)
    other_year = programme(*goals, PROGRAMME[4]).assign(period=["2024"] * 5 + ["2025"])
    assert s2.programme_on_time(client(programme=other_year)).value == pytest.approx(1 / 6)
    span = programme(*goals, PROGRAMME[4]).assign(period=["2024-2026"] * 5 + ["2025 H1"])
    assert s2.programme_on_time(client(programme=span)).value == 1


def test_a_vision_counts_only_where_nothing_follows():
    vision = ("vision", "chief_executive", "2024-06-30", "2024-06-01")
    lines = programme(vision, *PROGRAMME).assign(period=["2024"] + ["2026"] * 7)
    found = s2.programme_on_time(client(programme=lines))
    assert (found.value, found.n) == (pytest.approx(2.5 / 5), 5)
    assert found.series["kinds"][0] == {
        "kind": "vision", "on_time": 1, "late": 0, "missed": 0, "loose": 0, "open": 0,
    }  # fmt: skip
    lines["period"] = ["2027"] + ["2026"] * 7
    assert s2.programme_on_time(client(programme=lines)).n == 6


def test_a_period_without_a_year_is_compared_as_text():
    lines = programme(*PROGRAMME[:2], ("action", "head_of_kam", "2026-06-30", "2026-06-30"))
    lines["period"] = ["phase one", "phase one", "phase two"]
    assert s2.programme_on_time(client(programme=lines)).value == pytest.approx((1 + 0.5 + 1) / 3)


def selection(fit: list[float], weights: dict[str, list[float]] | None = None, key: int = 5) -> pd.DataFrame:
    names = ("strategic_fit", "growth_potential", "willingness_to_partner")
    columns = dict.fromkeys(names, fit) | (weights or {})
    return accounts(key, len(fit) - key, **columns)


FIT = [5, 5, 4, 2, 1, 5, 4, 3, 2, 1]


def test_key_accounts_among_the_first_k():
    # k = 5; three accounts have 5 (two of them key); two have 4, one of them key: 2 + 1.
    found = s3.key_accounts_by_strategy(client(accounts=selection(FIT)))
    assert (found.value, found.n) == (pytest.approx(3 / 5), 5)


def test_accounts_tied_at_the_cut_share_its_places():
    # k = 5; one account above the cut of 3; nine tied for four places, of them four key: 1 + 4 × 4/9.
    found = s3.key_accounts_by_strategy(client(accounts=selection([4] + [3] * 9)))
    assert found.value == pytest.approx((1 + 16 / 9) / 5)


def test_the_clients_own_weights_decide():
    table = selection(FIT, {"growth_potential": FIT[::-1], "willingness_to_partner": FIT[::-1]})
    given = {"criteria": ["strategic_fit", "growth_potential"], "weights": [0, 1]}
    tables = {"accounts": table}
    mirrored = s3.key_accounts_by_strategy(build_client({"selection": given}, tables))
    # by growth potential alone the key accounts have 1 2 3 4 5, the others 1 2 4 5 5: the cut is 4.
    assert mirrored.value == pytest.approx(2 / 5)


def test_no_selection_without_rated_others():
    assert s3.key_accounts_by_strategy(client(accounts=selection(FIT, key=10))).outcome == Outcome.NO_DATA
    assert s3.key_accounts_by_strategy(client(accounts=selection(FIT, key=9))).outcome == Outcome.TOO_FEW


def test_two_ways_of_ranking_are_compared():
    series = s3.key_accounts_by_strategy(client(accounts=selection(FIT))).series
    assert (series["weighted_sum"], series["topsis"]) == (0.6, 0.6)
    assert series["agreement"] == 1
    assert series["weights"]["origin"] == "equal" and series["weights"]["consistency"] is None


def with_criteria(table: pd.DataFrame, comparisons: Any = None, **given: Any) -> ClientData:
    """A client with its own criteria; comparisons are put in as the settings will hold them."""
    made = build_client({"selection": given}, {"accounts": table})
    if comparisons is not None:
        object.__setattr__(made.settings.selection, "comparisons", comparisons)
    return made


def test_given_weights_have_no_consistency_and_comparisons_have():
    names = ["strategic_fit", "growth_potential", "willingness_to_partner"]
    given = selection_of(with_criteria(selection(FIT), criteria=names, weights=[5, 3, 2])).weights
    assert (given.origin, given.consistency) == ("given", None)
    assert given.values == pytest.approx([0.5, 0.3, 0.2])
    matrix = [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]
    found = selection_of(with_criteria(selection(FIT), matrix, criteria=names)).weights
    assert (found.origin, found.consistency) == ("comparisons", 0)
    assert found.values == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    circle = [[1, 5, 1 / 5], [1 / 5, 1, 5], [5, 1 / 5, 1]]
    assert selection_of(with_criteria(selection(FIT), circle, criteria=names)).weights.consistency > 0.1


def test_criteria_that_nobody_rated_or_knows_are_left_out():
    table = selection(FIT, {"growth_potential": [None] * 10})
    names = ["strategic_fit", "growth_potential", "colour", "willingness_to_partner"]
    found = selection_of(with_criteria(table, criteria=names, weights=[3, 9, 9, 1]))
    assert found.weights.names == ("strategic_fit", "willingness_to_partner")
    assert found.weights.values == pytest.approx([0.75, 0.25])
    assert len(found.rated) == 10


@pytest.mark.parametrize("weights", [[0, 0], [-1, 0]])
def test_weights_of_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weight"):
        with_criteria(selection(FIT), criteria=["strategic_fit", "growth_potential"], weights=weights)


def test_weights_must_be_as_many_as_criteria():
    with pytest.raises(ValueError, match="one weight a criterion"):
        build_client({"selection": {"criteria": ["strategic_fit"], "weights": [1, 2]}}, {})


CLEAR = [5, 5, 5, 5, 1, 4, 1, 1, 1, 1]


def test_a_clear_choice_is_stable():
    # four key accounts are first on every criterion, the fifth is last, and a09 … a05 takes its place.
    found = s3.key_choice_stable(client(accounts=selection(CLEAR)))
    assert (found.value, found.n) == (pytest.approx(4 / 5), 5)
    fields = {name: field["n"] for name, field in found.series["fields"].items()}
    assert fields == {"key_fits": 4, "key_unfit": 1, "other_fits": 1, "other_unfit": 4}
    assert found.series["accounts"][0] == {"code": "K01", "chance": 1.0, "rank": 2.5, "key": True}
    assert found.series["k"] == 5 and found.series["n"] == 10
    better = s3.key_choice_stable(client(accounts=selection([5] * 5 + [1] * 5)))
    assert better.value == 1


def test_ratings_that_tell_nobody_apart_make_no_place_certain():
    found = s3.key_choice_stable(client(accounts=selection([3] * 10)))
    assert (found.value, found.n) == (0, 5)
    assert {a["chance"] for a in found.series["accounts"]} == {0.5}
    assert all(f["doubtful"] == f["n"] for f in found.series["fields"].values())
    by_list = s3.key_accounts_by_strategy(client(accounts=selection([3] * 10)))
    assert (by_list.value, by_list.series["agreement"]) == (0.5, None)


def test_a_place_that_hangs_on_the_weights_is_not_counted():
    # a04 and a05 have the mirrored ratings: whichever criterion weighs more decides on the last place.
    table = selection(
        CLEAR, {"strategic_fit": [5] * 4 + [4, 2] + [1] * 4, "growth_potential": [5] * 4 + [2, 4] + [1] * 4}
    )
    made = with_criteria(table, criteria=["strategic_fit", "growth_potential"], weights=[1, 1])
    found = s3.key_choice_stable(made)
    assert found.value == pytest.approx(4 / 5)
    assert (
        found.series["fields"]["key_fits"]["doubtful"] + found.series["fields"]["key_unfit"]["doubtful"] == 1
    )


def test_of_many_other_accounts_the_likeliest_are_listed_and_all_counted():
    n = 10 + 2 * selection_module.MOST_ACCOUNTS
    table = selection([5.0] * 10 + list(np.linspace(1, 4.9, n - 10)), key=10)
    series = s3.key_choice_stable(client(accounts=table)).series
    assert len(series["accounts"]) == 10 + selection_module.MOST_ACCOUNTS
    assert series["fields"]["other_unfit"]["n"] == n - 10


def test_the_order_of_rows_does_not_matter():
    table = selection(CLEAR, {"growth_potential": [4, 5, 3, 5, 2, 4, 1, 3, 1, 1]})
    book = ledger([(f"a{i:02}", "2026-05-05", 1.0 + i % 4) for i in range(10)])
    mixed = client(accounts=table.sample(frac=1, random_state=1), ledger=book.sample(frac=1, random_state=2))
    for found in (s3.key_choice_stable, s3.key_accounts_by_strategy, s3.revenue_pull):
        assert found(mixed) == found(client(accounts=table, ledger=book))


def rated(by: list[str | None], on: list[str | None]) -> pd.DataFrame:
    table = selection(FIT).assign(owner_id=["m1"] * 10)
    return table.assign(rated_by=by, rated_on=pd.to_datetime([day(d) for d in on]))


def test_independent_recent_ratings():
    # own and recent .5; other and old .5; other and recent 1; unknown and undated .5 each half: .5; six like the third.
    by = ["m1", "m2", "m2", None, "m2", "m2", "m2", "m2", "m2", "m2"]
    on = ["2026-01-01", "2020-01-01", "2026-01-01", None, *["2026-01-01"] * 6]
    made = client(accounts=rated(by, on))
    found = s3.ratings_independent(made)
    assert (found.value, found.n) == (pytest.approx((0.5 + 0.5 + 1 + 0.5 + 6) / 10), 10)
    assert found.series["by_owner"] == 1 and found.series["old"] == 1 and found.series["rater_unknown"] == 1
    named = pd.DataFrame({"manager_id": ["m1"], "name": ["Li"]})
    assert (
        s3.ratings_independent(client(accounts=rated(["Li"] * 10, on), managers=named)).series["by_owner"]
        == 10
    )
    assert s3.ratings_independent(client(accounts=rated(["account_manager"] * 10, on))).value < found.value


def test_ratings_made_after_the_fact_are_told():
    table = rated(["m2"] * 10, ["2026-01-01"] * 10)
    table["key_since"] = pd.to_datetime([day("2024-01-01")] * 3 + [pd.NaT] * 7)
    made = build_client(
        {"selection": {"criteria": ["strategic_fit"], "adopted_on": "2026-02-01"}}, {"accounts": table}
    )
    series = s3.ratings_independent(made).series
    assert (series["after_key"], series["before_criteria"]) == (3, 10)


def ledger(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    ids, dates, revenue = zip(*rows, strict=True) if rows else ((), (), ())
    return pd.DataFrame(
        {"account_id": list(ids), "date": pd.to_datetime(list(dates)), "revenue": list(revenue)}
    )


def test_revenue_pull_is_the_difference_of_two_probabilities():
    rows = [(f"a{i:02}", "2026-05-05", 100.0 - i) for i in range(10)]
    book = ledger([*rows, ("a09", "2025-09-30", 9999.0)])
    found = s3.revenue_pull(client(accounts=selection(FIT), ledger=book))
    # revenue wins all 25 pairs; fit, 5 5 4 2 1 against 5 4 3 2 1: 4.5 + 4.5 + 3.5 + 1.5 + 0.5 = 14.5.
    assert found.value == pytest.approx(100 * (1 - 14.5 / 25))
    assert found.low <= found.value <= found.high
    assert found.n == 10
    told = {"code": "K01", "fit": 5.0, "rank": 100.0, "revenue": 100.0, "key": True}
    assert found.series["accounts"][0] == told


def test_revenue_pull_turns_negative_when_strategy_decides():
    book = ledger([(f"a{i:02}", "2026-05-05", 1.0 + i) for i in range(10)])
    found = s3.revenue_pull(client(accounts=selection([5] * 5 + [2] * 5), ledger=book))
    assert found.value == pytest.approx(-100)
    assert s3.revenue_pull.indicator.score(found.value) == 100


def test_revenue_pull_needs_invoices_of_the_accounts_that_are_rated():
    strangers = ledger([("zz", "2026-05-05", 100.0)])
    assert s3.revenue_pull(client(accounts=selection(FIT), ledger=strangers)).outcome == Outcome.NO_DATA
    some = ledger([("a00", "2026-05-05", 100.0), ("a01", "2026-05-05", -50.0)])
    found = s3.revenue_pull(client(accounts=selection(FIT), ledger=some))
    # a00 wins its five pairs, a01 with more credit than invoices loses its five, three have 0 as the others: .5.
    assert found.series["by_revenue"] == pytest.approx((5 + 0 + 15 * 0.5) / 25)


def test_of_many_accounts_the_quadrant_keeps_the_key_ones():
    fit = list(np.resize([1.0, 2, 3, 4, 5], 1000))
    book = ledger([(f"a{i:02}", "2026-05-05", float(i)) for i in range(1000)])
    series = s3.revenue_pull(client(accounts=selection(fit, key=20), ledger=book)).series
    assert (len(series["accounts"]), series["n"]) == (s3.MOST_POINTS, 1000)
    assert sum(a["key"] for a in series["accounts"]) == 20


@pytest.mark.parametrize(("key", "other"), [(1, 0), (0, 1), (8, 0), (0, 8)])
def test_one_side_or_one_account_cannot_be_compared(key, other):
    made = client(accounts=selection([3.0] * (key + other), key=key), ledger=ledger([("a00", NEW, 9.0)]))
    for found in (s3.key_accounts_by_strategy, s3.key_choice_stable, s3.revenue_pull):
        assert found(made).outcome == Outcome.NO_DATA


def test_a_single_rated_account_and_none_cannot_be_compared():
    for fit in ([4] + [None] * 9, [None] * 10):
        made = client(accounts=selection(fit))
        assert s3.key_choice_stable(made).outcome == Outcome.NO_DATA
        assert s3.key_accounts_by_strategy(made).value is None


def test_three_of_either_side_are_needed_and_unrated_key_accounts_are_told():
    few = client(accounts=selection(FIT[:5] + [3, 3, None, None, None]))
    assert s3.key_choice_stable(few).outcome == Outcome.TOO_FEW
    gaps = s3.key_accounts_by_strategy(client(accounts=selection([None, *FIT[1:]])))
    assert (gaps.n, gaps.series["unrated_key"]) == (4, 1)


DONE = {"actions_total": [10, 10, 10, 10, 10], "actions_done": [9, 3, 10, 8, 10]}


def test_plans_alive_needs_currency_and_action():
    # a00 .9 (its plan of 2024 is too old to pool), a01 .3, a02 out of date 0, a03 undated .5 × .8, a04 0.
    found = s4.plans_alive(five_plans(**DONE))
    assert (found.value, found.n) == (pytest.approx((0.9 + 0.3 + 0 + 0.4 + 0) / 5), 5)


def test_paper_alone_scores_nothing():
    idle = s4.plans_alive(five_plans(actions_total=[10] * 5, actions_done=[0] * 5))
    assert idle.value == 0
    assert s4.plans_alive.indicator.score(idle.value) == 0


def test_unknown_actions_count_one_half():
    some = s4.plans_alive(five_plans(actions_total=[10, None, 10, 10, 10], actions_done=[9, None, 10, 8, 10]))
    assert some.value == pytest.approx((0.9 + 0.5 + 0 + 0.4 + 0) / 5)


def test_only_the_sample_counts_where_the_consultant_read_every_plan():
    read = s4.plans_alive(five_plans(**DONE, audited=[True] * 5))
    assert (read.value, read.n) == (pytest.approx(1.6 / 4), 4)


def test_former_and_lost_key_accounts_need_no_plan():
    gone = accounts(6, key_until=[pd.NaT] * 5 + [day("2026-01-31")])
    gone["lost_on"] = pd.to_datetime([pd.NaT] * 4 + [day("2026-02-28"), pd.NaT])
    assert s4.plans_alive(client(accounts=gone, plans=plans(*FIVE, **DONE))).n == 4


def test_a_solution_in_an_old_plan_counts_half():
    found = s4.tailored_solutions(five_plans(has_tailored_solution=[True, False, True, True, True]))
    assert found.value == pytest.approx((1 + 0 + 0.5 + 0.75 + 0) / 5)


def test_a_solution_counts_by_what_is_done_about_it():
    columns = {"has_tailored_solution": [True, False, True, True, True], **DONE}
    found = s4.tailored_solutions(five_plans(**columns))
    # a00 current, .9 done; a01 has none; a02 out of date, all done; a03 undated, .8 done; a04 without a plan.
    assert found.value == pytest.approx((0.95 + 0 + 0.5 + 0.75 * 0.9 + 0) / 5)


def test_a_drawer_full_of_paper_scores_low():
    yes = {f"has_{n}_analysis": [True] * 6 for n in ANALYSES} | {"has_tailored_solution": [True] * 6}
    links = {
        "linked_market_plan": [True] * 6,
        "linked_business_plan": [True] * 6,
        "horizon_years": [10.0] * 6,
    }
    dated = {f"{n}_analysis_on": pd.to_datetime(["2021-01-01"] * 6) for n in ANALYSES}
    idle = {"actions_total": [10] * 6, "actions_done": [0] * 6}
    drawer = client(
        accounts=accounts(6),
        plans=plans(*[(f"a{i:02}", "2025-06-30") for i in range(6)], **yes, **links, **dated, **idle),
    )
    for found in (s4.plans_alive, *ANALYSES.values(), s5.plans_linked, s6.plan_horizon, s7.plan_actions_done):
        assert found.indicator.score(found(drawer).value) == 0, found.indicator.id
    assert s4.tailored_solutions.indicator.score(s4.tailored_solutions(drawer).value) < 25


def test_plans_alive_by_value_weighs_by_revenue():
    rows = [("a00", 100.0), ("a01", 100.0), ("a02", 100.0), ("a03", 100.0), ("a04", 100.0)]
    even = client(
        accounts=accounts(5), plans=plans(*FIVE, **DONE), ledger=ledger([(a, NEW, r) for a, r in rows])
    )
    found = s4.plans_alive_by_value(even)
    assert found.value == pytest.approx(s4.plans_alive(even).value)
    assert (found.n, found.series["effective"]) == (5, 5)
    heavy = [
        ("a04", NEW, 9600.0),
        *[(a, NEW, 100.0) for a in ("a00", "a01", "a02", "a03")],
        ("a04", "2024-01-01", 9.0),
    ]
    big = client(accounts=accounts(5), plans=plans(*FIVE, **DONE), ledger=ledger(heavy))
    worse = s4.plans_alive_by_value(big)
    assert worse.value == pytest.approx(100 * 1.6 / 10000)
    assert worse.series["unplanned"][0] == {"code": "K05", "share": 0.96}
    assert worse.high - worse.low > found.high - found.low or worse.series["effective"] < 1.1


def test_plans_alive_by_value_without_revenue_of_key_accounts():
    credit = client(accounts=accounts(5), plans=plans(*FIVE, **DONE), ledger=ledger([("a00", NEW, -9.0)]))
    assert s4.plans_alive_by_value(credit).outcome == Outcome.NO_DATA


def bids(rows: list[tuple[str, str, bool | None, str | None]]) -> pd.DataFrame:
    ids, opened, tailored, outcome = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "opportunity_id": [f"b{i}" for i in range(len(rows))],
            "account_id": list(ids),
            "opened_on": pd.to_datetime(list(opened)),
            "tailored": list(tailored),
            "outcome": list(outcome),
        }
    )


def test_tailored_bids_to_key_accounts():
    rows = [
        ("a00", NEW, True, "won"),
        ("a01", NEW, False, "lost"),
        ("a00", NEW, False, None),
        ("a00", NEW, None, "won"),
    ]
    rows += [("a05", NEW, True, "won"), ("a00", "2020-01-01", True, "won"), ("a01", NEW, True, "dropped")]
    found = s4.tailored_bids(client(accounts=accounts(5, 1), opportunities=bids(rows)))
    assert (found.value, found.n) == (pytest.approx(2 / 4), 4)
    assert found.series == {"tailored": {"decided": 1, "won": 1}, "other": {"decided": 1, "won": 0}}
    more = [*rows, ("a02", NEW, True, "won")]
    assert s4.tailored_bids(client(accounts=accounts(5, 1), opportunities=bids(more))).value == pytest.approx(
        3 / 5
    )


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_counts_while_in_date(name):
    within = "2024-10-31" if name == "value_chain" else "2025-10-31"
    before = "2024-09-30" if name == "value_chain" else "2025-09-30"
    columns = {
        f"has_{name}_analysis": [True, True, None, None, True],
        f"{name}_analysis_on": pd.to_datetime([day(within), day(before), day(within), pd.NaT, day(within)]),
    }
    found = ANALYSES[name](five_plans(**columns))
    # a00 in date, a01 too old, a02 dated and so there, a03 unknown and left out, a04 without a plan.
    assert (found.value, found.n) == (pytest.approx(2 / 4), 4)
    undated = ANALYSES[name](five_plans(**{f"has_{name}_analysis": [True] * 5}))
    assert undated.value == pytest.approx((0.5 * 4) / 5)
    full = columns | {f"{name}_analysis_on": pd.to_datetime([day(within)] * 5)}
    assert ANALYSES[name](five_plans(**full)).value > found.value


def test_coverage_series_shows_paper_and_currency():
    series = s4.plans_alive(five_plans(**DONE, has_financial_analysis=[True] * 5)).series
    assert series["n"] == 5
    found = {e["element"]: (e["paper"], e["current"]) for e in series["elements"]}
    assert (found["plan"], found["financial_analysis"]) == ((0.8, 0.5), (0.8, 0.4))


def test_links_count_in_current_plans_only():
    business = [True, False, True, None, True]
    found = s5.plans_linked(five_plans(linked_market_plan=[True] * 5, linked_business_plan=business))
    assert found.value == pytest.approx((1 + 0.5 + 0 + 0.5 + 0) / 5)


def test_links_rise_with_currency():
    links = {"linked_market_plan": [True] * 5, "linked_business_plan": [True] * 5}
    fresh = plans(*[(account, NEW) for account, _ in FIVE[:4]], ("a04", NEW), **links)
    assert s5.plans_linked(client(accounts=accounts(5), plans=fresh)).value == 1


def aims(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    made = plans(
        *[(account, NEW) for account, _, _ in rows], target_revenue=[target for _, _, target in rows]
    )
    return made.assign(period=[period for _, period, _ in rows])


def monthly(account: str, amount: float) -> list[tuple[str, str, float]]:
    return [(account, f"{month}-15", amount) for month in pd.period_range("2024-01", "2026-09", freq="M")]


def test_targets_against_what_came_of_them():
    book = ledger(
        monthly("a00", 10.0)
        + monthly("a01", 10.0)
        + [("a02", "2024-03-15", 50.0), ("a02", "2026-03-15", 1.0)]
    )
    given = aims(
        ("a00", "2025", 100.0),  # 120 of 100: .2
        ("a00", "2024Q1", 30.0),  # as aimed: 0
        ("a01", "2025H2", 120.0),  # 60 of 120: .5
        ("a02", "2025", 50.0),  # nothing came: 1
        ("a01", "2023", 100.0),  # before the ledger begins: left out
        ("a01", "someday", 100.0),  # no period: left out
        ("a01", "2024", None),  # no target: left out
        ("a03", "2025", 100.0),  # not in the ledger at all: left out
        ("a00", "2026", 240.0),  # running: 120 of 240 at the present pace
    )
    made = client(accounts=accounts(4), plans=given, ledger=book)
    found = s5.plan_targets_realistic(made)
    assert (found.value, found.n) == (pytest.approx((0.2 + 0.5) / 2), 4)
    told = {p["period"]: p for p in found.series["periods"]}
    assert list(told) == ["2024Q1", "2025", "2025H2", "2026"]
    assert told["2025"]["accounts"] == [{"code": "K03", "reached": 0.0}, {"code": "K01", "reached": 1.2}]
    assert (told["2025"]["far"], told["2025"]["over"]) == (1, True)
    assert (told["2026"]["median"], told["2026"]["over"]) == (0.5, False)
    exact = given.assign(target_revenue=[120, 30, 60, None, None, None, None, None, None])
    better = s5.plan_targets_realistic(client(accounts=accounts(4), plans=exact, ledger=book))
    assert better.value == 0
    assert s5.plan_targets_realistic.indicator.score(0) == 100


def test_of_two_versions_of_a_plan_the_newer_target_counts():
    given = aims(("a00", "2025", 999.0), ("a00", "2025", 120.0)).assign(
        updated_on=pd.to_datetime(["2025-01-01", NEW])
    )
    found = s5.plan_targets_realistic(
        client(accounts=accounts(1), plans=given, ledger=ledger(monthly("a00", 10.0)))
    )
    assert (found.value, found.n) == (0, 1)


def test_targets_without_a_finished_period_or_a_dated_ledger():
    book = ledger(monthly("a00", 10.0))
    running = client(accounts=accounts(1), plans=aims(("a00", "2026", 100.0)), ledger=book)
    assert s5.plan_targets_realistic(running).outcome == Outcome.NO_DATA
    unlisted = client(accounts=accounts(1), plans=aims(("zz", "2025", 100.0)), ledger=book)
    assert s5.plan_targets_realistic(unlisted).outcome == Outcome.NO_DATA


def test_horizon_is_the_median_with_zero_for_no_plan():
    found = s6.plan_horizon(five_plans(horizon_years=[3, 5, 1, 1, 10]))
    assert (found.value, found.n) == (1, 5)
    longer = s6.plan_horizon(five_plans(horizon_years=[3, 5, 5, 3, 10]))
    assert longer.value == 3


def kept(until: list[str | None], lost: list[str | None]) -> ClientData:
    table = accounts(
        8,
        key_since=pd.to_datetime(["2020-01-01"] * 7 + ["2025-01-01"]),
        key_until=pd.to_datetime([day(d) for d in until]),
        lost_on=pd.to_datetime([day(d) for d in lost]),
    )
    return client(accounts=table)


def test_key_status_kept_for_three_years():
    nothing = [None] * 7
    found = s6.key_status_kept(kept(["2022-12-31", "2023-01-01", *nothing[:6]], [*nothing, "2025-06-01"]))
    # seven became key three years ago or earlier; one was dropped a day early, one after exactly three.
    assert (found.value, found.n) == (pytest.approx(6 / 7), 7)
    lost = ["2021-01-01"] * 2 + [None] * 6
    worse = s6.key_status_kept(kept(["2022-12-31", "2023-01-01", *nothing[:6]], lost))
    assert worse.value == pytest.approx(5 / 7)


def test_a_list_without_any_ending_cannot_tell():
    assert s6.key_status_kept(kept([None] * 8, [None] * 8)).outcome == Outcome.NO_DATA


def invoices(late_at_quarter_end: float) -> pd.DataFrame:
    """Every account: 100 on the 5th of a month, 50 on the 28th, `late_at_quarter_end` at quarter ends."""
    rows = []
    for account in ("a00", "a01", "a02", "a03", "a04"):
        for month in pd.period_range("2024-10", "2026-09", freq="M"):
            late = late_at_quarter_end if month.month % 3 == 0 else 50.0
            rows += [(account, f"{month}-05", 100.0), (account, f"{month}-28", late)]
    return ledger(rows)


def test_quarter_end_index():
    usual = s6.quarter_end_push(client(accounts=accounts(5), ledger=invoices(50.0)))
    assert (usual.value, usual.n) == (pytest.approx(1), 5)
    pushed = s6.quarter_end_push(client(accounts=accounts(5), ledger=invoices(200.0)))
    assert pushed.value == pytest.approx((200 / 300) / (50 / 150))
    score = s6.quarter_end_push.indicator.score
    assert score(pushed.value) < score(usual.value)


def test_quarter_end_index_needs_days():
    monthly = invoices(50.0).assign(date=lambda t: t["date"].dt.to_period("M").dt.start_time)
    found = s6.quarter_end_push(client(accounts=accounts(5), ledger=monthly))
    assert found.outcome == Outcome.NOT_APPLICABLE


def test_the_last_ten_days_of_every_kind_of_month():
    days = pd.date_range("2023-01-01", "2026-09-30")
    book = ledger([("a00", str(d.date()), 1.0) for d in days])
    made = client(accounts=accounts(1), ledger=book)
    sums = sales.late_revenue(made, ["a00"], 45)
    late = sums[sums["late"].astype(bool)].set_index("month_index")["revenue"]
    assert len(late) == 45 and set(late) == {10.0}
    whole = sums.groupby("month_index")["revenue"].sum()
    assert (whole[2024 * 12 + 1], whole[2025 * 12 + 1]) == (29, 28)


def test_a_month_that_is_not_over_is_left_out():
    book = invoices(50.0)
    made = build_client({"as_of": "2026-09-29"}, {"accounts": accounts(5), "ledger": book})
    assert s6.quarter_end_push(made).series["months"][-1]["month"] == "2026-08"
    full = s6.quarter_end_push(client(accounts=accounts(5), ledger=book)).series["months"]
    assert len(full) == 24
    assert full[-1] == {"month": "2026-09", "late": pytest.approx(1 / 3, abs=1e-4), "closing": True}


def test_quarter_end_index_of_one_month_of_credit_notes_and_of_no_key_account():
    one = ledger([("a00", "2026-08-05", 10.0), ("a00", "2026-08-30", 10.0)])
    credit = invoices(50.0).assign(revenue=lambda t: -t["revenue"])
    for book in (one, credit):
        assert s6.quarter_end_push(client(accounts=accounts(5), ledger=book)).outcome == Outcome.NO_DATA
    nobody = client(accounts=accounts(0, 5), ledger=invoices(50.0))
    assert s6.quarter_end_push(nobody).outcome == Outcome.NO_DATA


def owned(begun: list[str | None], **columns: list[Any]) -> pd.DataFrame:
    made = accounts(
        5, owner_id=["m1", "m1", "m2", "m2", "m3"], owner_since=pd.to_datetime([day(d) for d in begun])
    )
    return made.assign(**columns)


OWNED = ["2016-09-30", "2020-09-30", "2024-09-30", "2025-09-30", None]


def test_tenure_of_owners():
    found = s6.owner_tenure_years(client(accounts=owned(OWNED)))
    # ten, six, two and one years; one unknown.
    assert (found.value, found.n) == (pytest.approx(4, abs=0.01), 4)
    gone = pd.DataFrame({"manager_id": ["m1"], "name": ["Li"], "left_on": [day("2026-01-01")]})
    left = s6.owner_tenure_years(client(accounts=owned(OWNED), managers=gone))
    assert left.value == pytest.approx(0.5, abs=0.01)
    young = owned(OWNED, since=pd.to_datetime([pd.NaT] * 3 + [day("2025-01-01")] * 2))
    assert s6.owner_tenure_years(client(accounts=young)).n == 3
    changed = owned(OWNED, previous_owner_id=["m9"] * 5)
    assert s6.owner_tenure_years(client(accounts=changed)).series == {"n": 4, "changed_in_24_months": 2}


def test_a_horizon_in_an_old_plan_is_none():
    old = plans(*[(f"a{i:02}", OLD) for i in range(5)], horizon_years=[10.0] * 5)
    assert s6.plan_horizon(client(accounts=accounts(5), plans=old)).value == 0


def test_programme_carried_out():
    lines = programme(
        ("action", None, "2026-06-30", "2026-08-01"),  # done, if late: 1
        ("policy", None, "2026-06-30", None),  # 2 of 8: .25
        ("training", None, "2026-06-30", None),  # more than planned: 1
        ("coordination", None, "2026-06-30", None),  # not known: 0
        ("action", None, "2026-12-31", None),  # not due: left out
        ("action", None, "2020-12-31", None),  # long ago: left out
        ("money", None, "2026-06-30", "2026-06-30"),  # means: left out
    ).assign(planned=[8.0] * 7, actual=[np.nan, 2, 9, np.nan, 1, 1, 8])
    found = s7.programme_carried_out(client(programme=lines))
    assert (found.value, found.n) == (pytest.approx(2.25 / 4), 4)
    assert s7.programme_carried_out(client(programme=lines.assign(actual=8.0))).value == 1


def test_plan_actions_done_leaves_out_accounts_without_a_plan():
    found = s7.plan_actions_done(five_plans(**DONE))
    assert (found.value, found.n) == (pytest.approx((0.9 + 0.3 + 1.0 + 0.8) / 4), 4)
    assert s7.plan_actions_done(five_plans(**DONE | {"actions_done": [10] * 5})).value == 1


def actions(rows: list[tuple[str, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "action_id": [f"c{i}" for i in range(len(rows))],
            "recommendation": ["s3-strategic-selection"] * len(rows),
            "owner_role": ["head_of_kam"] * len(rows),
            "due_on": pd.to_datetime([day(due) for due, _ in rows]),
            "done_on": pd.to_datetime([day(done) for _, done in rows]),
        }
    )


def test_commitments_kept():
    rows = [
        ("2026-03-31", "2026-03-31"),
        ("2026-03-31", "2026-05-01"),
        ("2026-03-31", None),
        ("2026-06-30", "2026-06-01"),
        ("2026-06-30", "2026-06-01"),
        ("2026-12-31", None),
    ]
    found = s7.kam_commitments_kept(client(actions=actions(rows)))
    assert (found.value, found.n) == (pytest.approx(3.5 / 5), 5)
    rows[2] = ("2026-03-31", "2026-03-01")
    assert s7.kam_commitments_kept(client(actions=actions(rows))).value == pytest.approx(4.5 / 5)
