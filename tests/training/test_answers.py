"""What a learner may write: any width, units, names in either language, pandas values, and what cannot be judged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from kamnb.training.answers import (
    Refusal,
    is_blank,
    read_choice,
    read_number,
    read_ranking,
    read_set,
)
from kamnb.training.choices import fold, names_of, titles_of
from kamnb.training.judge import Expected, Outcome, Verdict, judge
from kamnb.training.lesson import OpenLesson
from kamnb.training.plan import Exercise

NUMBER = Exercise("x", "number", "x")
SHARE = Exercise("x", "number", "x", unit="share")
TITLES = {"R": "Relations", "S": "Strategy"}
NAMES = {
    fold(k): v
    for k, v in {"R": "R", "relations": "R", "\u5173\u7cfb": "R", "S": "S", "strategy": "S"}.items()
}


def said(given: Any, right: float, exercise: Exercise = NUMBER, **more: Any) -> Verdict:
    """What is said of a number?"""
    return judge(exercise, given, lambda: Expected(right, **more), {}, {})


@pytest.mark.parametrize(
    "given",
    [
        42,
        42.0,
        "42",
        "\uff14\uff12",
        " 42 \u5206",
        "42 points",
        "\uff14\uff12\u3000\u5206",
        "= 42.0",
        b"42",
        np.int64(42),
        np.float32(42),
        np.array(42),
        np.array([42]),
        pd.Series([42.0]),
        [42],
        ("42",),
    ],
)
def test_forty_two_is_forty_two_however_it_is_written(given: Any) -> None:
    assert said(given, 42).outcome == Outcome.RIGHT


@pytest.mark.parametrize(
    "given",
    [
        "-1,234.5",
        "\u22121234.5",
        "\uff0d\uff11\uff0c\uff12\uff13\uff14\uff0e\uff15",
        "\u8d1f1234.5",
        "minus 1234.5",
    ],
)
def test_signs_and_commas(given: str) -> None:
    assert read_number(given).value == -1234.5


@pytest.mark.parametrize("given", [0.42, "42%", "42 %", "\uff14\uff12\uff05", ".42"])
def test_a_share_may_be_written_in_per_cent(given: Any) -> None:
    assert said(given, 0.42, SHARE, tolerance=0.005).outcome == Outcome.RIGHT


@pytest.mark.parametrize(
    ("given", "right", "exercise", "key"),
    [
        (42, 0.42, SHARE, "percent_for_share"),
        (0.42, 42, NUMBER, "share_for_points"),
        (-42, 42, NUMBER, "sign"),
        (43.5, 42, NUMBER, "near"),
        (7, 42, NUMBER, "not_yet"),
    ],
)
def test_a_slip_is_told_by_its_kind(given: float, right: float, exercise: Exercise, key: str) -> None:
    tolerance = 0.005 if exercise is SHARE else 0.5
    found = said(given, right, exercise, tolerance=tolerance)
    assert (found.outcome, found.key) == (Outcome.NOT_YET, key)


def test_an_author_s_slip_goes_first_and_never_makes_the_right_answer_wrong() -> None:
    assert said(-42, 42, slips={"reversed": -42.0}).key == "slips.reversed"
    assert said(42, 42, slips={"same": 42.0}).outcome == Outcome.RIGHT
    assert said(7, 42, slips={"absent": None}).key == "not_yet"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (print, "is_function"),
        (lambda: 42, "is_function"),
        (int, "is_function"),
        (True, "is_truth"),
        ("forty", "no_number"),
        ("40-42", "several_numbers"),
        ("40 \u548c 42", "several_numbers"),
        (float("nan"), "no_number"),
        (float("inf"), "no_number"),
        ([1, 2], "no_number"),
        (object(), "no_number"),
        (1j, "no_number"),
        (pd.DataFrame({"a": [1, 2]}), "no_number"),
    ],
)
def test_what_is_no_number_is_said(given: Any, key: str) -> None:
    found = said(given, 42)
    assert (found.outcome, found.key, found.own) == (Outcome.NOT_YET, key, False)


@pytest.mark.parametrize(
    "blank", [..., None, "", "  ", "____", "\u3000", "...", "\u2026", [], {}, [...], [None, ""]]
)
def test_blanks(blank: Any) -> None:
    assert is_blank(blank)
    assert said(blank, 42).outcome == Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize("given", [0, 0.0, False, "0", [0], np.array([]), pd.Series([0])])
def test_a_zero_is_an_answer(given: Any) -> None:
    assert not is_blank(given)


@pytest.mark.parametrize(
    "given", ["R", "r", "\uff32", " relations. ", "\u5173 \u7cfb", ["R"], np.array(["R"]), pd.Series(["r"])]
)
def test_a_choice_by_any_of_its_names(given: Any) -> None:
    assert read_choice(given, NAMES, TITLES) == "R"


def test_yes_and_no_may_be_true_and_false() -> None:
    titles = {"yes": "yes", "no": "no"}
    assert read_choice(True, {"yes": "yes", "no": "no"}, titles) == "yes"
    assert read_choice(False, {"yes": "yes", "no": "no"}, titles) == "no"


@pytest.mark.parametrize(
    "given",
    [["S", "R"], "S, R", "S > R", "S\u3001R", "S\uff1bR", "S\u2192R", np.array(["s", "r"]), {"S": 1, "R": 2}],
)
def test_an_order_as_list_or_text(given: Any) -> None:
    assert read_ranking(given, NAMES, TITLES) == ["S", "R"]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"S", "R"}, "no_order"),
        (["S"], "missing"),
        (["S", "S"], "twice"),
        (["S", "Q"], "unknown_choice"),
        (len, "is_function"),
    ],
)
def test_an_order_that_is_none(given: Any, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_ranking(given, NAMES, TITLES)
    assert refusal.value.key == key


def test_a_set_has_no_order_and_says_what_is_too_much() -> None:
    assert read_set("R\uff0cS", NAMES, TITLES) == {"R", "S"}
    asked = Exercise("x", "set", "x")
    found = judge(asked, ["R"], lambda: Expected({"S"}), NAMES, TITLES)
    assert (found.key, found.values["hit"], found.values["extra"], found.values["lacking"]) == (
        "set_counts",
        0,
        1,
        1,
    )


@pytest.mark.parametrize(
    "given",
    [
        "M",
        "manager",
        "\u5927\u5ba2\u6237\u7ecf\u7406\u7684\u89d2\u8272\u4e0e\u5730\u4f4d",
        "M The account manager's role",
    ],
)
def test_an_area_by_letter_id_or_title_in_either_language(lesson: OpenLesson, given: str) -> None:
    asked = lesson.plan.exercises["weakest_area"]
    titles = titles_of(lesson.plan, asked, lesson.company.instrument)
    names = names_of(lesson.plan, asked, titles, lesson.company.instrument)
    assert read_choice(given, names, {k: t["en"] for k, t in titles.items()}) == "manager"


def test_a_wrong_name_is_met_with_what_can_be_chosen(lesson: OpenLesson) -> None:
    told = lesson.check("weakest_area", "manger")
    assert told.outcome == "not_yet"
    assert "Did you mean manager?" in told.lines[0]


def test_a_function_put_in_the_answer_s_place_is_no_traceback(lesson: OpenLesson) -> None:
    told = lesson.check("sure_gaps", lesson.check)
    assert told.outcome == "not_yet"
    assert "function" in told.lines[0]


def test_an_answer_with_markup_is_shown_as_text(lesson: OpenLesson) -> None:
    told = lesson.check("weakest_area", "<img src=x onerror=alert(1)>")
    assert "<img" not in told._repr_html_()
    assert "&lt;img" in told._repr_html_()
