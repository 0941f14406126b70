"""What is written in any of the accepted forms is read back equal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamnb.sources.check_table import TableCheck
from kamnb.sources.contract import load_contract
from kamnb.sources.raw import build_raw

FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")
AS_OF = date(2100, 12, 31)


def check(table: str, column: str, texts: list[str]):
    """The typed values of one column, and the rows that were refused."""
    header = [column]
    raw = build_raw("t.csv", None, header, [pa.array(texts, pa.string())])
    checked = TableCheck(raw, load_contract().tables[table], AS_OF, duckdb.connect()).run()
    refused = [p.row for p in checked.problems if p.severity == "error" and p.key != "column-missing"]
    return checked.table[column].to_pylist(), refused


def spellings_of_amount(value: Decimal) -> list[str]:
    return [
        f"{value}",
        f"{value:,}",
        f"¥{value:,}",
        f"￥ {value}元",
        f"CNY {value:,}",
        f"{value:,}".translate(FULL_WIDTH),
        f"{value / 10000:f}万",
        f"{value / 10000:f} 万元",
        f"{value / 100000000:f}亿",
        f"({-value:,})" if value < 0 else f"+{value}",
    ]


@settings(max_examples=30)
@given(st.decimals(-99_999_999, 99_999_999, places=2))
def test_amounts(value):
    texts = spellings_of_amount(value)
    found, refused = check("ledger", "revenue", texts)
    assert refused == []
    assert found == [value.quantize(Decimal("0.0001"))] * len(texts)


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_shares(thousandths):
    share = Decimal(thousandths) / 1000
    texts = [
        f"{share}",
        f"{share * 100:f}%",
        f"{share * 100:f}％".translate(FULL_WIDTH),
        f"{share * 100:f} %",
    ]
    found, refused = check("accounts", "share_of_wallet", texts)
    assert refused == []
    assert found == [thousandths / 1000] * len(texts)


@settings(max_examples=30)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_numbers(value):
    found, refused = check("ledger", "quantity", [repr(value), f"{value!r}".translate(FULL_WIDTH)])
    assert refused == []
    assert found == [value] * 2


def spellings_of_day(day: date) -> list[str]:
    serial = (day - date(1899, 12, 30)).days
    return [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}年{day.month}月{day.day}号",
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d} 08:05:00",
        f"{day.year}/{day.month}/{day.day} 8:05",
        f"{day:%Y-%m-%d}T08:05:00Z",
        f"{day:%Y-%m-%d} 00:00:00.000000",
        f"{day:%Y-%m-%d}T08:05:00.123+08:00",
        f"{day:%Y/%m/%d} 08:05:00.123",
        f"{day.year}/{day.month}/{day.day}".translate(FULL_WIDTH),
        f"{serial}",
        f"{serial}.5",
    ]


@settings(max_examples=30)
@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_dates(day):
    texts = spellings_of_day(day)
    found, refused = check("ledger", "date", texts)
    assert refused == []
    assert found == [datetime(day.year, day.month, day.day)] * len(texts)


@settings(max_examples=30)
@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 12, 31)))
def test_moments(moment):
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    texts = [
        moment.isoformat(),
        moment.isoformat(" "),
        moment.isoformat(" ", "milliseconds"),
        f"{moment.isoformat(timespec='microseconds')}+08:00",
        f"{moment:%Y/%m/%d %H:%M:%S}",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
        f"{moment:%Y%m%d%H%M%S}",
        f"{serial!r}",
    ]
    found, refused = check("process_events", "timestamp", texts)
    assert refused == []
    assert found == [moment] * len(texts)


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("ledger", "revenue", "N/A"),
        ("ledger", "revenue", "1,2345"),
        ("ledger", "revenue", "1.234,50"),
        ("ledger", "revenue", "12-"),
        ("ledger", "revenue", "1" * 20),
        ("ledger", "quantity", "nan"),
        ("ledger", "quantity", "1e999"),
        ("ledger", "date", "2026-02-30"),
        ("ledger", "date", "30/9/2026"),
        ("ledger", "date", "1900-01-01"),
        ("ledger", "date", "2999-12-31"),
        ("ledger", "date", "12"),
        ("ledger", "tax_included", "maybe"),
        ("accounts", "share_of_wallet", "35"),
        ("accounts", "nps", "11"),
        ("survey", "S1.1", "6"),
        ("survey", "S1.1", "3.5"),
        ("plans", "actions_total", "2.5"),
        ("disputes", "resolved_by", "luck"),
        ("interviews", "stance", "-3"),
    ],
)
def test_what_is_not_of_the_type_is_refused(table, column, text):
    assert check(table, column, [text])[1] == [2]


def test_yes_and_no():
    found, refused = check("ledger", "tax_included", ["是", "Y", "TRUE", "1", "否", "n", "False", "０"])
    assert refused == []
    assert found == [True] * 4 + [False] * 4


def test_words_of_a_vocabulary_in_both_languages():
    found, _ = check("touchpoints", "kind", ["meal", "宴请", "Joint planning", "JOINT_PLANNING"])
    assert found == ["meal", "meal", "joint_planning", "joint_planning"]


def test_an_open_vocabulary_keeps_a_clients_own_words():
    found, refused = check("teams", "department", ["研发部", "华东大区"])
    assert found == ["rnd", "华东大区"]
    assert refused == []


def test_an_id_stays_text():
    assert check("ledger", "account_id", ["007", " 007", "００７"])[0] == ["007"] * 3
