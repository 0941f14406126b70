"""Which run is meant: by name, by `latest`, or the newest where that file is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.errors import UsageError
from kamnb.runner.report import find_run

OLDER, NEWER = "20260101T000000Z-aaaa", "20260201T000000Z-aaaa"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for run in (OLDER, NEWER, ".part"):
        (tmp_path / "ACME" / run).mkdir(parents=True)
        (tmp_path / "ACME" / run / "diagnosis.json").write_text("{}", encoding="utf-8")
    return tmp_path


def test_the_newest_run_is_the_one_that_latest_names(reports: Path) -> None:
    (reports / "ACME" / "latest").write_text(OLDER + "\n", encoding="utf-8")
    assert find_run("ACME", reports=reports).name == OLDER == find_run("ACME", "latest", reports).name
    assert find_run("ACME", NEWER, reports).name == NEWER


def test_a_copied_folder_without_latest_has_a_newest_run_too(reports: Path) -> None:
    assert find_run("ACME", reports=reports).name == NEWER == find_run("ACME", "latest", reports).name


def test_a_run_that_is_not_there_is_refused_with_those_that_are(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        find_run("ACME", "20260301T000000Z-aaaa", reports)
    assert NEWER in told.value.say("en") and OLDER in told.value.say("en")
    (reports / "ACME" / "latest").write_text("gone\n", encoding="utf-8")
    with pytest.raises(UsageError):
        find_run("ACME", reports=reports)
    with pytest.raises(UsageError):
        find_run("OTHER", reports=reports)
