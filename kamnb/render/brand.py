"""Which colours, fonts and templates does a report wear? A brand folder overrides only what it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kamnb.paths import templates

HEX = re.compile(r"#[0-9a-fA-F]{6}")


def default_folder() -> Path:
    """Where is the brand that every other brand builds on?"""
    return templates() / "default"


def _read_brand_file(folder: Path) -> dict[str, Any]:
    path = folder / "brand.yml"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as stream:
        return YAML(typ="safe").load(stream) or {}


def check_colors(colors: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    """Is every colour a known token with six hex digits? Raises ValueError that names the first that is not."""
    for token, color in colors.items():
        if token not in known:
            raise ValueError(f"{where}: unknown colour {token!r}. Known are {', '.join(known)}.")
        if not (isinstance(color, str) and HEX.fullmatch(color)):
            raise ValueError(
                f'{where}, {token}: {color!r} is not a colour. Write it as "#13304f", in quotes.'
            )


def load_brand(folder: Path | str | None = None) -> dict[str, Any]:
    """Which brand lies in `folder`? The default brand overlaid with what the folder's brand.yml names.

    Returns {colors, dark, palette, fonts, firm, folders}: `palette` maps the hexes that figures are drawn in to the
    brand's; `folders` lists where templates are looked up, the brand's own first. Raises ValueError for a bad colour.
    """
    default = default_folder()
    own = Path(folder) if folder is not None else default
    base, over = _read_brand_file(default), _read_brand_file(own)
    for part in ("colors", "dark"):
        check_colors(over.get(part) or {}, base["colors"], str(own / "brand.yml"))
    colors = {**base["colors"], **(over.get("colors") or {})}
    folders = [own] if own.resolve() == default.resolve() else [own, default]
    return {
        "colors": {token: color.lower() for token, color in colors.items()},
        "dark": {**base["dark"], **(over.get("dark") or {})},
        "palette": {base["colors"][token]: colors[token].lower() for token in base["colors"]},
        "fonts": {**base["fonts"], **(over.get("fonts") or {})},
        "firm": over.get("firm") or base.get("firm"),
        "folders": [str(each) for each in folders],
    }


def apply_palette(svg: str, mapping: Mapping[str, str]) -> str:
    """How does a figure look in other colours? Every hex in `mapping` is replaced, all at once, so swaps are safe."""
    lowered = {source.lower(): target for source, target in mapping.items()}
    return HEX.sub(lambda match: lowered.get(match.group().lower(), match.group()), svg)


def find_template(brand: Mapping[str, Any], name: str) -> Path:
    """Which file serves as template `name` ("pdf/report.typ")? The brand's own, else the default's."""
    for folder in brand["folders"]:
        if (Path(folder) / name).is_file():
            return Path(folder) / name
    raise FileNotFoundError(f"{name}: in none of {', '.join(brand['folders'])}")
