"""One area's chapter: its question, the evidence in short, findings, remedies and what cannot be told of it."""

from __future__ import annotations

from kamnb.findings.recommend import PHASES
from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual, Outcome
from kamnb.report.blocks import (
    Block,
    Form,
    callout,
    cell,
    column,
    heading,
    is_too_wide,
    joined,
    listed,
    paragraph,
    plain,
    say,
    scorecard,
    table,
)
from kamnb.report.findings import certainty, finding_block
from kamnb.report.portfolio import PORTFOLIO_FIGURES
from kamnb.report.roadmap import phase_text
from kamnb.report.summary import matters
from kamnb.text.numbers import both_number

MAIN_FIGURES, MAIN_FINDINGS = 2, 3
"""So many figures and findings of an area stand in its chapter; the others stand in the appendix on evidence."""
EVERY_AREA = ("level_ladder", "opinion_record")
"""Figures that each area has; the scorecard and the chapter on word and record say the gist of them."""
CONCLUDING = ("gap", "agreement", "strength")


def is_known(instrument: Instrument, form: Form, area: str) -> bool:
    """Is anything measured in an area?"""
    found = [form["clauses"][c.id] for c in instrument.area(area).clauses if c.id in form["clauses"]]
    return any(c["score"] is not None for c in found)


def main_figures(area: str, recorded: list[Block] | None) -> list[Block]:
    """Which figures stand in the chapter? The first that the working paper tells its story with."""
    elsewhere = {f"{area}-{name}" for name in EVERY_AREA} | set(PORTFOLIO_FIGURES)
    return [b for b in recorded or [] if b["kind"] == "figure" and b["id"] not in elsewhere][:MAIN_FIGURES]


def area_blocks(
    instrument: Instrument, form: Form, area: str, recorded: list[Block] | None = None
) -> list[Block]:
    """The chapter of an area on some pages; where nothing is known, only that."""
    title, question, introduction = (
        instrument.text(area, f"area.{k}") for k in ("title", "question", "introduction")
    )
    blocks = [callout(question, title=say("area.asks")), paragraph(introduction)]
    if any(h["area"] == area for h in form["holes"]):
        return [*blocks, callout(say("area.hole"), "bad")]
    if not is_known(instrument, form, area):
        return [*blocks, callout(say("area.unknown"), "warn")]
    figures = main_figures(area, recorded)
    blocks += [
        where_to_look(area, figures),
        scorecard(instrument, form, area, say("area.readings", area=title)),
    ]
    return blocks + figures + commentary(form, area) + conclusions(instrument, form, area)


def where_to_look(area: str, figures: list[Block]) -> Block:
    """Which table and figures belong to what is told here, and where does the detail stand?"""
    told = say("area.see_scorecard", table=plain(f"[[{area}-scorecard]]"))
    if figures:
        names = listed([plain(f"[[{b['id']}]]") for b in figures])
        told = joined(told, say("area.see_figures", figures=names))
    return paragraph(joined(told, say("area.see_evidence", appendix=plain("[[evidence]]"))))


def commentary(form: Form, area: str) -> list[Block]:
    """The consultant's own words on an area, where given in both languages (a missing one is taken from the other)."""
    given = form["commentary"].get(area)
    if not given:
        return []
    text = {"zh": given.get("zh") or given.get("en", ""), "en": given.get("en") or given.get("zh", "")}
    return [callout(text, "info", say("area.commentary"))]


def own_findings(instrument: Instrument, form: Form, area: str) -> list[Form]:
    """Which findings belong to an area? First those that the report is led by, then the gravest and surest."""
    led = [f["id"] for f in matters(form)]
    clauses = {c.id for c in instrument.area(area).clauses}
    own = [f for f in form["findings"] if f["clause"] in clauses and f["kind"] in CONCLUDING]
    return sorted(own, key=lambda f: rank(f, led))


def rank(f: Form, led: list[str]) -> tuple[bool, bool, float, float]:
    """Where does a finding stand among its area's? A strength comes last."""
    return f["kind"] == "strength", f["id"] not in led, -f["severity"], -(f["probability"] or 1.0)


def split_findings(instrument: Instrument, form: Form, area: str) -> tuple[list[Form], list[Form]]:
    """Which findings are told in full in the chapter, and which are listed there and told in the appendix?

    A single one more is told in the chapter too.
    """
    own = own_findings(instrument, form, area)
    at = len(own) if len(own) == MAIN_FINDINGS + 1 else MAIN_FINDINGS
    return own[:at], own[at:]


def conclusions(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """Findings, remedies and open questions of an area."""
    told, others = split_findings(instrument, form, area)
    blocks = [heading("area.follows", f"{area}-follows"), findings_lead(instrument, area, told)]
    blocks += [finding_block(instrument, form, f, i) for i, f in enumerate(told, 1)]
    if others:
        blocks.append(other_findings(instrument, form, area, others))
    blocks += differences(instrument, form, area)
    remedies = instrument.remedies()
    mine = [r for r in form["recommendations"] if r["id"] in remedies and remedies[r["id"]].area == area]
    blocks += [remedies_table(instrument, area, mine)] if mine else []
    return blocks + open_blocks(instrument, form, area)


def findings_lead(instrument: Instrument, area: str, found: list[Form]) -> Block:
    """How are an area's findings to be read? Where there is none but strengths, that no clause is surely below target."""
    weak = any(f["kind"] != "strength" for f in found)
    return paragraph(instrument.text(area, "area.follows") if weak else say("area.no_findings"))


def differences(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """On which clauses of an area do word and record clash, and which do levels or sides see differently? Told elsewhere."""
    found = []
    for kind in ("disagreement", "level_gap"):
        on = {f["clause"] for f in form["findings"] if f["kind"] == kind and f["status"] != "withdrawn"}
        keys = [plain(c.id) for c in instrument.area(area).clauses if c.id in on]
        if keys:
            found.append(say(f"area.differ.{kind}", clauses=listed(keys)))
    return [paragraph(joined(*found))] if found else []


def other_findings(instrument: Instrument, form: Form, area: str, found: list[Form]) -> Block:
    """The findings that the appendix tells in full, one row each."""
    columns = [column("clause", share=0.8), column("finding", share=4.9), column("severity", share=1.0)]
    columns.append(column("certainty", share=4.1))
    rows = [
        [
            cell(plain(f["clause"])),
            cell(f["title"], bold=True, ref=f["id"]),
            cell(severity_text(f)),
            cell(certainty(f)),
        ]
        for f in found
    ]
    caption = say("area.other_findings", area=instrument.text(area, "area.title"))
    return table(f"{area}-other-findings", caption, columns, rows)


def severity_text(finding: Form) -> Bilingual:
    """How grave is a finding, in one word? A strength says so."""
    if finding["kind"] == "strength":
        return say("area.strength")
    return say(f"finding.severity.{finding['severity']}")


def remedies_table(instrument: Instrument, area: str, remedies: list[Form]) -> Block:
    """What should be done in an area, on which clauses, by whom and when, the first first? The appendix says how."""
    columns = [column("remedy", share=4.6), column("clauses", share=1.6), column("owner", share=2.2)]
    columns.append(column("phase", share=1.6))
    in_time = sorted(remedies, key=lambda r: len(PHASES) if r["left_out"] else PHASES.index(r["phase"]))
    rows = [
        [
            cell(r["title"], bold=True, ref=r["id"]),
            cell(plain(", ".join(r["clauses"]))),
            cell(say(f"owner_role.{r['owner_role']}")),
            cell(phase_text(r), "muted" if r["left_out"] else None),
        ]
        for r in in_time
    ]
    caption = say("area.remedies_table", area=instrument.text(area, "area.title"))
    return table(f"{area}-remedies", caption, columns, rows)


def open_blocks(instrument: Instrument, form: Form, area: str) -> list[Block]:
    """What cannot be told of an area? Clauses without a score, too wide ones, indicators that wait for data."""
    found = {c.id: form["clauses"][c.id] for c in instrument.area(area).clauses if c.id in form["clauses"]}
    untold = [key for key, c in found.items() if c["score"] is None]
    wide = [key for key, c in found.items() if is_too_wide(c)]
    waiting = sum(e["outcome"] != Outcome.MEASURED for c in found.values() for e in c["evidence"])
    parts = [
        say(f"area.open_{word}", clauses=listed([plain(k) for k in keys]))
        for word, keys in (("untold", untold), ("wide", wide))
        if keys
    ]
    if waiting:
        parts.append(say("area.open_indicators", n=both_number(waiting)))
    text = joined(*parts, say("area.open_see")) if parts else say("area.open_nothing")
    return [callout(text, "muted", say("area.open_title"))]
