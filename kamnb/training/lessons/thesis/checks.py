"""The right answers of lesson 0, computed from the company that the lesson looks at."""

from __future__ import annotations

from kamnb.instrument.thresholds import threshold
from kamnb.training.choices import COMMON, problem_areas
from kamnb.training.company import Company
from kamnb.training.judge import Expected

SHARE = 0.005
"""A share is right when it is right in whole per cents."""


def clause_count(company: Company) -> Expected:
    """How many clauses do the five problem areas have together?"""
    instrument = company.instrument
    sizes = {area.id: len(area.clauses) for area in instrument.areas}
    right = sum(sizes[area] for area in problem_areas(instrument))
    whole = sum(sizes.values())
    slips = {
        "everything": whole,
        "with_purpose": right + sizes["purpose"],
        "with_foundations": right + sizes["foundations"],
    }
    return Expected(right, slips, {"whole": whole, **{f"n_{area}": n for area, n in sizes.items()}})


def weakest_area(company: Company) -> Expected:
    """Which of the five areas has the lowest score?"""
    five = sorted(problem_areas(company.instrument), key=lambda area: company.area(area).score or 0.0)
    titles = [company.instrument.text(area, "area.title") for area in five]
    values = {
        "score": company.area(five[0]).score,
        "second": titles[1],
        "apart": (company.area(five[1]).score or 0.0) - (company.area(five[0]).score or 0.0),
    }
    return Expected(
        five[0], {"second": five[1], "strongest": five[-1], "no_problem_area": COMMON}, values, digits=1
    )


def weakest_for_sure(company: Company) -> Expected:
    """Do the intervals of the two lowest areas lie apart?"""
    five = sorted(problem_areas(company.instrument), key=lambda area: company.area(area).score or 0.0)
    first, second = company.area(five[0]), company.area(five[1])
    apart = (first.high or 0.0) < (second.low or 0.0)
    values = {
        "first": company.instrument.text(five[0], "area.title"),
        "second": company.instrument.text(five[1], "area.title"),
        "low": first.low,
        "high": first.high,
        "low2": second.low,
        "high2": second.high,
    }
    return Expected("yes" if apart else "no", {}, values)


def word_minus_record(company: Company) -> Expected:
    """By how many points is what people say of S3 above what the records show?"""
    row = company.clause("S3")
    people, record = row.people.score or 0.0, row.record.score or 0.0
    slips = {
        "from_fused": (row.score or 0.0) - record,
        "people_alone": people,
        "from_judged": people - row.judged.score if row.judged.score is not None else None,
    }
    return Expected(people - record, slips, {"people": people, "record": record})


def clashing(company: Company) -> Expected:
    """In which clauses of the strategy area do word and record clash?"""
    rows = company.clauses("strategy")
    right = {row.id for row in rows if row.disagree}
    both = [r for r in rows if r.people.score is not None and r.record.score is not None]
    far = {
        r.id for r in both if abs((r.people.score or 0) - (r.record.score or 0)) >= threshold("gap_points")
    }
    values = {"far": sorted(far - right), "limit": threshold("gap_points")}
    return Expected(right, {"far": far if far != right else None}, values)


def sure_gaps(company: Company) -> Expected:
    """How many clauses of the organisation area lie below target with their whole interval?"""
    rows = [r for r in company.clauses("organization") if r.score is not None]
    right = sum((r.high or 0.0) < r.target for r in rows)
    below = sum((r.score or 0.0) < r.target for r in rows)
    unsure = [r.id for r in rows if (r.score or 0.0) < r.target <= (r.high or 0.0)]
    slips = {
        "by_score": below if below != right else None,
        "low_end": sum((r.low or 0.0) < r.target for r in rows),
    }
    return Expected(right, slips, {"below": below, "unsure": unsure, "all": len(rows)})


def key_share(company: Company) -> Expected:
    """Which share of the key accounts would the firm's own criteria have chosen?"""
    evidence = {e["indicator"]: e for e in company.form["clauses"]["S3"]["evidence"]}
    found = evidence["key_accounts_by_strategy"]
    values = {"percent": 100 * found["value"], "n": found["n"], "score": found["score"]}
    slips = {"score": found["score"], "complement": 1 - found["value"]}
    return Expected(found["value"], slips, values, SHARE)


def chance_lowest(company: Company) -> Expected:
    """How probable is it that people are the weakest of the five areas?"""
    p = company.form["people"]["lowest_probability"]
    return Expected(p, {"complement": 1 - p}, {"percent": 100 * p}, SHARE)
