"""What the IT foundation's indicators say of hand-made records, of none, and of better ones."""

from __future__ import annotations

import pandas as pd
import pytest

from kamnb.areas.it.contact_rules import is_email, is_filled, is_phone
from kamnb.areas.it.indicators.i1 import (
    contact_completeness,
    contact_currentness,
    contact_duplicates,
    contact_validity,
)
from kamnb.areas.it.indicators.i2 import crm_analysing, crm_collecting
from kamnb.areas.it.indicators.i3 import crm_give_and_take
from kamnb.areas.it.indicators.i4 import programme_resourcing
from kamnb.areas.it.indicators.i5 import budget_deviation, programme_ownership
from kamnb.areas.it.indicators.i6 import document_delay
from kamnb.areas.it.indicators.i7 import document_reuse
from kamnb.areas.it.indicators.i8 import long_term_measures
from kamnb.evidence.indicators import measure_indicator
from kamnb.instrument.load import find_indicators
from kamnb.model import Outcome
from kamnb.sources.client import build_client


def contacts(**columns: list) -> pd.DataFrame:
    """Twenty good contacts of account A; `columns` replace the values from the first row on."""
    rows = {
        "contact_id": [f"C{i}" for i in range(20)],
        "account_id": ["A"] * 20,
        "name": [f"Li {i}" for i in range(20)],
        "title": ["director"] * 20,
        "function": ["rnd"] * 20,
        "email": [f"li{i}@firm.com.cn" for i in range(20)],
        "phone": [f"1380013{i:04}" for i in range(20)],
        "buying_role": ["decision"] * 20,
        "updated_on": pd.to_datetime(["2026-06-01"] * 20),
    }
    for name, values in columns.items():
        rows[name] = list(values) + list(rows[name])[len(values) :]
    return pd.DataFrame(rows)


def score(indicator, **tables: pd.DataFrame) -> float:
    """What does the indicator make of these tables on 0–100?"""
    found = measure_indicator(build_client({"crm_seats": {"sales": 20}}, tables), indicator.indicator)
    assert found.outcome == Outcome.MEASURED
    return found.score.mean


@pytest.mark.parametrize("indicator", find_indicators("it"), ids=lambda i: i.id)
def test_no_table_gives_an_outcome_and_no_number(indicator):
    found = measure_indicator(build_client({"crm_seats": {"sales": 20}}, {}), indicator)
    assert (found.outcome, found.value, found.score.mean) == (Outcome.NO_DATA, None, None)


@pytest.mark.parametrize("indicator", find_indicators("it"), ids=lambda i: i.id)
def test_a_table_without_rows_gives_no_number(indicator):
    tables = {table: pd.DataFrame({c: [] for c in columns}) for table, columns in indicator.needs.items()}
    assert measure_indicator(build_client(None, tables), indicator).value is None


def test_phones_and_emails_as_people_write_them():
    good = ["13800134567", "+86 138-0013-4567", "010-62345678", "0755 8234 5678 ext 12", "(021)62345678"]
    good += [
        "400-820-1234",
        "+49 30 1234567",
        "\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff14\uff15\uff16\uff17",
    ]
    good += ["8613800134567", "+861062345678", "010-62345678\u8f6c803"]
    bad = ["1380013456", "62345678", "12800134567", "13800000000", "13812345678", "unknown", "", None]
    assert is_phone(pd.Series(good, dtype="str")).all()
    assert not is_phone(pd.Series(bad, dtype="str")).any()
    assert is_email(pd.Series(["a.b@x.cn", "Li@Firm-One.com.cn "], dtype="str")).all()
    assert not is_email(pd.Series(["a@b", "a b@x", "@x.cn", "a@x..cn", None], dtype="str")).any()
    assert not is_filled(
        pd.Series(["-", " / ", "N/A", "\u65e0", "\u5f85\u8865", "0", "", None], dtype="str")
    ).any()


def test_completeness_is_the_mean_share_of_five_fields():
    client = build_client(None, {"contacts": contacts(title=[None] * 10, phone=["-"] * 10)})
    found = contact_completeness(client)
    assert found.value == pytest.approx((10 * 3 / 5 + 10) / 20)
    rows = {row["field"]: row for row in found.series["fields"]}
    assert rows["title"]["completeness"] == 0.5 and rows["title"]["validity"] is None
    assert rows["email"] == {"field": "email", "completeness": 1.0, "validity": 1.0, "currentness": 1.0}


def test_only_key_accounts_contacts_are_watched_where_key_is_known():
    accounts = pd.DataFrame({"account_id": ["A", "B"], "name": ["a", "b"], "is_key": [False, True]})
    client = build_client(None, {"contacts": contacts(account_id=["B"] * 5), "accounts": accounts})
    assert contact_completeness(client).n == 5


def test_validity_counts_filled_fields_only():
    client = build_client(None, {"contacts": contacts(phone=["123", "0", "1", "1", "-"], email=[None] * 2)})
    assert contact_validity(client).value == pytest.approx((2 * 0 + 2 * 0.5 + 16) / 20)


def test_currentness_looks_back_twelve_months_and_skips_undated():
    dates = pd.to_datetime(["2025-09-30", "2025-10-01", None, "2024-01-01"])
    found = contact_currentness(build_client(None, {"contacts": contacts(updated_on=dates)}))
    assert (found.value, found.n) == (pytest.approx(17 / 19), 19)


def test_duplicates_are_found_within_an_account():
    names = ["Wang Wu", "wang\u3000wu", "WANG WU", "Zhao", "Zhao"]
    frame = contacts(name=names, account_id=["A", "A", "A", "A", "B"])
    assert contact_duplicates(build_client(None, {"contacts": frame})).value == pytest.approx(2 / 20)


def test_better_contacts_score_higher():
    poor = contacts(
        title=[None] * 15,
        phone=["1"] * 15,
        updated_on=pd.to_datetime(["2020-01-01"] * 15),
        name=["Li"] * 15,
    )
    for indicator in (contact_completeness, contact_validity, contact_currentness, contact_duplicates):
        assert score(indicator, contacts=poor) < score(indicator, contacts=contacts())


def activity(collecting: int, analysing: int, date: str = "2026-09-01") -> pd.DataFrame:
    """Users U0 … create, of whom the first ones also search; V logs in only."""
    users = [f"U{i}" for i in range(collecting)] + [f"U{i}" for i in range(analysing)] + ["V"]
    actions = ["create"] * collecting + ["search"] * analysing + ["login"]
    return pd.DataFrame({"user_id": users, "date": pd.to_datetime([date] * len(users)), "action": actions})


def test_crm_shares_are_of_seats_not_of_users():
    client = build_client({"crm_seats": {"sales": 15, "service": 5}}, {"crm_activity": activity(12, 3)})
    assert crm_collecting(client).value == pytest.approx(12 / 20)
    assert crm_analysing(client).value == pytest.approx(3 / 20)
    assert crm_give_and_take(client).value == pytest.approx(3 / 12)


def test_crm_without_seats_or_with_an_old_log_says_no_data():
    assert crm_collecting(build_client(None, {"crm_activity": activity(12, 3)})).outcome == Outcome.NO_DATA
    old = {"crm_activity": activity(12, 3, "2026-06-30")}
    client = build_client({"crm_seats": {"sales": 20}}, old)
    assert crm_analysing(client).outcome == Outcome.NO_DATA
    assert crm_give_and_take(client).outcome == Outcome.NO_DATA


def test_more_use_scores_higher():
    for indicator in (crm_collecting, crm_analysing, crm_give_and_take):
        assert score(indicator, crm_activity=activity(10, 2)) < score(
            indicator, crm_activity=activity(16, 15)
        )


def programme(planned: list[float], actual: list[float], **more: list) -> pd.DataFrame:
    """Lines of resources that each need 100, due before as_of."""
    n = len(planned)
    columns = {
        "item": [f"line {i}" for i in range(n)],
        "kind": ["people"] * n,
        "period": ["2026"] * n,
        "required": [100.0] * n,
        "planned": planned,
        "actual": actual,
        "owner_role": ["head_of_kam"] * n,
        "approved_on": pd.to_datetime(["2026-01-05"] * n),
        "due_on": pd.to_datetime(["2026-06-30"] * n),
    }
    return pd.DataFrame({**columns, **more})


def test_resourcing_is_capped_line_by_line():
    frame = programme([50, 200, 100, 25, 75], [0] * 5)
    found = programme_resourcing(build_client(None, {"programme": frame}))
    assert found.value == pytest.approx((0.5 + 1 + 1 + 0.25 + 0.75) / 5)
    assert found.series == {"by_kind": {"people": pytest.approx(0.7)}}


def test_goals_are_no_resources():
    frame = programme([50] * 5, [50] * 5, kind=["goal"] * 5)
    assert programme_resourcing(build_client(None, {"programme": frame})).outcome == Outcome.NO_DATA


def test_ownership_needs_owner_and_approval_by_as_of():
    approved = pd.to_datetime(["2026-01-05", "2026-10-05", None, "2026-01-05", "2026-01-05"])
    owners = ["head_of_kam", "head_of_kam", "head_of_kam", None, "head_of_it"]
    frame = programme([1] * 5, [1] * 5, owner_role=owners, approved_on=approved)
    assert programme_ownership(build_client(None, {"programme": frame})).value == pytest.approx(2 / 5)


def test_deviation_counts_lines_that_are_over():
    due = pd.to_datetime(["2026-06-30"] * 5 + ["2026-12-31"])
    frame = programme([100.0] * 6, [110, 80, 100, 150, 95, 0], due_on=due)
    found = budget_deviation(build_client(None, {"programme": frame}))
    assert (found.value, found.n) == (pytest.approx(0.10), 5)


def test_better_programmes_score_higher():
    good = programme([100.0] * 6, [100.0] * 6)
    poor = programme([50.0] * 6, [90.0] * 6, owner_role=[None] * 5 + ["head_of_it"])
    for indicator in (programme_resourcing, programme_ownership, budget_deviation):
        assert score(indicator, programme=poor) < score(indicator, programme=good)


def documents(created: str, first_read: str, count: int = 10, reader: str = "rnd") -> pd.DataFrame:
    """Documents of sales about account A: read at once at home, and once by the reader."""
    rows = {
        "document_id": [f"D{i}" for i in range(count)] * 2,
        "account_id": ["A"] * 2 * count,
        "author_department": ["sales"] * 2 * count,
        "created_on": pd.to_datetime([created] * 2 * count),
        "reader_department": ["sales"] * count + [reader] * count,
        "read_on": pd.to_datetime([created] * count + [first_read] * count),
    }
    return pd.DataFrame(rows)


def test_delay_is_the_median_to_the_first_outside_reading():
    found = document_delay(build_client(None, {"documents": documents("2026-06-01", "2026-06-05")}))
    assert (found.value, found.n) == (4, 10)


def test_a_document_that_only_its_authors_read_says_nothing_of_speed():
    frame = documents("2026-08-01", "2026-08-02", reader="sales")
    assert document_delay(build_client(None, {"documents": frame})).outcome == Outcome.NO_DATA


def test_reuse_counts_outside_readings_after_ninety_days():
    late, early = documents("2026-01-01", "2026-05-01", 4), documents("2026-01-01", "2026-02-01", 8)
    early["document_id"] = "E" + early["document_id"]
    found = document_reuse(build_client(None, {"documents": pd.concat([late, early])}))
    assert (found.value, found.n) == (pytest.approx(4 / 12), 12)


def test_better_documents_score_higher():
    slow, fast = documents("2026-01-01", "2026-01-20"), documents("2026-01-01", "2026-01-02")
    assert score(document_delay, documents=slow) < score(document_delay, documents=fast)
    again = documents("2026-01-01", "2026-06-01")
    assert score(document_reuse, documents=fast) < score(document_reuse, documents=again)


def measures(weights: list[float], horizons: list[float | None], kinds: list[str | None]) -> pd.DataFrame:
    """Measures in use."""
    names = [f"m{i}" for i in range(len(weights))]
    return pd.DataFrame({"measure": names, "weight": weights, "horizon_months": horizons, "kind": kinds})


def test_long_term_weight_counts_horizon_or_kind():
    frame = measures(
        [40, 10, 20, 20, 10, 99],
        [3, 12, 1, 3, None, None],
        ["financial"] * 2 + ["customer"] * 1 + ["financial"] * 2 + [None],
    )
    found = long_term_measures(build_client(None, {"measures": frame}))
    assert (found.value, found.n) == (pytest.approx(30 / 100), 5)


def test_longer_measures_score_higher():
    short = measures([20] * 5, [3] * 5, ["financial"] * 5)
    longer = measures([20] * 5, [3, 3, 3, 24, 24], ["financial"] * 5)
    assert score(long_term_measures, measures=short) < score(long_term_measures, measures=longer)
