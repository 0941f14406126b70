"""The lessons in Chinese, each by its name: `from kamnb.training.zh import thesis as lesson`."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Which lesson is asked for? The same object each time, so that a cell stands on its own."""
    from kamnb.training.lesson import door

    return door(name, "zh")
