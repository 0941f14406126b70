"""Is a unified social credit code well formed? Its 18 signs, its classes and its check sign.

Source: standard:gb32100 (GB 32100-2015, with ISO 7064 mod 31-3).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kamnb.areas.it.contact_rules import BLANK
from kamnb.areas.it.names import half_width
from kamnb.sources.client import ClientData

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters without I, O, S, V, Z: 31 signs, valued 0 to 30."""
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
PATTERN = f"^[{SIGNS[1:]}][{SIGNS[1:]}]\\d{{6}}[{SIGNS}]{{9}}[{SIGNS}]$"
"""Registering authority, kind of body, six digits of the place, nine signs of the body, check sign."""


def check_sign(code: str) -> str:
    """Which check sign belongs to the first seventeen? Empty where one of them is none of the 31 signs."""
    values = [SIGNS.find(sign) for sign in code[:17]]
    if len(values) < 17 or min(values) < 0:
        return ""
    total = sum(value * weight for value, weight in zip(values, WEIGHTS, strict=True))
    return SIGNS[(31 - total % 31) % 31]


def is_credit_code(values: pa.Array) -> np.ndarray:
    """Which values are well-formed codes? Half-width, either case, blanks and hyphens ignored; missing is not."""
    codes = plain_credit_code(values)
    formed = pc.fill_null(pc.match_substring_regex(codes, PATTERN), fill_value=False)
    return np.array(
        [
            ok and check_sign(code) == code[17]
            for ok, code in zip(formed.to_pylist(), codes.to_pylist(), strict=True)
        ],
        bool,
    )


def plain_credit_code(values: pa.Array) -> pa.Array:
    """The codes in capital letters without blanks and hyphens."""
    return pc.replace_substring_regex(pc.utf8_upper(half_width(values)), "[\\s-]+", "")


def code_columns(client: ClientData) -> pa.Array:
    """Which credit codes were entered, of accounts that have one? Words for nothing are no entry."""
    codes = pa.array(client.frame("accounts")["credit_code"], pa.string(), from_pandas=True)
    plain = pc.utf8_trim_whitespace(half_width(codes))
    return codes.filter(
        pc.invert(pc.fill_null(pc.match_substring_regex(plain, f"^(?:{BLANK})$"), fill_value=True))
    )
