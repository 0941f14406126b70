"""Areas' results on disk: what one notebook makes and another reads, exactly."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from kamnb.instrument.load import VERSION
from kamnb.model import AreaResult, Hole
from kamnb.sources.client import ClientData
from kamnb.sources.store import digest as content_digest
from kamnb.sources.whole import write_whole


@cache
def _adapter(kind: type) -> TypeAdapter:
    return TypeAdapter(kind)


def fingerprint(client: ClientData) -> str:
    """What tells one state of a client's data from another? SHA-256 over tables, settings and judgement."""
    digest = hashlib.sha256(VERSION.encode("utf-8"))
    for part in (client.settings, client.judgement):
        digest.update(part.model_dump_json().encode("utf-8"))
    digest.update(repr(client.published).encode("utf-8"))
    for name in client.tables:
        digest.update(name.encode("utf-8") + content_digest(client.store[name]))
    return digest.hexdigest()


def write_result(work: Path, result: AreaResult, key: str) -> Path:
    """Keep an area's result as results/<area>.json, every float as it was; `key` says of which data."""
    path = work / "results" / f"{result.area}.json"
    write_whole(path.with_suffix(".key"), key)
    write_whole(path, _adapter(AreaResult).dump_json(result, indent=1).decode("utf-8"))
    return path


def read_result(work: Path, area: str, key: str) -> AreaResult | None:
    """Which result did an area's notebook leave? None where there is none, or one of other data."""
    path = work / "results" / f"{area}.json"
    mark = path.with_suffix(".key")
    if not path.exists() or not mark.exists() or mark.read_text(encoding="utf-8") != key:
        return None
    return _adapter(AreaResult).validate_json(path.read_bytes())


def write_holes(work: Path, holes: list[Hole]) -> None:
    """Keep which areas' notebooks failed."""
    write_whole(work / "holes.json", _adapter(list[Hole]).dump_json(holes, indent=1).decode("utf-8"))


def read_holes(work: Path) -> list[Hole]:
    """Which areas' notebooks failed? None outside a run."""
    path = work / "holes.json"
    return _adapter(list[Hole]).validate_json(path.read_bytes()) if path.exists() else []
