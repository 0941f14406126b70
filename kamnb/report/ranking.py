"""How sure is it which area is the weakest? One sentence, and a small table."""

from __future__ import annotations

from functools import reduce

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual
from kamnb.report.blocks import Block, Form, cell, column, heading, joined, paragraph, say, score_text, table
from kamnb.text.numbers import both_number, both_quantity


def ranked_areas(form: Form) -> list[tuple[str, Form]]:
    """The areas with their ranks, the most often worst first; none where the diagnosis does not say."""
    found = (form.get("sensitivity") or {}).get("areas", {})
    return sorted(found.items(), key=lambda item: (-item[1]["worst"], item[1]["mean_rank"]))


def ranking_sentence(instrument: Instrument, form: Form) -> Bilingual | None:
    """Which area is the weakest, in which share of the draws? With those that may be it too. None where not told."""
    found = ranked_areas(form)
    if not found:
        return None
    told = [
        say("ranking.area", area=instrument.text(a, "area.title"), share=share_text(e))
        for a, e in found
        if e["worst"] >= threshold("weakest_possible")
    ] or [say("ranking.area", area=instrument.text(found[0][0], "area.title"), share=share_text(found[0][1]))]
    first, others = told[0], told[1:]
    if found[0][1]["worst"] >= threshold("weakest_clear"):
        return say("ranking.clear", first=first)
    if not others:
        return say("ranking.spread", first=first)
    return say("ranking.open", first=first, others=reduce(lambda a, b: say("ranking.or", a=a, b=b), others))


def share_text(area: Form) -> Bilingual:
    """In which share of the draws is an area the worst?"""
    return both_quantity(area["worst"], "share")


def ranking_blocks(instrument: Instrument, form: Form) -> list[Block]:
    """The sentence with how it was found, and a row for each area. Nothing where the diagnosis does not say."""
    sentence = ranking_sentence(instrument, form)
    if sentence is None:
        return []
    told = form["sensitivity"]
    whole = {k: both_number(told["whole"][k]) for k in ("low", "high")}
    how = say("ranking.how", draws=both_number(told["draws"]), **whole)
    rows = [
        [
            {**cell(instrument.text(a, "area.title"), bold=True), "source": instrument.area(a).prefix},
            cell(score_text(form["areas"][a])),
            cell(share_text(e)),
            cell(both_number(e["mean_rank"], 1)),
        ]
        for a, e in ranked_areas(form)
    ]
    names = ("ranking.area_name", "ranking.score", "ranking.worst", "ranking.rank")
    columns = [
        {**column("area", "right" if i else "left", 1 if i else 2.4), "label": say(n)}
        for i, n in enumerate(names)
    ]
    return [
        heading("ranking.title", "ranking"),
        paragraph(joined(sentence, how)),
        table("ranking-areas", say("ranking.table"), columns, rows),
    ]
