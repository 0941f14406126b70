"""A run that is being made is compared with the wave before it, so that its report can say what has changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kamnb.figures.draw import draw_figure
from kamnb.instrument.load import load_instrument
from kamnb.report.waves import FIGURE, wave_series
from kamnb.runner.find_wave import earlier_wave, read_form
from kamnb.sources.client import ClientData
from kamnb.sources.whole import write_whole
from kamnb.waves.wave import Wave, compare_waves


def compare_with_earlier(client: str, work: Path, home: Path, folder: Path, tables: ClientData) -> bool:
    """Was there an earlier wave? Writes comparison.json and its figure into a run that is being made, for its report."""
    form = read_form(work / "diagnosis.json", work.name)
    before = earlier_wave(client, form, home, folder)
    if before is None:
        return False
    write_comparison(work, compare_waves(load_instrument(), before, Wave(work.name, form, tables)))
    return True


def write_comparison(folder: Path, comparison: dict[str, Any]) -> None:
    """Write comparison.json and its figure."""
    text = json.dumps(comparison, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    write_whole(folder / "comparison.json", text)
    instrument = load_instrument()
    series = wave_series(instrument, comparison)
    for lang, svg in draw_figure(instrument, "", FIGURE, series).items() if series["rows"] else ():
        write_whole(folder / "blocks" / f"{FIGURE}.{lang}.svg", svg)
