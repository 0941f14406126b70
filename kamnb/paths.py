"""Where the product's own files and a client's folder lie: in the checkout, or in the wheel's copy."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Where is a top-level folder of the product (templates, notebooks, client_data/demo)?

    The checkout's own folder first, else the copy inside the wheel. Raises FileNotFoundError when neither is there.
    """
    for root in (PACKAGE.parent, PACKAGE / "_shipped"):
        if (root / name).exists() and ((root / "kamnb").is_dir() or root.name == "_shipped"):
            return root / name
    raise FileNotFoundError(name)


def templates() -> Path:
    """Where are the report templates?"""
    return shipped("templates")


def notebooks() -> Path:
    """Where are the working papers?"""
    return shipped("notebooks")


def demo_client() -> Path:
    """Where is the made-up demo client's folder?"""
    return shipped("client_data/demo")


def fonts() -> Path:
    """Where are the shipped fonts?"""
    return PACKAGE / "fonts"


def find_up(name: str, start: Path | None = None) -> Path | None:
    """Which nearest parent folder holds `name`? The path of that `name`, or None."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / name).is_dir():
            return folder / name
    return None
