"""The side of a run that asks the preloaded process for shells; Linux only, elsewhere papers run in kernels."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError

START_TIMEOUT = 120


class Forks:
    """The preloaded process; each paper borrows a shell of its own."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder, self.key = folder, key
        command = [sys.executable, "-m", "kamnb.runner.preload"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.tell(key.hex())

    def tell(self, line: str) -> None:
        """Send the preloaded process one line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    @contextmanager
    def shell(self) -> Iterator[Shell]:
        """Borrow a shell; it is killed at the end."""
        address = str(self.folder / secrets.token_hex(4))
        with Listener(address, family="AF_UNIX", authkey=self.key) as listener:
            self.tell(address)
            listener._listener._socket.settimeout(START_TIMEOUT)  # type: ignore[attr-defined]
            with listener.accept() as connection:
                shell = Shell(connection)
                try:
                    yield shell
                finally:
                    shell.end()


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
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


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
            forks.process.kill()
            forks.process.wait()
