"""Does a firm's own brand reach every format, with one template of its own and the rest from the default?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from sample import build_sample

from kamnb.errors import UsageError
from kamnb.render.brand import LEAST_CONTRAST, brand_folder, contrast, load_brand
from kamnb.render.html import render_html
from kamnb.render.pdf import render_pdf
from kamnb.runner.report import FORMATS, brand_of, render_run

INK = "#4a1d5f"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20" fill="#4a1d5f"/></svg>'
BRAND = f"""
firm: {{zh: "\u661f\u6cb3\u987e\u95ee", en: Galaxy Partners}}
logo: logo.svg
fonts: {{family: Georgia}}
colors: {{ink: "{INK}", accent: "#8a2f5d"}}
"""


@pytest.fixture
def brand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A brand `galaxy` in templates/ of the folder that one works in, with one HTML template of its own."""
    folder = tmp_path / "templates" / "galaxy"
    (folder / "html").mkdir(parents=True)
    (folder / "brand.yml").write_text(BRAND, encoding="utf-8")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    (folder / "html" / "lineage.html.j2").write_text("<p>OUR OWN LINEAGE</p>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21.0 and contrast("#777777", "#777777") == 1.0
    assert (
        round(contrast("#767676", "#ffffff"), 2) == 4.54 and round(contrast("#ff0000", "#ffffff"), 2) == 4.0
    )


def test_the_shipped_colors_can_be_read() -> None:
    assert (
        min(contrast(load_brand()[part]["muted"], load_brand()[part]["paper"]) for part in ("colors", "dark"))
        > 4.5
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ('colors: {ink: "#8899aa"}', "brand-contrast"),
        ('dark: {muted: "#334455"}', "brand-contrast"),
        ('colors: {ink: "#12"}', "brand-color"),
        ('colors: {inc: "#111111"}', "brand-token"),
        ("colour: {}", "brand-part"),
        ("logo: ../secret.svg", "brand-logo"),
        ("logo: brand.yml", "brand-logo"),
        ("logo: none.png", "brand-logo"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_to_do(tmp_path: Path, told: str, said: str) -> None:
    (tmp_path / "secret.svg").write_text(LOGO, encoding="utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "brand.yml").write_text(told + "\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        load_brand(tmp_path / "b")
    assert error.value.key == said and "brand.yml" in error.value.say("zh")
    if said == "brand-contrast":
        assert f"{LEAST_CONTRAST:g}" in str(error.value) and re.search(r"\d\.\d to 1", str(error.value))


def test_an_unknown_brand_names_those_that_are_there(brand: Path) -> None:
    with pytest.raises(UsageError, match="galaxy"):
        brand_folder("galaxi")
    with pytest.raises(UsageError):
        brand_folder("../galaxy")
    assert brand_folder("galaxy") == brand and brand_folder().name == "default"


def test_the_page_wears_the_brand_and_one_template_of_its_own(brand: Path, demo_pages: Path) -> None:
    from kamnb.report.build import build_document

    html = render_html(build_document(demo_pages), demo_pages / "blocks", "en", load_brand(brand))
    assert f"--ink: {INK}" in html and "Galaxy Partners" in html and "OUR OWN LINEAGE" in html
    assert "cover-logo" in html and 'aria-label="Galaxy Partners"' in html and '--family: "Georgia"' in html
    assert "#13304f" not in html and 'class="chapter chapter-summary"' in html


def test_a_png_logo_travels_inside_the_page(brand: Path, tmp_path: Path) -> None:
    (brand / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (brand / "brand.yml").write_text(BRAND.replace("logo.svg", "logo.png"), encoding="utf-8")
    document = build_sample(tmp_path / "blocks")
    html = render_html(document, tmp_path / "blocks", "en", load_brand(brand))
    assert 'alt="Galaxy Partners" src="data:image/png;base64,' in html


def test_the_paper_wears_the_brand_and_one_template_of_its_own(brand: Path, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    source = load_brand()["folders"][0]
    own = (Path(source) / "pdf" / "cover.typ").read_text(encoding="utf-8")
    (brand / "pdf").mkdir()
    (brand / "pdf" / "cover.typ").write_text(
        own.replace("data.subtitle", '"OUR OWN COVER"'), encoding="utf-8"
    )
    document = build_sample(tmp_path / "blocks")
    (tmp_path / "a.pdf").write_bytes(render_pdf(document, tmp_path / "blocks", "en", load_brand(brand)))
    text = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    assert "Galaxy Partners" in text and "OUR OWN COVER" in text


def test_every_format_of_a_run_follows_the_brand_that_it_was_made_with(brand: Path, demo_pages: Path) -> None:
    run = brand.parent.parent / "run"
    shutil.copytree(demo_pages, run)
    (run / "record.json").write_text(json.dumps({"parameters": {"brand": "galaxy"}}), encoding="utf-8")
    assert brand_of(run) == "galaxy"
    formats = tuple(f for f in FORMATS if f != "pdf")
    written = render_run(run, formats, ("en",))
    assert f"--ink: {INK}" in (run / "report.en.html").read_text(encoding="utf-8")
    packed = [path for path in written if path.suffix in (".pptx", ".xlsx") and path.parent == run]
    assert len(packed) == 2
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            inside = "".join(archive.read(n).decode("utf-8", "ignore") for n in archive.namelist())
        assert INK.lstrip("#").upper() in inside.upper() and "13304F" not in inside.upper(), path.name


def write_font(
    path: Path, family: str, wider: float = 1.0, forbidden: bool = False, heavy: bool = False
) -> None:
    """A font of a few square letters of one width, under a name of its own."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((50, 0)), pen.lineTo((50, 700)), pen.lineTo((450, 700)), pen.lineTo((450, 0)), pen.closePath()
    square, letters = pen.glyph(), [chr(c) for c in range(0x20, 0x7F)]
    names = [".notdef", *(f"u{ord(c):04X}" for c in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):04X}" for c in letters})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (round(550 * wider), 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    style = "Bold" if heavy else "Regular"
    ps = f"{family.replace(' ', '')}-{style}"
    builder.setupNameTable({"familyName": family, "styleName": style, "fullName": ps, "psName": ps})
    builder.setupOS2(usWeightClass=700 if heavy else 400, fsType=2 if forbidden else 0)
    builder.setupPost()
    path.parent.mkdir(exist_ok=True)
    builder.save(path)


@pytest.fixture
def lettered(brand: Path) -> Path:
    """The brand with font files of its own, letters wider than the shipped ones'."""
    (brand / "brand.yml").write_text(BRAND.replace("Georgia", "Galaxy Sans"), encoding="utf-8")
    for heavy in (True, False):
        write_font(brand / "fonts" / f"{'b' if heavy else 'r'}.ttf", "Galaxy Sans", 1.2, heavy=heavy)
    return brand


def test_a_brand_s_font_files_are_found_normal_before_heavy(lettered: Path) -> None:
    assert [Path(p).name for p in load_brand(lettered)["font_files"]] == ["r.ttf", "b.ttf"]
    (lettered / "fonts" / "b.ttf").unlink()
    assert [Path(p).name for p in load_brand(lettered)["font_files"]] == ["r.ttf", "r.ttf"]
    assert load_brand()["font_files"] == []


@pytest.mark.parametrize("said", ["brand-font-broken", "brand-font-family", "brand-font-licence"])
def test_a_font_that_cannot_be_used_is_said_with_what_to_do(lettered: Path, said: str) -> None:
    path = lettered / "fonts" / "x.ttf"
    if said == "brand-font-broken":
        path.write_bytes(b"no font")
    else:
        family = "Other Sans" if said == "brand-font-family" else "Galaxy Sans"
        write_font(path, family, forbidden=said == "brand-font-licence")
    with pytest.raises(UsageError, match=r"x\.ttf") as error:
        load_brand(lettered)
    assert error.value.key == said and "x.ttf" in error.value.say("zh")


def test_the_page_carries_the_brand_s_letters_and_the_shipped_ones_for_the_rest(
    lettered: Path, tmp_path: Path
) -> None:
    document = build_sample(tmp_path / "blocks")
    html = render_html(document, tmp_path / "blocks", "en", load_brand(lettered))
    faces = re.findall(r'@font-face \{ font-family: "([^"]+)"; font-weight: (\d+)', html)
    assert faces == [
        ("Galaxy Sans", "400"),
        ("Galaxy Sans", "700"),
        ("Noto Sans SC", "400"),
        ("Noto Sans SC", "700"),
    ]
    assert "font-family: 'Galaxy Sans', 'Noto Sans SC'" in html
    sizes = [float(s) for s in re.findall(r"font-size: ([\d.]+)px; font-family: 'Galaxy", html)]
    assert sizes and max(sizes) < 8.5


def test_the_paper_is_set_in_the_brand_s_letters(lettered: Path, tmp_path: Path) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    document = build_sample(tmp_path / "blocks")
    pdf = PdfReader(BytesIO(render_pdf(document, tmp_path / "blocks", "en", load_brand(lettered))))
    used = {
        str(f.get_object()["/BaseFont"]) for page in pdf.pages for f in page["/Resources"]["/Font"].values()
    }
    assert any("GalaxySans" in name for name in used) and any("NotoSansSC" in name for name in used)
    assert "Galaxy Partners" in pdf.pages[0].extract_text()


def test_slides_are_measured_in_the_brand_s_letters(lettered: Path) -> None:
    from kamnb.render.slides_fit import measured_with, text_width, units

    usual = text_width("Account")
    with measured_with(load_brand(lettered)["font_files"]):
        assert text_width("Account") == pytest.approx(7 * 0.66) and text_width("\u5927") == 1.0
        assert units("Account", False)[0][0] == pytest.approx(7 * 0.66)
    assert text_width("Account") == units("Account", False)[0][0] == usual < 7 * 0.66
