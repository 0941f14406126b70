"""How does the report look on a screen? One self-contained HTML file that holds both languages."""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kamnb.render.arrange import (
    LANGUAGES,
    arrange_blocks,
    arrange_document,
    choose_language,
    join_lines,
    map_texts,
    split_bold,
    walk_blocks,
)
from kamnb.render.brand import apply_palette, load_brand
from kamnb.render.characters import make_harmless
from kamnb.render.labels import complete_labels, read_labels
from kamnb.render.svg import clean_svg, measure_figure, read_figure, use_variables
from kamnb.render.webfont import build_webfonts

READINGS = ("opinion", "record", "judgement")


def write_rich(text: str) -> Markup:
    """How does a text with **bold** runs look in HTML? Everything else is escaped."""
    pieces = [
        Markup("<strong>{}</strong>").format(run) if bold else Markup("{}").format(run)
        for run, bold in split_bold(text)
    ]
    return Markup("").join(pieces)


def make_environment(brand: dict[str, Any]) -> Environment:
    """Which templates are there? The brand's own first, then the default's; every value is escaped."""
    loader = ChoiceLoader(
        [FileSystemLoader(str(Path(folder) / "html"), encoding="utf-8") for folder in brand["folders"]]
    )
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["rich"] = write_rich
    environment.globals["READINGS"] = READINGS
    return environment


def add_figures(chapters: list[dict[str, Any]], blocks: Path, lang: str, brand: dict[str, Any]) -> None:
    """How are the figures drawn in the page? Each gets `svg`: cleaned, ids made unique, colours as variables."""
    number = 0
    for chapter in chapters:
        for block in walk_blocks(chapter["blocks"]):
            if block["kind"] == "figure":
                number += 1
                block["svg"] = draw_figure(block, blocks, f"f{number}-{lang}-")
                if block["svg"] is not None:
                    block["svg"] = Markup(
                        use_variables(apply_palette(block["svg"], brand["palette"]), brand["colors"])
                    )


def draw_figure(block: dict[str, Any], blocks: Path, prefix: str) -> str | None:
    """What is the clean SVG of a figure, in the default's colours? None where the file is missing."""
    svg = read_figure(blocks, block["files"])
    return None if svg is None else clean_svg(svg, prefix, {"role": "img", "aria-label": block["alt"]})


def collect_texts(value: Any) -> list[str]:
    """Which strings does a part of the document hold?"""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    map_texts(value, keep)
    return found


def hash_script(script: str) -> str:
    """Which Content-Security-Policy source allows exactly this script?"""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def render_html(document: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any]) -> str:
    """What is the text of the report's HTML file that opens in `lang`? It asks nothing of the network."""
    environment = make_environment(brand)
    reports = {}
    for each in LANGUAGES:
        reports[each] = arrange_document(
            complete_labels(document), each, make_harmless, partial(measure_figure, Path(blocks))
        )
        add_figures(reports[each]["chapters"], Path(blocks), each, brand)
    script = environment.get_template("script.html.j2").render()
    return environment.get_template("report.html.j2").render(
        reports=reports,
        lang=lang,
        brand=brand,
        webfonts=build_webfonts(collect_texts(reports)),
        script=Markup(script),
        script_source=hash_script(script),
    )


def render_block(
    block: dict[str, Any], lang: str, blocks: Path | None = None, brand: dict[str, Any] | None = None
) -> str:
    """How does one block look in a notebook's cell? Safe HTML with inline style and no script.

    A figure is drawn where `blocks`, the folder of its files, is given; else its caption and description stand alone.
    """
    brand = brand or load_brand()
    chosen = map_texts(arrange_blocks([choose_language(block, lang, make_harmless)]), join_lines)
    for each in walk_blocks(chosen):
        if each["kind"] == "figure":
            svg = draw_figure(each, blocks, f"{each['id']}-{lang}-") if blocks is not None else None
            each["svg"] = None if svg is None else Markup(apply_palette(svg, brand["palette"]))
    labels = choose_language(read_labels(), lang)
    template = make_environment(brand).get_template("cell.html.j2")
    return template.render(blocks=chosen, labels=labels, lang=lang, colors=brand["colors"])
