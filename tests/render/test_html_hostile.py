"""Do names that attack, names that are long, many accounts, one account and no data at all come out harmless?"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from test_render_html import Page

from kamnb.model import Diagnosis
from kamnb.pipeline import diagnose
from kamnb.render.brand import load_brand
from kamnb.render.html import render_html
from kamnb.render.pdf import render_pdf
from kamnb.report.build import build_document

NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    r"$\frac{1}{0}$ #panic() \u{0} @label",
    "=cmd|' /C calc'!A0",
    "\u0634\u0631\u0643\u0629 \u202egnp.exe",
    "\U0001f680 {{ 7*7 }} {% raw %}",
    "\u957f" * 200,
    "**" * 40,
)
ONE = "account_id,name,is_key\nA1,<script>alert(1)</script>,true\n"


def write_run(folder: Path, diagnosis: Diagnosis, names: dict[str, str], client: str = "") -> Path:
    """A run's folder with these names."""
    form = json.loads(diagnosis.to_json())
    form["client"]["name"] = {"zh": client or "\u7532", "en": client or "A"}
    (folder / "blocks").mkdir(parents=True)
    (folder / "diagnosis.json").write_text(json.dumps(form), encoding="utf-8")
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with sixty accounts whose names, and the client's own, attack."""
    names = {f"K{i:02d}": NAMES[i % len(NAMES)] for i in range(1, 61)}
    names |= {f"{code}.manager": NAMES[0] for code in list(names)[:9]}
    return write_run(tmp_path_factory.mktemp("hostile") / "run", demo_diagnosis, names, NAMES[1])


@pytest.fixture(scope="module")
def nearly_nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A client with one account and nothing else: no ledger, no survey, every outcome without data."""
    client = tmp_path_factory.mktemp("one") / "client"
    client.mkdir()
    (client / "client.yml").write_text("as_of: 2026-09-30\nname: {zh: \u5c0f, en: Small}\n", encoding="utf-8")
    (client / "accounts.csv").write_text(ONE, encoding="utf-8")
    diagnosis = diagnose(client)
    told = json.loads(diagnosis.to_json())["clauses"].values()
    assert {c["score"] for c in told} == {None} and "measured" not in {c["outcome"] for c in told}
    return write_run(client.parent / "run", diagnosis, {"K01": NAMES[0]})


def page_of(run: Path, lang: str = "zh") -> str:
    return render_html(build_document(run), run / "blocks", lang, load_brand())


@pytest.mark.parametrize("which", ["hostile", "nearly_nothing"])
def test_the_page_holds_names_as_text_only(which: str, request: pytest.FixtureRequest) -> None:
    html = page_of(request.getfixturevalue(which))
    page = Page(html)
    assert page.unbalanced == [] and page.open == []
    assert sum(tag == "script" for tag, _ in page.tags) == 1 and "img" not in {tag for tag, _ in page.tags}
    assert [n for _, attributes in page.tags for n in attributes if n.startswith("on")] == []
    assert "<script>alert(1)</script>" in page.text
    assert "\u202e" not in html


def test_every_name_is_there_whole_in_the_key_to_codes(hostile: Path) -> None:
    text = Page(page_of(hostile)).text
    for name in (NAMES[1], NAMES[2], NAMES[3], NAMES[5], NAMES[6]):
        assert name in text
    assert "[U+202E]" in text


def test_a_browser_runs_nothing_of_it_and_nothing_is_too_wide(hostile: Path, browser: Any) -> None:
    file, log = hostile / "page.html", []
    file.write_text(page_of(hostile), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.on("dialog", lambda dialog: (log.append("dialog"), dialog.dismiss()))
    page.on("console", lambda message: log.append(message.text))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else log.append(r.url))
    page.goto(file.as_uri())
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and log == []
    page.close()


@pytest.mark.parametrize("which", ["hostile", "nearly_nothing"])
def test_the_paper_can_be_set_and_prints_them(which: str, request: pytest.FixtureRequest) -> None:
    run = request.getfixturevalue(which)
    pdf = run / "report.pdf"
    pdf.write_bytes(render_pdf(build_document(run), run / "blocks", "zh", load_brand()))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode()
    flat = "".join(text.replace("\u200b", "").split())
    assert "<script>alert(1)</script>" in flat
    if which == "hostile":
        assert r"$\frac{1}{0}$#panic()" in flat and "=cmd|" in flat and "[U+1F680]" in flat
