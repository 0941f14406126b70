"""The account portfolio: money, fit and relationship of each account side by side, by code."""

from __future__ import annotations

from collections.abc import Callable

from kamnb.instrument.thresholds import threshold
from kamnb.model import Bilingual
from kamnb.report.blocks import DASH, Block, Form, callout, cell, joined, listed, paragraph, plain, say, table
from kamnb.text.load import LANGUAGES, both
from kamnb.text.numbers import both_currency, both_number, both_quantity, column_money

PORTFOLIO_FIGURES = ("strategy-selection_quadrant", "relationship-means_by_account")
"""Recorded figures that show account by account; they stand in this chapter."""
CANDIDATES = 10
"""So many accounts outside the list whose place would be certain are shown at most."""


def tell(key: str, **values: object) -> Bilingual:
    """A text of this chapter in every language."""
    return say(f"portfolio.{key}", **values)


def read_series(form: Form, id: str) -> Form:
    """Which series did an indicator leave? Empty where it was not measured."""
    return next((f["series"] for f in form["figures"] if f["id"] == id), {})


def by_code(rows: list[Form], *keys: str) -> dict[str, Form]:
    """Rows of a series by their account's code."""
    return {row["code"]: {k: row.get(k) for k in keys} for row in rows}


def account_facts(form: Form) -> dict[str, Form]:
    """What does the diagnosis hold of each account? {code: {key, margin, value_3y, low, high, change, fit, chance, …}}"""
    facts: dict[str, Form] = {}

    def add(found: dict[str, Form]) -> None:
        for code, values in found.items():
            facts.setdefault(code, {}).update(values)

    worth = read_series(form, "key_accounts_with_value").get("accounts", [])
    add({row["code"]: {"key": row["group"] == "key"} for row in worth})
    add(by_code(worth, "value_3y", "low", "high"))
    add(by_code(read_series(form, "revenue_pull").get("accounts", []), "fit", "revenue", "key"))
    add(by_code(read_series(form, "key_choice_stable").get("accounts", []), "chance", "key"))
    given = read_series(form, "profit_given_back")
    add(zipped(given.get("accounts"), given.get("margin"), "margin"))
    kept = read_series(form, "revenue_kept")
    add(zipped(kept.get("accounts"), kept.get("after"), "revenue"))
    add(zipped(kept.get("accounts"), kept.get("before"), "before"))
    add(relationship_facts(form))
    return facts


def zipped(codes: list[str] | None, values: list[float] | None, name: str) -> dict[str, Form]:
    """Two parallel lists of a series as facts by code."""
    return {code: {name: value} for code, value in zip(codes or [], values or [], strict=True)}


def relationship_facts(form: Form) -> dict[str, Form]:
    """Stage, structure and meetings of each account, as far as recorded."""
    stages = read_series(form, "accounts_at_cooperative_stage").get("accounts", [])
    facts = by_code(stages, "stage", "structure")
    for row in read_series(form, "means_fitted").get("accounts", []):
        facts.setdefault(row["code"], {})["meetings"] = sum(row["counts"])
    return facts


def is_misfit(facts: Form, cut: float | None) -> bool:
    """Is a key account below the cut that the client's own criteria draw?"""
    return cut is not None and facts.get("fit") is not None and facts["fit"] < cut


def is_losing(facts: Form) -> bool:
    """Does an account lose money after the cost of serving it?"""
    return facts.get("margin") is not None and facts["margin"] < 0


def verdict(facts: Form, cut: float | None) -> str:
    """What does an account call for? `candidate`, `terms`, `review`, `both`, `confirm`, `keep`, or `untold`."""
    if not facts.get("key"):
        return "candidate"
    if facts.get("fit") is None and facts.get("margin") is None:
        return "untold"
    losing, misfit = is_losing(facts), is_misfit(facts, cut)
    if losing or misfit:
        return "both" if losing and misfit else "terms" if losing else "review"
    return "confirm" if is_doubtful(facts) else "keep"


def is_doubtful(facts: Form) -> bool:
    """Would an account lose its place under too many other weightings to be sure of it?"""
    chance = facts.get("chance")
    return chance is not None and chance < threshold("selection_certain")


def candidates(facts: dict[str, Form]) -> list[str]:
    """Which accounts outside the list would be certain of a place by the company's own criteria?"""
    sure = threshold("selection_certain")
    return [c for c, f in facts.items() if not f.get("key") and (f.get("chance") or 0.0) >= sure]


def chosen_accounts(facts: dict[str, Form]) -> tuple[list[str], list[str]]:
    """Which accounts are shown: the key accounts by value, then the surest candidates outside the list.

    Accounts whose value is not known come after the others, by revenue.
    """

    def worth(code: str) -> tuple[bool, float, float, str]:
        value = facts[code].get("value_3y")
        return value is None, -(value or 0.0), -(facts[code].get("revenue") or 0.0), code

    keys = sorted((c for c, f in facts.items() if f.get("key")), key=worth)
    others = sorted(candidates(facts), key=lambda c: (-facts[c]["chance"], *worth(c)))[:CANDIDATES]
    return keys, sorted(others, key=worth)


def portfolio_blocks(form: Form, recorded: dict[str, list[Block] | None]) -> list[Block]:
    """The whole chapter; one sentence where no account can be shown by itself."""
    facts, cut = account_facts(form), read_series(form, "revenue_pull").get("cut")
    keys, others = chosen_accounts(facts)
    figures = [b for blocks in recorded.values() for b in blocks or [] if b.get("id") in PORTFOLIO_FIGURES]
    if not keys and not others:
        return [callout(tell("none"), "warn"), *figures]
    blocks = [paragraph(summary(facts, keys, cut)), account_table(form, facts, keys + others, cut)]
    reading = tell("reading", cut=both_number(cut, 1) if cut is not None else DASH)
    if any(facts[code].get("meetings") is not None for code in keys + others):
        reading = joined(reading, tell("meetings_reading"))
    blocks.append(paragraph(reading))
    if figures:
        blocks.append(paragraph(tell("figures", figures=listed([plain(f"[[{b['id']}]]") for b in figures]))))
    return blocks + sorted(figures, key=lambda b: PORTFOLIO_FIGURES.index(b["id"]))


def summary(facts: dict[str, Form], keys: list[str], cut: float | None) -> Bilingual:
    """How many key accounts lose money, how many miss the criteria, how many outside the list are candidates?"""
    found = {
        "keys": len(keys),
        "losing": sum(is_losing(facts[c]) for c in keys),
        "misfit": sum(is_misfit(facts[c], cut) for c in keys),
        "others": len(candidates(facts)),
    }
    counts = {k: both_number(n) for k, n in found.items()}
    sure = both_quantity(threshold("selection_certain"), "share")
    return tell("summary", table=plain("[[portfolio-accounts]]"), sure=sure, **counts)


def account_table(form: Form, facts: dict[str, Form], codes: list[str], cut: float | None) -> Block:
    """One row an account: money, fit, relationship, verdict. Columns of which nothing is known are left out."""
    writers = column_writers(form, cut)
    made = {name: [write(code, facts[code]) for code in codes] for name, (write, _, _) in writers.items()}
    kept = [n for n, cells in made.items() if n == "code" or any(c["text"] != DASH for c in cells)]
    columns = [{"label": tell(f"columns.{n}"), "align": writers[n][1], "share": writers[n][2]} for n in kept]
    rows = [[made[n][i] for n in kept] for i in range(len(codes))]
    caption = tell("table", currency=both_currency(form["currency"]))
    return {**table("portfolio-accounts", caption, columns, rows), "dense": True}


Writer = tuple[Callable[[str, Form], Block], str, float]


def column_writers(form: Form, cut: float | None) -> dict[str, Writer]:
    """How is each column of the table written? {name: (cell of a code and its facts, alignment, share of width)}"""
    return {
        "code": (lambda code, f: cell(plain(code), bold=True), "left", 1.15),
        "list": (lambda code, f: cell(tell("key" if f.get("key") else "other")), "left", 0.8),
        "revenue": (lambda code, f: cell(column_money(f.get("revenue"))), "right", 1.45),
        "change": (lambda code, f: cell(change(f)), "right", 1.15),
        "margin": (
            lambda code, f: cell(column_money(f.get("margin")), "bad" if is_losing(f) else None),
            "right",
            1.85,
        ),
        "value": (lambda code, f: cell(column_money(f.get("value_3y"))), "right", 1.45),
        "interval": (lambda code, f: cell(span(f)), "right", 2.6),
        "fit": (
            lambda code, f: cell(
                both_number(f.get("fit"), 1), "bad" if f.get("key") and is_misfit(f, cut) else None
            ),
            "right",
            1.15,
        ),
        "chance": (lambda code, f: cell(both_quantity(f.get("chance"), "share")), "right", 1.45),
        "stage": (lambda code, f: cell(word("stages", f.get("stage"))), "left", 1.85),
        "meetings": (lambda code, f: cell(both_number(f.get("meetings"))), "right", 1.05),
        "verdict": (lambda code, f: cell(tell(f"verdicts.{verdict(f, cut)}"), bold=True), "left", 2.2),
    }


def word(kind: str, value: str | None) -> Bilingual:
    """A word of this chapter's vocabulary, a dash where there is no value."""
    return DASH if value is None else tell(f"{kind}.{value}")


def change(facts: Form) -> Bilingual:
    """By how much did an account's revenue change in a year?"""
    if not facts.get("before") or facts.get("revenue") is None:
        return DASH
    value = facts["revenue"] / facts["before"] - 1
    text = both_quantity(value, "share")
    return {lang: ("+" if value > 0 else "") + text[lang] for lang in LANGUAGES}


def span(facts: Form) -> Bilingual:
    """The interval of an account's value."""
    if facts.get("low") is None:
        return DASH
    return both("report", "interval", **{k: column_money(facts[k]) for k in ("low", "high")})
