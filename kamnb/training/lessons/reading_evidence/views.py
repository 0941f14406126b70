"""What does lesson 2 look at? The demo's answers and logs as small tables for short cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import pandas as pd

from kamnb.evidence.survey import Survey, group_estimate, points, read_survey
from kamnb.instrument.thresholds import threshold
from kamnb.scoring.gaps import control, difference
from kamnb.stats.agreement import alike_groups, critical_rwg, rwg
from kamnb.training.company import Company

STEP = 25
"""Points between two answers of five."""
SMALLEST = 5
"""The smallest group that is shown or compared."""


def kept(view: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """A table that is made once a session; each caller gets a copy, so that nobody's changes reach the next."""
    made = cache(view)

    @wraps(view)
    def copied(*given: Any) -> pd.DataFrame:
        return made(*given).copy()

    return copied


@cache
def survey(company: Company) -> Survey:
    """Which answers count? Read once. ValueError where the company has no survey."""
    found = read_survey(company.client, company.instrument)
    if found is None:
        raise ValueError("no survey")
    return found


def answers(company: Company, clause: str) -> pd.DataFrame:
    """What does each respondent give a clause? Columns level (or account), answer (1-5) and points (0-100).

    The account side has one row an account.
    """
    of = survey(company), company.instrument.clause(clause)
    firm, account = points(*of, "firm"), points(*of, "account").assign(level="account")
    found = pd.concat([each for each in (firm, account) if len(each)])[["level", "points"]]
    return found.assign(answer=1 + found["points"] / STEP)


@kept
def agreement(company: Company, area: str, level: str) -> pd.DataFrame:
    """How far does a level agree on each clause of an area? One row a clause that at least five of it answered.

    Columns: n, rwg, critical (what chance reaches once in twenty), yes and no (shares that answered 4-5 and 1-2).
    """
    rows = {}
    for clause in company.instrument.area(area).clauses:
        given = points(survey(company), clause, "firm")
        x = 1 + given.loc[given["level"].eq(level), "points"] / STEP
        if len(x) >= SMALLEST:
            rows[clause.id] = [len(x), rwg(x), critical_rwg(len(x)), (x >= 4).mean(), (x <= 2).mean()]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "rwg", "critical", "yes", "no"])


def respondents(company: Company) -> pd.DataFrame:
    """What does each of the firm's people give on the whole? Columns level, function, region, points (0-100)."""
    found = survey(company)
    people = found.people.loc[found.firm, ["level", "function", "region"]]
    return people.assign(points=(found.answers.loc[people.index].mean(axis=1) - 1) * STEP)


@kept
def region_gaps(company: Company, first: str, second: str) -> pd.DataFrame:
    """How far are two regions apart on each clause? One row a clause with five answers or more on both sides.

    Columns: points (first minus second), p, and q (p with allowance for how many were tested), as the report tests.
    """
    found, gaps = survey(company), []
    regions = found.people["region"].where(found.firm)
    inside = [regions.eq(region).fillna(False) for region in (first, second)]
    for clause in company.instrument.clauses():
        ids = [i.id for i in clause.items if i.side == "firm" and i.id in found.answers.columns]
        if not ids:
            continue
        x = (found.answers[ids].mean(axis=1) - 1) * STEP
        sides = [x[of].dropna().to_numpy() for of in inside]
        if min(map(len, sides)) >= SMALLEST:
            estimates = [group_estimate(side, None) for side in sides]
            gaps.append(difference(clause.id, "region", (first, second), *estimates))
    rows = [{"clause": g.clause, "points": g.points, "p": g.p, "q": g.q} for g in control(gaps)]
    return pd.DataFrame(rows, columns=["clause", "points", "p", "q"]).set_index("clause")


def alike_teams(company: Company) -> pd.DataFrame:
    """In which teams (region and function) did five people or more answer nearly alike? The largest such group first.

    Columns: region, function, n (who answered), alike (of them nearly alike), points (the team's mean, 0-100).
    """
    found, people = survey(company), respondents(company)
    share, size, items = threshold("alike_share"), threshold("alike_group"), threshold("straight_line_items")
    rows = []
    for (region, function), team in people.groupby(["region", "function"]):
        sizes = alike_groups(found.answers.loc[team.index], share, int(size), int(items))
        if sizes:
            rows.append([region, function, len(team), sizes[0], team["points"].mean()])
    made = pd.DataFrame(rows, columns=["region", "function", "n", "alike", "points"])
    return made.sort_values("alike", ascending=False, ignore_index=True)


def seats(company: Company) -> pd.DataFrame:
    """Who could use the CRM, and who did? One row a function: seats, users (in the log), actions (of the log)."""
    log = company.client.frame("crm_activity")
    made = pd.DataFrame({"seats": pd.Series(dict(company.client.settings.crm_seats or {}), dtype=int)})
    by = log.groupby("function")
    return made.assign(users=by["user_id"].nunique(), actions=by.size()).fillna(0).astype(int)


def two_tables(company: Company, clause: str, level: str = "executive") -> pd.DataFrame:
    """What do two tables of one report say of a level? Rows all and departments_only: n and points to one decimal.

    The second leaves out those of the level who belong to no department, but to the executive office.
    """
    everyone, office = office_answers(company, clause, level)
    rest = everyone[~office]
    rows = [[len(x), round(float(x.mean()), 1)] for x in (everyone, rest)]
    return pd.DataFrame(rows, index=["all", "departments_only"], columns=["n", "points"])


def office_answers(company: Company, clause: str, level: str) -> tuple[pd.Series, pd.Series]:
    """What does each of a level give a clause (0-100), and who of them belongs to the executive office?"""
    found = survey(company)
    people = found.people[found.firm & found.people["level"].eq(level)]
    ids = [i.id for i in company.instrument.clause(clause).items if i.side == "firm"]
    given = ((found.answers.loc[people.index, ids].mean(axis=1) - 1) * STEP).dropna()
    return given, people["function"].eq("executive")[given.index]
