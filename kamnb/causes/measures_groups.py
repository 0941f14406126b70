"""What is to be said of each department, and of each region? One number each, departments and regions named apart."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.organization.cases import DAY, department_moments, successions
from kamnb.areas.organization.rows import collect, count
from kamnb.causes.claims import declared
from kamnb.causes.measures_accounts import ENOUGH, account_actions_done, case_rows, mean_of
from kamnb.causes.measures_managers import contact_sums
from kamnb.causes.units import named, recent
from kamnb.evidence.disclosure import heard
from kamnb.evidence.survey import points
from kamnb.instrument.load import load_instrument
from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once

TOP = "executive"
"""The top is no department that answers cases: what it decides is another clause."""
LASTING_MONTHS = 12
LEAST_ACCOUNTS = 2
"""Accounts with a plan that a region must have."""
Values = pd.Series


def both(department: Values, region: Values) -> Values:
    """Departments and regions in one series, their kind before their names; what is blank is left out."""
    parts = [named("department", department.dropna()), named("region", region.dropna())]
    return pd.concat([p.astype(float) for p in parts])


def people_say(client: ClientData, clause: str) -> Values:
    """What do the people of each function, and of each region, give a clause? Mean points 0-100.

    Only groups of at least the smallest that may be shown.
    """
    instrument = load_instrument()
    survey = heard(client)
    if survey is None:
        return pd.Series(dtype=float)
    given = points(survey, instrument.clause(clause), "firm")["points"]
    people = survey.people.loc[given.index]
    least = client.settings.anonymity.minimum
    found = []
    for column in ("function", "region"):
        by = given.groupby(people[column])
        found.append(by.mean().where(by.size() >= least))
    return both(found[0], found[1])


@asked_once
def document_rows(client: ClientData) -> pd.DataFrame:
    """How was each document read? `department, region, n, crossing, travelling, days`; n is 0 for one that nobody read."""
    days = (nw.col("read_on") - nw.col("created_on")).dt.total_minutes().cast(nw.Float64) / 1440
    read = ~nw.col("read_on").is_null()
    keys = ["document_id", "author_department", "author_region"]
    crosses = {
        "crossing": read & (nw.col("author_department") != nw.col("reader_department")),
        "travelling": read & (nw.col("author_region") != nw.col("reader_region")),
    }
    rows = recent(client, "documents", "created_on").with_columns(
        n=nw.when(read).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64),
        days=days.clip(lower_bound=0),
        **{k: nw.when(v).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64) for k, v in crosses.items()},
    )
    sums = [nw.col(name).sum().cast(nw.Int64) for name in ("n", *crosses)]
    return collect(rows.group_by(*keys).agg(*sums, nw.col("days").mean()), *keys).rename(
        columns={"author_department": "department", "author_region": "region"}
    )


def by_author(client: ClientData, values: pd.Series[Any]) -> Values:
    """What is the mean over documents of each author department, and region?"""
    found = document_rows(client)
    return both(mean_of(values, found["department"]), mean_of(values, found["region"]))


def crossing(client: ClientData) -> Values:
    """Which share of what a department writes is read in others, and of what a region writes in other regions?"""
    found = document_rows(client)
    parts = []
    for of, outside in (("department", "crossing"), ("region", "travelling")):
        sums = found.groupby(of)[[outside, "n"]].sum()
        parts.append(sums[outside] / sums["n"].where(sums["n"] >= ENOUGH))
    return both(parts[0], parts[1])


def reading_days(client: ClientData) -> Values:
    """After how many days is what a department or region writes read? Mean of logarithms over documents."""
    return by_author(client, np.log1p(document_rows(client)["days"]))


def readings(client: ClientData) -> Values:
    """How often is what a department or region writes read? Mean of logarithms over documents, unread ones too."""
    return by_author(client, pd.Series(np.log1p(document_rows(client)["n"].astype(float))))


def step_days(client: ClientData) -> Values:
    """How long does a case wait for each department, and how long do cases of each region take? Means of logarithms.

    A department's wait is from the step before to its own.
    """
    cases = case_rows(client)
    return both(department_days(client), mean_of(np.log(cases["days"]), cases["region"]))


@asked_once
def department_days(client: ClientData) -> Values:
    """How many days lie between the step before and each department's own? Logarithm of the mean, by department."""
    steps = recent(client, "process_events", "timestamp").filter(~nw.col("moment").is_null())
    pairs = successions(department_moments(steps)).filter(nw.col("stays") == 0)
    found = collect(
        pairs.group_by("department_next").agg(nw.col("span").sum().cast(nw.Int64), count().alias("n")),
        "department_next",
    ).set_index("department_next")
    known = found[(found["n"] >= ENOUGH) & (found["span"] > 0) & (found.index != TOP)]
    return pd.Series(np.log(known["span"] / known["n"] / DAY))


def carried_out(client: ClientData) -> Values:
    """How much of what was decided is carried out? Of departments' lines of the programme, and commitments, the share
    done in time; of regions' accounts the share of planned actions done.
    """
    done = account_actions_done(client)
    region = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")["region"]
    lines = [client.frame(table) for table in ("programme", "actions")]
    return both(done_in_time(client, *lines), mean_of(done, region.reindex(done.index), LEAST_ACCOUNTS))


def commitments_kept(client: ClientData) -> Values:
    """Which share of each department's commitments that are due was kept in time?"""
    return done_in_time(client, client.frame("actions"))


def done_in_time(client: ClientData, *tables: pd.DataFrame) -> Values:
    """Which share of what was due was done by its day, by the department that answers for it?"""
    rows = pd.concat([table[["owner_role", "due_on", "done_on"]] for table in tables], ignore_index=True)
    due = rows[rows["due_on"] <= pd.Timestamp(client.settings.as_of)]
    return mean_of((due["done_on"] <= due["due_on"]).astype(float), departments_of(due))


def departments_of(rows: pd.DataFrame) -> pd.Series[Any]:
    """Which department answers for each line, by its owner's role? A role that is none of ours stays as it is."""
    roles = declared()["owners"]
    return rows["owner_role"].map(lambda role: roles.get(role, role), na_action="ignore")


def means_provided(client: ClientData) -> Values:
    """Which part of what was needed was planned, by the department that answers for it? At most 1 a line."""
    rows = client.frame("programme")
    rows = rows[rows["required"] > 0]
    return mean_of((rows["planned"] / rows["required"]).clip(0, 1), departments_of(rows))


def lasting_measures(client: ClientData) -> Values:
    """Which weight of a department's measures looks a year ahead or beyond money? Measures without weight count 1."""
    rows = client.frame("measures").dropna(subset=["department"])
    weight = rows["weight"].fillna(1.0)
    lasting = (rows["horizon_months"] >= LASTING_MONTHS) | rows["kind"].isin(
        ["customer", "process", "learning"]
    )
    sums = (
        pd.DataFrame({"lasting": weight.where(lasting, 0.0), "all": weight}).groupby(rows["department"]).sum()
    )
    return (sums["lasting"] / sums["all"].where(sums["all"] > 0)).dropna()


def of_region(client: ClientData, part: str, whole: str) -> Values:
    """Which share of the contacts' cells of a region's accounts is there?"""
    sums = contact_sums(client, "account_id")
    region = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")["region"]
    table = sums.groupby(region.reindex(sums.index))[[part, whole]].sum()
    return named(
        "region", (table[part] / table[whole].where(table["n" if whole == "n" else whole] >= ENOUGH)).dropna()
    )


def contacts_filled_by_region(client: ClientData) -> Values:
    """Which share of title, level, e-mail and phone is usable, over the contacts of a region's accounts?"""
    return of_region(client, "filled", "cells")


def roles_known_by_region(client: ClientData) -> Values:
    """Of which share of the contacts of a region's accounts is the buying role known?"""
    return of_region(client, "roles", "n")
