"""What each tier of data can tell, counted on the demo client: writes docs/coverage.md (`make docs`; a test holds it)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kamnb.instrument.load import find_indicators, load_instrument
from kamnb.model import ClauseResult, Outcome
from kamnb.paths import demo_client
from kamnb.pipeline import measure_area, read_client
from kamnb.sources.client import ClientData
from kamnb.sources.contract import load_contract

DOC = Path(__file__).resolve().parent.parent / "docs" / "coverage.md"
TIERS = {"A": "A, always", "AB": "A and B, usual", "ABC": "all tables"}
HEAD = """\
# What each tier of data can tell

Counted on the demo client, which has every table, by leaving tables out (`make docs` writes this page, a test holds it).
A clause counts as *measured from records* when one indicator or more has a number; surveys and interviews come on top.

| data | tables | clauses measured from records | of | indicators with a number | clauses with any reading |
| --- | --- | --- | --- | --- | --- |
"""
CLAUSES = """
## Clause by clause

The number of indicators that have a number with each tier.

| clause | | A | A and B | all |
| --- | --- | --- | --- | --- |
"""
REST = "\n## Clauses that no record shows\n\n"


def with_tiers(client: ClientData, tiers: str) -> ClientData:
    """What would the client be with the tables of these tiers only?"""
    tables = load_contract().tables
    return replace(client, store={n: t for n, t in client.store.items() if tables[n].tier in tiers})


def measured(client: ClientData) -> dict[str, ClauseResult]:
    """What comes of every clause?"""
    found = {}
    for area in load_instrument().areas:
        found |= {c.clause: c for c in measure_area(client, area.id).clauses}
    return found


def numbers(found: ClauseResult) -> int:
    """How many of a clause's indicators have a number?"""
    return sum(one.outcome == Outcome.MEASURED for one in found.indicators)


def page(whole: dict[str, ClauseResult] | None = None) -> str:
    """What does the page say? `whole` is what comes of the demo with every table, where that is known already."""
    instrument, client = load_instrument(), read_client(demo_client())
    by_tier = {tiers: measured(with_tiers(client, tiers)) for tiers in list(TIERS)[:-1]}
    by_tier[list(TIERS)[-1]] = whole or measured(client)
    tables = load_contract().tables
    text = HEAD
    for tiers, label in TIERS.items():
        found = by_tier[tiers]
        some = sum(numbers(c) > 0 for c in found.values())
        any_reading = sum(c.fused.outcome == Outcome.MEASURED for c in found.values())
        names = ", ".join(f"`{t.name}`" for t in tables.values() if t.tier == tiers[-1])
        more = "" if tiers == "A" else "those above, "
        total = sum(map(numbers, found.values()))
        text += f"| {label} | {more}{names} | {some} | {len(found)} | {total} | {any_reading} |\n"
    text += CLAUSES
    for clause in instrument.clauses():
        counts = " | ".join(str(numbers(by_tier[tiers][clause.id])) for tiers in TIERS)
        text += f"| {clause.id} | {instrument.title(clause.id)['en']} | {counts} |\n"
    text += REST
    known = {i.clause for area in instrument.areas for i in find_indicators(area.id)}
    for clause in instrument.clauses():
        if clause.id not in known:
            why = instrument.text(clause.area, f"clauses.{clause.id}.no_records")["en"]
            text += f"- {clause.id} {instrument.title(clause.id)['en']}: {why}\n"
    return text


if __name__ == "__main__":
    DOC.write_text(page(), encoding="utf-8", newline="\n")
