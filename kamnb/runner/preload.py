"""A process that has loaded everything once and forks a shell for each working paper.

It only imports: a DuckDB connection, or any thread, that is alive at a fork would hang the child. Its own commands come
by its standard input, one a line, the address to call back; it ends when that closes.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Client

import kamnb.workbook  # noqa: F401 - what a working paper loads first
from kamnb.figures import draw  # noqa: F401
from kamnb.runner.shell import new_shell, run_cell


def serve(address: str, key: bytes) -> None:
    """Run the cells that come over a connection, until it closes; nobody may be there any more."""
    with suppress(OSError, EOFError), Client(address, family="AF_UNIX", authkey=key) as connection:
        connection.send(os.getpid())
        shell = new_shell()
        while True:
            source, number = connection.recv()
            connection.send(run_cell(shell, source, number))


def main() -> None:
    """Fork a child for every address that comes in."""
    key = bytes.fromhex(sys.stdin.readline().strip())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            serve(line.strip(), key)
            sys.stdout.flush()
            os._exit(0)


if __name__ == "__main__":
    main()
