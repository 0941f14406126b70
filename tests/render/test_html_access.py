"""Can everybody use the page? axe-core in a browser, the figures by keyboard, the sources by link, the print by page."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from sample import build_sample
from test_render_browser import open_page

from kamnb.render.brand import load_brand
from kamnb.render.html import render_html

SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker's script."""
    pytest.importorskip(
        "axe_playwright_python", reason="axe-playwright-python (it carries axe-core) is not installed"
    )
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, which holds every kind of block."""
    folder = tmp_path_factory.mktemp("access")
    document = build_sample(folder / "blocks")
    for lang in ("zh", "en"):
        page = render_html(document, folder / "blocks", lang, load_brand())
        (folder / f"{lang}.html").write_text(page, encoding="utf-8")
    return folder


def violations(browser: Any, axe: str, file: Path, scheme: str, width: int = 1280) -> list[str]:
    """What does axe call serious or critical on a page?"""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(file.as_uri())
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    page.close()
    assert found["passes"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found["violations"] if v["impact"] in SERIOUS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sample_has_no_serious_violation(
    browser: Any, axe: str, sample_file: Path, lang: str, scheme: str
) -> None:
    assert violations(browser, axe, sample_file / f"{lang}.html", scheme) == []


def test_demo_has_no_serious_violation_on_a_narrow_dark_screen(
    browser: Any, axe: str, demo_pages: Path
) -> None:
    assert violations(browser, axe, demo_pages / "report.zh.html", "dark", 390) == []


def test_the_checker_finds_what_is_wrong(browser: Any, axe: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<html lang=en><title>x</title><main><img src='data:,'><p style='color:#eee'>pale</p></main>"
    )
    assert {line.split(":")[0] for line in violations(browser, axe, bad, "light")} >= {"image-alt"}


def test_arrow_keys_step_through_a_figure(browser: Any, demo_pages: Path) -> None:
    page, log = open_page(browser, demo_pages / "report.zh.html")
    drawing = page.locator("#zh-purpose-concentration .drawing")
    drawing.evaluate("e => e.focus()")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(page.locator(".tip").inner_text())
    assert all(seen) and seen[0] == seen[2] != seen[1]
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden() and log == []
    page.close()


def test_pointing_at_a_bar_tells_its_account_only_where_names_are_known(
    browser: Any, demo_pages: Path
) -> None:
    told = {}
    for name in ("report.zh.html", "external.html"):
        page, _ = open_page(browser, demo_pages / name)
        tips = "e => [...e.querySelectorAll('[data-tip]')].map(s => s.dataset.tip)"
        told[name] = page.locator("#zh-purpose-concentration").evaluate(tips)
        page.close()
    assert any("\u516c\u53f8" in tip for tip in told["report.zh.html"])
    assert told["external.html"] and not any("\u516c\u53f8" in tip for tip in told["external.html"])


def test_a_number_leads_to_its_source_and_back(browser: Any, demo_pages: Path) -> None:
    page, log = open_page(browser, demo_pages / "report.en.html")
    page.locator("#en-clauses a.source[href='#en-lineage-S3']").first.evaluate("a => a.click()")
    assert page.evaluate("location.hash") == "#en-lineage-S3"
    page.locator("#en-lineage-S3 > .back a").first.evaluate("a => a.click()")
    assert page.evaluate("document.querySelector(location.hash) !== null") and log == []
    page.close()


def test_contents_mark_the_chapter_that_is_read(browser: Any, demo_pages: Path) -> None:
    page, _ = open_page(browser, demo_pages / "report.zh.html")
    page.evaluate("document.querySelector('#zh-causes').scrollIntoView({behavior: 'instant'})")
    page.wait_for_timeout(150)
    current = page.locator(".side a[aria-current]:visible")
    assert current.count() == 1 and current.get_attribute("data-chapter") == "causes"
    page.close()
