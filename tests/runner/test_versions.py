"""Is nobody named in what may leave the house? Every name, id and note of the demo against every file in external/."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from kamnb.instrument.load import load_instrument
from kamnb.model import Diagnosis
from kamnb.paths import PACKAGE, demo_client
from kamnb.pipeline import read_client
from kamnb.report.blocks import judgement_table, paragraph, plain
from kamnb.report.build import build_document, read_form
from kamnb.report.names import MANAGER, account_names
from kamnb.runner.report import FORMATS, render_run
from kamnb.sources.client import ClientData
from kamnb.workbook.synthesis import names_json

REMARK = "\u53ea\u7ed9\u5185\u90e8\u770b\u7684\u4e00\u53e5\u5907\u6ce8"
ID_COLUMNS = {
    "accounts": ["account_id", "credit_code", "owner_id"],
    "managers": ["manager_id"],
    "contacts": ["contact_id", "email", "phone"],
    "interviews": ["interview_id", "person_id"],
    "survey": ["respondent_id"],
    "teams": ["member_id"],
}
CELLS = re.compile(r'\b(?:r|ref|sqref|topLeftCell|activeCell)="[A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?"')
"""A sheet's own names of its cells: A157 is a place there, not the account of that id."""
NAME_COLUMNS = {"accounts": ["name"], "managers": ["name"], "contacts": ["name"], "interviews": ["quote"]}


@pytest.fixture(scope="module")
def run(demo: ClientData, demo_diagnosis: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the demo with its names and a remark, rendered in every format."""
    folder = tmp_path_factory.mktemp("versions")
    (folder / "blocks").mkdir()
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    (folder / "names.json").write_text(names_json(demo), encoding="utf-8")
    given = judgement_table(load_instrument(), read_form(folder), "strategy")
    kept = {"remark": paragraph(plain(REMARK)), "judgement": given}
    recorded = {key: {**block, "internal": True} for key, block in kept.items()}
    (folder / "blocks" / "strategy.json").write_text(json.dumps(recorded), encoding="utf-8")
    render_run(folder, FORMATS, ("zh",))
    return folder


def text_of(path: Path) -> str:
    """Everything that a file says: its text, its markup, and for slides and sheets the XML with its runs joined."""
    if path.suffix == ".pdf":
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
        found = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True).stdout
        info = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout
        return found.decode("utf-8").replace("\u200b", "") + info.decode("utf-8")
    if path.suffix in (".pptx", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
        parts = [CELLS.sub("", part) for part in parts]
        return "\n".join(parts + [re.sub(r"<[^>]+>", "", part) for part in parts])
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "", unescape(path.read_text(encoding="utf-8")))


def values(columns: dict[str, list[str]]) -> set[str]:
    """Every value of these columns of the demo."""
    client = read_client(demo_client())
    found = pd.concat([client.frame(table)[name] for table, names in columns.items() for name in names])
    return {str(value) for value in found.dropna().unique() if len(str(value)) > 1}


def shipped_words() -> str:
    """What the product itself says: a name of two characters may stand in it by chance."""
    return "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.yml"))


def notes() -> list[str]:
    """Every reason, remark and commentary of the demo's judgement, in pieces of twelve characters."""
    said = YAML(typ="safe").load((demo_client() / "judgement.yml").read_text(encoding="utf-8"))
    texts = [c["reason"] for c in said["clauses"].values()] + [REMARK]
    texts += [text for by_lang in (said.get("commentary") or {}).values() for text in by_lang.values()]
    texts += [o["reason"] for o in said.get("overrides") or []]
    texts += [f["reason"] for f in (said.get("findings") or {}).values() if f.get("reason")]
    return [text[:12] for text in texts]


def test_external_files_name_nobody(run: Path) -> None:
    files = sorted(path for path in (run / "external").rglob("*") if path.is_file())
    assert {path.suffix[1:] for path in files} == set(FORMATS)
    words, ids, said = shipped_words(), values(ID_COLUMNS), notes()
    names = {name for name in values(NAME_COLUMNS) if name not in words}
    assert len(names) > 200 and len(ids) > 500
    for path in files:
        text = text_of(path)
        tokens = set(re.findall(r"[\w.@-]+", text))
        assert [name for name in names if name in text] == [], path.name
        assert sorted(ids & tokens) == [], path.name
        assert [note for note in said if note in text] == [], path.name


def test_internal_files_name_accounts_managers_and_reasons(run: Path) -> None:
    names, text = (
        json.loads((run / "names.json").read_text(encoding="utf-8")),
        text_of(run / "report.zh.html"),
    )
    assert all(name in text for name in names.values())
    assert REMARK in text and all(note in text for note in notes()[:3])
    assert any(code.endswith(MANAGER) for code in names)


def test_each_version_says_on_every_page_which_it_is(run: Path) -> None:
    for folder, external in ((run, False), (run / "external", True)):
        mark = build_document(run, external)["confidential"]["zh"]
        for path in sorted(folder.glob("report.zh.*")):
            assert mark in text_of(path)
    marks = {build_document(run, external)["confidential"]["en"] for external in (False, True)}
    assert len(marks) == 2


def test_no_names_reach_an_external_document_or_the_recorded_result(run: Path) -> None:
    assert build_document(run, external=True)["names"] == {}
    names = account_names(json.loads((run / "names.json").read_text(encoding="utf-8")))
    kept = (run / "diagnosis.json").read_text(encoding="utf-8")
    assert [name for name in names.values() if name in kept] == []


def test_external_version_holds_no_other_files(run: Path) -> None:
    assert {p.suffix for p in (run / "external").iterdir()} == {f".{format}" for format in FORMATS}
