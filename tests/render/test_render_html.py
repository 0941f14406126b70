"""Is the HTML file complete, self-contained, accessible, and safe from what a client's text contains?"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sample import HOSTILE, build_sample
from test_render_pdf import collect, squeeze

from kamnb.render.brand import load_brand
from kamnb.render.characters import make_harmless
from kamnb.render.html import render_block, render_html

VOID = {"meta", "link", "br", "img", "input", "hr"}
ADDRESS = {"src", "href", "action", "data", "poster", "srcset", "xlink:href", "formaction"}


class Page(HTMLParser):
    """What a page holds: its text, its elements, and whether they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.open, self.unbalanced = "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.text += data


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The sample document, its folder and its page."""
    blocks = tmp_path_factory.mktemp("run") / "blocks"
    document = build_sample(blocks)
    html = render_html(document, blocks, "zh", load_brand())
    return {"document": document, "blocks": blocks, "html": html, "page": Page(html)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_is_shown(made: dict[str, Any], lang: str) -> None:
    shown = squeeze(made["page"].text)
    assert [
        text for text in map(make_harmless, collect(made["document"], lang)) if squeeze(text) not in shown
    ] == []


def test_opens_in_the_language_and_is_small(made: dict[str, Any]) -> None:
    english = render_html(made["document"], made["blocks"], "en", load_brand())
    assert '<html lang="zh-CN">' in made["html"] and '<html lang="en">' in english
    assert len(english.encode()) < 3_000_000


def test_nothing_is_fetched(made: dict[str, Any]) -> None:
    for tag, attributes in made["page"].tags:
        for name in ADDRESS & set(attributes):
            assert attributes[name].startswith(("#", "data:")), (tag, attributes[name])
    assert (
        re.findall(r"https?://|@import|//[a-z]+\.", re.sub(r"base64,[A-Za-z0-9+/=]+", "", made["html"])) == []
    )
    assert set(re.findall(r"url\(\s*['\"]?(.)", made["html"])) <= {"d", "#"}


def test_client_text_is_escaped(made: dict[str, Any]) -> None:
    assert "<script>alert" not in made["html"] and "&lt;script&gt;alert(1)&lt;/script&gt;" in made["html"]
    assert sum(tag == "script" for tag, _ in made["page"].tags) == 1
    handlers = [name for _, attributes in made["page"].tags for name in attributes if name.startswith("on")]
    assert handlers == []
    assert "\u202e" not in made["html"]


def test_elements_nest_and_ids_are_unique(made: dict[str, Any]) -> None:
    assert made["page"].unbalanced == [] and made["page"].open == []
    ids = [attributes["id"] for _, attributes in made["page"].tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {
        attributes["href"][1:]
        for tag, attributes in made["page"].tags
        if attributes.get("href", "").startswith("#")
    }
    assert targets <= set(ids)


def test_landmarks_and_names(made: dict[str, Any]) -> None:
    tags = made["page"].tags
    for landmark in ("main", "nav", "header"):
        assert sum(tag == landmark for tag, _ in tags) == 2
    assert all(
        a.get("aria-label")
        for tag, a in tags
        if tag in ("nav", "button") or a.get("role") in ("img", "region")
    )
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_figures_follow_the_page_colors(made: dict[str, Any]) -> None:
    drawing = re.search(r'<svg[^>]*role="img".*?</svg>', made["html"], re.DOTALL)
    assert drawing and "var(--accent)" in made["html"]
    assert not re.search(r'<svg[^>]*role="img"(?:(?!</svg>).)*#[0-9a-f]{6}', made["html"], re.DOTALL)


def test_brand_overrides_one_template(made: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "page.html.j2").write_text("OWN {{ report.client }}", encoding="utf-8")
    (tmp_path / "brand.yml").write_text('colors: {accent: "#123456"}\n', encoding="utf-8")
    html = render_html(made["document"], made["blocks"], "en", load_brand(tmp_path))
    assert "OWN Huadong" in html and "--accent: #123456" in html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_block_shows_in_a_cell(made: dict[str, Any], lang: str) -> None:
    for chapter in made["document"]["chapters"]:
        for block in chapter["blocks"]:
            cell = render_block(block, lang, made["blocks"])
            page = Page(cell)
            assert page.unbalanced == [] and not {"script", "style", "link"} & {tag for tag, _ in page.tags}
            shown = squeeze(page.text)
            assert all(squeeze(make_harmless(text)) in shown for text in collect(block, lang)), block["kind"]


@pytest.mark.parametrize("text", HOSTILE)
def test_cells_escape(text: str) -> None:
    cell = render_block({"kind": "paragraph", "text": {"zh": text, "en": text}}, "en")
    assert "<script" not in cell and make_harmless(text) in Page(cell).text
