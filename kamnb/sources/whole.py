"""Files that are there whole or not at all, and a lock against a second writer."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kamnb.errors import KamnbError

PAUSE = 0.05
WAIT = 2.0
"""Seconds for which a writer waits for another one."""


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all, whoever else writes it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def locked(path: Path, wait: float = WAIT) -> Iterator[None]:
    """Nobody else writes beside this file meanwhile: its lock lies in `.<stem>.lock` beside it.

    The system lets go of the lock when its process ends, however it ends: a file that is left over locks nothing.
    Raises KamnbError where another writer has not let go after `wait` seconds.
    """
    until = time.monotonic() + wait
    with path.with_name(f".{path.stem}.lock").open("a+b") as file:
        while not try_lock(file.fileno()):
            if time.monotonic() > until:
                raise KamnbError("file-locked", file=path.name)
            time.sleep(PAUSE)
        try:
            yield
        finally:
            unlock(file.fileno())


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: int) -> bool:
        """Is the lock ours now?"""
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def unlock(file: int) -> None:
        """Let go."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(file: int) -> bool:
        """Is the lock ours now?"""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(file: int) -> None:
        """Let go."""
        fcntl.flock(file, fcntl.LOCK_UN)
