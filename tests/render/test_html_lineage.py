"""Does every number of the demo's page that has a source lead to it, and every source back?"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from test_render_html import Page

from kamnb.report.build import build_document
from kamnb.report.lineage import PREFIX

LIMIT = 3_000_000


@pytest.fixture(scope="module")
def html(demo_pages: Path) -> str:
    """The demo's Chinese page."""
    return (demo_pages / "report.zh.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    """Its elements."""
    return Page(html)


def ids_of(page: Page) -> list[str]:
    return [a["id"] for _, a in page.tags if "id" in a]


def test_every_link_of_the_page_has_a_place_and_ids_are_unique(page: Page) -> None:
    ids = ids_of(page)
    assert len(ids) == len(set(ids))
    links = {a["href"][1:] for tag, a in page.tags if tag == "a" and a["href"].startswith("#")}
    assert links - set(ids) == set()


def test_every_clause_and_measured_indicator_is_an_entry_that_something_leads_to(
    page: Page, html: str
) -> None:
    sources = {a["href"] for tag, a in page.tags if tag == "a" and a.get("class") == "source"}
    entries = [id for id in ids_of(page) if re.fullmatch(rf"zh-{PREFIX}[A-Z]\d[a-d]?", id)]
    assert len(entries) == 53
    assert [id for id in entries if f"#{id}" not in sources] == []
    measured = re.findall(r"<code>(\w+)</code></p>\s*<p>[^<]*n=", html.split('id="en-lineage"')[0])
    assert len(measured) > 60
    purpose = [i for i in ("top_accounts_share", "customer_equity_change") if f"#zh-{PREFIX}{i}" in sources]
    assert len(purpose) == 2


def test_scores_of_a_scorecard_and_values_of_records_are_links(html: str) -> None:
    row = re.search(r'<tr class="clause"[^>]*>.*?</tr>', html, re.S)
    assert row and re.search(r'<a class="source" href="#zh-lineage-P1">\(\d+\)</a>', row[0])
    records = re.search(r'id="zh-purpose-records".*?</table>', html, re.S)
    assert records and len(re.findall(r'class="source" href="#zh-lineage-[a-z]', records[0])) > 10


def test_an_entry_tells_clause_evidence_table_rows_and_leads_back(html: str) -> None:
    entry = re.search(r'id="zh-lineage-top_accounts_share".*?</div>', html, re.S)
    assert entry
    text = unescape(re.sub(r"<[^>]+>", " ", entry[0]))
    assert "n=" in text and "8,804" in text and "revenue" in text
    assert 'href="#zh-purpose-concentration"' in entry[0]


def test_a_figure_leads_to_the_indicator_that_it_draws(html: str) -> None:
    figure = re.search(r'<figure[^>]*id="zh-purpose-concentration".*?</figure>', html, re.S)
    assert figure and 'href="#zh-lineage-top_accounts_share"' in figure[0]


def test_text_of_lineage_agrees_with_the_diagnosis(demo_pages: Path) -> None:
    document = build_document(demo_pages, external=True)
    for entry in document["lineage"]["entries"]:
        assert entry["readings"] or entry["parts"]
        assert entry["score"]["zh"] != entry["score"]["en"]


def test_pages_are_small_and_opened_in_their_language(demo_pages: Path) -> None:
    for lang, code in (("zh", "zh-CN"), ("en", "en")):
        data = (demo_pages / f"report.{lang}.html").read_bytes()
        assert len(data) < LIMIT and f'<html lang="{code}">'.encode() in data
