"""The side of a run that asks the preloaded process for shells; Linux only, elsewhere papers run in kernels."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError

GONE = "the process of the working papers ended by itself"
START_TIMEOUT = 120
LOOK_AGAIN = 0.2
"""Seconds between two looks whether the preloaded process still lives."""


class Forks:
    """The preloaded process; each paper borrows a shell of its own."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder, self.key = folder, key
        self.shells: set[Shell] = set()
        command = [sys.executable, "-m", "kamnb.runner.preload"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, process_group=0
        )
        self.tell(key.hex())

    def tell(self, line: str) -> None:
        """Send the preloaded process one line. Raises DeadKernelError when it is gone."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise DeadKernelError(GONE) from error

    @contextmanager
    def shell(self) -> Iterator[Shell]:
        """Borrow a shell; it is killed at the end."""
        address = str(self.folder / secrets.token_hex(4))
        with Listener(address, family="AF_UNIX", authkey=self.key) as listener:
            self.tell(address)
            shell = self.wait(listener)
            self.shells.add(shell)
            try:
                yield shell
            finally:
                self.shells.discard(shell)
                shell.end()
                shell.connection.close()

    def wait(self, listener: Listener) -> Shell:
        """The shell that calls back. Raises DeadKernelError when none will call any more."""
        listener._listener._socket.settimeout(LOOK_AGAIN)  # type: ignore[attr-defined]
        last = time.monotonic() + START_TIMEOUT
        while self.process.poll() is None and time.monotonic() < last:
            try:
                return Shell(listener.accept())
            except TimeoutError:
                continue
            except EOFError:
                break
        raise DeadKernelError(GONE)

    def end(self) -> None:
        """End the preloaded process and every shell, whatever they are doing."""
        self.process.kill()
        for shell in list(self.shells):
            shell.end()
        self.process.wait()


class Shell:
    """One forked shell, asked over its connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.pid: int = connection.recv()

    def run(self, source: str, number: int, timeout: float | None) -> list[Any]:
        """What does the cell of this number give?

        Raises CellTimeoutError when it takes too long, DeadKernelError when the process is gone.
        """
        try:
            self.connection.send((source, number))
            if not self.connection.poll(timeout):
                raise CellTimeoutError(f"a cell took longer than {timeout} seconds")
            return self.connection.recv()
        except (EOFError, ConnectionError) as error:
            raise DeadKernelError("the process of the working paper ended by itself") from error

    def end(self) -> None:
        """End the shell's process, whatever it is doing."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


@contextmanager
def open_forks() -> Iterator[Forks | None]:
    """The preloaded process for a run, ended with it; None where forking is not safe."""
    if sys.platform != "linux":
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kamnb") as folder:
        forks = Forks(Path(folder), secrets.token_bytes(16))
        try:
            yield forks
        finally:
            forks.end()
