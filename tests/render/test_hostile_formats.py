"""Does every format stay harmless and in its bounds for hostile texts, sixty accounts, one, no ledger and no data at all?"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_render_html import Page
from test_render_pdf import page_texts, squeeze, text_boxes
from test_slides import notes_of, overflows, overlaps, read, texts

from kamnb.model import Diagnosis
from kamnb.paths import demo_client
from kamnb.pipeline import diagnose
from kamnb.render.brand import load_brand
from kamnb.render.characters import cover_characters, covered_characters, make_harmless
from kamnb.render.evidence_book import render_evidence_book
from kamnb.render.html import render_html
from kamnb.render.pdf import render_pdf
from kamnb.render.slides import render_slides
from kamnb.report.build import build_document, read_form

LANGUAGES = ("zh", "en")
TEXTS = {
    "long": "N" * 200,
    "long_chinese": "\u5927" * 200,
    "script": "<script>alert(1)</script>",
    "formula_tex": r"$\frac{1}{0}$ #panic() @x",
    "formula_sheet": "=cmd|' /C calc'!A0",
    "right_to_left": "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "emoji": "\U0001f600 \U0001f468\u200d\U0001f469",
    "template": "{{ 7*7 }} {% raw %} **",
}
KEPT = ("client.yml", "survey.csv", "interviews.csv", "accounts.csv", "plans.csv", "managers.csv")


@dataclass
class Rendered:
    """A run in every format, each rendered once when it is first asked for."""

    run: Path
    made: dict[tuple[str, str], bytes] = field(default_factory=dict)

    @cached_property
    def form(self) -> dict[str, Any]:
        """Its written form."""
        return read_form(self.run)

    @cached_property
    def document(self) -> dict[str, Any]:
        """Its document."""
        return build_document(self.run)

    def get(self, format: str, lang: str) -> bytes:
        """The file of one format."""
        if (format, lang) not in self.made:
            brand, blocks = load_brand(), self.run / "blocks"
            if format == "html":
                data = render_html(self.document, blocks, lang, brand).encode("utf-8")
            elif format == "pdf":
                data = render_pdf(self.document, blocks, lang, brand)
            else:
                render = {"pptx": render_slides, "xlsx": render_evidence_book}[format]
                data = render(self.form, self.document, lang, brand)
            self.made[format, lang] = data
        return self.made[format, lang]


def write_run(folder: Path, diagnosis: Diagnosis, names: dict[str, str]) -> Rendered:
    """A run's folder whose client, findings, remedies, remarks and replies carry the hostile texts in turn."""
    form, attacks = json.loads(diagnosis.to_json()), list(TEXTS.values())
    form["client"]["name"] = dict.fromkeys(LANGUAGES, " ".join(attacks[2:]))
    for number, found in enumerate([*form["findings"], *form["recommendations"]]):
        found["title"] = dict.fromkeys(LANGUAGES, attacks[number % len(attacks)])
    for number, found in enumerate(form["findings"]):
        found["status"], found["status_reason"] = "disputed", attacks[number % len(attacks)]
    form["commentary"] = {"strategy": dict.fromkeys(LANGUAGES, " ".join(attacks))}
    for number, table in enumerate(form["received"]):
        table["file"] = attacks[number % len(attacks)]
    (folder / "blocks").mkdir(parents=True)
    (folder / "diagnosis.json").write_text(json.dumps(form), encoding="utf-8")
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    return Rendered(folder)


def name_accounts(count: int) -> dict[str, str]:
    """So many accounts and their managers, named by the hostile texts in turn."""
    attacks = list(TEXTS.values())
    names = {f"K{n:02d}": attacks[n % len(attacks)] for n in range(1, count + 1)}
    return names | {f"{code}.manager": attacks[n % len(attacks)] for n, code in enumerate(list(names))}


def part_of_demo(folder: Path, accounts: int | None = None) -> Path:
    """A part of the demo: people, plans, the first accounts; with a ledger only where accounts are counted."""
    folder.mkdir()
    for name in KEPT:
        (folder / name).write_bytes((demo_client() / name).read_bytes())
    if accounts is not None:
        rows = list(csv.reader((demo_client() / "accounts.csv").open(encoding="utf-8")))[: accounts + 1]
        ids = {row[rows[0].index("account_id")] for row in rows[1:]}
        with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        for table in ("ledger", "plans", "contacts", "touchpoints"):
            with (demo_client() / f"{table}.csv").open(encoding="utf-8") as file:
                head, *lines = csv.reader(file)
            at = head.index("account_id")
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([head, *(line for line in lines if line[at] in ids)])
    return folder


@pytest.fixture(scope="module")
def sixty(demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The demo, which has sixty accounts."""
    return write_run(tmp_path_factory.mktemp("sixty") / "run", demo_diagnosis, name_accounts(60))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The demo's people with a single account and its ledger."""
    home = tmp_path_factory.mktemp("one")
    return write_run(home / "run", diagnose(part_of_demo(home / "client", 1)), name_accounts(1))


@pytest.fixture(scope="module")
def no_ledger(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The demo's people, accounts and plans without a ledger."""
    home = tmp_path_factory.mktemp("no_ledger")
    made = write_run(home / "run", diagnose(part_of_demo(home / "client")), name_accounts(60))
    assert made.form["value_at_stake"]["mid"] is None and made.form["whole"]["score"] is not None
    return made


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A client of whom only one account's name is known: every outcome is without data."""
    client = tmp_path_factory.mktemp("nothing") / "client"
    client.mkdir()
    (client / "client.yml").write_text("as_of: 2026-09-30\nname: A\n", encoding="utf-8")
    (client / "accounts.csv").write_text("account_id,name\nA1,=1+1\n", encoding="utf-8")
    made = write_run(client.parent / "run", diagnose(client), name_accounts(1))
    assert "measured" not in {c["outcome"] for c in made.form["clauses"].values()}
    return made


SITUATIONS = pytest.mark.parametrize("situation", ["sixty", "one", "no_ledger", "nothing"])
EACH_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)


def parts_of(data: bytes) -> bytes:
    """The text of all parts of an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


@SITUATIONS
@EACH_LANGUAGE
def test_slides_keep_every_text_in_its_box(situation: str, lang: str, request: pytest.FixtureRequest) -> None:
    deck = read(request.getfixturevalue(situation).get("pptx", lang))
    assert overflows(deck) == [] and overlaps(deck) == []
    assert 12 <= len(deck.slides) <= 20 and all(texts(s).strip() for s in deck.slides)


@SITUATIONS
@EACH_LANGUAGE
def test_the_page_nests_and_runs_nothing(situation: str, lang: str, request: pytest.FixtureRequest) -> None:
    html = request.getfixturevalue(situation).get("html", lang).decode("utf-8")
    page = Page(html)
    assert page.unbalanced == [] and page.open == [] and "\u202e" not in html
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert [n for _, attributes in page.tags for n in attributes if n.startswith("on")] == []


@SITUATIONS
@EACH_LANGUAGE
def test_the_paper_is_set_and_no_text_leaves_it(
    situation: str, lang: str, request: pytest.FixtureRequest
) -> None:
    pages = text_boxes(request.getfixturevalue(situation).get("pdf", lang))
    assert len(pages) > 10 and sum(len(runs) for _, runs in pages) > 500
    for number, (width, runs) in enumerate(pages, 1):
        assert [text for left, right, text in runs if left < 0 or right > width] == [], f"page {number}"


@SITUATIONS
@EACH_LANGUAGE
def test_the_workbook_holds_text_only(situation: str, lang: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(situation).get("xlsx", lang)
    assert b"<f>" not in parts_of(data) and b"<hyperlink" not in parts_of(data)
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert len(cells) > 100 and {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}


def shown_in(rendered: Rendered, format: str) -> str:
    """All text of a format that a reader can see, without blanks."""
    data = rendered.get(format, "en")
    if format == "html":
        return squeeze(Page(data.decode("utf-8")).text)
    if format == "pdf":
        return squeeze("".join(page_texts(data)))
    if format == "pptx":
        return squeeze("\n".join(texts(s) + notes_of(s) for s in read(data).slides))
    book = openpyxl.load_workbook(io.BytesIO(data))
    values = [v for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for v in row]
    return squeeze("\n".join(str(v) for v in values))


@pytest.fixture(scope="module")
def shown(sixty: Rendered) -> dict[str, str]:
    """The text that each format shows of the demo with hostile texts."""
    return {format: shown_in(sixty, format) for format in ("html", "pdf", "pptx", "xlsx")}


@pytest.mark.parametrize("format", ["html", "pdf", "pptx", "xlsx"])
@pytest.mark.parametrize("name", TEXTS)
def test_every_hostile_text_is_shown_whole_and_harmless(
    shown: dict[str, str], format: str, name: str
) -> None:
    written = cover_characters(TEXTS[name], covered_characters())[0]
    wanted = {squeeze(make_harmless(TEXTS[name])), squeeze(written)}
    assert any(text in shown[format] for text in wanted)
    assert "\u202e" not in shown[format]
