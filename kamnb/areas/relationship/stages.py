"""At which stage does the relationship with each key account stand? One declared rule.

The stages are those of Millman & Wilson 1995 (pre-, early, mid-, partnership, synergistic) under the names that
McDonald, Millman & Rogers 1997 gave them. That contact structure and what is done differently for an account, not
stated intent, tell them apart is Ryals & Davies 2013. The rule and its cut-offs are ours.
Source: study:millman1995, study:mcdonald1997, study:ryals2013.
"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from kamnb.areas.relationship.alliance_ties import ties_in_use
from kamnb.areas.relationship.contacts_met import contact_cells, met_widely, structures
from kamnb.areas.relationship.planning import planned_together
from kamnb.areas.relationship.touchpoint_depth import DEPTH
from kamnb.areas.relationship.touchpoints import count_touchpoints, recent, year_is_recorded
from kamnb.sources.client import ClientData

STAGES = ("exploratory", "basic", "cooperative", "interdependent", "integrated")
"""From pre-KAM, where nothing is sold yet, to synergistic KAM, where the two work as one."""
CANNOT_TELL = "cannot_tell"
COOPERATIVE = STAGES.index("cooperative")
DEEP = 0.5
"""From this depth on (training, executive meeting …) a means goes beyond routine dealings. Ours."""
DEEP_TOUCHPOINTS = 2
"""So many deep touchpoints in a year are no longer a single occasion. Ours."""
SOME_LEVELS, SOME_FUNCTIONS = 2, 2
"""Cooperation: contact has left the one buyer. Ours, after the opening bow-tie of McDonald et al."""
MANY_LEVELS, MANY_FUNCTIONS = 2, 3
"""Interdependence: as `multi_level_contact` asks. Ours."""
MAIN_SUPPLIER = 0.5
"""From this share of wallet on we are the account's main supplier, whatever the contract says. Ours."""
ORDERING = ("order", "annual", "framework", "alliance")
BINDING = ("framework", "alliance")
"""Contracts that bind beyond the year. Ours."""


def signs(client: ClientData, accounts: frozenset[str]) -> pd.DataFrame:
    """What do the records say of each key account's relationship? Boolean columns by account, blank where unknown.

    bought, deep, some (levels and functions), many, planned, innovated, bound, tied; `structure` as text.
    """
    index = sorted(accounts)
    kinds = count_touchpoints(client, accounts, "kind", business=True)
    often = kinds[kinds["kind"].map(DEPTH) >= DEEP].groupby("account_id")["n"].sum()
    deep = frozenset(often.index[often >= DEEP_TOUCHPOINTS])
    innovated = frozenset(kinds.loc[kinds["kind"] == "joint_innovation", "account_id"])
    cells = contact_cells(client, accounts)
    done = {
        "deep": flags(deep, index),
        "some": met_widely(cells, accounts, SOME_LEVELS, SOME_FUNCTIONS),
        "many": met_widely(cells, accounts, MANY_LEVELS, MANY_FUNCTIONS),
        "planned": flags(planned_together(client, accounts), index),
        "innovated": flags(innovated, index),
    }
    if not year_is_recorded(client):
        done = {name: found.mask(~found.fillna(False), pd.NA) for name, found in done.items()}
    frame = pd.DataFrame({**done, **contract_signs(client, index)}, index=index)
    return frame.assign(tied=ties_in_use(client, accounts), structure=structures(cells, accounts))


def flags(having: frozenset[str], index: list[str]) -> pd.Series[Any]:
    """Which of the accounts have it? Boolean by account."""
    return pd.Series([account in having for account in index], index=index, dtype="boolean")


def contract_signs(client: ClientData, index: list[str]) -> dict[str, pd.Series[Any]]:
    """Does each account buy, and is it bound by contract or as its main supplier's customer? Blank where unknown."""
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id").reindex(index)
    contract, wallet = accounts["contract_type"], accounts["share_of_wallet"]
    ordering = contract.isin(ORDERING).astype("boolean").mask(contract.isna(), pd.NA)
    binding = contract.isin(BINDING).astype("boolean").mask(contract.isna(), pd.NA)
    buys = (wallet > 0).astype("boolean").mask(wallet.isna(), pd.NA)
    main = (wallet >= MAIN_SUPPLIER).astype("boolean").mask(wallet.isna(), pd.NA)
    return {"bought": any_known(ordering, buys, invoiced(client, index)), "bound": binding | main}


def any_known(*found: pd.Series[Any]) -> pd.Series[Any]:
    """Does any source say yes? False where one says no and none yes; blank where none says anything."""
    yes = pd.concat([each.fillna(False) for each in found], axis=1).any(axis=1).astype("boolean")
    return yes.mask(pd.concat([each.isna() for each in found], axis=1).all(axis=1), pd.NA)


def invoiced(client: ClientData, index: list[str]) -> pd.Series[Any]:
    """Had each account an invoice in the last twelve months? Blank everywhere without a ledger."""
    if not client.has("ledger", "date"):
        return pd.Series(pd.NA, index=index, dtype="boolean")
    rows = recent(client, "ledger", "date", frozenset(index)).filter(nw.col("revenue") > 0)
    found: pd.DataFrame = rows.select("account_id").unique().collect("pandas").to_native()
    return flags(frozenset(found["account_id"]), index)


def conditions(found: pd.DataFrame) -> list[pd.Series[Any]]:
    """Does each account meet what each stage beyond the first asks, by itself? Blank where it cannot be told.

    Basic: it buys. Cooperative: deep means more than once, several levels and functions, and no bow-tie.
    Interdependent: a diamond over many functions, joint planning, bound by contract or as main supplier.
    Integrated: joint innovation and a tie along the value chain in use.
    """
    shape = found["structure"]
    open_shape = (shape != "bow_tie").astype("boolean").mask(shape.isna(), pd.NA)
    diamond = (shape == "diamond").astype("boolean").mask(shape.isna(), pd.NA)
    return [
        found["bought"],
        found["some"] & found["deep"] & open_shape,
        found["many"] & found["planned"] & found["bound"] & diamond,
        found["innovated"] & found["tied"],
    ]


def stage_bounds(found: pd.DataFrame) -> pd.DataFrame:
    """Which stage has each account reached for certain (`low`), and at most (`high`)? Numbers from 0.

    A stage is reached when it and all before it are met; a blank before it leaves open what comes after.
    """
    reached = pd.Series(True, index=found.index, dtype="boolean")
    low, high = (pd.Series(0, index=found.index) for _ in range(2))
    for condition in conditions(found):
        reached = reached & condition
        low, high = low + reached.fillna(False).astype(int), high + reached.fillna(True).astype(int)
    return pd.DataFrame({"low": low, "high": high})


def stage_names(bounds: pd.DataFrame) -> pd.Series[str]:
    """What is each account's stage called? `cannot_tell` where the records leave more than one open."""
    names = [STAGES[low] if low == high else CANNOT_TELL for low, high in bounds[["low", "high"]].to_numpy()]
    return pd.Series(names, index=bounds.index, dtype="object")
