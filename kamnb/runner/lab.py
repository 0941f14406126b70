"""JupyterLab on a folder, asking nobody outside for news, updates or extensions: what is opened is confidential."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def open_lab(root: Path, start: Path | None = None, browser: bool = True) -> int:
    """Open JupyterLab on a folder, at the folder `start` below it, until it is ended. Its exit code."""
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}", *QUIET]
    command += [] if browser else ["--no-browser"]
    return subprocess.call([*command, *([str(start)] if start else [])])
