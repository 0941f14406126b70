"""The learner's folder: copies that are the learner's own, and editions that never overwrite one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import kamnb.training.command as command
import kamnb.training.folder as folder_module
from kamnb.errors import UsageError
from kamnb.runner import lab
from kamnb.training.folder import fill_folder
from kamnb.training.notebooks import build_notebook, notebook_name
from kamnb.training.plan import load_lessons
from kamnb.training.progress import MANIFEST

NAME = "00_thesis.en.ipynb"


def later(*given: Any) -> str:
    """A lesson's notebook as a later version would have it."""
    return build_notebook(*given) + "\n"


def test_a_new_folder_gets_every_lesson_once(tmp_path: Path) -> None:
    place = tmp_path / "a" / "\u5b66\u4e60"
    given = fill_folder(place, "en")
    assert len(given.new) == len(load_lessons())
    assert NAME in given.new
    again = fill_folder(place, "en")
    assert (again.new, again.same) == ([], given.new)
    assert (place / MANIFEST).exists()


def test_a_later_edition_replaces_only_what_was_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_folder(tmp_path, "en")
    (tmp_path / NAME).write_text("mine", encoding="utf-8")
    fill_folder(tmp_path, "zh")
    monkeypatch.setattr(folder_module, "build_notebook", later)
    assert fill_folder(tmp_path, "zh").replaced == [notebook_name(one, "zh") for one in load_lessons()]
    given = fill_folder(tmp_path, "en")
    assert (tmp_path / NAME).read_text(encoding="utf-8") == "mine"
    assert len(given.beside) == 1
    assert json.loads((tmp_path / given.beside[0]).read_text(encoding="utf-8"))["cells"]
    assert len(given.replaced) == len(load_lessons()) - 1
    assert fill_folder(tmp_path, "en").beside == []
    assert (tmp_path / NAME).read_text(encoding="utf-8") == "mine"


def test_a_notebook_of_the_learner_s_own_that_happens_to_bear_the_name_stays(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("mine", encoding="utf-8")
    given = fill_folder(tmp_path, "en")
    assert (tmp_path / NAME).read_text(encoding="utf-8") == "mine"
    assert len(given.beside) == 1


def test_a_damaged_note_of_editions_costs_no_copy(tmp_path: Path) -> None:
    fill_folder(tmp_path, "en")
    (tmp_path / NAME).write_text("mine", encoding="utf-8")
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    fill_folder(tmp_path, "en")
    assert (tmp_path / NAME).read_text(encoding="utf-8") == "mine"


def test_both_languages_live_beside_each_other(tmp_path: Path) -> None:
    fill_folder(tmp_path, "en")
    assert "00_thesis.zh.ipynb" in fill_folder(tmp_path, "zh").new
    assert (tmp_path / NAME).exists()


def test_the_command_says_where_the_folder_is_and_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kamnb.cli import app

    called: list[list[str]] = []
    monkeypatch.setattr(lab.subprocess, "call", lambda words: called.append(words) or 0)
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, ["train", "--lang", "en", "--no-browser"])
    assert told.exit_code == 0, told.output
    assert str(tmp_path / "training") in told.output
    assert called[0][-1] == "--no-browser"
    assert f"--notebook-dir={tmp_path / 'training'}" in called[0]
    assert (tmp_path / "training" / NAME).exists()


def test_a_wrong_language_and_a_folder_that_cannot_be_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="zh, en"):
        command.prepare("fr", str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="--folder"):
        command.prepare("en", str(tmp_path / "file"))
