"""A lesson in JupyterLab as a learner works through it: from the first cell to recorded progress."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kamnb.training.folder import fill_folder

TOKEN = "learner"
START = 90
"""Seconds that the server may take to answer."""
PATIENCE = 90_000
"""Milliseconds that a cell may take: the first one starts the kernel."""
CELLS = 14
"""So many cells lead from the first one to the first exercise, at most."""
PICTURES = os.environ.get("KAMNB_PICTURES", "")
"""A folder for pictures of the pages, where somebody wants to look at them."""


@pytest.fixture
def lab(learned_place: Path, tmp_path: Path) -> Iterator[str]:
    """JupyterLab on a learner's folder: its address. The machine's own settings of Jupyter are left out."""
    for lang in ("zh", "en"):
        fill_folder(learned_place, lang)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    options = [f"--notebook-dir={learned_place}", f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *options]
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env={**os.environ, **own}, stdout=log, stderr=log, cwd=tmp_path)
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, tmp_path / "log")
            yield f"http://127.0.0.1:{port}/lab/tree"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str, server: subprocess.Popen[Any], log: Path) -> None:
    """Wait until the server answers."""
    last = time.monotonic() + START
    while time.monotonic() < last and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(log.read_text(encoding="utf-8")[-2000:])


def active(page: Any) -> str:
    """What stands in the cell that will run next?"""
    return str(page.locator(".jp-Cell.jp-mod-active").first.inner_text())


def run_until(page: Any, text: str) -> None:
    """Run cell after cell until the one with this text is next."""
    for _ in range(CELLS):
        if text in active(page):
            return
        page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(300)
    raise AssertionError(f"no cell with {text}")


def take_picture(page: Any, name: str) -> None:
    """Keep a picture where somebody wants to look."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lesson_from_the_first_cell_to_recorded_progress(
    browser: Any, lab: str, learned_place: Path, lang: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{lab}/00_thesis.{lang}.ipynb?token={TOKEN}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Escape")
    take_picture(page, f"first.{lang}")

    run_until(page, 'lesson.quiz("thesis_claim")')
    page.keyboard.press("Shift+Enter")
    page.locator(".kamnb-quiz button").nth(1).click()
    page.locator('.kamnb-told[data-outcome="right"]').wait_for()
    page.locator('.kamnb-told[data-outcome="right"]').scroll_into_view_if_needed()
    take_picture(page, f"quiz.{lang}")
    page.locator(".jp-Cell.jp-mod-active .jp-InputPrompt").click()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")

    run_until(page, "clause_count = ...")
    page.keyboard.press("Shift+Enter")
    page.locator('.kamnb-told[data-outcome="not_attempted"]').wait_for()
    page.keyboard.press("ArrowUp")
    assert "clause_count = ..." in active(page)
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    source = (
        f'from kamnb.training.{lang} import thesis as lesson\n\nlesson.check("clause_count", "\uff14\uff12")'
    )
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")
    page.locator('.jp-Cell:has-text("\uff14\uff12") .kamnb-told[data-outcome="right"]').wait_for()
    take_picture(page, f"exercise.{lang}")

    kept = json.loads((learned_place / "progress.json").read_text(encoding="utf-8"))["lessons"]["thesis"]
    assert kept["quizzes"]["thesis_claim"]["outcome"] == "right"
    assert kept["exercises"]["clause_count"] == {"attempts": 1, "outcome": "right"}
    (learned_place / "progress.json").unlink()
    page.close()
