"""Which key accounts have a tie along the value chain that is in use?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.relationship.touchpoints import MONTHS
from kamnb.sources.client import ClientData


def ties_in_use(client: ClientData, accounts: frozenset[str]) -> pd.Series[Any]:
    """Has each account a tie that was used in the last twelve months? Boolean by account.

    Blank where it has ties but the last use of none that might be in use is known, and everywhere where no tie
    of the table names an account; False without a tie.
    """
    if not client.has("alliances", "account_id"):
        return pd.Series(pd.NA, index=sorted(accounts), dtype="boolean")
    ties = client.frame("alliances").dropna(subset=["account_id"])
    used = ties.index.isin(client.in_window(ties, "last_used_on", MONTHS).index)
    state = pd.Series(used, index=ties.index).astype("boolean").mask(ties["last_used_on"].isna(), pd.NA)
    by = ties["account_id"]
    found = state.groupby(by).any().astype("boolean")
    found = found.mask(~found & state.isna().groupby(by).any(), pd.NA)
    return found.reindex(sorted(accounts), fill_value=False)
