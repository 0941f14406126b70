"""Render a run's report from what the run left: internal, and sanitised beside it. Nothing is computed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from kamnb.errors import UsageError
from kamnb.paths import check_name, reports_folder
from kamnb.render.brand import brand_folder, default_folder, load_brand
from kamnb.runner.kept import NOTE, hash_inputs, is_kept, note_made, read_kept
from kamnb.sources.suggest import did_you_mean
from kamnb.sources.whole import write_whole
from kamnb.text.load import LANGUAGES

Renderer = Callable[[dict[str, Any], Path, str, dict[str, Any]], bytes]
FormRenderer = Callable[[dict[str, Any], dict[str, Any], str, dict[str, Any]], bytes]
Version = tuple[dict[str, Any], dict[str, Any]]
"""A document, and the diagnosis' written form beside it."""
LONGEST_FIRST = ("pdf", "html", "pptx", "xlsx")


def when_called(module: str, name: str) -> Callable[..., Any]:
    """The function of a module that is imported only when it is called: a report that still holds needs none."""
    return lambda *given: getattr(import_module(f"kamnb.render.{module}"), name)(*given)


RENDERERS: dict[str, Renderer] = {
    "html": when_called("html", "html_bytes"),
    "pdf": when_called("pdf", "render_pdf"),
}
TOGETHER: dict[str, Callable[..., list[bytes]]] = {"html": when_called("html", "html_pages")}
"""Formats whose files of all languages are made in one go, since most of the work is the same for each."""
FORM_RENDERERS: dict[str, tuple[str, FormRenderer]] = {
    "pptx": ("deck.{lang}.pptx", when_called("slides", "render_slides")),
    "xlsx": ("evidence.xlsx", when_called("evidence_book", "render_evidence_book")),
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


@dataclass(frozen=True)
class Piece:
    """One file of a report that is to be made."""

    path: Path
    format: str
    lang: str
    external: bool


def render_run(
    run: Path,
    formats: tuple[str, ...] = FORMATS,
    languages: tuple[str, ...] = LANGUAGES,
    brand: str = "",
) -> list[Path]:
    """Write a run's reports: report.<lang>.<format> and the like, and the sanitised ones in external/.

    A file that was made from just the same result, names, drawings, brand and product is left as it stands. `brand`
    names a folder of templates/; without it the run's own is taken.
    """
    check_choice(formats, FORMATS, "unknown-format")
    check_choice(languages, LANGUAGES, "unknown-language")
    look = brand_folder(brand or brand_of(run))
    keys = hash_inputs(run, {look, default_folder()})
    kept, pieces = read_kept(run, keys), list(pieces_of(run, formats, languages))
    missing = [piece for piece in pieces if not is_kept(run, piece.path, kept)]
    if missing:
        made = render_pieces(run, missing, load_brand(look))
        for path, data in made.items():
            write_whole(path, data)
        write_whole(run / NOTE, note_made(run, keys, kept, made))
    return [piece.path for piece in pieces]


def pieces_of(run: Path, formats: tuple[str, ...], languages: tuple[str, ...]) -> Iterator[Piece]:
    """Which files does a report have? Those of the run first, then the external ones."""
    for folder, external in ((run, False), (run / "external", True)):
        for format in formats:
            name = FORM_RENDERERS[format][0] if format in FORM_RENDERERS else "report.{lang}." + format
            for lang in languages if "{lang}" in name else languages[:1]:
                yield Piece(folder / name.format(lang=lang), format, lang, external)


def render_pieces(run: Path, pieces: list[Piece], brand: dict[str, Any]) -> dict[Path, bytes]:
    """What are the bytes of these files? Several jobs share the machine's cores, each in a process of its own.

    Names can enter here only: a renderer is given the document of its version, and the external one holds none.
    """
    from kamnb.report.build import build_document, read_form, without_notes

    versions: dict[bool, Version] = {}
    for external in {piece.external for piece in pieces}:
        form = read_form(run)
        versions[external] = build_document(run, external), without_notes(form) if external else form
    jobs = jobs_of(pieces)
    render = partial(render_job, versions=versions, blocks=run / "blocks", brand=brand)
    if len(jobs) == 1:
        return render(jobs[0])
    with ProcessPoolExecutor(min(len(jobs), os.cpu_count() or 1), get_context("spawn")) as pool:
        return {path: data for made in pool.map(render, jobs) for path, data in made.items()}


def jobs_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Which files does one process make, one after the other? The longest jobs first, the internal version first.

    The second version of a PDF finds most of its pages set in memory, and of a page most of its figures.
    """
    jobs: dict[tuple[str, str], list[Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: piece.external):
        language = "" if piece.format in TOGETHER else piece.lang
        jobs.setdefault((piece.format, language), []).append(piece)
    return sorted(jobs.values(), key=lambda job: LONGEST_FIRST.index(job[0].format))


def render_job(
    job: list[Piece], versions: dict[bool, Version], blocks: Path, brand: dict[str, Any]
) -> dict[Path, bytes]:
    """What are the bytes of one job's files?"""
    found: dict[Path, bytes] = {}
    for external in sorted({piece.external for piece in job}):
        (document, form), part = versions[external], [p for p in job if p.external == external]
        format, languages = part[0].format, [piece.lang for piece in part]
        if format in TOGETHER:
            made = TOGETHER[format](document, blocks, languages, brand)
        elif format in FORM_RENDERERS:
            made = [FORM_RENDERERS[format][1](form, document, lang, brand) for lang in languages]
        else:
            made = [RENDERERS[format](document, blocks, lang, brand) for lang in languages]
        found |= dict(zip([piece.path for piece in part], made, strict=True))
    return found


def brand_of(run: Path) -> str:
    """Which brand was a run made with? Empty for the default."""
    path = run / "record.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8"))["parameters"].get("brand", ""))


def find_run(client: str, run: str = "", reports: str | Path = "") -> Path:
    """Where is a client's run? The newest where none is named; UsageError where there is none.

    The newest is the one that `latest` names; by name, where that file did not come along with a copied folder.
    """
    home = reports_folder(reports) / check_name(client)
    runs = {path.parent.name: path.parent for path in home.glob("[!.]*/diagnosis.json")}
    newest = home / "latest"
    if run in ("", newest.name):
        known = newest.is_file()
        run = newest.read_text(encoding="utf-8").strip() if known else max(runs, default="")
    if run not in runs:
        there = ", ".join(sorted(runs, reverse=True)[:5]) or "–"
        raise UsageError("no-run", client=client, run=run or newest.name, where=str(home), there=there)
    return runs[run]
