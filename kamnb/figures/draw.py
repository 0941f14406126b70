"""A figure in every language, as SVG with palette tokens: same series, same bytes."""

from __future__ import annotations

import importlib
import io
from types import ModuleType
from typing import Any

from matplotlib.figure import Figure

import kamnb.figures
from kamnb.discover import find_modules
from kamnb.figures.say import Say
from kamnb.figures.tips import note_points
from kamnb.instrument.load import Instrument
from kamnb.model import Bilingual
from kamnb.text.load import LANGUAGES, load_text


def figure_module(figure: str) -> ModuleType:
    """Which module draws a figure? ModuleNotFoundError for an unknown one."""
    return importlib.import_module(f"kamnb.figures.{figure}")


def figures_of(indicators: set[str]) -> dict[str, str]:
    """Which figures draw these indicators' series? Figure id to indicator id."""
    modules = find_modules(kamnb.figures)
    found = {m.__name__.rsplit(".", 1)[1]: getattr(m, "INDICATOR", None) for m in modules}
    return {figure: indicator for figure, indicator in found.items() if indicator in indicators}


def figure_words(instrument: Instrument, area: str, figure: str, lang: str) -> dict[str, Any]:
    """Which words does a figure have? The area's own, else the common ones. KeyError where neither has it."""
    own = instrument.area(area).text[lang].get("figures", {}) if area else {}
    return own[figure] if figure in own else load_text("figures", lang)[figure]


def to_svg(figure: Figure, lang: str = "en") -> str:
    """A figure as SVG text: real text, fixed ids, no date; what its bars and points say stands in its description."""
    import matplotlib as mpl

    from kamnb.figures.style import STYLE

    buffer, notes = io.StringIO(), note_points(figure, lang)
    told = {"Description": notes} if notes else {}
    with mpl.rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, **told})
    return buffer.getvalue()


def draw_figure(instrument: Instrument, area: str, figure: str, series: dict[str, Any]) -> dict[str, str]:
    """What does a figure look like in every language? SVG text by language."""
    plot = figure_module(figure).plot
    return {
        lang: to_svg(plot(series, Say(lang, figure_words(instrument, area, figure, lang))), lang)
        for lang in LANGUAGES
    }


def figure_text(instrument: Instrument, area: str, figure: str, key: str) -> Bilingual:
    """A figure's caption (`title`) or description (`alt`) in every language."""
    return {lang: str(figure_words(instrument, area, figure, lang)[key]).strip() for lang in LANGUAGES}
