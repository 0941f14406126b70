"""What do the report's sums and counts rest on? Overall score, areas, counts, answers, money: entries beside the clauses'."""

from __future__ import annotations

from collections.abc import Iterable

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.report.blocks import Block, Form, say, score_with_interval
from kamnb.report.roadmap import tell as plan_word
from kamnb.report.value import money, value_sentence
from kamnb.text.load import both
from kamnb.text.numbers import both_number

PREFIX = "lineage-"
WHOLE, GAPS, CLASHES, ANSWERS, VALUE = "whole", "gaps", "clashes", "answers", "value"


def tell(key: str, **values: object) -> Bilingual:
    """A text of the lineage in every language."""
    return both("lineage", key, **values)


def sum_entries(instrument: Instrument, form: Form) -> list[Block]:
    """One entry a sum or count, each with the entries that it is made of; the money's only where there is any."""
    areas = [a for a in instrument.areas if a.id in form["areas"]]
    entries = [
        entry(WHOLE, tell("whole"), score_line(form["whole"]), "whole_how", [a.prefix for a in areas]),
        *(area_entry(instrument, form, a.id, a.prefix) for a in areas),
        entry(GAPS, say("summary.kpi_gaps"), tell("gaps_how"), None, gaps(form)),
        entry(CLASHES, say("summary.kpi_clash"), tell("clashes_how"), None, clashes(form)),
        answers_entry(form),
    ]
    return entries + value_entries(form)


def entry(name: str, title: Bilingual, score: Bilingual, how: str | None, parts: Iterable[str]) -> Block:
    """One entry; `parts` are names of other entries."""
    return {
        "id": PREFIX + name,
        "clause": "",
        "title": title,
        "score": score,
        "readings": [tell(how)] if how else [],
        "parts": [PREFIX + part for part in parts],
        "indicators": [],
    }


def score_line(form: Form) -> Bilingual:
    """A score with its interval, as a clause's entry says it."""
    return tell("score", score=score_with_interval(form))


def area_entry(instrument: Instrument, form: Form, area: str, prefix: str) -> Block:
    """An area is the weighted mean of its clauses."""
    clauses = [c.id for c in instrument.area(area).clauses if c.id in form["clauses"]]
    title = instrument.text(area, "area.title")
    return {
        **entry(prefix, title, score_line(form["areas"][area]), "area_how", clauses),
        "clause": prefix,
    }


def gaps(form: Form) -> list[str]:
    """Which clauses are below target by a finding?"""
    return list(dict.fromkeys(f["clause"] for f in form["findings"] if f["kind"] == "gap"))


def clashes(form: Form) -> list[str]:
    """On which clauses do word and record clash?"""
    return [key for key, c in form["clauses"].items() if c["readings_disagree"]]


def answers_entry(form: Form) -> Block:
    """Who was invited to the survey, and how many answered, group by group?"""
    survey = form["survey"]
    told = [
        tell(
            "answers_group",
            group=both("groups", group),
            n=both_number(survey["respondents"].get(group)),
            invited=both_number(survey["invited"][group]),
        )
        for group in survey["invited"]
        if group != "account"
    ]
    return {**entry(ANSWERS, say("summary.kpi_response"), tell("answers_how"), None, ()), "readings": told}


def value_entries(form: Form) -> list[Block]:
    """The value at stake and its components, each with the indicators that it is computed from."""
    parts = [c for c in form["value_components"] if c["mid"] is not None]
    if not parts:
        return []
    whole = entry(VALUE, plan_word("value.title"), value_sentence(form), "value_how", map(part_name, parts))
    return [whole, *(component_entry(form, c) for c in parts)]


def part_name(component: Form) -> str:
    """What is the entry of a component of the value at stake called?"""
    return f"{VALUE}-{component['id']}"


def component_entry(form: Form, c: Form) -> Block:
    """One component of the value at stake."""
    values = {key: money(form, c[key]) for key in ("low", "mid", "high", "whole")}
    score = tell("component", **values)
    name, how = (plan_word(f"value.parts.{c['id']}.{key}") for key in ("name", "how"))
    found = entry(part_name(c), name, score, None, [c["clause"], *c["indicators"]])
    return {**found, "readings": [how]}
