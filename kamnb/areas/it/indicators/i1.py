"""I1: is the basic data complete, valid and current, without duplicates, and does it agree with what happens?"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from kamnb.areas.it.bounds import mean_share, ratio_share
from kamnb.areas.it.contact_rules import FIELDS, FORMATTED, field_flags
from kamnb.areas.it.credit_code import code_columns, is_credit_code
from kamnb.areas.it.duplicates import account_pairs, contact_pairs, duplicate_share
from kamnb.areas.it.encounters import accounts_reached, cells_met, meetings_known
from kamnb.areas.it.rows import collect, count
from kamnb.instrument.indicator import indicator
from kamnb.model import Measurement, Outcome
from kamnb.sources.client import ClientData
from kamnb.stats.intervals import share_interval


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
    sums = collect(field_flags(client).group_by("known").agg(**quality_sums()), "known")
    if sums.empty:
        return Measurement.none(Outcome.NO_DATA)
    shares = np.repeat(sums["known"] / len(FIELDS), sums["n"])
    series = {"fields": fields_quality(sums.sum()), "n": len(shares)}
    return Measurement(*mean_share(shares), n=len(shares), series=series)


def quality_sums() -> dict[str, nw.Expr]:
    """Which sums tell how complete, valid and current each field is?"""
    sums = {"n": count()}
    for field in FIELDS:
        filled = nw.col(f"filled_{field}")
        sums[f"filled_{field}"] = filled.sum()
        sums[f"dated_{field}"] = (filled * nw.col("dated")).sum()
        sums[f"fresh_{field}"] = (filled * nw.col("fresh")).sum()
    for field in FORMATTED:
        sums |= {f"{state}_{field}": nw.col(f"{state}_{field}").sum() for state in ("written", "valid")}
    return sums


def fields_quality(totals: pd.Series[Any]) -> list[dict[str, Any]]:
    """How complete, valid and current is each field? Shares; None where a dimension does not apply."""

    def share(part: str, whole: str) -> float | None:
        return float(totals[part] / totals[whole]) if totals.get(whole, 0) else None

    return [
        {
            "field": field,
            "completeness": share(f"filled_{field}", "n"),
            "validity": share(f"valid_{field}", f"written_{field}"),
            "currentness": share(f"fresh_{field}", f"dated_{field}"),
        }
        for field in FIELDS
    ]


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
    parts = {name: nw.sum_horizontal(*(f"{name}_{f}" for f in FORMATTED)) for name in ("written", "valid")}
    rows = field_flags(client).select(**parts).group_by("written", "valid").agg(count().alias("n"))
    counts = collect(rows.filter(nw.col("written") > 0), "written", "valid")
    if counts.empty:
        return Measurement.none(Outcome.NO_DATA)
    shares = np.repeat(counts["valid"] / counts["written"], counts["n"])
    return Measurement(*mean_share(shares), n=len(shares))


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
    totals = collect(field_flags(client).select(nw.col("dated").sum(), nw.col("fresh").sum())).fillna(0)
    dated, fresh = (int(totals[name].iloc[0]) for name in ("dated", "fresh"))
    if not dated:
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(fresh, dated), n=dated)


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("name", "account_id")},
    anchors={0.01: 100, 0.03: 80, 0.08: 50, 0.15: 20, 0.25: 0},
    source="ours",
    minimum=20,
)
def contact_duplicates(client: ClientData) -> Measurement:
    """Which share of the contacts seems to repeat a person who is already there, at the same account or another?

    Names, e-mails, phones, titles and accounts of key accounts' contacts are compared (matching.py); what is
    suspected, a person confirms. A person with three records counts as two repeats. Series: suspected pairs by
    kind, as counts. Lower is better. Source: study:fellegi1969; anchors ours.
    """
    contacts, pairs = contact_pairs(client)
    return duplicate_share(contacts, pairs, client.settings.anonymity.minimum)


@indicator(
    clause="I1",
    unit="share",
    needs={"accounts": ("name",)},
    anchors={0: 100, 0.01: 90, 0.03: 70, 0.08: 40, 0.15: 0},
    source="ours",
    minimum=10,
)
def account_duplicates(client: ClientData) -> Measurement:
    """Which share of the accounts seems to repeat a firm that is already there?

    Credit codes decide where both are well formed; else names without place and legal form, region, industry and
    the domain of the contacts' e-mails (matching.py). A parent and its subsidiary are two. Series: suspected pairs
    by code. Lower is better. Source: study:fellegi1969, standard:gb32100; anchors ours.
    """
    accounts, pairs = account_pairs(client)
    found = duplicate_share(accounts, pairs, 1)
    shown = [
        {"left": client.code(str(p.left)), "right": client.code(str(p.right)), "kind": str(p.kind)}
        for p in pairs.sort_values(["chance", "left", "right"], ascending=[False, True, True])
        .head(50)
        .itertuples()
    ]
    series = dict(found.series or {}) | {"suspected": shown}
    return Measurement(found.value, found.low, found.high, found.n, found.outcome, series)


@indicator(
    clause="I1",
    unit="share",
    needs={"accounts": ("credit_code",)},
    anchors={0.7: 0, 0.85: 35, 0.93: 65, 0.98: 90, 1: 100},
    source="ours",
    minimum=10,
)
def credit_code_validity(client: ClientData) -> Measurement:
    """Which share of the unified social credit codes entered is well formed, check sign included?

    Placeholders count as entries that are not valid. Not applicable where the client's money is not CNY: other
    countries' registers have other codes. Source: standard:gb32100; anchors ours.
    """
    if client.settings.currency != "CNY":
        return Measurement.none(Outcome.NOT_APPLICABLE)
    codes = code_columns(client)
    if not len(codes):
        return Measurement.none(Outcome.NO_DATA)
    return Measurement(*share_interval(int(is_credit_code(codes).sum()), len(codes)), n=len(codes))


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("account_id",), "ledger": ("account_id", "date"), "accounts": ("account_id",)},
    anchors={0.5: 0, 0.7: 30, 0.85: 60, 0.95: 90, 1: 100},
    source="ours",
    minimum=5,
)
def accounts_with_contact(client: ClientData) -> Measurement:
    """Which share of the key accounts invoiced in the last year has a contact in the CRM who can be reached?

    One with a filled e-mail or phone. All invoiced accounts where key accounts are not known. Series: the accounts
    without one. Source: ours.
    """
    accounts = accounts_reached(client)
    if accounts.empty:
        return Measurement.none(Outcome.NO_DATA)
    without = [client.code(a) for a in accounts.loc[accounts["reached"] == 0, "account_id"]]
    return Measurement(
        *share_interval(int(accounts["reached"].sum()), len(accounts)),
        n=len(accounts),
        series={"without": sorted(without)},
    )


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("account_id", "function"), "touchpoints": ("account_id", "date", "their_function")},
    anchors={0.3: 0, 0.5: 30, 0.7: 60, 0.85: 85, 0.95: 100},
    source="ours",
    minimum=5,
)
def meetings_known_to_crm(client: ClientData) -> Measurement:
    """Of the meetings of the last year, which share was with a function of the account that the CRM has a contact in?

    Meetings that tell their function, with key accounts (all where these are not known); a contact without a
    function may be the one who was met, and makes the meeting one that cannot be told: left out. Bootstrap over
    accounts, whose number is n. Source: ours.
    """
    return share_over_accounts(meetings_known(client))


@indicator(
    clause="I1",
    unit="share",
    needs={"contacts": ("account_id", "function"), "touchpoints": ("account_id", "date", "their_function")},
    anchors={0.1: 0, 0.3: 30, 0.5: 60, 0.7: 85, 0.85: 100},
    source="ours",
    minimum=5,
)
def contacts_ever_met(client: ClientData) -> Measurement:
    """Of the functions for which the CRM has a contact at an account, in which share was anyone met in two years?

    A contact whose function nobody met is an entry that nobody has tried. Accounts that were met at all and whose
    meetings tell the function; bootstrap over accounts, whose number is n. Source: ours.
    """
    return share_over_accounts(cells_met(client))


def share_over_accounts(parts: pd.DataFrame) -> Measurement:
    """Which share of `whole` is `part`, over accounts? Series: by function of the account."""
    parts = parts[parts["whole"] > 0]
    if parts.empty:
        return Measurement.none(Outcome.NO_DATA)
    by_account = parts.groupby("account_id")[["part", "whole"]].sum()
    by_function = parts.groupby("function")[["part", "whole"]].sum()
    series = {
        "functions": [
            {"function": str(f), "share": float(row["part"] / row["whole"]), "n": int(row["whole"])}
            for f, row in by_function.iterrows()
        ]
    }
    return Measurement(*ratio_share(by_account.to_numpy(float)), n=len(by_account), series=series)
