"""The links of a chain: findings, clauses with their readings, indicators with what they were made from."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from kamnb.evidence.indicators import measure_indicator
from kamnb.findings.json_form import indicator_form
from kamnb.instrument.indicator import Indicator
from kamnb.instrument.load import Instrument
from kamnb.report.blocks import score_with_interval, value_interval, value_text
from kamnb.report.findings import evidence_lines, indicator_line
from kamnb.report.method import source_text
from kamnb.sources.client import ClientData
from kamnb.text.load import both
from kamnb.trace.noted import noting
from kamnb.trace.refs import Form
from kamnb.trace.rows import trace_tables


def finding_link(instrument: Instrument, form: Form, finding: Form) -> dict[str, Any]:
    """One finding: what the report says, how bad, how sure, by which evidence."""
    keys = ("id", "clause", "kind", "severity", "probability", "title", "text", "evidence", "status")
    return {**{key: finding[key] for key in keys}, "lines": evidence_lines(instrument, form, finding)}


def clause_link(instrument: Instrument, form: Form, clause: str) -> dict[str, Any]:
    """One clause of the framework: title and meaning, the score, and each reading with its n."""
    spec = instrument.clause(clause)
    found = form["clauses"].get(clause)
    said = {
        "id": clause,
        "area": spec.area,
        "title": instrument.title(clause),
        "meaning": instrument.text(spec.area, f"clauses.{clause}.meaning"),
    }
    if found is None:
        return {
            **said,
            "score": None,
            "outcome": "no_data",
            "readings": [],
            "score_text": both("trace", "no_clause"),
        }
    scores = {key: found[key] for key in ("score", "low", "high", "outcome", "target", "readings_disagree")}
    return {
        **said,
        **scores,
        "score_text": score_with_interval(found),
        "readings": readings(instrument, found, clause),
    }


def readings(instrument: Instrument, found: Form, clause: str) -> list[dict[str, Any]]:
    """What do the three readings say? Survey and interviews by counts, records by indicator, the judgement by its level."""
    p, j = found["perception"], found["judgement"]
    part = ("score", "low", "high", "n")
    return [
        {
            "kind": "survey",
            **{k: p["survey"][k] for k in part},
            "items": [i.id for i in instrument.clause(clause).items],
        },
        {"kind": "interviews", **{k: p["interviews"][k] for k in part}},
        {
            "kind": "record",
            **{k: found["record"][k] for k in part},
            "indicators": [e["indicator"] for e in found["evidence"]],
        },
        {
            "kind": "judgement",
            **{k: j[k] for k in ("score", "low", "high")},
            "n": None,
            "level_blind": j["level_blind"],
            "level": j["level"],
        },
    ]


def indicator_link(
    instrument: Instrument,
    form: Form,
    indicator: Indicator,
    client: ClientData | None,
    inputs: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """One indicator: what it is, what the report prints, what comes out now, and the tables that it reads."""
    area = instrument.clause(indicator.clause).area
    evidence = form["clauses"].get(indicator.clause, {}).get("evidence", [])
    printed = next((e for e in evidence if e["indicator"] == indicator.id), None)
    link = {
        "id": indicator.id,
        "clause": indicator.clause,
        "title": instrument.text(area, f"indicators.{indicator.id}.title"),
        "explanation": instrument.text(area, f"indicators.{indicator.id}.explanation"),
        "definition": inspect.getdoc(indicator.measure) or "",
        "code": f"{indicator.measure.__module__}.{indicator.id}",
        "unit": indicator.unit,
        "minimum": indicator.minimum,
        "anchors": [list(point) for point in indicator.anchors],
        "anchor_source": source_text(indicator.source),
        "needs": {table: list(columns) for table, columns in indicator.needs.items()},
        "printed": printed,
        "now": None,
        "same": None,
        "tables": [],
    }
    if printed is not None and printed["value"] is not None:
        link["line"] = indicator_line(instrument, form, indicator.clause, printed)
        link["value_text"] = value_text(printed, form["currency"])
        link["interval_text"] = value_interval(printed, form["currency"])
    if client is None:
        return link
    noted = noting(client)
    now = indicator_form(measure_indicator(noted, indicator))
    same = printed is not None and all(now[k] == printed[k] for k in ("value", "n", "outcome"))
    return {**link, "now": now, "same": same, "tables": trace_tables(noted, indicator, inputs)}
