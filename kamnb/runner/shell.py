"""An IPython shell that runs one cell and gives its outputs as a kernel would, without a kernel."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output

Outputs = list[Any]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class KeptResult(DisplayHook):
    """Keeps a cell's last value instead of printing it."""

    def write_output_prompt(self) -> None:
        """No prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value in every form it has."""
        shell: Any = self.shell
        shell.keep("execute_result", format_dict, metadata=md_dict or {}, execution_count=shell.number)

    def finish_displayhook(self) -> None:
        """Nothing to print."""


class KeptDisplay(DisplayPublisher):
    """Keeps what a cell displays instead of printing it."""

    def publish(self, data: Any, metadata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Keep what is displayed in every form it has."""
        self.shell.keep("display_data", data, metadata=metadata or {})


class KeptShell(InteractiveShell):
    """A shell whose results and displays are kept: `outputs` of the cell that runs, `number` its number."""

    outputs: Outputs
    number: int

    def init_displayhook(self) -> None:
        """Results go to KeptResult."""
        self.displayhook_class = KeptResult
        super().init_displayhook()

    def init_display_pub(self) -> None:
        """Displays go to KeptDisplay."""
        self.display_pub = KeptDisplay(parent=self, shell=self)

    def keep(self, kind: str, data: Any, **more: Any) -> None:
        """Keep one output."""
        self.outputs.append(new_output(kind, data, **more))

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
        """An error is kept with the cell's outputs, not printed."""


def new_shell() -> KeptShell:
    """A fresh shell without history and colours."""
    shell = KeptShell.instance(colors="nocolor")
    if shell.history_manager is not None:
        shell.history_manager.enabled = False
    return shell


def run_cell(shell: KeptShell, source: str, number: int) -> Outputs:
    """What does the cell of this number give? Its outputs in order; the last is of type `error` when it failed."""
    shell.outputs, shell.number = [], number
    streams = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    with contextlib.redirect_stdout(streams["stdout"]), contextlib.redirect_stderr(streams["stderr"]):
        done = shell.run_cell(source, store_history=True)
    said = [(name, text.getvalue()) for name, text in streams.items() if text.getvalue()]
    found = [new_output("stream", name=name, text=text) for name, text in said] + shell.outputs
    error = done.error_before_exec or done.error_in_exec
    return found + ([error_output(shell, error)] if error is not None else [])


def error_output(shell: KeptShell, error: BaseException) -> Any:
    """A cell's error as a notebook keeps it."""
    own = getattr(error, "_render_traceback_", None)
    lines = (
        own() if own else shell.InteractiveTB.structured_traceback(type(error), error, error.__traceback__)
    )
    plain = [COLOUR.sub("", line) for line in lines]
    return new_output("error", ename=type(error).__name__, evalue=str(error), traceback=plain)
