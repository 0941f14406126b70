"""Is the made-up demo client complete, small, made up in so many words, and what its script makes?"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from kamnb.instrument.load import load_instrument
from kamnb.sources.check import check_client, read_client
from kamnb.sources.contract import load_contract

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "client_data" / "demo"
TABLES = sorted(load_contract().tables)
LIMIT = 2_000_000


def read_rows(table: str) -> list[dict[str, str]]:
    with (DEMO / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_the_contract_is_there_with_every_column(table: str) -> None:
    rows = read_rows(table)
    assert rows
    assert list(load_contract().tables[table].columns) == [name for name in rows[0] if "." not in name]


def test_the_folder_holds_nothing_else_and_is_small() -> None:
    names = {path.name for path in DEMO.iterdir()}
    assert names == {f"{table}.csv" for table in TABLES} | {"client.yml", "judgement.yml", "README.md"}
    assert sum(path.stat().st_size for path in DEMO.iterdir()) <= LIMIT


def test_the_script_gives_the_committed_bytes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_demo.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True, capture_output=True)
    changed = [p.name for p in sorted(DEMO.iterdir()) if (tmp_path / p.name).read_bytes() != p.read_bytes()]
    assert not changed, f"run scripts/make_demo.py and commit: {changed}"


def test_readme_and_name_say_that_it_is_made_up() -> None:
    readme = (DEMO / "README.md").read_text(encoding="utf-8")
    settings = read_client(DEMO, load_instrument().items()).settings
    assert "This company is made up" in readme and "本公司纯属虚构" in readme
    assert "虚构" in settings.name["zh"] and "made up" in settings.name["en"]


def test_check_finds_no_error() -> None:
    found = check_client(DEMO, load_instrument().items())
    assert [str(problem) for problem in found if problem.severity == "error"] == []


def test_survey_asks_each_person_only_what_the_instrument_asks() -> None:
    items = {item.id: item for item in load_instrument().items()}
    rows = read_rows("survey")
    assert {name for name in rows[0] if "." in name} == set(items)
    wrong = [
        (row["respondent_id"], name)
        for row in rows
        for name, item in items.items()
        if row[name]
        and not (
            row["side"] == item.side
            and row["level"] in item.levels
            and (not item.roles or row["role"] in item.roles)
        )
    ]
    assert wrong == []


def test_respondents_are_as_told() -> None:
    rows = read_rows("survey")
    levels = [row["level"] for row in rows if row["side"] == "firm"]
    assert [levels.count(level) for level in ("executive", "manager", "frontline")] == [7, 31, 118]
    assert len({row["account_id"] for row in rows if row["side"] == "account"}) == 17


def test_interviews_speak_of_every_clause() -> None:
    rows = read_rows("interviews")
    assert {row["clause"] for row in rows} == {clause.id for clause in load_instrument().clauses()}
    assert len({row["interview_id"] for row in rows}) == 15
    assert 4 <= len({row["interview_id"] for row in rows if row["side"] == "account"}) <= 6


@pytest.mark.parametrize(
    ("table", "column", "of", "key"),
    [
        ("accounts", "owner_id", "managers", "manager_id"),
        ("accounts", "previous_owner_id", "managers", "manager_id"),
        ("accounts", "parent_id", "accounts", "account_id"),
        ("resource_requests", "manager_id", "managers", "manager_id"),
        ("time_use", "manager_id", "managers", "manager_id"),
        ("ratings", "manager_id", "managers", "manager_id"),
        ("touchpoints", "manager_id", "managers", "manager_id"),
        ("receivables", "invoice_id", "ledger", "invoice_id"),
        *(
            (table, "account_id", "accounts", "account_id")
            for table in TABLES
            if table not in ("accounts", "ledger")
        ),
    ],
)
def test_ids_point_at_something(table: str, column: str, of: str, key: str) -> None:
    used = {row[column] for row in read_rows(table) if row.get(column)}
    assert used <= {row[key] for row in read_rows(of)}


@pytest.mark.parametrize(
    ("table", "first", "then"),
    [
        ("accounts", "since", "owner_since"),
        ("accounts", "since", "key_since"),
        ("accounts", "key_since", "key_until"),
        ("accounts", "owner_since", "lost_on"),
        ("plans", "approved_on", "updated_on"),
        ("opportunities", "opened_on", "closed_on"),
        ("requirements", "raised_on", "assigned_on"),
        ("requirements", "assigned_on", "closed_on"),
        ("managers", "hired_on", "left_on"),
        ("resource_requests", "requested_on", "granted_on"),
        ("disputes", "opened_on", "closed_on"),
        ("documents", "created_on", "read_on"),
        ("alliances", "since", "last_used_on"),
    ],
)
def test_dates_are_in_order(table: str, first: str, then: str) -> None:
    rows = read_rows(table)
    assert [row for row in rows if row[first] and row[then] and row[first] > row[then]] == []


def test_the_gaps_of_real_data_are_there() -> None:
    ledger, accounts = read_rows("ledger"), read_rows("accounts")
    listed = {row["account_id"] for row in accounts}
    assert any(row["account_id"] not in listed for row in ledger)
    assert any(float(row["revenue"]) < 0 for row in ledger)
    assert any(not row["direct_cost"] for row in ledger)
    assert any(row["is_key"] == "true" and row["lost_on"] for row in accounts)
    assert any(not row["share_of_wallet"] for row in accounts)
    assert {row["manager_id"] for row in read_rows("managers")} - {row["owner_id"] for row in accounts}
    assert any(not row["closed_on"] for row in read_rows("disputes"))
