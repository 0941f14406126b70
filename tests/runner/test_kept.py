"""Is a report that still holds left as it stands, and one that does not made again?"""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.model import Diagnosis
from kamnb.runner import report
from kamnb.runner.kept import FORMATS, NOTE, TEMPLATES
from kamnb.runner.report import render_run


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which languages were rendered? The renderer writes the document's length."""
    made: list[str] = []

    def render(document: dict[str, object], blocks: Path, languages: list[str], brand: object) -> list[bytes]:
        made.extend(languages)
        recorded = (blocks / "x.json").read_text(encoding="utf-8")
        return [f"{lang} {sorted(document)} {recorded}".encode() for lang in languages]

    monkeypatch.setitem(report.TOGETHER, "html", render)
    return made


@pytest.fixture
def run(tmp_path: Path, demo_diagnosis: Diagnosis) -> Path:
    """A run's folder with one recorded file."""
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "x.json").write_text("{}", encoding="utf-8")
    (tmp_path / "diagnosis.json").write_text(demo_diagnosis.to_json(), encoding="utf-8")
    return tmp_path


def test_what_holds_is_not_made_again(run: Path, calls: list[str]) -> None:
    first = render_run(run, ("html",), ("en",))
    bytes_then = [path.read_bytes() for path in first]
    assert calls == ["en", "en"] and (run / NOTE).is_file()
    assert render_run(run, ("html",), ("en",)) == first and calls == ["en", "en"]
    assert [path.read_bytes() for path in first] == bytes_then
    render_run(run, ("html",), ("en", "zh"))
    assert calls == ["en", "en", "zh", "zh"]


@pytest.mark.parametrize("change", ["file gone", "file touched", "diagnosis", "blocks", "names"])
def test_what_changed_is_made_again(run: Path, calls: list[str], change: str) -> None:
    render_run(run, ("html",), ("en",))
    page = run / "report.en.html"
    if change == "file gone":
        page.unlink()
    elif change == "file touched":
        page.write_bytes(page.read_bytes() + b" ")
    elif change == "names":
        (run / "names.json").write_text('{"K01": "Nord"}', encoding="utf-8")
    else:
        path = run / "diagnosis.json" if change == "diagnosis" else run / "blocks" / "x.json"
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    render_run(run, ("html",), ("en",))
    assert len(calls) == (3 if change.startswith("file") else 4)


@pytest.mark.parametrize(
    ("changed", "made"), [("html/own.j2", 4), ("pdf/own.typ", 2), ("slides/base.pptx", 2), ("brand.yml", 4)]
)
def test_only_the_formats_that_a_template_belongs_to_are_made_again(
    run: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch, changed: str, made: int
) -> None:
    brand = run / "templates" / "own"
    for name in ("html/own.j2", "pdf/own.typ", "slides/base.pptx", "brand.yml"):
        (brand / name).parent.mkdir(parents=True, exist_ok=True)
        (brand / name).write_text("# as it was\n", encoding="utf-8")
    monkeypatch.chdir(run)
    render_run(run, ("html",), ("en",), "own")
    (brand / changed).write_text("# otherwise\n", encoding="utf-8")
    render_run(run, ("html",), ("en",), "own")
    assert len(calls) == made


def test_every_format_has_a_hash() -> None:
    assert set(FORMATS) == set(report.FORMATS) and set(TEMPLATES.values()) <= set(FORMATS)
