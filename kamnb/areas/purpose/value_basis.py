"""From what is an account's value computed: yearly revenue, the margin that stays of it, and for how long it stays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kamnb.areas.purpose.ledger import LEAST_COVERAGE, YEAR, Margins, filled, grouped, margins
from kamnb.areas.purpose.lines import cost_sums
from kamnb.areas.purpose.periods import at_least, edges
from kamnb.areas.purpose.tenure import DAYS, Observed, observe, spells
from kamnb.instrument.assumptions import RATES, assumed
from kamnb.sources.client import ClientData
from kamnb.stats.survival import Hazard, band_hazard
from kamnb.stats.value import Credibility, credibility

QUARTER = 3
RECENCY = (3.0, 2.0, 1.0)
"""How much the last year, the one before and the third count for the level of revenue. Ours."""
LEAST_EXPOSURE = 0.5
"""Years of business below which an account is too new to be valued."""
BANDS = (0.0, 2.0, 5.0)
"""Years of tenure at which the hazard of loss may change; after the last it stays the same."""
OLD = 50.0
"""Years of tenure assumed where the start is unknown: the account counts in the last band."""
LEAST_WATCHED = 5.0
"""Account-years below which a group has no hazard of its own and takes that of all."""
LEAST_ACCOUNTS = 3
"""Accounts below which a group's margins lean on those of all."""
USUAL_SPREAD, LEAST_PAIRS = 0.3, 5
"""Spread (log) of a year's revenue against the year before where too few accounts show it. Ours."""
SPREAD_RANGE = (0.05, 1.0)


@dataclass(frozen=True)
class Basis:
    """What values are computed from; rows by account id, sorted.

    group; revenue (yearly level); rate (margin share of revenue, leaned on the group's); own_sd and group_sd
    (what is unsure of it, of the account alone and of its group's mean); factor (how far the own rate
    counts); age (years of tenure, at most the last band's edge). The two rates are the client's own, else the
    registered ones.
    """

    rows: pd.DataFrame
    hazards: dict[str, Hazard]
    spread: float
    years: float
    lost: int
    too_new: int
    discount_rate: float
    capital_rate: float


def value_basis(client: ClientData) -> Basis | None:
    """From what is the value of each present account computed, as of as_of? None where it cannot be, as in `value_bases`."""
    return value_bases(client)[0]


def value_bases(client: ClientData, *backs: int) -> list[Basis | None]:
    """From what is the value of each present account computed, as of as_of and some months (whole years) before it?

    One for as_of and each of `backs`; None where direct cost or every cost of serving is unknown, or no account
    was there for long enough. Hazards are those of all the data.
    """
    days = (0, *backs)
    seen, now = observe(client), margins(client)
    table = quarters(client, len(RECENCY) * YEAR + max(days))
    hazards = group_hazards(spells(client, seen), seen) if seen else None
    if seen is None or now is None or table is None or hazards is None:
        return [None for _ in days]
    return [basis_of(client, seen, hazards, table, now, back) for back in days]


def basis_of(
    client: ClientData,
    seen: Observed,
    hazards: dict[str, Hazard],
    table: pd.DataFrame,
    now: Margins,
    back: int,
) -> Basis | None:
    """From what is the value of each account computed that was there `back` months before as_of?"""
    beside = beside_cost(client, now, back)
    table = table.assign(period=table["period"] - back // QUARTER)
    table = table[table["period"].between(0, len(RECENCY) * YEAR // QUARTER - 1)]
    day = edges(client, YEAR, back)[1]
    here, started, lost = present(client, seen, day)
    level, exposure = revenue_level(table, started, seen.begin, day)
    valued = here[(exposure >= LEAST_EXPOSURE) & (level > 0)]
    if valued.empty:
        return None
    found = pd.DataFrame({"group": grouped(client, valued), "revenue": level[valued]}, index=valued)
    rows = leaned(found, table, beside)
    if rows is None:
        return None
    rows["age"] = ages(client, rows, day)
    reach = (day - seen.begin).days / DAYS
    rates = (assumed(client.settings.assumptions, name) for name in RATES)
    return Basis(rows, hazards, yearly_spread(table), reach, lost, len(here) - len(valued), *rates)


def present(client: ClientData, seen: Observed, day: pd.Timestamp) -> tuple[pd.Index, pd.Series, int]:
    """Which invoiced accounts were there on a day, since when, and how many had been lost by then, told or silent?"""
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    habits = seen.habits[seen.habits["first"] <= day]
    gone = accounts["lost_on"].reindex(habits.index).fillna(habits["silent_on"]) <= day
    here = habits.index[~gone]
    started = accounts["since"].reindex(here).fillna(habits["first"].reindex(here))
    return here, started, int(gone.sum())


def quarters(client: ClientData, months: int) -> pd.DataFrame | None:
    """What did each account bring and leave on its invoice lines, by quarter of so many months? None without direct cost.

    Rows of account_id, period (quarters back, 0 is the last), revenue, margin.
    """
    sums = cost_sums(client, months, QUARTER)
    direct, _ = filled(sums, "direct_cost")
    serve, _ = filled(sums, "cost_to_serve")
    if direct is None:
        return None
    cost = direct if serve is None else direct + serve
    return sums[["account_id", "period", "revenue"]].assign(margin=sums["revenue"] - cost)


def beside_cost(client: ClientData, now: Margins, back: int) -> pd.Series:
    """What did each account cost in the year beside its invoice lines: rebates, services, payment terms?

    An earlier year for which less is recorded than for the last one takes the last one's costs, so that two
    days can be compared.
    """
    found = margins(client, YEAR, back) if back else now
    return (found if found and as_well_known(found, now) else now).rows["beside"]


def as_well_known(then: Margins, now: Margins) -> bool:
    """Are all costs beside invoice lines that are known now also known of an earlier year?"""
    beside = ("account_costs", "payment_terms")
    return all(then.coverage[k] >= LEAST_COVERAGE for k in beside if now.coverage[k] >= LEAST_COVERAGE)


def revenue_level(
    table: pd.DataFrame, started: pd.Series, begin: pd.Timestamp, day: pd.Timestamp
) -> tuple[pd.Series, pd.Series]:
    """How much does each account buy in a year, and over how many years is that known? Recent years count more.

    Of each year only the part counts in which the account was there (`started`) and the ledger too (`begin`).
    """
    own = at_least(started, begin)
    revenue, weight, exposure = (pd.Series(0.0, index=started.index) for _ in range(3))
    year = table["period"] // (YEAR // QUARTER)
    for back, recent in enumerate(RECENCY):
        to = day - pd.DateOffset(years=back)
        whole = (to - (day - pd.DateOffset(years=back + 1))).days
        there = ((to - own).dt.days / whole).clip(0, 1)
        sums = table[year == back].groupby("account_id")["revenue"].sum()
        revenue += recent * sums.reindex(started.index, fill_value=0.0)
        weight, exposure = weight + recent * there, exposure + there
    return (revenue / weight.where(weight > 0)).fillna(0.0), exposure


def leaned(rows: pd.DataFrame, table: pd.DataFrame, beside: pd.Series) -> pd.DataFrame | None:
    """Which part of its revenue does each account leave, leaning on its group the more the less is known of it?

    Quarters are the repeated observations, revenue their weight. None where no account has two quarters.
    """
    wide = table[table["account_id"].isin(rows.index)].pivot(index="account_id", columns="period")
    wide = wide.reindex(rows.index)
    extra = beside.reindex(rows.index, fill_value=0.0) / rows["revenue"]
    weights = wide["revenue"].where(wide["revenue"] > 0)
    ratios = (wide["margin"] / weights).sub(extra, axis=0)
    whole = table.groupby("account_id")[["revenue", "margin"]].sum().reindex(rows.index)
    own = whole["margin"] / whole["revenue"].where(whole["revenue"] > 0) - extra
    size = rows["group"].map(rows["group"].value_counts())
    group = rows["group"].where(size >= LEAST_ACCOUNTS, "all")
    parts = []
    for name in sorted(group.unique()):
        mine = slice(None) if name == "all" else (group == name).to_numpy()
        found = credibility(ratios[mine].to_numpy(), weights[mine].to_numpy(), own[mine].to_numpy())
        if found is None:
            return None
        parts.append(rates(found, rows.index[mine])[(group[mine] == name).to_numpy()])
    return rows.join(pd.concat(parts)).sort_index() if parts else None


def rates(found: Credibility, accounts: pd.Index) -> pd.DataFrame:
    """What is believed of each account's rate, and how unsure is it?"""
    own = np.clip(found.variance - (1 - found.factor) ** 2 * found.collective_variance, 0, None)
    return pd.DataFrame(
        {
            "rate": found.value,
            "own_sd": np.sqrt(own),
            "group_sd": (1 - found.factor) * np.sqrt(found.collective_variance),
            "factor": found.factor,
        },
        index=accounts,
    )


def ages(client: ClientData, rows: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """For how many years has each account been key, or else a customer? To half a year, at most the last band's edge."""
    accounts = client.frame("accounts").drop_duplicates("account_id").set_index("account_id")
    dates = accounts[["since", "key_since"]].reindex(rows.index)
    start = dates["since"].where(rows["group"] != "key", dates["key_since"])
    years = (day - start).dt.days / DAYS
    return (years.clip(0, BANDS[-1]) * 2).round().fillna(2 * BANDS[-1]) / 2


def group_hazards(spells: pd.DataFrame, seen: Observed) -> dict[str, Hazard] | None:
    """How large is the yearly chance of loss of each group, by tenure? Groups watched for too short take that of all."""
    watched = (seen.end - seen.begin).days / DAYS
    dated = spells["start"].notna()
    entry = spells["entry"].where(dated, OLD)
    leave = spells["leave"].where(dated, OLD + (spells["stop"] - seen.begin).dt.days / DAYS)
    exposure = (leave - entry).clip(lower=0).groupby(spells["group"]).sum()
    if watched <= 0 or exposure.sum() <= 0:
        return None
    found = {"all": band_hazard(leave, spells["event"], entry, BANDS)}
    for name in ("key", "other", "unknown"):
        own = spells["group"] == name
        enough = exposure.get(name, 0.0) >= LEAST_WATCHED
        found[name] = (
            band_hazard(leave[own], spells.loc[own, "event"], entry[own], BANDS) if enough else found["all"]
        )
    return found


def yearly_spread(table: pd.DataFrame) -> float:
    """By how much does a year's revenue of an account differ from the year before? Robust spread of the log ratio."""
    year = table["period"] // (YEAR // QUARTER)
    sums = table[year < 2].groupby(["account_id", year[year < 2]])["revenue"].sum().unstack()
    if sums.shape[1] < 2:
        return USUAL_SPREAD
    both = sums[(sums[0] > 0) & (sums[1] > 0)]
    if len(both) < LEAST_PAIRS:
        return USUAL_SPREAD
    change = np.log((both[0] / both[1]).to_numpy())
    spread = 1.4826 * np.median(np.abs(change - np.median(change)))
    return float(np.clip(spread, *SPREAD_RANGE))
