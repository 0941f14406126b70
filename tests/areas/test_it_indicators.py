"""What the IT foundation's indicators say of hand-made records, of none, and of better ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
import pytest

from kamnb.areas.it.contact_rules import is_email, is_filled, is_phone, plain
from kamnb.areas.it.indicators.i1 import (
    account_duplicates,
    accounts_with_contact,
    contact_completeness,
    contact_currentness,
    contact_duplicates,
    contact_validity,
    contacts_ever_met,
    credit_code_validity,
    meetings_known_to_crm,
)
from kamnb.areas.it.indicators.i2 import crm_analysing, crm_collecting, crm_regularity
from kamnb.areas.it.indicators.i3 import crm_give_and_take
from kamnb.areas.it.indicators.i4 import programme_resourcing, resources_arrived
from kamnb.areas.it.indicators.i5 import budget_deviation, programme_ownership
from kamnb.areas.it.indicators.i6 import document_delay
from kamnb.areas.it.indicators.i7 import document_reuse
from kamnb.areas.it.indicators.i8 import long_term_measures, measures_reviewed
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
    assert all(judged(good, is_phone))
    assert not any(judged(bad, is_phone))
    assert all(judged(["a.b@x.cn", "Li@Firm-One.com.cn ", "li\uff20firm.cn"], is_email))
    assert not any(judged(["a@b", "a b@x", "@x.cn", "a@x..cn", None], is_email))
    assert not any(judged(["-", " / ", "N/A", "\u65e0", "\u5f85\u8865", "0", "", None], is_filled))


def judged(values: list[str | None], rule: Callable[[nw.Expr], nw.Expr]) -> list[bool]:
    """What does a rule say of each value?"""
    ids = [f"{i:03}" for i in range(len(values))]
    frame = pd.DataFrame({"contact_id": ids, "account_id": ["A"] * len(ids), "phone": values})
    rows = build_client(None, {"contacts": frame}).lazy("contacts")
    found = rows.select("contact_id", ok=rule(plain(nw.col("phone")))).collect("pandas").to_native()
    return list(found.sort_values("contact_id")["ok"].fillna(False))


def test_a_number_of_another_country_needs_no_chinese_form():
    assert judged(["(030) 123 4567", "4711"], lambda text: is_phone(text, chinese=False)) == [True, False]


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


def people(count: int = 60) -> pd.DataFrame:
    """Contacts of ten accounts with names, e-mails and phones of their own."""
    given = ["anna", "bernd", "clara", "dmitri", "elena", "farid", "greta", "hugo", "ines", "jonas"]
    family = ["keller", "lindqvist", "moreau", "novak", "okafor", "petrov", "quist", "rossi"]
    rows = [
        {
            "contact_id": f"C{i:04}",
            "account_id": f"A{i % 10}",
            "name": f"{given[i % 10].title()} {family[(i * 7 + i // 10) % 8].title()}",
            "title": ["buyer", "engineer", "director"][i % 3],
            "email": f"{given[i % 10]}.{family[(i * 7 + i // 10) % 8]}@firm{i % 10}.com",
            "phone": f"138{(i * 7919 + 1013) % 10**8:08}",
        }
        for i in range(count)
    ]
    return pd.DataFrame(rows)


def with_copies(frame: pd.DataFrame, rows: list[int], **changes: Callable[[str], Any]) -> pd.DataFrame:
    """The contacts, and copies of some of them under new ids with fields written differently."""
    copies = frame.iloc[rows].copy()
    copies["contact_id"] = "X" + copies["contact_id"]
    for column, change in changes.items():
        copies[column] = copies[column].map(change)
    return pd.concat([frame, copies], ignore_index=True)


def test_copies_count_once_however_they_are_written():
    reverse = lambda name: ", ".join(reversed(name.upper().split()))  # noqa: E731
    frame = with_copies(people(), [0, 7, 11], name=reverse, email=lambda _: None, title=lambda _: "boss")
    found = contact_duplicates(build_client(None, {"contacts": frame}))
    assert (found.value, found.n) == (pytest.approx(3 / 63), 63)


def test_a_person_who_is_at_two_accounts_is_counted_across():
    frame = with_copies(people(), list(range(6)), account_id=lambda _: "Z")
    found = contact_duplicates(build_client(None, {"contacts": frame}))
    assert found.value == pytest.approx(6 / 66)
    assert found.series == {"kinds": {"across": 6}, "n": 66}


def test_kinds_of_few_pairs_are_not_told():
    frame = with_copies(people(), [3, 4])
    found = contact_duplicates(build_client({"anonymity": {"minimum": 5}}, {"contacts": frame}))
    assert found.value == pytest.approx(2 / 62) and found.series["kinds"] == {"within": None}


def test_colleagues_who_share_a_line_are_two():
    frame = people()
    frame["phone"] = "01062345678"
    assert contact_duplicates(build_client(None, {"contacts": frame})).value == 0


def test_one_contact_only_is_too_few():
    found = measure_indicator(
        build_client(None, {"contacts": people(1)}), find_indicator("contact_duplicates")
    )
    assert (found.outcome, found.value) == (Outcome.TOO_FEW, None)


def test_a_column_that_is_blank_throughout_is_an_empty_field_not_an_error():
    frame = contacts(email=[None] * 20, phone=[None] * 20, name=[None] * 20)
    client = build_client(None, {"contacts": frame})
    assert contact_completeness(client).value == pytest.approx(3 / 5)
    assert contact_validity(client).outcome == Outcome.NO_DATA
    assert measure_indicator(client, find_indicator("contact_duplicates")).outcome == Outcome.NO_DATA


def test_contacts_of_unknown_accounts_leave_key_accounts_figures():
    accounts = pd.DataFrame({"account_id": ["A"], "name": ["a"], "is_key": [True]})
    frame = contacts(account_id=["ghost"] * 8)
    client = build_client(None, {"contacts": frame, "accounts": accounts})
    assert contact_completeness(client).n == 12


def test_all_contacts_are_watched_where_no_account_is_key():
    accounts = pd.DataFrame({"account_id": ["A"], "name": ["a"], "is_key": [False]})
    assert contact_completeness(build_client(None, {"contacts": contacts(), "accounts": accounts})).n == 20


def find_indicator(name: str) -> Any:
    """The indicator of that id."""
    return next(i for i in find_indicators("it") if i.id == name)


GOOD_CODES = ["91440300708461136T", "914403001922038216", "91310000132260250X", "91330100799655058B"]
"""Codes that four large firms publish on their own pages."""


def firms(names: list[str], **more: list) -> pd.DataFrame:
    """Accounts A0, A1 …"""
    return pd.DataFrame({"account_id": [f"A{i}" for i in range(len(names))], "name": names, **more})


SOUND = ["Aster", "Borealis", "Cormorant", "Dunlin", "Egret", "Fulmar", "Gannet", "Heron", "Ibis", "Jacana"]


def test_a_firm_entered_twice_is_suspected_by_name_and_by_code():
    names = [f"{name} Pumps Ltd" for name in SOUND] + ["Aster Pumps Limited", "Something Else Inc"]
    codes = [None] * 10 + [None, GOOD_CODES[0]]
    codes[3] = GOOD_CODES[0]
    found = account_duplicates(build_client(None, {"accounts": firms(names, credit_code=codes)}))
    assert (found.value, found.n) == (pytest.approx(2 / 12), 12)
    kinds = {(p["left"], p["right"]): p["kind"] for p in found.series["suspected"]}
    assert set(kinds.values()) == {"code", "name"}


def test_a_subsidiary_of_the_same_name_is_no_duplicate():
    names = [f"{name} Pumps Ltd" for name in SOUND] + ["Aster Pumps GmbH"]
    parents = [None] * 10 + ["A0"]
    found = account_duplicates(build_client(None, {"accounts": firms(names, parent_id=parents)}))
    assert found.value == 0


def test_credit_codes_are_counted_where_one_was_entered():
    codes = [
        *GOOD_CODES,
        GOOD_CODES[0].lower(),
        "91440300708461163T",
        "0",
        "-",
        None,
        "\uff19" + GOOD_CODES[1][1:],
    ]
    client = build_client(None, {"accounts": firms([f"firm {i}" for i in range(10)], credit_code=codes)})
    found = credit_code_validity(client)
    assert (found.value, found.n) == (pytest.approx(6 / 8), 8)
    other = build_client({"currency": "EUR"}, {"accounts": firms(["a"], credit_code=["HRB 1"])})
    assert credit_code_validity(other).outcome == Outcome.NOT_APPLICABLE


def test_better_account_data_scores_higher():
    names = [f"{name} Pumps Ltd" for name in SOUND]
    twice = firms(names + names[:4])
    assert score(account_duplicates, accounts=twice) < score(account_duplicates, accounts=firms(names))
    good, bad = (firms(names, credit_code=[code] * 10) for code in (GOOD_CODES[0], "12345"))
    assert score(credit_code_validity, accounts=bad) < score(credit_code_validity, accounts=good)


def test_better_contacts_score_higher():
    poor = contacts(title=[None] * 15, phone=["1"] * 15, updated_on=pd.to_datetime(["2020-01-01"] * 15))
    for indicator in (contact_completeness, contact_validity, contact_currentness):
        assert score(indicator, contacts=poor) < score(indicator, contacts=contacts())
    twice = with_copies(people(), list(range(20)))
    assert score(contact_duplicates, contacts=twice) < score(contact_duplicates, contacts=people())


def encounters(**functions: list[str | None]) -> dict[str, pd.DataFrame]:
    """Six accounts: contacts in rnd and finance, one meeting with rnd in each, invoiced this year."""
    ids = [f"A{i}" for i in range(6)]
    tables = {
        "accounts": pd.DataFrame({"account_id": ids, "name": ids, "is_key": [True] * 6}),
        "contacts": pd.DataFrame(
            {
                "contact_id": [f"C{i}" for i in range(12)],
                "account_id": ids * 2,
                "function": ["rnd"] * 6 + ["finance"] * 6,
                "email": ["a@b.cn"] * 12,
            }
        ),
        "touchpoints": pd.DataFrame(
            {
                "touchpoint_id": ids,
                "account_id": ids,
                "date": pd.to_datetime(["2026-03-01"] * 6),
                "kind": ["visit"] * 6,
                "their_function": ["rnd"] * 6,
            }
        ),
        "ledger": pd.DataFrame(
            {"account_id": ids, "date": pd.to_datetime(["2026-02-01"] * 6), "revenue": [10.0] * 6}
        ),
    }
    tables["touchpoints"]["their_function"] = functions.get("met", ["rnd"] * 6)
    tables["contacts"]["function"] = functions.get("known", ["rnd"] * 6 + ["finance"] * 6)
    return tables


def test_half_of_the_functions_known_were_ever_met():
    found = contacts_ever_met(build_client(None, encounters()))
    assert (found.value, found.n) == (pytest.approx(6 / 12), 6)
    assert [(f["function"], f["share"]) for f in found.series["functions"]] == [("finance", 0), ("rnd", 1)]


def test_meetings_with_functions_that_no_contact_has_are_unknown():
    found = meetings_known_to_crm(build_client(None, encounters(met=["rnd"] * 4 + ["production"] * 2)))
    assert (found.value, found.n) == (pytest.approx(4 / 6), 6)


def test_a_blank_function_on_either_side_cannot_be_told():
    known = ["rnd"] * 5 + [None] + ["finance"] * 6
    client = build_client(None, encounters(met=["rnd"] * 4 + [None, "production"], known=known))
    assert meetings_known_to_crm(client).n == 4
    assert contacts_ever_met(client).value == pytest.approx((4 * 1) / (4 * 2 + 1))


def test_an_invoiced_account_without_a_way_to_reach_anyone_is_named_by_code():
    tables = encounters()
    tables["contacts"].loc[[0, 6], "email"] = [None, "-"]
    found = accounts_with_contact(build_client(None, tables))
    assert (found.value, found.n) == (pytest.approx(5 / 6), 6)
    assert found.series == {"without": ["K01"]}


def test_accounts_without_an_invoice_are_not_asked_for_a_contact():
    tables = encounters()
    tables["ledger"] = tables["ledger"].iloc[:0]
    assert accounts_with_contact(build_client(None, tables)).outcome == Outcome.NO_DATA


def test_better_agreement_with_what_happens_scores_higher():
    good, poor = encounters(), encounters(met=["production"] * 6)
    for indicator in (meetings_known_to_crm, contacts_ever_met):
        assert score(indicator, **poor) < score(indicator, **good)
    unreachable = encounters()
    unreachable["contacts"]["email"] = None
    assert score(accounts_with_contact, **unreachable) < score(accounts_with_contact, **good)


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


def weekly(users: int, weeks: int) -> pd.DataFrame:
    """Users who each update once a week for so many weeks back from as_of, and one who only logs in."""
    rows = [
        (f"U{i}", pd.Timestamp("2026-09-30") - pd.Timedelta(weeks=k), "update")
        for i in range(users)
        for k in range(weeks)
    ]
    rows.append(("V", pd.Timestamp("2026-09-30"), "login"))
    return pd.DataFrame(rows, columns=["user_id", "date", "action"])


def test_regular_use_takes_nine_weeks_of_thirteen():
    client = build_client({"crm_seats": {"sales": 20}}, {"crm_activity": weekly(8, 9)})
    found = crm_regularity(client)
    assert (found.value, found.n) == (pytest.approx(8 / 20), 20)
    assert [(c["from"], c["to"], c["users"]) for c in found.series["classes"]] == [
        (0, 0, 12),
        (1, 4, 0),
        (5, 8, 0),
        (9, 13, 8),
    ]
    assert (
        crm_regularity(build_client({"crm_seats": {"sales": 20}}, {"crm_activity": weekly(8, 8)})).value == 0
    )


def test_classes_of_few_persons_are_joined():
    frame = pd.concat([weekly(8, 9), weekly(2, 3).assign(user_id=lambda f: "W" + f["user_id"])])
    found = crm_regularity(build_client({"crm_seats": {"sales": 20}}, {"crm_activity": frame}))
    assert all(c["users"] == 0 or c["users"] >= 5 for c in found.series["classes"])
    assert sum(c["users"] for c in found.series["classes"]) == 20


def test_use_is_told_by_function_of_enough_seats():
    frame = activity(6, 3).assign(function="sales")
    client = build_client({"crm_seats": {"sales": 10, "service": 4}}, {"crm_activity": frame})
    assert crm_collecting(client).series == {
        "functions": [{"function": "sales", "seats": 10, "collects": 0.6, "analyses": 0.3}]
    }


def test_more_regular_use_scores_higher():
    assert score(crm_regularity, crm_activity=weekly(4, 9)) < score(
        crm_regularity, crm_activity=weekly(12, 13)
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
    row = {"kind": "people", "n": 5, "over": 5, "planned": pytest.approx(0.9), "actual": 0.0}
    assert found.series == {"kinds": [row]}


def test_what_arrived_is_capped_line_by_line():
    frame = programme([100, 100, 50, 100, 10], [50, 200, 50, 0, 10])
    found = resources_arrived(build_client(None, {"programme": frame}))
    assert (found.value, found.n) == (pytest.approx((0.5 + 1 + 1 + 0 + 1) / 5), 5)


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


def test_more_of_the_plan_arriving_scores_higher():
    part, whole = programme([100.0] * 6, [60.0] * 6), programme([100.0] * 6, [100.0] * 6)
    assert score(resources_arrived, programme=part) < score(resources_arrived, programme=whole)


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


def test_the_mix_adds_up_to_all_weight():
    frame = measures([40, 10, 20, 30], [3, 1, 12, None], ["financial", "financial", "customer", None])
    frame.loc[3, "horizon_months"] = 24
    frame.loc[4] = ["m4", 25, None, "process"]
    found = long_term_measures(build_client(None, {"measures": frame})).series["kinds"]
    assert [row["kind"] for row in found] == ["financial", "customer", "process", "unknown"]
    assert sum(row[part] for row in found for part in ("short", "middle", "long", "open")) == pytest.approx(1)
    assert found[2]["open"] == pytest.approx(25 / 125)


def test_reviews_of_the_last_year_count():
    frame = measures([20] * 5, [3] * 5, ["financial"] * 5)
    frame["reviewed_on"] = pd.to_datetime(["2026-01-01", "2025-09-30", None, "2026-09-30", "2025-10-01"])
    found = measures_reviewed(build_client(None, {"measures": frame}))
    assert (found.value, found.n) == (pytest.approx(3 / 5), 5)
    later = frame.assign(reviewed_on=pd.to_datetime(["2026-06-01"] * 5))
    assert score(measures_reviewed, measures=frame) < score(measures_reviewed, measures=later)
