"""Is the PDF complete, accessible, repeatable, and safe from what a client's text contains?"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sample import HOSTILE, build_sample

from kamnb.render.arrange import is_bilingual
from kamnb.render.brand import load_brand
from kamnb.render.characters import cover_characters, covered_characters
from kamnb.render.pdf import count_uncovered, render_pdf

UNSEEN = {"alt", "files", "labels", "outcome_text"}
"""Keys whose text is not printed as such: descriptions, file names, words of the templates."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The sample document, its folder and its PDFs."""
    blocks = tmp_path_factory.mktemp("run") / "blocks"
    document = build_sample(blocks)
    brand = load_brand()
    return {"document": document, "blocks": blocks, "brand": brand} | {
        lang: render_pdf(document, blocks, lang, brand) for lang in ("zh", "en")
    }


LINE_HYPHEN = "\ufffe"
"""What PDFium writes for a hyphen at which a word is parted."""


def squeeze(text: str) -> str:
    """The text without blanks, break opportunities and the one markup."""
    return re.sub(r"[\s\u200b]|\*\*", "", text)


def collect(value: Any, lang: str) -> list[str]:
    """Every text of one language that a reader should find."""
    if is_bilingual(value):
        return [value[lang]]
    if isinstance(value, dict):
        return [text for key, each in value.items() if key not in UNSEEN for text in collect(each, lang)]
    return [text for each in value for text in collect(each, lang)] if isinstance(value, list) else []


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page; a hyphen at the end of a line is one."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace(LINE_HYPHEN, "-") for page in document]


def text_boxes(pdf: bytes) -> list[tuple[float, list[tuple[float, float, str]]]]:
    """For each page its width, and of each run of text (left, right, text)."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            runs, text = [], page.get_textpage()
            for n in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(n)
                runs.append((left, right, text.get_text_bounded(left, bottom, right, top)))
            found.append((page.get_width(), runs))
    return found


def find_alts(node: Any, found: list[str]) -> list[str]:
    """Every alternative description in the structure tree."""
    node = node.get_object()
    if isinstance(node, DictionaryObject):
        found += [str(node["/Alt"])] if "/Alt" in node else []
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                find_alts(child, found)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_is_printed(made: dict[str, Any], lang: str) -> None:
    printed = squeeze("".join(page_texts(made[lang])))
    texts = {
        squeeze(cover_characters(text, covered_characters())[0]) for text in collect(made["document"], lang)
    }
    assert [text for text in texts if text not in printed] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tagged_titled_bookmarked_in_the_language(made: dict[str, Any], lang: str) -> None:
    reader = PdfReader(io.BytesIO(made[lang]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].lower().startswith(lang)
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert made["document"]["title"][lang] in reader.metadata.title
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert all(
        any(chapter["title"][lang] in title for title in titles) for chapter in made["document"]["chapters"]
    )


def test_figures_and_strips_have_descriptions(made: dict[str, Any]) -> None:
    alts = find_alts(PdfReader(io.BytesIO(made["en"])).trailer["/Root"]["/StructTreeRoot"], [])
    assert any("Dot plot from 0 to 100" in alt for alt in alts)
    assert any("What the records show" in alt and "Target 75" in alt for alt in alts)


def test_same_document_same_bytes(made: dict[str, Any]) -> None:
    assert render_pdf(made["document"], made["blocks"], "zh", made["brand"]) == made["zh"]


def test_summary_is_one_page(made: dict[str, Any]) -> None:
    pages = [squeeze(text) for text in page_texts(made["en"])]
    first = next(n for n, page in enumerate(pages) if "Threedecisions" in page)
    assert "1Executivesummary" in pages[first] and "Howsurethisdiagnosisis" in pages[first]
    assert "2Whatkeyaccountshavebrought" in pages[first + 1]


def test_hostile_text_stands_as_it_is(made: dict[str, Any]) -> None:
    printed = squeeze("".join(page_texts(made["en"])))
    for text in HOSTILE:
        assert squeeze(cover_characters(text, covered_characters())[0]) in printed
    assert count_uncovered(made["document"], "en") > 0
    assert "charactersinthisreport" in printed


def test_uncovered_characters_are_named_and_counted() -> None:
    assert cover_characters("a\U0001f600b", {"a", "b"}) == ("a[U+1F600]b", 1)
    assert cover_characters("plain", set("plain")) == ("plain", 0)
    assert cover_characters("e\u0301", {"\u00e9"}) == ("\u00e9", 0)


def test_direction_marks_never_reach_the_page() -> None:
    assert cover_characters("x\u202ey", covered_characters())[0] == "x[U+202E]y"


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        "*",
        "$x",
        "`",
        "// x",
        "/* x",
        "<a>",
        "@ref",
        "\\",
        '"',
        '#import "/etc/passwd"',
        "**",
        "** **a",
        "\x00",
    ],
)
def test_any_text_sets_anywhere(made: dict[str, Any], text: str) -> None:
    both = {"zh": text, "en": text}
    cell = {"text": both, "tone": None, "ref": None, "bold": False}
    blocks = [
        {"kind": "paragraph", "text": both},
        {"kind": "callout", "tone": "info", "title": both, "text": both},
        {
            "kind": "table",
            "id": "t",
            "caption": both,
            "columns": [{"label": both, "align": "left", "share": 1}],
            "rows": [[cell]],
            "compact": True,
        },
        {"kind": "heading", "level": 3, "text": both, "id": text},
    ]
    chapter = {"id": text, "number": "1", "title": both, "lead": both, "kind": "normal", "blocks": blocks}
    document = {**made["document"], "client": both, "title": both, "chapters": [chapter]}
    assert render_pdf(document, made["blocks"], "zh", made["brand"]).startswith(b"%PDF")


def test_missing_figure_is_said_not_fatal(made: dict[str, Any], tmp_path: Path) -> None:
    pdf = render_pdf(made["document"], tmp_path, "en", made["brand"])
    assert "Thefigure'sfileismissing" in squeeze("".join(page_texts(pdf)))


def test_brand_overrides_one_template(made: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "cover.typ").write_text(
        "#let cover = [OWNCOVER]\n#let contents = []\n", encoding="utf-8"
    )
    pdf = render_pdf(made["document"], made["blocks"], "en", load_brand(tmp_path))
    assert "OWNCOVER" in page_texts(pdf)[0]


def test_typst_faults_are_raised(made: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "cover.typ").write_text("#panic()", encoding="utf-8")
    with pytest.raises(typst.TypstError):
        render_pdf(made["document"], made["blocks"], "en", load_brand(tmp_path))
