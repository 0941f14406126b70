"""A consulting workbook that diagnoses a company's key account management."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["diagnose", "explain", "measure_area", "read_client", "synthesise"]

if TYPE_CHECKING:
    from kamnb.pipeline import diagnose, measure_area, read_client, synthesise
    from kamnb.trace import explain


def __getattr__(name: str) -> Any:
    """Which public function is asked for? Loaded on first use: `import kamnb` alone loads no pandas."""
    if name == "explain":
        from kamnb import trace

        return trace.explain
    if name in __all__:
        from kamnb import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)
