"""JupyterLab is opened so that it asks nobody outside, and the first thing a consultant sees is no question."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.runner import lab


def test_the_flags_are_understood_and_quiet(tmp_path: Path) -> None:
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp

    app = LabApp()
    app.parse_command_line(list(lab.QUIET))
    assert app.news_url is None
    assert app.check_for_updates_class is NeverCheckForUpdate
    assert app.extension_manager == "readonly"


def test_the_folder_and_the_place_to_start_are_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command: called.append(command) or 0)
    assert lab.open_lab(tmp_path, tmp_path / "notebooks") == 0
    assert lab.open_lab(tmp_path, browser=False) == 0
    assert called[0][-1] == str(tmp_path / "notebooks") and f"--notebook-dir={tmp_path}" in called[0]
    assert called[1][-1] == "--no-browser" and "--no-browser" not in called[0]
