"""What bears on what: the causal claims with this client's evidence, root causes, and whether people are the obstacle."""

from __future__ import annotations

from typing import Any

from kamnb.causes.roots import PROBLEM_AREAS, root_paths
from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    callout,
    cell,
    heading,
    joined,
    listed,
    paragraph,
    plain,
    pointer,
    say,
    table,
    tone_of,
)
from kamnb.text.load import LANGUAGES, both
from kamnb.text.numbers import both_number, both_quantity

FIGURE, CLAIMS = "cause_map", "causes"
"""The map, and the table of all claims."""
TOLD = ("consistent", "contrary")
"""Outcomes that say something of a claim."""
FOUNDATION = "F"
"""How the ids of the foundations' clauses begin."""
LEAST_AREAS = 3
"""Fewer areas with a score are too few to say which is lowest."""


def tell(key: str, **values: object) -> Bilingual:
    """A text of this chapter in every language."""
    return both("causes", key, **values)


def cause_blocks(
    instrument: Instrument, form: Form, recorded: list[Block], whole: bool = True
) -> list[Block]:
    """The chapter's blocks, with the map where the synthesis recorded it. Without `whole` only the claims that are told."""
    if not form["causes"]:
        return [callout(tell("none"), "warn"), *people_blocks(instrument, form)]
    blocks = [paragraph(tell("count", **counts(form))), paragraph(tell("reading"))]
    blocks += [claims_table(instrument, form)] if whole else told_claims(instrument, form)
    blocks += [paragraph(tell("limit")), *map_of(recorded)]
    return blocks + root_blocks(instrument, form) + people_blocks(instrument, form)


def map_of(recorded: list[Block]) -> list[Block]:
    """Which of the blocks that the synthesis recorded is the map?"""
    return [block for block in recorded if block.get("id") == FIGURE]


def without_map(recorded: list[Block]) -> list[Block]:
    """Which of the blocks that the synthesis recorded belong to other chapters?"""
    return [block for block in recorded if block.get("id") != FIGURE]


def counts(form: Form) -> dict[str, Bilingual]:
    """How many claims came to which outcome?"""
    found = [c["outcome"] for c in form["causes"]]
    names = {"same": "no_variation", "open": "cannot_tell"}
    told = {k: found.count(names.get(k, k)) for k in ("consistent", "contrary", "same", "open")}
    return {k: both_number(n) for k, n in {"total": len(found), **told}.items()}


def claims_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """The table of all claims, for the appendix on evidence."""
    found = [claims_table(instrument, form)] if form["causes"] else []
    return [heading(tell("title"), "causes-evidence"), *pointer(found), *found] if found else []


def told_claims(instrument: Instrument, form: Form) -> list[Block]:
    """The claims of which the evidence says something, as a table; none where it says nothing of any."""
    told = [c for c in form["causes"] if c["outcome"] in TOLD]
    made = claims_table(instrument, {**form, "causes": told})
    return [{**made, "id": f"{CLAIMS}-told", "caption": tell("table_told")}] if told else []


def claims_table(instrument: Instrument, form: Form) -> Block:
    """Every claim with its unit, effect, interval, number of units and outcome in words."""
    shares = {"claim": 2.9, "tested": 3.4, "n": 0.7, "effect": 2.4, "outcome": 2.5}
    right = ("n", "effect")
    columns = [
        {"label": tell(f"columns.{k}"), "align": "right" if k in right else "left", "share": share}
        for k, share in shares.items()
    ]
    rows = [claim_row(instrument, c) for c in form["causes"]]
    return table(CLAIMS, tell("table"), columns, rows)


def claim_row(instrument: Instrument, cause: Form) -> list[Block]:
    """One claim as a row."""
    ends = {"from": cause["from"], "to": cause["to"]}
    titles = {f"{k}_title": instrument.title(v) for k, v in ends.items()}
    measures = {k: tell(f"measure.{m}") for k, m in zip(("cause", "effect"), cause["measures"], strict=True)}
    outcome = tell(f"outcome.{cause['outcome']}")
    if cause["reason"] and cause["outcome"] == "cannot_tell":
        outcome = tell("word", outcome=outcome, reason=reason_text(cause))
    return [
        cell(tell("claim", **ends, **titles), ref=cause["from"]),
        cell(tell("tested", unit=tell(f"unit.{cause['unit']}"), **measures)),
        cell(both_number(cause["n"])),
        cell(effect_text(cause)),
        cell(outcome, None if cause["outcome"] in TOLD else "muted", bold=cause["outcome"] in TOLD),
    ]


def reason_text(cause: Form) -> Bilingual:
    """Why can a claim not be told?"""
    if leans_against(cause):
        return tell("leans")
    names = [both("tables", name) for name in cause["missing"]]
    by = {"zh": "\u3001", "en": ", "}
    return tell(f"reason.{cause['reason']}", tables={k: by[k].join(n[k] for n in names) for k in LANGUAGES})


def leans_against(cause: Form) -> bool:
    """Does a claim that cannot be told have its whole interval on the other side?"""
    return cause["outcome"] == "cannot_tell" and cause["high"] is not None and cause["high"] < 0


def effect_text(cause: Form) -> Bilingual:
    """A claim's effect with its interval, a dash where there is none."""
    if cause["effect"] is None:
        return DASH
    return tell("effect", **{k: both_number(cause[k], 2) for k in ("effect", "low", "high")})


def weak_clauses(form: Form) -> list[str]:
    """Which clauses are surely enough below target?"""
    return [f["clause"] for f in form["findings"] if f["kind"] == "gap" and f["status"] != "withdrawn"]


def paths_of(form: Form) -> list[tuple[str, ...]]:
    """Along which claims do weak foundations lead to weak clauses?"""
    outcomes = {(c["from"], c["to"]): c["outcome"] for c in form["causes"]}
    return root_paths(outcomes, weak_clauses(form))


def root_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """Where do weak foundations lead?"""
    found = paths_of(form)
    title = heading(tell("roots_title"), "causes-roots")
    if not found:
        known = any(c["score"] is not None for k, c in form["clauses"].items() if k.startswith(FOUNDATION))
        return [title, paragraph(tell("roots_none" if known else "roots_open"))]
    items = [path_text(instrument, form, path) for path in found]
    return [title, paragraph(tell("roots_lead")), {"kind": "bullets", "items": items}]


def path_text(instrument: Instrument, form: Form, path: tuple[str, ...]) -> Bilingual:
    """One path in a bullet, and how sure its steps are."""
    claims = {(c["from"], c["to"]): c for c in form["causes"]}
    taken = list(zip(path, path[1:], strict=False))
    told = [claims[step]["outcome"] == "consistent" for step in taken]
    sure = "sure" if all(told) else "part" if any(told) else "open"
    steps = (tell("step", id=name, title=instrument.title(name)) for name in path)
    against = [plain(" \u2192 ".join(step)) for step in taken if leans_against(claims[step])]
    how = tell(f"path_{sure}")
    if against:
        how = tell("path_leans", how=how, steps=listed(against))
    return tell("path", path=joined(*steps, by=" \u2192 "), sure=how)


def people_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """Are people the greatest obstacle here, and how probable is that?"""
    claim = people_claim(instrument, form)
    if claim is None:
        return []
    area = instrument.text(form["people"]["area"], "area.title")
    chance = both_quantity(form["people"]["lowest_probability"], "share")
    title = heading(tell("people_title"), "causes-people")
    return [title, callout(claim), paragraph(tell("people", area=area, probability=chance))]


def people_claim(instrument: Instrument, form: Form) -> Bilingual | None:
    """Are people the greatest obstacle, as the framework holds? None where it cannot be asked.

    Yes or no at the probability that a finding takes; between them it cannot be told.
    """
    people = form.get("people") or {}
    area, chance = people.get("area"), people.get("lowest_probability")
    known = {a: s for a, s in form["areas"].items() if a in PROBLEM_AREAS and s["score"] is not None}
    if chance is None or area not in known or len(known) < LEAST_AREAS:
        return None
    sure = threshold("finding_probability")
    key = "yes" if chance >= sure else "no" if chance <= 1 - sure else "unknown"
    worst = min(known, key=lambda a: known[a]["score"])
    return say(f"summary.people_claim_{key}", area=instrument.text(worst, "area.title"))


def map_series(instrument: Instrument, form: Form) -> dict[str, Any]:
    """What does the map draw? Clauses with score and band, claims with their outcome, and root paths' clauses."""
    roots = {name for path in paths_of(form) for name in path}
    edges = [{k: c[k] for k in ("from", "to", "outcome")} for c in form["causes"]]
    names = dict.fromkeys(name for e in edges for name in (e["from"], e["to"]))
    nodes = []
    for name in names:
        clause = form["clauses"].get(name, {"score": None, "target": threshold("target_score")})
        score = {"score": clause["score"], "band": tone_of(clause["score"], clause["target"])}
        nodes.append({"id": name, "title": instrument.title(name), "root": name in roots, **score})
    return {"nodes": nodes, "edges": edges}
