"""Two waves of one client, found by their names and compared; the comparison's folder appears whole or not at all."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import Any

from kamnb.instrument.load import Instrument, load_instrument
from kamnb.paths import client_folder, reports_folder
from kamnb.render.brand import brand_folder, load_brand
from kamnb.report.wave_document import comparison_document
from kamnb.report.waves import say, signed, waves_lead, whole_sentence
from kamnb.runner.earlier import write_comparison
from kamnb.runner.find_wave import find_waves
from kamnb.runner.report import DOCUMENT_FORMATS, RENDERERS, check_choice
from kamnb.runner.run import make_work, remove_empty
from kamnb.sources.settings_file import read_settings
from kamnb.sources.whole import write_whole
from kamnb.text.load import LANGUAGES
from kamnb.text.numbers import both_number
from kamnb.waves.wave import compare_waves

UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f\s]+")


def run_compare(
    client: str,
    first: str,
    second: str,
    data: str | Path = "",
    reports: str | Path = "",
    formats: tuple[str, ...] = DOCUMENT_FORMATS,
    languages: tuple[str, ...] = LANGUAGES,
    brand: str = "",
) -> tuple[Path, dict[str, Any]]:
    """Where is the comparison of two waves, and what does it say? Written to reports/<client>/compare-<a>-<b>/.

    `brand` names a folder of templates/; without it the client's own is taken. Raises UsageError for a wave that is
    not there, is another client's, or does not lie before the other; InputError where a wave's tables have errors.
    """
    check_choice(formats, DOCUMENT_FORMATS, "unknown-format")
    check_choice(languages, LANGUAGES, "unknown-language")
    look = load_brand(brand_folder(brand or own_brand(client_folder(client, data))))
    before, after = find_waves(client, first, second, data, reports)
    comparison = compare_waves(load_instrument(), before, after)
    home = reports_folder(reports).resolve() / client
    name = f"compare-{safe(before.name)}-{safe(after.name)}"
    work = home / ".work" / f"{name}.{secrets.token_hex(4)}"
    try:
        make_work(work)
        write_comparison(work, comparison)
        render_comparison(work, comparison, after.form, formats, languages, look)
        put(work, home / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        remove_empty(home / ".work", home)
    return home / name, comparison


def own_brand(folder: Path) -> str:
    """Which brand does a client's client.yml name? Empty for the default."""
    settings = read_settings(folder, ())[0]
    return settings.brand if settings else ""


def safe(name: str) -> str:
    """A wave's name as part of a folder's."""
    return UNSAFE.sub("_", name).strip(". ") or "_"


def put(work: Path, target: Path) -> None:
    """Put a finished folder in its place; one that is there already gives way."""
    old = work.with_name(f"{work.name}.old")
    if target.exists():
        target.replace(old)
    work.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def render_comparison(
    folder: Path,
    comparison: dict[str, Any],
    form: dict[str, Any],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    brand: dict[str, Any],
) -> None:
    """Write comparison.<lang>.<format>."""
    document = comparison_document(load_instrument(), comparison, form)
    for format in formats:
        for lang in languages:
            made = RENDERERS[format](document, folder / "blocks", lang, brand)
            write_whole(folder / f"comparison.{lang}.{format}", made)


def print_changes(comparison: dict[str, Any], folder: Path, lang: str) -> None:
    """Say the main changes: one sentence, the areas, the clauses that changed, and where it is written."""
    import typer

    instrument = load_instrument()
    typer.echo(waves_lead(comparison)[lang])
    typer.echo(whole_sentence(comparison)[lang])
    for key, lines in (("line_areas", area_lines), ("line_clauses", clause_lines)):
        told = lines(instrument, comparison)
        for line in (say(f"said.{key}"), *told) if told else ():
            typer.echo(line[lang])
    typer.echo(say("said.written")[lang])
    for path in (*sorted(folder.glob("comparison.*")), folder):
        typer.echo(f"  {path}")


def area_lines(instrument: Instrument, comparison: dict[str, Any]) -> list[dict[str, str]]:
    """One line an area that can be compared."""
    return [
        line(instrument.area(key).prefix, instrument.text(key, "area.title"), part)
        for key, part in comparison["areas"].items()
        if part["change"] is not None
    ]


def clause_lines(instrument: Instrument, comparison: dict[str, Any]) -> list[dict[str, str]]:
    """One line a clause that rose or fell, the largest change first."""
    moved = [(k, p) for k, p in comparison["clauses"].items() if p["change"] in ("rising", "falling")]
    moved.sort(key=lambda pair: (-abs(pair[1]["points"]), pair[0]))
    return [line(key, instrument.title(key), part) for key, part in moved]


def line(id: str, title: dict[str, str], part: dict[str, Any]) -> dict[str, str]:
    """How one of them changed."""
    text = say(
        "said.line",
        id=id,
        title=title,
        before=both_number(part["before"]["score"]),
        after=both_number(part["after"]["score"]),
        change=say(f"verdict.{part['change']}"),
        low=signed(part["change_low"]),
        high=signed(part["change_high"]),
    )
    return {lang: f"  {words}" for lang, words in text.items()}
