"""I1: is the basic data on contacts complete, valid, current and free of duplicates?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamnb.areas.it.bounds import mean_share
from kamnb.areas.it.contact_rules import (
    FIELDS,
    MONTHS_CURRENT,
    is_email,
    is_filled,
    is_phone,
    is_written,
    plain,
    watched_contacts,
)
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval

FORMATTED = ("email", "phone")


def is_valid(client: ClientData, contacts: pd.DataFrame, field: str) -> pd.Series[Any]:
    """Which entries of a field are well formed? Phones by China's plan where the client's money is CNY."""
    if field == "email":
        return is_email(contacts[field])
    return is_phone(contacts[field], chinese=client.settings.currency == "CNY")


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("contact_id",)},
    anchors={0.3: 0, 0.5: 25, 0.7: 50, 0.85: 75, 0.95: 100},
    source="ours",
    minimum=20,
)
def contact_completeness(client: ClientData) -> Measurement:
    """Which share of a contact's five fields is filled, on average?

    Title, function, e-mail, phone, buying role of key accounts' contacts (of all where key is not known).
    Series: completeness, validity and currentness by field. Source: standard:iso25012 for the dimensions;
    anchors ours.
    """
    contacts = watched_contacts(client)
    if contacts.empty:
        return Measurement.none(Outcome.NO_DATA)
    filled = pd.DataFrame({field: is_filled(contacts[field]) for field in FIELDS})
    series = {"fields": fields_quality(client, contacts, filled), "n": len(contacts)}
    return Measurement(*mean_share(filled.mean(axis=1)), n=len(contacts), series=series)


def fields_quality(client: ClientData, contacts: pd.DataFrame, filled: pd.DataFrame) -> list[dict[str, Any]]:
    """How complete, valid and current is each field? Shares; None where a dimension does not apply."""
    dated = contacts["updated_on"].notna()
    fresh = contacts.index.isin(client.in_window(contacts, "updated_on", MONTHS_CURRENT).index)
    rows = []
    for field in FIELDS:
        here = filled[field]
        rows.append(
            {
                "field": field,
                "completeness": float(here.mean()),
                "validity": validity(client, contacts, field),
                "currentness": float(fresh[here & dated].mean()) if (here & dated).any() else None,
            }
        )
    return rows


def validity(client: ClientData, contacts: pd.DataFrame, field: str) -> float | None:
    """Which share of a field's entries has a valid format? None where a field has no format or no entry."""
    written = contacts[is_written(contacts[field])]
    if field not in FORMATTED or written.empty:
        return None
    return float(is_valid(client, written, field).mean())


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("contact_id",)},
    anchors={0.6: 0, 0.8: 35, 0.9: 65, 0.97: 90, 1: 100},
    source="ours",
    minimum=20,
)
def contact_validity(client: ClientData) -> Measurement:
    """Which share of the e-mail and phone entries has a valid format?

    Averaged over contacts with at least one of the two; placeholders such as 0 are entries that are not valid.
    Well formed does not prove that it is true.
    Source: convention:cn_numbering, standard:e164 for the formats; anchors ours.
    """
    contacts = watched_contacts(client)
    written = pd.DataFrame({field: is_written(contacts[field]) for field in FORMATTED})
    valid = pd.DataFrame({field: is_valid(client, contacts, field) for field in FORMATTED})
    reachable = written.any(axis=1)
    if not reachable.any():
        return Measurement.none(Outcome.NO_DATA)
    shares = valid.sum(axis=1)[reachable] / written.sum(axis=1)[reachable]
    return Measurement(*mean_share(shares), n=int(reachable.sum()))


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("updated_on",)},
    anchors={0.1: 0, 0.3: 30, 0.5: 55, 0.7: 80, 0.9: 100},
    source="ours",
    minimum=20,
)
def contact_currentness(client: ClientData) -> Measurement:
    """Which share of the contacts was updated in the last twelve months?

    Contacts without a date of update are left out. Source: standard:iso25012 for the dimension; ours.
    """
    dated = watched_contacts(client).dropna(subset=["updated_on"])
    if dated.empty:
        return Measurement.none(Outcome.NO_DATA)
    fresh = client.in_window(dated, "updated_on", MONTHS_CURRENT)
    return Measurement(*share_interval(len(fresh), len(dated)), n=len(dated))


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("name", "account_id")},
    anchors={0.01: 100, 0.03: 80, 0.08: 50, 0.15: 20, 0.25: 0},
    source="ours",
    minimum=20,
)
def contact_duplicates(client: ClientData) -> Measurement:
    """Which share of the contacts repeats a name that the same account already has?

    Names are compared in half-width, lower case, without blanks and dots. Lower is better. Source: ours.
    """
    contacts = watched_contacts(client)
    contacts = contacts[is_filled(contacts["name"])]
    if contacts.empty:
        return Measurement.none(Outcome.NO_DATA)
    names = plain(contacts["name"]).str.replace("[.\u00b7\u2022]", "", regex=True)
    repeated = pd.DataFrame({"account": contacts["account_id"], "name": names}).duplicated()
    return Measurement(*share_interval(int(repeated.sum()), len(contacts)), n=len(contacts))
