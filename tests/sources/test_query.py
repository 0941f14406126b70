"""SQL over the named files: reads those, and nothing else."""

from __future__ import annotations

import pytest

from kamnb.sources.check import check_client, read_client
from kamnb.sources.query import find_constants, read_query

FILES = {"customers": "customers.csv", "lines": "order lines.csv"}


@pytest.fixture
def root(tmp_path):
    (tmp_path / "customers.csv").write_text("id,name,zip\n007,A,05021\n12,B,10000\n", encoding="utf-8")
    (tmp_path / "order lines.csv").write_text(
        "id,day,price,n\n007,2026-01-02,2.5,3\n12,,4,1\n", encoding="utf-8"
    )
    return tmp_path


def run(root, query, files=None):
    return read_query("t", query, files or FILES, root)


def test_numbers_and_dates_can_be_reckoned_with_and_leading_zeros_stay(root):
    raw = run(
        root, "select c.id, price * n as revenue, day + 1 as next from customers c join lines using (id)"
    )
    assert not raw.problems
    assert raw.cells.to_pylist() == [
        {"id": "007", "revenue": "7.5", "next": "2026-01-03"},
        {"id": "12", "revenue": "4.0", "next": None},
    ]


def test_a_query_written_for_text_runs_too(root):
    raw = run(root, "select substr(day, 1, 4) as y, nullif(day, '') as d from lines")
    assert not raw.problems
    assert raw.cells.to_pylist()[0] == {"y": "2026", "d": "2026-01-02"}


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('client.yml')",
        "select * from glob('*')",
        "copy customers to 'out.csv'",
        "attach 'x.db'",
        "set enable_external_access=true",
        "select 1; select 2",
        "install httpfs",
        "select nothing from customers",
        "selec",
        "",
    ],
)
def test_nothing_else_can_be_read_or_written(root, query):
    before = sorted(path.name for path in root.iterdir())
    assert [p.key for p in run(root, query).problems] in (["query-failed"], ["query-one"])
    assert sorted(path.name for path in root.iterdir()) == before


@pytest.mark.parametrize("path", ["../x.csv", "/etc/passwd", "a/../../x.csv"])
def test_no_file_outside_the_root(root, path):
    assert [p.key for p in run(root, "select 1", {"c": path}).problems] == ["file-escapes"]


def test_a_link_out_of_the_root_is_refused(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    (root / "link.csv").symlink_to(outside)
    assert [p.key for p in run(root, "select * from c", {"c": "link.csv"}).problems] == ["file-escapes"]


def test_constants_are_told():
    query = (
        "select id as account_id, true as is_key, 0.6 * price as cost, case when n > 5 then 'a' else kind end as q, "
        "price * (1 - discount) as revenue, cast(day as date) as d, strftime(day, '%Y') as y from x where n > 3"
    )
    assert find_constants(query) == [
        "is_key: true",
        "cost: 0.6 * price",
        "q: case when n > 5 then 'a' else kind end",
    ]


def test_a_table_from_files_under_an_environment_variable(root, make_client, monkeypatch):
    monkeypatch.setenv("EXPORTS", str(root))
    settings = (
        "as_of: 2026-09-30\nroot: env:EXPORTS\ntables:\n  accounts:\n    files: {c: customers.csv}\n"
        "    query: select id as account_id, name, true as is_key from c\n"
    )
    client = read_client(make_client({"client.yml": settings, "accounts.csv": None}))
    assert client.accounts == ("007", "12")
    assert client.assumptions == ("accounts.is_key: true",)
    monkeypatch.delenv("EXPORTS")
    problems = check_client(make_client({"client.yml": settings}))
    assert "env-missing" in [p.key for p in problems]
