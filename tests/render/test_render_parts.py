"""Do the small parts of the renderers hold: brand, palette, figures, arrangement?"""

from __future__ import annotations

from pathlib import Path

import pytest

from kamnb.errors import UsageError
from kamnb.render.arrange import (
    arrange_blocks,
    drop_dangling,
    join_lines,
    level_headings,
    name_anchors,
    number_blocks,
    split_bold,
)
from kamnb.render.brand import apply_palette, find_template, load_brand
from kamnb.render.labels import read_labels
from kamnb.render.svg import clean_svg, measure_figure, read_figure, use_variables
from kamnb.render.svg_small import write_path
from kamnb.text.load import load_text

TEXT = {"zh": "a", "en": "b"}


def test_palette_swaps_at_once() -> None:
    assert apply_palette("#13304f #0F7C80", {"#13304f": "#0f7c80", "#0f7c80": "#13304f"}) == "#0f7c80 #13304f"


def test_brand_overlays_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "brand.yml").write_text('colors: {ink: "#111111"}\n', encoding="utf-8")
    brand = load_brand(tmp_path)
    assert (
        brand["colors"]["ink"] == "#111111" and brand["colors"]["accent"] == load_brand()["colors"]["accent"]
    )
    assert brand["palette"]["#13304f"] == "#111111"
    assert find_template(brand, "pdf/report.typ").is_file()


@pytest.mark.parametrize("colors", ['{ink: "red;}"}', '{ink: "#12"}', '{inc: "#111111"}', "{ink: 5}"])
def test_brand_refuses_what_is_no_color(tmp_path: Path, colors: str) -> None:
    (tmp_path / "brand.yml").write_text(f"colors: {colors}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"brand\.yml"):
        load_brand(tmp_path)


def test_figures_lose_what_could_act() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><script>1</script>'
        '<a x:href="http://e.org"><text>gone</text></a><image x:href="http://e.org/i.png"/><foreignObject><p>no</p></foreignObject>'
        '<style>@import url(http://e.org)</style><path id="p" onload="x()" style="fill: url(http://e.org); stroke: #13304f"/>'
        '<use x:href="#p"/><g clip-path="url(#c)"><text style="font: bold 8px \'Noto Sans SC\'">a &lt; b</text></g></svg>'
    )
    clean = clean_svg(svg, "f1-", {"role": "img"})
    assert "e.org" not in clean and "onload" not in clean and "script" not in clean and "gone" not in clean
    assert (
        '<path id="f1-i0"' in clean and '<use href="#f1-i0"' in clean and 'clip-path="url(#f1-i1)"' in clean
    )
    assert "font-size: 8px" in clean and "font-weight: bold" in clean and "a &lt; b" in clean


def test_figures_colors_become_variables() -> None:
    assert (
        use_variables("fill: #13304F; stroke: #abcdef", {"ink": "#13304f"})
        == "fill: var(--ink); stroke: #abcdef"
    )


@pytest.mark.parametrize("text", ["", "no svg", "<html/>", "<svg><g></svg>"])
def test_what_is_no_figure_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="figure"):
        clean_svg(text, "", {})


def test_figures_are_read_from_their_folder_only(tmp_path: Path) -> None:
    blocks = tmp_path / "blocks"
    blocks.mkdir()
    (tmp_path / "secret.svg").write_text("<svg/>", encoding="utf-8")
    (blocks / "a.svg").write_text('<svg viewBox="0 0 210.5 90"/>', encoding="utf-8")
    assert (
        read_figure(blocks, "blocks/../secret.svg") is None and read_figure(blocks, "../secret.svg") is None
    )
    assert read_figure(blocks, "blocks/a.svg") and measure_figure(blocks, "blocks/a.svg") == 210.5
    assert read_figure(blocks, "blocks/none.svg") is None


def test_bold_runs_and_unclosed_ones() -> None:
    assert split_bold("a **b** c") == [("a ", False), ("b", True), (" c", False)]
    assert split_bold("a ** b") == [("a ** b", False)]
    assert split_bold("**a** ** b") == [("a", True), (" ** b", False)]


def test_folded_lines_join_as_the_language_wants() -> None:
    assert join_lines("\u5927\n\u5ba2 a\nb\u3002\n\u6237\n") == "\u5927\u5ba2 a b\u3002\u6237"


def test_halves_pair_and_paragraphs_split() -> None:
    half = {"kind": "figure", "width": "half", "files": "x"}
    kinds = [
        b["kind"]
        for b in arrange_blocks([{"kind": "paragraph", "text": "a\n\nb"}, half, dict(half), dict(half)])
    ]
    assert kinds == ["paragraph", "paragraph", "row", "figure"]


def test_numbers_run_by_kind_and_headings_never_skip() -> None:
    blocks = [
        {"kind": "heading", "level": 3},
        {"kind": "table", "caption": "x", "columns": [], "id": "t"},
        {
            "kind": "columns",
            "columns": [[{"kind": "figure", "caption": "x"}], [{"kind": "scorecard", "caption": "x"}]],
        },
    ]
    chapters = [{"blocks": blocks}]
    number_blocks(chapters)
    level_headings(chapters)
    inner = blocks[2]["columns"]
    assert (blocks[1]["number_in_kind"], inner[0][0]["number_in_kind"], inner[1][0]["number_in_kind"]) == (
        1,
        1,
        2,
    )
    assert blocks[0]["level"] == 2


def test_wide_tables_leave_narrow_columns() -> None:
    text, card = {"kind": "paragraph", "text": "a"}, {"kind": "scorecard", "rows": []}
    stacked = arrange_blocks([{"kind": "columns", "columns": [[text], [card]]}])
    assert [block["kind"] for block in stacked] == ["paragraph", "scorecard"]
    assert arrange_blocks([{"kind": "columns", "columns": [[dict(text)], []]}])[0]["kind"] == "columns"


def test_left_out_keys_and_doubled_ids_are_filled() -> None:
    cell, row = {"text": "x"}, {"label": "y"}
    blocks = [
        {"kind": "table", "columns": [{"label": "x"}], "rows": [[cell]], "id": "a"},
        {"kind": "scorecard", "rows": [row], "id": "a"},
        {"kind": "callout", "text": "x"},
    ]
    arranged = arrange_blocks(blocks)
    assert cell["tone"] is None and row["headline"] is True and row["target"] is None
    assert name_anchors([{"id": "a", "blocks": arranged}]) == ["a", "a-2", "a-3"]


def test_a_reference_that_leads_nowhere_is_dropped() -> None:
    table = {"kind": "table", "rows": [[{"text": "x", "ref": "here"}, {"text": "y", "ref": "gone"}]]}
    found = {"kind": "finding", "remedies": [{"ref": "gone"}, {"ref": "here"}]}
    drop_dangling([{"blocks": [{"kind": "columns", "columns": [[table], [found]]}]}], {"here"})
    assert [cell["ref"] for cell in table["rows"][0]] == ["here", None]
    assert [each["ref"] for each in found["remedies"]] == [None, "here"]


def test_labels_are_the_same_keys_in_both_languages() -> None:
    assert (
        set(load_text("report_labels", "zh")) == set(load_text("report_labels", "en")) == set(read_labels())
    )


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("M 1.005 2 L 3.14159 -0.5 z", "M1 2L3.14 -0.5z"),
        ("M 0 0 C 1 2 3 4 5.5 6 Q 1 1 2 2", "M0 0C1 2 3 4 5.5 6Q1 1 2 2"),
        ("m 1e-05 2\n l 3 4", "m1e-05 2l3 4"),
    ],
)
def test_a_path_keeps_its_points_and_loses_blanks(path: str, written: str) -> None:
    assert write_path(path) == written
