"""What stands on each sheet of the evidence workbook? Columns with their kind, and rows, from the diagnosis' written form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamnb.instrument.load import Instrument, load_instrument
from kamnb.instrument.thresholds import thresholds
from kamnb.model import Bilingual
from kamnb.render.evidence_numbers import number_rows
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    marks_of,
    plain,
    points_text,
    say,
    value_interval,
    value_text,
)
from kamnb.report.method import reason_text, source_text
from kamnb.text.load import both

BOTH, LONG = "both", "long"
"""Kinds of column: a short text in both languages; a long one, wrapped."""
LONG_TEXT = 60
Row = list[Any]
Columns = Sequence[tuple[str | Bilingual, str]]
ESTIMATE = ("score", "low", "high", "n")


@dataclass(frozen=True)
class Sheet:
    """One sheet: `columns` are (key of its head, or the head itself, kind); the first `frozen` columns stay in sight."""

    key: str
    columns: Columns
    rows: list[Row] = field(default_factory=list)
    frozen: int = 1


def all_sheets(form: Form, document: dict[str, Any]) -> list[Sheet]:
    """Every sheet in its order; one that would be empty has its heads only, so that a reader sees what was not there."""
    instrument = load_instrument()
    made: list[Callable[[], Sheet]] = [
        lambda: about(form, document),
        lambda: numbers(instrument, form),
        lambda: clauses(instrument, form),
        lambda: indicators(instrument, form),
        lambda: findings(form),
        lambda: finding_evidence(instrument, form),
        lambda: remedies(form),
        lambda: causes(instrument, form),
        lambda: stake(form),
        lambda: assumptions(form),
        lambda: received(form),
        lambda: survey(form),
        lambda: registry(),
        lambda: from_block("glossary", document, "glossary"),
    ]
    return [make() for make in made]


def about(form: Form, document: dict[str, Any]) -> Sheet:
    """What is this workbook of, and how is it read?"""
    wave = plain(str(form["wave"]))
    rows: list[tuple[str, Bilingual]] = [
        ("client", document["client"]),
        ("wave", wave),
        ("as_of", document["date"]),
        ("currency", plain(form["currency"])),
        ("instrument", plain(str(form["instrument"]["version"]))),
        ("confidential", document["confidential"]),
    ]
    if document["made_up"]:
        rows.append(("made_up", document["made_up"]))
    rows += [(key, both("evidence_book", f"about.{key}")) for key in ("read", "score", "interval", "outcome")]
    told = [[both("evidence_book", f"about_names.{key}"), text] for key, text in rows]
    return Sheet("about", [("what", BOTH), ("text", LONG)], told)


def numbers(instrument: Instrument, form: Form) -> Sheet:
    """Every number in one long table, to filter."""
    columns = [
        ("area", "text"),
        ("clause", "text"),
        ("reading", BOTH),
        ("indicator", "text"),
        ("what", BOTH),
        ("value", "number"),
        ("unit", "text"),
        ("low", "number"),
        ("high", "number"),
        ("n", "count"),
        ("outcome", "text"),
        ("source", "text"),
        ("anchor_source", "text"),
    ]
    return Sheet("numbers", columns, number_rows(instrument, form), frozen=2)


def clauses(instrument: Instrument, form: Form) -> Sheet:
    """All readings of every clause, one row each."""
    columns = [("area", "text"), ("clause", "text"), ("title", BOTH)]
    columns += [(k, "score") for k in ("score", "low", "high", "target")]
    columns += [("outcome", "text"), ("coverage", "share"), ("agreement", "ratio")]
    parts = ("perception", "survey", "interviews", "leadership", "executive", "manager", "frontline")
    for part in (*parts, "account", "record"):
        columns += [(f"{part}_{k}", "count" if k == "n" else "score") for k in ESTIMATE]
    columns += [(f"judgement_{k}", "score") for k in ESTIMATE[:3]]
    columns += [(k, "count") for k in ("level_blind", "level")]
    columns += [("confirmed", "text"), ("override", "score"), ("override_reason", "text"), ("reason", "text")]
    columns += [("readings_disagree", "text"), ("headline", "text")]
    rows = [clause_row(instrument, key, c) for key, c in form["clauses"].items()]
    return Sheet("clauses", columns, rows, frozen=2)


def clause_row(instrument: Instrument, key: str, c: Form) -> Row:
    """One clause's readings."""
    p, j = c["perception"], c["judgement"]
    groups = [p["by_level"].get(g) for g in ("leadership", "executive", "manager", "frontline")]
    row: Row = [instrument.clause(key).area, key, instrument.title(key)]
    row += [c[k] for k in ("score", "low", "high", "target", "outcome", "coverage")] + [p["agreement"]]
    for part in (p, p["survey"], p["interviews"], *groups, p["account"], c["record"]):
        row += estimate(part)
    row += [j[k] for k in ("score", "low", "high", "level_blind", "level", "confirmed", "override")]
    return [*row, j["override_reason"], j["reason"], c["readings_disagree"], c["headline"]]


def estimate(part: Form | None) -> Row:
    """Score, interval and n; all empty where the group was not asked or is too small to show."""
    if part is None or part["score"] is None:
        return [None] * len(ESTIMATE)
    return [part[k] for k in ESTIMATE]


def indicators(instrument: Instrument, form: Form) -> Sheet:
    """Every indicator of the records: value, unit, interval, n, outcome, score, source."""
    columns = [("area", "text"), ("clause", "text"), ("indicator", "text"), ("title", BOTH)]
    columns += [("value", "number"), ("unit", "text"), ("low", "number"), ("high", "number"), ("n", "count")]
    columns += [("outcome", "text"), ("printed", BOTH), ("printed_interval", BOTH)]
    columns += [(f"score_{k}", "score") for k in ("score", "low", "high")]
    columns += [("source", "text"), ("anchors", "text"), ("anchor_kind", "text"), ("anchor_source", LONG)]
    rows = []
    for area in instrument.areas:
        marks = marks_of(form, area.id)
        for clause in area.clauses:
            for e in form["clauses"].get(clause.id, {}).get("evidence", ()):
                anchors = marks.get(e["indicator"], {}).get("anchors", ())
                points = points_text(anchors, "{x:g} = {y:g}", "; ")
                rows.append([area.id, clause.id, *indicator_cells(instrument, form, area.id, e), points])
                rows[-1] += [e["anchor_source"].split(":")[0], source_text(e["anchor_source"])]
    return Sheet("indicators", columns, rows, frozen=3)


def indicator_cells(instrument: Instrument, form: Form, area: str, e: Form) -> Row:
    """One indicator's numbers, typed, and as the report prints them."""
    title = instrument.text(area, f"indicators.{e['indicator']}.title")
    measured, unit = e["value"] is not None, e["unit"]
    typed = [(e["value"], unit), unit, (e["value_low"], unit), (e["value_high"], unit), e["n"], e["outcome"]]
    told = (
        [value_text(e, form["currency"]), value_interval(e, form["currency"])] if measured else [DASH, DASH]
    )
    return [e["indicator"], title, *typed, *told, e["score"], e["low"], e["high"], e["source"]]


def findings(form: Form) -> Sheet:
    """Every finding, with its certainty, status, evidence and remedies."""
    columns = [("finding", "text"), ("clause", "text"), ("kind", "text"), ("severity", "count")]
    columns += [("probability", "share"), ("title", BOTH), ("text", LONG), ("worth", "money")]
    columns += [("status", "text"), ("status_reason", "text"), ("evidence", "text"), ("remedies", "text")]
    keys = (
        "id",
        "clause",
        "kind",
        "severity",
        "probability",
        "title",
        "text",
        "value",
        "status",
        "status_reason",
    )
    rows = [
        [*(f[k] for k in keys), ", ".join(f["evidence"]), ", ".join(f["remedies"])] for f in form["findings"]
    ]
    return Sheet("findings", columns, rows)


def finding_evidence(instrument: Instrument, form: Form) -> Sheet:
    """Which numbers stand behind each finding? One row a piece of evidence."""
    columns = [("finding", "text"), ("clause", "text"), ("evidence", "text"), ("what", BOTH)]
    columns += [("value", "number"), ("unit", "text"), ("low", "number"), ("high", "number"), ("n", "count")]
    columns += [("source", "text")]
    rows = [
        [f["id"], f["clause"], ref, *evidence_cells(instrument, form, f["clause"], ref)]
        for f in form["findings"]
        for ref in f["evidence"]
    ]
    return Sheet("evidence", columns, rows, frozen=2)


def evidence_cells(instrument: Instrument, form: Form, clause: str, ref: str) -> Row:
    """One piece of evidence: what it is, its number with unit and interval, n, and where it comes from."""
    c, kind = form["clauses"][clause], ref.split(":")[0]
    if kind in ("survey", "interviews", "judgement"):
        part = c["judgement"] if kind == "judgement" else c["perception"][kind]
        cells = [(part[k], "score") for k in ("score", "low", "high")]
        name = both("evidence_book", f"readings.{kind}")
        return [name, cells[0], "score", *cells[1:], part.get("n"), kind]
    e = next(e for e in c["evidence"] if e["indicator"] == ref)
    title = instrument.text(instrument.clause(clause).area, f"indicators.{ref}.title")
    unit = e["unit"]
    return [
        title,
        (e["value"], unit),
        unit,
        (e["value_low"], unit),
        (e["value_high"], unit),
        e["n"],
        e["source"],
    ]


def remedies(form: Form) -> Sheet:
    """Every remedy with its place on the roadmap."""
    columns = [
        ("remedy", "text"),
        ("clauses", "text"),
        ("phase", BOTH),
        ("earliest", BOTH),
        ("left_out", "text"),
    ]
    columns += [("effort", "number"), ("months", "number"), ("gain_low", "score"), ("gain_high", "score")]
    columns += [
        ("owner", BOTH),
        ("robust", "share"),
        ("requires", "text"),
        ("findings", "text"),
        ("title", BOTH),
    ]
    columns += [("text", LONG), ("first_step", LONG), ("measure", LONG)]
    rows = []
    for r in form["recommendations"]:
        phase = None if r["left_out"] else say(f"phases.{r['phase']}")
        row = [r["id"], ", ".join(r["clauses"]), phase, say(f"phases.{r['earliest']}"), r["left_out"]]
        row += [r["effort"], r["months_to_effect"], r["gain"]["low"], r["gain"]["high"]]
        row += [say(f"owner_role.{r['owner_role']}"), r["robust"]]
        row += [", ".join(r[k]) for k in ("requires", "findings")]
        rows.append([*row, *(r[k] for k in ("title", "text", "first_step", "measure"))])
    return Sheet("remedies", columns, rows)


def causes(instrument: Instrument, form: Form) -> Sheet:
    """Every causal claim with its test."""
    columns = [("from", "text"), ("from_title", BOTH), ("to", "text"), ("to_title", BOTH), ("by", BOTH)]
    columns += [("cause_measure", BOTH), ("effect_measure", BOTH)]
    columns += [(k, "ratio") for k in ("effect", "low", "high")] + [("n", "count")]
    columns += [(k, "number") for k in ("p", "q", "shows")]
    columns += [("outcome", BOTH), ("why", "text"), ("missing", "text")]
    rows = []
    for c in form["causes"]:
        row = [c["from"], instrument.title(c["from"]), c["to"], instrument.title(c["to"])]
        row += [both("causes", f"unit.{c['unit']}"), *(both("causes", f"measure.{m}") for m in c["measures"])]
        row += [c[k] for k in ("effect", "low", "high", "n", "p", "q", "shows")]
        rows.append([*row, both("causes", f"outcome.{c['outcome']}"), c["reason"], ", ".join(c["missing"])])
    return Sheet("causes", columns, rows)


def stake(form: Form) -> Sheet:
    """What is at stake a year: its components, and all together."""
    columns = [("part", BOTH), ("how", LONG), ("clause", "text"), ("indicators", "text"), ("outcome", "text")]
    columns += [("unit", "text")] + [(k, "money") for k in ("whole", "overlap", "low", "mid", "high")]
    rows = []
    for c in form["value_components"]:
        names = [both("plan", f"value.parts.{c['id']}.{k}") for k in ("name", "how")]
        row = [*names, c["clause"], ", ".join(c["indicators"]), c["outcome"], form["currency"]]
        rows.append([*row, *(c[k] for k in ("whole", "overlap", "low", "mid", "high"))])
    whole = form["value_at_stake"]
    total = [both("plan", "value.all"), None, None, None, whole["outcome"], form["currency"]]
    rows.append([*total, whole["at_risk"], None, whole["low"], whole["mid"], whole["high"]])
    return Sheet("stake", columns, rows)


def assumptions(form: Form) -> Sheet:
    """Which rates turn amounts into value at stake, and which are the client's own?"""
    columns = [("assumption", "text"), ("title", BOTH), ("value", "share"), ("registered", "share")]
    rows = [
        [a["id"], both("thresholds", a["id"]), a["value"], a["registered"]] for a in form["value_assumptions"]
    ]
    return Sheet("assumptions", columns, rows)


def received(form: Form) -> Sheet:
    """Which tables came in, and which rows were left out, by reason?"""
    columns = [("table", "text"), ("title", BOTH), ("file", "text"), ("rows", "count"), ("used", "count")]
    columns += [("dropped", "count"), ("why", BOTH)]
    rows: list[Row] = []
    for r in form["received"]:
        left = {reason: n for reason, n in r["dropped"].items() if n}
        head = [r["table"], both("tables", r["table"]), r["file"], r["rows"], r["rows"] - sum(left.values())]
        rows += [[*head, n, reason_text(reason)] for reason, n in left.items()] or [[*head, 0, None]]
    return Sheet("received", columns, rows)


def survey(form: Form) -> Sheet:
    """Who was invited and who answered? A group below the minimum is left empty."""
    found = form["survey"]
    columns = [("group", BOTH), ("invited", "count"), ("answered", "count")]
    groups = [g for g in ("leadership", "executive", "manager", "frontline", "account")]
    given = [g for g in groups if g in found["respondents"] or g in found["invited"]]
    rows = [[both("groups", g), found["invited"].get(g), found["respondents"].get(g)] for g in given]
    return Sheet("survey", columns, rows)


def registry() -> Sheet:
    """Every threshold with its source."""
    columns = [
        ("threshold", "text"),
        ("title", BOTH),
        ("value", "number"),
        ("kind", "text"),
        ("source", LONG),
    ]
    rows = [
        [t.id, both("thresholds", t.id), t.value, t.source.split(":")[0], source_text(t.source)]
        for t in thresholds().values()
    ]
    return Sheet("registry", columns, rows)


def from_block(key: str, document: dict[str, Any], id: str) -> Sheet:
    """A table of the report as it stands; no rows where the report has none."""
    block = find_table(document, id)
    if block is None:
        return Sheet(key, [("what", BOTH)])
    cells = [[c["text"] for c in row] for row in block["rows"]]
    kinds = [column_kind([row[at] for row in cells]) for at in range(len(block["columns"]))]
    rows = [[t["en"] if k == "text" else t for t, k in zip(row, kinds, strict=True)] for row in cells]
    return Sheet(key, [(c["label"], k) for c, k in zip(block["columns"], kinds, strict=True)], rows)


def column_kind(texts: list[Bilingual]) -> str:
    """Does a column need both languages (names, codes and plain numbers do not), and much room?"""
    if all(len(set(text.values())) == 1 for text in texts):
        return "text"
    return LONG if max(len(text["en"]) for text in texts) > LONG_TEXT else BOTH


def find_table(document: dict[str, Any], id: str) -> Block | None:
    """The report's table of that id, or None."""
    blocks = (b for chapter in document["chapters"] for b in chapter["blocks"])
    return next((b for b in blocks if b["kind"] == "table" and b["id"] == id), None)
