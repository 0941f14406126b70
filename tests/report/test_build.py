"""The document of a report: chapters in order, and what an external reader must not see."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kamnb.instrument.thresholds import threshold
from kamnb.model import Diagnosis
from kamnb.report.blocks import is_too_wide
from kamnb.report.build import build_document
from kamnb.report.summary import matters

CHAPTERS = [
    "summary",
    "scorecard",
    "clash",
    "purpose",
    "strategy",
    "organization",
    "manager",
    "it",
    "relationship",
]
CHAPTERS += ["foundations", "unknown", "portfolio", "causes", "value", "roadmap"]
APPENDICES = ["evidence", "remedies", "method", "data", "registry", "glossary", "accounts", "index"]
REMARK = {"kind": "paragraph", "text": {"zh": "只给自己看", "en": "for our eyes only"}, "internal": True}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, demo_diagnosis: Diagnosis) -> Path:
    """A run's folder as far as a document needs it: the demo's diagnosis, a remark, the key to the codes."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    (folder / "names.json").write_text(json.dumps({"K01": "有名有姓公司"}), encoding="utf-8")
    (folder / "blocks").mkdir()
    (folder / "blocks" / "it.json").write_text(json.dumps({"remark": REMARK}), encoding="utf-8")
    return folder


def texts(value: Any) -> list[str]:
    """Every text in a document."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for each in value.values() for t in texts(each)]
    return [t for each in value for t in texts(each)] if isinstance(value, list) else []


def test_chapters_stand_in_order_and_are_numbered(run: Path) -> None:
    found = build_document(run)["chapters"]
    assert [c["id"] for c in found] == CHAPTERS + APPENDICES
    assert [c["number"] for c in found] == [*map(str, range(1, len(CHAPTERS) + 1)), *"ABCDEFGH"]


def test_an_external_reader_sees_no_name_no_remark_and_no_reason(run: Path) -> None:
    form = json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))
    secret = [c["judgement"]["reason"] for c in form["clauses"].values() if c["judgement"]["reason"]]
    secret += [t for area in form["commentary"].values() for t in area.values()]
    secret += ["有名有姓公司", "for our eyes only", "只给自己看"]
    assert len(secret) > 10
    internal, external = ("\n".join(texts(build_document(run, e))) for e in (False, True))
    assert "有名有姓公司" in internal and "for our eyes only" in internal
    assert not [s for s in secret if s in external]
    assert "accounts" not in [c["id"] for c in build_document(run, True)["chapters"]]


def test_every_text_is_there_in_both_languages(run: Path) -> None:
    def bilingual(value: Any) -> list[dict[str, str]]:
        if isinstance(value, dict):
            if set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
                return [value]
            return [b for v in value.values() for b in bilingual(v)]
        return [b for v in value for b in bilingual(v)] if isinstance(value, list) else []

    found = bilingual(build_document(run)["chapters"])
    assert len(found) > 1000
    assert all(bool(b["zh"].strip()) == bool(b["en"].strip()) for b in found)
    assert not [b for b in found if "{" in b["zh"] + b["en"]]


def test_the_findings_of_the_summary_are_of_different_clauses(run: Path) -> None:
    summary = build_document(run)["chapters"][0]["blocks"]
    bullets = [b for b in summary if b["kind"] == "bullets"]
    assert [len(b["items"]) for b in bullets] == [3, 3]
    assert len({i["en"] for b in bullets for i in b["items"]}) == 6


def test_each_area_s_numbers_are_those_of_the_diagnosis(run: Path) -> None:
    form = json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))
    for chapter in build_document(run)["chapters"]:
        for block in chapter["blocks"]:
            for row in block["rows"] if block["kind"] == "scorecard" else []:
                where = form["clauses"] if row["level"] == "clause" else {}
                if row["ref"] in where:
                    found = where[row["ref"]]
                    told = f"({found['score']:.0f})" if is_too_wide(found) else f"{found['score']:.0f}"
                    assert row["score"] == found["score"]
                    assert row["score_text"]["en"] == told


def test_anchors_are_told_as_they_were_when_the_run_was_scored(run: Path, tmp_path: Path) -> None:
    form = json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))
    today = texts(build_document(run))
    form["instrument"]["marks"]["revenue_kept"]["anchors"] = [[0.125, 7], [0.875, 93]]
    (tmp_path / "diagnosis.json").write_text(json.dumps(form), encoding="utf-8")
    told = texts(build_document(tmp_path))
    assert sum("0.125\u21927  0.875\u219293" in t for t in told) >= 2
    assert not any("0.125\u21927" in t for t in today)
    del form["instrument"]["marks"]
    (tmp_path / "diagnosis.json").write_text(json.dumps(form), encoding="utf-8")
    older = texts(build_document(tmp_path))
    assert [t for t in older if "\u2192" in t] == [t for t in today if "\u2192" in t]


def test_what_measures_is_not_loaded_to_render(run: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kamnb.report.build import build_document;"
        "from kamnb.render.html import html_bytes; from kamnb.render.brand import load_brand;"
        f"run = Path({str(run)!r}); document = build_document(run);"
        "assert len(html_bytes(document, run / 'blocks', 'en', load_brand())) > 100_000;"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "jinja2" in loaded and not loaded & {"pandas", "scipy", "duckdb", "matplotlib", "statsmodels"}


def test_a_score_that_is_not_to_be_quoted_is_not_quoted_in_the_summary(run: Path) -> None:
    form = json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))
    for f, written in zip(matters(form), summary_findings(run), strict=True):
        clause = form["clauses"][f["clause"]]
        wide = clause["high"] - clause["low"] >= threshold("wide_interval")
        assert (f"({f['clause']}, {clause['score']:.0f};" in written) == (not wide)
        assert f"({f['clause']};" in written or not wide
    assert any(is_too_wide(form["clauses"][f["clause"]]) for f in matters(form))


def summary_findings(run: Path) -> list[str]:
    """The findings as the summary words them, in English."""
    summary = build_document(run)["chapters"][0]["blocks"]
    return [item["en"] for item in next(b for b in summary if b["kind"] == "bullets")["items"]]


def test_questionnaires_set_aside_are_told_as_left_out(run: Path) -> None:
    form = json.loads((run / "diagnosis.json").read_text(encoding="utf-8"))
    data = next(c for c in build_document(run)["chapters"] if c["id"] == "data")["blocks"]
    rows = next(b for b in data if b["kind"] == "table" and b["id"] == "received")["rows"]
    read, used, why = (c["text"]["en"] for c in next(r for r in rows if r[0]["text"]["en"] == "Survey")[1:4])
    aside = form["survey"]["straight_liners"] + form["survey"]["speeders"]
    assert int(read) - int(used) == aside > 0 and str(form["survey"]["speeders"]) in why
