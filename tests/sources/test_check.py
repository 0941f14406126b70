"""The door: every problem of every table at once, and a count of what was left out."""

from __future__ import annotations

import openpyxl
import pytest

from kamnb.errors import InputError
from kamnb.sources.check import check_client, read_client

LEDGER = "account_id,date,revenue\n"


def keys(problems, severity="error"):
    return [problem.key for problem in problems if problem.severity == severity]


def test_the_smallest_client(make_client):
    client = read_client(make_client())
    assert client.tables == ("accounts",)
    assert client.name == "demo"
    assert client.frame("accounts")["is_key"].tolist() == [True, False]


def test_an_empty_folder_is_one_problem(make_client):
    assert keys(check_client(make_client({"client.yml": None, "accounts.csv": None}))) == ["no-settings"]


def test_a_folder_that_is_not_there_is_one_problem(tmp_path):
    assert keys(check_client(tmp_path / "nowhere")) == ["no-folder"]


@pytest.mark.parametrize("accounts", [None, "account_id,name\n"])
def test_client_yml_alone_is_not_enough(make_client, accounts):
    assert keys(check_client(make_client({"accounts.csv": accounts}))) == ["no-tables"]


def test_client_yml_that_is_not_yaml_is_one_problem(make_client):
    assert keys(check_client(make_client({"client.yml": "a: [b\nc"}))) == ["yaml-syntax"]


def test_a_word_for_unknown_in_revenue(make_client):
    with pytest.raises(InputError) as caught:
        read_client(make_client({"ledger.csv": LEDGER + "007,2026-01-01,1\n008,2026-01-01,N/A\n"}))
    problem = caught.value.problems[0]
    assert problem.to_dict() == {
        "file": "ledger.csv",
        "sheet": None,
        "row": 3,
        "column": "revenue",
        "value": "N/A",
        "message": "'N/A' is not an amount.",
        "fix": "Write digits, as in 1,234.50; leave the cell empty for unknown.",
    }
    assert str(problem).startswith("ledger.csv row 3, column revenue: 'N/A' is not an amount.")
    assert "第 3 行" in caught.value.say("zh")


def test_every_problem_of_every_table_at_once(make_client, items):
    files = {
        "accounts.csv": "account_id,name,is_key,since\n007,A,maybe,1900-01-01\n007,B,1,2999-01-01\n",
        "ledger.csv": "account_id,date\n007,2026-01-01\n",
        "interviews.csv": "interview_id,clause,stance\n1,s1,2\n1,S99,9\n",
        "touchpoints.csv": "touchpoint_id,account_id,date,kind\nt1,007,2026-02-30,diner\n",
        "disputes.csv": "dispute_id,account_id,opened_on\nd1,007,2026-01-01\nd2,00",
        "actions.csv": "",
    }
    problems = check_client(make_client(files), items)
    assert sorted(set(keys(problems))) == [
        "column-missing",
        "csv-fields",
        "date-range",
        "duplicate",
        "file-empty",
        "not-boolean",
        "not-clause",
        "not-date",
        "not-vocabulary",
        "out-of-range",
    ]
    for problem in problems:
        assert problem.sentence("zh") and problem.sentence("en") and problem.fix


def test_rows_left_out_are_counted(make_client):
    rows = "007,2026-01-01,1\n,2026-01-01,1\n007,2026-10-01,1\n,2027-01-01,1\n007,2026-09-30,\n"
    client = read_client(make_client({"ledger.csv": LEDGER + rows}))
    received = {one.table: one for one in client.received}["ledger"]
    assert (received.rows, received.dropped) == (5, {"blank_account_id": 2, "after_as_of": 1})
    assert received.to_dict() == {
        "table": "ledger",
        "rows": 5,
        "dropped": {"blank_account_id": 2, "after_as_of": 1},
    }
    assert len(client.frame("ledger")) == 2
    assert keys(client.problems, "warning") == ["after-as-of", "after-as-of", "blank-id", "blank-id"]


def test_an_event_after_as_of_has_not_happened_yet(make_client):
    accounts = "account_id,name,lost_on,key_until\n007,A,2027-01-01,2027-01-01\n"
    client = read_client(make_client({"accounts.csv": accounts}))
    frame = client.frame("accounts")
    assert frame["lost_on"].isna().all()
    assert frame["key_until"].notna().all()
    assert keys(client.problems, "warning") == ["not-yet"]


def test_rows_of_an_unknown_account_stay(make_client):
    client = read_client(
        make_client({"ledger.csv": LEDGER + "007,2026-01-01,1\n7,2026-01-01,1\n7,2026-01-01,2\n"})
    )
    assert len(client.frame("ledger")) == 3
    assert [(p.key, p.row, p.value, p.values["n"]) for p in client.problems] == [
        ("unknown-account", 3, "7", 2)
    ]
    assert {one.table: one.unknown_accounts for one in client.received} == {"accounts": 0, "ledger": 2}
    assert len(client.of_accounts(client.frame("ledger"))) == 1


def test_many_problems_of_a_kind_are_summed_up(make_client):
    problems = check_client(make_client({"ledger.csv": LEDGER + "007,2026-01-01,x\n" * 200}))
    assert len(problems) == 51
    assert problems[-1].values["n"] == 150


def test_the_clients_own_headers_and_values(make_client):
    settings = (
        "as_of: 2026-09-30\ntables:\n  ledger:\n    path: exports/发票.csv\n"
        "    columns: {客户编码: account_id, 开票日期: date, 金额: revenue}\n"
        "  accounts:\n    values: {is_key: {重点: true, 一般: false}}\n"
    )
    files = {
        "client.yml": settings,
        "exports/发票.csv": "客户编码;开票日期;金额\n007;2026年9月30日;1.2万\n".encode("gb18030"),
        "accounts.csv": "account_id,name,is_key\n007,A,重点\n008,B,一般\n",
    }
    client = read_client(make_client(files))
    assert client.frame("ledger")["revenue"].tolist() == [12000.0]
    assert client.frame("accounts")["is_key"].tolist() == [True, False]


def test_a_renaming_that_does_not_fit_is_told(make_client):
    settings = "as_of: 2026-09-30\ntables: {accounts: {columns: {名: name, id: acount_id}}}\n"
    problems = check_client(
        make_client({"client.yml": settings, "accounts.csv": "account_id,名称,id\n1,a,2\n"})
    )
    assert sorted(keys(problems)) == ["column-missing", "header-mapped", "header-target"]


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "a/../../x.csv"])
def test_no_table_from_outside_the_folder(make_client, path):
    settings = f"as_of: 2026-09-30\ntables: {{ledger: {{path: {path}}}}}\n"
    assert keys(check_client(make_client({"client.yml": settings}))) == ["file-escapes"]


def test_databases_and_secrets(make_client):
    settings = "as_of: 2026-09-30\ntables: {contacts: {url: 'env:CRM', table: t}, plans: {url: 'pg://u:p@h', table: t}}\n"
    assert sorted(keys(check_client(make_client({"client.yml": settings})))) == [
        "url-secret",
        "url-unsupported",
    ]


def test_slips_in_names_are_warnings(make_client):
    problems = check_client(
        make_client({"ledgers.csv": LEDGER, "plans.csv": "account_id,period,approvd_on\n007,1,\n"})
    )
    assert sorted(keys(problems, "warning")) == ["file-near", "header-near"]
    assert not keys(problems)


def test_a_table_twice_is_an_error(make_client):
    folder = make_client()
    book = openpyxl.Workbook()
    book.active.append(["account_id", "name"])
    book.active.append(["1", "A"])
    book.save(folder / "accounts.xlsx")
    assert keys(check_client(folder)) == ["file-two"]


def test_the_intake_workbook(make_client):
    folder = make_client({"accounts.csv": None})
    book = openpyxl.Workbook()
    book.active.title = "accounts"
    book.active.append(["account_id", "name"])
    book.active.append(["007", "A"])
    book.create_sheet("plans").append(["account_id", "period"])
    book.create_sheet("README").append(["anything"])
    sheet = book.create_sheet("ledger")
    for row in (["account_id", "date", "revenue"], ["007", "20260101", 1.5], ["007", "x", 2]):
        sheet.append(row)
    book.save(folder / "intake.xlsx")
    problems = check_client(folder)
    assert [(p.key, p.file, p.sheet, p.row, p.column) for p in problems] == [
        ("not-date", "intake.xlsx", "ledger", 3, "date")
    ]


def test_merged_headers_and_a_formula_in_the_intake_workbook(make_client):
    folder = make_client()
    book = openpyxl.Workbook()
    book.active.title = "ledger"
    book.active.append(["account_id", "date", "revenue"])
    book.active.append(["007", "2026-01-01", "=1+1"])
    book.active.merge_cells("A1:B1")
    book.save(folder / "intake.xlsx")
    found = keys(check_client(folder))
    assert "merged-header" in found and "formula-uncalculated" in found


def test_half_a_million_rows_go_the_same_way(make_client):
    rows = "".join(
        f"{'007' if i % 2 else '008'},2026/{i % 9 + 1}/{i % 28 + 1},{i}.5\n" for i in range(100_000)
    )
    client = read_client(make_client({"ledger.csv": LEDGER + rows + "007,2026-01-01,\n"}))
    assert len(client.frame("ledger")) == 100_001
    assert client.frame("ledger")["revenue"].sum() == sum(i + 0.5 for i in range(100_000))
