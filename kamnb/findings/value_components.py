"""The money behind each component of the value at stake, as simulated years: from indicators' results alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kamnb.instrument.assumptions import share_of
from kamnb.instrument.thresholds import threshold
from kamnb.model import IndicatorResult
from kamnb.stats.distributions import normal_quantile

SEED = 20260930
NEEDS = {
    "price": ("price_realisation_change",),
    "losses": ("key_margin_lead", "profit_given_back"),
    "retention": ("key_margin_lead", "key_accounts_retained"),
    "selection": ("key_choice_stable", "wallet_share", "profit_given_back"),
}
"""Which indicators each component is computed from."""
QUARTERS = 4
FITS = 0.5
"""Chance of a place among the first, from which an account that is not key is taken to fit."""
Results = Mapping[str, IndicatorResult]
Draws = np.ndarray


@dataclass(frozen=True)
class Part:
    """The draws of one component: all the money behind it, and what of it another component has already claimed."""

    whole: Draws
    claimed: Draws


def draw_parts(results: Results, given: Mapping[str, float], healthy: float, size: int) -> dict[str, Part]:
    """What do the simulated years look like, component by component? Only those whose indicators are measured."""
    parts: dict[str, Part] = {}
    none, key = np.zeros(size), key_pool(results)
    if all(n in results for n in NEEDS["price"]) and key_revenue(results) is not None:
        parts["price"] = Part(price_erosion(results, size), none)
    if key and all(n in results for n in NEEDS["losses"]):
        lost = losses(results, key, size)
        priced = parts["price"].whole * losing_share(key) if "price" in parts else none
        restored = priced * shares(given, "price", size)
        parts["losses"] = Part(lost, np.minimum(lost, restored))
    if key and all(n in results for n in NEEDS["retention"]):
        profit = max(key["margin"] - key["losses"], 0.0)
        parts["retention"] = Part(profit * excess_loss(results["key_accounts_retained"], healthy, size), none)
    if all(n in results for n in NEEDS["selection"]):
        whole = growth_outside(results, size)
        if whole is not None:
            parts["selection"] = Part(whole, none)
    return parts


def generator(name: str) -> np.random.Generator:
    """Which random numbers has one quantity? Its own, so that another quantity's presence changes nothing."""
    return np.random.default_rng([SEED, *name.encode("utf-8")])


def uncertain(found: IndicatorResult, size: int) -> Draws:
    """Which values of an indicator are plausible? Half normals to both sides, so that its 90 % interval holds 90 %."""
    value = float(found.value or 0.0)
    low = value if found.low is None else min(found.low, value)
    high = value if found.high is None else max(found.high, value)
    z = generator(found.indicator).standard_normal(size)
    return value + z * np.where(z < 0, value - low, high - value) / normal_quantile(0.95)


def shares(given: Mapping[str, float], name: str, size: int) -> Draws:
    """Which shares of a component's money can be recovered? A triangle over the three assumed ones."""
    low, mid, high = share_of(given, name)
    if low == high:
        return np.full(size, mid)
    return generator(f"share of {name}").triangular(low, mid, high, size)


def series(results: Results, name: str) -> dict[str, Any]:
    """What does an indicator's series hold? Empty where there is none."""
    found = results.get(name)
    return (found.series or {}) if found else {}


def key_pool(results: Results) -> dict[str, float]:
    """What did key accounts bring in the last 12 months (revenue, margin, losses below zero)? Empty where unknown."""
    return series(results, "key_margin_lead").get("pool", {}).get("groups", {}).get("key", {})


def key_revenue(results: Results) -> float | None:
    """How much revenue did key accounts bring in the last 12 months? None where the ledger does not tell."""
    pool = key_pool(results)
    if pool:
        return float(pool["revenue"])
    last = series(results, "top_accounts_share").get("trend", {}).get("key", [])[-QUARTERS:]
    return float(sum(last)) if len(last) == QUARTERS and sum(last) > 0 else None


def price_erosion(results: Results, size: int) -> Draws:
    """How much did key accounts pay less than at last year's prices? On the part of revenue with a list price."""
    change, told = results["price_realisation_change"], series(results, "price_realisation_change")
    listed = (key_revenue(results) or 0.0) * (told.get("coverage") or 0.0) / told["now"]
    return listed * np.maximum(-uncertain(change, size) / 100, 0.0)


def losses(results: Results, key: Mapping[str, float], size: int) -> Draws:
    """How much margin is lost at loss-making key accounts? As unsure as the losses of all accounts are."""
    given_back = results["profit_given_back"]
    if not given_back.value:
        return np.zeros(size)
    return -key["losses"] * np.maximum(uncertain(given_back, size) / given_back.value, 0.0)


def losing_share(key: Mapping[str, float]) -> float:
    """Which part of key accounts' revenue comes from the loss-making ones? 0–1."""
    return min(max(key["losing_revenue"] / key["revenue"], 0.0), 1.0) if key["revenue"] > 0 else 0.0


def excess_loss(found: IndicatorResult, healthy: float, size: int) -> Draws:
    """Which part of key accounts leaves in a year beyond the healthy rate? From three years' retention."""
    years = float((found.series or {}).get("horizon", 3.0))
    stays = np.clip(uncertain(found, size), 0.0, 1.0)
    return np.maximum(healthy ** (1 / years) - stays ** (1 / years), 0.0)


def growth_outside(results: Results, size: int) -> Draws | None:
    """How much margin would fitting accounts outside the list bring at key accounts' share of wallet?

    An account counts with its chance of a place; its margin grows with its share, at most by the registered
    multiple. Zero where no account outside fits; None where none of those that do has a known margin and share.
    """
    curve = series(results, "profit_given_back")
    margin = dict(zip(curve.get("accounts", []), curve.get("margin", []), strict=True))
    wallet = series(results, "wallet_share").get("others", {})
    listed = series(results, "key_choice_stable").get("accounts", [])
    fits = [a for a in listed if not a["key"] and a["chance"] >= FITS]
    known = [a for a in fits if wallet.get(a["code"], 0) > 0 and a["code"] in margin]
    if fits and not known:
        return None
    goal = np.clip(uncertain(results["wallet_share"], size), 0.0, 1.0)
    rng, whole = generator("places"), np.zeros(size)
    for account in known:
        own, earned = wallet[account["code"]], max(margin[account["code"]], 0.0)
        more = np.clip(goal / own - 1, 0.0, threshold("selection_most_growth"))
        whole += earned * more * (rng.random(size) < account["chance"])
    return whole
