"""What a notebook calls: open the intake, an area or the synthesis, and show one block after another."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamnb.workbook.area import open_area
    from kamnb.workbook.intake import open_intake
    from kamnb.workbook.synthesis import open_synthesis

__all__ = ["open_area", "open_intake", "open_synthesis"]


def __getattr__(name: str) -> Any:
    """Each is imported when it is asked for: the recorder beside them is wanted without pandas and matplotlib."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"kamnb.workbook.{name.removeprefix('open_')}"), name)
