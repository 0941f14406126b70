"""What a check, a hint or a solution tells: a coloured box in a notebook, plain lines elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from kamnb.render.brand import load_brand
from kamnb.render.html import write_rich
from kamnb.text.load import fill, load_text, look_up

TONES = {"right": "good", "not_yet": "warn", "not_attempted": "muted", "broken": "bad"}


def say(lang: str, key: str, **values: object) -> str:
    """One of the course's own sentences in a language."""
    return fill(str(look_up(load_text("training", lang), key)), **values)


@cache
def colours() -> dict[str, str]:
    """The colours of the report's own look."""
    return dict(load_brand()["colors"])


@dataclass(frozen=True)
class Told:
    """A title, paragraphs and perhaps code. `outcome` colours it; `verdict` is the outcome of a check."""

    lang: str
    title: str
    lines: tuple[str, ...]
    outcome: str = ""
    code: str = ""

    def __repr__(self) -> str:
        code = [f"    {line}" for line in self.code.splitlines()]
        plain = [line.replace("**", "") for line in self.lines]
        return "\n".join([self.title, *([*code, ""] if code else []), *plain])

    def _repr_html_(self) -> str:
        tone = colours().get(TONES.get(self.outcome, ""), colours()["muted"])
        code = f'<pre style="margin: 6px 0; padding: 6px 10px; background: {colours()["paper"]}">{escape(self.code)}</pre>'
        parts = "".join(f'<p style="margin: 4px 0 0">{write_rich(line)}</p>' for line in self.lines)
        return (
            f'<div lang="{"zh-CN" if self.lang == "zh" else "en"}" class="kamnb-told" data-outcome="{self.outcome}" '
            f'style="border-left: 4px solid {tone}; background: {colours()["light"]}; color: {colours()["ink"]}; '
            f'padding: 8px 12px; margin: 6px 0; max-width: 46em; line-height: 1.6">'
            f"<strong>{escape(self.title)}</strong>{code if self.code else ''}{parts}</div>"
        )


def box(lang: str, outcome: str, lines: list[str], code: str = "", **values: Any) -> Told:
    """A box titled by its outcome."""
    kept = tuple(line for line in lines if line)
    return Told(lang, say(lang, f"titles.{outcome}", **values), kept, outcome, code)
