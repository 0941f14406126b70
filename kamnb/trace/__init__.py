"""From a number or a sentence of the report back to the rows behind it and to its clause of the framework."""

from __future__ import annotations

from kamnb.trace.answer import explain

__all__ = ["explain"]
