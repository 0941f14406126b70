"""A made-up report that holds every kind of block, realistic lengths and hostile strings."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sample_figures import both, draw_bars, draw_dots

from kamnb.render.labels import read_labels

HERE = Path(__file__).parent
HOSTILE = (
    "<script>alert(1)</script>",
    '$\\frac{1}{0}$ #eval("1") @x <y>',
    "=cmd|' /C calc'!A0",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202eabc",
    "\U0001f600 *a* _b_ `c` // d /* e */ \\ ~ -- ---",
    "N" * 200,
)
Block = dict[str, Any]


class Sample:
    """The builder of the sample document; figures are written into `folder`."""

    def __init__(self, folder: Path) -> None:
        with (HERE / "sample.yml").open(encoding="utf-8") as stream:
            self.raw = YAML(typ="safe").load(stream)
        self.words = both(self.raw["words"])
        self.folder = folder
        self.random = random.Random(7)
        self.finding_number = 0
        folder.mkdir(parents=True, exist_ok=True)

    def figure(self, name: str, caption: dict[str, str], width: str, bars: bool = False) -> Block:
        """A figure block whose two SVG files are written."""
        for lang in ("zh", "en"):
            labels = [level[lang] for level in self.words["levels"]]
            draw = draw_bars if bars else draw_dots
            svg = draw(labels, self.random, 453.6 if width == "full" else 220.0)
            (self.folder / f"{name}.{lang}.svg").write_text(svg, encoding="utf-8")
        files = {lang: f"blocks/{name}.{lang}.svg" for lang in ("zh", "en")}
        return {
            "kind": "figure",
            "id": name,
            "caption": caption,
            "alt": self.words["alt"],
            "files": files,
            "width": width,
        }

    def row(self, ref: str, label: dict[str, str], level: str) -> Block:
        """One row of a scorecard."""
        draw, outcome = self.random, "measured"
        if level == "clause" and draw.random() < 0.15:
            outcome = draw.choice(["no_data", "too_few", "not_asked"])
        base = {
            "ref": ref,
            "label": label,
            "level": level,
            "target": 75,
            "outcome": outcome,
            "tone": "muted",
            "headline": True,
        }
        words = self.words["outcomes"][["measured", "no_data", "too_few", "not_asked"].index(outcome)]
        if outcome != "measured":
            empty = dict.fromkeys(("score", "low", "high", "opinion", "record", "judgement"))
            dash = {"zh": "–", "en": "–"}
            return {
                **base,
                **empty,
                "outcome_text": words,
                "score_text": dash,
                "interval_text": {"zh": "", "en": ""},
            }
        score, half = draw.uniform(18, 84), draw.uniform(4, 16)
        low, high = max(0, score - half), min(100, score + half)
        clash = level == "clause" and draw.random() < 0.2
        spread = 30 if clash else 10
        tone = "good" if low > 60 else "warn" if high > 55 else "bad"
        readings = {
            "opinion": min(98.0, score + draw.uniform(2, spread)),
            "record": max(2.0, score - draw.uniform(2, spread)) if draw.random() < 0.8 else None,
            "judgement": score + draw.uniform(-8, 8) if draw.random() < 0.6 else None,
        }
        return {
            **base, **readings, "score": score, "low": low, "high": high, "headline": not clash, "tone": tone,
            "outcome_text": words, "score_text": both(f"{score:.0f}"), "interval_text": both(f"{low:.0f}–{high:.0f}"),
        }  # fmt: skip

    def clause_rows(self, prefix: str) -> list[Block]:
        """The rows of one area: the area itself, then its clauses."""
        names = both(self.raw["clauses"][prefix])
        ids = [f"{prefix}{n}" for n in range(1, len(names))]
        if prefix == "S":
            ids = ["S1", "S2", "S3", "S4", "S4a", "S4b", "S4c", "S4d", "S5", "S6", "S7"]
        return [self.row(prefix, names[0], "area")] + [
            self.row(ref, name, "clause") for ref, name in zip(ids, names[1:], strict=True)
        ]

    def finding(self, area: str, item: list[Any], remedy: str, title: Any) -> Block:
        """A finding block."""
        clause, severity, headline, text, evidence = item
        self.finding_number += 1
        return {
            "kind": "finding", "id": f"{clause}-finding", "number": str(self.finding_number), "clause": clause,
            "severity": severity, "severity_text": self.words["severity"][severity - 1],
            "certainty_text": self.words["certainty"][severity - 1], "title": both(headline), "text": both(text),
            "evidence": both(evidence), "remedies": [{"ref": remedy, "title": both(title)}],
            "status_text": None if severity == 2 else self.words["status" if clause != "M6" else "status_disputed"],
        }  # fmt: skip

    def remedy(self, identity: str, item: list[Any]) -> Block:
        """A remedy block."""
        title, text, first, measure = (both(each) for each in item)
        meta = [
            dict(zip(("label", "value"), self.words[key], strict=True))
            for key in ("owner", "phase", "effort", "gain")
        ]
        return {
            "kind": "remedy",
            "id": identity,
            "title": title,
            "text": text,
            "first_step": first,
            "measure": measure,
            "meta": meta,
        }

    def heading(self, key: str, level: int, area: str) -> Block:
        """A heading block."""
        return {"kind": "heading", "level": level, "text": self.words[key], "id": f"{area}-{key}"}

    def indicator_table(self, area: str, prefix: str) -> Block:
        """A table of indicators with a tone in the last column."""
        aligns = ("left", "left", "right", "right", "right", "left")
        shares = (0.6, 3.2, 0.9, 1.2, 0.7, 1.5)
        columns = [
            {"label": label, "align": align, "share": share}
            for label, align, share in zip(self.words["indicator_columns"], aligns, shares, strict=True)
        ]
        rows = []
        for n, name in enumerate(self.words["indicator_names"], start=1):
            value = self.random.uniform(0.05, 0.8)
            at = self.random.randrange(4)
            tone = ("bad", "warn", "good", "muted")[at]
            texts = [
                both(f"{prefix}{n}"),
                name,
                both(f"{value:.0%}"),
                both(f"{value * 0.8:.0%}–{value * 1.2:.0%}"),
                both(f"{n * 217:,}"),
            ]
            cells = [{"text": t, "tone": None, "ref": None, "bold": False} for t in texts]
            rows.append(
                [*cells, {"text": self.words["reading_words"][at], "tone": tone, "ref": None, "bold": False}]
            )
        return {
            "kind": "table",
            "id": f"{area}-indicators",
            "caption": self.words["table_indicators"],
            "columns": columns,
            "rows": rows,
            "compact": False,
        }

    def area_chapter(self, number: int, area: str) -> Block:
        """The chapter of one area."""
        raw = self.raw["areas"][area]
        rows = self.clause_rows(raw["prefix"])
        remedies = [f"{area}-remedy-{n}" for n in range(len(raw["remedies"]))]
        blocks: list[Block] = [
            self.heading("people", 2, area), {"kind": "paragraph", "text": both(raw["people"])},
            self.figure(f"{area}-levels", self.words["figure_levels"], "full"),
            self.heading("records", 2, area), {"kind": "paragraph", "text": both(raw["records"])},
            self.indicator_table(area, raw["prefix"]),
            self.figure(f"{area}-quarter", self.words["figure_half"], "half", bars=True),
            self.figure(f"{area}-department", self.words["figure_other"], "half"),
            self.heading("disagreement", 2, area),
            {"kind": "scorecard", "id": f"{area}-scores", "caption": self.words["area_scores"], "rows": rows[1:]},
            {"kind": "callout", "tone": "warn", "title": None, "text": both(raw["disagree"])},
            self.heading("findings", 2, area),
        ]  # fmt: skip
        titles = [item[0] for item in raw["remedies"]]
        for n, item in enumerate(raw["findings"]):
            at = min(n, len(remedies) - 1)
            blocks.append(self.finding(area, item, remedies[at], titles[at]))
        blocks.append(self.heading("remedies", 2, area))
        blocks += [
            self.remedy(identity, item) for identity, item in zip(remedies, raw["remedies"], strict=True)
        ]
        return {
            "id": area,
            "number": str(number),
            "title": both(raw["title"]),
            "lead": both(raw["lead"]),
            "kind": "area",
            "blocks": blocks,
        }

    def summary(self) -> Block:
        """The chapter that fits one page."""
        raw = self.raw["summary"]
        keys = ("label", "value", "note")
        items = [{**dict(zip(keys, both(item[:3]), strict=True)), "tone": item[3]} for item in raw["kpis"]]
        blocks: list[Block] = [
            {"kind": "kpis", "items": items},
            {"kind": "bullets", "items": both(raw["bullets"])},
            {
                "kind": "scorecard",
                "id": "areas",
                "caption": self.words["purpose_scores"],
                "rows": [self.clause_rows(p)[0] for p in "PSOMIRF"],
            },
            {
                "kind": "callout",
                "tone": "info",
                "title": both(raw["decision"][0]),
                "text": both(raw["decision"][1]),
            },
            {
                "kind": "callout",
                "tone": "good",
                "title": both(raw["follow"][0]),
                "text": both(raw["follow"][1]),
            },
        ]
        return {
            "id": "summary",
            "number": "1",
            "title": self.words["summary_title"],
            "lead": both(raw["lead"]),
            "kind": "summary",
            "blocks": blocks,
        }

    def plain_chapter(self, number: str, key: str, kind: str, blocks: list[Block]) -> Block:
        """A chapter with the title and lead that stand under `key`."""
        lead = self.words.get(f"{key}_lead")
        return {
            "id": key,
            "number": number,
            "title": self.words[f"{key}_title"],
            "lead": lead,
            "kind": kind,
            "blocks": blocks,
        }

    def table(
        self,
        identity: str,
        caption: str,
        columns: str,
        aligns: str,
        shares: tuple[float, ...],
        rows: list[list[Any]],
        compact: bool = False,
    ) -> Block:
        """A table of plain texts; a (text, tone) pair gives a toned cell."""
        sides = {"l": "left", "r": "right", "c": "center"}
        heads = [
            {"label": label, "align": sides[a], "share": s}
            for label, a, s in zip(self.words[columns], aligns, shares, strict=True)
        ]
        cells = []
        for row in rows:
            pairs = [cell if isinstance(cell, tuple) else (cell, None) for cell in row]
            cells.append(
                [
                    {"text": both(t) if isinstance(t, str) else t, "tone": tone, "ref": None, "bold": False}
                    for t, tone in pairs
                ]
            )
        return {
            "kind": "table",
            "id": identity,
            "caption": self.words[caption],
            "columns": heads,
            "rows": cells,
            "compact": compact,
        }

    def accounts(self) -> Block:
        """The chapter on who should be a key account."""
        rows: list[list[Any]] = []
        for n in range(1, 33):
            verdict = self.random.randrange(4)
            name = {0: HOSTILE[0], 5: both(self.raw["long_name"])}.get(n - 1, f"K{n:02d}")
            industry = self.words["industries"][n % 5]
            numbers = [
                f"{self.random.uniform(8, 180):,.1f}",
                str(self.random.randint(1, 5)),
                str(self.random.randint(1, 5)),
                f"{self.random.uniform(0.5, 1):.0%}",
            ]
            rows.append(
                [
                    name,
                    industry,
                    *numbers,
                    (self.words["verdicts"][verdict], ("good", "bad", "good", "warn")[verdict]),
                ]
            )
        shares = (1.6, 1.5, 1.1, 0.8, 0.8, 0.8, 1.2)
        table = self.table("accounts-table", "accounts_caption", "accounts_columns", "llrrrrl", shares, rows)
        return self.plain_chapter(
            "9", "accounts", "normal", [{"kind": "paragraph", "text": self.words["accounts_text"]}, table]
        )

    def roadmap(self) -> Block:
        """The chapter on what to do when."""
        rows = []
        for area, raw in self.raw["areas"].items():
            for n, item in enumerate(raw["remedies"]):
                rows.append(
                    [
                        both(item[0]),
                        self.words["owner"][1],
                        both(item[2]),
                        f"2026-1{n + 1}-30",
                        f"{92 - len(area)}%",
                    ]
                )
        table = self.table(
            "roadmap-table",
            "roadmap_caption",
            "roadmap_columns",
            "lllrr",
            (1.8, 1.1, 2.4, 0.9, 0.8),
            rows,
            compact=True,
        )
        sides = [
            [
                self.heading(f"{side}_title", 3, "roadmap"),
                {"kind": "paragraph", "text": self.words[f"{side}_text"]},
            ]
            for side in ("left", "right")
        ]
        return self.plain_chapter("10", "roadmap", "normal", [table, {"kind": "columns", "columns": sides}])

    def method(self) -> Block:
        """The chapter on method and data, with the hostile strings."""
        names = ["survey", "interviews", "accounts", "ledger", "managers", "plans", *HOSTILE]
        rows = [
            [name, f"{n * 1371:,}", "9", self.words["method_reason"]] for n, name in enumerate(names, start=1)
        ]
        table = self.table(
            "received", "method_caption", "method_columns", "lrrl", (2, 0.8, 0.8, 2.2), rows, compact=True
        )
        blocks: list[Block] = [
            {"kind": "paragraph", "text": self.words["method_text"]},
            table,
            self.heading("chapter_strange", 2, "method"),
        ]
        blocks += [{"kind": "paragraph", "text": both(text)} for text in HOSTILE]
        return self.plain_chapter("11", "method", "appendix", blocks)

    def document(self) -> dict[str, Any]:
        """The whole document."""
        raw = self.raw
        texts = raw["purpose"]
        drawn = self.figure("profit", self.words["figure_half"], "full", bars=True)
        told = [{"kind": "paragraph", "text": both(texts[key])} for key in ("text1", "text2")]
        head = {"title": both(texts["title"]), "lead": both(texts["lead"])}
        purpose = {
            "id": "purpose",
            "number": "2",
            "kind": "normal",
            **head,
            "blocks": [told[0], drawn, told[1]],
        }
        chapters = [self.summary(), purpose]
        chapters += [self.area_chapter(n, area) for n, area in enumerate(raw["areas"], start=3)]
        chapters += [self.accounts(), self.roadmap(), self.method()]
        every = [row for prefix in "PSOMIRF" for row in self.clause_rows(prefix)]
        scores = {"kind": "scorecard", "id": "all-scores", "caption": self.words["all_scores"], "rows": every}
        appendix = {
            "id": "all",
            "number": "12",
            "title": self.words["scores_appendix"],
            "lead": self.words["scores_text"],
            "kind": "appendix",
            "blocks": [scores],
        }
        head = {
            key: both(raw[key]) for key in ("client", "title", "subtitle", "date", "confidential", "made_up")
        }
        return {
            **head,
            "as_of": "2026-09-30",
            "wave": raw["wave"],
            "labels": read_labels(),
            "chapters": [*chapters, appendix],
        }


def build_sample(folder: Path) -> dict[str, Any]:
    """Which document do the renderers' tests render? Its figures are written into `folder`."""
    return Sample(folder).document()
