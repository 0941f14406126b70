"""The executive summary: one page that says what matters."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    callout,
    heading,
    in_turn,
    is_too_wide,
    joined,
    paragraph,
    say,
    score_text,
    strip,
    tone_of,
)
from kamnb.report.causes import people_claim
from kamnb.report.findings import certainty
from kamnb.report.ranking import ranking_sentence
from kamnb.report.roadmap import answer_phase, planned, tell
from kamnb.report.sums import ANSWERS, CLASHES, GAPS, VALUE, WHOLE
from kamnb.report.value import value_sentence
from kamnb.text.numbers import both_number, both_quantity

MATTER = ("agreement", "gap", "disagreement", "level_gap")


def lead(instrument: Instrument, form: Form) -> Bilingual:
    """What is the one sentence of the report?"""
    whole, target = form["whole"]["score"], threshold("target_score")
    known = {a: s["score"] for a, s in form["areas"].items() if s["score"] is not None}
    if whole is None or not known:
        return say("summary.lead_unknown")
    worst = min(known, key=lambda a: known[a])
    return say(
        "summary.lead_low" if whole < target - 5 else "summary.lead_fine",
        score=both_number(whole),
        target=both_number(target),
        worst=instrument.text(worst, "area.title"),
        worst_score=both_number(known[worst]),
    )


def kpis(form: Form) -> Block:
    """The four numbers of the summary."""
    return {
        "kind": "kpis",
        "items": [whole_tile(form), gaps_tile(form), clash_tile(form), response_tile(form)],
    }


def tile(key: str, source: str, value: Bilingual, note: Bilingual, tone: str | None) -> Block:
    """One number with its name, a note, and the entry of the sources that it leads to."""
    return {"label": say(f"summary.{key}"), "value": value, "note": note, "tone": tone, "ref": source}


def whole_tile(form: Form) -> Block:
    """The overall score with its interval, or what is missing for it."""
    whole, areas = form["whole"], form["areas"].values()
    if whole["score"] is None:
        known = sum(a["score"] is not None for a in areas)
        key = "kpi_whole_few" if known else "kpi_whole_none"
        note = say(f"summary.{key}", n=both_number(known), total=both_number(len(areas)))
    else:
        note = say("summary.kpi_whole_note", low=both_number(whole["low"]), high=both_number(whole["high"]))
    tone = None if whole["score"] is None else tone_of(whole["score"], threshold("target_score"))
    return tile("kpi_whole", WHOLE, score_text(whole), note, tone)


def gaps_tile(form: Form) -> Block:
    """How many clauses are below target, of those that could be scored?"""
    scored = sum(c["score"] is not None for c in form["clauses"].values())
    if not scored:
        return tile("kpi_gaps", GAPS, DASH, say("summary.kpi_gaps_none"), None)
    severity = [f["severity"] for f in form["findings"] if f["kind"] == "gap"]
    severe = severity.count(3)
    values = {"total": both_number(scored), "severe": both_number(severe)}
    known = form["whole"]["score"] is not None
    tone = "bad" if severe else "warn" if severity else "good" if known else None
    return tile("kpi_gaps", GAPS, both_number(len(severity)), say("summary.kpi_gaps_note", **values), tone)


def clash_tile(form: Form) -> Block:
    """On how many clauses do word and record clash, of those that have both?"""
    both_kinds = [c for c in form["clauses"].values() if has_both(c)]
    if not both_kinds:
        return tile("kpi_clash", CLASHES, DASH, say("summary.kpi_clash_none"), None)
    clash = sum(c["readings_disagree"] for c in form["clauses"].values())
    note = say("summary.kpi_clash_note", total=both_number(len(both_kinds)))
    return tile("kpi_clash", CLASHES, both_number(clash), note, "warn" if clash else "good")


def has_both(clause: Form) -> bool:
    """Has a clause both what people say and what the records show?"""
    return None not in (clause["perception"]["score"], clause["record"]["score"])


def response_tile(form: Form) -> Block:
    """How many of the firm's own people answered? Of groups whose size is held back nothing is counted."""
    survey = form["survey"]
    answered = {g: n for g, n in survey["respondents"].items() if g != "account" and n is not None}
    invited = sum(survey["invited"].get(g) or 0 for g in answered)
    if not answered:
        return tile("kpi_response", ANSWERS, DASH, say("summary.kpi_response_none"), None)
    n = sum(n for g, n in answered.items() if survey["invited"].get(g) or not invited)
    if not invited:
        return tile("kpi_response", ANSWERS, both_number(n), say("summary.kpi_response_unknown"), None)
    note = say("summary.kpi_response_note", n=both_number(n), invited=both_number(invited))
    low = n / invited < threshold("response_rate_warning")
    return tile("kpi_response", ANSWERS, both_quantity(n / invited, "share"), note, "warn" if low else None)


def matters(form: Form, most: int = 3) -> list[Form]:
    """Which findings matter most? The gravest, the costliest and the surest; at most one a clause and two an area."""
    given = [f for f in form["findings"] if f["kind"] in MATTER and f["status"] != "withdrawn"]
    ranked = sorted(
        given,
        key=lambda f: (-f["severity"], -(f["value"] or 0.0), -(f["probability"] or 1.0), shortfall(form, f)),
    )
    chosen: list[Form] = []
    for f in ranked:
        same_area = sum(c["clause"][0] == f["clause"][0] for c in chosen)
        if f["clause"] not in {c["clause"] for c in chosen} and same_area < 2 and len(chosen) < most:
            chosen.append(f)
    return chosen


def shortfall(form: Form, finding: Form) -> float:
    """By how much is a finding's clause below target, as a sort key (the largest first)?"""
    clause = form["clauses"][finding["clause"]]
    return (clause["score"] or 0.0) - clause["target"]


def brief(finding: Form, form: Form) -> Bilingual:
    """A finding in one bullet."""
    clause = form["clauses"][finding["clause"]]
    values = {
        "title": finding["title"],
        "clause": finding["clause"],
        "score": score_text(clause),
        "sure": certainty(finding),
    }
    return say("summary.finding_unscored" if is_too_wide(clause) else "summary.finding", **values)


def summary_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """The executive summary's blocks."""
    areas = [a for a in form["areas"]]
    rows = [area_strip(instrument, form, a) for a in areas]
    blocks: list[Block] = [
        kpis(form),
        {**callout(tell("summary.stake", sentence=value_sentence(form))), "sources": [VALUE]},
        {"kind": "scorecard", "id": "summary-areas", "caption": say("scorecard.areas"), "rows": rows},
        *([paragraph(sentence)] if (sentence := ranking_sentence(instrument, form)) else []),
        heading("summary.findings", "summary-findings"),
    ]
    found = matters(form)
    blocks.append(
        {
            "kind": "bullets",
            "items": [brief(f, form) for f in found],
            "sources": [f["clause"] for f in found],
        }
        if found
        else paragraph(no_findings(form))
    )
    claim = people_claim(instrument, form)
    if claim:
        blocks.append(callout(claim))
    blocks.append(heading("summary.actions", "summary-actions"))
    actions = planned(form, "days90")[:3]
    blocks.append(
        {"kind": "bullets", "items": [action(r) for r in actions]} if actions else paragraph(no_actions(form))
    )
    if answered := answers(form, found):
        blocks.append(paragraph(answered))
    open_clauses = sum(c["score"] is None for c in form["clauses"].values())
    coverage = say("summary.coverage", coverage=both_quantity(form["whole"]["coverage"], "share"))
    if open_clauses:
        told = say("summary.unknown", n=both_number(open_clauses), total=both_number(len(form["clauses"])))
        coverage = joined(coverage, told)
    return [*blocks, paragraph(coverage)]


def answers(form: Form, found: list[Form]) -> Bilingual | None:
    """When does work on the findings that matter begin? None where they call for no remedy."""
    begun = [(f["clause"], phase) for f in found if (phase := answer_phase(form, f))]
    if not begun:
        return None
    told = [say("summary.answer", clause=c, begun=say(f"summary.begun.{phase}")) for c, phase in begun]
    return say("summary.answers", answers=in_turn(told))


def no_findings(form: Form) -> Bilingual:
    """Why does the summary name no finding? Because none is sure, or because too little could be scored."""
    scored = sum(c["score"] is not None for c in form["clauses"].values())
    if scored == len(form["clauses"]):
        return say("summary.no_findings")
    return say("summary.findings_open", n=both_number(scored), total=both_number(len(form["clauses"])))


def no_actions(form: Form) -> Bilingual:
    """Why does the summary name nothing to do? No room, no need, or no evidence that would support it."""
    if form["recommendations"]:
        return say("summary.no_room")
    return say("summary.no_actions" if form["whole"]["score"] is not None else "summary.actions_open")


def action(remedy: Form) -> Bilingual:
    """A remedy of the first 90 days in one bullet."""
    owner = say(f"owner_role.{remedy['owner_role']}")
    return say("summary.action", title=remedy["title"], owner=owner, first_step=remedy["first_step"])


def area_strip(instrument: Instrument, form: Form, area: str) -> Block:
    """One area as a line of a scorecard."""
    prefix = instrument.area(area).prefix
    return strip(
        prefix, instrument.text(area, "area.title"), "area", form["areas"][area], threshold("target_score")
    )
