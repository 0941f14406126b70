"""What does a board see first? Cover, summary, the findings that matter, the scorecard, word against record."""

from __future__ import annotations

from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual
from kamnb.render.slides_chart import Axis, Series, place_chart
from kamnb.render.slides_fit import Para, even_size, fit_count
from kamnb.render.slides_page import BODY, HEIGHT, LEFT, WIDTH, Box, Page, title_xml
from kamnb.render.slides_table import Cell, Column, place_table
from kamnb.render.slides_words import Told, lineage, mix
from kamnb.report.blocks import Form, clause_score, interval_text, is_too_wide, say, score_text, tone_of
from kamnb.report.chapters import signed
from kamnb.report.findings import certainty, evidence_lines
from kamnb.report.roadmap import planned
from kamnb.report.summary import action, answers, brief, kpis, matters, no_actions, no_findings
from kamnb.report.value import value_sentence
from kamnb.text.numbers import both_number, both_quantity

SCALE = Axis(0.0, 100.0, 25.0)
MOST_PAIRS = 14
"""Categories of a chart of word against record at most."""
TINT = 0.28
LOGO = Box(LEFT + 20, 50, 170, 56)
"""Where a brand's logo stands on the cover; only a PNG, as slides take no SVG."""
MOTIF = Box(610, 150, 290, 250)


def shown_score(value: float | None) -> float | None:
    """A score as the report prints it, so that a chart's number is the table's."""
    return None if value is None else whole(value)


def whole(value: float) -> float:
    """A number without its decimals, and never a zero below zero."""
    return round(value, 0) + 0.0


def cover(told: Told) -> Page:
    """The cover: title, client, wave, date, confidentiality; beside them the areas' scores as a motif."""
    d, page = told.document, Page(told.lang, told.pick(told.document["title"]), cover=True)
    page.bar(Box(0, 0, WIDTH, HEIGHT), "ink", "Ground")
    page.bar(Box(0, 0, WIDTH, 10), "second", "Band")
    motif(told, page)
    light = mix(told.colors()["light"], told.colors()["second"], 0.35)
    page.text(Box(LEFT + 20, 140, 520, 44), [Para(told.pick(d["client"]), color=light)], 20, 12, anchor="b")
    page.shapes.append(title_xml(page, Box(LEFT + 20, 190, 520, 96), "paper", 40))
    page.text(Box(LEFT + 20, 300, 520, 50), [Para(told.pick(d["subtitle"]), color="paper")], 16, 11)
    firm = told.pick(told.brand.get("firm"))
    lines = [
        told.t("cover.wave", wave=d["wave"]),
        told.t("cover.as_of", date=d["date"]),
        " \u00b7 ".join(text for text in (firm, told.pick(d["confidential"])) if text),
        told.pick(d["made_up"]),
    ]
    page.text(Box(LEFT + 20, 400, 700, 100), [Para(line, color=light) for line in lines], 13, 9.5, anchor="b")
    if str(told.brand.get("logo") or "").lower().endswith(".png"):
        page.bar(LOGO, "paper", "Plate")
        page.logo = str(told.brand["logo"]), LOGO.inner(8)
    page.notes = [told.pick(d["confidential"]), *lineage(told, ())]
    return page


def motif(told: Told, page: Page) -> None:
    """Each area's interval, score and target, without words."""
    known = [a for a in told.form["areas"].values() if a["score"] is not None]
    at = MOTIF
    for number, area in enumerate(known):
        y = at.y + at.h * (number + 0.5) / max(len(known), 1)
        page.bar(Box(at.x, y - 0.5, at.w, 1), mix(told.colors()["ink"], "#ffffff", 0.7), "Motif")
        low, high = (at.x + at.w * area[k] / 100 for k in ("low", "high"))
        page.bar(Box(low, y - 4, max(high - low, 1), 8), "accent", "Motif")
        page.bar(Box(at.x + at.w * area["score"] / 100 - 5, y - 5, 10, 10), "paper", "Motif", "ellipse")
        page.bar(Box(at.x + at.w * threshold("target_score") / 100 - 1, y - 8, 2, 16), "second", "Motif")


def summary(told: Told) -> Page:
    """One slide that says it all: four numbers, what matters, what to do, what is at stake."""
    form = told.form
    chapter = told.chapter("summary")
    page = told.page(told.pick(chapter["lead"]) if chapter else "", source(told, "summary"))
    tiles = kpis(form)["items"]
    top, below, foot = BODY.stack(0.9, 2.35, 0.6, gap=14)
    for box, tile in zip(top.split(*[1] * len(tiles), gap=14), tiles, strict=True):
        kpi(told, page, box, tile)
    left, right = below.split(1, 1, gap=28)
    found = [Para(told.pick(brief(f, form)), bullet=True) for f in matters(form)]
    if not found:
        found = [Para(told.pick(no_findings(form)))]
    begun = answers(form, matters(form))
    if begun:
        found.append(Para(told.pick(begun), color="muted", scale=0.9))
    actions = [Para(told.pick(action(r)), bullet=True) for r in planned(form, "days90")[:3]]
    if not actions:
        actions = [Para(told.pick(no_actions(form)))]
    texts = [
        [Para(told.t("summary.findings"), True, "accent"), *found],
        [Para(told.t("summary.actions"), True, "accent"), *actions],
    ]
    size = even_size([(paras, left.w, left.h) for paras in texts], 15, 10.5)
    for box, paras in zip((left, right), texts, strict=True):
        page.text(box, paras, size, 10.5)
    stake = Para(f"**{told.t('summary.stake')}**  {told.pick(value_sentence(form))}")
    page.text(foot, [stake], 14, 10.5, anchor="ctr", fill="light", pad=9)
    page.notes = lineage(told, [f["clause"] for f in matters(form)])
    return page


def kpi(told: Told, page: Page, box: Box, tile: Form) -> None:
    """One number with its name and note."""
    page.bar(Box(box.x, box.y, 4, box.h), tile["tone"] or "accent", "Edge")
    tone = str(tile["tone"] or "ink")
    color = page.tones.get(tone, tone)
    paras = [
        Para(told.pick(tile["label"]), color="muted"),
        Para(told.pick(tile["value"]), True, color, scale=2.0, gap=0.1),
        Para(told.pick(tile["note"]), color="muted", scale=0.9, gap=0.1),
    ]
    page.text(Box(box.x + 4, box.y, box.w - 4, box.h), paras, 12, 8.5, anchor="ctr", fill="light", pad=8)


def source(told: Told, key: str, **values: object) -> str:
    """A slide's source line."""
    return told.t("source", what=told.t(f"sources.{key}", **values))


def three_findings(told: Told) -> list[Page]:
    """The findings that matter most, a card each: what, how bad, by what evidence, what helps; no slide without any."""
    found = matters(told.form)
    if not found:
        return []
    areas = dict.fromkeys(told.instrument.clause(f["clause"]).area for f in found)
    key = "one" if len(found) == 1 else "other"
    title = told.t(f"matters.{key}", n=both_number(len(found)), areas=told.quoted(areas))
    page = told.page(title, source(told, "summary"))
    boxes = BODY.split(*[1] * max(len(found), 2), gap=16)[: len(found)]
    places = [box.inner(12).stack(*CARD, gap=8) for box in boxes]
    cards = [
        whole_lines(page, card(told, page, n, f), parts)
        for n, (f, parts) in enumerate(zip(found, places, strict=True), 1)
    ]
    sizes = [
        even_size([(c[i], b[i].w, b[i].h) for c, b in zip(cards, places, strict=True)], most, least)
        for i, (most, least) in enumerate(CARD_SIZES)
    ]
    for box, parts, texts, f in zip(boxes, places, cards, found, strict=True):
        page.bar(box, "light", "Card")
        page.bar(Box(box.x, box.y, box.w, 4), "bad" if f["severity"] == 3 else "warn", "Edge")
        for place, paras, size, (_, least) in zip(parts, texts, sizes, CARD_SIZES, strict=True):
            if paras:
                page.text(place, paras, size, least)
    page.notes = lineage(told, [f["clause"] for f in found])
    return [page]


CARD = (0.98, 1.35, 1.4, 0.6)
EVIDENCE, REMEDIES = 2, 3
"""Which of a card's parts are lists."""
CARD_SIZES = ((16.0, 11.0), (13.0, 10.5), (11.5, 9.5), (11.5, 9.5))
"""The parts of a card: shares of its height, and the type size of each at most and at least."""


def whole_lines(page: Page, parts: list[list[Para]], places: list[Box]) -> list[list[Para]]:
    """A card's parts with only as many lines of evidence and remedies as fit whole; a number is never cut in two."""
    kept = [*parts]
    for i in (EVIDENCE, REMEDIES):
        if parts[i]:
            room = places[i]
            kept[i] = parts[i][: max(2, fit_count(parts[i], room.w, room.h, CARD_SIZES[i][1]))]
            page.cut += [p.text for p in parts[i][len(kept[i]) :]]
    return kept


def card(told: Told, page: Page, number: int, f: Form) -> list[list[Para]]:
    """One finding as a card's four parts: head, text, evidence, remedies."""
    clause = told.form["clauses"][f["clause"]]
    tone = "bad" if f["severity"] == 3 else "warn"
    values = {"clause": f["clause"], "score": score_text(clause), "target": both_number(clause["target"])}
    head = [
        Para(
            told.t(f"matters.{'unscored' if is_too_wide(clause) else 'score'}", **values),
            color="muted",
            scale=0.8,
        ),
        Para(f"{number}  {told.pick(f['title'])}", True, gap=0.2),
        Para(told.pick(certainty(f)), color=page.tones.get(tone, tone), scale=0.8, gap=0.2),
    ]
    lines = [Para(told.pick(x), bullet=True) for x in evidence_lines(told.instrument, told.form, f)[:4]]
    by_id = {r["id"]: r for r in told.form["recommendations"]}
    helps = [
        Para(told.t("matters.helps", title=r["title"], phase=phase_of(told, r)), bullet=True)
        for r in (by_id[key] for key in f["remedies"] if key in by_id)
    ]
    return [
        head,
        [Para(told.pick(f["text"]))],
        [Para(told.t("matters.evidence"), True, "accent"), *lines],
        [Para(told.t("matters.remedy"), True, "accent"), *helps] if helps else [],
    ]


def phase_of(told: Told, r: Form) -> str | Bilingual:
    """In which phase is a remedy planned, or that it is not?"""
    return told.t("area.not_planned") if r["left_out"] else say(f"phases.{r['phase']}")


def area_scores(told: Told) -> Page:
    """How healthy is each area? Columns with intervals and the target, and the numbers beside them."""
    form, target = told.form, threshold("target_score")
    known = {a: s for a, s in form["areas"].items() if s["score"] is not None}
    page = told.page(area_title(told, known, target), source(told, "scores"))
    left, right = BODY.split(1.25, 1)
    if known:
        names = [told.pick(told.area(a)) for a in known]
        tones = [tone_of(s["score"], target) for s in known.values()]
        ends = {k: [shown_score(s[k]) for s in known.values()] for k in ("score", "low", "high")}
        bars = Series(
            told.t("scorecard.score"),
            ends["score"],
            "accent",
            low=ends["low"],
            high=ends["high"],
            colors=tones,
        )
        line = Series(told.t("scorecard.target"), [target] * len(known), "second", line=True)
        place_chart(page, left, names, [bars, line], SCALE, told.t("scorecard.alt"))
    columns = [Column(told.t(f"scorecard.columns.{k}"), a, w) for k, a, w in AREA_COLUMNS]
    rows = [area_row(told, a, s, target) for a, s in form["areas"].items()]
    place_table(
        page,
        right if known else BODY,
        columns,
        rows,
        more(told, "scorecard"),
        (12, 9.5),
        told.t("scorecard.alt"),
    )
    page.notes = lineage(told, form["clauses"], brief=True)
    return page


AREA_COLUMNS = (
    ("area", "l", 2.5),
    ("score", "r", 0.9),
    ("interval", "r", 1.5),
    ("coverage", "r", 1.1),
    ("state", "l", 1.9),
)


def area_title(told: Told, known: dict[str, Form], target: float) -> str:
    """What do the areas' scores say, in one sentence?"""
    if not known:
        return told.t("scorecard.none")
    below = sum(s["high"] < target for s in known.values())
    worst = min(known, key=lambda a: known[a]["score"])
    values = {"worst": told.quoted([worst]), "score": score_text(known[worst])}
    counted = {"n": both_number(below), "total": both_number(len(told.form["areas"]))}
    key = "below_all" if below == len(told.form["areas"]) else "below" if below else "fine"
    return told.t(f"scorecard.{key}", **values, **counted)


def area_row(told: Told, area: str, s: Form, target: float) -> list[Cell]:
    """One area's numbers."""
    tone = tone_of(s["score"], target)
    return [
        Cell(told.pick(told.area(area))),
        Cell(told.pick(score_text(s)), bold=True),
        Cell(told.pick(interval_text(s, s["outcome"]))),
        Cell(told.pick(both_quantity(s["coverage"], "share"))),
        Cell(told.pick(say(f"tone_words.{tone}")), tone, True),
    ]


def more(told: Told, chapter: str):  # type: ignore[no-untyped-def]
    """What stands below a table whose last rows did not fit?"""
    found = told.chapter(chapter)
    name = told.pick(found["title"]) if found else ""
    return lambda n: told.t("more", n=both_number(n), chapter=name)


def clause_map(told: Told) -> Page:
    """Where are the weak clauses? All of them on one slide, a row an area, shaded by their state."""
    form = told.form
    gaps = [f for f in form["findings"] if f["kind"] == "gap"]
    severe = sum(f["severity"] == 3 for f in gaps)
    scored = sum(c["score"] is not None for c in form["clauses"].values())
    counted = {
        "total": both_number(len(form["clauses"])),
        "n": both_number(len(gaps)),
        "severe": both_number(severe),
        "scored": both_number(scored),
    }
    key = ("title" if severe else "mild") if gaps else "fine" if scored == len(form["clauses"]) else "open"
    page = told.page(told.t(f"heat.{key}", **counted), source(told, "heat"))
    widest = max(len(a.clauses) for a in told.instrument.areas)
    columns = [Column(told.t("heat.area"), share=2.6), *(Column("", "ctr") for _ in range(widest))]
    rows = []
    for area in told.instrument.areas:
        row = [Cell(told.pick(told.area(area.id)), bold=True)]
        row += [heat_cell(told, c.id) for c in area.clauses if c.id in form["clauses"]]
        rows.append(row + [Cell("")] * (widest + 1 - len(row)))
    place_table(
        page,
        BODY,
        columns,
        rows,
        more(told, "scorecard"),
        (16, 9.5),
        told.t("heat.alt"),
        head=False,
        stretch=True,
    )
    page.notes = lineage(told, form["clauses"], brief=True)
    return page


def heat_cell(told: Told, key: str) -> Cell:
    """One clause: its id and score on its state's shade."""
    c = told.form["clauses"][key]
    tone = tone_of(c["score"], c["target"])
    shade = mix(told.colors()[tone], told.colors()["paper"], TINT)
    score = told.pick(clause_score(c))
    return Cell(f"{key}\n**{score}**", fill=shade, align="ctr")


def opinion_record(told: Told) -> list[Page]:
    """Where do word and record differ? The widest gaps as tied marks, those beyond chance in a table.

    No slide where no clause has both readings.
    """
    form = told.form
    both_known = {
        k: c
        for k, c in form["clauses"].items()
        if c["perception"]["score"] is not None and c["record"]["score"] is not None
    }
    ranked = sorted(
        both_known, key=lambda k: (not both_known[k]["readings_disagree"], -abs(gap(both_known[k])), k)
    )
    clash = [k for k in ranked if both_known[k]["readings_disagree"]]
    picked = [k for k in both_known if k in ranked[:MOST_PAIRS]]
    if not picked:
        return []
    page = told.page(clash_title(told, both_known, clash), source(told, "clash", n=both_number(len(picked))))
    left, right = BODY.split(1.25, 1)
    opinion, record = ([whole(both_known[k][r]["score"]) for k in picked] for r in ("perception", "record"))
    low, high = ([end(pair) for pair in zip(opinion, record, strict=True)] for end in (min, max))
    series = [
        Series(told.t("clash.opinion"), opinion, "accent", "circle", low=low, high=high, tie=True, size=10),
        Series(told.t("clash.record"), record, "ink", marker="square"),
    ]
    place_chart(page, left, picked, series, SCALE, told.t("clash.alt"))
    clash_table(told, page, right, both_known, clash or ranked[:8])
    page.notes = lineage(told, picked)
    return [page]


def gap(c: Form) -> float:
    """By how much is the word above the record?"""
    return float(c["perception"]["score"] - c["record"]["score"])


def clash_title(told: Told, known: dict[str, Form], clash: list[str]) -> str:
    """What does the comparison say, in one sentence?"""
    if not clash:
        return told.t("clash.none")
    c = known[clash[0]]
    return told.t(
        "clash.title" if len(clash) > 1 else "clash.title_one",
        n=both_number(len(clash)),
        total=both_number(len(known)),
        title=told.instrument.title(clash[0]),
        opinion=score_text(c["perception"]),
        record=score_text(c["record"]),
    )


def clash_table(told: Told, page: Page, box: Box, known: dict[str, Form], keys: list[str]) -> None:
    """The clauses with both numbers and their difference; below, how to read a gap."""
    top, foot = box.stack(3.4, 1)
    labels = [told.pick(say(f"clash.{k}")) for k in ("clause", "opinion", "record", "difference")]
    columns = [Column(labels[0], share=3.4), *(Column(label, "r", 1.15) for label in labels[1:])]
    rows = [
        [
            Cell(f"{k} {told.pick(told.instrument.title(k))}"),
            Cell(told.pick(score_text(known[k]["perception"]))),
            Cell(told.pick(score_text(known[k]["record"]))),
            Cell(told.pick(signed(gap(known[k]))), "bad" if known[k]["readings_disagree"] else None, True),
        ]
        for k in keys
    ]
    place_table(page, top, columns, rows, more(told, "clash"), (12, 10), told.t("clash.alt"))
    reading = "reading" if any(known[k]["readings_disagree"] for k in keys) else "reading_none"
    page.text(foot, [Para(told.t(f"clash.{reading}"))], 13, 10, anchor="ctr", fill="light", pad=10)
