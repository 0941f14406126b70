"""What does a board see last? Value at stake, causes, roadmap, commitments, changes, method, and what could not be told."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

from kamnb.findings.recommend import PHASES
from kamnb.render.slides_chart import Axis, Series, place_chart
from kamnb.render.slides_fit import Para, fit_size
from kamnb.render.slides_front import more, source
from kamnb.render.slides_page import BODY, Box, Page
from kamnb.render.slides_table import Cell, Column, choose_size, from_block, place_table
from kamnb.render.slides_words import Told, lineage
from kamnb.report.blocks import Form, say
from kamnb.report.causes import TOLD, counts, path_text, paths_of, people_claim
from kamnb.report.causes import tell as tell_cause
from kamnb.report.roadmap import planned, tell
from kamnb.report.value import amount, components_table, money, value_sentence
from kamnb.text.load import load_text
from kamnb.text.numbers import MYRIADS, THOUSANDS, both_date, both_number

COMMITMENT_SIZES = (15.0, 10.0)
OUTCOMES = {"consistent": "good", "contrary": "bad", "no_variation": "light", "cannot_tell": "muted"}


def value(told: Told) -> Page:
    """What is it worth? Each component with its range, and all together."""
    form = told.form
    untold = form["value_at_stake"]["mid"] is None
    title = told.t("value.untold") if untold else told.pick(value_sentence(form))
    page = told.page(title, source(told, "value"))
    columns, rows = from_block(
        components_table(form), told.lang, told_text, (0, 2, 3, 4, 5), (2.0, 0.8, 1.4, 1.5, 2.7)
    )
    if untold:
        columns, rows = from_block(components_table(form), told.lang, told_text)
        place_table(page, BODY, columns, rows, more(told, "value"), (13, 9.5), told.t("value.alt"))
    else:
        left, right = BODY.split(1, 1.1)
        value_chart(told, page, left)
        top, foot = right.stack(2.1, 1)
        place_table(page, top, columns, rows, more(told, "value"), (12, 9.5), told.t("value.alt"))
        overlap = tell("value.overlap", at_risk=money(form, form["value_at_stake"]["at_risk"]))
        page.text(foot, [Para(told.pick(overlap))], 12, 9.5, anchor="ctr", fill="light", pad=10)
    page.notes = lineage(told, [c["clause"] for c in form["value_components"]])
    return page


def told_text(text: str) -> str:
    """A text that is harmless already."""
    from kamnb.render.characters import make_harmless

    return make_harmless(text)


def value_chart(told: Told, page: Page, box: Box) -> None:
    """The components and all together as bars with their ranges, in the language's own magnitude."""
    parts = [c for c in told.form["value_components"] if c["mid"] is not None]
    rows = [(told.pick(tell(f"value.parts.{c['id']}.name")), c) for c in parts]
    rows.append((told.pick(tell("value.all")), told.form["value_at_stake"]))
    size, name = magnitude(max(r["high"] for _, r in rows), told.lang)
    categories = [f"{label} {told.pick(amount(r['mid']))}" for label, r in rows]
    ends = {k: [round(r[k] / size, 4) for _, r in rows] for k in ("low", "mid", "high")}
    bars = Series(
        told.t("value.mid"),
        ends["mid"],
        "accent",
        low=ends["low"],
        high=ends["high"],
        colors=["accent"] * len(parts) + ["ink"],
    )
    words = load_text("units", told.lang).get("currencies", {})
    currency = words.get(told.form["currency"], told.form["currency"])
    unit = told.t("value.unit", magnitude=name, currency=currency)
    page.text(Box(box.x, box.y, box.w, 16), [Para(unit, color="muted")], 11, 9)
    below = Box(box.x, box.y + 18, box.w, box.h - 18)
    place_chart(
        page, below, categories, [bars], round_axis(max(ends["high"])), told.t("value.alt"), True, False
    )


def magnitude(most: float, lang: str) -> tuple[float, str]:
    """In which magnitude are amounts up to `most` drawn? (its size, its name)."""
    names = load_text("units", lang)["magnitudes"]
    for size, name in MYRIADS if lang == "zh" else THOUSANDS:
        if most >= size:
            return size, str(names[name]).strip()
    return 1.0, ""


def round_axis(most: float) -> Axis:
    """An axis from zero over `most` with four to eight lines at round numbers."""
    rough = max(most, 1e-9) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= rough)
    return Axis(0.0, round(step * math.ceil(most / step), 9), round(step, 9))


def unseen(numbers: list[float]) -> Axis:
    """An axis that is not printed, where the numbers stand beside the bars' names."""
    return replace(round_axis(max(numbers)), shown=False)


def cause_page(told: Told) -> Page:
    """Which causal claims hold here? Counted by outcome, then those that can be told, then roots and people."""
    form = told.form
    page = told.page(cause_title(told), source(told, "causes"))
    left, right = BODY.split(1, 1.9)
    if form["causes"]:
        found = [c["outcome"] for c in form["causes"]]
        names = [told.pick(tell_cause(f"outcome.{k}")) for k in OUTCOMES]
        numbers = [float(found.count(k)) for k in OUTCOMES]
        labels = [f"{name}  {number:.0f}" for name, number in zip(names, numbers, strict=True)]
        bars = Series(told.t("causes.count"), numbers, "accent", colors=list(OUTCOMES.values()))
        place_chart(page, left, labels, [bars], unseen(numbers), told.t("causes.alt"), True, False)
    top, foot = right.stack(1.75, 1)
    claims(told, page, top)
    reach = [told.pick(people_claim(told.instrument, form))]
    reach += [told.pick(path_text(told.instrument, form, path)) for path in paths_of(form)]
    kept = [text for text in reach if text]
    if kept:
        page.bar(foot, "light", "Ground")
        listed(told, page, foot.inner(10), kept, 12, 9.5, told.t("causes.roots"))
    page.notes = lineage(told, dict.fromkeys(k for c in form["causes"] for k in (c["from"], c["to"])))
    return page


def cause_title(told: Told) -> str:
    """What do the tests of the causal claims come to, in one sentence?"""
    outcomes = {c["outcome"] for c in told.form["causes"]}
    key = "none" if not outcomes else "title" if outcomes & set(TOLD) else "open"
    return told.t(f"causes.{key}", **counts(told.form))


def claims(told: Told, page: Page, box: Box) -> None:
    """The claims as a table, those that say something first."""
    block = told.block("causes")
    if block is None:
        return
    columns, rows = from_block(block, told.lang, told_text, (0, 2, 3, 4), (3.2, 0.7, 2.0, 2.6))
    order = sorted(range(len(rows)), key=lambda i: list(OUTCOMES).index(told.form["causes"][i]["outcome"]))
    place_table(
        page,
        box,
        columns,
        [rows[i] for i in order],
        more(told, "evidence"),
        (11.5, 9.5),
        told.t("causes.alt"),
    )


def roadmap(told: Told) -> Page:
    """What is done when? A column a phase, and below it how many of its person-days are taken."""
    form = told.form
    chosen = {phase: planned(form, phase) for phase in PHASES}
    total = sum(map(len, chosen.values()))
    counted = {"n": both_number(total), "first": both_number(len(chosen[PHASES[0]]))}
    page = told.page(
        told.t("roadmap.title", **counted) if total else told.t("roadmap.none"), source(told, "roadmap")
    )
    top, chart, foot = BODY.stack(2.75, 0.95, 0.2, gap=6)
    for box, phase in zip(top.split(*[1] * len(PHASES), gap=8), PHASES, strict=True):
        phase_column(told, page, box, phase, chosen[phase])
    used, there = ([float(form["roadmap"][k][p]) for p in PHASES] for k in ("used", "capacity"))
    series = [
        Series(told.t("roadmap.used"), used, "accent"),
        Series(told.t("roadmap.capacity"), there, "second"),
    ]
    names = [told.pick(say(f"phases.{p}")) for p in PHASES]
    place_chart(
        page, chart, names, series, round_axis(max([*used, *there, 1.0])), told.t("roadmap.alt"), size=9
    )
    left = sum(r["left_out"] is not None for r in form["recommendations"])
    if total or left:
        rest = told.t("roadmap.left", n=both_number(left)) if left else told.t("roadmap.all")
        page.text(foot, [Para(rest)], 11, 9.5)
    page.notes = [*remedy_notes(told, [r for c in chosen.values() for r in c])]
    return page


def phase_column(told: Told, page: Page, box: Box, phase: str, remedies: list[Form]) -> None:
    """One phase: its name, its person-days, its remedies; those without room are counted."""
    head = Box(box.x, box.y, box.w, 30)
    page.bar(head, "ink" if phase == PHASES[0] else "accent", "Phase", "homePlate")
    page.text(
        Box(head.x + 8, head.y, head.w - 26, 30),
        [Para(told.pick(say(f"phases.{phase}")), True, "paper")],
        14,
        10,
        "ctr",
    )
    plan = told.form["roadmap"]
    days = told.t("roadmap.days", **{k: both_number(plan[k][phase]) for k in ("used", "capacity")})
    page.text(Box(box.x, box.y + 33, box.w, 15), [Para(days, color="muted")], 10.5, 9)
    body = Box(box.x, box.y + 50, box.w, box.h - 50)
    titles = [told.pick(r["title"]) for r in remedies] or [told.pick(tell("nothing"))]
    listed(told, page, body, titles, 12.5, 9.5)


def listed(
    told: Told, page: Page, box: Box, items: list[str], size: float, least: float, head: str = ""
) -> None:
    """A list of bullets; those without room are left out from the end, counted, and noted."""
    top = [Para(head, True, "accent")] if head else []
    paras = [Para(text, bullet=True, gap=0.3) for text in items]
    shown = len(paras)
    while shown > 1 and fit_size([*top, *rest(told, paras, shown)], box.w, box.h, least, least) is None:
        shown -= 1
    page.cut += items[shown:]
    page.text(box, [*top, *rest(told, paras, shown)], size, least)


def rest(told: Told, paras: list[Para], shown: int) -> list[Para]:
    """The first paragraphs, and how many more there are."""
    left = len(paras) - shown
    told_more = [Para(told.t("plus", n=both_number(left)), color="muted", gap=0.3)] if left else []
    return [*paras[:shown], *told_more]


def remedy_notes(told: Told, remedies: list[Form]) -> list[str]:
    """Which findings and clauses does each remedy answer?"""
    lines = [told.t("notes.head")]
    for r in remedies:
        values = {"id": r["id"], "title": r["title"], "clauses": ", ".join(r["clauses"])}
        lines.append(told.t("notes.remedy", **values, findings=", ".join(r["findings"])))
    return lines


def commitments(told: Told, most: int = 2) -> list[Page]:
    """Who does what within 90 days? A table; where its rows do not fit one slide, two; no slide where nothing is planned."""
    chosen = planned(told.form, PHASES[0])
    if not chosen:
        return []
    due = both_date(dt.date.fromisoformat(told.form["roadmap"]["commitments_due"]))
    title = told.t("commitments.title", n=both_number(len(chosen)), due=due)
    columns = [Column(told.t(f"commitments.columns.{k}"), "l", w) for k, w in COMMITMENT_COLUMNS]
    rows = [commitment_row(told, r) for r in chosen]
    parts = halves(rows, columns) if most > 1 else [rows]
    pages = []
    for number, part in enumerate(parts, 1):
        name = (
            told.t("commitments.page", title=title, page=number, pages=len(parts))
            if len(parts) > 1
            else title
        )
        page = told.page(name, source(told, "commitments"))
        place_table(page, BODY, columns, part, more(told, "roadmap"), COMMITMENT_SIZES, title, stretch=True)
        page.notes = [
            *remedy_notes(told, chosen),
            *lineage(told, dict.fromkeys(c for r in chosen for c in r["clauses"])),
        ]
        pages.append(page)
    return pages


COMMITMENT_COLUMNS = (
    ("remedy", 2.2),
    ("owner", 1.3),
    ("first_step", 3.4),
    ("measure", 3.4),
    ("clauses", 0.9),
)


def commitment_row(told: Told, r: Form) -> list[Cell]:
    """One commitment."""
    texts = [told.pick(r[k]) for k in ("first_step", "measure")]
    owner = told.pick(say(f"owner_role.{r['owner_role']}"))
    return [
        Cell(told.pick(r["title"]), bold=True),
        Cell(owner),
        *map(Cell, texts),
        Cell(", ".join(r["clauses"])),
    ]


def halves(rows: list[list[Cell]], columns: list[Column]) -> list[list[list[Cell]]]:
    """The rows for each slide: all on one where they fit at the least size, else in two halves."""
    head = [Cell(c.label, bold=True) for c in columns]
    least = COMMITMENT_SIZES[1]
    if sum(choose_size(columns, [head, *rows], BODY, (least, least))[2]) <= BODY.h:
        return [rows]
    middle = (len(rows) + 1) // 2
    return [rows[:middle], rows[middle:]]


def waves(told: Told) -> Page | None:
    """What has changed since the earlier diagnosis? The clauses that moved come first. None where there is no earlier one."""
    chapter = told.chapter("waves")
    if chapter is None:
        return None
    page = told.page(told.pick(chapter["lead"]), source(told, "waves"))
    for box, id in zip(BODY.split(1, 1.15), ("wave-areas", "wave-clauses"), strict=True):
        block = told.block(id)
        if block is not None:
            shown = {**block, "rows": sorted(block["rows"], key=is_still)} if id == "wave-clauses" else block
            picks = [i for i in WAVE_COLUMNS[id] if i < len(block["columns"])]
            columns, rows = from_block(shown, told.lang, told_text, picks)
            place_table(
                page, box, columns, rows, more(told, "waves"), (11.5, 8.5), told.pick(block["caption"])
            )
    block = told.block("wave-clauses")
    moved = [row[0].get("ref") for row in block["rows"] if not is_still(row)] if block else []
    page.notes = lineage(told, [ref for ref in moved if ref], brief=True)
    return page


WAVE_COLUMNS = {"wave-areas": (0, 1, 2, 3, 5), "wave-clauses": (0, 1, 2, 3, 6)}
"""Columns of the report's tables that a slide has room for: what, then and now, change, verdict; of clauses the interval too."""


def is_still(row: list[Form]) -> bool:
    """Did what a row is about neither rise nor fall?"""
    return not any(c.get("tone") in ("good", "bad") for c in row)


def method(told: Told) -> Page:
    """How was it reasoned, who answered, and which data came in?"""
    form = told.form
    page = told.page(
        told.t("method.title", tables=both_number(len(form["received"]))), source(told, "method")
    )
    left, right = BODY.split(1, 1.75)
    minimum = both_number(form["anonymity"]["minimum"])
    paras = [say(f"method.{k}") for k in ("readings", "interval")] + [
        say("method.anonymity", minimum=minimum)
    ]
    page.text(
        left, [Para(told.t("method.readings"), True, "accent"), *(Para(told.pick(p)) for p in paras)], 13, 10
    )
    block = told.block("survey")
    top, below = right.stack(1, 2.1) if block else (Box(right.x, right.y, right.w, 0), right)
    if block:
        columns, rows = from_block(block, told.lang, told_text)
        place_table(page, top, columns, rows, more(told, "data"), (11.5, 9), told.t("method.survey"))
    received(told, page, below)
    tables = ", ".join(r["table"] for r in form["received"])
    page.notes = [told.t("notes.head"), told.t("notes.tables", tables=told_text(tables))]
    return page


def received(told: Told, page: Page, box: Box) -> None:
    """The tables that came in, in two columns."""
    block = told.block("received")
    if block is None:
        return
    columns, rows = from_block(block, told.lang, told_text, (0, 1, 2), (2.4, 1, 1))
    if len(rows) > 8:
        half = (len(rows) + 1) // 2
        blank = [Cell("")] * len(columns)
        rows = [[*a, *b] for a, b in zip(rows[:half], [*rows[half:], blank], strict=False)]
        columns = [*columns, *columns]
    place_table(page, box, columns, rows, more(told, "data"), (11.5, 8.5), told.t("method.received"))


def unknown(told: Told) -> Page:
    """What could not be told, and what would tell it?"""
    form = told.form
    block, missing = told.block("unknown-clauses"), told.block("missing-tables")
    open_ = sum(c["score"] is None for c in form["clauses"].values())
    key = "none" if block is None else "title" if open_ else "wide"
    counted = both_number(open_ or (len(block["rows"]) if block else 0))
    title = told.t(f"unknown.{key}", n=counted, total=both_number(len(form["clauses"])))
    page = told.page(title, source(told, "unknown"))
    left, right = BODY.split(2.6, 1) if missing or block is None else (BODY, None)
    if block is not None:
        columns, rows = from_block(block, told.lang, told_text)
        place_table(page, left, columns, rows, more(told, "unknown"), (13, 9.5), title_of(told, block))
    if right is not None:
        names = [told_text(row[0]["text"][told.lang]) for row in missing["rows"]] if missing else []
        listed(told, page, right, names or [told.t("unknown.all_given")], 12, 9.5, told.t("unknown.tables"))
    keys = [row[0]["ref"] for row in block["rows"]] if block else []
    page.notes = lineage(told, keys)
    return page


def title_of(told: Told, block: Form) -> str:
    """A table's caption, for those who do not see it."""
    return told.pick(block["caption"])
