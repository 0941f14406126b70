"""JupyterLab on working papers and a client's folder of its own: no news, no updates, a free port, a token."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest

from kamnb.paths import demo_client, notebooks

TOKEN = "of-this-test-alone"
PAPERS = ("03_manager_role.ipynb", "06_synthesis.ipynb")
FILES = ("client.yml", "judgement.yml", "README.md")
TABLES = ("survey", "accounts", "interviews", "managers")
QUIET = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosave": False},
}
"""Settings: no news; every cell is in the page, whether it is in sight or not; no paper is saved over another's."""
START = 90.0


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where the papers are, and the client's folder that they write to."""

    address: str
    client: Path

    def url(self, paper: str) -> str:
        """The address of a paper."""
        return f"{self.address}/lab/tree/{paper}?token={TOKEN}"


def lay_out(folder: Path, lang: str) -> Path:
    """A folder with the papers, set to the client beside them, and JupyterLab's settings. The client's folder."""
    client = folder / "client_data" / "demo"
    client.mkdir(parents=True)
    for name in (*FILES, *(f"{table}.csv" for table in TABLES)):
        shutil.copy(demo_client() / name, client / name)
    places = {"data": str(client.parent), "work": str(folder / "work"), "lang": lang}
    for name in PAPERS:
        paper = nbformat.read(notebooks() / name, 4)
        (given,) = [c for c in paper.cells if "parameters" in c.metadata.get("tags", [])]
        given.source += "".join(f"\n{key} = {value!r}" for key, value in places.items())
        nbformat.write(paper, folder / name)
    for name, said in QUIET.items():
        path = folder / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said), encoding="utf-8")
    return client


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until JupyterLab answers."""
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{url}/api", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture
def start_lab(tmp_path: Path) -> Iterator[Callable[[str], Lab]]:
    """Starts JupyterLab on the papers in a language; it ends with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(lang: str) -> Lab:
        client, port = lay_out(tmp_path, lang), free_port()
        flags = {
            "ServerApp.root_dir": str(tmp_path),
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "IdentityProvider.token": TOKEN,
            "LabApp.news_url": "",
            "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "LabServerApp.open_browser": False,
        }
        own = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
        }
        env = {**os.environ, **{name: str(tmp_path / folder) for name, folder in own.items()}}
        log = tmp_path / "lab.log"
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        with log.open("wb") as out:
            server = subprocess.Popen(
                [*command, *(f"--{name}={value}" for name, value in flags.items())],
                cwd=tmp_path,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        started.append(server)
        url = f"http://127.0.0.1:{port}"
        wait_for(url, server, log)
        return Lab(url, client)

    yield start
    for server in started:
        server.terminate()
        server.wait(timeout=30)
