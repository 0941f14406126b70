"""What stands behind a sentence or a number of a diagnosis? The whole chain, as plain values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kamnb.errors import InputError
from kamnb.figures.draw import figure_text
from kamnb.findings.json_form import diagnosis_form
from kamnb.instrument.digest import item_words
from kamnb.instrument.load import Instrument, load_instrument
from kamnb.model import Bilingual
from kamnb.pipeline import measure_area, read_client, synthesise
from kamnb.report.blocks import score_with_interval
from kamnb.report.written import read_written
from kamnb.sources.client import ClientData
from kamnb.text.load import both
from kamnb.trace.chain import clause_link, finding_link, indicator_link
from kamnb.trace.inputs import compare_inputs
from kamnb.trace.refs import Form, Ref, all_figures, all_indicators, find_ref

SCHEMA = 1


def explain(where: Path | str, ref: str, inputs: Path | str | None = None) -> dict[str, Any]:
    """What stands behind a reference? `where` is a run's folder, or a client's folder, which is diagnosed first.

    `inputs` is the client's folder that the run was made from; without it no rows are shown. Raises UsageError for
    a reference that nothing is called, InputError for a client's folder with errors.
    """
    folder, instrument = Path(where), load_instrument()
    if (folder / "diagnosis.json").exists():
        form = read_written(folder / "diagnosis.json")
        source, record = (Path(inputs) if inputs else None), folder / "record.json"
        found = find_ref(instrument, form, ref)
        client, note = open_inputs(source, folder.parent)
        name: str | None = folder.name
    else:
        client, note, source, record, name = read_client(folder), None, folder, folder / "record.json", None
        areas = [measure_area(client, area.id) for area in instrument.areas]
        form = json.loads(json.dumps(diagnosis_form(synthesise(areas))))
        found = find_ref(instrument, form, ref)
    state = compare_inputs(record, source)
    chain = build_chain(instrument, form, found, client, state)
    head = {"schema": SCHEMA, "ref": found.id, "kind": found.kind, "run": name}
    facts = {key: form[key] for key in ("as_of", "wave", "currency")}
    notes = [n for n in (note, *chain.pop("notes")) if n]
    return {
        **head,
        "client": form["client"]["id"],
        **facts,
        "instrument": form["instrument"]["version"],
        **chain,
        "inputs": {key: state[key] for key in ("state", "changed", "missing", "added")},
        "notes": notes,
    }


def open_inputs(folder: Path | None, reports: Path) -> tuple[ClientData | None, Bilingual | None]:
    """The client's tables, or why they cannot be shown."""
    if folder is None:
        return None, both("trace", "inputs_absent")
    try:
        return read_client(folder, reports), None
    except InputError as error:
        return None, both("trace", "inputs_broken", n=str(error.values["n"]))


def build_chain(
    instrument: Instrument, form: Form, ref: Ref, client: ClientData | None, state: dict[str, Any]
) -> dict[str, Any]:
    """The links that belong to a reference, from the sentence to the rows."""
    clauses, indicators = focus(instrument, form, ref)
    known = all_indicators(instrument)
    links = [indicator_link(instrument, form, known[i], client, state["files"]) for i in indicators]
    moved = [link["id"] for link in links if link["same"] is False]
    notes = [both("trace", "value_differs", indicators=", ".join(moved))] if moved else []
    return {
        "sentences": sentences(instrument, form, ref),
        "findings": [finding_link(instrument, form, f) for f in findings_of(form, ref, clauses)],
        "remedy": remedy_link(instrument, form, ref.id) if ref.kind == "remedy" else None,
        "item": item_link(instrument, form, ref.id, client) if ref.kind == "item" else None,
        "clauses": [clause_link(instrument, form, c) for c in clauses],
        "indicators": links,
        "notes": notes,
    }


def focus(instrument: Instrument, form: Form, ref: Ref) -> tuple[list[str], list[str]]:
    """Which clauses and which indicators does a reference rest on?"""
    known = all_indicators(instrument)
    if ref.kind == "finding":
        finding = next(f for f in form["findings"] if f["id"] == ref.id)
        return [finding["clause"]], [e for e in finding["evidence"] if e in known]
    if ref.kind == "clause":
        return [ref.id], [i.id for i in known.values() if i.clause == ref.id]
    if ref.kind == "indicator":
        return [known[ref.id].clause], [ref.id]
    if ref.kind == "figure":
        drawn = all_figures()[ref.id]
        return ([known[drawn].clause], [drawn]) if drawn in known else ([], [])
    if ref.kind == "item":
        return [ref.id.rsplit(".", 1)[0]], []
    if ref.kind == "remedy":
        return list(instrument.remedies()[ref.id].clauses), []
    return [c.id for c in instrument.area(ref.id).clauses], []


def findings_of(form: Form, ref: Ref, clauses: list[str]) -> list[Form]:
    """Which findings say something of it?"""
    if ref.kind == "finding":
        return [f for f in form["findings"] if f["id"] == ref.id]
    if ref.kind == "remedy":
        calling: list[str] = next((r["findings"] for r in form["recommendations"] if r["id"] == ref.id), [])
        return [f for f in form["findings"] if f["id"] in calling]
    if ref.kind == "indicator":
        return [f for f in form["findings"] if ref.id in f["evidence"]]
    return [f for f in form["findings"] if f["clause"] in clauses]


def sentences(instrument: Instrument, form: Form, ref: Ref) -> list[Bilingual]:
    """What does the report say of it in words?"""
    if ref.kind == "finding":
        finding = next(f for f in form["findings"] if f["id"] == ref.id)
        return [finding["title"], finding["text"]]
    if ref.kind == "remedy":
        remedy = instrument.remedies()[ref.id]
        return [instrument.text(remedy.area, f"remedies.{ref.id}.{key}") for key in ("title", "text")]
    if ref.kind == "figure":
        drawn = all_figures()[ref.id]
        known = all_indicators(instrument)
        area = instrument.clause(known[drawn].clause).area if drawn in known else ""
        return [figure_text(instrument, area, ref.id, key) for key in ("title", "alt")]
    if ref.kind == "item":
        clause = ref.id.rsplit(".", 1)[0]
        return [item_words(instrument, clause, ref.id)]
    if ref.kind == "indicator":
        known = all_indicators(instrument)
        return [instrument.text(instrument.clause(known[ref.id].clause).area, f"indicators.{ref.id}.title")]
    return [scored(instrument, form, ref)]


def scored(instrument: Instrument, form: Form, ref: Ref) -> Bilingual:
    """A clause or an area with its score, as the scorecard prints it."""
    area = ref.kind == "area"
    found = form["areas" if area else "clauses"].get(ref.id)
    title = instrument.text(ref.id, "area.title") if area else instrument.title(ref.id)
    if found is None:
        return both("trace", "sentence_none", id=ref.id, title=title)
    return both("trace", "sentence", id=ref.id, title=title, score=score_with_interval(found))


def remedy_link(instrument: Instrument, form: Form, remedy: str) -> dict[str, Any]:
    """A remedy: is it recommended here, by which findings, for which clauses?"""
    given = next((r for r in form["recommendations"] if r["id"] == remedy), None)
    spec = instrument.remedies()[remedy]
    return {
        "id": remedy,
        "recommended": given is not None,
        "phase": spec.phase,
        "owner_role": spec.owner_role,
        "clauses": list(spec.clauses),
        "findings": given["findings"] if given else [],
    }


def item_link(instrument: Instrument, form: Form, item: str, client: ClientData | None) -> dict[str, Any]:
    """A survey item: whom it is put to, and how many answered; fewer than the minimum are not told."""
    spec = next(i for i in instrument.items() if i.id == item)
    answers = None
    if client is not None and client.has("survey", item):
        answers = int(client.frame("survey")[item].notna().sum())
    minimum = form["anonymity"]["minimum"]
    return {
        "id": item,
        "side": spec.side,
        "levels": list(spec.levels),
        "roles": list(spec.roles),
        "reversed": spec.reversed,
        "answers": answers if answers is None or answers >= minimum else None,
        "minimum": minimum,
    }
