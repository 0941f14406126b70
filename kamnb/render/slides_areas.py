"""What does a board see of an area? Its readings clause by clause, what was found, and what to do about it."""

from __future__ import annotations

from kamnb.render.slides_chart import Series, place_chart
from kamnb.render.slides_fit import Para, even_size, fit_count
from kamnb.render.slides_front import SCALE, more, phase_of, shown_score, source
from kamnb.render.slides_page import BODY, Box, Page
from kamnb.render.slides_table import Cell, Column, place_table
from kamnb.render.slides_words import Told, lineage
from kamnb.report.blocks import Form, clause_score, interval_text, is_too_wide, say, score_text, tone_of
from kamnb.report.findings import certainty
from kamnb.report.summary import matters
from kamnb.text.numbers import both_number

MOST_LINES = 4
PAD = 10.0
LEAST = 9.5
TOLD = ("gap", "disagreement")
"""Kinds of findings that an area's slide tells, and that its title may be of."""


def area_page(told: Told, area: str) -> Page:
    """One area's slide; where nothing is known, what it would take to know."""
    keys = [c.id for c in told.instrument.area(area).clauses if c.id in told.form["clauses"]]
    found = own(told, keys)
    gaps = [f for f in found if f["kind"] in TOLD]
    known = any(told.form["clauses"][k]["score"] is not None for k in keys)
    page = told.page(area_title(told, area, gaps, known), source(told, "area" if known else "unknown"))
    if known:
        top, bottom = BODY.stack(1.75, 1)
        readings(told, page, top, area, keys)
        conclusions(told, page, bottom, keys, found)
    else:
        would_tell(told, page, area, keys)
    page.notes = lineage(told, keys)
    return page


def own(told: Told, keys: list[str]) -> list[Form]:
    """An area's gaps and clashes of word and record that were not withdrawn: first all that the deck is led by,
    then the gravest; of those as grave, the surer and better measured ones.
    """
    led = [f["id"] for f in matters(told.form)]
    found = [
        f for f in told.form["findings"] if f["clause"] in keys and (f["kind"] in TOLD or f["id"] in led)
    ]

    def rank(f: Form) -> tuple[bool, float, bool, float]:
        wide = is_too_wide(told.form["clauses"][f["clause"]])
        return f["id"] not in led, -f["severity"], wide, -(f["probability"] or 1.0)

    return sorted((f for f in found if f["status"] != "withdrawn"), key=rank)


def area_title(told: Told, area: str, gaps: list[Form], known: bool) -> str:
    """What does an area come to, in one sentence?"""
    score = told.form["areas"][area]
    if not known:
        return told.t("area.unknown", area=told.area(area))
    if score["score"] is None:
        keys = [c.id for c in told.instrument.area(area).clauses]
        some = sum(told.form["clauses"][k]["score"] is not None for k in keys if k in told.form["clauses"])
        counted = {"n": both_number(some), "total": both_number(len(keys))}
        return told.t("area.partial", area=told.area(area), **counted)
    values = {"area": told.area(area), "score": score_text(score)}
    if not gaps:
        return told.t("area.fine", **values)
    quotable = (f for f in gaps if not is_too_wide(told.form["clauses"][f["clause"]]))
    return told.t("area.gap", **values, finding=next(quotable, gaps[0])["title"])


def readings(told: Told, page: Page, box: Box, area: str, keys: list[str]) -> None:
    """The readings of each clause as marks, with interval and target; titles and scores beside them."""
    left, right = box.split(1.15, 1)
    found = [told.form["clauses"][k] for k in keys]
    parts = {"opinion": "perception", "record": "record", "judgement": "judgement"}
    values = {k: [shown_score(c[part]["score"]) for c in found] for k, part in parts.items()}
    fused = {k: [shown_score(c[k]) for c in found] for k in ("score", "low", "high")}
    series = [
        Series(
            told.t("area.score"), fused["score"], "ink", "dash", low=fused["low"], high=fused["high"], size=11
        ),
        Series(told.t("area.opinion"), values["opinion"], "accent", "circle", size=8),
        Series(told.t("area.record"), values["record"], "bad", "square", size=7),
        Series(told.t("area.judgement"), values["judgement"], "second", "triangle", size=8),
        Series(told.t("area.target"), [shown_score(c["target"]) for c in found], "muted", "dash", size=16),
    ]
    kept = [s for s in series if any(v is not None for v in s.values)]
    alt = told.t("area.alt", area=told.area(area))
    place_chart(page, left, keys, kept, SCALE, alt, size=9.5)
    columns = [Column(told.t(f"area.columns.{k}"), a, w) for k, a, w in COLUMNS]
    rows = [clause_row(told, k) for k in keys]
    place_table(page, right, columns, rows, more(told, area), (11.5, 8.5), alt)


COLUMNS = (("clause", "l", 0.75), ("title", "l", 3.6), ("score", "r", 0.8), ("interval", "r", 1.5))


def clause_row(told: Told, key: str) -> list[Cell]:
    """One clause's score."""
    c = told.form["clauses"][key]
    tone = tone_of(c["score"], c["target"])
    return [
        Cell(key, bold=True),
        Cell(told.pick(told.instrument.title(key))),
        Cell(told.pick(clause_score(c)), tone, True),
        Cell(told.pick(interval_text(c, c["outcome"])), "muted" if c["score"] is None else None),
    ]


def conclusions(told: Told, page: Page, box: Box, keys: list[str], own_findings: list[Form]) -> None:
    """The gravest findings, and the remedies that answer them, the planned ones first."""
    left, right = box.split(1, 1)
    lines = [
        Para(
            told.t("area.finding", clause=f["clause"], title=f["title"], certainty=certainty(f)), bullet=True
        )
        for f in own_findings
    ]
    if not any(f["kind"] in TOLD for f in own_findings):
        lines.insert(0, Para(told.t("area.none")))
    mine = owned(told, keys)
    found = [r for r in told.form["recommendations"] if r["id"] in mine]
    found.sort(key=lambda r: r["left_out"] is not None)
    todo = [Para(remedy_text(told, r), bullet=True) for r in found]
    texts = [
        [Para(told.t("area.findings"), True, "accent"), *lines],
        [Para(told.t("area.remedies"), True, "accent"), *(todo or [Para(told.t("area.no_remedies"))])],
    ]
    inner = left.inner(PAD)
    texts = [whole_list(told, page, paras, inner) for paras in texts]
    size = even_size([(paras, inner.w, inner.h) for paras in texts], 14, LEAST)
    for place, paras in zip((left, right), texts, strict=True):
        page.text(place, paras, size, LEAST, fill="light", pad=PAD)


def whole_list(told: Told, page: Page, paras: list[Para], room: Box) -> list[Para]:
    """A list's head and as many of its lines as have room, at most four; how many more there are stands at its end."""
    shown = min(len(paras), MOST_LINES + 1)
    while shown < len(paras) or fit_count(paras[:shown], room.w, room.h, LEAST) < shown:
        more_lines = Para(told.t("plus", n=both_number(len(paras) - shown)), color="muted")
        kept = [*paras[:shown], *([more_lines] if shown < len(paras) else [])]
        if fit_count(kept, room.w, room.h, LEAST) == len(kept) or shown <= 2:
            page.cut += [p.text for p in paras[shown:]]
            return kept
        shown -= 1
    return paras


def owned(told: Told, keys: list[str]) -> set[str]:
    """Which remedies belong to the area of these clauses?"""
    area = told.instrument.clause(keys[0]).area
    return {key for key, remedy in told.instrument.remedies().items() if remedy.area == area}


def remedy_text(told: Told, r: Form) -> str:
    """A remedy with its owner and phase, in one line."""
    phase = phase_of(told, r)
    return told.t("area.remedy", title=r["title"], owner=say(f"owner_role.{r['owner_role']}"), phase=phase)


def would_tell(told: Told, page: Page, area: str, keys: list[str]) -> None:
    """What would it take to know something of an area?"""
    columns = [
        Column(told.t("area.columns.clause"), share=0.5),
        Column(told.t("area.columns.title"), share=1.8),
    ]
    columns.append(Column(told.t("area.columns.more"), share=4.2))
    rows = [
        [
            Cell(k, bold=True),
            Cell(told.pick(told.instrument.title(k))),
            Cell(told.pick(told.instrument.text(area, f"clauses.{k}.learn_more"))),
        ]
        for k in keys
    ]
    alt = told.t("area.unknown", area=told.area(area))
    place_table(page, BODY, columns, rows, more(told, "unknown"), (12.5, 9.5), alt)
