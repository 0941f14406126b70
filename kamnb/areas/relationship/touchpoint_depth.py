"""How deep is a kind of touchpoint, which are hospitality, and which touchpoints are looked at?"""

from __future__ import annotations

import pandas as pd

from kamnb.sources.client import ClientData

DEPTH = {
    "meal": 0.0,
    "gift": 0.0,
    "event": 0.0,
    "visit": 0.2,
    "service": 0.25,
    "review": 0.4,
    "training": 0.5,
    "executive_meeting": 0.5,
    "data_exchange": 0.6,
    "technical_workshop": 0.7,
    "joint_planning": 0.9,
    "joint_innovation": 1.0,
}
"""The depth ladder, 0 (hospitality) to 1 (creating together). Source: ours, after article R1, R4 to R6."""

HOSPITALITY = ("meal", "gift", "event")
TOTAL_ONLY = ("meal", "gift")
"""Meals and gifts are shown as one total, never by account or person."""
MONTHS = 12


def key_accounts(client: ClientData) -> frozenset[str]:
    """Which accounts are key at as_of, neither lost nor key only until earlier? Empty where nobody says."""
    accounts = client.frame("accounts")
    as_of = pd.Timestamp(client.settings.as_of)
    ended = (accounts["key_until"] <= as_of) | (accounts["lost_on"] <= as_of)
    return frozenset(accounts.loc[accounts["is_key"].fillna(False).astype(bool) & ~ended, "account_id"])


def recent_touchpoints(client: ClientData, accounts: frozenset[str]) -> pd.DataFrame:
    """Which touchpoints did these accounts have in the last twelve months? With a column `depth`."""
    rows = client.in_window(client.frame("touchpoints"), "date", MONTHS)
    rows = rows[rows["account_id"].isin(accounts) & rows["kind"].isin(DEPTH)]
    return rows.assign(depth=rows["kind"].map(DEPTH).astype(float))


def business_touchpoints(client: ClientData, accounts: frozenset[str]) -> pd.DataFrame:
    """Which of the recent touchpoints are beyond hospitality?"""
    rows = recent_touchpoints(client, accounts)
    return rows[~rows["kind"].isin(HOSPITALITY)]
