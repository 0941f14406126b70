"""How does the report look on paper? One PDF a language, tagged (PDF/UA-1), the same bytes for the same document."""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import typst

from kamnb.paths import fonts
from kamnb.render.arrange import arrange_document, walk_blocks
from kamnb.render.brand import dress_figure
from kamnb.render.characters import cover_characters, covered_characters
from kamnb.render.labels import complete_labels
from kamnb.render.svg import clean_svg, find_aspect, measure_figure, read_figure

SVG_ROOT = {"xmlns": "http://www.w3.org/2000/svg"}
MOTIF_ROWS = 7


@lru_cache(maxsize=4)
def _typst_fonts(own: tuple[str, ...] = ()) -> typst.Fonts:
    paths = [fonts(), *(Path(path).parent for path in own[:1])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


class CharacterCounter:
    """How many characters of a text had to be replaced, and what is the text then?"""

    def __init__(self) -> None:
        self.count = 0
        self.covered = covered_characters()

    def __call__(self, text: str) -> str:
        """The text in characters that the fonts cover; replacements are counted."""
        covered, count = cover_characters(text, self.covered)
        self.count += count
        return covered


def count_uncovered(document: dict[str, Any], lang: str) -> int:
    """How many characters of the document can the fonts not print in `lang`? Figures are not counted."""
    counter = CharacterCounter()
    arrange_document(complete_labels(document), lang, counter, lambda name: None)
    return counter.count


def write_figures(
    data: dict[str, Any], blocks: Path, folder: Path, brand: dict[str, Any], cover: CharacterCounter
) -> None:
    """Which files do the figures have beside the template? Written clean, in the brand's look; None where missing."""
    number = 0
    for chapter in data["chapters"]:
        for block in walk_blocks(chapter["blocks"]):
            if block["kind"] != "figure":
                continue
            svg = read_figure(blocks, block["files"])
            block["file"] = block["aspect"] = None
            if svg is not None:
                number += 1
                block["aspect"] = find_aspect(svg)
                block["file"] = f"figures/{number}.svg"
                clean = dress_figure(clean_svg(svg, "", SVG_ROOT), brand)
                (folder / "figures" / f"{number}.svg").write_text(cover(clean), encoding="utf-8")


def choose_motif(data: dict[str, Any]) -> list[dict[str, float]]:
    """Which scores adorn the cover? The areas of the first scorecard that has measured ones."""
    for chapter in data["chapters"]:
        for block in walk_blocks(chapter["blocks"]):
            if block["kind"] == "scorecard":
                rows = [r for r in block["rows"] if r["level"] == "area" and r.get("score") is not None]
                rows = [r for r in rows if None not in (r.get("low"), r.get("high"), r.get("target"))]
                if rows:
                    return [
                        {key: r[key] for key in ("score", "low", "high", "target")} for r in rows[:MOTIF_ROWS]
                    ]
    return []


def leave_out_unset(data: dict[str, Any]) -> None:
    """Which values does paper not need? What a page on a screen shows when pointed at, and what a cell leaves open."""
    for part in ("names", "lineage", "comparison"):
        data.pop(part, None)
    for chapter in data["chapters"]:
        for block in walk_blocks(chapter["blocks"]):
            if block["kind"] == "table":
                block["rows"] = [
                    [
                        {key: v for key, v in cell.items() if v and key != "lineage" or key == "text"}
                        for cell in row
                    ]
                    for row in block["rows"]
                ]


def prepare_data(
    document: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any], cover: CharacterCounter
) -> dict[str, Any]:
    """Which values does the template read? The document in one language with the brand's colours and fonts."""
    full = {**complete_labels(document), "firm": brand.get("firm") or {"zh": "", "en": ""}}
    data = arrange_document(full, lang, cover, partial(measure_figure, blocks))
    day = datetime.date.fromisoformat(str(document["as_of"]))
    leave_out_unset(data)
    data["wave"] = cover(str(data["wave"]))
    data["firm_line"] = data["firm"]
    data["as_of_parts"] = {"year": day.year, "month": day.month, "day": day.day}
    data["motif"] = choose_motif(data)
    data["colors"], data["fonts"] = brand["colors"], brand["fonts"]
    data["logo"] = logo_name(brand)
    return data


def logo_name(brand: dict[str, Any]) -> str | None:
    """What is the logo's file called beside the template? None where the brand has none."""
    return f"brand-logo{Path(brand['logo']).suffix.lower()}" if brand["logo"] else None


def stage_template(folder: Path, brand: dict[str, Any]) -> None:
    """Where does the template find its parts? Copied into `folder`, the brand's own over the default's."""
    (folder / "figures").mkdir()
    for source in reversed(brand["folders"]):
        for path in sorted((Path(source) / "pdf").glob("*")):
            shutil.copyfile(path, folder / path.name)
    if brand["logo"]:
        shutil.copyfile(brand["logo"], folder / str(logo_name(brand)))


def render_pdf(document: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any]) -> bytes:
    """What are the bytes of the report's PDF in `lang`? PDF/UA-1; typst.TypstError when a text could not be set.

    Characters outside the shipped fonts are printed as [U+1F600]; the last page says how many there were.
    """
    cover = CharacterCounter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage_template(folder, brand)
        data = prepare_data(document, Path(blocks), lang, brand, cover)
        write_figures(data, Path(blocks), folder, brand, cover)
        note = data["labels"]["characters_replaced"].replace("{n}", f"{cover.count:,}")
        data["replaced_note"] = note if cover.count else None
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=_typst_fonts(tuple(brand["font_files"])),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(_midnight(data["as_of_parts"]).timestamp()),
        )
    return bytes(made)  # type: ignore[arg-type]


def _midnight(day: dict[str, int]) -> datetime.datetime:
    return datetime.datetime(day["year"], day["month"], day["day"], tzinfo=datetime.UTC)
