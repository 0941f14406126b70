"""Does the page work in a browser: switch, sort, no errors, no requests, nothing wider than the screen?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sample import build_sample

from kamnb.render.brand import load_brand
from kamnb.render.html import render_html


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's page as a file."""
    folder = tmp_path_factory.mktemp("run")
    document = build_sample(folder / "blocks")
    path = folder / "report.zh.html"
    path.write_text(render_html(document, folder / "blocks", "zh", load_brand()), encoding="utf-8")
    return path


def open_page(browser: Any, file: Path, width: int = 1280) -> tuple[Any, list[str]]:
    """A page with a log of what it complained about and asked for."""
    page = browser.new_page(viewport={"width": width, "height": 860})
    log: list[str] = []
    page.on("console", lambda message: log.append(message.text))
    page.on("pageerror", lambda error: log.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:")) else log.append(request.url),
    )
    page.goto(file.as_uri())
    return page, log


def press_switch(page: Any) -> None:
    """Press the visible language switch where it is: a driver's own click scrolls to sticky elements first."""
    page.locator(".report:not([hidden]) .switch").evaluate("button => button.click()")


def test_switch_changes_the_language_and_keeps_the_place(browser: Any, file: Path) -> None:
    page, log = open_page(browser, file)
    page.evaluate("document.querySelector('#zh-organization').scrollIntoView({behavior: 'instant'})")
    press_switch(page)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#top-zh").is_hidden() and page.title().startswith("Key Account")
    assert abs(page.evaluate("document.querySelector('#en-organization').getBoundingClientRect().top")) < 300
    press_switch(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert log == []
    page.close()


def test_tables_sort_by_number_both_ways(browser: Any, file: Path) -> None:
    page, log = open_page(browser, file)
    table = page.locator("#zh-accounts-table table")
    values = "t => [...t.tBodies[0].rows].map(r => parseFloat(r.cells[2].textContent.replace(',', '')))"
    table.locator("thead button").nth(2).click()
    up = table.evaluate(values)
    table.locator("thead button").nth(2).click()
    assert up == sorted(up) and table.evaluate(values) == sorted(up, reverse=True)
    assert table.locator("[aria-sort=descending]").count() == 1 and log == []
    page.close()


def test_amounts_sort_by_what_they_are_worth(browser: Any, file: Path) -> None:
    page, log = open_page(browser, file)
    put = """([table, amounts]) => amounts.forEach((amount, i) => {
        table.tBodies[0].rows[i].cells[2].textContent = amount;
    })"""
    read = "t => [...t.tBodies[0].rows].map(r => r.cells[2].textContent.trim())"
    for order in (
        ["\u22121.39 m", "\u2212986 k", "12", "359 k", "1.15 m", "2 bn"],
        ["\u22120.61万", "30", "930万", "1.05亿"],
    ):
        table = page.locator("#zh-accounts-table table")
        count = table.locator("tbody tr").count()
        given = (order * count)[:count]
        page.evaluate(put, [table.element_handle(), given])
        table.locator("thead button").nth(1).click()
        table.locator("thead button").nth(2).click()
        found = table.evaluate(read)
        assert found == sorted(given, key=order.index)
    assert log == []
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(browser: Any, file: Path, width: int) -> None:
    page, log = open_page(browser, file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width and log == []
    page.close()


def test_dark_mode_recolors_figures(browser: Any, file: Path) -> None:
    page, _ = open_page(browser, file)
    color = "getComputedStyle(document.querySelector('.drawing svg circle')).fill"
    light = page.evaluate(color)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(color) != light
    page.close()
