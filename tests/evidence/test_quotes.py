"""Words of interviewees are told of large groups only, each person once, and never with what tells who is meant."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from kamnb.evidence.quotes import may_be_told, persons, read_quotes
from kamnb.findings.quoted import with_quotes
from kamnb.instrument.thresholds import threshold
from kamnb.model import Finding, Quote
from kamnb.report.build import without_notes
from kamnb.report.findings import evidence_lines
from kamnb.sources.client import build_client

SAID = "nobody here has ever read such a plan"


def talks(
    n: int, level: str = "manager", side: str = "firm", clause: str = "S1", **more: object
) -> pd.DataFrame:
    rows = [
        {
            "interview_id": f"{level}{i}",
            "person_id": f"{level}-{i}",
            "side": side,
            "account_id": f"A{i}" if side == "account" else None,
            "level": level,
            "clause": clause,
            "stance": "-2",
            "quote": f"{SAID}, said {'abcdefghij'[i]}",
            **more,
        }
        for i in range(n)
    ]
    return pd.DataFrame(rows)


def quoted(*frames: pd.DataFrame, clauses=("S1",), **settings: object) -> tuple[Quote, ...]:
    return read_quotes(build_client(settings or None, {"interviews": pd.concat(frames)}), clauses)


@pytest.mark.parametrize(("n", "told"), [(4, 0), (5, 5), (7, 7)])
def test_only_groups_of_the_minimum_are_quoted(n, told):
    assert len(quoted(talks(n))) == told
    assert len(quoted(talks(n, side="account"))) == told


def test_the_minimum_is_the_client_s():
    assert quoted(talks(6), anonymity={"minimum": 7}) == ()


def test_a_few_executives_are_quoted_as_leadership_or_not_at_all():
    assert quoted(talks(2, "executive")) == ()
    found = quoted(talks(2, "executive"), talks(3))
    assert len(found) == 5 and {q.group for q in found} == {"leadership"}
    assert {q.group for q in quoted(talks(2, "frontline"), talks(5))} == {"leadership"}


def test_many_people_of_one_account_are_one():
    assert quoted(talks(8, side="account", account_id="A1")) == ()


def test_statements_of_nobody_known_are_not_quoted():
    assert quoted(talks(8, person_id=None)) == ()


def test_each_person_is_quoted_once():
    found = quoted(talks(5), talks(5, clause="S2"), clauses=("S1", "S2"))
    assert len(found) == 5


def test_a_client_may_say_no():
    assert quoted(talks(6), quotes=False) == ()


def test_what_says_neither_is_not_quoted():
    assert quoted(talks(6, stance="0")) == ()


@pytest.fixture
def client():
    accounts = pd.DataFrame({"account_id": ["C007"], "name": ["江苏鑫源重工股份有限公司"]})
    managers = pd.DataFrame({"manager_id": ["M1"], "name": ["Jane Roe"]})
    return build_client(None, {"accounts": accounts, "managers": managers})


@pytest.mark.parametrize(
    "text",
    [
        "鑫源的人说我们报价慢得没法等",
        "这件事最后还是王总一个人说了算",
        "小李一走，客户就没有人管了",
        "that was decided by Mr. Smith alone, as ever",
        "有事就打电话 13812345678 找我们",
        "write to roe@example.com and you get an answer",
        "太短",
        "x" * 500,
    ],
)
def test_words_that_tell_who_is_meant_are_left_out(client, text):
    assert may_be_told(client, text) == ""


def test_names_and_ids_of_the_tables_are_replaced(client):
    assert (
        may_be_told(client, "Jane Roe decides it, whatever C007 wants")
        == "[…] decides it, whatever K01 wants"
    )
    full = may_be_told(client, "江苏鑫源重工股份有限公司的询价等了二十天")
    assert full == "K01的询价等了二十天"


@pytest.mark.parametrize(
    "text", ["五个点以上的折扣要走到总经理", "老客户和小客户一样对待", "the manager said so"]
)
def test_offices_are_no_persons(text):
    assert not persons().search(text)


def finding(clause: str, kind: str = "gap") -> Finding:
    return Finding(f"{clause}-{kind}", clause, kind, 2, 0.9, {}, {}, ())


def test_a_few_an_area_each_beside_a_finding_that_says_the_same():
    quotes = [Quote(f"S{i}", "leadership", -2, f"words {i}") for i in range(1, 6)]
    found = with_quotes([finding(f"S{i}") for i in range(1, 6)], quotes)
    assert [len(f.quotes) for f in found] == [1] * int(threshold("quotes_per_area")) + [0, 0]
    assert all(q.clause == f.clause for f in found for q in f.quotes)
    (praise,) = with_quotes([finding("S1")], [Quote("S1", "leadership", 2, "all is well here")])
    assert praise.quotes == ()
    (strength,) = with_quotes([finding("S1", "strength")], [Quote("S1", "leadership", 2, "all is well here")])
    assert strength.quotes
    assert with_quotes([finding("S1", "level_gap")], quotes)[0].quotes == ()


def test_the_demo_s_quotations_are_internal_and_bear_no_name(demo, demo_diagnosis, instrument):
    form = json.loads(demo_diagnosis.to_json())
    told = [q for f in form["findings"] for q in f["quotes"]]
    assert told and {q["group"] for q in told} <= {"leadership", "account"}
    names = [*demo.frame("accounts")["name"], *demo.frame("managers")["name"].dropna()]
    assert not any(name in q["text"] for q in told for name in names)
    by_area = pd.Series([f["clause"][0] for f in form["findings"] for _ in f["quotes"]]).value_counts()
    assert by_area.max() <= threshold("quotes_per_area")
    shown = next(f for f in form["findings"] if f["quotes"])
    assert any(shown["quotes"][0]["text"] in line["zh"] for line in evidence_lines(instrument, form, shown))
    assert not any(f["quotes"] for f in without_notes(form)["findings"])
