"""Who meets whom at each key account: how many functions and levels, through how many hands, bow-tie or diamond."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamnb.areas.relationship.touchpoints import count_touchpoints
from kamnb.sources.client import ClientData

OUR_SIDE, THEIR_SIDE = ("our_department", "our_level"), ("their_function", "their_level")
KNOWN_SHARE = 0.5
"""Where less than this share of an account's touchpoints tells something, its absence cannot be told. Ours."""
TOLD_FOR_STRUCTURE = 4
"""Fewer touchpoints that tell both functions have no structure. Ours."""
SELLERS = ("kam", "sales")
"""Departments that sell: one end of the pair through which all passes in a bow-tie."""
KNOT_SHARE = 0.8
"""From this share of an account's touchpoints on, one pair of functions is the knot of a bow-tie. Ours."""
DIRECT_PAIRS = 2
"""So many pairs of functions beside seller and main function make a diamond. Ours."""
STRUCTURES = ("bow_tie", "between", "diamond")


def contact_cells(client: ClientData, accounts: frozenset[str]) -> pd.DataFrame:
    """How many business touchpoints of the last year lie in each cell of both sides' functions and levels?

    Columns `account_id`, our_department, our_level, their_function, their_level, manager_id, `n`.
    """
    return count_touchpoints(client, accounts, *OUR_SIDE, *THEIR_SIDE, "manager_id", business=True)


def share_told(cells: pd.DataFrame, told: pd.Series[bool]) -> pd.Series[float]:
    """Which share of each account's touchpoints lies in the cells that tell? By account, sorted."""
    by = cells["account_id"]
    found: pd.Series[float] = cells["n"].where(told, 0).groupby(by).sum() / cells["n"].groupby(by).sum()
    return found


def met_widely(cells: pd.DataFrame, accounts: frozenset[str], levels: int, functions: int) -> pd.Series[Any]:
    """Was each account met at so many levels and in so many functions of its own at least?

    Boolean by account: blank where the records say too little to tell no; False without a business touchpoint.
    """
    met = cells.groupby("account_id")[["their_level", "their_function"]].nunique()
    wide = (met["their_level"] >= levels) & (met["their_function"] >= functions)
    known = share_told(cells, cells["their_level"].notna() & cells["their_function"].notna()) >= KNOWN_SHARE
    found = wide.astype("boolean").mask(~wide & ~known, pd.NA)
    return found.reindex(sorted(accounts), fill_value=False)


def single_thread(cells: pd.DataFrame, accounts: frozenset[str]) -> pd.Series[Any]:
    """Does all business with each account hang on one line at most? Boolean by account, blank where not told.

    One line: one of our departments and not two of our managers, and one of the account's functions. Where our
    department is blank, the manager alone counts; where their function is blank, their level. An account
    without a business touchpoint hangs on none, which is no better.
    """
    departments, managers, functions, levels = (
        cells.groupby("account_id")[name].nunique()
        for name in ("our_department", "manager_id", "their_function", "their_level")
    )
    theirs = functions.where(functions > 0, levels)
    single = (departments <= 1) & (managers <= 1) & (theirs <= 1)
    ours = cells["our_department"].notna() | cells["manager_id"].notna()
    other = cells["their_function"].notna() | cells["their_level"].notna()
    known = share_told(cells, ours & other) >= KNOWN_SHARE
    found = single.astype("boolean").mask(single & ~known, pd.NA)
    return found.reindex(sorted(accounts), fill_value=True)


def structures(cells: pd.DataFrame, accounts: frozenset[str]) -> pd.Series[str]:
    """Is each account's contact a bow-tie, a diamond or between? By account; None where it cannot be told.

    A bow-tie: one function on either side, or one pair carries most touchpoints. A diamond: functions meet
    functions, beside our sellers and beside the account's main function. The archetypes are those of McDonald,
    Millman & Rogers 1997, the rule is ours. Source: study:mcdonald1997, study:ryals2013.
    """
    told = cells.dropna(subset=["our_department", "their_function"])
    ours = told["our_department"].mask(told["our_department"].isin(SELLERS), SELLERS[0])
    pairs = told["n"].groupby([told["account_id"], ours, told["their_function"]]).sum().reset_index()
    found = shapes(pairs)
    known = (
        share_told(cells, cells["our_department"].notna() & cells["their_function"].notna()) >= KNOWN_SHARE
    )
    found = found.where(known.reindex(found.index, fill_value=False), None)
    return found.reindex(sorted(accounts)).where(lambda x: x.notna(), None)


def shapes(pairs: pd.DataFrame) -> pd.Series[str]:
    """Is the contact of each account a bow-tie, a diamond or between? None under four touchpoints."""
    by = pairs.groupby("account_id")
    total = by["n"].sum()
    sides = by[["our_department", "their_function"]].nunique().min(axis=1)
    theirs = pairs.groupby(["account_id", "their_function"])["n"].sum().reset_index()
    main = theirs.sort_values(["n", "their_function"], ascending=[False, True]).drop_duplicates("account_id")
    main_of = pairs["account_id"].map(main.set_index("account_id")["their_function"])
    direct = ~pairs["our_department"].isin(SELLERS) & (pairs["their_function"] != main_of)
    knots = (sides == 1) | (by["n"].max() >= KNOT_SHARE * total)
    diamonds = direct.groupby(pairs["account_id"]).sum() >= DIRECT_PAIRS
    found = pd.Series(np.select([knots, diamonds], ["bow_tie", "diamond"], "between"), dtype="object")
    found.index = total.index.astype(str)
    return found.mask((total < TOLD_FOR_STRUCTURE).to_numpy(), None)


def level_grid(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """At how many accounts, and how often, did which of our levels meet which of theirs? Blanks left out.

    Their specialists and front line are one level, as ours is.
    """
    told = cells.dropna(subset=["our_level", "their_level"])
    theirs = told["their_level"].replace("specialist", "frontline")
    groups = told.groupby([told["our_level"], theirs])
    counts = groups.agg(accounts=("account_id", "nunique"), touchpoints=("n", "sum")).reset_index()
    return [
        {"our": str(a), "their": str(b), "accounts": int(k), "touchpoints": int(n)}
        for a, b, k, n in counts.itertuples(index=False)
    ]


def function_pairs(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """At how many accounts, and how often, did which of our functions meet which of theirs? Busiest first."""
    told = cells.dropna(subset=["our_department", "their_function"])
    groups = told.groupby(["our_department", "their_function"])
    counts = groups.agg(accounts=("account_id", "nunique"), touchpoints=("n", "sum")).reset_index()
    counts = counts.sort_values(
        ["touchpoints", "our_department", "their_function"], ascending=[False, True, True]
    )
    return [
        {"our": str(a), "their": str(b), "accounts": int(k), "touchpoints": int(n)}
        for a, b, k, n in counts.itertuples(index=False)
    ]
