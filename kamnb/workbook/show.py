"""Blocks as a notebook shows them: safe HTML in one language, and plain text beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamnb.render.html import render_block


@dataclass(frozen=True)
class Shown:
    """What a cell returns: Jupyter draws it, `print` gives the plain text."""

    blocks: list[dict[str, Any]]
    lang: str
    folder: Path

    def _repr_html_(self) -> str:
        return "".join(render_block(block, self.lang, self.folder / "blocks") for block in self.blocks)

    def __repr__(self) -> str:
        return "\n".join(line for block in self.blocks for line in plain_lines(block, self.lang))


def plain_lines(block: dict[str, Any], lang: str) -> Iterator[str]:
    """What does a block say in plain text? Used where no HTML is shown, and by tests of notebooks."""
    kind = block["kind"]
    if kind == "table":
        yield from ([block["caption"][lang]] if block["caption"] else [])
        yield " | ".join(c["label"][lang] for c in block["columns"])
        for row in block["rows"]:
            yield " | ".join(c["text"][lang] for c in row)
    elif kind == "scorecard":
        yield block["caption"][lang]
        for row in block["rows"]:
            yield f"{row['ref']} {row['label'][lang]}: {row['score_text'][lang]} ({row['interval_text'][lang]})"
    elif kind == "kpis":
        yield from (f"{i['label'][lang]}: {i['value'][lang]} ({i['note'][lang]})" for i in block["items"])
    elif kind == "bullets":
        yield from (f"- {i[lang]}" for i in block["items"])
    elif kind == "figure":
        yield f"[{block['caption'][lang]}] {block['alt'][lang]}"
    else:
        yield from (block[k][lang] for k in ("title", "text") if block.get(k))
