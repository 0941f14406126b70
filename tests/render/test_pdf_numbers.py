"""Does the demo's PDF say number for number what its diagnosis.json says, and is no page of it left nearly empty?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread

from kamnb.model import Diagnosis
from kamnb.render.brand import load_brand
from kamnb.render.pdf import render_pdf
from kamnb.report.blocks import is_too_wide
from kamnb.report.build import build_document
from kamnb.text.numbers import both_number

LANGUAGES = ("zh", "en")
LEAST_HEIGHT = 0.2
"""Text must reach down at least so much of a page, between head and foot."""
HEAD, FOOT = 0.08, 0.93


@pytest.fixture(scope="session")
def demo_run(demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder with the demo's diagnosis, without recorded figures."""
    folder = tmp_path_factory.mktemp("demo-run")
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    (folder / "blocks").mkdir()
    return folder


@pytest.fixture(scope="session")
def demo_pdfs(demo_run: Path) -> dict[str, Path]:
    """The demo's report in each language."""
    document, found = build_document(demo_run), {}
    for lang in LANGUAGES:
        found[lang] = demo_run / f"report.{lang}.pdf"
        found[lang].write_bytes(render_pdf(document, demo_run / "blocks", lang, load_brand()))
    return found


def need(program: str) -> None:
    """Skip where poppler is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian: poppler-utils)")


def page_words(pdf: Path) -> list[str]:
    """The text of each page, in reading order."""
    need("pdftotext")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True).stdout
    return text.decode("utf-8").split("\f")[:-1]


def squeeze(text: str) -> str:
    """The text without blanks and invisible break opportunities."""
    return re.sub(r"[\s\u200b]", "", text)


def form_of(run: Path) -> dict[str, Any]:
    """The run's diagnosis."""
    return json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_scorecard_s_numbers_are_those_of_the_diagnosis(
    demo_run: Path, demo_pdfs: dict[str, Path], lang: str
) -> None:
    form, pages = form_of(demo_run), page_words(demo_pdfs[lang])
    lines = [line for page in pages[3:6] for line in page.splitlines()]
    for key, clause in form["clauses"].items():
        own = [line for line in lines if re.match(rf"\s*{key}\s", line)]
        score, low, high = (both_number(clause[k])[lang] for k in ("score", "low", "high"))
        assert own, key
        told = rf"\({score}\)" if is_too_wide(clause) else rf"\b{score}"
        assert any(re.search(rf"{told}\s+{low}–{high}\s*$", line) for line in own), (key, own)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_and_every_remedy_is_printed(
    demo_run: Path, demo_pdfs: dict[str, Path], lang: str
) -> None:
    form = form_of(demo_run)
    need("pdftotext")
    raw = subprocess.run(["pdftotext", "-raw", str(demo_pdfs[lang]), "-"], check=True, capture_output=True)
    text = squeeze(raw.stdout.decode("utf-8"))
    words = ["text" if f["kind"] == "level_gap" else "title" for f in form["findings"]]
    titles = [f[word][lang] for f, word in zip(form["findings"], words, strict=True)]
    titles += [r["title"][lang] for r in form["recommendations"]]
    assert len(titles) > 50
    assert not [t for t in titles if squeeze(t) not in text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_counts_what_the_diagnosis_holds(
    demo_run: Path, demo_pdfs: dict[str, Path], lang: str
) -> None:
    form = form_of(demo_run)
    found = [
        p for p in page_words(demo_pdfs[lang]) if re.search(r"^\s*1\s+(执行摘要|Executive summary)$", p, re.M)
    ]
    assert len(found) == 1, "the summary is one page"
    gaps = [f for f in form["findings"] if f["kind"] == "gap"]
    tiles = [form["whole"]["score"], len(gaps), sum(c["readings_disagree"] for c in form["clauses"].values())]
    expected = [both_number(t)[lang] for t in tiles]
    assert re.search(r"^\s*" + r"\D+".join(expected) + r"\D", found[0], re.M)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_reference_is_left_open_and_none_leads_astray(demo_pdfs: dict[str, Path], lang: str) -> None:
    text = "\n".join(page_words(demo_pdfs[lang]))
    assert "[[" not in text
    word = "表" if lang == "zh" else "Table"
    captions = {int(n) for n in re.findall(rf"^\s*{word}\s+(\d+)\s", text, re.M)}
    told = {int(n) for n in re.findall(rf"{word}\s+(\d+)", text)}
    assert captions == set(range(1, max(captions) + 1)) == told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_names_pages_on_which_the_clause_stands(demo_pdfs: dict[str, Path], lang: str) -> None:
    pages = page_words(demo_pdfs[lang])
    rows = {}
    for page in pages[-3:]:
        for line in page.splitlines():
            row = re.match(r"\s*([A-Z]\d[a-d]?)\s.*?((?:\d+, )*\d+)\s*$", line)
            if row:
                rows[row[1]] = [int(n) for n in row[2].split(", ")]
    assert len(rows) == 53
    for clause, found in rows.items():
        assert len(found) >= 2, clause
        assert re.search(rf"\b{clause}\b", pages[found[0] - 1]), (clause, found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_is_nearly_empty(demo_pdfs: dict[str, Path], lang: str, tmp_path: Path) -> None:
    need("pdftoppm")
    command = ["pdftoppm", "-r", "20", "-gray", "-png", str(demo_pdfs[lang]), str(tmp_path / "p")]
    subprocess.run(command, check=True, capture_output=True)
    thin = {}
    for path in sorted(tmp_path.glob("p-*.png"))[1:-1]:
        ink = np.atleast_3d(imread(path))[:, :, 0] < 0.9
        height, rows = len(ink), np.flatnonzero(ink.any(axis=1))
        body = rows[(rows > HEAD * height) & (rows < FOOT * height)]
        reach = (body.max() / height - HEAD) / (FOOT - HEAD) if len(body) else 0.0
        if reach < LEAST_HEIGHT:
            thin[path.stem] = round(float(reach), 2)
    assert not thin


def test_the_same_diagnosis_gives_the_same_bytes(demo_run: Path, demo_pdfs: dict[str, Path]) -> None:
    again = render_pdf(build_document(demo_run), demo_run / "blocks", "en", load_brand())
    assert again == demo_pdfs["en"].read_bytes()
