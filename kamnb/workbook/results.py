"""Areas' results on disk: what one notebook makes and another reads, exactly."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from kamnb.model import AreaResult, Hole
from kamnb.workbook.record import write_whole


@cache
def _adapter(kind: type) -> TypeAdapter:
    return TypeAdapter(kind)


def write_result(work: Path, result: AreaResult) -> Path:
    """Keep an area's result as results/<area>.json; every float comes back as it was."""
    path = work / "results" / f"{result.area}.json"
    write_whole(path, _adapter(AreaResult).dump_json(result, indent=1).decode("utf-8"))
    return path


def read_result(work: Path, area: str) -> AreaResult | None:
    """Which result did an area's notebook leave? None where there is none."""
    path = work / "results" / f"{area}.json"
    return _adapter(AreaResult).validate_json(path.read_bytes()) if path.exists() else None


def write_holes(work: Path, holes: list[Hole]) -> None:
    """Keep which areas' notebooks failed."""
    write_whole(work / "holes.json", _adapter(list[Hole]).dump_json(holes, indent=1).decode("utf-8"))


def read_holes(work: Path) -> list[Hole]:
    """Which areas' notebooks failed? None outside a run."""
    path = work / "holes.json"
    return _adapter(list[Hole]).validate_json(path.read_bytes()) if path.exists() else []
