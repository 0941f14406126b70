"""Which accounts and account managers has the made-up firm, who looks after whom, and who was lost?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kamnb.simulation.curves import Bools, Floats, Ints, words, worlds
from kamnb.simulation.randomness import around, happens

if TYPE_CHECKING:
    from kamnb.simulation.world import World

Value = Callable[[str], float]
YEAR = 365.25
NONE = -1
TAKEN_ALONG = "M7->P2"
SILENT = 0.15
"""How many of those that are lost leave without anybody noting it."""
USUAL_REVENUE = 2_600_000.0
"""What a middling account buys in a year; in the currency of the client."""


@dataclass(frozen=True, repr=False)
class Staff:
    """Account managers in post and gone since; days from as_of (before it: negative), NaN where not yet."""

    hired: Floats
    left: Floats
    years: float

    @property
    def active(self) -> Ints:
        """Which managers are in post?"""
        return np.flatnonzero(np.isnan(self.left))

    @property
    def gone(self) -> Ints:
        """Which managers left?"""
        return np.flatnonzero(~np.isnan(self.left))

    @property
    def names(self) -> list[str]:
        """What are the managers' numbers?"""
        return [f"M{i + 1:02d}" for i in range(len(self.left))]


@dataclass(frozen=True, repr=False)
class Portfolio:
    """All accounts, one array element each: what they are, whose they are, and since when. Days from as_of."""

    key: Bools
    fit: Floats
    ratings: Floats
    revenue: Floats
    region: Ints
    owner: Ints
    previous: Ints
    shaper: Ints
    owner_since: Floats
    since: Floats
    key_since: Floats
    key_until: Floats
    lost: Floats
    told: Bools

    @property
    def names(self) -> list[str]:
        """What are the accounts' numbers?"""
        return [f"A{i + 1:03d}" for i in range(len(self.key))]

    @property
    def there(self) -> Bools:
        """Which accounts still buy?"""
        return np.isnan(self.lost)

    @property
    def buying(self) -> Ints:
        """Which accounts are key accounts and still buy?"""
        return np.flatnonzero(self.key & self.there)

    @property
    def served(self) -> Ints:
        """Which accounts does the firm serve as key accounts? Also those that left in silence."""
        return np.flatnonzero(self.key & (self.there | ~self.told))


def draw_staff(rng: np.random.Generator, size: Mapping[str, int], value: Value, loyal: Floats) -> Staff:
    """Who is in post, who left in the years that the records cover? Who identifies less with the firm leaves sooner."""
    n = len(loyal)
    years = worlds()["months"] / 12
    hired = -around(rng, np.full(n, value("years_here") * YEAR), 0.5)
    pull = -1.2 * loyal + rng.gumbel(size=n)
    leaving = np.argsort(-pull)[: n - size["managers"]]
    left = np.full(n, np.nan)
    left[leaving] = -rng.uniform(20, years * YEAR, n)[leaving]
    return Staff(np.where(np.isnan(left), hired, left + hired), left, years)


def draw_portfolio(
    rng: np.random.Generator, size: Mapping[str, int], value: Value, staff: Staff
) -> Portfolio:
    """Which accounts are there, which are key, and who has them? Nobody is lost yet.

    Key accounts are named by fit with the strategy or by size, as S3 has it.
    """
    n = size["accounts"]
    large, fit = rng.standard_normal((2, n))
    weight = value("by_strategy")
    score = weight * fit + (1 - weight) * large + 0.15 * rng.standard_normal(n)
    key = np.zeros(n, bool)
    key[np.argsort(-score)[: size["key"]]] = True
    ratings = 3 + 0.85 * fit[:, None] + 0.35 * rng.standard_normal((n, 3))
    region = rng.integers(0, len(words()["regions"]), n)
    key_since = np.where(key, -around(rng, np.full(n, value("key_years") * YEAR), 0.4), np.nan)
    since = np.where(key, key_since, 0) - around(rng, np.full(n, 5 * YEAR), 0.6)
    revenue = USUAL_REVENUE * np.exp(value("size_spread") * large)
    nobody, never = np.full(n, NONE), np.full(n, np.nan)
    accounts = Portfolio(
        key, fit, ratings, revenue, region, nobody, nobody, nobody, never, since, key_since, never, never, key
    )
    return _with_former(rng, value, _with_owners(rng, value, accounts, staff))


def _with_owners(rng: np.random.Generator, value: Value, accounts: Portfolio, staff: Staff) -> Portfolio:
    """Who looks after each account? What a manager left behind has a new owner since."""
    n, active, gone = len(accounts.key), staff.active, staff.gone
    order = np.argsort(~accounts.key, kind="stable")
    owner = np.empty(n, np.int64)
    owner[order] = rng.permutation(active)[np.arange(n) % len(active)]
    since = -around(rng, np.full(n, value("owner_years") * YEAR), 0.6)
    earlier = np.where(rng.random(n) < 0.3, rng.permutation(active)[np.arange(n) % len(active)], NONE)
    shaper = owner.copy()
    each = max(n // (len(active) + len(gone)), 1)
    left_behind = rng.permutation(n)[: each * len(gone)]
    leaver = np.repeat(gone, each)[: len(left_behind)]
    earlier[left_behind] = shaper[left_behind] = leaver
    since[left_behind] = np.minimum(staff.left[leaver] + rng.uniform(0, 40, len(leaver)), -1)
    since = np.fmin(np.fmax(since, staff.hired[owner] + 5), -1)
    return replace(accounts, owner=owner, previous=earlier, shaper=shaper, owner_since=since)


def _with_former(rng: np.random.Generator, value: Value, accounts: Portfolio) -> Portfolio:
    """Which accounts were key once? Some left the list for want of fit, some after a few weak orders."""
    n_key, others = int(accounts.key.sum()), np.flatnonzero(~accounts.key)
    unfit = others[np.argsort(accounts.fit[others])][: round(n_key * value("reviewed_off"))]
    left = np.setdiff1d(others, unfit)
    weak = rng.permutation(left)[: round(n_key * value("status_lost"))]
    until, since, age = accounts.key_until.copy(), accounts.key_since.copy(), accounts.since.copy()
    ended = -rng.uniform(30, 900, len(age))
    for which, low, high in ((unfit, 3.0, 6.0), (weak, 0.6, 1.8)):
        until[which] = ended[which]
        since[which] = until[which] - rng.uniform(low, high, len(which)) * YEAR
        age[which] = np.minimum(age[which], since[which] - 200)
    return replace(accounts, key_until=until, key_since=since, since=age)


def _hazard(world: World) -> Floats:
    """How likely is each account to be lost, a year? Where M7->P2 is planted, who leaves takes accounts along.

    The firm as a whole loses no more for that.
    """
    hazard = world.value("hazard", account=np.arange(len(world.accounts.key)))
    if TAKEN_ALONG not in world.options.causes:
        return hazard
    left = ~np.isnan(world.staff.left[world.accounts.shaper])
    taken = hazard * np.where(left, worlds()["spread"]["taken_along"], 1.0)
    return np.asarray(taken * hazard.mean() / taken.mean(), dtype=np.float64)


def with_losses(rng: np.random.Generator, world: World) -> Portfolio:
    """Which accounts were lost, and when? Some leave in silence; some follow the manager who left."""
    accounts, n = world.accounts, len(world.accounts.key)
    start = -world.staff.years * YEAR
    risk_from = (
        np.fmax(np.fmax(start, accounts.since), np.where(accounts.key, accounts.key_since, start)) + 60
    )
    hazard = _hazard(world)
    lost = risk_from + YEAR * rng.exponential(size=n) / hazard
    lost = np.where(lost < -15, lost, np.nan)
    left = np.append(world.staff.left, np.nan)[accounts.shaper]
    after = left + rng.uniform(10, 250, n)
    follows = ~np.isnan(lost) & (after > risk_from) & (after < -15) & happens(rng, np.full(n, 0.6))
    lost = np.where(follows, after, lost)
    keeps = np.isnan(lost) | (accounts.owner_since < lost - 30)
    told = happens(rng, np.full(n, 1 - SILENT * min(world.options.noise, 2)))
    return replace(
        accounts,
        owner=np.where(keeps, accounts.owner, accounts.shaper),
        previous=np.where(keeps, accounts.previous, NONE),
        owner_since=np.where(keeps, accounts.owner_since, lost - rng.uniform(200, 900, n)),
        lost=lost,
        told=told,
    )
