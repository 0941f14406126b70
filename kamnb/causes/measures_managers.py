"""What is to be said of each account manager, and of the accounts and calls of each? One number a manager."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.it.contact_rules import is_email, is_filled, is_phone, plain
from kamnb.areas.it.rows import flag
from kamnb.areas.manager.pay import cut_variable
from kamnb.areas.manager.people import select_in_post, select_managers
from kamnb.areas.manager.requests import list_requests
from kamnb.areas.organization.rows import collect, count, rows_in_window
from kamnb.areas.purpose.tenure import observe
from kamnb.areas.relationship.touchpoint_depth import HOSPITALITY
from kamnb.causes import measures_accounts as accounts
from kamnb.causes.units import by_manager, owners, recent, standardised
from kamnb.sources.client import ClientData
from kamnb.sources.once import asked_once

ENOUGH = 5
"""Fewer meetings, requests, contacts or ratings say nothing of a manager."""
HELP = ("training", "technical_workshop")
SELLERS = ("kam", "sales")
TAKES, GIVES = ("report", "search"), ("create", "update")
WEEKS_OF_YEAR = 52
Values = pd.Series


def in_post(client: ClientData) -> pd.DataFrame:
    """Who is a key account manager in post? Rows of `managers` by id."""
    return select_in_post(client).drop_duplicates("manager_id").set_index("manager_id").sort_index()


def long_term_pay(client: ClientData) -> Values:
    """Which share of variable pay rewards the long term?"""
    return cut_variable(client)["long"].set_axis(select_in_post(client)["manager_id"])


def team_pay(client: ClientData) -> Values:
    """Which share of variable pay is the team's?"""
    return cut_variable(client)["team"].set_axis(select_in_post(client)["manager_id"])


def standing(client: ClientData) -> Values:
    """How high does a manager stand? Grade, own approval limit and whom he reports to, each counting the same."""
    found = in_post(client)
    top = (found["reports_to_level"] == "executive").astype(float).where(found["reports_to_level"].notna())
    limit = np.log1p(found["approval_limit"].astype(float))
    return standardised(pd.DataFrame({"grade": found["grade"], "limit": limit, "top": top}))


def own_limit(client: ClientData) -> Values:
    """How much may a manager decide alone? Logarithm of the approval limit."""
    return pd.Series(np.log1p(in_post(client)["approval_limit"].astype(float)))


def manager_left(client: ClientData) -> Values:
    """Has a manager left in the months that the ledger tells? 1 or 0; who left before is not counted."""
    found = select_managers(client).drop_duplicates("manager_id").set_index("manager_id").sort_index()
    seen = observe(client)
    left = found["left_on"].le(pd.Timestamp(client.settings.as_of))
    before = left & (found["left_on"] < seen.begin) if seen else left
    return left[~before].astype(float)


@asked_once
def meetings(client: ClientData) -> pd.DataFrame:
    """How many meetings had each manager, of which kinds, and by how many of others? Sums by manager.

    Who held a meeting is on record, else it is the account's manager.
    """
    kind, ours = nw.col("kind"), nw.col("our_department")
    rows = recent(client, "touchpoints", "date").group_by("account_id", "manager_id")
    found = collect(
        rows.agg(
            count().alias("n"),
            flag(kind.is_in(list(HOSPITALITY))).sum().cast(nw.Int64).alias("hospitality"),
            flag(kind.is_in(list(HELP))).sum().cast(nw.Int64).alias("help"),
            flag(~ours.is_null()).sum().cast(nw.Int64).alias("told"),
            flag(~ours.is_null() & ~ours.is_in(list(SELLERS))).sum().cast(nw.Int64).alias("others"),
        ),
        "account_id",
        "manager_id",
    )
    if not client.has("touchpoints", "manager_id"):
        found["manager_id"] = found["account_id"].map(owners(client))
    return found.drop(columns="account_id").groupby("manager_id").sum()


def share(table: pd.DataFrame, part: str, whole: str = "n") -> Values:
    """Which share of the whole is a part? By row; blank below ENOUGH."""
    return table[part] / table[whole].where(table[whole] >= ENOUGH)


def meetings_beyond_hospitality(client: ClientData) -> Values:
    """Which share of a manager's meetings is more than a meal, a gift or an event?"""
    return 1 - share(meetings(client), "hospitality")


def meetings_that_help(client: ClientData) -> Values:
    """Which share of a manager's meetings trains the account or solves its technical questions?"""
    return share(meetings(client), "help")


def meetings_of_others(client: ClientData) -> Values:
    """Which share of the meetings with a manager's accounts do departments hold that do not sell?"""
    return share(meetings(client), "others", "told")


def team_departments(client: ClientData) -> Values:
    """From how many departments besides the sellers come the teams of a manager's accounts? Mean over accounts."""
    teams = client.frame("teams")
    helping = teams[~teams["department"].isin(SELLERS)]
    found = helping.groupby("account_id")["department"].nunique().reindex(teams["account_id"].unique())
    return by_manager(client, found.fillna(0).astype(float).sort_index())


def loyalty_of_own(client: ClientData) -> Values:
    """How loyal are a manager's accounts? Mean over them, see `loyalty`."""
    return by_manager(client, accounts.loyalty(client))


def revenue_change_of_own(client: ClientData) -> Values:
    """How does what a manager's accounts buy change? Mean over them, see `revenue_change`."""
    return by_manager(client, accounts.revenue_change(client))


def case_days_of_own(client: ClientData) -> Values:
    """How long do cases of a manager's accounts take? Mean over them, see `account_case_days`."""
    return by_manager(client, accounts.account_case_days(client))


def own_accounts_lost(client: ClientData) -> Values:
    """Which share of the accounts that a manager had was lost or fell silent? Those with two accounts at least.

    An account whose former manager left counts for that one, else for its present one.
    """
    table = client.frame("accounts").drop_duplicates("account_id").set_index("account_id").sort_index()
    seen = observe(client)
    if seen is None:
        return pd.Series(dtype=float)
    left = manager_left(client)
    gone = table["previous_owner_id"].isin(left.index[left > 0])
    had = table["previous_owner_id"].where(gone, table["owner_id"])
    silent = seen.habits["silent_on"].reindex(table.index).notna()
    lost = table["lost_on"].le(pd.Timestamp(client.settings.as_of)) | silent
    watched = seen.habits["last"].reindex(table.index).notna() | table["lost_on"].ge(seen.begin)
    found = lost[watched].astype(float).groupby(had[watched]).agg(["mean", "size"])
    return found["mean"].where(found["size"] > 1)


def rule_decides(client: ClientData) -> Values:
    """Which share of what a manager asked of others did a rule decide?"""
    found = list_requests(client)
    if found is None:
        return pd.Series(dtype=float)
    told = found[found["decided_by"].notna()]
    table = (told["decided_by"] == "rule").groupby(told["manager_id"]).agg(["sum", "size"])
    return share(table, "sum", "size")


@asked_once
def crm_actions(client: ClientData) -> pd.DataFrame:
    """How often did each user of the last year enter something, and look something up? Sums by user."""
    action = nw.col("action")
    rows = rows_in_window(client, "crm_activity", "date", 12).filter(~nw.col("user_id").is_null())
    gives, takes = (flag(action.is_in(list(which))).sum().cast(nw.Int64) for which in (GIVES, TAKES))
    return collect(rows.group_by("user_id").agg(gives=gives, takes=takes), "user_id").set_index("user_id")


def crm_entries(client: ClientData) -> Values:
    """How much does a manager enter in the CRM? Logarithm of entries a week; who never came entered nothing."""
    known = crm_actions(client)["gives"].reindex(in_post(client).index)
    if known.notna().sum() == 0:
        return pd.Series(dtype=float)
    return pd.Series(np.log1p(known.fillna(0).astype(float) / WEEKS_OF_YEAR))


def crm_take(client: ClientData) -> Values:
    """Which share of what a manager enters and looks up in the CRM gets something out of it? Absent, nothing: 0."""
    found = crm_actions(client).reindex(in_post(client).index)
    if found["gives"].notna().sum() == 0:
        return pd.Series(dtype=float)
    total = found.sum(axis=1)
    return (found["takes"] / total.where(total > 0)).fillna(0.0)


def contacts_filled(client: ClientData) -> Values:
    """Which share of title, level, e-mail and phone of a manager's contacts holds a usable entry?"""
    return share(contact_sums(client, "owner_id"), "filled", "cells")


def contact_roles_known(client: ClientData) -> Values:
    """Of which share of a manager's contacts is the buying role known?"""
    return share(contact_sums(client, "owner_id"), "roles")


@asked_once
def contact_sums(client: ClientData, by: str) -> pd.DataFrame:
    """How many contacts has each owner or account, and how many of their cells are filled? Sums by `by`."""
    chinese = client.settings.currency == "CNY"
    usable = {
        "title": is_filled(plain(nw.col("title"))),
        "level": ~nw.col("level").is_null(),
        "email": is_email(plain(nw.col("email"))),
        "phone": is_phone(plain(nw.col("phone")), chinese),
    }
    filled = nw.sum_horizontal(*(flag(test) for test in usable.values()))
    rows = client.lazy("contacts").filter(~nw.col(by).is_null()).with_columns(filled=filled)
    found = rows.group_by(by).agg(
        count().alias("n"),
        nw.col("filled").sum().cast(nw.Int64),
        flag(~nw.col("buying_role").is_null()).sum().cast(nw.Int64).alias("roles"),
    )
    table = collect(found, by).set_index(by)
    return table.assign(cells=len(usable) * table["n"])


def approvals_by_top(client: ClientData) -> Values:
    """Which share of the approvals in cases of a manager's accounts did the top give?"""
    cases = accounts.case_rows(client)
    sums = cases.groupby(cases["account_id"].map(owners(client)))[["top", "approvals"]].sum()
    return share(sums, "top", "approvals")


def leads_not_fights(client: ClientData) -> Values:
    """How much more of a manager's hours goes to leading the team, planning and design than to firefighting?

    Share of hours less share of hours, -1 to 1.
    """
    rows = client.frame("time_use").dropna(subset=["hours"])
    hours = rows.pivot_table(index="manager_id", columns="activity", values="hours", aggfunc="sum").fillna(
        0.0
    )
    total = hours.sum(axis=1)
    led = hours.reindex(columns=["team_leading", "account_planning"], fill_value=0.0).sum(axis=1)
    return (led - hours.reindex(columns=["firefighting"], fill_value=0.0)["firefighting"]) / total.where(
        total > 0
    )


def leader_rating(client: ClientData) -> Values:
    """How is a manager rated as a leader by others than himself? Mean of the relations' means."""
    rows = client.frame("ratings")
    rows = rows[rows["competency"].str.startswith("leader.").fillna(False) & (rows["relation"] != "self")]
    means = rows.groupby(["manager_id", "relation"])["rating"].mean()
    return means.groupby("manager_id").mean().where(rows.groupby("manager_id").size() >= ENOUGH)
