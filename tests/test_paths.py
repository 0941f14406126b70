"""Is a client's folder found, and is a client always one folder name and never a path?"""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb import paths
from kamnb.errors import UsageError


def test_the_checkout_s_own_folders_are_found() -> None:
    assert (paths.demo_client() / "client.yml").exists()
    assert (paths.templates() / "default").is_dir()
    assert len(list(paths.notebooks().glob("0*.ipynb"))) == 7
    assert list(paths.fonts().glob("*.[ot]tf"))
    with pytest.raises(FileNotFoundError):
        paths.shipped("no-such-folder")


@pytest.mark.parametrize("name", ["demo", "华东重工", "a b", "007", "x.y"])
def test_a_folder_name_is_a_client(name: str) -> None:
    assert paths.check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../demo", "/etc", "a/b", "a\\b", "~", "-x", " a", "a ", "a.", "a\0b", "C:"]
)
def test_anything_else_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        paths.check_name(name)
    with pytest.raises(UsageError):
        paths.client_folder(name)


def test_the_nearest_parent_s_client_data_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "client_data" / "acme").mkdir(parents=True)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    assert paths.client_folder("acme") == tmp_path / "client_data" / "acme"
    assert paths.client_folder("demo") == paths.demo_client()
    assert paths.reports_folder() == tmp_path / "deep" / "er" / "reports"
    (tmp_path / "reports").mkdir()
    assert paths.draft_folder("acme") == tmp_path / "reports" / "acme" / ".draft"
    with pytest.raises(UsageError):
        paths.client_folder("nobody")


def test_a_named_data_folder_is_the_only_one(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    assert paths.client_folder("acme", tmp_path) == tmp_path / "acme"
    with pytest.raises(UsageError):
        paths.client_folder("demo", tmp_path)
