"""A solver that keeps to itself: what compiled code prints never reaches the reader."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def without_output() -> Iterator[None]:
    """Does compiled code print nothing meanwhile? For the whole process; without a standard output nothing is changed.

    HiGHS 1.12 prints a line of its own debugging at times, whatever it is told.
    """
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    flush()
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        flush()
        os.dup2(kept, 1)
        os.close(kept)


def flush() -> None:
    """What was printed so far goes where it was meant to go: Python's part and, where it can be reached, C's."""
    with suppress(AttributeError, OSError, ValueError):
        sys.stdout.flush()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).fflush(None)
