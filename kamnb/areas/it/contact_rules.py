"""Which contacts are looked at, and when are an e-mail or a phone number well formed?"""

from __future__ import annotations

import unicodedata
from typing import Any

import pandas as pd

from kamnb.sources.client import ClientData

FIELDS = ("title", "function", "email", "phone", "buying_role")
MONTHS_CURRENT = 12
"""A contact that nobody touched for longer than this is not current. Source: ours."""

BLANK = "[-\u2013\u2014/.?]*|n/?a|null|none|\u6682?\u65e0|\u5f85\u8865|\u5f85\u5b9a|\u6682\u7f3a|tbd|tbc"
"""What people write to say that they have nothing: a dash, "none", "to be added"."""
PLACEHOLDER = "[0x*]+|unknown|test|\u540c\u4e0a|\u4e0d\u8be6|\u672a\u77e5|\u6d4b\u8bd5"
"""What people write to satisfy a mandatory field: zeros, "same as above", "unknown", "test"."""
EMAIL = r"[^@\s,;<>()]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
EXTENSION = "(?:ext\\.?|x|#|\u8f6c)\\d{1,6}$"
PHONE = r"1[3-9]\d{9}|0[1-9]\d{8,10}|[48]00\d{7}|(?:\+|00)[1-9]\d{6,13}"
"""Mobile, fixed line with area code, 400 and 800, or another country's number with its prefix.

Source: convention:cn_numbering, standard:e164.
"""
ANYWHERE = r"\+?\d{7,15}"
"""A number of a country whose numbering plan is not known here. Source: standard:e164."""
MADE_UP = "|".join(f"{digit}{{8}}$" for digit in range(10)) + "|12345678$"


def watched_contacts(client: ClientData) -> pd.DataFrame:
    """Which contacts are looked at? Those of key accounts where these are known, else all."""
    contacts = client.frame("contacts")
    if not client.has("accounts", "is_key"):
        return contacts
    accounts = client.frame("accounts")
    keys = accounts.loc[accounts["is_key"].fillna(False).astype(bool), "account_id"]
    return contacts[contacts["account_id"].isin(keys)]


def plain(values: pd.Series[Any]) -> pd.Series[Any]:
    """What was written, in half-width characters, lower case, without blanks? Missing is empty."""
    narrow = values.map(lambda text: unicodedata.normalize("NFKC", text), na_action="ignore")
    return narrow.astype("object").fillna("").astype("str").str.lower().str.replace(r"\s", "", regex=True)


def is_written(values: pd.Series[Any]) -> pd.Series[Any]:
    """Where does something stand that claims to be an entry, true or not?"""
    return ~plain(values).str.fullmatch(BLANK)


def is_filled(values: pd.Series[Any]) -> pd.Series[Any]:
    """Where does an entry stand that is neither a word for nothing nor a placeholder?"""
    return ~plain(values).str.fullmatch(f"{BLANK}|{PLACEHOLDER}")


def is_email(values: pd.Series[Any]) -> pd.Series[Any]:
    """Which values are well-formed e-mail addresses?"""
    return plain(values).str.fullmatch(EMAIL)


def is_phone(values: pd.Series[Any], chinese: bool = True) -> pd.Series[Any]:
    """Which values are numbers that could ring?

    By China's numbering plan a fixed line needs its area code; elsewhere 7 to 15 digits are taken as a number.
    One that ends in eight like digits or 12345678 is made up.
    """
    digits = plain(values).str.replace("[-().\u2013\u2014\u00b7]", "", regex=True)
    digits = digits.str.replace(EXTENSION, "", regex=True)
    if not chinese:
        return digits.str.fullmatch(ANYWHERE) & ~digits.str.contains(MADE_UP, regex=True)
    digits = digits.str.replace(r"^(?:\+|00)?86(1\d{10}|0\d+)$", r"\1", regex=True)
    digits = digits.str.replace(r"^(?:\+|00)86([1-9]\d{8,10})$", r"0\1", regex=True)
    return digits.str.fullmatch(PHONE) & ~digits.str.contains(MADE_UP, regex=True)
