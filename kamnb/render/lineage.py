"""Which places of a page lead to the source of a number, and back?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kamnb.render.arrange import walk_blocks

Block = dict[str, Any]
UNNAMED = ("kpis", "callout", "paragraph", "bullets")
"""Kinds of blocks without an id of their own: the way back leads to their chapter."""
LONGEST = 40
"""So many characters of a place's title stand in the way back."""


def add_lineage(report: Block) -> None:
    """Give each entry of `lineage` its way back: `uses`, [{anchor, label}] in the order of the page.

    A document without lineage gets an empty one, so that a template asks nothing twice.
    """
    lineage = report.setdefault("lineage", {"entries": [], "words": {}})
    entries = {e["id"]: e for e in lineage["entries"]}
    entries |= {i["id"]: i for e in lineage["entries"] for i in e["indicators"]}
    lineage["names"] = {id: name_entry(entry) for id, entry in entries.items()}
    for entry in lineage["entries"]:
        entry["parts"] = [part for part in entry.get("parts") or [] if part in entries]
    for entry in entries.values():
        entry["uses"] = []
    for chapter in report["chapters"]:
        chapter["sources"] = [id for id in chapter.get("sources") or [] if id in entries]
        place = {"anchor": chapter["id"], "label": name_place(chapter, {}, report["labels"])}
        for id in chapter["sources"]:
            entries[id]["uses"].append(place)
        for block in walk_blocks(chapter["blocks"]):
            at = block.get("id") or (chapter["id"] if block["kind"] in UNNAMED else "")
            place = {"anchor": at, "label": name_place(chapter, block, report["labels"])}
            for id in dict.fromkeys(marked(block)):
                if id in entries and place["anchor"] and place not in entries[id]["uses"]:
                    entries[id]["uses"].append(place)


def name_entry(entry: Block) -> str:
    """What is an entry called where another is made of it? With its clause, where it is one's."""
    return f"{entry.get('clause') or ''} {entry['title']}".strip()


def name_place(chapter: Block, block: Block, labels: dict[str, str]) -> str:
    """What is a place called on the way back? Its figure or table number, else its chapter and title."""
    if "number_in_kind" in block:
        return f"{labels[block['series']]} {block['number_in_kind']}"
    title = str(block.get("title") or chapter["title"])
    return f"{chapter['number']} {title if len(title) <= LONGEST else title[: LONGEST - 1] + chr(0x2026)}".strip()


def marked(block: Block) -> Iterator[str]:
    """Which entries does a block lead to?"""
    yield from block.get("sources") or []
    yield from (id for id in [block.get("lineage"), *(block.get("evidence_lineage") or [])] if id)
    for item in block["items"] if block["kind"] == "kpis" else []:
        if item.get("lineage"):
            yield item["lineage"]
    for row in block.get("rows") or []:
        for part in row if isinstance(row, list) else [row]:
            if part.get("lineage"):
                yield part["lineage"]
