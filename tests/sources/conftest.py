"""Folders of made-up clients for the tests of the door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kamnb.model import Item

SETTINGS = "name: {zh: 甲, en: A}\nas_of: 2026-09-30\n"
ACCOUNTS = "account_id,name,is_key\n007,甲,是\n008,乙,否\n"
MakeClient = Callable[..., Path]


@pytest.fixture
def items() -> list[Item]:
    """Three items of three clauses."""
    return [
        Item("S1.1", "S1", "firm", ("executive", "manager", "frontline")),
        Item("S3.1", "S3", "firm", ("executive", "manager")),
        Item("S4a.1", "S4a", "firm", ("manager",)),
    ]


@pytest.fixture
def make_client(tmp_path: Path) -> MakeClient:
    """A client's folder out of {file name: text or bytes}; client.yml and accounts.csv are there unless None."""

    def make(files: dict[str, str | bytes | None] | None = None) -> Path:
        folder = tmp_path / "demo"
        folder.mkdir(exist_ok=True)
        for name, content in {"client.yml": SETTINGS, "accounts.csv": ACCOUNTS, **(files or {})}.items():
            if content is None:
                continue
            data = content.encode("utf-8") if isinstance(content, str) else content
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    return make
