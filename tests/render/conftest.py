"""The demo's pages as a run leaves them, made once: its diagnosis, names, and two recorded figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamnb.figures.draw import draw_figure, figure_module, figure_text
from kamnb.instrument.load import Instrument
from kamnb.model import Diagnosis
from kamnb.render.brand import load_brand
from kamnb.render.html import render_html
from kamnb.report.blocks import figure_block, records_table
from kamnb.report.build import build_document, read_form
from kamnb.sources.client import ClientData
from kamnb.workbook.synthesis import names_json

AREA, FIGURES = "purpose", ("concentration", "price_waterfall")


@pytest.fixture(scope="session")
def demo_pages(
    demo: ClientData,
    demo_diagnosis: Diagnosis,
    instrument: Instrument,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A folder with report.zh.html and report.en.html of the demo's internal version, and external.html in Chinese."""
    folder = tmp_path_factory.mktemp("demo-pages")
    (folder / "blocks").mkdir()
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    (folder / "names.json").write_text(names_json(demo), encoding="utf-8")
    form = read_form(folder)
    series = {f["id"]: f["series"] for f in form["figures"]}
    kept = {"records": records_table(instrument, form, AREA)}
    for name in FIGURES:
        words = [figure_text(instrument, AREA, name, key) for key in ("title", "alt")]
        indicator = figure_module(name).INDICATOR
        block = {**figure_block(name, AREA, *words), "indicator": indicator}
        kept[block["id"]] = block
        for lang, svg in draw_figure(instrument, AREA, name, series[indicator]).items():
            (folder / block["files"][lang]).write_text(svg, encoding="utf-8")
    (folder / "blocks" / f"{AREA}.json").write_text(json.dumps(kept), encoding="utf-8")
    brand, document = load_brand(), build_document(folder)
    for lang in ("zh", "en"):
        page = render_html(document, folder / "blocks", lang, brand)
        (folder / f"report.{lang}.html").write_text(page, encoding="utf-8")
    external = render_html(build_document(folder, external=True), folder / "blocks", "zh", brand)
    (folder / "external.html").write_text(external, encoding="utf-8")
    return folder
