"""The right answers of lesson 2, computed from the company that the lesson looks at."""

from __future__ import annotations

from math import comb
from pathlib import Path

from kamnb.evidence.survey import LEVELS
from kamnb.instrument.thresholds import threshold
from kamnb.stats.disclosure import taken_off
from kamnb.stats.intervals import finite_population, mean_interval
from kamnb.text.load import read_yaml
from kamnb.training.company import Company
from kamnb.training.judge import Expected
from kamnb.training.lessons.reading_evidence.views import (
    agreement,
    alike_teams,
    answers,
    office_answers,
    region_gaps,
    respondents,
    seats,
    two_tables,
)

SHARE = 0.005
"""A share is right when it is right in whole per cents."""
SIMULATED = 0.02
"""So far off a share may be that was drawn some thousand times."""
EAST, SOUTH = read_yaml(Path(__file__).with_name("lesson.yml"))["regions"]
"""The two regions that the lesson compares, by their names in the demo's survey."""
FEWER = 3
"""So many times fewer of the front line answer in the next wave."""


def widths(company: Company) -> Expected:
    """In which order of width, the narrowest first, lie the intervals of R3's four groups?"""
    given, invited = answers(company, "R3"), company.client.settings.invited
    groups = {k: given.loc[given["level"].eq(k), "points"] for k in (*LEVELS, "account")}
    ends = {k: mean_interval(x, population=invited[k]) for k, x in groups.items()}
    wide = {k: high - low for k, (_, low, high) in ends.items()}
    by_n = sorted(groups, key=lambda k: -len(groups[k]))
    values = {
        "executives": len(groups["executive"]),
        "invited": invited["executive"],
        "factor": finite_population(len(groups["executive"]), invited["executive"]),
        **{f"wide_{k}": wide[k] for k in wide},
    }
    right = sorted(wide, key=lambda k: wide[k])
    return Expected(right, {"by_n": by_n, "widest_first": right[::-1]}, values, digits=1)


def lost_by_chance(company: Company) -> Expected:
    """If accounts are lost regardless of who is key, how probable is it to lose as many key ones as were, or more?"""
    accounts = company.client.frame("accounts")
    key, lost = accounts["is_key"].fillna(False).astype(bool), accounts["lost_on"].notna()
    n, keys, losses, both = len(accounts), int(key.sum()), int(lost.sum()), int((key & lost).sum())
    chances = [comb(losses, k) * comb(n - losses, keys - k) / comb(n, keys) for k in range(losses + 1)]
    right = sum(chances[both:])
    values = {
        "percent": 100 * right,
        "n": n,
        "keys": keys,
        "losses": losses,
        "both": both,
        "key_percent": 100 * both / keys,
        "other_percent": 100 * (losses - both) / (n - keys),
    }
    slips = {"none": 1 - right, "exactly": chances[both], "share": both / keys}
    return Expected(right, slips, values, SIMULATED)


def agreed_low(company: Company) -> Expected:
    """On which strategy clauses do the managers agree beyond chance that things are bad?"""
    table = agreement(company, "strategy", "manager")
    agree, no = table["rwg"] >= table["critical"], table["no"] >= threshold("worthless_affirmation")
    right, alone, rule = (frozenset(table.index[x]) for x in (agree & no, agree, no & (table["rwg"] >= 0.7)))
    values = {
        "agreeing": len(alone),
        "count": len(right),
        "rule": sorted(rule),
        "missed": sorted(right - rule),
    }
    return Expected(right, {"agree_alone": alone, "rule_of_thumb": rule}, values)


def coached(company: Company) -> Expected:
    """By how many points does the team of one voice raise its region's mean?"""
    team, people = alike_teams(company).iloc[0], respondents(company)
    region = people[people["region"].eq(team["region"])]
    others = region[region["function"].ne(team["function"])]["points"].mean()
    whole = region["points"].mean()
    means = people.groupby("region")["points"].mean()
    values = {
        "alike": int(team["alike"]),
        "n": int(team["n"]),
        "whole": whole,
        "others": others,
        "low": means.drop(team["region"]).min(),
        "high": means.drop(team["region"]).max(),
    }
    slips = {"team_alone": team["points"], "others_alone": others, "from_others": team["points"] - others}
    return Expected(whole - others, slips, values, digits=1)


def at_worst(company: Company) -> Expected:
    """Which share of the invited front line affirms R3 at the least, whatever the silent ones think?"""
    given = answers(company, "R3")
    x = given.loc[given["level"].eq("frontline"), "answer"]
    invited, yes = company.client.settings.invited["frontline"], int((x >= 4).sum())
    low, high = yes / invited, (yes + invited - len(x)) / invited
    values = {
        "n": len(x),
        "invited": invited,
        "yes": yes,
        "said": 100 * yes / len(x),
        "low": 100 * low,
        "high": 100 * high,
        "silent": invited - len(x),
    }
    return Expected(
        low, {"of_answers": yes / len(x), "at_best": high, "response": len(x) / invited}, values, SHARE
    )


def silent_seats(company: Company) -> Expected:
    """In which function has the largest share of those who could use the CRM left no trace in it?"""
    table = seats(company)
    silent, busy = 1 - table["users"] / table["seats"], table["actions"] / table["users"]
    right, least = silent.idxmax(), busy.idxmin()
    values = {
        "percent": 100 * silent.max(),
        "users": int(table["users"].sum()),
        "seats": int(table["seats"].sum()),
        "per_user": table["actions"].sum() / table["users"].sum(),
        "per_seat": table["actions"].sum() / table["seats"].sum(),
    }
    missing = (table["seats"] - table["users"]).idxmax()
    return Expected(right, {"no_share": [each for each in (missing, least) if each != right]}, values)


def true_gaps(company: Company) -> Expected:
    """How many differences between East and South remain when allowance is made for how many were looked at?"""
    table, rate = region_gaps(company, EAST, SOUTH), threshold("false_discovery_rate")
    by_p, right = int((table["p"] <= rate).sum()), int((table["q"] <= rate).sum())
    values = {
        "tested": len(table),
        "by_p": by_p,
        "by_luck": len(table) * rate,
        "largest": table["points"].abs().max(),
        "one_at_least": 100 * (1 - (1 - rate) ** len(table)),
    }
    return Expected(right, {"by_p": by_p, "all_of_them": len(table)}, values)


def mix_shift(company: Company) -> Expected:
    """By how many points does the mean over people rise when a third of the front line answers, each as before?"""
    given = answers(company, "S7")
    firm = given[given["level"].isin(LEVELS)].groupby("level")["points"].agg(["size", "mean"])
    now = (firm["size"] * firm["mean"]).sum() / firm["size"].sum()
    fewer = firm["size"].where(firm.index != "frontline", firm["size"] / FEWER)
    then = (fewer * firm["mean"]).sum() / fewer.sum()
    values = {"now": now, "then": then, "equal": firm["mean"].mean()}
    slips = {"new_mean": then, "equal_voices": 0.0, "from_equal": firm["mean"].mean() - now}
    return Expected(then - now, slips, values, digits=1)


def given_away(company: Company) -> Expected:
    """Which mean of the executive office follows from two tables of O6?"""
    table = two_tables(company, "O6")
    whole, rest = ((int(n), float(x), float("nan")) for n, x in table.to_numpy())
    everyone, office = office_answers(company, "O6", "executive")
    told = taken_off(whole, rest, slack=1.0)
    values = {"n": int(office.sum()), "told": told, "all_points": whole[1], "rest": rest[1]}
    slips = {"difference": whole[1] - rest[1], "back": rest[1] - whole[1], "all_points": whole[1]}
    return Expected(float(everyone[office].mean()), slips, values, tolerance=1.0, digits=1)
