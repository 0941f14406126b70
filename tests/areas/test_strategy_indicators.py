"""Do the strategy indicators count what they say, on tables small enough to count by hand?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kamnb.areas.strategy.indicators import s2, s3, s4, s4a, s4b, s4c, s4d, s5, s6, s7
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
    assert len(names) == len(set(names)) == 15


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
    assert found.series["accounts"][0] == {"code": "K01", "fit": 5.0, "rank": 100.0, "key": True}


def test_revenue_pull_turns_negative_when_strategy_decides():
    book = ledger([(f"a{i:02}", "2026-05-05", 1.0 + i) for i in range(10)])
    found = s3.revenue_pull(client(accounts=selection([5] * 5 + [2] * 5), ledger=book))
    assert found.value == pytest.approx(-100)
    assert s3.revenue_pull.indicator.score(found.value) == 100


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
