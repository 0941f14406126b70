"""Texts and figures for the sample: SVG as matplotlib writes it, with things in it that must not survive."""

from __future__ import annotations

import random
from typing import Any
from xml.sax.saxutils import escape


def both(text: Any) -> Any:
    """Which bilingual text does "zh || en" stand for? Lists and dicts are converted within."""
    if isinstance(text, str):
        zh, _, en = text.partition(" || ")
        return {"zh": zh, "en": en or zh}
    if isinstance(text, list):
        return [both(each) for each in text]
    return {key: both(each) for key, each in text.items()} if isinstance(text, dict) else text


SVG = (
    '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns="http://www.w3.org/2000/svg" width="{w}pt" height="{h}pt" viewBox="0 0 {w} {h}" version="1.1">'
    "<metadata>made by a test</metadata><script>alert(1)</script>"
    '<defs><clipPath id="p1"><rect x="0" y="0" width="{w}" height="{h}"/></clipPath>'
    '<path id="m1" d="M 0 3 L 0 -3" style="stroke: #d5dce4; stroke-width: 0.8"/></defs>'
    '<g id="figure_1"><rect width="{w}" height="{h}" style="fill: #ffffff"/>'
    '<g clip-path="url(#p1)" onclick="alert(1)">{body}</g></g></svg>'
)


def words(x: float, y: float, text: str, anchor: str = "start", color: str = "#13304f") -> str:
    """A text as matplotlib writes it."""
    style = f"font: 8.5px 'Noto Sans SC'; text-anchor: {anchor}; fill: {color}"
    return f'<text style="{style}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def draw_dots(labels: list[str], draw: random.Random, width: float) -> str:
    """A dot plot with intervals."""
    body, unit = "", (width - 104) / 100
    for at in range(0, 101, 25):
        x = 80 + at * unit
        body += f'<line x1="{x}" x2="{x}" y1="8" y2="140" style="stroke: #eef2f6"/><use xlink:href="#m1" x="{x}" y="140"/>'
        body += words(x, 154, str(at), "middle", "#6b7785")
    for n, label in enumerate(labels):
        y, share = 24 + n * 32, draw.uniform(15, 90)
        x = 80 + share * unit
        body += words(72, y + 3, label, "end")
        ends = f'x1="{x - 26:.1f}" x2="{x + 26:.1f}" y1="{y}" y2="{y}"'
        body += f'<line {ends} style="stroke: #0f7c80; stroke-width: 3; stroke-opacity: 0.35"/>'
        body += f'<circle cx="{x:.1f}" cy="{y}" r="4.5" fill="#0f7c80"/>' + words(
            x, y - 9, f"{share:.0f}%", "middle"
        )
    return SVG.format(w=width, h=162, body=body)


def draw_bars(labels: list[str], draw: random.Random, width: float) -> str:
    """Horizontal bars with values."""
    body, unit = "", (width - 116) / 100
    for n, label in enumerate(labels):
        y, share = 14 + n * 36, draw.uniform(20, 90)
        body += words(72, y + 12, label, "end")
        color = "#c58b2a" if n == 3 else "#13304f"
        body += f'<rect x="80" y="{y}" width="{share * unit:.1f}" height="17" style="fill: {color}"/>'
        body += words(86 + share * unit, y + 12, f"{share:.1f}")
    return SVG.format(w=width, h=162, body=body)
