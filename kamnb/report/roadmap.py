"""The chapter of the roadmap: the plan as a figure, each phase, what is left out, and the commitments on a page of their own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kamnb.findings.recommend import PHASES
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual
from kamnb.report.blocks import (
    Block,
    Form,
    callout,
    cell,
    column,
    heading,
    in_turn,
    joined,
    listed,
    paragraph,
    plain,
    say,
    table,
)
from kamnb.report.findings import remedy_block
from kamnb.text.load import LANGUAGES, both
from kamnb.text.numbers import both_date, both_number, both_quantity

FIGURE = "roadmap_plan"
SEVERE, NEVER = 3, "none"
FEW = 6
"""With at most so many remedies in every phase the figure leaves half a page free."""
BLANK = plain("")
"""Room to write in by hand."""


def tell(key: str, **values: object) -> Bilingual:
    """A text of the roadmap and of the value at stake, in every language."""
    return both("plan", key, **values)


def named(key: str, align: str = "left", share: float = 1.0) -> Block:
    """One column of a table, named by this chapter's own words."""
    return {"label": tell(f"columns.{key}"), "align": align, "share": share}


def planned(form: Form, phase: str) -> list[Form]:
    """Which remedies are done in a phase, in the order of the plan?"""
    return [r for r in form["recommendations"] if r["phase"] == phase and r["left_out"] is None]


def is_robust(remedy: Form) -> bool:
    """Is a remedy chosen in so many draws that its choice does not hang on the guesses?"""
    return remedy["robust"] is not None and remedy["robust"] >= threshold("roadmap_robust_share")


def phase_text(remedy: Form) -> Bilingual:
    """When is a remedy done? Its phase, or that it is left out."""
    return tell("not_planned") if remedy["left_out"] else say(f"phases.{remedy['phase']}")


def answer_phase(form: Form, finding: Form) -> str | None:
    """In which phase does the first remedy of a finding begin? `none` where none is planned, None where none is known."""
    remedies = [r for r in form["recommendations"] if r["id"] in finding["remedies"]]
    begun = [r["phase"] for r in remedies if r["left_out"] is None]
    if not remedies:
        return None
    return min(begun, key=PHASES.index) if begun else NEVER


def unanswered(form: Form) -> list[str]:
    """Which clauses have a severe finding for which remedies are known, but none is planned?"""
    severe = [f for f in form["findings"] if f["severity"] == SEVERE and f["status"] != "withdrawn"]
    found = {f["clause"] for f in severe if answer_phase(form, f) == NEVER}
    return [clause for clause in form["clauses"] if clause in found]


def plan_series(form: Form) -> dict[str, Any]:
    """What does the figure of the roadmap draw?"""
    plan = form["roadmap"]
    phases = []
    for phase in PHASES:
        remedies = [
            {**{k: r[k] for k in ("title", "clauses", "effort")}, "robust": is_robust(r)}
            for r in planned(form, phase)
        ]
        days = {"used": plan["used"][phase], "capacity": plan["capacity"][phase]}
        phases.append({"id": phase, "name": say(f"phases.{phase}"), **days, "remedies": remedies})
    return {"phases": phases}


def roadmap_blocks(form: Form, recorded: list[Block] | None = None) -> list[Block]:
    """The whole chapter: the figure, which the synthesis recorded, the commitments, how it was chosen, phase by phase.

    After the figure the commitments begin a page. What would be left nearly empty before them, since there is no figure
    or a small one, is filled: they follow at once, or after how the roadmap was chosen.
    """
    if not form["recommendations"]:
        return [paragraph(say("roadmap.none"))]
    figure = [b for b in recorded or [] if b.get("id") == FIGURE]
    how = [heading(tell("how_title"), "roadmap-how"), paragraph(tell("how")), paragraph(how_sure(form))]
    page: list[Block] = [*([{"kind": "pagebreak"}] if figure else []), *commitment_blocks(form)]
    small = max(len(planned(form, phase)) for phase in PHASES) <= FEW
    blocks = [*figure, *how, *page] if figure and small else [*figure, *page, *how]
    for phase in PHASES:
        blocks += phase_blocks(form, phase)
    return blocks + left_out_blocks(form)


def how_sure(form: Form) -> Bilingual:
    """How was the choice tested, and which priorities did the client set?"""
    plan = form["roadmap"]
    told = tell(
        "robust",
        draws=both_number(plan["draws"]),
        share=both_quantity(threshold("roadmap_robust_share"), "share"),
        within=both_quantity(plan["within"], "share"),
    )
    if not plan["priorities"]:
        return told
    own = ", ".join(f"{clause} × {weight:g}" for clause, weight in plan["priorities"].items())
    more = tell("priorities", priorities=plain(own))
    return {"zh": told["zh"] + more["zh"], "en": f"{told['en']} {more['en']}"}


def phase_blocks(form: Form, phase: str) -> list[Block]:
    """One phase: what it is for, its person-days, its remedies."""
    chosen, plan = planned(form, phase), form["roadmap"]
    days = {key: both_number(plan[key][phase]) for key in ("used", "capacity")}
    lead = say(f"phase_leads.{phase}")
    spent = tell("days", **days)
    blocks = [
        heading(f"phases.{phase}", f"roadmap-{phase}"),
        paragraph({lang: f"{lead[lang]}{' ' if lang == 'en' else ''}{spent[lang]}" for lang in LANGUAGES}),
    ]
    if not chosen:
        return [*blocks, paragraph(tell("nothing"))]
    columns = [column("remedy", share=3.4), column("owner", share=1.8), column("clauses", share=1.2)]
    columns += [named("effort", "right", 1.4), named("effect", "right", 1.1), named("gain", "right", 1.5)]
    columns.append(named("robust", "right", 1.9))
    return [*blocks, table(f"plan-{phase}", None, columns, [remedy_row(r) for r in chosen])]


def remedy_row(remedy: Form) -> list[Block]:
    """One remedy as a row of its phase."""
    return [
        cell(remedy["title"], bold=True, ref=remedy["id"]),
        cell(say(f"owner_role.{remedy['owner_role']}")),
        cell(plain(", ".join(remedy["clauses"]))),
        cell(both_number(remedy["effort"])),
        cell(both_number(remedy["months_to_effect"])),
        cell(tell("gain_range", **{end: both_number(remedy["gain"][end]) for end in ("low", "high")})),
        cell(robust_text(remedy), None if is_robust(remedy) else "muted", is_robust(remedy)),
    ]


def robust_text(remedy: Form) -> Bilingual:
    """In which share of the draws is a remedy chosen, and is that robust?"""
    share = both_quantity(remedy["robust"], "share")
    return tell("is_robust" if is_robust(remedy) else "is_open", share=share)


def left_out_blocks(form: Form) -> list[Block]:
    """What is left out, and why? Nothing where everything is planned."""
    left = [r for r in form["recommendations"] if r["left_out"] is not None]
    if not left:
        return [paragraph(tell("all_planned"))]
    titles = {r["id"]: r["title"] for r in left}
    rows = [
        [
            cell(r["title"], bold=True),
            cell(plain(", ".join(r["clauses"]))),
            cell(say(f"phases.{r['earliest']}")),
            cell(both_number(r["effort"])),
            cell(why(r, titles)),
        ]
        for r in left
    ]
    columns = [column("remedy", share=3), column("clauses", share=1.1), named("earliest", share=1.2)]
    columns += [named("effort", "right", 1.1), named("why", share=4)]
    lead, severe = tell("left_out_lead"), unanswered(form)
    if severe:
        lead = joined(lead, tell("unanswered", clauses=listed([plain(clause) for clause in severe])))
    return [
        heading(tell("left_out"), "roadmap-left-out"),
        paragraph(lead),
        table("plan-left-out", None, columns, rows),
    ]


def why(remedy: Form, left: dict[str, Bilingual]) -> Bilingual:
    """Why is a remedy left out? With the requirements that are left out too."""
    missing = [left[q] for q in remedy["requires"] if q in left]
    return tell(f"reasons.{remedy['left_out']}", needed=in_turn(missing))


def commitment_blocks(form: Form) -> list[Block]:
    """The commitments of the first 90 days: who, first step, measure, clauses."""
    chosen = planned(form, PHASES[0])
    due = both_date(dt.date.fromisoformat(form["roadmap"]["commitments_due"]))
    blocks: list[Block] = [heading(tell("commitments"), "roadmap-commitments")]
    if not chosen:
        return [*blocks, callout(tell("no_commitments"))]
    blocks.append(paragraph(tell("commitments_lead", n=both_number(len(chosen)), due=due)))
    return [*blocks, signature_table(chosen, due), *(remedy_block(form, r) for r in chosen)]


def signature_table(chosen: list[Form], due: Bilingual) -> Block:
    """Who takes on which commitment until when, with room for a name and a signature."""
    columns = [named("commitment", share=3.7), column("owner", share=1.8), named("due", share=2.2)]
    columns += [named("person", share=1.8), named("signature", share=2.0)]
    rows = [
        [
            cell(r["title"], bold=True),
            cell(say(f"owner_role.{r['owner_role']}")),
            cell(due),
            cell(BLANK),
            cell(BLANK),
        ]
        for r in chosen
    ]
    return table("commitments", tell("signatures"), columns, rows)
