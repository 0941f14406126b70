"""Render a run's report from what the run left: internal, and sanitised beside it. Nothing is computed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.paths import check_name, reports_folder, templates
from kamnb.render.brand import load_brand
from kamnb.render.evidence_book import render_evidence_book
from kamnb.render.html import render_html
from kamnb.render.pdf import render_pdf
from kamnb.render.slides import render_slides
from kamnb.report.build import build_document, read_form, without_notes
from kamnb.sources.suggest import did_you_mean
from kamnb.text.load import LANGUAGES
from kamnb.workbook.record import write_whole

Renderer = Callable[[dict[str, Any], Path, str, dict[str, Any]], bytes]


def html_bytes(document: dict[str, Any], blocks: Path, lang: str, brand: dict[str, Any]) -> bytes:
    """The HTML report as bytes."""
    return render_html(document, blocks, lang, brand).encode("utf-8")


RENDERERS: dict[str, Renderer] = {"html": html_bytes, "pdf": render_pdf}
FormRenderer = Callable[[dict[str, Any], dict[str, Any], str, dict[str, Any]], bytes]
FORM_RENDERERS: dict[str, tuple[str, FormRenderer]] = {
    "pptx": ("deck.{lang}.pptx", render_slides),
    "xlsx": ("evidence.xlsx", render_evidence_book),
}
"""Formats made from the diagnosis' written form beside the document; a name without {lang} is one file for all."""
DOCUMENT_FORMATS = tuple(RENDERERS)
FORMATS = (*DOCUMENT_FORMATS, *FORM_RENDERERS)


def check_choice(given: tuple[str, ...], allowed: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Is each of these allowed? UsageError names those that are."""
    for name in given:
        if name not in allowed:
            raise UsageError(key, name=name, allowed=", ".join(allowed), hint=did_you_mean(name, allowed))
    return given


def render_run(
    run: Path, formats: tuple[str, ...] = FORMATS, languages: tuple[str, ...] = LANGUAGES
) -> list[Path]:
    """Write a run's reports: report.<lang>.<format>, and the sanitised ones in external/."""
    check_choice(formats, FORMATS, "unknown-format")
    check_choice(languages, LANGUAGES, "unknown-language")
    brand, written = load_brand(templates() / "default"), []
    for folder, external in ((run, False), (run / "external", True)):
        folder.mkdir(exist_ok=True)
        document = build_document(run, external)
        written += render_form(run, folder, document, brand, formats, languages, external)
        for format in [f for f in formats if f in RENDERERS]:
            for lang in languages:
                path = folder / f"report.{lang}.{format}"
                write_whole(path, RENDERERS[format](document, run / "blocks", lang, brand))
                written.append(path)
    return written


def render_form(
    run: Path,
    folder: Path,
    document: dict[str, Any],
    brand: dict[str, Any],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    external: bool,
) -> list[Path]:
    """Write the files that are made from the diagnosis' written form: the slides and the evidence book."""
    form = without_notes(read_form(run)) if external else read_form(run)
    written: list[Path] = []
    for name, render in (FORM_RENDERERS[format] for format in formats if format in FORM_RENDERERS):
        for lang in languages if "{lang}" in name else languages[:1]:
            written.append(folder / name.format(lang=lang))
            write_whole(written[-1], render(form, document, lang, brand))
    return written


def find_run(client: str, run: str = "", reports: str | Path = "") -> Path:
    """Where is a client's run? The newest where none is named; UsageError where there is none."""
    home = reports_folder(reports) / check_name(client)
    runs = {path.parent.name: path.parent for path in home.glob("[!.]*/diagnosis.json")}
    newest = home / "latest"
    if run in ("", newest.name) and newest.is_file():
        run = newest.read_text(encoding="utf-8").strip()
    if run not in runs:
        there = ", ".join(sorted(runs, reverse=True)[:5]) or "–"
        raise UsageError("no-run", client=client, run=run or newest.name, where=str(home), there=there)
    return runs[run]
