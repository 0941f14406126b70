"""A paper gives the same in a forked shell as in a kernel."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kamnb.runner import papers as papers_module
from kamnb.runner.forks import Forks, open_forks
from kamnb.runner.papers import run_paper

CELLS = [
    "client = 'x'",
    "import sys\nprint('said')\nprint('warned', file=sys.stderr)",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>shown</b>'))\n6 * 7",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "_ = 1\n_",
    "x = 5;",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "client",
]


def write_paper(folder: Path, cells: list[str]) -> Path:
    """A small paper whose first cell holds the parameters."""
    paper = new_notebook(cells=[new_markdown_cell("# 纸 · paper"), *map(new_code_cell, cells)])
    paper.cells[1].metadata["tags"] = ["parameters"]
    paper.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path = folder / "01_paper.ipynb"
    nbformat.write(paper, path)
    return path


def outputs(path: Path) -> list[list[Any]]:
    """What each code cell gave; the text of an error's traceback is left out, it names the shell."""
    cells = [c for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    return [[{k: v for k, v in o.items() if k != "traceback"} for o in c.outputs] for c in cells]


@pytest.fixture(scope="module")
def forks() -> Any:
    """The preloaded process."""
    if sys.platform != "linux":
        pytest.skip("papers run in forked shells on Linux only")
    with open_forks() as opened:
        yield opened


def test_a_forked_shell_gives_what_a_kernel_gives(tmp_path: Path, forks: Forks) -> None:
    paper = write_paper(tmp_path, CELLS)
    steps: list[tuple[int, int]] = []
    for name, where in (("kernel", None), ("fork", forks)):
        done = run_paper(
            paper, tmp_path / f"{name}.ipynb", {"client": "007"}, lambda c, n: steps.append((c, n)), where
        )
        assert done is None
    assert outputs(tmp_path / "fork.ipynb") == outputs(tmp_path / "kernel.ipynb")
    assert "'007'" in str(outputs(tmp_path / "fork.ipynb")[-1])
    assert steps[: len(steps) // 2] == steps[len(steps) // 2 :]


@pytest.mark.parametrize("forked", [True, False])
def test_a_failing_cell_is_named_and_ends_the_paper(tmp_path: Path, forks: Forks, forked: bool) -> None:
    paper = write_paper(tmp_path, ["client = 'x'", "1 / 0", "print('never')"])
    failure = run_paper(paper, tmp_path / "out.ipynb", {}, lambda c, n: None, forks if forked else None)
    assert failure is not None
    assert (failure.cell, failure.error) == (2, "ZeroDivisionError: division by zero")
    assert outputs(tmp_path / "out.ipynb")[-1] == []


@pytest.mark.parametrize("forked", [True, False])
def test_a_process_that_dies_is_a_failure_not_a_hang(tmp_path: Path, forks: Forks, forked: bool) -> None:
    paper = write_paper(tmp_path, ["client = 'x'", "import os\nos._exit(1)", "print('never')"])
    failure = run_paper(paper, tmp_path / "out.ipynb", {}, lambda c, n: None, forks if forked else None)
    assert failure is not None
    assert failure.cell == 2
    assert failure.error.startswith("DeadKernelError")


def test_a_cell_that_hangs_is_ended(tmp_path: Path, forks: Forks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers_module, "CELL_TIMEOUT", 1)
    paper = write_paper(tmp_path, ["client = 'x'", "import time\ntime.sleep(600)"])
    start = time.monotonic()
    failure = run_paper(paper, tmp_path / "out.ipynb", {}, lambda c, n: None, forks)
    assert failure is not None
    assert failure.error.startswith("CellTimeoutError")
    assert time.monotonic() - start < 60


def test_the_sentences_of_a_product_error_stand_without_traceback(tmp_path: Path, forks: Forks) -> None:
    code = "from kamnb.paths import client_folder\nclient_folder('../x')"
    paper = write_paper(tmp_path, ["client = 'x'", code])
    run_paper(paper, tmp_path / "out.ipynb", {}, lambda c, n: None, forks)
    error = nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs[-1]
    assert "Traceback" not in "".join(error.traceback)
