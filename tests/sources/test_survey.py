"""Survey exports of the three platforms are read as they come."""

from __future__ import annotations

import openpyxl
import pytest

from kamnb.sources.check import check_client, read_client
from kamnb.sources.survey import read_answer, read_seconds

WJX = (
    "序号,提交答卷时间,所用时间,来源,"
    "1、(side)您代表哪一方?,2、您所在的层级,3、(S1.1)高层把大客户当战略,4、S3.1 有标准,5、【S4a.1】分析\n"
    "1,2026/9/1 10:00:00,125秒,微信,企业方,高层,非常同意,不同意,(跳过)\n"
    "2,2026/9/1 11:00:00,2分5秒,微信,我方,中层,一般,5.非常同意,B、同意\n"
)
QUALTRICS = (
    "StartDate,Duration (in seconds),ResponseId,side,level,Q1,Q2\n"
    'Start Date,Duration (in seconds),Response ID,side,level,"S1.1 Our executives, etc","(S3.1) We have criteria"\n'
    '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}",'
    '"{""ImportId"":""e""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n'
    "2026-09-01 10:00:00,300,R_1,firm,Executive,Strongly agree,4\n"
    "2026-09-01 10:00:00,200,R_2,firm,manager,Somewhat disagree,maybe\n"
)


def test_wjx(make_client, items):
    client = read_client(make_client({"survey.csv": WJX}), items)
    survey = client.frame("survey")
    assert list(survey["respondent_id"]) == ["1", "2"]
    assert list(survey["level"]) == ["executive", "manager"]
    assert list(survey["duration_s"]) == [125, 125]
    assert list(survey["S1.1"]) == [5, 3]
    assert list(survey["S3.1"]) == [2, 5]
    assert survey["S4a.1"].isna()[0]
    assert survey["S4a.1"][1] == 4


def test_qualtrics_two_further_header_rows_are_skipped_and_counted(make_client, items):
    folder = make_client({"survey.csv": QUALTRICS})
    problems = check_client(folder, items)
    assert [(p.key, p.row, p.column, p.value) for p in problems] == [("not-scale5", 5, "S3.1", "maybe")]
    client = read_client(make_client({"survey.csv": QUALTRICS.replace("maybe", "don't know")}), items)
    assert list(client.frame("survey")["S1.1"]) == [5, 2]
    assert client.frame("survey")["S3.1"].isna()[1]


def test_microsoft_forms(make_client, items):
    folder = make_client()
    book = openpyxl.Workbook()
    book.active.append(
        ["ID", "Start time", "Completion time", "Name", "Your level", "(side) Side", "S1.1 Is it so\xa0"]
    )
    book.active.append([1, "2026-09-01 10:00", "2026-09-01 10:06", None, "Executives", "firm", "Agree"])
    book.save(folder / "survey.xlsx")
    survey = read_client(folder, items).frame("survey")
    assert (survey["respondent_id"][0], survey["duration_s"][0], survey["S1.1"][0]) == ("1", 360, 4)


def test_headers_and_answers_of_its_own(make_client, items):
    settings = (
        "as_of: 2026-09-30\ntables:\n  survey:\n    path: export.csv\n"
        "    columns: {工号: respondent_id, 战略: S1.1}\n    values: {S1.1: {满意: 4}, side: {甲: firm}}\n"
    )
    text = "工号,side,level,战略\n01,甲,高层,满意\n02,甲,高层,同意\n"
    client = read_client(make_client({"client.yml": settings, "export.csv": text}), items)
    assert list(client.frame("survey")["S1.1"]) == [4, 4]


def test_an_unknown_item_is_a_warning(make_client, items):
    text = "respondent_id,side,level,S1.1,S99.1\n1,firm,manager,3,3\n"
    folder = make_client({"survey.csv": text})
    assert [(p.key, p.severity) for p in check_client(folder, items)] == [("header-item", "warning")]
    assert "S99.1" not in read_client(folder, items).frame("survey").columns


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", "5"),
        ("4.0", "4"),
        ("3 一般", "3"),
        ("同意 ", "4"),
        ("NEUTRAL", "3"),
        ("n/a", None),
        ("4.5", "4.5"),
        ("7", "7"),
    ],
)
def test_answers(text, value):
    assert read_answer(text) == value


@pytest.mark.parametrize(("text", "value"), [("90", "90"), ("1分30秒", "90"), ("2 min", "120"), ("x", "x")])
def test_durations(text, value):
    assert read_seconds(text) == value
