"""Do bars and points say their category and value, in each language, and nothing where an axis cannot be read?"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from kamnb.figures.draw import to_svg
from kamnb.figures.tips import note_points
from kamnb.render.svg import clean_svg
from kamnb.render.tips import read_tips


def bars() -> Figure:
    """Two bars with names and shares."""
    figure = Figure()
    ax = figure.add_subplot()
    ax.barh([0, 1], [0.087, 0.5], label="key")
    ax.set_yticks([0, 1], ["K01", "K02"])
    ax.xaxis.set_major_formatter(PercentFormatter(1.0))
    return figure


def test_bars_say_name_series_and_value() -> None:
    assert note_points(bars(), "en").splitlines() == ["tip1\tK01, key: 8.7%", "tip2\tK02, key: 50%"]
    assert "K01\uff0ckey\uff1a8.7%" in note_points(bars(), "zh")


def test_points_say_both_values_with_the_names_of_their_axes() -> None:
    figure = Figure()
    ax = figure.add_subplot()
    ax.plot([1.5, float("nan"), 30], [2, 2, 1234], "o", label="_x")
    ax.set(xlabel="years", ylabel="money")
    texts = [line.split("\t")[1] for line in note_points(figure, "en").splitlines()]
    assert texts == ["years: 1.5, money: 2", "years: 30, money: 1,234"]


def test_an_axis_without_numbers_tells_no_value() -> None:
    figure = bars()
    figure.axes[0].set_xticks([])
    assert note_points(figure, "en") == ""


def test_each_shape_bears_its_own_words_and_the_name_behind_its_code() -> None:
    svg = to_svg(bars())
    assert read_tips(ElementTree.fromstring(svg)) == {
        "tip1": ["K01, key: 8.7%"],
        "tip2": ["K02, key: 50%"],
    }
    internal = clean_svg(svg, "a-", {}, {"K02": "Nord & <b>"})
    assert 'data-tip="K01, key: 8.7%"' in internal and 'data-tip="K02 Nord &amp; &lt;b&gt;"' in internal
    assert 'data-tip="K02 Nord &amp; &lt;b&gt;, key: 50%"' in internal
    external, paper = clean_svg(svg, "a-", {}, {}), clean_svg(svg, "a-", {})
    assert "Nord" not in external and 'data-tip="K02, key: 50%"' in external
    assert "data-tip" not in paper
