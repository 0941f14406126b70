"""Which glyphs must a report be able to set, and where do its two fonts come from?

Builds kamnb/fonts/NotoSansSC-Regular.otf and NotoSansSC-Bold.otf: static subsets of Noto Sans CJK SC
(SIL Open Font License 1.1). matplotlib, typst and the HTML subset all use them under the one family name
"Noto Sans SC". They are committed; run this only to change the character set:

    apt-get install fonts-noto-cjk
    python scripts/make_fonts.py [--source /usr/share/fonts/opentype/noto]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parents[1] / "kamnb" / "fonts"
FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC"
WEIGHTS = {"Regular": 400, "Bold": 700}
LIMIT = 9_000_000  # bytes of one file
FEATURES = ["kern", "ccmp", "vert"]  # not locl: it would drag in the glyphs of every other region
RANGES = [
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x0100, 0x017F),
    (0x0370, 0x03FF),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2150, 0x218F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),
    (0x2500, 0x257F),
    (0x25A0, 0x25FF),
    (0x2600, 0x2606),
    (0x2713, 0x2717),
    (0x3000, 0x303F),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
]
MUST = [
    0x5586,
    0x5803,
    0x57DA,
    0x6607,
    0x73A5,
    0x73FA,
    0x25CF,
    0x25CB,
    0x25A0,
    0x25A1,
    0x25B2,
    0x25B3,
    0x25BC,
    0x25C6,
    0x25C7,
    0x2013,
    0x2014,
    0x2026,
    0x2265,
    0x2264,
    0x00B1,
    0x00D7,
    0x00F7,
    0x2192,
    0x2190,
    0x2191,
    0x2193,
    0x2713,
    0x2011,
    0x2212,
    0x00A5,
    0x20AC,
    0xFF1A,
]
ALIASES = {0x202F: 0x00A0, 0x2009: 0x0020}  # where the source has no glyph


def characters() -> set[int]:
    """Which code points are wanted: all of GBK and the ranges above."""
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                wanted.update(map(ord, bytes([high, low]).decode("gbk")))
            except UnicodeDecodeError:
                continue
    return wanted


def pick_face(collection: Path) -> TTFont:
    """Which face of the collection is the simplified Chinese one, by its name?"""
    faces = TTCollection(collection, lazy=True)
    index = next(i for i, face in enumerate(faces.fonts) if face["name"].getDebugName(1) == FACE)
    return TTFont(collection, fontNumber=index, lazy=False)


def subset(font: TTFont) -> None:
    """Which outlines and features stay?"""
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17]
    options.notdef_outline = True
    options.recalc_bounds = False
    options.drop_tables += ["VORG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)


def add_aliases(font: TTFont) -> None:
    """Which characters borrow a glyph because the source draws none for them?"""
    best = font.getBestCmap()
    for code, like in ALIASES.items():
        if code not in best and like in best:
            for table in font["cmap"].tables:
                if table.isUnicode() and table.format in (4, 12):
                    table.cmap[code] = best[like]


def rename(font: TTFont, style: str, weight: int) -> None:
    """What is the font called, everywhere a program may look?"""
    full, postscript = f"{FAMILY} {style}", f"{FAMILY.replace(' ', '')}-{style}"
    names = font["name"]
    names.names = [record for record in names.names if record.platformID == 3 and record.langID == 0x409]
    chosen = {1: FAMILY, 2: style, 3: f"{postscript};subset", 4: full, 6: postscript, 16: FAMILY, 17: style}
    for name_id, text in chosen.items():
        names.setName(text, name_id, 3, 1, 0x409)
    metrics = font["OS/2"]
    metrics.usWeightClass = weight
    bold = style == "Bold"
    metrics.fsSelection = (metrics.fsSelection & ~0b1100001) | (0b100000 if bold else 0b1000000)
    font["head"].macStyle = 1 if bold else 0
    compact = font["CFF "].cff
    compact.fontNames[0] = postscript
    top = compact.topDictIndex[0]
    top.FullName, top.FamilyName, top.Weight = full, FAMILY, style


def build(source: Path, style: str) -> Path:
    """Does one weight come out complete and small enough?"""
    font = pick_face(source / f"NotoSansCJK-{style}.ttc")
    subset(font)
    add_aliases(font)
    rename(font, style, WEIGHTS[style])
    lacking = [f"U+{code:04X}" for code in MUST if code not in font.getBestCmap()]
    if lacking:
        raise SystemExit(f"no glyph for {', '.join(lacking)}")
    font["head"].created = font["head"].modified = 3_786_912_000
    font.recalcTimestamp = False  # a fixed day: same source, same bytes
    path = TARGET / f"NotoSansSC-{style}.otf"
    font.save(path)
    if path.stat().st_size >= LIMIT:
        raise SystemExit(f"{path.name}: {path.stat().st_size} bytes, limit {LIMIT}")
    return path


def main() -> None:
    """Are both weights there?"""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    source = parser.parse_args().source
    TARGET.mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        path = build(source, style)
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
