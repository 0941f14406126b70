"""The series of the two figures that are drawn from scores: levels, and opinion against record."""

from __future__ import annotations

from typing import Any

from kamnb.evidence.survey import LEVELS
from kamnb.instrument.load import Instrument
from kamnb.report import blocks as b

READINGS = "opinion_record"
"""The figure of word against record."""


def level_rows(
    instrument: Instrument, form: dict[str, Any], clauses: tuple[str, ...]
) -> list[dict[str, Any]]:
    """How does each level rate these clauses, as rows of a figure?"""
    rows = []
    for key in clauses:
        p = form["clauses"].get(key, {}).get("perception", {})
        levels = {
            g: v
            for g, v in {**p.get("by_level", {}), "account": p.get("account")}.items()
            if v and v["score"] is not None
        }
        order = ("leadership", *LEVELS, "account")
        if levels:
            label = b.joined(b.plain(key), instrument.title(key))
            rows.append({"label": label, "levels": {g: levels[g] for g in order if g in levels}})
    return rows


def reading_rows(
    instrument: Instrument, form: dict[str, Any], area: str | None = None
) -> list[dict[str, Any]]:
    """Opinion and record of every clause that has one of them, as rows of a figure."""
    rows = []
    for key, c in form["clauses"].items():
        opinion, record = c["perception"]["score"], c["record"]["score"]
        if (area is None or instrument.clause(key).area == area) and (
            opinion is not None or record is not None
        ):
            label = b.joined(b.plain(key), instrument.title(key))
            rows.append(
                {
                    "clause": key,
                    "label": label,
                    "opinion": opinion,
                    "record": record,
                    "clash": c["readings_disagree"],
                }
            )
    return rows


def clashing(rows: list[dict[str, Any]]) -> list[str]:
    """On which clauses of such rows do word and record clash?"""
    return [row["clause"] for row in rows if row["clash"]]
