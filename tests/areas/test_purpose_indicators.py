"""What the records say of the purpose: hand-computed cases, empty tables, and the right direction."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamnb.areas.purpose.indicators import p1, p2, p3, p4
from kamnb.areas.purpose.ledger import LEAST_COVERAGE, account_costs, covers, key_on, margins
from kamnb.areas.purpose.periods import read_period, read_periods, share_inside
from kamnb.areas.purpose.trend import quarterly_revenue
from kamnb.areas.purpose.whale import MOST_POINTS, whale_series
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import Outcome
from kamnb.sources.client import ClientData, build_client

AS_OF = pd.Timestamp("2026-09-30")
INDICATORS = find_indicators("purpose")
NAMES = [f"a{i:02}" for i in range(12)]


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
        assert set(text[lang]["figures"]) == {"whale_curve", "revenue_trend"}


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
    amounts, covered = account_costs(client_of(account_costs=costs), 12)
    assert covered == pytest.approx(92 / 365)
    assert amounts["a00"] == pytest.approx(365)


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


def test_key_on_a_day_follows_the_dates() -> None:
    table = accounts(
        ["a", "b", "c"],
        is_key=[True, False, None],
        key_since=pd.to_datetime(["2026-01-01", None, None]),
        key_until=pd.to_datetime([None, "2026-03-01", None]),
    )
    client = client_of(accounts=table)
    assert key_on(client, pd.Timestamp("2025-12-31")).tolist() == ["b"]
    assert key_on(client, AS_OF).tolist() == ["a"]


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
    assert (found.value, found.n) == (pytest.approx(-0.04), 6)
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
    assert found.series["hhi"] == pytest.approx((3 * 100**2 + 9 * 20**2) / 480**2)
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
    assert (found.value, found.n) == (pytest.approx(-0.10), 6)
    assert (found.series["key"], found.series["other"]) == (pytest.approx(0.25), pytest.approx(0.35))
    better = p4.key_margin_lead(client_of(accounts=accounts(), ledger=profit_ledger(50, 60)))
    assert better.value == pytest.approx(0.10)
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
    found = quarterly_revenue(client_of(accounts=accounts(), ledger=rows), rows)
    assert found["ends"] == ["2026-06", "2026-09"]
    assert (found["key"], found["other"], found["unknown"]) == ([0.0, 10.0], [0.0, 20.0], [5.0, 0.0])
