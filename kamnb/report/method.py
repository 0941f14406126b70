"""The method chapter: how it was reasoned, what was received and dropped, every threshold with its source."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import sources, threshold, thresholds
from kamnb.model import Bilingual
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    callout,
    cell,
    column,
    heading,
    marks_of,
    paragraph,
    plain,
    points_text,
    say,
    table,
)
from kamnb.report.ranking import ranking_blocks
from kamnb.text.load import both
from kamnb.text.numbers import both_number, both_quantity

GROUPS = ("leadership", "executive", "manager", "frontline", "account")


def method_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """How was it reasoned? The three readings, intervals, tests, anonymity, version."""
    minimum = both_number(form["anonymity"]["minimum"])
    blocks = [heading("method.readings_title", "method-readings")]
    told = {"rate": both_quantity(threshold("false_discovery_rate"), "share")}
    told["points"] = both_number(threshold("gap_points"))
    parts = ("readings", "interval", "counts", "testing", "consensus")
    blocks += [paragraph(say(f"method.{k}", **told)) for k in parts]
    blocks.append(paragraph(say("method.anonymity", minimum=minimum)))
    version = say("method.version", version=plain(form["instrument"]["version"]), as_of=plain(form["as_of"]))
    blocks.append(paragraph(version))
    return blocks + ranking_blocks(instrument, form)


def data_blocks(form: Form) -> list[Block]:
    """Who answered, and what was received and dropped."""
    return survey_blocks(form) + received_blocks(form)


def survey_blocks(form: Form) -> list[Block]:
    """Who was invited, who answered, what was left out."""
    s = form["survey"]
    blocks = [heading("method.survey", "method-survey")]
    if not s["respondents"]:
        blocks.append(paragraph(say("method.survey_none")))
    else:
        rows, warnings = [], []
        for group in GROUPS:
            n, invited = s["respondents"].get(group), s["invited"].get(group)
            if n is None and invited is None:
                continue
            rate = n / invited if invited and n is not None else None
            most = form["anonymity"]["minimum"] - 1 if n is None else n
            low = invited is not None and most < threshold("response_rate_warning") * invited
            name = both("groups", group)
            rows.append(
                [
                    cell(name),
                    cell(both_number(invited)),
                    cell(both_number(n)),
                    cell(both_quantity(rate, "share"), "warn" if low else None),
                ]
            )
            if low:
                warnings.append(callout(say("method.survey_low", group=name), "warn"))
        columns = [column("group", share=2)] + [column(k, "right") for k in ("invited", "answered", "rate")]
        blocks.append(table("survey", say("method.survey_table"), columns, rows))
        values = {
            "lines": both_number(s["straight_liners"]),
            "fast": both_number(s["speeders"]),
            "alike": both_number(s["alike_groups"]),
            "unasked": both_number(s["unasked_answers"]),
        }
        blocks += [paragraph(say("method.survey_cleaning", **values)), *warnings]
    if form["interviews"]:
        blocks.append(paragraph(say("method.interviews", n=both_number(form["interviews"]))))
    return blocks


def received_blocks(form: Form) -> list[Block]:
    """What was read and what was left out, table by table."""
    rows = []
    for r in form["received"]:
        dropped = {**r["dropped"], **(set_aside(form) if r["table"] == "survey" else {})}
        left = sum(dropped.values())
        rows.append(
            [
                cell(both("tables", r["table"])),
                cell(both_number(r["rows"])),
                cell(both_number(r["rows"] - left)),
                cell(reasons(dropped), "warn" if left else None),
            ]
        )
    columns = [
        column("table", share=3),
        column("rows", "right"),
        column("used", "right"),
        column("dropped", share=3),
    ]
    blocks = [
        heading("method.received", "method-received"),
        table("received", say("method.received_table"), columns, rows),
    ]
    if form["assumptions"]:
        blocks += [
            heading("method.assumptions", "method-assumptions", 3),
            {"kind": "bullets", "items": [plain(a) for a in form["assumptions"]]},
        ]
    return blocks


def set_aside(form: Form) -> dict[str, int]:
    """How many questionnaires were read and then set aside, and why?"""
    return {k: form["survey"][k] for k in ("straight_liners", "speeders")}


def reasons(dropped: dict[str, int]) -> Bilingual:
    """Why were rows left out, and how many?"""
    if not sum(dropped.values()):
        return DASH
    parts = [say("method.reason", n=both_number(n), reason=reason_text(k)) for k, n in dropped.items() if n]
    return {"zh": "\uff1b".join(p["zh"] for p in parts), "en": "; ".join(p["en"] for p in parts)}


def reason_text(reason: str) -> Bilingual:
    """What is a reason for leaving a row out called? `blank_<column>` or `after_as_of`."""
    kind, _, column_name = reason.partition("_")
    if kind == "blank":
        return both("messages", "reason-blank-id.message", column=plain(column_name))
    return both("messages", f"reason-{reason.replace('_', '-')}.message")


def source_text(source: str) -> Bilingual:
    """How is a source named? `ours` by the report's word, a key by its reference."""
    if source == "ours":
        return say("method.ours")
    return plain(sources()[source.split(":", 1)[1]])


def threshold_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """The register of thresholds, the indicators' anchors, the literature."""
    rows = [
        [cell(both("thresholds", t.id)), cell(plain(f"{t.value:g}")), cell(source_text(t.source))]
        for t in thresholds().values()
    ]
    columns = [column("threshold", share=4), column("value", "right", 0.9), column("source", share=4)]
    blocks = [
        heading("method.thresholds", "method-thresholds"),
        paragraph(say("method.thresholds_lead")),
        table("thresholds", None, columns, rows),
        heading("method.anchors", "method-anchors"),
    ]
    anchors = []
    for id, mark in marks_of(form).items():
        anchors.append(
            [
                cell(plain(mark["clause"]), ref=mark["clause"]),
                cell(instrument.text(mark["area"], f"indicators.{id}.title")),
                cell(plain(points_text(mark["anchors"]))),
                cell(source_text(mark["source"])),
            ]
        )
    columns = [
        column("clause", share=0.6),
        column("indicator", share=3.6),
        column("anchors", share=4.2),
        column("source", share=1.6),
    ]
    return [*blocks, table("anchors", say("method.anchor_table"), columns, anchors)]
