"""The right answers of lesson 1, computed from the company that the lesson looks at."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

import pandas as pd

from kamnb.areas.strategy.programme import WORTH, chain_lines
from kamnb.stats.ranking import priorities
from kamnb.training.company import Company
from kamnb.training.judge import Expected
from kamnb.training.lessons.strategy_gap.views import answers, plan_table, records, remedies

SHARE = 0.005
"""A share is right when it is right in whole per cents."""
LOW = 50
"""Below this score a record of S6 shows little patience, as the exercise puts it."""
SIX = ("K18", "K21", "K30", "K31", "K32", "K33")
"""The accounts of the exercise: high on the whale curve and not on the list."""


def series_of(company: Company, indicator: str) -> dict[str, Any]:
    """What does an indicator's figure draw?"""
    return next(f["series"] for f in company.form["figures"] if f["id"] == indicator)


def evidence(company: Company, clause: str, indicator: str) -> dict[str, Any]:
    """What did the diagnosis measure by an indicator?"""
    return next(e for e in company.form["clauses"][clause]["evidence"] if e["indicator"] == indicator)


def key_profit_share(company: Company) -> Expected:
    """Which part of all profit after cost to serve do the key accounts leave?"""
    groups = series_of(company, "key_margin_lead")["pool"]["groups"]
    whole = {name: sum(g[name] for g in groups.values()) for name in ("accounts", "revenue", "margin")}
    share = {name: groups["key"][name] / whole[name] for name in whole}
    gained = groups["key"]["margin"] - groups["key"]["losses"]
    values = {
        "percent": 100 * share["margin"],
        "revenue": 100 * share["revenue"],
        "losing": groups["key"]["losing"],
        "losing_all": sum(g["losing"] for g in groups.values()),
        "n": groups["key"]["accounts"],
        "top": 100 * evidence(company, "P4", "top_accounts_share")["value"],
    }
    slips = {
        "revenue": share["revenue"],
        "heads": share["accounts"],
        "complement": 1 - share["margin"],
        "winners": gained / (whole["margin"] - sum(g["losses"] for g in groups.values())),
    }
    return Expected(share["margin"], slips, values, SHARE)


def consensus_points(company: Company) -> Expected:
    """How many points does consensus get: the share that affirms, levels as equal voices, times agreement?"""
    found = company.form["clauses"]["S1"]["perception"]
    given = answers(company, "S1")
    yes = given["answer"] >= 4
    affirm = yes.groupby(given["level"]).mean()
    scores = [group["score"] for group in found["by_level"].values() if group]
    values = {
        "agreement": f"{found['agreement']:.2f}",
        "affirm": 100 * affirm.mean(),
        "mean": sum(scores) / len(scores),
        **{f"n_{level}": 100 * share for level, share in affirm.items()},
    }
    slips = {
        "by_head": 100 * yes.mean() * found["agreement"],
        "affirm_only": 100 * affirm.mean(),
        "agreement_only": 100 * found["agreement"],
        "mean_of_levels": sum(scores) / len(scores),
        "with_middle": 100
        * (given["answer"] >= 3).groupby(given["level"]).mean().mean()
        * found["agreement"],
    }
    return Expected(found["survey"]["score"], slips, values)


def on_time(company: Company) -> Expected:
    """Which share of goals, policies and actions was done on time, late ones counting half?"""
    lines = chain_lines(company.client)
    deeds = lines[lines["kind"] != "vision"]
    due = deeds[deeds["state"] != "open"]
    worth = due["state"].map(WORTH)
    states = due["state"].value_counts()
    right = evidence(company, "S2", "programme_on_time")["value"]
    slips = {
        "late_whole": (worth > 0).mean(),
        "with_open": worth.sum() / len(deeds),
        "with_vision": lines.loc[lines["state"] != "open", "state"].map(WORTH).mean(),
        "only_on_time": (due["state"] == "on_time").mean(),
    }
    values = {"percent": 100 * right, "due": len(due)}
    values |= {state: int(states.get(state, 0)) for state in ("on_time", "late", "missed", "loose")}
    return Expected(right, slips, values, SHARE)


def fit_weight(company: Company) -> Expected:
    """Which weight has strategic fit, by the client's comparisons in pairs?"""
    chosen = company.client.settings.selection
    table = pd.DataFrame(chosen.comparisons).astype(float)
    found = priorities(chosen.comparisons)
    right = float(found.weights[chosen.criteria.index("strategic_fit")])
    row = table.iloc[chosen.criteria.index("strategic_fit")]
    slips = {
        "equal": 1 / len(table),
        "row_sum": row.sum() / table.to_numpy().sum(),
        "largest_ratio": row.max() / (1 + row.max()),
        "ratio": found.ratio,
    }
    weights = dict(zip(chosen.criteria, found.weights.tolist(), strict=True))
    others = [f"{100 * weight:.0f}%" for name, weight in weights.items() if name != "strategic_fit"]
    values = {
        "percent": 100 * right,
        "others": others,
        "ratio": f"{found.ratio:.3f}",
    }
    return Expected(right, slips, values, SHARE)


def overlooked(company: Company) -> Expected:
    """Which of the six profitable accounts that are not key lies above the cut of the strategic criteria?"""
    series = series_of(company, "revenue_pull")
    accounts = pd.DataFrame(series["accounts"]).set_index("code")
    six = accounts.reindex([*SIX]).dropna()
    above = six[(six["fit"] > series["cut"]) & ~six["key"].astype(bool)]
    if len(above) != 1:
        raise ValueError(f"of {SIX} {len(above)} lie above the cut, one should")
    right = str(above.index[0])
    chances = pd.DataFrame(series_of(company, "key_choice_stable")["accounts"]).set_index("code")["chance"]
    below = six.drop(index=right)
    values = {
        "fit": f"{float(six['fit'][right]):.1f}",
        "cut": f"{series['cut']:.1f}",
        "chance": 100 * float(chances[right]),
        "by_revenue": 100 * series["by_revenue"],
        "by_strategy": 100 * series["by_strategy"],
        "k": series["k"],
    }
    slips = {"revenue": below["rank"].idxmax(), "nearest": below["fit"].idxmax()}
    return Expected(right, slips, values)


def plans_at_work(company: Company) -> Expected:
    """To which share are key accounts' plans current and acted on?"""
    plans = plan_table(company)
    product = plans["current"] * plans["done"]
    right = evidence(company, "S4", "plans_alive")["value"]
    slips = {
        "paper": plans["has_plan"].mean(),
        "current": plans["current"].mean(),
        "dropped": product.mean(),
        "done": plans["done"].mean(),
        "of_means": plans["current"].mean() * plans["done"].mean(),
    }
    values = {
        "percent": 100 * right,
        "paper": 100 * plans["has_plan"].mean(),
        "current": 100 * plans["current"].mean(),
        "n": len(plans),
        "planless": int((~plans["has_plan"]).sum()),
    }
    apart = {k: v if abs(v - right) > SHARE else None for k, v in slips.items()}
    return Expected(right, apart, values, SHARE)


def linked_to_both(company: Company) -> Expected:
    """How many key accounts have a current plan that is linked to the market plan and to the business plan?"""
    plans = plan_table(company)
    current = plans["current"] == 1
    both = plans["market_plan"] & plans["business_plan"]
    either = plans["market_plan"] | plans["business_plan"]
    right = int((both & current).sum())
    slips = {"either": int((either & current).sum()), "either_any": int(either.sum()), "old": int(both.sum())}
    values = {
        "n": len(plans),
        "current": int(current.sum()),
        "market": int((plans["market_plan"] & current).sum()),
        "business": int((plans["business_plan"] & current).sum()),
        "neither": int((~either & current).sum()),
    }
    return Expected(right, {k: v if v != right else None for k, v in slips.items()}, values)


def impatient(company: Company) -> Expected:
    """Which records of S6 score below 50?"""
    table = records(company, "S6")
    right = set(table.index[table["score"] < LOW])
    kept = evidence(company, "S6", "key_status_kept")
    values = {
        "kept": 100 * kept["value"],
        "years": f"{evidence(company, 'S6', 'owner_tenure_years')['value']:.1f}",
        "changed": series_of(company, "owner_tenure_years")["changed_in_24_months"],
        "of": series_of(company, "owner_tenure_years")["n"],
    }
    slips = {"turned": set(table.index) - right, "everything": set(table.index)}
    return Expected(right, {k: v if v and v != right else None for k, v in slips.items()}, values)


def remedy_order(company: Company) -> Expected:
    """In which order can the six remedies begin? Any in which each comes after what it requires."""
    needs = remedies(company)["requires"].to_dict()

    titles = {r["id"]: r["title"] for r in company.form["recommendations"]}

    def late(order: list[str]) -> tuple[str, dict[str, Any]] | None:
        for place, name in enumerate(order):
            for needed in needs[name]:
                if needed not in order[:place]:
                    return "too_early", {"early": titles[name], "needed": titles[needed]}
        return None

    order = list(TopologicalSorter(needs).static_order())
    roots = [name for name in needs if not needs[name]]
    return Expected(order, {}, {"roots": roots, "n_roots": len(roots)}, judge=late)
