"""Tables that the cells of lesson 1 show: answers, plans, records, drafts of a finding, remedies."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.strategy.indicators._shared import actions_done, newest_plans
from kamnb.evidence.disclosure import heard
from kamnb.evidence.survey import points
from kamnb.report import blocks as b
from kamnb.text.load import LANGUAGES, fill
from kamnb.text.numbers import number
from kamnb.training.company import Company
from kamnb.workbook.show import Shown

DRAFTS = "abcd"
SIX = (
    "s7-execution-capability",
    "s2-action-plan",
    "s4-living-plans",
    "s5-planning-calendar",
    "s3-strategic-selection",
    "s1-leadership-agenda",
)


def answers(company: Company, clause: str) -> pd.DataFrame:
    """What did the firm's people answer to a clause's items? level, and answer 1–5; one row a person that is counted."""
    survey = heard(company.client)
    if survey is None:
        return pd.DataFrame({"level": pd.Series(dtype=object), "answer": pd.Series(dtype=float)})
    given = points(survey, company.instrument.clause(clause), "firm")
    return given.assign(answer=given["points"] / 25 + 1)[["level", "answer"]].reset_index(drop=True)


def plan_table(company: Company) -> pd.DataFrame:
    """How stands each key account's newest plan? Index account_id; an account without a plan has a row as well.

    has_plan; current (1, 0, one half where the date is unknown); done (share of its planned actions, NaN where
    unknown); market_plan and business_plan (linked to it, on paper); horizon in years.
    """
    plans = newest_plans(company.client)
    links = {
        f"{n}_plan": plans[f"linked_{n}_plan"].fillna(False).astype(bool) for n in ("market", "business")
    }
    done = actions_done(company.client).reindex(plans.index)
    return plans[["has_plan", "current"]].assign(done=done, **links, horizon=plans["horizon_years"])


def records(company: Company, clause: str) -> pd.DataFrame:
    """What do the records show of a clause? One row an indicator: its title, value, unit, n and score."""
    evidence = company.form["clauses"][clause]["evidence"]
    area = company.instrument.clause(clause).area
    titles = [
        company.instrument.text(area, f"indicators.{e['indicator']}.title")[company.lang] for e in evidence
    ]
    table = pd.DataFrame(evidence, columns=["indicator", "value", "unit", "n", "score"]).set_index(
        "indicator"
    )
    table.insert(0, "title", titles)
    return table.round({"value": 3, "score": 0})


def remedies(company: Company) -> pd.DataFrame:
    """What does the diagnosis say of the six remedies of the exercise? Index id.

    effort in person-days, months to effect, how many findings it answers, and which of the six it requires.
    """
    found = {r["id"]: r for r in company.form["recommendations"]}
    rows = {
        name: {
            "effort": found[name]["effort"],
            "months": found[name]["months_to_effect"],
            "findings": len(found[name]["findings"]),
            "requires": [each for each in found[name]["requires"] if each in SIX],
        }
        for name in SIX
        if name in found
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def drafts(lesson: Any) -> Shown:
    """Four drafts of the finding of S3, with this company's numbers."""
    company = lesson.company
    evidence = {e["indicator"]: e for e in company.form["clauses"]["S3"]["evidence"]}
    row, share = company.clause("S3"), evidence["key_accounts_by_strategy"]
    told = next((f for f in company.form["findings"] if f["id"].startswith("S3-disagreement")), None)
    texts: dict[str, dict[str, str]] = {letter: {} for letter in DRAFTS}
    for lang in LANGUAGES:
        values = {
            "n": share["n"],
            "share": number(100 * share["value"], lang),
            "share_low": number(100 * share["value_low"], lang),
            "share_high": number(100 * share["value_high"], lang),
            "fused": number(row.score, lang),
            "people": number(row.people.score, lang),
            "record": number(row.record.score, lang),
            "stable": number(evidence["key_choice_stable"]["value"] * share["n"], lang),
            "asked": row.people.n,
            "compared": evidence["revenue_pull"]["n"],
            "gap": told["text"][lang] if told else "",
        }
        for letter in DRAFTS:
            texts[letter][lang] = fill(lesson.plan.words(lang, f"drafts.{letter}"), **values)
    title = {letter: dict.fromkeys(LANGUAGES, letter.upper()) for letter in DRAFTS}
    return company.show(*(b.callout(texts[each], "info", title[each]) for each in DRAFTS))
