"""What became of managers' calls on other departments' resources, and who decided."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.manager.people import select_rows, smallest_group
from kamnb.sources.client import ClientData

WINDOW_MONTHS = 12
UNDATED_ALLOWED = 0.2
"""The largest share of granted requests without a usable date at which waiting can still be told."""
GRANTED = {
    "rule": "granted_rule",
    "owner": "granted_rule",
    "director": "granted_above",
    "executive": "granted_above",
}
FATES = ["granted_rule", "granted_above", "granted_unknown", "open", "refused"]


def list_requests(client: ClientData) -> pd.DataFrame | None:
    """What became of each request of the past twelve months? Columns `state`, `waited` and `age` in days are added.

    Of managers in post. `state` is granted, refused, withdrawn or open; a date of granting says granted where
    nobody says refused or withdrawn. None where neither outcome nor date is told of any request.
    """
    if not (client.has("resource_requests", "outcome") or client.has("resource_requests", "granted_on")):
        return None
    rows = client.in_window(select_rows(client, "resource_requests"), "requested_on", WINDOW_MONTHS)
    ended = rows["outcome"].isin(["refused", "withdrawn"])
    granted = (rows["outcome"] == "granted") | (rows["granted_on"].notna() & ~ended)
    return rows.assign(
        state=rows["outcome"].where(ended, "open").mask(granted, "granted"),
        waited=(rows["granted_on"] - rows["requested_on"]).dt.days,
        age=(pd.Timestamp(client.settings.as_of) - rows["requested_on"]).dt.days,
    )


def select_timed(requests: pd.DataFrame) -> pd.DataFrame | None:
    """Which requests tell how long they waited? All but those granted on no day, or before they were made.

    None where these are more than a fifth of the granted ones.
    """
    granted = requests["state"] == "granted"
    untimed = granted & ~(requests["waited"] >= 0)
    return None if untimed.sum() > UNDATED_ALLOWED * granted.sum() else requests[~untimed]


def describe_requests(client: ClientData, requests: pd.DataFrame) -> dict[str, Any] | None:
    """What does the figure draw? Requests by department asked, what became of them, and who granted them.

    Without those withdrawn. A department that fewer managers asked than the smallest group goes into `other`,
    which is shown when enough asked there; None where nothing can be shown.
    """
    smallest = smallest_group(client)
    rows = requests[requests["state"] != "withdrawn"]
    asking = rows.groupby("department")["manager_id"].nunique()
    small = rows["department"].isin(asking.index[asking < smallest])
    rows = rows.assign(department=rows["department"].mask(small, "other"))
    asking = rows.groupby("department")["manager_id"].nunique()
    rows = rows[rows["department"].isin(asking.index[asking >= smallest])]
    if rows.empty:
        return None
    fate = rows["decided_by"].map(GRANTED).fillna("granted_unknown").where(rows["state"] == "granted")
    counts = pd.crosstab(rows["department"], fate.fillna(rows["state"])).reindex(columns=FATES, fill_value=0)
    return {
        "months": WINDOW_MONTHS,
        "departments": [
            {"department": str(name), "n": int(row.sum()), **{k: int(v) for k, v in row.items()}}
            for name, row in counts.loc[sort_by_size(counts)].iterrows()
        ],
    }


def sort_by_size(counts: pd.DataFrame) -> list[str]:
    """In which order do departments stand? The one asked most often first, then by name."""
    totals = counts.sum(axis=1)
    return sorted(totals.index, key=lambda name: (-totals[name], name))
