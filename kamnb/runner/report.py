"""Render a run's report from what the run left: internal, and sanitised beside it. Nothing is computed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
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
WORKERS = 2


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
    """What are the bytes of these files? Two at a time: the setting of a PDF leaves the other core free.

    Names can enter here only: a renderer is given the document of its version, and the external one holds none.
    """
    from kamnb.report.build import build_document, read_form, without_notes

    given = {}
    for external in {piece.external for piece in pieces}:
        form = read_form(run)
        given[external] = build_document(run, external), without_notes(form) if external else form

    def render(task: list[Piece]) -> dict[Path, bytes]:
        format, paths, languages = task[0].format, [p.path for p in task], [p.lang for p in task]
        document, form = given[task[0].external]
        if format in TOGETHER:
            made = TOGETHER[format](document, run / "blocks", languages, brand)
        elif format in FORM_RENDERERS:
            made = [FORM_RENDERERS[format][1](form, document, languages[0], brand)]
        else:
            made = [RENDERERS[format](document, run / "blocks", languages[0], brand)]
        return dict(zip(paths, made, strict=True))

    with ThreadPoolExecutor(WORKERS) as pool:
        return {path: data for done in pool.map(render, tasks_of(pieces)) for path, data in done.items()}


def tasks_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Which files are made in one go? The longest tasks first, the internal version before the external.

    Of a language the second version finds most of its pages set in memory.
    """
    tasks: dict[tuple[object, ...], list[Piece]] = {}
    for piece in pieces:
        alone = () if piece.format in TOGETHER else (piece.path,)
        tasks.setdefault((piece.format, piece.external, *alone), []).append(piece)
    return sorted(tasks.values(), key=lambda task: task[0].format != "pdf")


def brand_of(run: Path) -> str:
    """Which brand was a run made with? Empty for the default."""
    path = run / "record.json"
    if not path.exists():
        return ""
    return str(json.loads(path.read_text(encoding="utf-8"))["parameters"].get("brand", ""))


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
