"""Is a text measured as it is printed, and shrunk and cut by the rule?"""

from __future__ import annotations

import pytest
from PIL import ImageFont

from kamnb.render.characters import font_files
from kamnb.render.slides_fit import (
    REST,
    Para,
    count_lines,
    even_size,
    fit,
    fit_count,
    fit_line,
    fit_size,
    lines_and_last,
    paras_height,
    text_width,
    units,
    without_rest,
)
from kamnb.render.slides_page import Box, Page
from kamnb.render.slides_table import Cell, Column, column_widths, place_table

SENTENCES = "The first sentence is here. The second one is longer than that. The third ends it."


@pytest.mark.parametrize("bold", [False, True])
def test_a_width_is_the_fonts_own(bold: bool) -> None:
    text = "Strategy 42% \u6218\u7565"
    font = ImageFont.truetype(str(font_files()[bold]), 200, layout_engine=ImageFont.Layout.BASIC)
    assert text_width(text, bold) == pytest.approx(sum(font.getlength(c) for c in text) / 200)
    assert text_width("\U0001f600") >= 1.0


def test_lines_break_between_words_and_chinese_characters_but_not_before_a_stop() -> None:
    assert len(units("one two three", False)) == 3
    assert len(units("\u6218\u7565\u3002", False)) == 2
    assert len(units("\uff08\u6218\uff09\u7565", False)) == 2
    assert count_lines("\u6218" * 10, 100, 10) == 2
    assert count_lines("x" * 400, 100, 10) > 15
    assert count_lines("", 100, 10) == 1


def test_type_shrinks_before_anything_is_cut() -> None:
    paras = [Para(SENTENCES)]
    room = paras_height(paras, 200, 11)
    shown, size, lost = fit(paras, 200, room, 20, 10)
    assert shown == paras and lost == [] and 11 <= size < 20
    assert fit_size(paras, 200, 5, 20, 10) is None


def test_a_cut_keeps_whole_sentences_and_is_told() -> None:
    paras = [Para(SENTENCES)]
    room = paras_height(paras, 200, 10) - 1
    shown, size, lost = fit(paras, 200, room, 20, 10)
    assert size == 10 and lost == paras
    assert shown[0].text.startswith("The first sentence is here.") and shown[0].text.endswith("\u2026")
    assert paras_height(shown, 200, size) <= room


def test_a_list_keeps_what_fits_and_texts_side_by_side_get_one_size() -> None:
    paras = [Para("One line")] * 10
    assert fit_count(paras, 200, paras_height(paras[:4], 200, 12), 12) == 4
    assert even_size([(paras[:1], 200, 100), (paras, 200, 150)], 20, 8) == fit_size(paras, 200, 150, 20, 8)
    assert text_width(fit_line("word " * 50, 100, 10)) * 10 <= 100


def test_a_table_says_how_many_rows_it_left_out() -> None:
    page = Page("en", "Title")
    rows = [[Cell(f"row {i}"), Cell("text " * 10)] for i in range(60)]
    columns = [Column("A"), Column("B", share=3)]
    shown = place_table(page, Box(0, 0, 400, 200), columns, rows, lambda n: f"{n} more")
    assert 0 < shown < 60 and len(page.cut) == 60 - shown
    assert f"{60 - shown} more" in page.shapes[-1]


def test_a_column_is_wide_enough_for_its_longest_word() -> None:
    rows = [[Cell("Considerations", bold=True), Cell("x", bold=True)], [Cell("a"), Cell("b")]]
    narrow, wide = column_widths([Column("", share=1), Column("", share=9)], rows, 300, 12)
    assert narrow >= text_width("Considerations", True) * 12 + 10 and narrow + wide == pytest.approx(300)


def test_a_title_s_last_line_holds_more_than_a_leftover() -> None:
    text = "word " * 8 + "end"
    lines, last = lines_and_last(text, 300, 24)
    assert lines == 3 and last < REST
    size = without_rest(text, 300, 24, 17)
    assert 17 <= size < 24 and count_lines(text, 300, size) == 2
    assert without_rest(text, 300, 24, 24) == 24  # nothing smaller is allowed
    assert without_rest("word " * 3, 300, 24, 17) == 24  # one line
    assert without_rest("word " * 10, 300, 24, 17) == 24  # the last line is long enough
