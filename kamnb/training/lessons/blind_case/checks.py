"""The right answers of lesson 3: what is planted at the company's seed, and what its evidence shows."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from scipy.stats import kendalltau

from kamnb.training.case import Case
from kamnb.training.choices import COMMON, problem_areas
from kamnb.training.judge import Expected
from kamnb.training.lessons.blind_case.views import WORST, area_means, area_name, weakest

ENOUGH = 9
"""So many of the ten pairs of areas in the true order are enough: two neighbours may be the wrong way round."""
NAMED, HITS = 3, 2
"""So many clauses are to be named, and so many of them must be among the truly weakest."""


def lowest(company: Case, column: str) -> Expected:
    """Which area is lowest by one kind of evidence alone?"""
    means = area_means(company)
    other = "record" if column == "people" else "people"
    order = means[column].sort_values()
    values = {
        "score": order.iloc[0],
        "second": area_name(company, order.index[1]),
        "apart": order.iloc[1] - order.iloc[0],
    }
    slips = {"other": means[other].idxmin(), "strongest": order.index[-1], "no_problem_area": COMMON}
    return Expected(order.index[0], slips, values, digits=1)


def word_lowest(company: Case) -> Expected:
    """Which area is lowest by what people say?"""
    return lowest(company, "people")


def record_lowest(company: Case) -> Expected:
    """Which area is lowest by what the records show?"""
    return lowest(company, "record")


def most_flattered(company: Case) -> Expected:
    """In which area does the talk exceed the record most?"""
    means = area_means(company)
    apart = (means["people"] - means["record"]).sort_values(ascending=False)
    slips = {
        "word_highest": means["people"].idxmax(),
        "reversed": apart.index[-1],
        "no_problem_area": COMMON,
    }
    return Expected(apart.index[0], slips, {"apart": apart.iloc[0]})


def pairs_right(order: list[str], true: list[str]) -> tuple[int, float]:
    """How many pairs stand in the true order, and what is Kendall's tau?"""
    n = len(list(combinations(true, 2)))
    tau = float(kendalltau(range(len(true)), [true.index(area) for area in order]).statistic)
    return round((tau + 1) / 2 * n), tau


def ranking(company: Case) -> Expected:
    """In which order of health do the areas stand, the weakest first? Judged by the pairs that are in the true order."""
    five, health = problem_areas(company.instrument), company.truth.areas
    true = sorted(five, key=health.__getitem__)
    means = area_means(company)
    by = {kind: [str(a) for a in means[kind].sort_values().index] for kind in ("people", "record")}
    own = sorted(five, key=lambda area: company.area(area).score or 0.0)
    values: dict[str, Any] = {
        "enough": ENOUGH,
        "truth": [area_name(company, area) for area in true],
        "word_pairs": pairs_right(by["people"], true)[0],
        "record_pairs": pairs_right(by["record"], true)[0],
        "own_pairs": pairs_right(own, true)[0],
    }

    def judge(answer: list[str]) -> Any:
        pairs, tau = pairs_right(answer, true)
        given = {"pairs": pairs, "tau": f"{tau:.1f}"}
        if pairs >= ENOUGH:
            return "why", given
        if pairs_right(answer[::-1], true)[0] >= ENOUGH:
            return "reversed", given
        if answer == by["people"]:
            return "by_word", given
        return ("by_record" if answer == by["record"] else "some"), given

    return Expected(true, values=values, judge=judge)


def worst_clauses(company: Case) -> Expected:
    """Which three clauses are the weakest? Two of them among the five truly weakest are enough."""
    true, instrument = weakest(company, WORST), company.instrument
    rows = [r for a in problem_areas(instrument) for r in company.clauses(a) if r.score is not None]
    own = [r.id for r in sorted(rows, key=lambda r: r.score or 0.0)[:NAMED]]
    values = {
        "named": NAMED,
        "needed": HITS,
        "of": WORST,
        "truth": [{k: f"{c} {t}" for k, t in instrument.title(c).items()} for c in true],
        "own_hits": len(set(own) & set(true)),
    }

    def judge(answer: frozenset[str]) -> Any:
        given = {"n": len(answer), "hits": len(answer & set(true))}
        if any(instrument.clause(c).area in COMMON for c in answer):
            return "outside", given
        if len(answer) != NAMED:
            return "count", given
        return ("why" if given["hits"] >= HITS else "few"), given

    return Expected(set(true[:NAMED]), values=values, judge=judge)


def flattered(company: Case) -> Expected:
    """In which area do people think things healthier than they are, as it was planted?"""
    truth, instrument = company.truth, company.instrument
    areas = {instrument.clause(c).area for c, h in truth.clauses.items() if truth.believed[c] > h}
    right = areas.pop()
    clauses = [c.id for c in instrument.area(right).clauses]
    points = max(truth.believed[c] - truth.clauses[c] for c in clauses)
    means = area_means(company)
    guess = str((means["people"] - means["record"]).idxmax())
    values = {"points": points, "guess": area_name(company, guess)}
    return Expected(right, {"guess": guess if guess != right else None, "no_problem_area": COMMON}, values)


def sure_pairs(company: Case) -> Expected:
    """Of how many of the ten pairs do the areas' intervals lie apart?"""
    found = [company.area(area) for area in problem_areas(company.instrument)]
    whole = len(list(combinations(found, 2)))
    right = sum((one.high or 0.0) < (other.low or 0.0) for one in found for other in found)
    return Expected(right, {"overlapping": whole - right, "all": whole}, {"whole": whole})


def covered(company: Case) -> Expected:
    """How many of the five areas' intervals hold the truth?"""
    five, health = problem_areas(company.instrument), company.truth.areas
    found = {area: company.area(area) for area in five}
    outside = [a for a in five if not (found[a].low or 0.0) <= health[a] <= (found[a].high or 0.0)]
    values = {"outside": [area_name(company, a) for a in outside] or "\u2013"}
    return Expected(len(five) - len(outside), {"missed": len(outside)}, values)
