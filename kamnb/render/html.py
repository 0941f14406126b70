"""How does the report look on a screen? One self-contained HTML file that holds both languages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
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
from kamnb.render.brand import apply_palette, dress_figure, load_brand
from kamnb.render.characters import make_harmless
from kamnb.render.labels import complete_labels, read_labels
from kamnb.render.lineage import add_lineage
from kamnb.render.svg import clean_svg, measure_figure, read_figure, use_variables
from kamnb.render.svg_small import share_styles
from kamnb.render.webfont import build_webfonts
from kamnb.text.numbers import magnitude_sizes

READINGS = ("opinion", "record", "judgement")
INDENT = re.compile(r"\n[ \t]+")
"""What the templates are indented by: nothing on the page keeps its blanks, and a large client's file must stay small."""


def write_rich(text: str) -> Markup:
    """How does a text with **bold** runs look in HTML? Everything else is escaped."""
    pieces = [
        Markup("<strong>{}</strong>").format(run) if bold else Markup("{}").format(run)
        for run, bold in split_bold(text)
    ]
    return Markup("").join(pieces)


def write_css(text: str) -> Markup:
    """How does a text stand in a quoted string of a style sheet? What could end it is written by its number."""
    return Markup("".join(c if c.isalnum() or c in " -,." else f"\\{ord(c):x} " for c in text))


def make_environment(brand: dict[str, Any]) -> Environment:
    """Which templates are there? The brand's own first, then the default's; every value is escaped."""
    loader = ChoiceLoader(
        [FileSystemLoader(str(Path(folder) / "html"), encoding="utf-8") for folder in brand["folders"]]
    )
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"rich": write_rich, "css": write_css}
    environment.globals["READINGS"] = READINGS
    return environment


def add_figures(report: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any]) -> None:
    """How are the figures drawn in the page? Each gets `svg`: cleaned, ids made unique, colours as variables."""
    names = report.get("names", {})
    blocks_of = (block for chapter in report["chapters"] for block in walk_blocks(chapter["blocks"]))
    for at, block in enumerate(each for each in blocks_of if each["kind"] == "figure"):
        block["svg"] = draw_figure(block, blocks, f"{lang}{at}-", names)
        if block["svg"] is not None:
            block["svg"] = Markup(use_variables(dress_figure(block["svg"], brand), brand["colors"]))


def draw_figure(
    block: dict[str, Any], blocks: Path, prefix: str, names: Mapping[str, str] | None = None
) -> str | None:
    """What is the clean SVG of a figure, in the default's colours? None where the file is missing.

    With `names` its shapes bear what the page shows when they are pointed at.
    """
    svg, root = read_figure(blocks, block["files"]), {"role": "img", "aria-label": block["alt"]}
    return None if svg is None else clean_svg(svg, prefix, root, names)


def share_classes(parts: list[list[dict[str, Any]]]) -> list[tuple[str, str]]:
    """Which classes stand for the figures' frequent styles? The figures of all languages are rewritten in place.

    A style was cleaned and holds none of the characters that could end it or its sheet (see STYLE), only quotes.
    """
    chapters = [chapter for part in parts for chapter in part]
    figures = [b for c in chapters for b in walk_blocks(c["blocks"]) if b["kind"] == "figure" and b["svg"]]
    drawn, classes = share_styles([str(block["svg"]) for block in figures])
    for block, svg in zip(figures, drawn, strict=True):
        block["svg"] = Markup(svg)
    return [(name, Markup(style)) for name, style in classes]


def collect_texts(value: Any) -> list[str]:
    """Which strings does a part of the document hold?"""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    map_texts(value, keep)
    return found


def draw_logo(brand: dict[str, Any]) -> Markup | None:
    """How does the brand's logo stand in the page? Inline where it is an SVG, else as an address that holds it."""
    if not brand["logo"]:
        return None
    path, firm = Path(brand["logo"]), (brand["firm"] or {}).get("en", "")
    if path.suffix.lower() == ".svg":
        root = {"role": "img", "aria-label": firm} if firm else {"aria-hidden": "true"}
        return Markup(clean_svg(path.read_text(encoding="utf-8"), "logo-", root))
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return Markup('<img alt="{}" src="data:image/png;base64,{}">').format(firm, data)


def hash_script(script: str) -> str:
    """Which Content-Security-Policy source allows exactly this script?"""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def render_pages(
    document: dict[str, Any], blocks: Path, languages: Sequence[str], brand: dict[str, Any]
) -> list[str]:
    """What are the texts of the report's HTML files that open in `languages`? They ask nothing of the network.

    Each holds all languages, so that what they hold is prepared once.
    """
    environment = make_environment(brand)
    reports = {}
    for each in LANGUAGES:
        reports[each] = arrange_document(
            complete_labels(document), each, make_harmless, partial(measure_figure, Path(blocks))
        )
        add_figures(reports[each], Path(blocks), each, brand)
        add_lineage(reports[each])
    classes = share_classes([reports[each]["chapters"] for each in LANGUAGES])
    script = INDENT.sub("\n", environment.get_template("script.html.j2").render(magnitudes=magnitude_sizes()))
    part, logo = environment.get_template("page.html.j2"), draw_logo(brand)
    page = partial(
        environment.get_template("report.html.j2").render,
        reports=reports,
        pages={
            code: Markup(
                part.render(code=code, report=report, labels=report["labels"], brand=brand, logo=logo)
            )
            for code, report in reports.items()
        },
        brand=brand,
        classes=classes,
        webfonts=build_webfonts(collect_texts(reports), brand),
        script=Markup(script),
        script_source=hash_script(script),
    )
    return [INDENT.sub("\n", page(lang=lang)) for lang in languages]


def render_html(document: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any]) -> str:
    """What is the text of the report's HTML file that opens in `lang`?"""
    return render_pages(document, blocks, (lang,), brand)[0]


def html_bytes(document: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any]) -> bytes:
    """The HTML report as bytes."""
    return render_html(document, blocks, lang, brand).encode("utf-8")


def html_pages(
    document: dict[str, Any], blocks: Path, languages: Sequence[str], brand: dict[str, Any]
) -> list[bytes]:
    """The HTML reports that open in these languages, as bytes."""
    return [page.encode("utf-8") for page in render_pages(document, blocks, languages, brand)]


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
