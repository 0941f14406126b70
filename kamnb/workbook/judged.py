"""What the cards' cells show in a run, or where no widgets can be shown: plain tables of what judgement.yml says."""

from __future__ import annotations

from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.report.blocks import DASH, Block, Form, cell, joined, paragraph, plain, say, table
from kamnb.sources.settings import ClauseJudgement, Judgement
from kamnb.text.load import both
from kamnb.text.numbers import both_number


def tell(key: str, **values: object) -> Bilingual:
    """A text of the cards, in every language."""
    return both("cards", key, **values)


def column(name: str, share: float = 1.0, align: str = "left") -> Block:
    """One column by its key."""
    return {"label": tell(f"columns.{name}"), "align": align, "share": share}


def blind_blocks(instrument: Instrument, judgement: Judgement, area: str) -> list[Block]:
    """How far is each clause of an area: its blind level, by whom and when? No reading and no score."""
    rows = []
    for clause in instrument.area(area).clauses:
        said = judgement.clauses.get(clause.id)
        name = cell(joined(plain(clause.id), instrument.title(clause.id)), ref=clause.id)
        rows.append([name, *blind_cells(said)])
    columns = [column("clause", 3), column("step"), column("level_blind", align="right")]
    return [
        table(
            f"{area}-blind", tell("table_blind"), [*columns, column("by"), column("on", align="right")], rows
        )
    ]


def blind_cells(said: ClauseJudgement | None) -> list[Block]:
    """What is told of one clause?"""
    if said is None:
        return [cell(tell("steps.open"), "muted"), *(cell(DASH, "muted") for _ in range(3))]
    step = tell("steps.half" if said.is_open else "steps.done")
    on = plain(said.on.isoformat()) if said.on else DASH
    return [
        cell(step),
        cell(both_number(said.level_blind)),
        cell(plain(said.by) if said.by else DASH),
        cell(on),
    ]


def check_blocks(form: Form) -> list[Block]:
    """What came of the fact-check: the findings of which the client said something, or that there is none."""
    said = [f for f in form["findings"] if f["status"]]
    if not said:
        return [paragraph(tell("check_fresh", n=len(form["findings"])))]
    rows = [
        [
            cell(joined(plain(f["clause"]), f["title"]), ref=f["id"]),
            cell(say(f"finding.status.{f['status']}")),
            cell(plain(f["status_reason"])),
        ]
        for f in said
    ]
    columns = [column("finding", 3), column("status"), column("reason", 3)]
    return [table("fact-check", tell("table_check"), columns, rows)]
