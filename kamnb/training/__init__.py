"""The course: lessons on the demo client with exercises that answer back.

A notebook takes a lesson by `from kamnb.training.zh import thesis as lesson` (or `.en`), a program by
`open_lesson("thesis", "zh")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["open_lesson"]

if TYPE_CHECKING:
    from kamnb.training.lesson import open_lesson


def __getattr__(name: str) -> Any:
    """Which public function is asked for? Loaded on first use, so that the command line stays light."""
    if name in __all__:
        from kamnb.training import lesson

        return getattr(lesson, name)
    raise AttributeError(name)
