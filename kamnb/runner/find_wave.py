"""Which diagnosis is meant by a wave's name? A run, a label, a folder below the client's waves/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kamnb.errors import InputError, UsageError
from kamnb.instrument.load import load_instrument
from kamnb.paths import check_name, client_folder, reports_folder
from kamnb.pipeline import measure_area, read_client, synthesise
from kamnb.report.names import account_names, read_names
from kamnb.report.written import checked
from kamnb.runner.report import find_run
from kamnb.sources.client import ClientData
from kamnb.sources.settings_file import read_settings
from kamnb.sources.suggest import did_you_mean
from kamnb.waves.wave import Wave

KEYS = {"client", "as_of", "wave", "instrument", "clauses", "areas", "whole", "figures"}
"""Without these it is no diagnosis."""
LATEST = "latest"


def find_waves(
    client: str, first: str, second: str, data: str | Path = "", reports: str | Path = ""
) -> tuple[Wave, Wave]:
    """Which two waves are meant? UsageError unless the first lies before the second."""
    folder = client_folder(client, data)
    before, after = (find_wave(client, name, folder, reports) for name in (first, second))
    if before.as_of >= after.as_of:
        raise UsageError(
            "waves-order",
            first=first,
            first_day=before.as_of.isoformat(),
            second=second,
            second_day=after.as_of.isoformat(),
        )
    return before, with_tables(after, folder)


def find_wave(client: str, name: str, folder: Path, reports: str | Path = "") -> Wave:
    """Which wave is meant: a run, `latest`, a run's label (the newest run of it), or a folder below the client's waves/?

    The client's own folder is the wave that its client.yml names, where no run of it was published.
    """
    home = reports_folder(reports) / check_name(client)
    if name == LATEST:
        run = find_run(client, reports=reports)
        return published(client, run.name, run)
    runs = sorted(published_runs(home), reverse=True)
    for run in runs:
        if run.name == name:
            return published(client, name, run)
    for run in runs:
        if read_form(run / "diagnosis.json", run.name)["wave"] == name:
            return published(client, name, run)
    kept = folder / "waves" / name
    if kept.parent == folder / "waves" and name not in ("", ".", "..") and kept.is_dir():
        return kept_wave(client, name, kept)
    if own_label(folder) == name and name:
        return kept_wave(client, name, folder)
    there = known_waves(runs, folder)
    hint = did_you_mean(name, there)
    raise UsageError("no-wave", wave=name, client=client, there=", ".join(there[:9]) or "–", hint=hint)


def published_runs(home: Path) -> Iterator[Path]:
    """Which runs were published?"""
    return (path.parent for path in home.glob("[!.]*/diagnosis.json"))


def known_waves(runs: list[Path], folder: Path) -> list[str]:
    """By which names can waves be called? Labels first, then runs."""
    labels = [str(read_form(run / "diagnosis.json", run.name)["wave"]) for run in runs]
    kept = sorted(p.name for p in (folder / "waves").glob("*") if p.is_dir() and not p.name.startswith("."))
    own = own_label(folder)
    return list(dict.fromkeys(n for n in (*labels, *kept, own, *(run.name for run in runs)) if n))


def own_label(folder: Path) -> str:
    """Which wave does the client's own folder say it is? Empty where it does not say."""
    settings = read_settings(folder, ())[0]
    return settings.wave if settings else ""


def published(client: str, name: str, run: Path) -> Wave:
    """The wave that a run published."""
    form = read_form(run / "diagnosis.json", name)
    check_client(client, name, form)
    return Wave(name, form, None, account_names(read_names(run)))


def kept_wave(client: str, name: str, folder: Path) -> Wave:
    """The wave that lies in a folder: its diagnosis.json, or its tables, diagnosed now."""
    tables = None
    if (folder / "client.yml").exists():
        tables = replace(read_client(folder), name=client)
    if (folder / "diagnosis.json").exists():
        form = read_form(folder / "diagnosis.json", name)
        check_client(client, name, form)
        return Wave(name, form, tables, account_names(read_names(folder)))
    if tables is None:
        raise UsageError("wave-empty", wave=name, where=str(folder))
    return Wave(name, diagnose_tables(tables), tables)


def diagnose_tables(client: ClientData) -> dict[str, Any]:
    """What is the diagnosis of tables that were read?"""
    areas = load_instrument().areas
    form: dict[str, Any] = json.loads(synthesise([measure_area(client, a.id) for a in areas]).to_json())
    return form


def read_form(path: Path, name: str) -> dict[str, Any]:
    """What does a diagnosis.json say? UsageError where it is none."""
    try:
        form = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("wave-broken", wave=name, file=str(path)) from error
    if not isinstance(form, dict) or not form.keys() >= KEYS:
        raise UsageError("wave-broken", wave=name, file=str(path))
    return checked(form, name, whole=False)


def check_client(client: str, name: str, form: dict[str, Any]) -> None:
    """Is it a diagnosis of this client? UsageError where it is another's."""
    if form["client"]["id"] != client:
        raise UsageError("wave-other-client", wave=name, other=form["client"]["id"], client=client)


def with_tables(wave: Wave, folder: Path) -> Wave:
    """The later wave with the client's tables, where they are still those of its day; without them where they are not."""
    if wave.tables is not None:
        return wave
    try:
        tables = read_client(folder)
    except InputError:
        return wave
    return replace(wave, tables=tables) if tables.settings.as_of == wave.as_of else wave


def earlier_wave(client: str, form: dict[str, Any], home: Path, folder: Path) -> Wave | None:
    """Which wave came last before a diagnosis? The newest run of the latest earlier day, else a folder of that day.

    A folder of tables is diagnosed now. What cannot be read is passed over here: `kamnb compare` says what is wrong.
    """
    places = [(1, run) for run in published_runs(home)]
    places += [(0, place) for place in (folder / "waves").glob("[!.]*") if place.is_dir()]
    waves = sorted(((day_of(place, client), rank, place.name, place) for rank, place in places), reverse=True)
    for day, rank, name, place in waves:
        if day and day < form["as_of"]:
            try:
                return published(client, name, place) if rank else kept_wave(client, name, place)
            except (InputError, UsageError):
                continue
    return None


def day_of(place: Path, client: str) -> str:
    """From which day does the diagnosis, or do the tables, of a folder look back? Empty where it cannot be told."""
    if (place / "diagnosis.json").exists():
        try:
            form = read_form(place / "diagnosis.json", place.name)
        except UsageError:
            return ""
        return str(form["as_of"]) if form["client"]["id"] == client else ""
    settings = read_settings(place, ())[0] if (place / "client.yml").exists() else None
    return settings.as_of.isoformat() if settings else ""
