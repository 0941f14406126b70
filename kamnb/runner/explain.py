"""`kamnb explain`: a reference of a run traced back, and told in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.paths import client_folder
from kamnb.report.blocks import say as report_word
from kamnb.report.method import reasons
from kamnb.runner.report import find_run
from kamnb.text.load import both
from kamnb.text.numbers import both_number, quantity
from kamnb.trace import explain

SHOWN = 12
"""So many ids of a table stand in the terminal."""
HASH = 12
MISSING = "\u2013"


def explain_ref(
    client: str, ref: str, run: str = "", data: str | Path = "", reports: str | Path = ""
) -> dict[str, Any]:
    """What stands behind a reference in a client's run (the newest where none is named)? UsageError for an unknown one."""
    folder = find_run(client, run, reports)
    try:
        inputs: Path | None = client_folder(client, data)
    except UsageError:
        inputs = None
    return explain(folder, ref, inputs)


def print_chain(chain: dict[str, Any], lang: str) -> None:
    """Say the chain, link by link."""
    import typer

    for line in lines(chain, lang):
        typer.echo(line)


def lines(chain: dict[str, Any], lang: str) -> Iterator[str]:
    """The chain as lines: sentence, findings, clauses with readings, indicators with rows, what the clause means."""

    def say(key: str, **values: object) -> str:
        return both("trace", key, **values)[lang]

    run = chain["run"] or say("no_run")
    kind = say(f"kinds.{chain['kind']}")
    yield say(
        "head", ref=chain["ref"], kind=kind, run=run, as_of=chain["as_of"], instrument=chain["instrument"]
    )
    files = ", ".join(chain["inputs"]["changed"] + chain["inputs"]["missing"])
    yield say(f"inputs.{chain['inputs']['state']}", files=files)
    yield from (note[lang] for note in chain["notes"])
    yield "\n" + say("says")
    yield from (f"  {text[lang]}" for text in chain["sentences"])
    yield from about_remedy(chain["remedy"], lang)
    yield from about_item(chain["item"], lang)
    for finding in chain["findings"]:
        yield "\n" + say("finding", id=finding["id"])
        yield f"  {finding['title'][lang]}"
        yield from (f"    {line[lang]}" for line in finding["lines"])
    for clause in chain["clauses"]:
        yield from about_clause(clause, lang)
    for indicator in chain["indicators"]:
        yield from about_indicator(indicator, chain["currency"], lang)
    if chain["clauses"]:
        yield "\n" + say("counts_only")


def about_remedy(remedy: dict[str, Any] | None, lang: str) -> Iterator[str]:
    """Is a remedy recommended, when and whose is it?"""
    if remedy is None:
        return
    called = {"findings": ", ".join(remedy["findings"])}
    yes = both("trace", "yes", **called) if remedy["recommended"] else both("trace", "no")
    values = {
        "phase": report_word(f"phases.{remedy['phase']}"),
        "owner": report_word(f"owner_role.{remedy['owner_role']}"),
    }
    yield "  " + both("trace", "remedy", yes=yes, clauses=", ".join(remedy["clauses"]), **values)[lang]


def about_item(item: dict[str, Any] | None, lang: str) -> Iterator[str]:
    """Whom is an item put to, and how many answered?"""
    if item is None:
        return
    groups = [both("groups", item["side"])[lang]]
    groups += [both("groups", level)[lang] for level in item["levels"] if item["side"] == "firm"]
    direction = both("trace", "reversed" if item["reversed"] else "forward")
    n = both("trace", "item_few") if item["answers"] is None else both_number(item["answers"])
    yield "  " + both("trace", "item", who=", ".join(groups), direction=direction, n=n)[lang]


def about_clause(clause: dict[str, Any], lang: str) -> Iterator[str]:
    """A clause with its meaning, its score and its readings."""
    yield "\n" + both("trace", "clause", id=clause["id"], title=clause["title"])[lang]
    yield f"  {clause['meaning'][lang]}"
    yield "  " + both("trace", "clause_score", score=clause["score_text"])[lang]
    for reading in clause["readings"]:
        yield "    " + about_reading(reading)[lang]
        if reading.get("items"):
            yield "      " + both("trace", "items", items=", ".join(reading["items"]))[lang]


def about_reading(reading: dict[str, Any]) -> dict[str, str]:
    """One reading with its interval."""
    kind = both("trace", f"readings.{reading['kind']}")
    if reading["score"] is None:
        return both("trace", "reading_none", kind=kind)
    values = {key: both_number(reading[key]) for key in ("score", "low", "high", "n")}
    return both("trace", "reading" if reading["n"] else "reading_plain", kind=kind, **values)


def about_indicator(link: dict[str, Any], currency: str, lang: str) -> Iterator[str]:
    """An indicator: what it is, its anchors, what the report prints, what comes out now, its tables."""

    def say(key: str, **values: object) -> str:
        return "  " + both("trace", key, **values)[lang]

    yield "\n" + both("trace", "indicator", id=link["id"], title=link["title"])[lang]
    yield f"  {link['explanation'][lang]}"
    yield say("unit", unit=link["unit"], minimum=str(link["minimum"]))
    points = "  ".join(f"{x:g}→{y:g}" for x, y in link["anchors"])
    yield say("anchors", anchors=points, source=link["anchor_source"])
    printed, now = link["printed"], link["now"]
    if "value_text" in link:
        told = {"n": both_number(printed["n"]), "score": both_number(printed["score"])}
        yield say("printed", value=link["value_text"], interval=link["interval_text"], **told)
    else:
        yield say("printed_none", outcome=report_word(f"outcome.{(printed or {}).get('outcome', 'no_data')}"))
    if link["same"]:
        yield say("now_same")
    elif now is not None:
        value = quantity(now["value"], link["unit"], lang, currency)
        yield say(
            "now_differs", value=value, n=str(now["n"]), outcome=report_word(f"outcome.{now['outcome']}")
        )
    yield say("code", code=link["code"])
    for table in link["tables"]:
        yield from about_table(table, lang)


def about_table(table: dict[str, Any], lang: str) -> Iterator[str]:
    """A table: columns, file with its hash, rows received and left out, and the rows' ids."""

    def say(key: str, **values: object) -> str:
        return "      " + both("trace", key, **values)[lang]

    columns = ", ".join(table["columns"]) or MISSING
    yield "    " + both("trace", "table", table=table["table"], title=table["title"], columns=columns)[lang]
    if table["file"] is None:
        yield say("no_file")
        return
    left = (
        both("trace", "dropped", reasons=reasons(table["dropped"])) if sum(table["dropped"].values()) else ""
    )
    yield say("file", file=table["file"], rows=both_number(table["rows_received"]), dropped=left)
    digest = table["sha256_now"] or table["sha256_run"]
    key = "hash_unknown" if digest is None else "hash_changed" if table["changed"] else "hash"
    yield say(key, hash=(digest or "")[:HASH])
    if not table["read"]:
        yield say("not_read")
        return
    rows = table["rows"]
    windows = "; ".join(
        both("trace", "window", column=w["column"], months=str(w["months"]))[lang] for w in rows["windows"]
    )
    yield say(f"scope.{rows['scope']}", n=both_number(rows["n"]), windows=windows)
    if rows["ids"]:
        more = (
            both("trace", "more", n=both_number(rows["listed"] - SHOWN))[lang]
            if rows["listed"] > SHOWN
            else ""
        )
        shown = ", ".join(rows["ids"][:SHOWN])
        listed = say("ids", columns=" + ".join(rows["key"]), n=both_number(rows["listed"]), ids=shown)
        yield listed + (" " + more if more else "")
