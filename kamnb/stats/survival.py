"""How long do they stay: Kaplan–Meier with censoring and late entry, and a hazard to go on with. Arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kamnb.stats.distributions import normal_quantile
from kamnb.stats.intervals import LEVEL, Interval

PRIOR_EVENTS = 1.0
"""Events' worth of the overall hazard that each band of a smoothed hazard starts from."""


@dataclass(frozen=True)
class Curve:
    """A survival curve: at each time of an event how many were at risk and left, and which part stays after it."""

    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    survival: np.ndarray
    variance: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Hazard:
    """A hazard that is constant within bands of time; what is known of each is a gamma distribution."""

    edges: np.ndarray
    events: np.ndarray
    exposure: np.ndarray
    shape: np.ndarray
    rate: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """Which hazard is expected in each band?"""
        return self.shape / self.rate

    def draw(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """Which hazards are plausible? One row a draw, one column a band."""
        return rng.gamma(self.shape, 1 / self.rate, (draws, len(self.shape)))


def kaplan_meier(
    leave: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None, level: float = LEVEL
) -> Curve:
    """Which part stays beyond each time? Right-censored where `event` is false, at risk only after `entry`.

    Variance by Greenwood, band on the log-log scale; as long as nobody has left, the band's lower end is the
    exact binomial one for those at risk. Empty arrays without events; rows that leave before they enter do
    not count. Source: Kaplan & Meier 1958; Kalbfleisch & Prentice 2002, ch. 1; Klein & Moeschberger 2003, 4.6.
    """
    stop, begin, left = observed(leave, event, entry)
    time, events = np.unique(stop[left], return_counts=True)
    risk = number_at_risk(time, stop, begin)
    survival = np.cumprod(1 - events / risk)
    with np.errstate(divide="ignore"):
        hazard_variance = np.cumsum(events / (risk * (risk - events)))
    with np.errstate(invalid="ignore"):
        variance = np.where(survival > 0, survival**2 * hazard_variance, 0.0)
    low, high = log_log_band(survival, hazard_variance, level)
    return Curve(time, risk, events, survival, variance, low, high)


def observed(
    leave: ArrayLike, event: ArrayLike, entry: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Which spells are seen at all? Ends, beginnings and whether they ended; blank or empty ones are left out."""
    stop, left = np.asarray(leave, dtype=float), np.asarray(event, dtype=bool)
    begin = np.full(len(stop), -np.inf) if entry is None else np.asarray(entry, dtype=float)
    seen = stop > begin
    return stop[seen], begin[seen], left[seen]


def number_at_risk(times: ArrayLike, leave: ArrayLike, entry: ArrayLike) -> np.ndarray:
    """How many are under observation at each time? Those who entered before it and have not left before it."""
    at = np.asarray(times, dtype=float)
    entered = np.searchsorted(np.sort(np.asarray(entry, dtype=float)), at, side="left")
    gone = np.searchsorted(np.sort(np.asarray(leave, dtype=float)), at, side="left")
    return entered - gone


def log_log_band(
    survival: np.ndarray, hazard_variance: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Between which curves does the true one lie, time by time? After the last has left: 0 and the band before."""
    z = normal_quantile(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = z * np.sqrt(hazard_variance) / np.log(survival)
        low, high = survival ** np.exp(-theta), survival ** np.exp(theta)
    gone = survival <= 0
    if gone.any():
        before = high[~gone]
        low, high = np.where(gone, 0.0, low), np.where(gone, before[-1] if len(before) else 1.0, high)
    return low, high


def survival_at(curve: Curve, time: float, at_risk: int, level: float = LEVEL) -> Interval:
    """Which part stays beyond a time, with its band? `at_risk` then, for the bound while nobody has left."""
    before = int(np.searchsorted(curve.time, time, side="right"))
    if before == 0:
        return 1.0, nobody_left(at_risk, level), 1.0
    return tuple(float(x[before - 1]) for x in (curve.survival, curve.low, curve.high))  # type: ignore[return-value]


def nobody_left(at_risk: int, level: float = LEVEL) -> float:
    """How low may the true part be if none of so many has left? Exact binomial bound; 0 for nobody.

    Source: Clopper & Pearson 1934.
    """
    return float(((1 - level) / 2) ** (1 / at_risk)) if at_risk > 0 else 0.0


def band_hazard(leave: ArrayLike, event: ArrayLike, entry: ArrayLike, edges: ArrayLike) -> Hazard:
    """How many leave per unit of time within each band? Events over time at risk, each band leaning on the whole.

    `edges` are the bands' lower ends, the last is open. The whole's hazard is (events + 1/2) / exposure
    (Jeffreys), and each band starts from one event's worth of it. NaN without any time at risk.
    Source: Clayton & Hills 1993, ch. 5; the bands' prior is ours.
    """
    stop, begin, left = observed(leave, event, entry)
    lower = np.asarray(edges, dtype=float)
    upper = np.append(lower[1:], np.inf)
    inside = np.clip(np.minimum(stop[:, None], upper) - np.maximum(begin[:, None], lower), 0, None)
    band = np.clip(np.searchsorted(lower, stop[left], side="left") - 1, 0, None)
    events = np.bincount(band, minlength=len(lower)).astype(float)
    exposure = inside.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = (events.sum() + 0.5) / exposure.sum()
        return Hazard(
            lower, events, exposure, events + PRIOR_EVENTS, exposure + PRIOR_EVENTS / np.float64(whole)
        )


def cumulative_hazard(hazards: np.ndarray, edges: np.ndarray, times: ArrayLike) -> np.ndarray:
    """How much hazard has gathered by each time? Rows of `hazards` (draws by bands) by times; 0 before the first edge."""
    at = np.asarray(times, dtype=float)
    upper = np.append(edges[1:], np.inf)
    within = np.clip(np.minimum(at[:, None], upper) - edges, 0, None)
    return hazards @ within.T


def stays(hazards: np.ndarray, edges: np.ndarray, age: float, later: ArrayLike) -> np.ndarray:
    """With which chance does one of this age stay so much longer? Draws by times."""
    ages = age + np.asarray(later, dtype=float)
    gathered = cumulative_hazard(hazards, edges, np.append(ages, age))
    return np.exp(gathered[:, -1:] - gathered[:, :-1])
