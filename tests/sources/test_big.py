"""Big files: read in pieces, kept once, and the same in every respect as small ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kamnb.errors import InputError
from kamnb.paths import demo_client
from kamnb.pipeline import measure_area, read_client
from kamnb.sources import big, shelf
from kamnb.sources.check import examine_client
from kamnb.sources.store import ParquetTable, digest, in_memory
from kamnb.workbook.results import fingerprint

SETTINGS = "as_of: 2026-09-30\n"
ACCOUNTS = "account_id,name\nA1,One\nA2,Two\n"


@pytest.fixture
def all_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "BIG_BYTES", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "acme"
    home.mkdir()
    (home / "client.yml").write_text(SETTINGS, encoding="utf-8")
    (home / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    return home


def ledger(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "ledger.csv"
    path.write_bytes(text.encode(encoding))
    return path


def examine(folder: Path):
    client, problems = examine_client(folder)
    return client, [(p.key, p.file, p.row, p.column, p.value, p.severity, dict(p.values)) for p in problems]


CASES = {
    "plain": "account_id,date,revenue\nA1,2026-01-31,10\nA2,2026-02-28,1,000.5\n".replace(
        "1,000.5", '"1,000.5"'
    ),
    "bom and crlf": "\ufeffaccount_id,date,revenue\r\nA1,2026-01-31,10\r\nA9,2026-02-28,-2\r\n",
    "semicolon": "account_id;date;revenue\nA1;2026-01-31;10\n",
    "blank cells": "account_id,date,revenue\n A1 ,2026-01-31,\n,2026-01-31,3\n",
    "blank row": "account_id,date,revenue\nA1,2026-01-31,1\n,,\nA2,x,3\n",
    "blank line": "account_id,date,revenue\nA1,2026-01-31,1\n\nA2,x,3\n",
    "wrong values": "account_id,date,revenue\nA1,2026-13-31,1\nA1,2026-01-31,abc\nA1,2027-01-31,1\n",
    "too many fields": "account_id,date,revenue\nA1,2026-01-31,1,2\n",
    "cut off": "account_id,date,revenue\nA1,2026-01-31,1\nA1,2026-0",
    "cut off in a quote": 'account_id,date,revenue\nA1,2026-01-31,1\nA1,2026-01-31,"1',
    "quote in the middle": 'account_id,date,revenue\nA1,2026-01-31,"1"2\n',
    "line break in a cell": 'account_id,date,invoice_id,revenue\nA1,2026-01-31,"a\nb",1\n',
    "missing column": "account_id,date\nA1,2026-01-31\n",
    "names twice": "account_id,date,revenue,revenue\nA1,2026-01-31,1,2\n",
    "nameless column": "account_id,date,revenue,\nA1,2026-01-31,1,2\n",
    "header only": "account_id,date,revenue\n",
    "one column": "account_id\nA1\n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("case", CASES)
def test_a_big_csv_says_what_a_small_one_says(case, encoding, folder, monkeypatch):
    text = CASES[case].replace("A1,", "\u534e\u4e1c1,") if encoding == "gb18030" else CASES[case]
    ledger(folder, text, encoding)
    small, told = examine(folder)
    monkeypatch.setattr(shelf, "BIG_BYTES", 1)
    for _ in range(2):
        large, told_big = examine(folder)
        assert told_big == told
        assert large.received == small.received
        if any(severity == "error" for *_, severity, _ in told):
            continue
        for table in small.tables:
            pd.testing.assert_frame_equal(large.frame(table), small.frame(table))
            a, b = (c.lazy(table).collect("pandas").to_native() for c in (large, small))
            pd.testing.assert_frame_equal(a, b)
            assert all(large.has(table, c) == small.has(table, c) for c in a.columns)


def test_plain_files_are_read_in_pieces(folder):
    path = ledger(folder, CASES["plain"])
    assert big.read_big(path, "ledger.csv", folder).cells.num_rows == 2
    assert big.read_big(ledger(folder, CASES["blank line"]), "ledger.csv", folder) is None
    assert big.read_big(ledger(folder, CASES["quote in the middle"]), "ledger.csv", folder) is None


@pytest.mark.usefixtures("all_big")
def test_parquet_is_read_in_pieces(folder):
    rows = {
        "account_id": ["A1", None],
        "date": pd.to_datetime(["2026-01-31"] * 2),
        "revenue": [1.5, float("nan")],
    }
    pq.write_table(pa.Table.from_pandas(pd.DataFrame(rows)), folder / "ledger.parquet")
    client, told = examine(folder)
    assert isinstance(client.store["ledger"], ParquetTable)
    assert client.frame("ledger")["revenue"].tolist() == [1.5]
    assert [key for key, *_ in told] == ["blank-id"]


@pytest.mark.usefixtures("all_big")
def test_what_was_checked_is_kept_until_the_content_changes(folder, monkeypatch):
    ledger(folder, CASES["plain"])
    first = examine(folder)[0]
    monkeypatch.setattr(shelf.Deferred, "read", lambda self, work: pytest.fail("read again"))
    again = examine(folder)[0]
    assert again.store["ledger"] == first.store["ledger"]
    assert fingerprint(again) == fingerprint(first)
    monkeypatch.undo()
    monkeypatch.setattr(shelf, "BIG_BYTES", 1)
    ledger(folder, CASES["semicolon"])
    other = examine(folder)[0]
    assert other.frame("ledger").shape[0] == 1 and fingerprint(other) != fingerprint(first)
    assert sorted(p.suffix for p in (folder / ".cache").glob("ledger*")) == [".json", ".parquet"]
    (folder / "client.yml").write_text("as_of: 2026-01-31\n", encoding="utf-8")
    assert digest(examine(folder)[0].store["ledger"]) != digest(other.store["ledger"])


@pytest.mark.usefixtures("all_big")
def test_errors_are_not_kept(folder):
    ledger(folder, CASES["wrong values"])
    with pytest.raises(InputError):
        read_client(folder)
    assert not list((folder / ".cache").glob("ledger*"))


@pytest.mark.usefixtures("all_big")
def test_a_folder_that_cannot_be_written_is_read_all_the_same(folder, monkeypatch):
    ledger(folder, CASES["plain"])

    def refuse(self: Path, *args: object, **more: object) -> None:
        raise PermissionError(self)

    monkeypatch.setattr(Path, "touch", refuse)
    client = examine(folder)[0]
    assert client.frame("ledger").shape[0] == 2
    assert not list((folder / ".cache").glob("ledger*"))
    place = client.store["ledger"].path
    assert place.exists() and in_memory(client.store["ledger"]).num_rows == 2


def test_the_demo_measures_the_same_from_disk_as_from_memory(tmp_path, monkeypatch):
    small = read_client(demo_client())
    shutil.copytree(demo_client(), tmp_path / "demo")
    monkeypatch.setattr(shelf, "BIG_BYTES", 1)
    large = read_client(tmp_path / "demo")
    assert isinstance(large.store["ledger"], ParquetTable)
    assert large.received == small.received
    for area in ("purpose", "organization", "it"):
        assert measure_area(large, area) == measure_area(small, area)
