"""Where the product's own files and a client's folder lie: in the checkout, or in the wheel's copy."""

from __future__ import annotations

import re
from pathlib import Path

from kamnb.errors import UsageError

PACKAGE = Path(__file__).resolve().parent
NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]+")


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


def client_folder(client: str, data: str | Path = "") -> Path:
    """Where is a client's folder? Under `data`, else under the nearest client_data/, else the shipped demo.

    Raises UsageError where the name is not one folder name, or the folder is not there.
    """
    name = check_name(client)
    root = Path(data) if data else find_up("client_data")
    if root is not None and (root / name).is_dir():
        return root / name
    if not data and name == "demo":
        return demo_client()
    there = sorted(p.parent.name for p in root.glob("*/client.yml")) if root else []
    raise UsageError(
        "client-unknown", name=name, data=str(root or Path.cwd()), there=", ".join(there[:9]) or "–"
    )


def check_name(client: str) -> str:
    """Is this one folder name and nothing else? The name, or UsageError: never a path, never a parent folder."""
    if not NAME.fullmatch(client) or client.strip(" .") != client or client.startswith(("~", "-")):
        raise UsageError("client-name", name=client)
    return client


def reports_folder(reports: str | Path = "") -> Path:
    """Where do reports go? `reports`, else the nearest reports/ folder, else a new one here."""
    return Path(reports) if reports else find_up("reports") or Path.cwd() / "reports"


def draft_folder(client: str) -> Path:
    """Where does a notebook that is run by hand keep its blocks and results?"""
    return reports_folder() / check_name(client) / ".draft"
