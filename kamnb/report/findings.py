"""Findings and remedies as cards of the report."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.report.blocks import Block, Form, in_turn, plain, say, value_interval, value_text
from kamnb.text.load import LANGUAGES, both
from kamnb.text.numbers import both_number, both_quantity

SURE = 0.99


def certainty(finding: Form) -> Bilingual:
    """How sure is a finding? In words, never 100 %."""
    p = finding["probability"]
    if p is None:
        return say("finding.certainty_none")
    kind = {"gap": "gap", "strength": "strength"}.get(finding["kind"], "test")
    if p > SURE:
        return say(f"finding.certainty_{kind}_cap")
    return say(f"finding.certainty_{kind}", p={lang: f"{100 * p:.0f}%" for lang in LANGUAGES})


def evidence_lines(instrument: Instrument, form: Form, finding: Form) -> list[Bilingual]:
    """Which evidence stands behind a finding? One line a piece."""
    clause = form["clauses"][finding["clause"]]
    by_id = {e["indicator"]: e for e in clause["evidence"]}
    lines = []
    for ref in finding["evidence"]:
        kind = ref.split(":")[0]
        if kind in ("survey", "interviews"):
            part = clause["perception"][kind]
            values = {k: both_number(part[k]) for k in ("score", "low", "high", "n")}
            sides = {item.side for item in instrument.clause(finding["clause"]).items}
            key = "survey_accounts" if kind == "survey" and "account" in sides else kind
            lines.append(say(f"evidence.{key}", **values))
        elif kind == "judgement":
            j = clause["judgement"]
            lines.append(say("evidence.judgement", score=both_number(j["score"]), level=j["level_blind"]))
        else:
            lines.append(indicator_line(instrument, form, finding["clause"], by_id[ref]))
    kinds = [clause["perception"]["score"], clause["record"]["score"], clause["judgement"]["score"]]
    if sum(k is not None for k in kinds) == 1:
        lines.append(say("evidence.single"))
    lines += [
        say("evidence.quote", said=plain(q["text"]), group=both("groups", q["group"]))
        for q in finding.get("quotes", ())
    ]
    if finding["value"]:
        amount = both_quantity(finding["value"], "money", form["currency"])
        lines.append(both("plan", "value.evidence", mid=amount))
    return lines


def indicator_line(instrument: Instrument, form: Form, clause: str, e: Form) -> Bilingual:
    """One indicator as a line of evidence."""
    title = instrument.text(instrument.clause(clause).area, f"indicators.{e['indicator']}.title")
    values = {"title": title, "value": value_text(e, form["currency"]), "n": both_number(e["n"])}
    if e["value_low"] is None or e["value_low"] == e["value_high"]:
        return say("evidence.indicator_plain", **values)
    return say("evidence.indicator", **values, interval=value_interval(e, form["currency"]))


def finding_block(instrument: Instrument, form: Form, finding: Form, number: int) -> Block:
    """One finding as a card."""
    chosen = {r["id"]: r for r in form["recommendations"]}
    status = finding["status"]
    return {
        "kind": "finding",
        "id": finding["id"],
        "number": str(number),
        "clause": finding["clause"],
        "tone": "good" if finding["kind"] == "strength" else None,
        "severity": finding["severity"],
        "severity_text": say("finding.severity_label", word=say(f"finding.severity.{finding['severity']}"))
        if finding["kind"] != "strength"
        else say("area.strength"),
        "certainty_text": certainty(finding),
        "title": finding["title"],
        "text": finding["text"],
        "evidence": evidence_lines(instrument, form, finding),
        "remedies": [{"ref": r, "title": chosen[r]["title"]} for r in finding["remedies"] if r in chosen],
        "status_text": say(
            "finding.status_reason", status=say(f"finding.status.{status}"), reason=finding["status_reason"]
        )
        if status
        else None,
    }


def remedy_block(form: Form, remedy: Form) -> Block:
    """One remedy as a card: what, first step, measure, owner, effort, gain."""
    titles = {r["id"]: r["title"] for r in form["recommendations"]}
    meta = [
        ("columns.owner", say(f"owner_role.{remedy['owner_role']}")),
        ("remedy.phase", say(f"phases.{remedy['phase']}")),
        ("columns.effort", say("remedy.effort", n=both_number(remedy["effort"]))),
        ("columns.effect", say("remedy.effect", n=both_number(remedy["months_to_effect"]))),
        ("columns.gain", gain_text(remedy)),
        ("columns.clauses", plain(", ".join(remedy["clauses"]))),
    ]
    needed = [titles[r] for r in remedy["requires"] if r in titles]
    if needed:
        meta.append(("remedy.requires", in_turn(needed)))
    return {
        "kind": "remedy",
        "id": remedy["id"],
        **{k: remedy[k] for k in ("title", "text", "first_step", "measure")},
        "meta": [{"label": say(label), "value": value} for label, value in meta],
    }


def gain_text(remedy: Form) -> Bilingual:
    """A remedy's expected gain as printed."""
    return say(
        "remedy.gain", low=both_number(remedy["gain"]["low"]), high=both_number(remedy["gain"]["high"])
    )
