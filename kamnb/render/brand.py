"""Which colours, fonts, logo and templates does a report wear? A brand folder overrides only what it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kamnb.errors import UsageError
from kamnb.paths import check_name, find_up, templates
from kamnb.render.brand_fonts import find_fonts, set_figure_font

HEX = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5
"""Text against its ground. Source: WCAG 2.2, success criterion 1.4.3 (AA)."""
TEXT_PAIRS = (("ink", "paper"), ("ink", "light"), ("muted", "paper"), ("accent", "paper"))
"""Tokens that text is set in, each with the ground that it stands on; white on ink is the cover."""
WHITE = "#ffffff"
LOGOS = (".svg", ".png")
LOGO_BYTES = 200_000
PARTS = ("firm", "logo", "fonts", "colors", "dark")


def default_folder() -> Path:
    """Where is the brand that every other brand builds on?"""
    return templates() / "default"


def brand_folder(name: str = "") -> Path:
    """Where is a brand? In templates/ here or above, else among those shipped. UsageError names those that are there."""
    if not name:
        return default_folder()
    homes = [home for home in (find_up("templates"), templates()) if home is not None]
    for home in homes:
        if (home / check_name(name) / "brand.yml").is_file():
            return home / name
    there = sorted({path.parent.name for home in homes for path in home.glob("*/brand.yml")})
    raise UsageError("brand-unknown", name=name, allowed=", ".join(there), where=str(homes[0]))


def _read_brand_file(folder: Path) -> dict[str, Any]:
    path = folder / "brand.yml"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as stream:
        return YAML(typ="safe", pure=True).load(stream) or {}


def check_parts(over: Mapping[str, Any], where: str) -> None:
    """Does a brand name only what a brand has? UsageError names the first part that is unknown."""
    for part in over:
        if part not in PARTS:
            raise UsageError("brand-part", where=where, name=part, allowed=", ".join(PARTS))


def check_colors(colors: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    """Is every colour a known token with six hex digits? UsageError names the first that is not."""
    for token, color in colors.items():
        if token not in known:
            raise UsageError("brand-token", where=where, name=token, allowed=", ".join(known))
        if not (isinstance(color, str) and HEX.fullmatch(color)):
            raise UsageError("brand-color", where=where, name=token, color=repr(color))


def luminance(color: str) -> float:
    """How light is a colour, 0 to 1? Source: WCAG 2.2, relative luminance."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How strongly do two colours contrast, 1 to 21? Source: WCAG 2.2, contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def check_contrast(colors: Mapping[str, str], part: str, where: str) -> None:
    """Can text be read in these colours? UsageError names the first pair that contrasts too little, and by how much."""
    pairs = [(text, ground, colors[text], colors[ground]) for text, ground in TEXT_PAIRS]
    if part == "colors":
        pairs.append(("white", "ink", WHITE, colors["ink"]))
    for text, ground, one, other in pairs:
        ratio = contrast(one, other)
        if ratio < LEAST_CONTRAST:
            told = {"text": f"{text} {one}", "ground": f"{ground} {other}", "least": f"{LEAST_CONTRAST:g}"}
            raise UsageError("brand-contrast", where=where, part=part, ratio=f"{ratio:.1f}", **told)


def find_logo(over: Mapping[str, Any], own: Path, where: str) -> str | None:
    """Which file is the brand's logo? None where it has none; UsageError where the file is missing, unfit or large."""
    if not over.get("logo"):
        return None
    path = (own / str(over["logo"])).resolve()
    inside = path.is_relative_to(own.resolve()) and path.is_file()
    if not inside or path.suffix.lower() not in LOGOS or path.stat().st_size > LOGO_BYTES:
        raise UsageError("brand-logo", where=where, name=str(over["logo"]), most=f"{LOGO_BYTES // 1000}")
    return str(path)


def load_brand(folder: Path | str | None = None) -> dict[str, Any]:
    """Which brand lies in `folder`? The default brand overlaid with what the folder's brand.yml names.

    Returns {colors, dark, palette, fonts, font_files, firm, logo, folders}: `palette` maps the hexes that figures are
    drawn in to the brand's; `folders` lists where templates are looked up, the brand's own first; `font_files` are the
    brand's own normal and heavy face, empty where it brings none; `logo` is a path or None.
    UsageError for a bad colour, too little contrast, a logo that is not there, a font that cannot be used.
    """
    default = default_folder()
    own = Path(folder) if folder is not None else default
    base, over, where = _read_brand_file(default), _read_brand_file(own), str(own / "brand.yml")
    check_parts(over, where)
    colored = {}
    for part in ("colors", "dark"):
        check_colors(over.get(part) or {}, base["colors"], where)
        colored[part] = {k: v.lower() for k, v in {**base[part], **(over.get(part) or {})}.items()}
        check_contrast(colored[part], part, where)
    fonts = {**base["fonts"], **(over.get("fonts") or {})}
    folders = [own] if own.resolve() == default.resolve() else [own, default]
    return {
        **colored,
        "palette": {base["colors"][token].lower(): color for token, color in colored["colors"].items()},
        "fonts": fonts,
        "font_files": find_fonts(own, str(fonts["family"]), where),
        "firm": both_names(over.get("firm") or base.get("firm")),
        "logo": find_logo(over, own, where),
        "folders": [str(each) for each in folders],
    }


def both_names(firm: Any) -> dict[str, str] | None:
    """A firm's name in both languages; one that is given once is the same in both."""
    if not firm:
        return None
    return {"zh": firm, "en": firm} if isinstance(firm, str) else {k: str(v) for k, v in firm.items()}


def apply_palette(svg: str, mapping: Mapping[str, str]) -> str:
    """How does a figure look in other colours? Every hex in `mapping` is replaced, all at once, so swaps are safe."""
    lowered = {source.lower(): target for source, target in mapping.items()}
    return HEX.sub(lambda match: lowered.get(match.group().lower(), match.group()), svg)


def dress_figure(svg: str, brand: Mapping[str, Any]) -> str:
    """How does a cleaned figure look in a brand's colours and its own font?"""
    return apply_palette(
        set_figure_font(svg, str(brand["fonts"]["family"]), brand["font_files"]), brand["palette"]
    )


def find_template(brand: Mapping[str, Any], name: str) -> Path:
    """Which file serves as template `name` ("pdf/report.typ")? The brand's own, else the default's."""
    for folder in brand["folders"]:
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    raise FileNotFoundError(f"{name}: in none of {', '.join(brand['folders'])}")
