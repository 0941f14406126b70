"""What does one language's reader see, in order? The document with its language chosen and its blocks arranged."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Set
from typing import Any

LANGUAGES = ("zh", "en")
NUMBERED = {"figure": "figure", "table": "table", "scorecard": "table"}
OPTIONAL: dict[str, dict[str, Any]] = {
    "callout": {"tone": "info", "title": None, "sources": []},
    "paragraph": {"sources": []},
    "bullets": {"sources": []},
    "table": {"id": "", "caption": None, "sources": [], "compact": False},
    "figure": {"id": "", "caption": None, "sources": [], "width": "full"},
    "scorecard": {"id": "", "caption": None},
    "finding": {
        **dict.fromkeys(("tone", "lineage", "status_text")),
        **{"evidence": [], "evidence_lineage": [], "remedies": []},
    },
    "remedy": {"meta": []},
    "column": {"align": "left", "share": 1.0},
    "cell": {"tone": None, "ref": None, "bold": False, "anchor": None, "pages": None, "lineage": None},
    "kpi": {"note": "", "tone": None, "lineage": None},
    "row": {
        **dict.fromkeys(("score", "low", "high", "target", "opinion", "record", "judgement", "lineage")),
        **dict.fromkeys(("ref", "score_text", "interval_text", "outcome_text"), ""),
        **{"level": "clause", "headline": True, "outcome": "measured", "tone": "muted"},
    },
}
"""What a block means when it leaves a key out."""
HALF_FIGURE_POINTS = 320.0
NARROW_COLUMNS = 4
WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
WIDE_BREAK = re.compile(rf"({WIDE})[ \t]*\n[ \t]*(?={WIDE})")
BREAK = re.compile(r"[ \t]*\n[ \t]*")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def join_lines(text: str) -> str:
    """How does folded text read on one line? A break between two Chinese characters vanishes, others become a blank."""
    return BREAK.sub(" ", WIDE_BREAK.sub(r"\1", text.strip("\n"))) if "\n" in text else text


def is_bilingual(value: Any) -> bool:
    """Is this a reader's text in both languages?"""
    return (
        isinstance(value, dict)
        and set(value) == set(LANGUAGES)
        and all(isinstance(t, str) for t in value.values())
    )


def choose_language(value: Any, lang: str, write: Callable[[str], str] = lambda text: text) -> Any:
    """How does a part of the document look in one language? Bilingual texts become strings, passed through `write`."""
    if is_bilingual(value):
        return write(value[lang])
    if isinstance(value, dict):
        return {key: choose_language(each, lang, write) for key, each in value.items()}
    if isinstance(value, list):
        return [choose_language(each, lang, write) for each in value]
    return value


def map_texts(value: Any, write: Callable[[str], str]) -> Any:
    """How does a part of the document look with every string in it passed through `write`?"""
    if isinstance(value, str):
        return write(value)
    if isinstance(value, dict):
        return {key: map_texts(each, write) for key, each in value.items()}
    return [map_texts(each, write) for each in value] if isinstance(value, list) else value


def split_bold(text: str) -> list[tuple[str, bool]]:
    """Which runs of a paragraph are bold? **bold** is the only markup; an unclosed ** stands as it is."""
    parts = text.split("**")
    if len(parts) % 2 == 0:
        parts[-2:] = ["**".join(parts[-2:])]
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]


def walk_blocks(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Which blocks are there, those inside columns and rows too?"""
    for block in blocks:
        yield block
        for column in block.get("columns", []) if block["kind"] in ("columns", "row") else []:
            yield from walk_blocks(column)


def fill_block(block: dict[str, Any]) -> None:
    """What does a block say in every key that the templates read? Left-out keys are filled in place."""

    def fill(part: dict[str, Any], kind: str) -> None:
        part.update({key: value for key, value in OPTIONAL.get(kind, {}).items() if part.get(key) is None})

    kind = block["kind"]
    fill(block, kind)
    for column in block["columns"] if kind == "table" else []:
        fill(column, "column")
    for row in block["rows"] if kind in ("table", "scorecard") else []:
        for part in row if kind == "table" else [row]:
            fill(part, "cell" if kind == "table" else "row")
    for item in block["items"] if kind == "kpis" else []:
        fill(item, "kpi")


def _split_paragraphs(block: dict[str, Any]) -> list[dict[str, Any]]:
    if block["kind"] != "paragraph":
        return [block]
    parts = [part for part in PARAGRAPHS.split(block["text"].strip()) if part.strip()]
    kept = [{**block, "text": part, "sources": []} for part in parts]
    return [*kept[:-1], {**kept[-1], "sources": block.get("sources") or []}] if kept else []


def pair_halves(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which half-width figures stand side by side? Two in a row become one block of kind row."""
    out: list[dict[str, Any]] = []
    for block in blocks:
        before = out[-1] if out else None
        half = block["kind"] == "figure" and block.get("width") == "half"
        if half and before and before["kind"] == "figure" and before.get("width") == "half":
            out[-1] = {"kind": "row", "columns": [[before], [block]]}
        else:
            out.append(block)
    return out


def needs_width(block: dict[str, Any]) -> bool:
    """Is a block unreadable in half of the page's width?"""
    return block["kind"] == "scorecard" or (
        block["kind"] == "table" and len(block["columns"]) > NARROW_COLUMNS
    )


def _stack_wide(block: dict[str, Any]) -> list[dict[str, Any]]:
    if block["kind"] != "columns" or not any(map(needs_width, walk_blocks([block]))):
        return [block]
    return [inner for column in block["columns"] for inner in column]


def arrange_blocks(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How do blocks stand on the page? Paragraphs split at blank lines, half-width figures paired, wide tables freed."""
    stacked = [piece for block in blocks for piece in _stack_wide(block)]
    out = [piece for block in stacked for piece in _split_paragraphs(block)]
    for block in out:
        fill_block(block)
        if block["kind"] == "columns":
            block["columns"] = [arrange_blocks(column) for column in block["columns"]]
    return pair_halves(out)


def number_blocks(chapters: list[dict[str, Any]]) -> None:
    """Which number does each figure and each table with a caption bear? Written into the blocks as `number_in_kind`."""
    counts = {"figure": 0, "table": 0}
    for chapter in chapters:
        for block in walk_blocks(chapter["blocks"]):
            series = NUMBERED.get(block["kind"])
            if series and block.get("caption"):
                counts[series] += 1
                block["series"], block["number_in_kind"] = series, counts[series]


REFERENCE = re.compile(r"\[\[([\w.-]+)\]\]")


def name_places(document: dict[str, Any]) -> dict[str, str]:
    """What is each numbered figure and table, and each chapter, called in a sentence? {id: "Figure 3"}"""
    labels, found = document["labels"], {}
    for chapter in document["chapters"]:
        kind = "appendix" if chapter["kind"] == "appendix" else "chapter"
        found[chapter["id"]] = labels.get(f"{kind}_reference", "{n}").replace("{n}", str(chapter["number"]))
        for block in walk_blocks(chapter["blocks"]):
            if "number_in_kind" in block and block.get("id"):
                name = f"{labels[block['series']]} {block['number_in_kind']}"
                found.setdefault(block["id"], name.replace(" ", "\u00a0"))
    return found


def refer(document: dict[str, Any]) -> dict[str, Any]:
    """The document with each `[[id]]` in its texts replaced by the name of that figure, table or chapter."""
    places = name_places(document)

    def name(text: str) -> str:
        return REFERENCE.sub(lambda m: places.get(m[1], m[0]), text) if "[[" in text else text

    return map_texts(document, name)


def level_headings(chapters: list[dict[str, Any]]) -> None:
    """Do headings descend one level at a time? A level 3 without a level 2 above it becomes a level 2."""
    for chapter in chapters:
        above = 1
        for block in walk_blocks(chapter["blocks"]):
            if block["kind"] == "heading":
                block["level"] = min(int(block["level"]), above + 1, 3)
                above = block["level"]


def name_anchors(chapters: list[dict[str, Any]]) -> list[str]:
    """Which ids can a reference jump to? An id that stands twice, or none, gets a number, so that each is one place."""
    taken: set[str] = set()
    for chapter in chapters:
        chapter["id"] = _free_name(chapter["id"], taken)
    for chapter in chapters:
        for block in walk_blocks(chapter["blocks"]):
            if "id" in block:
                block["id"] = _free_name(block["id"] or block["kind"], taken)
    for cell in anchored_cells(chapters):
        cell["anchor"] = _free_name(cell["anchor"], taken)
    return sorted(taken)


def anchored_cells(chapters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Which cells of tables can a reference jump to?"""
    for chapter in chapters:
        for block in walk_blocks(chapter["blocks"]):
            for row in block["rows"] if block["kind"] == "table" else []:
                yield from (cell for cell in row if cell.get("anchor"))


def drop_dangling(chapters: list[dict[str, Any]], places: Set[str]) -> None:
    """Which references lead nowhere? They become None, in place, so that no template has to ask."""
    for chapter in chapters:
        for block in walk_blocks(chapter["blocks"]):
            parts = [cell for row in block["rows"] for cell in row] if block["kind"] == "table" else []
            for part in parts + (block["remedies"] if block["kind"] == "finding" else []):
                if part.get("ref") not in places:
                    part["ref"] = None


def _free_name(name: str, taken: set[str]) -> str:
    """The name itself, or with the first number that is free; it is taken then."""
    numbered = (f"{name}-{n}" for n in itertools.count(2))
    free = next(each for each in itertools.chain([name], numbered) if each not in taken)
    taken.add(free)
    return free


def widen_figures(blocks: list[dict[str, Any]], measure: Callable[[str], float | None]) -> None:
    """Which half-width figures are drawn too wide to be read at half width? They become full."""
    for block in walk_blocks(blocks):
        if block["kind"] == "figure" and block.get("width") == "half":
            points = measure(block["files"])
            if points is not None and points > HALF_FIGURE_POINTS:
                block["width"] = "full"


def arrange_document(
    document: dict[str, Any], lang: str, write: Callable[[str], str], measure: Callable[[str], float | None]
) -> dict[str, Any]:
    """What does a reader of `lang` see? A copy of the document with strings only, numbered and arranged.

    `write` is applied to every text (to make it harmless, or to replace what fonts do not cover); `measure` tells
    how wide a figure's file is drawn, in points.
    """
    chosen: dict[str, Any] = choose_language(document, lang, write)
    for chapter in chosen["chapters"]:
        chapter.setdefault("lead", None)
        widen_figures(chapter["blocks"], measure)
        chapter["blocks"] = arrange_blocks(chapter["blocks"])
    chosen = map_texts(chosen, join_lines)
    number_blocks(chosen["chapters"])
    chosen = refer(chosen)
    level_headings(chosen["chapters"])
    drop_dangling(chosen["chapters"], set(name_anchors(chosen["chapters"])))
    chosen["lang"] = lang
    return chosen
