"""What the records say of the purpose: hand-computed cases, empty tables, and the right direction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamnb.areas.purpose.account_value import value_accounts
from kamnb.areas.purpose.indicators import p1, p2, p3, p4
from kamnb.areas.purpose.ledger import LEAST_COVERAGE, costs_by_kind, covers, margins
from kamnb.areas.purpose.lines import lines as lines_of
from kamnb.areas.purpose.lines import revenue_sums
from kamnb.areas.purpose.periods import read_period, read_periods, share_inside
from kamnb.areas.purpose.tenure import observe, spells
from kamnb.areas.purpose.trend import quarterly_revenue
from kamnb.areas.purpose.value_basis import value_basis
from kamnb.areas.purpose.whale import MOST_POINTS, whale_series
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client

AS_OF = pd.Timestamp("2026-09-30")
INDICATORS = find_indicators("purpose")
NAMES = [f"a{i:02}" for i in range(12)]
CAPITAL_RATE = threshold("capital_rate")
FIGURES = {
    "whale_curve",
    "revenue_trend",
    "retention_curve",
    "account_value",
    "price_realisation",
    "price_waterfall",
    "margin_pool",
    "concentration",
}


def client_of(**tables: pd.DataFrame) -> ClientData:
    return build_client({"as_of": AS_OF.date()}, tables)


def accounts(names: list[str] = NAMES, **columns: object) -> pd.DataFrame:
    """The first half of the accounts is key unless the columns say otherwise."""
    base = {"account_id": names, "name": names, "is_key": [i < len(names) // 2 for i in range(len(names))]}
    return pd.DataFrame({**base, **columns})


def ledger(
    *rows: tuple[object, ...], names: str = "account_id date revenue direct_cost cost_to_serve"
) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=names.split())
    return frame.assign(date=pd.to_datetime(frame["date"]))


def monthly(revenue_now: float, revenue_before: float, names: list[str] = NAMES) -> pd.DataFrame:
    """Two years of one invoice a month and account, list amount 100 each."""
    days = [AS_OF - pd.DateOffset(months=i) - pd.Timedelta(days=2) for i in range(24)]
    rows = [
        (name, day, revenue_now if i < 12 else revenue_before, 100.0)
        for name in names
        for i, day in enumerate(days)
    ]
    return ledger(*rows, names="account_id date revenue list_amount")


def profit_ledger(key_cost: float, other_cost: float, serve: float | None = 5.0) -> pd.DataFrame:
    rows = [
        (name, "2026-05-05", 100.0, key_cost if i < 6 else other_cost, serve) for i, name in enumerate(NAMES)
    ]
    return ledger(*rows)


@pytest.mark.parametrize("found", INDICATORS, ids=lambda i: i.id)
def test_absent_and_empty_tables_give_no_number(found) -> None:
    empty = {table: pd.DataFrame(columns=list(columns)) for table, columns in found.needs.items()}
    for client in (client_of(), client_of(**empty)):
        result = measure_indicator(client, found)
        assert (result.value, result.outcome) == (None, Outcome.NO_DATA)


@pytest.mark.parametrize("found", [i for i in INDICATORS if "accounts" in i.needs], ids=lambda i: i.id)
def test_without_a_mark_of_key_accounts_nothing_is_compared(found) -> None:
    client = client_of(accounts=accounts(is_key=[None] * 12), ledger=profit_ledger(60, 60))
    assert measure_indicator(client, found).outcome == Outcome.NO_DATA


def test_every_indicator_and_figure_is_told_in_both_languages() -> None:
    text = load_instrument().area("purpose").text
    for lang in ("zh", "en"):
        assert set(text[lang]["indicators"]) == {i.id for i in INDICATORS}
        assert set(text[lang]["figures"]) == FIGURES


# P1


def test_margin_after_service_by_hand() -> None:
    rows = profit_ledger(60, 90)
    costs = pd.DataFrame(
        {"account_id": ["a00", "a07"], "period": ["2026", "2026"], "kind": ["rebate"] * 2, "amount": [30, 50]}
    )
    client = client_of(accounts=accounts(), ledger=rows, account_costs=costs)
    found = p1.key_margin_after_service(client)
    days = (AS_OF - pd.Timestamp("2025-12-31")).days
    assert found.value == pytest.approx((600 - 6 * 65 - 30 * 365 / days) / 600)
    assert found.low < found.value < found.high and found.n == 6
    assert found.series["coverage"]["direct_cost"] == 1


def test_a_line_without_a_cost_is_estimated_and_counted_as_not_covered() -> None:
    rows = profit_ledger(60, 60)
    blank = rows.assign(direct_cost=np.nan, cost_to_serve=np.nan, revenue=50.0)
    client = client_of(accounts=accounts(), ledger=pd.concat([rows, blank]))
    found = p1.key_margin_after_service(client)
    assert found.value == pytest.approx(0.35)
    assert found.series["coverage"]["direct_cost"] == pytest.approx(100 / 150)


def test_a_credit_note_stays_in_and_returns_no_unknown_cost() -> None:
    note = ledger(("a00", "2026-06-01", -60.0, np.nan, np.nan))
    client = client_of(accounts=accounts(), ledger=pd.concat([profit_ledger(60, 60), note]))
    assert p1.key_margin_after_service(client).value == pytest.approx((540 - 390) / 540)


def test_too_little_known_cost_gives_no_margin() -> None:
    rows = profit_ledger(60, 60)
    assert margins(client_of(accounts=accounts(), ledger=rows.assign(cost_to_serve=np.nan))) is None
    few = rows.assign(direct_cost=rows["direct_cost"].where(rows.index < LEAST_COVERAGE * 12 - 1))
    assert margins(client_of(accounts=accounts(), ledger=few)) is None


def test_rows_after_as_of_and_of_unlisted_accounts_leave_the_margins() -> None:
    late = ledger(("a00", "2026-10-01", 999.0, 0.0, 0.0), ("nobody", "2026-05-05", 999.0, 0.0, 0.0))
    client = client_of(accounts=accounts(), ledger=pd.concat([profit_ledger(60, 60), late]))
    assert margins(client).rows["revenue"].sum() == 1200


def test_periods_are_read_as_people_write_them() -> None:
    spans = {
        "2025": ("2025-01-01", "2025-12-31"),
        "2025-02": ("2025-02-01", "2025-02-28"),
        "202511": ("2025-11-01", "2025-11-30"),
        "2025Q3": ("2025-07-01", "2025-09-30"),
        "2025-Q4": ("2025-10-01", "2025-12-31"),
        "2025H2": ("2025-07-01", "2025-12-31"),
        "2025\u5e749\u6708": ("2025-09-01", "2025-09-30"),
        "2025\u5e74": ("2025-01-01", "2025-12-31"),
        "2025\u5e74\u4e8c\u5b63\u5ea6": ("2025-04-01", "2025-06-30"),
        "2025-12-31": ("2025-12-01", "2025-12-31"),
    }
    for text, (start, end) in spans.items():
        assert read_period(text) == (pd.Timestamp(start).toordinal(), pd.Timestamp(end).toordinal()), text
    assert np.isnan([*read_period("last year"), *read_period("2024-2025")]).all()


def test_account_costs_count_by_days_inside_the_window() -> None:
    spans = read_periods(pd.Series(["2025", "2026", "2024", "2027", "whenever", None]))
    found = share_inside(spans, pd.Timestamp("2025-09-30"), AS_OF)
    assert found.tolist() == pytest.approx([92 / 365, 1.0, 0, 0, 0, 0])
    costs = pd.DataFrame(
        {"account_id": ["a00"] * 2, "period": ["2025Q4", "2024"], "kind": ["rebate"] * 2, "amount": [92, 500]}
    )
    amounts, covered = costs_by_kind(client_of(account_costs=costs), 12)
    assert covered == pytest.approx(92 / 365)
    assert amounts.loc["a00", "rebate"] == pytest.approx(365)


# P2


def test_revenue_kept_by_hand_counts_the_lost_and_not_the_new() -> None:
    lines = monthly(90, 100)
    lost = (lines["account_id"] == "a00") & (lines["date"] > "2025-09-30")
    client = client_of(
        accounts=accounts(
            key_since=[pd.NaT] * 5 + [pd.Timestamp("2026-01-01")] + [pd.NaT] * 6,
            key_until=[pd.Timestamp("2026-02-01")] + [pd.NaT] * 11,
            is_key=[False] + [True] * 5 + [False] * 6,
        ),
        ledger=lines[~lost],
    )
    found = p2.revenue_kept(client)
    assert (found.n, found.value) == (5, pytest.approx(4 * 90 / 500))
    assert found.series["accounts"] == ["K01", "K02", "K03", "K04", "K05"]
    assert found.low < found.value <= found.high


def test_revenue_kept_needs_two_years_and_rises_with_revenue() -> None:
    lines = monthly(90, 100)
    short = client_of(accounts=accounts(), ledger=lines[lines["date"] > "2025-03-01"])
    assert p2.revenue_kept(short).outcome == Outcome.NO_DATA
    values = [
        p2.revenue_kept(client_of(accounts=accounts(), ledger=monthly(r, 100))).value for r in (80, 110)
    ]
    assert values == pytest.approx([0.8, 1.1])
    assert p2.revenue_kept.indicator.score(values[0]) < p2.revenue_kept.indicator.score(values[1])


def test_monthly_invoices_cover_a_window_and_a_late_start_of_daily_ones_does_not() -> None:
    client = client_of()
    assert covers(client, monthly(1, 1)["date"], 24)
    daily = pd.Series(pd.date_range("2024-10-20", AS_OF))
    assert not covers(client, daily, 24)
    assert covers(client, pd.Series(pd.date_range("2024-10-05", AS_OF)), 24)


def test_wallet_share_by_hand_leaves_the_lost_out() -> None:
    shares = [0.2, 0.3, 0.4, 0.5, 0.6, 0.9] + [0.1] * 6
    lost = [pd.NaT] * 5 + [pd.Timestamp("2026-01-01")] + [pd.NaT] * 6
    found = measure_indicator(
        client_of(accounts=accounts(share_of_wallet=shares, lost_on=lost)), p2.wallet_share.indicator
    )
    assert (found.value, found.n) == (pytest.approx(0.4), 5)
    assert found.low == pytest.approx(0.4) == found.high
    more = [min(1.0, s + 0.2) for s in shares]
    assert p2.wallet_share(client_of(accounts=accounts(share_of_wallet=more))).value > 0.4


# P3


def test_price_realisation_change_by_hand() -> None:
    found = p3.price_realisation_change(client_of(accounts=accounts(), ledger=monthly(88, 92)))
    assert (found.value, found.n) == (pytest.approx(-4), 6)
    assert (found.series["now"], found.series["before"]) == (pytest.approx(0.88), pytest.approx(0.92))
    held = p3.price_realisation_change(client_of(accounts=accounts(), ledger=monthly(92, 92)))
    score = p3.price_realisation_change.indicator.score
    assert score(found.value) < score(held.value)


def test_lines_without_a_list_amount_leave_price_realisation() -> None:
    lines = monthly(90, 90)
    lines.loc[lines.index % 2 == 0, ["revenue", "list_amount"]] = [10.0, np.nan]
    found = p3.price_realisation_change(client_of(accounts=accounts(), ledger=lines))
    assert found.value == pytest.approx(0)
    assert found.series["coverage"] == pytest.approx(0.9)


def bids(beyond: int, price: int) -> pd.DataFrame:
    n = beyond + price
    return pd.DataFrame(
        {
            "opportunity_id": [f"o{i}" for i in range(n + 2)],
            "account_id": "a00",
            "opened_on": pd.Timestamp("2026-01-01"),
            "closed_on": [pd.Timestamp("2026-03-01")] * (n + 1) + [pd.Timestamp("2023-03-01")],
            "outcome": ["won"] * n + ["lost", "won"],
            "reason": ["solution"] * beyond + ["price"] * price + ["price", "price"],
        }
    )


def test_wins_beyond_price_by_hand() -> None:
    found = measure_indicator(client_of(opportunities=bids(9, 3)), p3.wins_beyond_price.indicator)
    assert (found.value, found.n) == (0.75, 12)
    assert found.series == {"won": {"price": 3, "solution": 9}, "lost": {"price": 1}}
    assert p3.wins_beyond_price(client_of(opportunities=bids(6, 6))).value == 0.5
    assert measure_indicator(client_of(opportunities=bids(4, 3)), p3.wins_beyond_price.indicator).outcome == (
        Outcome.TOO_FEW
    )


# P4


def test_top_accounts_share_by_hand_counts_unlisted_revenue_in_the_total() -> None:
    rows = [(name, "2026-04-05", 100.0 if i < 3 else 20.0, None, None) for i, name in enumerate(NAMES)]
    rows.append(("nobody", "2026-06-05", 120.0, None, None))
    found = p4.top_accounts_share(client_of(accounts=accounts(), ledger=ledger(*rows)))
    assert (found.value, found.n) == (pytest.approx(300 / 600), 12)
    assert found.series["hhi"] == pytest.approx((3 * 100**2 + 9 * 20**2) / 600**2)
    assert found.series["unlisted"] == pytest.approx(120 / 600)
    assert found.series["trend"]["ends"] == ["2026-06", "2026-09"]
    score = p4.top_accounts_share.indicator.score
    assert score(0.5) < score(0.3)


def test_profit_given_back_by_hand_and_its_curve() -> None:
    rows = profit_ledger(60, 60)
    rows.loc[11, "direct_cost"] = 172.0
    client = client_of(accounts=accounts(), ledger=rows)
    found = p4.profit_given_back(client)
    assert found.value == pytest.approx(77 / (11 * 35))
    series = found.series
    assert series["peak"] == {"count": 11, "share": pytest.approx(385 / 308)}
    assert (series["accounts"][-1], series["cumulative"][-1]) == ("K12", 1.0)
    assert series["group"].count("key") == 6
    healthy = p4.profit_given_back(client_of(accounts=accounts(), ledger=profit_ledger(60, 60)))
    score = p4.profit_given_back.indicator.score
    assert (healthy.value, score(healthy.value)) == (0, 100)
    assert score(found.value) < 50


def test_a_curve_of_many_accounts_keeps_the_key_ones_and_the_peak() -> None:
    names = [f"b{i:05}" for i in range(3000)]
    frame = pd.DataFrame({"account_id": names, "date": pd.Timestamp("2026-01-01"), "revenue": 100.0})
    frame["direct_cost"], frame["cost_to_serve"] = np.linspace(20, 130, 3000).round(2), 1.0
    table = accounts(names, is_key=[i % 1000 == 7 for i in range(3000)])
    client = client_of(accounts=table, ledger=frame)
    series = whale_series(client, margins(client))
    assert series["n"] == 3000 and len(series["position"]) <= MOST_POINTS + 5
    assert series["group"].count("key") == 3
    assert series["peak"]["count"] in series["position"]


def test_a_loss_overall_is_drawn_against_the_peak() -> None:
    client = client_of(accounts=accounts(), ledger=profit_ledger(60, 180))
    series = p4.profit_given_back(client).series
    assert (series["base"], series["peak"]["share"]) == ("peak", 1.0)
    assert series["end"] == pytest.approx(1 - 510 / 210, abs=1e-6)


def test_key_margin_lead_by_hand_and_its_sign() -> None:
    found = p4.key_margin_lead(client_of(accounts=accounts(), ledger=profit_ledger(70, 60)))
    assert (found.value, found.n) == (pytest.approx(-10), 6)
    assert (found.series["key"], found.series["other"]) == (pytest.approx(0.25), pytest.approx(0.35))
    better = p4.key_margin_lead(client_of(accounts=accounts(), ledger=profit_ledger(50, 60)))
    assert better.value == pytest.approx(10)
    nobody = client_of(accounts=accounts(is_key=[False] * 12), ledger=profit_ledger(50, 60))
    assert p4.key_margin_lead(nobody).outcome == Outcome.NOT_APPLICABLE


def test_payment_days_late_by_hand() -> None:
    bills = pd.DataFrame(
        {
            "account_id": NAMES,
            "due_on": pd.Timestamp("2026-08-31"),
            "paid_on": [pd.Timestamp("2026-08-01"), pd.NaT] + [pd.Timestamp("2026-09-10")] * 10,
            "amount": [200.0, 300.0] + [125.0] * 10,
        }
    )
    found = p4.payment_days_late(client_of(accounts=accounts(), receivables=bills))
    assert (found.value, found.n) == (pytest.approx((300 * 30 + 500 * 10) / 1000), 6)
    slow = bills.assign(due_on=pd.Timestamp("2026-06-30"))
    assert p4.payment_days_late(client_of(accounts=accounts(), receivables=slow)).value > found.value


def test_revenue_by_quarter_leaves_a_first_quarter_out_that_is_covered_in_part() -> None:
    rows = ledger(
        ("a00", "2026-09-30", 10.0, None, None),
        ("a11", "2026-07-01", 20.0, None, None),
        ("nobody", "2026-06-30", 5.0, None, None),
        ("a00", "2026-03-15", 7.0, None, None),
        ("a00", "2026-10-01", 99.0, None, None),
    )
    found = quarterly_revenue(client_of(accounts=accounts(), ledger=rows))
    assert found["ends"] == ["2026-06", "2026-09"]
    assert (found["key"], found["other"], found["unknown"]) == ([0.0, 10.0], [0.0, 20.0], [5.0, 0.0])


# P1: value


def steady(
    names: list[str] = NAMES, months: int = 36, cost: float = 60.0, revenue: float = 100.0, **columns: object
) -> pd.DataFrame:
    """One invoice a month and account, up to as_of: revenue 100, direct cost 60, cost to serve 5."""
    days = [AS_OF - pd.DateOffset(months=i) - pd.Timedelta(days=2) for i in range(months)]
    rows = [(name, day, revenue, cost, 5.0) for name in names for day in days]
    return ledger(*rows).assign(**columns)


def measured(client: ClientData, function):
    return measure_indicator(client, function.indicator)


def test_value_of_a_steady_account_by_hand() -> None:
    client = client_of(accounts=accounts(key_since=pd.Timestamp("2018-01-01")), ledger=steady())
    basis = value_basis(client)
    assert basis.rows["revenue"].to_numpy() == pytest.approx(1200, rel=0.02)
    assert basis.rows["rate"].to_numpy() == pytest.approx(0.35)
    assert (basis.spread, basis.lost, basis.too_new) == (0.05, 0, 0)
    hazard = basis.hazards["key"].mean[-1]
    assert hazard == pytest.approx(1 / (3 * 6 * basis.years))
    years = np.array([0.5, 1.5, 2.5])
    expected = (basis.rows["revenue"] * 0.35).iloc[0] * (np.exp(-hazard * years) / 1.1**years).sum()
    found = value_accounts(basis).rows.loc["a00"]
    assert found["value_3y"] == pytest.approx(expected, rel=0.01)
    assert found["low"] < found["value_3y"] < found["high"] < found["value_10y"]


def test_key_accounts_with_value_counts_the_certain_ones_and_says_its_assumptions() -> None:
    rows = pd.concat([steady(NAMES[:2], cost=110.0), steady(NAMES[2:])])
    found = measured(client_of(accounts=accounts(), ledger=rows), p1.key_accounts_with_value)
    assert (found.value, found.n) == (pytest.approx(4 / 6), 6)
    series = found.series
    assert (
        series["assumptions"]["discount_rate"] == 0.10
        and series["assumptions"]["capital_rate"] == CAPITAL_RATE
    )
    assert [a["code"] for a in series["accounts"]][-2:] == ["K01", "K02"]
    assert series["accounts"][-1]["high"] < 0
    equity = series["equity"]
    assert equity["all"]["value_3y"] == pytest.approx(
        equity["key"]["value_3y"] + equity["other"]["value_3y"], abs=0.02
    )
    assert equity["all"]["low"] < equity["all"]["value_3y"] < equity["all"]["high"]
    assert 0.5 < series["beyond_data_share"] < 0.7
    better = measured(client_of(accounts=accounts(), ledger=steady()), p1.key_accounts_with_value)
    assert better.value == 1.0


def test_the_same_ledger_in_any_order_gives_the_same_values() -> None:
    rows = pd.concat([steady(NAMES[:2], cost=110.0), steady(NAMES[2:])])
    one, two = (
        measured(client_of(accounts=accounts(), ledger=r), p1.key_accounts_with_value).series
        for r in (rows, rows.sample(frac=1, random_state=1))
    )
    assert one == two


def test_lost_silent_and_new_accounts_are_not_valued() -> None:
    rows = steady()
    rows = rows[~((rows["account_id"] == "a01") & (rows["date"] > "2026-02-01"))]
    rows = rows[~((rows["account_id"] == "a02") & (rows["date"] < "2026-07-01"))]
    lost = [pd.Timestamp("2026-05-01")] + [pd.NaT] * 11
    basis = value_basis(client_of(accounts=accounts(lost_on=lost), ledger=rows))
    assert (basis.lost, basis.too_new) == (2, 1)
    assert basis.rows.index.tolist() == NAMES[3:]


def test_rebates_and_payment_terms_come_off_the_value_once() -> None:
    rows = steady(invoice_id=[f"i{i}" for i in range(36 * 12)])
    bills = rows.assign(
        amount=rows["revenue"], due_on=rows["date"], paid_on=rows["date"] + pd.Timedelta(days=73)
    )
    bills = bills[["account_id", "invoice_id", "due_on", "paid_on", "amount"]].assign(
        due_on=pd.Timestamp("2024-01-01")
    )
    client = client_of(accounts=accounts(), ledger=rows, receivables=bills)
    found = margins(client)
    tied = found.rows["payment_terms"] / found.rows["revenue"]
    assert tied.to_numpy() == pytest.approx(CAPITAL_RATE * 73 / 365, rel=0.12)
    costs = pd.DataFrame({"account_id": ["a00"], "period": ["2026"], "kind": ["credit"], "amount": [90.0]})
    booked = margins(client_of(accounts=accounts(), ledger=rows, receivables=bills, account_costs=costs))
    assert booked.rows["payment_terms"].gt(0).tolist() == [True] + [False] * 11


def test_equity_change_by_hand_and_its_sign() -> None:
    flat = measured(client_of(accounts=accounts(), ledger=steady(months=36)), p1.customer_equity_change)
    assert flat.value == pytest.approx(0, abs=0.02)
    rows = steady(months=36)
    grown = rows.assign(revenue=np.where(rows["date"] > "2025-09-30", 120.0, 100.0))
    gone = rows[(rows["date"] < "2025-10-01") | ~rows["account_id"].isin(NAMES[:3])]
    up, down = (
        measured(client_of(accounts=accounts(), ledger=r), p1.customer_equity_change).value
        for r in (grown, gone)
    )
    assert up > 0.1 and down == pytest.approx(-3 / 12, abs=0.05)
    short = client_of(accounts=accounts(), ledger=steady(months=20))
    assert measured(short, p1.customer_equity_change).outcome == Outcome.NO_DATA


def test_the_price_waterfall_adds_up_by_hand() -> None:
    rows = profit_ledger(60, 60).assign(list_amount=125.0)
    costs = pd.DataFrame(
        {"account_id": NAMES, "period": ["2026"] * 12, "kind": ["rebate"] * 12, "amount": [4.0] * 12}
    )
    found = p1.key_margin_after_service(client_of(accounts=accounts(), ledger=rows, account_costs=costs))
    waterfall = found.series["waterfall"]
    steps = waterfall["groups"]["key"]
    assert (waterfall["base"], steps["discount"], steps["direct_cost"]) == ("list", 0.2, 0.48)
    assert steps["payment_terms"] is None
    assert sum(share for share in steps.values() if share) == pytest.approx(1, abs=0.001)
    bare = p1.key_margin_after_service(client_of(accounts=accounts(), ledger=profit_ledger(60, 60)))
    assert bare.series["waterfall"]["base"] == "invoice"
    assert bare.series["waterfall"]["groups"]["key"]["rebate"] is None


# P2: who stays


def test_retention_at_three_years_by_hand_starts_at_key_since_and_enters_late() -> None:
    names = [f"a{i:02}" for i in range(20)]
    lost = [pd.Timestamp("2025-03-01")] * 4 + [pd.NaT] * 16
    table = accounts(names, is_key=[True] * 20, key_since=pd.Timestamp("2023-01-01"), lost_on=lost)
    found = measured(client_of(accounts=table, ledger=steady(names)), p2.key_accounts_retained)
    assert (found.value, found.n) == (pytest.approx(0.8), 20)
    assert found.low < 0.8 < found.high
    key = found.series["curves"]["key"]
    assert key["years"][0] == pytest.approx(0.75, abs=0.1) and key["survival"][0] == 1
    assert found.series["losses"]["key"] == {"watched": 20, "told": 4, "inferred": 0}
    more = table.assign(lost_on=[pd.Timestamp("2025-03-01")] * 8 + [pd.NaT] * 12)
    assert measured(client_of(accounts=more, ledger=steady(names)), p2.key_accounts_retained).value < 0.8


def test_silence_of_twice_the_usual_interval_is_a_loss_and_dated_when_it_is_noticed() -> None:
    rows = steady(NAMES[:6])
    rows = rows[~((rows["account_id"] == "a00") & (rows["date"] > "2026-01-01"))]
    client = client_of(accounts=accounts(key_since=pd.Timestamp("2023-01-01")), ledger=rows)
    seen = observe(client)
    silent = seen.habits.loc["a00"]
    assert silent["usual"] == pytest.approx(30.5, abs=0.3)
    assert silent["silent_on"] == silent["last"] + pd.Timedelta(days=61)
    found = spells(client, seen).set_index("account_id")
    assert found["event"].tolist() == [True] + [False] * 5 and found["inferred"].sum() == 1
    assert len(found) == 6


def test_silent_losses_by_hand_leave_the_recorded_and_the_rare_out() -> None:
    rows = steady()
    quiet = rows["account_id"].isin(["a00", "a01"]) & (rows["date"] > "2026-06-15")
    rare = (rows["account_id"] == "a02") & (rows["date"] > "2023-12-15")
    lost = [pd.NaT, pd.Timestamp("2026-07-01")] + [pd.NaT] * 10
    found = measured(
        client_of(accounts=accounts(lost_on=lost), ledger=rows[~quiet & ~rare]), p2.silent_losses
    )
    assert found.outcome == Outcome.TOO_FEW
    names = [f"a{i:02}" for i in range(20)]
    table = accounts(names, is_key=[True] * 20)
    rows = steady(names)
    one = rows[~((rows["account_id"] == "a03") & (rows["date"] > "2026-06-15"))]
    found = measured(client_of(accounts=table, ledger=one), p2.silent_losses)
    assert (found.value, found.n) == (pytest.approx(1 / 20), 20)
    assert found.series["silent"] == [{"code": "K04", "days": 125, "usual": pytest.approx(30.4, abs=0.2)}]
    assert measured(client_of(accounts=table, ledger=rows), p2.silent_losses).value == 0


def test_a_pause_as_long_as_one_before_is_no_loss() -> None:
    rows = steady(NAMES[:1])
    rows = rows[~rows["date"].between("2024-01-01", "2024-06-30") & (rows["date"] < "2026-06-01")]
    others = steady(NAMES[1:])
    seen = observe(client_of(accounts=accounts(), ledger=pd.concat([rows, others])))
    assert seen.habits["silent_on"].isna().all()


def test_random_orders_are_seldom_taken_for_silence() -> None:
    rng, frames = np.random.default_rng(5), []
    for i in range(200):
        days = AS_OF - pd.to_timedelta(np.cumsum(rng.exponential(30, 60)).round(), unit="D")
        frames.append(pd.DataFrame({"account_id": f"r{i:03}", "date": days, "revenue": 1.0}))
    rows = pd.concat(frames)
    rows = rows[rows["date"] > "2023-09-30"]
    names = sorted(rows["account_id"].unique())
    client = client_of(accounts=accounts(names, is_key=[True] * 200), ledger=rows)
    assert measured(client, p2.silent_losses).value < 0.05


def test_a_ledger_that_stops_early_says_nothing_of_silence() -> None:
    rows = steady()
    client = client_of(accounts=accounts(), ledger=rows[rows["date"] < "2026-06-01"])
    assert measured(client, p2.silent_losses).outcome == Outcome.NO_DATA
    assert observe(client).habits["silent_on"].isna().all()


def test_retention_cannot_be_told_of_young_programmes_but_is_drawn() -> None:
    table = accounts(is_key=[True] * 12, key_since=pd.Timestamp("2025-01-01"))
    found = measured(client_of(accounts=table, ledger=steady()), p2.key_accounts_retained)
    assert (found.outcome, found.value, found.n) == (Outcome.TOO_FEW, None, 12)
    assert found.series["curves"]["key"]["years"][-1] == pytest.approx(1.7, abs=0.1)


def test_net_promoter_by_hand() -> None:
    answers = [9, 10, 9, 7, 8, 3] + [0] * 6
    found = measured(client_of(accounts=accounts(nps=answers)), p2.net_promoter)
    assert (found.value, found.n) == (pytest.approx(100 * (3 - 1) / 6), 6)
    p, q = 3.75 / 9, 1.75 / 9
    half = 1.6448536 * np.sqrt((p + q - (p - q) ** 2) / 9)
    assert (found.low, found.high) == (
        pytest.approx(100 * (p - q - half)),
        pytest.approx(100 * (p - q + half)),
    )
    score = p2.net_promoter.indicator.score
    assert score(found.value) < score(
        measured(client_of(accounts=accounts(nps=[10.0] * 12)), p2.net_promoter).value
    )


# P3 and P4: series


def test_price_realisation_by_quarter_by_hand() -> None:
    found = p3.price_realisation_change(client_of(accounts=accounts(), ledger=monthly(88, 92)))
    quarters = found.series["quarters"]
    assert quarters["ends"] == [
        "2024-12",
        "2025-03",
        "2025-06",
        "2025-09",
        "2025-12",
        "2026-03",
        "2026-06",
        "2026-09",
    ]
    assert quarters["key"] == [0.92] * 4 + [0.88] * 4 == quarters["other"]


def test_disclosure_counts_customers_under_common_control_as_one() -> None:
    parents = [None, "a00", "a01", None, None, "group"] + [None] * 6
    rows = [(name, f"2026-0{1 + i % 9}-05", 100.0, None, None) for i, name in enumerate(NAMES)]
    found = p4.top_accounts_share(client_of(accounts=accounts(parent_id=parents), ledger=ledger(*rows)))
    assert (found.n, found.value) == (10, pytest.approx(5 / 12))
    assert found.series["top"]["1"] == pytest.approx(3 / 12, abs=1e-6)
    assert (found.series["major"], found.series["hhi_points"]) == (1, round(1e4 * (9 + 9) / 144))
    assert found.series["largest"][0] == {"code": "K01", "share": 0.25, "group": "key"}
    circle = accounts(parent_id=["a01", "a00"] + [None] * 10)
    assert p4.top_accounts_share(client_of(accounts=circle, ledger=ledger(*rows))).n == 12


def test_the_margin_pool_by_hand() -> None:
    pool = p4.key_margin_lead(client_of(accounts=accounts(), ledger=profit_ledger(110, 60))).series["pool"]
    assert pool["groups"]["key"] == {
        "accounts": 6,
        "revenue": 600.0,
        "margin": -90.0,
        "losing": 6,
        "losses": -90.0,
        "losing_revenue": 600.0,
    }
    assert pool["groups"]["other"]["margin"] == 210.0


# input as it comes


def all_measured(**tables: pd.DataFrame) -> dict[str, object]:
    client = client_of(**tables)
    return {i.id: measure_indicator(client, i) for i in INDICATORS}


def test_windows_counted_back_in_months_are_those_of_the_calendar() -> None:
    days = pd.date_range("2024-01-01", "2026-03-31")
    frame = pd.DataFrame({"account_id": "a00", "date": days, "revenue": 1.0})
    for as_of in ("2026-02-28", "2026-03-30", "2026-03-31", "2025-11-15"):
        client = build_client({"as_of": as_of}, {"ledger": frame})
        for months, back in ((1, 0), (12, 0), (12, 12), (3, 1)):
            end = pd.Timestamp(as_of) - pd.DateOffset(months=back)
            start = pd.Timestamp(as_of) - pd.DateOffset(months=months + back)
            wanted = int(((days > start) & (days <= end)).sum())
            assert revenue_sums(lines_of(client, months, back))["revenue"].sum() == wanted, (
                as_of,
                months,
                back,
            )


def test_negative_revenue_and_credit_notes_reduce_and_never_break() -> None:
    rows = pd.concat([steady(), steady(NAMES[:1], revenue=-150.0, cost=0.0)])
    found = all_measured(accounts=accounts(key_since=pd.Timestamp("2022-01-01")), ledger=rows)
    assert found["top_accounts_share"].n == 11
    assert found["key_accounts_with_value"].n == 5
    assert found["key_margin_after_service"].outcome == Outcome.MEASURED


def test_accounts_without_a_ledger_are_neither_lost_nor_valued() -> None:
    table = accounts(NAMES + ["empty"], is_key=[True] * 13, key_since=pd.Timestamp("2023-01-01"))
    found = all_measured(accounts=table, ledger=steady())
    assert found["key_accounts_retained"].n == 12
    assert found["silent_losses"].n == 12
    assert found["key_accounts_with_value"].n == 12


@pytest.mark.parametrize("keys", [[True] * 12, [False] * 12])
def test_all_or_none_key(keys: list[bool]) -> None:
    table = accounts(is_key=keys, key_since=pd.Timestamp("2023-01-01"))
    found = all_measured(accounts=table, ledger=steady())
    told = Outcome.MEASURED if keys[0] else Outcome.NOT_APPLICABLE
    assert found["key_accounts_with_value"].outcome == told
    assert found["key_margin_lead"].outcome == Outcome.NOT_APPLICABLE
    assert found["customer_equity_change"].outcome == Outcome.MEASURED
    assert found["silent_losses"].outcome == (Outcome.MEASURED if keys[0] else Outcome.TOO_FEW)


def test_one_account_only_is_too_few_everywhere() -> None:
    found = all_measured(
        accounts=accounts(["a00"], is_key=[True], key_since="2022-01-01", nps=[9]), ledger=steady(["a00"])
    )
    assert {r.outcome for r in found.values()} <= {Outcome.TOO_FEW, Outcome.NO_DATA, Outcome.NOT_APPLICABLE}
    assert {r.value for r in found.values()} == {None}


def test_one_month_of_data_tells_no_value_and_no_retention() -> None:
    found = all_measured(accounts=accounts(key_since=pd.Timestamp("2022-01-01")), ledger=steady(months=1))
    for name in (
        "key_accounts_with_value",
        "customer_equity_change",
        "key_accounts_retained",
        "revenue_kept",
    ):
        assert found[name].outcome == Outcome.NO_DATA, name
    assert found["silent_losses"].outcome == Outcome.TOO_FEW
    assert found["key_margin_after_service"].value == pytest.approx(0.35)


def test_unlisted_accounts_stay_in_the_total_and_out_of_values() -> None:
    rows = pd.concat([steady(), steady(["nobody"])])
    client = client_of(accounts=accounts(), ledger=rows)
    assert "nobody" not in value_basis(client).rows.index
    assert p4.top_accounts_share(client).series["unlisted"] == pytest.approx(1 / 13, abs=1e-6)


def test_cost_columns_that_are_all_blank_give_no_margin_and_no_value() -> None:
    rows = steady().assign(direct_cost=np.nan, cost_to_serve=np.nan)
    found = all_measured(accounts=accounts(key_since=pd.Timestamp("2023-01-01")), ledger=rows)
    for name in ("key_accounts_with_value", "customer_equity_change", "key_margin_lead", "profit_given_back"):
        assert found[name].outcome == Outcome.NO_DATA, name
    assert found["key_accounts_retained"].outcome == Outcome.MEASURED


def test_a_ledger_alone_still_tells_customer_equity() -> None:
    found = all_measured(ledger=steady())
    assert found["customer_equity_change"].outcome == Outcome.MEASURED
    assert found["key_accounts_with_value"].outcome == Outcome.NO_DATA
