"""What each clause's records show, read straight off the frames: a plain number that is larger in a healthier firm.

These are no indicators and share nothing with them; they only say that a table carries a clause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

Frames = Mapping[str, pd.DataFrame]
Raw = tuple[tuple[str, ...], Callable[[Frames], float]]
AS_OF = pd.Timestamp("2026-09-30")


def key_accounts(t: Frames) -> pd.DataFrame:
    found = t["accounts"]
    return found[found["is_key"] & found["lost_on"].isna()]


def margin(t: Frames, key: bool | None = None) -> float:
    lines = t["ledger"]
    if key is not None:
        ids = t["accounts"].loc[t["accounts"]["is_key"] == key, "account_id"]
        lines = lines[lines["account_id"].isin(ids)]
    lines = lines.dropna(subset=["direct_cost", "cost_to_serve"])
    return float(1 - (lines["direct_cost"] + lines["cost_to_serve"]).sum() / lines["revenue"].sum())


def approvals(t: Frames) -> float:
    steps = t["process_events"]
    return -float((steps.loc[steps["is_approval"].eq(True), "department"] == "executive").mean())


def lead_time(t: Frames) -> float:
    when = t["process_events"].groupby("case_id")["timestamp"].agg(["min", "max"])
    return -float((when["max"] - when["min"]).dt.days.mean())


def repeated(t: Frames) -> float:
    cases = t["process_events"].groupby("case_id")["activity"]
    return -float((cases.size() - cases.nunique()).mean())


def kinds(t: Frames, *names: str) -> float:
    return float(t["touchpoints"]["kind"].isin(names).mean())


def current(t: Frames, column: str) -> float:
    plans = t["plans"] if "plans" in t else pd.DataFrame({"period": [], column: []})
    return float(plans.loc[plans["period"] == "2026", column].eq(True).sum()) / len(key_accounts(t))


def alive(t: Frames) -> float:
    plans = t["plans"]
    fresh = (plans["period"] == "2026") & (plans["updated_on"] > AS_OF - pd.DateOffset(days=120))
    return float(fresh.sum()) / len(key_accounts(t))


def met(t: Frames) -> float:
    asked = t["requirements"]
    return float((asked["closed_on"] <= asked["due_on"]).mean())


def rule(t: Frames, table: str, column: str, *names: str) -> float:
    return float(t[table][column].dropna().isin(names).mean())


def quarter_end(t: Frames) -> float:
    return -float(t["ledger"]["date"].dt.month.isin((3, 6, 9, 12)).mean())


def shares(t: Frames, column: str) -> float:
    pay = t["managers"].dropna(subset=["base_pay", "bonus_short_term", "bonus_long_term"])
    whole = pay["base_pay"] + pay["bonus_short_term"] + pay["bonus_long_term"]
    return float((pay[column] / whole).mean())


def hours(t: Frames, *names: str) -> float:
    used = t["time_use"]
    return float(used.loc[used["activity"].isin(names), "hours"].sum() / used["hours"].sum())


def lines_of(t: Frames, *names: str) -> pd.DataFrame:
    return t["programme"][t["programme"]["kind"].isin(names)]


def planned(t: Frames) -> float:
    lines = t["programme"].dropna(subset=["required"])
    return float((lines["planned"] / lines["required"]).mean()) if len(lines) else 0.0


def same_names(t: Frames) -> float:
    lines = t["programme"]
    return float(lines["period"].nunique()) - float(lines["item"].str.contains("initiative").mean())


def read_days(t: Frames) -> float:
    read = t["documents"].dropna(subset=["read_on"])
    return -float((read["read_on"] - read["created_on"]).dt.days.median())


def kept(t: Frames) -> float:
    due = t["actions"][t["actions"]["due_on"] <= AS_OF]
    return float((due["done_on"] <= due["due_on"]).mean())


def done_share(t: Frames) -> float:
    return float(t["plans"]["actions_done"].sum() / t["plans"]["actions_total"].sum())


def realisation(t: Frames) -> float:
    lines = t["ledger"].dropna(subset=["list_amount"])
    return float(lines["revenue"].sum() / lines["list_amount"].sum())


def fit_of_key(t: Frames) -> float:
    means = t["accounts"].groupby("is_key")["strategic_fit"].mean()
    return float(means[True] - means[False])


def wallet(t: Frames) -> float:
    found = t["accounts"]
    return float(found["share_of_wallet"].mean() - found["lost_on"].notna().mean())


def ties(t: Frames) -> float:
    return float((t["alliances"]["last_used_on"] > AS_OF - pd.DateOffset(days=365)).sum())


def crm_users(t: Frames) -> float:
    return float(t["crm_activity"]["user_id"].nunique())


def skill(t: Frames, group: str) -> float:
    marks = t["ratings"]
    return float(marks.loc[marks["competency"].str.startswith(group), "rating"].mean())


def bound(t: Frames) -> float:
    return float(t["accounts"]["contract_type"].isin(("framework", "alliance")).mean()) + kinds(
        t, "joint_innovation"
    )


P = ("plans", "accounts")
RAW: Mapping[str, Raw] = {
    "P1": (("ledger",), margin),
    "P2": (("accounts",), wallet),
    "P3": (("ledger",), realisation),
    "P4": (("ledger", "accounts"), lambda t: margin(t, True) - margin(t, False)),
    "S2": (("programme",), lambda t: float(lines_of(t, "action", "policy")["owner_role"].notna().sum())),
    "S3": (("accounts",), fit_of_key),
    "S4": (P, alive),
    "S4a": (P, lambda t: current(t, "has_financial_analysis")),
    "S4b": (P, lambda t: current(t, "has_value_chain_analysis")),
    "S4c": (P, lambda t: current(t, "has_buying_process_analysis")),
    "S4d": (P, lambda t: current(t, "has_competitor_analysis")),
    "S5": (P, lambda t: current(t, "linked_market_plan")),
    "S6": (("ledger",), quarter_end),
    "S7": (("plans",), done_share),
    "O1": (("managers",), lambda t: rule(t, "managers", "department", "kam")),
    "O2": (("teams",), lambda t: float(len(t["teams"]))),
    "O3": (("process_events",), lead_time),
    "O4": (("process_events",), repeated),
    "O5": (("requirements",), met),
    "O6": (
        ("documents",),
        lambda t: float((t["documents"]["author_department"] != t["documents"]["reader_department"]).mean()),
    ),
    "O7": (("process_events",), approvals),
    "O8": (("alliances",), ties),
    "M1": (("ratings",), lambda t: skill(t, "engineer")),
    "M2": (("managers",), lambda t: float(t["managers"]["passed_competency_model"].eq(True).mean())),
    "M3": (("managers",), lambda t: float(t["managers"]["training_days"].mean())),
    "M4": (("managers",), lambda t: float(t["managers"]["weight_long_term"].mean())),
    "M5": (("managers",), lambda t: shares(t, "bonus_long_term") - shares(t, "bonus_short_term")),
    "M6": (("managers",), lambda t: float(t["managers"]["grade"].mean())),
    "M7": (("managers",), lambda t: -float(t["managers"]["left_on"].notna().mean())),
    "M8": (("time_use",), lambda t: -hours(t, "firefighting")),
    "I1": (("contacts",), lambda t: float(t["contacts"]["phone"].notna().mean())),
    "I2": (("contacts",), lambda t: float(t["contacts"]["buying_role"].notna().mean())),
    "I3": (("crm_activity",), crm_users),
    "I4": (("programme",), planned),
    "I5": (
        ("programme",),
        lambda t: float(
            lines_of(t, "time", "money", "people", "it", "training")["approved_on"].notna().mean()
        ),
    ),
    "I6": (("documents",), read_days),
    "I7": (("documents",), lambda t: -float(t["documents"]["read_on"].isna().mean())),
    "I8": (("measures",), lambda t: float((t["measures"]["horizon_months"] >= 12).mean())),
    "R1": (("touchpoints",), lambda t: -kinds(t, "meal", "gift", "event")),
    "R2": (("touchpoints",), lambda t: kinds(t, "joint_planning", "executive_meeting")),
    "R3": (("contacts",), lambda t: float((t["contacts"]["function"] != "purchasing").mean())),
    "R4": (("touchpoints",), lambda t: kinds(t, "data_exchange")),
    "R5": (("touchpoints",), lambda t: kinds(t, "training", "technical_workshop")),
    "R6": (("accounts", "touchpoints"), bound),
    "R7": (("disputes",), lambda t: rule(t, "disputes", "resolved_by", "rule", "contract")),
    "F2": (("resource_requests",), lambda t: rule(t, "resource_requests", "decided_by", "rule")),
    "F3": (("actions",), kept),
    "F5": (("process_events",), approvals),
    "F6": (("managers",), lambda t: float(t["managers"]["share_of_time"].mean())),
    "F7": (("programme",), same_names),
}
"""Clause: the tables needed, and the number."""
UNRECORDED = ("S1", "F1", "F4")
"""Clauses that no table shows: only what people say."""


def mean_of(raw: Callable[[Frames], float], frames: list[Frames]) -> float:
    return float(np.mean([raw(each) for each in frames]))
