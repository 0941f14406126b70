"""Measures by hand: one number a manager, account, department or region, from a few rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamnb.causes import measures_accounts as a
from kamnb.causes import measures_groups as g
from kamnb.causes import measures_managers as m
from kamnb.causes.claims import load_claims
from kamnb.causes.measure import functions, take
from kamnb.causes.units import controls, sizes
from kamnb.simulation import simulate_client
from kamnb.sources.client import ClientData, build_client

MANAGERS = {"manager_id": ["M1", "M2", "M3"], "department": "kam"}
ACCOUNTS = {
    "account_id": ["A1", "A2", "A3", "A4"],
    "name": ["a", "b", "c", "d"],
    "is_key": True,
    "owner_id": ["M1", "M1", "M2", "M2"],
    "region": ["East", "East", "West", "West"],
}


def client(**tables: Any) -> ClientData:
    """A client of these tables."""
    frames = {"managers": MANAGERS, "accounts": ACCOUNTS, **tables}
    return build_client(None, {name: pd.DataFrame(rows) for name, rows in frames.items()})


def test_pay_is_cut_by_horizon_and_by_team() -> None:
    pay = {"bonus_short_term": [60, 100, 0], "bonus_long_term": [20, 0, 0], "bonus_team": [20, 0, 0]}
    given = client(managers={**MANAGERS, **pay})
    assert m.long_term_pay(given)[["M1", "M2"]].tolist() == [0.2, 0.0]
    assert m.team_pay(given)[["M1", "M2"]].tolist() == [0.2, 0.0]
    assert np.isnan(m.long_term_pay(given)["M3"])


def test_standing_counts_what_is_known() -> None:
    posts = {
        "grade": [5, 7, 9],
        "reports_to_level": ["manager", "executive", None],
        "approval_limit": [None] * 3,
    }
    found = m.standing(client(managers={**MANAGERS, **posts}))
    assert found["M3"] == pytest.approx(1.0) and found["M1"] == pytest.approx((-1 - 0.5**0.5) / 2)


def meetings(manager: str, account: str, *kinds: str, ours: str = "kam") -> list[dict[str, Any]]:
    """One meeting of each kind."""
    return [
        {
            "account_id": account,
            "manager_id": manager,
            "date": "2026-03-01",
            "kind": k,
            "our_department": ours,
        }
        for k in kinds
    ]


def test_meetings_are_counted_by_who_held_them() -> None:
    rows = meetings("M1", "A1", "meal", "gift", "visit", "training") + meetings(
        "M1", "A3", "visit", ours="rnd"
    )
    rows += meetings("M2", "A3", "meal")
    rows.append({**meetings("M2", "A3", "meal")[0], "date": "2019-01-01"})
    table = pd.DataFrame(rows).assign(touchpoint_id=[f"T{i}" for i in range(len(rows))])
    given = client(touchpoints=table)
    assert m.meetings_beyond_hospitality(given).dropna().to_dict() == {"M1": 0.6}
    assert m.meetings_that_help(given)["M1"] == 0.2 and m.meetings_of_others(given)["M1"] == 0.2
    owned = client(touchpoints=table.assign(manager_id=None))
    assert m.meetings(owned).loc["M1", "n"] == 4 and m.meetings(owned).loc["M2", "n"] == 2


def test_teams_count_departments_that_do_not_sell() -> None:
    rows = [
        ("A1", "X1", "kam"),
        ("A1", "X2", "rnd"),
        ("A1", "X3", "service"),
        ("A2", "X1", "kam"),
        ("A3", "X4", "rnd"),
    ]
    teams = pd.DataFrame(rows, columns=["account_id", "member_id", "department"]).assign(level="manager")
    assert m.team_departments(client(teams=teams)).to_dict() == {"M1": 1.0, "M2": 1.0}


def test_loyalty_weighs_recommendation_and_share_alike_and_goes_to_the_owner() -> None:
    known = {"nps": [10.0, 8, 6, 4], "share_of_wallet": [0.1, None, None, 0.5]}
    given = client(accounts={**ACCOUNTS, **known})
    z = (10 - 7) / np.std([10, 8, 6, 4], ddof=1)
    assert a.loyalty(given)["A1"] == pytest.approx((z - 0.5**0.5) / 2)
    assert m.loyalty_of_own(given)["M1"] == pytest.approx(a.loyalty(given)[["A1", "A2"]].mean())


def lines(account: str, *months: str, revenue: float = 100.0) -> list[dict[str, Any]]:
    """One invoice line in each month."""
    return [{"account_id": account, "date": f"{month}-10", "revenue": revenue} for month in months]


def test_a_lost_account_is_not_small_and_stands_lowest_in_change() -> None:
    before = [f"2025-{i:02}" for i in range(1, 7)]
    rows = lines("A1", *before) + lines("A2", *before, *[f"2026-{i:02}" for i in range(1, 7)])
    given = client(ledger=rows)
    assert sizes(given)["A1"] == sizes(given)["A2"] == pytest.approx(np.log(1200))
    change = a.revenue_change(given)
    assert change["A1"] == pytest.approx(np.log(6 / 606)) and change["A2"] == pytest.approx(0.0)


def test_accounts_count_for_the_manager_who_left_with_them() -> None:
    table = {
        **ACCOUNTS,
        "owner_id": ["M2", "M2", "M2", "M2"],
        "previous_owner_id": ["M1", "M1", None, None],
        "lost_on": ["2026-05-01", None, None, None],
    }
    months = [f"{y}-{i:02}" for y in (2024, 2025, 2026) for i in range(1, 13) if (y, i) < (2026, 10)]
    gone = {**MANAGERS, "left_on": ["2026-01-01", None, "2010-01-01"]}
    ledger = [line for account in ACCOUNTS["account_id"] for line in lines(account, *months)]
    given = client(managers=gone, accounts=table, ledger=ledger)
    assert m.manager_left(given).to_dict() == {"M1": 1.0, "M2": 0.0}
    assert m.own_accounts_lost(given).to_dict() == {"M1": 0.5, "M2": 0.0}


def test_crm_counts_who_never_came_as_nothing() -> None:
    rows = [("M1", "create")] * 6 + [("M1", "search")] * 2 + [("M1", "login")] * 9 + [("M2", "report")]
    crm = pd.DataFrame(rows, columns=["user_id", "action"]).assign(date="2026-08-01")
    given = client(crm_activity=crm)
    assert m.crm_take(given).to_dict() == {"M1": 0.25, "M2": 1.0, "M3": 0.0}
    assert m.crm_entries(given).to_dict() == {"M1": np.log1p(6 / 52), "M2": 0.0, "M3": 0.0}
    assert m.crm_take(client(crm_activity=crm.assign(user_id="nobody"))).empty


def test_contacts_are_usable_cell_by_cell() -> None:
    table = pd.DataFrame(
        {
            "contact_id": [f"C{i}" for i in range(5)],
            "account_id": "A1",
            "owner_id": "M1",
            "title": ["Buyer"] * 5,
            "level": ["manager"] * 4 + [None],
            "email": ["a@b.com", "none", None, "x", "c@d.cn"],
            "phone": ["13812345670"] * 5,
            "buying_role": ["buy", None, None, None, None],
        }
    )
    given = client(contacts=table)
    assert m.contacts_filled(given)["M1"] == (5 + 4 + 2 + 5) / 20
    assert m.contact_roles_known(given)["M1"] == 0.2
    assert g.roles_known_by_region(given).to_dict() == {"region/East": 0.2}
    assert g.contacts_filled_by_region(given).to_dict() == {"region/East": 0.8}


def test_rules_time_and_ratings() -> None:
    requests = pd.DataFrame(
        {
            "request_id": [f"R{i}" for i in range(6)],
            "manager_id": ["M1"] * 5 + ["M2"],
            "department": "rnd",
            "requested_on": "2026-06-01",
            "granted_on": "2026-06-03",
            "outcome": "granted",
            "decided_by": ["rule", "rule", "owner", "executive", "executive", "rule"],
        }
    )
    hours = pd.DataFrame(
        {
            "manager_id": "M1",
            "week": "1",
            "activity": ["firefighting", "team_leading", "selling"],
            "hours": [10, 20, 10],
        }
    )
    given = client(resource_requests=requests, time_use=hours)
    assert m.rule_decides(given).dropna().to_dict() == {"M1": 0.4}
    assert m.leads_not_fights(given).to_dict() == {"M1": 0.25}


def events() -> pd.DataFrame:
    """Three cases of A1 in the East: received by sales, approved by the top a day later, answered two days after that."""
    rows = []
    for case in ("Q1", "Q2", "Q3"):
        for step, (department, day) in enumerate((("sales", 1), ("executive", 2), ("rnd", 4))):
            rows.append((case, f"step {step}", department, f"2026-03-{day:02} 09:00", step == 1))
    found = pd.DataFrame(rows, columns=["case_id", "activity", "department", "timestamp", "is_approval"])
    return found.assign(account_id="A1", region="East")


def test_cases_by_account_manager_department_and_region() -> None:
    given = client(process_events=events())
    assert a.account_case_days(given).to_dict() == {"A1": pytest.approx(np.log(3))}
    assert m.case_days_of_own(given).to_dict() == {"M1": pytest.approx(np.log(3))}
    assert g.step_days(given).to_dict() == {
        "department/rnd": pytest.approx(np.log(2)),
        "region/East": pytest.approx(np.log(3)),
    }
    assert a.case_rows(given)[["approvals", "top"]].to_numpy().tolist() == [[1, 1]] * 3


def test_documents_by_author_and_about_accounts() -> None:
    table = pd.DataFrame(
        {
            "document_id": ["D1", "D1", "D2", "D3"],
            "account_id": ["A1", "A1", "A1", "A1"],
            "author_department": "rnd",
            "author_region": ["East", "East", "East", "East"],
            "created_on": "2026-05-01",
            "reader_department": ["sales", "rnd", "sales", None],
            "reader_region": ["East", "West", "East", None],
            "read_on": ["2026-05-02", "2026-05-04", "2026-05-11", None],
        }
    )
    given = client(documents=table)
    assert g.crossing(given).to_dict() == {"department/rnd": 2 / 3, "region/East": 1 / 3}
    assert g.readings(given)["department/rnd"] == pytest.approx((np.log(3) + np.log(2) + 0) / 3)
    assert a.account_documents(given)[["n", "crossing", "days"]].to_numpy().tolist() == [
        [2, 1, 2.0],
        [1, 1, 10.0],
    ]


def test_only_groups_that_may_be_shown_speak() -> None:
    people = pd.DataFrame(
        {
            "respondent_id": [f"P{i}" for i in range(10)],
            "side": "firm",
            "level": "frontline",
            "role": "other",
            "function": ["sales"] * 6 + ["rnd"] * 4,
            "region": ["East"] * 4 + ["West"] * 6,
            "S1.1": [5, 4, 3, 5, 4, 3, 1, 1, 1, 2],
        }
    )
    assert g.people_say(client(survey=people), "S1").to_dict() == {
        "department/sales": pytest.approx(75.0),
        "region/West": pytest.approx(25.0),
    }


def test_lines_due_are_the_department_s_that_answers_for_them() -> None:
    rows = [("head_of_sales", "2026-01-01", "2025-12-30"), ("head_of_sales", "2026-01-01", None)]
    rows += [("head_of_sales", "2026-02-01", "2026-03-01"), ("Board", "2026-02-01", "2026-01-01")]
    actions = pd.DataFrame(rows, columns=["owner_role", "due_on", "done_on"])
    actions = actions.assign(action_id=["1", "2", "3", "4"], recommendation="x")
    given = client(actions=actions)
    assert g.commitments_kept(given).to_dict() == {"sales": pytest.approx(1 / 3)}


def test_unknown_controls_are_middling_and_unknown_ones_of_all_are_left_out() -> None:
    posts = {**MANAGERS, "hired_on": ["2025-09-30", None, "2023-09-30"]}
    table = controls(client(managers=posts), "manager", ("size", "tenure"), pd.Index(["M1", "M2", "M3"]))
    assert list(table) == ["tenure"]
    assert table["tenure"].round(1).tolist() == [1.0, 2.0, 3.0]


@pytest.fixture(scope="module")
def made() -> ClientData:
    """A made-up firm of the middling size."""
    return simulate_client(4)[0]


@pytest.mark.parametrize(
    "name", sorted({x.id for c in load_claims() for w in c.ways for x in (w.cause, w.effect)})
)
def test_every_measure_gives_numbers_by_unit_and_none_without_its_tables(name: str, made: ClientData) -> None:
    measure = {x.id: x for c in load_claims() for w in c.ways for x in (w.cause, w.effect)}[name]
    found = take(made, measure)
    assert found.index.is_unique and np.isfinite(found).all()
    assert len(take(client(), measure)) <= len(MANAGERS["manager_id"]) + len(ACCOUNTS["account_id"])
    assert measure.function in functions()
