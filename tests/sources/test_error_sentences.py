"""Errors speak both languages and cross a process boundary."""

from __future__ import annotations

import pickle

from kamnb.errors import InputError, KamnbError, Problem, UsageError


def test_a_sentence_in_both_languages():
    error = UsageError("client-name", name="../x")
    assert "../x" in str(error) and "../x" in error.say("zh")
    assert isinstance(error, KamnbError)


def test_errors_travel():
    problem = Problem("not-number", "a.csv", row=2, column="n", value="x")
    again = pickle.loads(pickle.dumps(InputError([problem])))
    assert again.problems == (problem,)
    assert pickle.loads(pickle.dumps(UsageError("client-name", name="x"))).values == {"name": "x"}


def test_a_value_with_braces_is_shown_as_it_is():
    assert "{x}" in Problem("not-number", "a.csv", value="{x}").message
