"""What has an earlier wave shown of groups of people? Read from its diagnosis.json, to be set against the next one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Form = dict[str, Any]
DIAGNOSIS = "diagnosis.json"
INTERVIEWS = "interviews"


@dataclass(frozen=True)
class ShownGroup:
    """What was shown of one group and one clause: people, their mean in points, and its 90 % interval."""

    n: int
    score: float
    low: float
    high: float


@dataclass(frozen=True)
class Published:
    """One earlier diagnosis: groups by clause, indicators with n and value, and how many were invited."""

    as_of: str
    groups: Mapping[str, Mapping[str, ShownGroup]]
    values: Mapping[str, tuple[int, float]]
    invited: Mapping[str, int]


def read_published(folder: Path, client: str, as_of: str, home: Path | None = None) -> tuple[Published, ...]:
    """What was published of a client before a day? The oldest first; of each earlier day the newest run counts.

    Looks into the client's waves/ and into `home`, the folder of its reports. What cannot be read was not published.
    """
    places = sorted((folder / "waves").glob(f"[!.]*/{DIAGNOSIS}"))
    places += sorted(home.glob(f"[!.]*/{DIAGNOSIS}")) if home else []
    found = {wave.as_of: wave for wave in read_waves(places, client)}
    return tuple(found[day] for day in sorted(found) if day < as_of)


def read_waves(places: list[Path], client: str) -> Iterator[Published]:
    """Which of these files are diagnoses of a client?"""
    for place in places:
        try:
            form = json.loads(place.read_text(encoding="utf-8"))
            if form["client"]["id"] == client:
                yield published(form)
        except (OSError, ValueError, LookupError, AttributeError, TypeError):
            continue


def published(form: Form) -> Published:
    """What does a diagnosis.json show of groups of people?"""
    clauses = form["clauses"].items()
    evidence = [e for _, clause in clauses for e in clause["evidence"] if e["value"] is not None]
    return Published(
        form["as_of"],
        {key: shown_groups(clause["perception"]) for key, clause in clauses},
        {e["indicator"]: (int(e["n"]), float(e["value"])) for e in evidence},
        {str(k): int(n) for k, n in form.get("survey", {}).get("invited", {}).items()},
    )


def shown_groups(said: Form) -> dict[str, ShownGroup]:
    """Which groups were shown on a clause? Levels, the account side, and those who were interviewed."""
    parts = {**said["by_level"], "account": said.get("account"), INTERVIEWS: said.get("interviews")}
    known = {name: part for name, part in parts.items() if part and part["score"] is not None}
    return {
        name: ShownGroup(int(p["n"]), float(p["score"]), float(p["low"]), float(p["high"]))
        for name, p in known.items()
    }
