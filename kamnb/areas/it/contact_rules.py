"""Which contacts are looked at, and when are an e-mail or a phone number well formed? Lazily, on any engine."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from kamnb.areas.it.rows import Rows, flag, in_months, watched
from kamnb.sources.client import ClientData

FIELDS = ("title", "function", "email", "phone", "buying_role")
FORMATTED = ("email", "phone")
MONTHS_CURRENT = 12
"""A contact that nobody touched for longer than this is not current. Source: ours."""

BLANK = "[-\u2013\u2014/.?]*|n/?a|null|none|\u6682?\u65e0|\u5f85\u8865|\u5f85\u5b9a|\u6682\u7f3a|tbd|tbc"
"""What people write to say that they have nothing: a dash, "none", "to be added"."""
PLACEHOLDER = "[0x*]+|unknown|test|\u540c\u4e0a|\u4e0d\u8be6|\u672a\u77e5|\u6d4b\u8bd5"
"""What people write to satisfy a mandatory field: zeros, "same as above", "unknown", "test"."""
EMAIL = r"[^@\s,;<>()]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
EXTENSION = "(ext\\.?|x|#|\u8f6c)\\d{1,6}$"
PHONE = r"1[3-9]\d{9}|0[1-9]\d{8,10}|[48]00\d{7}|(\+|00)[1-9]\d{6,13}"
"""Mobile, fixed line with area code, 400 and 800, or another country's number with its prefix.

Source: convention:cn_numbering, standard:e164.
"""
ANYWHERE = r"\+?\d{7,15}"
"""A number of a country whose numbering plan is not known here. Source: standard:e164."""
MADE_UP = "|".join(f"{digit}{{8}}$" for digit in range(10)) + "|12345678$"
WIDE = "\uff0b\uff0d\uff0e\uff0f\uff08\uff09\uff20\uff03\uff0a" + "".join(chr(0xFF10 + d) for d in range(10))
"""Full-width marks and digits as a Chinese keyboard writes them; each has its half-width twin 0xFEE0 lower."""


OF_NOTHING = "\uff0d\uff0e\uff0f\uff0a\uff10"
"""Those of them of which a word for nothing is made."""


def watched_contacts(client: ClientData) -> Rows:
    """Which contacts are looked at? Those of key accounts where these are known, else all."""
    return watched(client, "contacts")


def plain(text: nw.Expr, signs: str = WIDE) -> nw.Expr:
    """What was written, with half-width digits and marks, lower case, without blanks? Missing is empty."""
    text = text.fill_null("").str.to_lowercase().str.replace_all(r"[\s\x{3000}\x{00a0}]", "")
    for sign in signs:
        text = text.str.replace_all(sign, chr(ord(sign) - 0xFEE0), literal=True)
    return text


def whole(text: nw.Expr, pattern: str) -> nw.Expr:
    """Does a pattern match the whole text?"""
    return text.str.contains(f"^({pattern})$")


def is_written(text: nw.Expr) -> nw.Expr:
    """Does a plain text claim to be an entry, true or not?"""
    return ~whole(text, BLANK)


def is_filled(text: nw.Expr) -> nw.Expr:
    """Is a plain text an entry that is neither a word for nothing nor a placeholder?"""
    return ~whole(text, f"{BLANK}|{PLACEHOLDER}")


def is_email(text: nw.Expr) -> nw.Expr:
    """Is a plain text a well-formed e-mail address?"""
    return whole(text, EMAIL)


def is_phone(text: nw.Expr, chinese: bool = True) -> nw.Expr:
    """Is a plain text a number that could ring?

    By China's numbering plan a fixed line needs its area code; elsewhere 7 to 15 digits are taken as a number.
    One that ends in eight like digits or 12345678 is made up.
    """
    digits = text.str.replace_all("[-().\u2013\u2014\u00b7]", "").str.replace_all(EXTENSION, "")
    if chinese:
        home = whole(digits, r"(\+|00)?86(1\d{10}|0\d+)")
        abroad = whole(digits, r"(\+|00)86[1-9]\d{8,10}")
        bare = digits.str.replace_all(r"^(\+|00)?86", "")
        digits = (
            nw.when(home).then(bare).when(abroad).then(nw.concat_str(nw.lit("0"), bare)).otherwise(digits)
        )
    return whole(digits, PHONE if chinese else ANYWHERE) & ~digits.str.contains(MADE_UP)


def field_flags(client: ClientData) -> Rows:
    """What is to be said of each watched contact's fields? 1 or 0 in `filled_`, `written_` and `valid_` columns.

    `written_` and `valid_` only for fields with a format (phones by China's plan where the client's money is CNY);
    `dated` and `fresh` for the date of update; `known` is the number of filled fields.
    """
    chinese = client.settings.currency == "CNY"
    signs = {field: WIDE if field in FORMATTED else OF_NOTHING for field in FIELDS}
    rows = watched_contacts(client).with_columns(
        **{f"plain_{field}": plain(nw.col(field), of) for field, of in signs.items()}
    )
    formats = {"email": is_email(nw.col("plain_email")), "phone": is_phone(nw.col("plain_phone"), chinese)}
    rows = rows.select(
        "updated_on",
        *(flag(is_filled(nw.col(f"plain_{f}"))).alias(f"filled_{f}") for f in FIELDS),
        *(flag(is_written(nw.col(f"plain_{f}"))).alias(f"written_{f}") for f in FORMATTED),
        *(flag(formats[f]).alias(f"valid_{f}") for f in FORMATTED),
        dated=flag(~nw.col("updated_on").is_null()),
        fresh=flag(in_months(client, "updated_on", MONTHS_CURRENT)),
    )
    return rows.with_columns(known=nw.sum_horizontal(*(f"filled_{f}" for f in FIELDS)))
