"""CSV as people export it, and every way in which it can be broken."""

from __future__ import annotations

import pytest

from kamnb.errors import Problem
from kamnb.sources.readers import read_file
from kamnb.sources.readers.csv import decode

TEXT = "account_id,name\n007,华东重工\n008,华为技术\n"


def rows(tmp_path, data: bytes):
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    raw = read_file(path)
    return raw, raw.cells.to_pylist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    raw, found = rows(tmp_path, TEXT.encode(encoding))
    assert not raw.problems
    assert found == [{"account_id": "007", "name": "华东重工"}, {"account_id": "008", "name": "华为技术"}]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_line_ends(tmp_path, mark, end):
    raw, found = rows(tmp_path, TEXT.replace(",", mark).replace("\n", end).encode())
    assert not raw.problems
    assert found[1]["name"] == "华为技术"


def test_one_broken_byte_of_gb18030_is_named(tmp_path):
    data = TEXT.encode("gb18030")
    at = data.index("华为".encode("gb18030"))
    raw, _ = rows(tmp_path, data[:at] + b"\xff" + data[at:])
    assert [(p.key, p.row, p.values["offset"], p.values["encoding"]) for p in raw.problems] == [
        ("undecodable", 3, at, "GB18030")
    ]


def test_one_broken_byte_of_utf8_is_not_taken_for_gb18030():
    data = TEXT.encode("utf-8")
    at = data.index("为".encode())
    problem = decode(data[:at] + data[at + 1 :], "t.csv")
    assert isinstance(problem, Problem)
    assert problem.values["encoding"] == "UTF-8"


def test_a_file_that_ends_within_a_character_is_broken():
    assert isinstance(decode(("文" * 50).encode()[:-1], "t.csv"), Problem)


def test_half_a_line_is_told_with_its_row(tmp_path):
    raw, _ = rows(tmp_path, b"a,b,c\n1,2,3\n\n4,5")
    assert [(p.key, p.row) for p in raw.problems] == [("csv-fields", 4)]


def test_a_quote_that_is_not_closed_is_told_with_its_row(tmp_path):
    raw, _ = rows(tmp_path, b'a,b\n1,2\n3,"4\n5,6\n')
    assert [(p.key, p.row) for p in raw.problems] == [("csv-quote", 3)]


def test_quotes_hold_separators_and_line_breaks(tmp_path):
    raw, found = rows(tmp_path, b'a,b\n1,"x, ""y""\nz"\n2,w\n')
    assert not raw.problems
    assert found[0]["b"] == 'x, "y"\nz'
    assert raw.rows.to_pylist() == [2, 3]


def test_blank_rows_are_counted_but_not_kept(tmp_path):
    raw, found = rows(tmp_path, b"a,b\n\n1,2\n,\n3,4\n")
    assert len(found) == 2
    assert raw.rows.to_pylist() == [3, 5]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  "])
def test_an_empty_file_is_told(tmp_path, data):
    assert [p.key for p in rows(tmp_path, data)[0].problems] == ["file-empty"]


def test_headers_twice_and_blank(tmp_path):
    raw, _ = rows(tmp_path, b"a,a,,\n1,2,3,\n")
    assert sorted(p.key for p in raw.problems) == ["header-blank", "header-twice"]


def test_many_broken_rows_are_summed_up(tmp_path):
    raw, _ = rows(tmp_path, b"a,b\n" + b"1\n" * 120)
    assert len(raw.problems) == 51
    assert raw.problems[-1].key == "more"
    assert raw.problems[-1].values["n"] == 70
