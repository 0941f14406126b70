"""What 360-degree ratings say of the group: by role and relation, without showing any manager or rater."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.manager.people import select_rows, smallest_group
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import Interval, mean_interval
from kamnb.stats.reliability import icc_interval, icc_oneway

ROLES = ["engineer", "salesperson", "leader"]
RELATIONS = ["self", "supervisor", "peer", "report", "account"]
LEAST, MOST = 1.0, 5.0


def list_ratings(client: ClientData) -> pd.DataFrame:
    """What does each rater give each manager in each role? The mean over competencies, one row a role.

    Of managers in post. A rating of oneself is a self-rating whatever relation is written; competencies of no
    known role are left out.
    """
    rows = select_rows(client, "ratings")
    rows["relation"] = rows["relation"].mask(rows["rater_id"] == rows["manager_id"], "self")
    rows["role"] = rows["competency"].str.split(".").str[0]
    rows = rows[rows["role"].isin(ROLES) & rows["relation"].isin(RELATIONS)]
    keys = ["manager_id", "rater_id", "relation", "role"]
    return rows.groupby(keys)["rating"].mean().dropna().reset_index()


def by_others(ratings: pd.DataFrame) -> pd.DataFrame:
    """Which ratings are by others than the manager?"""
    return ratings[ratings["relation"] != "self"]


def rate_roles(ratings: pd.DataFrame) -> pd.DataFrame:
    """What is each manager's mean in each role, one voice a rater? Managers by roles, NaN where not rated."""
    means = ratings.groupby(["manager_id", "role"])["rating"].mean().unstack()
    return means.reindex(columns=ROLES)


def count_people(ratings: pd.DataFrame) -> int:
    """How many persons stand behind ratings? The fewer of managers and raters: both are to be protected."""
    return int(min(ratings["manager_id"].nunique(), ratings["rater_id"].nunique()))


def select_complete(ratings: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """Which ratings count? Those of managers whom others rated in all three roles, of self-ratings the full ones.

    Where fewer managers than the smallest group lack their own view, they are left out altogether: else theirs
    would follow from the numbers with and without them.
    """
    others = rate_roles(by_others(ratings)).dropna().index
    own = rate_roles(ratings[ratings["relation"] == "self"]).dropna().index.intersection(others)
    if 0 < len(others) - len(own) < smallest <= len(own):
        others = own
    counted = ratings["manager_id"].isin(others)
    return ratings[counted & ((ratings["relation"] != "self") | ratings["manager_id"].isin(own))]


def describe_ratings(client: ClientData, ratings: pd.DataFrame) -> dict[str, Any] | None:
    """What does the figure draw? Cells of role and relation, others' means, and how far raters agree.

    None for a group too small to show; a cell of too few managers or raters is not there at all. Means have one
    digit: a relation that lacks a manager must not tell of this one when it is set against the others.
    """
    smallest, others = smallest_group(client), by_others(ratings)
    if count_people(others) < smallest:
        return None
    means = {role: others[others["role"] == role] for role in ROLES}
    return {
        "n": int(others["manager_id"].nunique()),
        "cells": [c for role in ROLES for c in list_cells(ratings[ratings["role"] == role], role, smallest)],
        "others": {
            role: round(float(rate_roles(rows)[role].mean()), 1)
            for role, rows in means.items()
            if count_people(rows) >= smallest
        },
        "agreement": [measure_agreement(rows, role, smallest) for role, rows in means.items()],
    }


def list_cells(ratings: pd.DataFrame, role: str, smallest: int) -> Iterator[dict[str, Any]]:
    """What does each relation give one role? Mean over managers with its t interval, of cells that may be shown."""
    for relation in choose_shown(ratings, smallest):
        rows = ratings[ratings["relation"] == relation]
        value, low, high = mean_interval(rate_roles(rows)[role])
        yield {
            "role": role,
            "relation": relation,
            "value": round(value, 1),
            "low": round(max(LEAST, low), 1),
            "high": round(min(MOST, high), 1),
            "managers": int(rows["manager_id"].nunique()),
            "raters": int(rows["rater_id"].nunique()),
        }


def choose_shown(ratings: pd.DataFrame, smallest: int) -> list[str]:
    """Which relations of one role may be shown? In the usual order.

    What is hidden must not follow from others' mean and the rest: hidden relations together have enough managers
    and raters, or the smallest one that is shown is hidden with them.
    """
    groups = {name: rows for name, rows in ratings.groupby("relation")}
    people = {name: count_people(rows) for name, rows in groups.items()}
    shown = [name for name in RELATIONS if people.get(name, 0) >= smallest]
    while shown and 0 < count_people(hidden_rows(ratings, shown)) < smallest:
        others = [name for name in shown if name != "self"]
        if not others:
            break
        shown.remove(min(others, key=lambda name: groups[name]["rater_id"].nunique()))
    return shown


def hidden_rows(ratings: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """Which ratings by others are in no shown relation?"""
    return ratings[~ratings["relation"].isin(["self", *shown])]


def measure_agreement(ratings: pd.DataFrame, role: str, smallest: int) -> dict[str, Any]:
    """How far do others who rate the same manager agree on one role? The coefficient with its form named.

    Form (2,k) where the same raters rated all managers, else (1,k): raters differ by manager, in number too. A
    `note` instead of numbers: `too_few` persons, `one_rater` for most managers, `no_spread` in the ratings.
    Raters of several, not all, managers count as different ones, which makes the coefficient smaller.
    """
    per_manager = ratings.groupby("manager_id")["rater_id"].nunique()
    found: dict[str, Any] = {"role": role, "managers": len(per_manager), "note": None}
    if count_people(ratings) < smallest:
        return found | {"managers": None, "note": "too_few"}
    if int((per_manager >= 2).sum()) < smallest:
        return found | {"note": "one_rater"}
    form, k, one, mean = rate_reliability(ratings)
    if np.isnan(one[0]):
        return found | {"note": "no_spread"}
    return found | {"form": form, "k": round(k, 2), "one": bounded(one), "mean": bounded(mean)}


def rate_reliability(ratings: pd.DataFrame) -> tuple[str, float, Interval, Interval]:
    """How reliable is one rater, and how reliable the mean of k? Form, k, two intervals."""
    table = ratings.groupby(["manager_id", "rater_id"])["rating"].mean().unstack()
    if not table.isna().any(axis=None):
        return "2,k", table.shape[1], icc_interval(table, "2,1"), icc_interval(table, "2,k")
    rows = table.stack()
    found = icc_oneway(rows, rows.index.get_level_values("manager_id"))
    return "1,k", found.k, found.one, found.mean


def bounded(interval: Interval) -> list[float | None]:
    """A coefficient as it is shown: below 0 is 0, no more than chance; None where there is no bound."""
    return [None if np.isnan(x) else round(float(np.clip(x, 0, 1)), 3) for x in interval]


def measure_gaps(ratings: pd.DataFrame) -> pd.DataFrame:
    """How far does each manager's view of each role exceed others'? Managers with both views, by roles."""
    own = rate_roles(ratings[ratings["relation"] == "self"])
    return (own - rate_roles(by_others(ratings)).reindex(own.index)).dropna()


def size_of(interval: Interval) -> Interval:
    """How far from zero is what lies in an interval? Value and bounds without their sign."""
    value, low, high = interval
    ends = sorted((abs(low), abs(high)))
    return (abs(value), 0.0 if low <= 0 <= high else ends[0], ends[1])
