"""The chapter of the value at stake: the range, its components, how they overlap, and the assumptions a reader can change."""

from __future__ import annotations

from typing import Any

from kamnb.instrument.assumptions import COMPONENTS, ENDS, RATES
from kamnb.model import Bilingual
from kamnb.report.blocks import (
    DASH,
    Block,
    Form,
    callout,
    cell,
    column,
    heading,
    listed,
    paragraph,
    plain,
    table,
)
from kamnb.report.roadmap import named, tell
from kamnb.text.load import LANGUAGES, both
from kamnb.text.numbers import both_currency, both_quantity

FIGURE = "value_at_stake"


def money(form: Form, value: float | None) -> Bilingual:
    """An amount a year as printed; a dash where there is none."""
    return DASH if value is None else both_quantity(value, "money", form["currency"])


def value_series(form: Form) -> dict[str, Any]:
    """What does the figure of the value at stake draw? Its components, then all together."""
    rows = [{k: c[k] for k in ("id", "clause", "low", "mid", "high")} for c in form["value_components"]]
    whole = {k: form["value_at_stake"][k] for k in ("low", "mid", "high")}
    return {"rows": [*rows, {"id": "all", "clause": "", **whole}], "currency": form["currency"]}


def value_sentence(form: Form) -> Bilingual:
    """What is at stake, in one sentence?"""
    stake = form["value_at_stake"]
    if stake["mid"] is None:
        return tell("value.untold")
    return tell("value.told", **{k: money(form, stake[k]) for k in ("low", "mid", "high")})


def value_blocks(form: Form, recorded: list[Block] | None = None) -> list[Block]:
    """The whole chapter; the figure is among the blocks that the synthesis recorded."""
    blocks: list[Block] = [paragraph(tell("value.how"))]
    if form["value_at_stake"]["mid"] is None:
        return [*blocks, callout(tell("value.untold"), "warn"), components_table(form)]
    blocks += [b for b in recorded or [] if b.get("id") == FIGURE]
    blocks.append(components_table(form))
    overlap = tell("value.overlap", at_risk=money(form, form["value_at_stake"]["at_risk"]))
    blocks.append({**paragraph(overlap), "sources": ["value"]})
    open_parts = [c for c in form["value_components"] if c["mid"] is None]
    if open_parts:
        names = [tell(f"value.parts.{c['id']}.name") for c in open_parts]
        blocks.append(callout(tell("value.open", parts=listed(names)), "warn"))
    return blocks


def components_table(form: Form) -> Block:
    """Where does the money come from? One row a component, and all together."""
    rows = [component_row(form, c) for c in form["value_components"]]
    stake = form["value_at_stake"]
    name = {**cell(tell("value.all"), bold=True), "source": "value"}
    total = [name, cell(DASH), cell(DASH), cell(amount(stake["at_risk"]))]
    rows.append([*total, cell(amount(stake["mid"]), bold=True), cell(span(stake), bold=True)])
    columns = [named("part", share=1.7), named("how", share=4.6), column("clause", share=0.7)]
    columns += [named(key, "right", 1.5) for key in ("whole", "mid")]
    return table(
        "value-components",
        tell("value.table", currency=both_currency(form["currency"])),
        [*columns, named("span", "right", 1.9)],
        rows,
    )


def amount(value: float | None) -> Bilingual:
    """An amount in a table whose caption names the currency."""
    return DASH if value is None else both_quantity(value, "money")


def component_row(form: Form, c: Form) -> list[Block]:
    """One component as a row."""
    untold = c["mid"] is None
    return [
        {**cell(tell(f"value.parts.{c['id']}.name"), bold=True), "source": f"value-{c['id']}"},
        cell(tell(f"value.parts.{c['id']}.how")),
        cell(plain(c["clause"]), ref=c["clause"]),
        cell(amount(c["whole"])),
        cell(
            both("report", f"outcome.{c['outcome']}") if untold else amount(c["mid"]),
            "muted" if untold else None,
        ),
        cell(span(c)),
    ]


def span(part: Form) -> Bilingual:
    """The range of an amount as printed."""
    if part["mid"] is None:
        return DASH
    return both("report", "interval", low=amount(part["low"]), high=amount(part["high"]))


def assumption_blocks(form: Form) -> list[Block]:
    """Which assumptions were made, and which of them are the client's own? Low, middle and high share a row.

    Nothing where there is no value at stake.
    """
    if form["value_at_stake"]["mid"] is None:
        return []
    given = {a["id"]: a for a in form["value_assumptions"]}
    rows = [assumption_row(a, "", [given[a]]) for a in RATES]
    for name in COMPONENTS:
        part = tell("value.recoverable", part=tell(f"value.parts.{name}.name"))
        three = [given[f"recoverable_{name}_{end}"] for end in ENDS]
        rows.append(assumption_row(f"recoverable_{name}_", "/".join(ENDS), three, part))
    columns = [column("threshold", share=3.2), named("key", share=3.6), column("value", "right", 1.7)]
    columns += [named("registered", "right", 1.7), column("source", share=1.1)]
    found = table("value-assumptions-table", tell("value.assumptions_table"), columns, rows)
    title = heading(tell("value.assumptions"), "value-assumptions")
    return [title, paragraph(tell("value.assumptions_lead")), found]


def see_assumptions(form: Form) -> list[Bilingual]:
    """Where do the assumptions stand? One sentence; none where nothing is told."""
    if form["value_at_stake"]["mid"] is None:
        return []
    names = {"table": plain("[[value-assumptions-table]]"), "appendix": plain("[[registry]]")}
    return [tell("value.see_assumptions", **names)]


def assumption_row(key: str, ends: str, given: list[Form], name: Bilingual | None = None) -> list[Block]:
    """One assumption as a row: its name, the settings that change it, values used, values by default, whose it is."""
    own = any(a["value"] != a["registered"] for a in given)
    used, usual = (percent([a[which] for a in given]) for which in ("value", "registered"))
    return [
        cell(name or both("thresholds", key)),
        cell(plain(key + ends)),
        cell(used, bold=own),
        cell(usual),
        cell(tell("value.own" if own else "value.ours")),
    ]


def percent(values: list[float]) -> Bilingual:
    """Shares as printed, one after another."""
    texts = [both_quantity(v, "share") for v in values]
    return {lang: " / ".join(t[lang] for t in texts) for lang in LANGUAGES}
