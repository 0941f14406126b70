"""A client is one folder name, and no path leaves it."""

from __future__ import annotations

import pytest

from kamnb.errors import UsageError
from kamnb.paths import client_folder
from kamnb.sources.folder import find_root, resolve_path


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".", "", "/etc", "a\\b", "c:", "~", "-x", " a"])
def test_a_name_that_is_a_path_is_refused(tmp_path, name):
    with pytest.raises(UsageError) as caught:
        client_folder(name, tmp_path)
    assert caught.value.key == "client-name"
    assert caught.value.say("zh")


def test_a_client_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="client-unknown|no client"):
        client_folder("demo", tmp_path)
    (tmp_path / "华东-重工 2").mkdir()
    assert client_folder("华东-重工 2", tmp_path).is_dir()


def test_paths_stay_in_the_root(tmp_path):
    assert resolve_path(tmp_path, "exports/a.csv")[1] is None
    assert resolve_path(tmp_path, "exports/../../a.csv")[1] is not None
    assert find_root(tmp_path, "../")[1][0].key == "file-escapes"
    assert find_root(tmp_path, "nowhere")[1][0].key == "file-missing"
