"""What do the retention curves of key and other accounts look like, small enough to draw, and where can they be read?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kamnb.areas.purpose.tenure import Observed
from kamnb.stats.intervals import Interval
from kamnb.stats.survival import Curve, kaplan_meier, number_at_risk, survival_at

LEAST_AT_RISK = 5
"""A curve starts, and ends, where fewer accounts than this are under observation."""
LATEST_START = 1.0
"""Years of tenure by which a curve must have started to say who stays three years."""
HORIZON = 3.0
LONGEST = 10.0
STEP = 1 / 12


@dataclass(frozen=True)
class Retention:
    """One group's curve and the tenures (years) between which enough accounts were watched."""

    curve: Curve
    begin: float
    end: float
    watched: pd.DataFrame

    def at(self, year: float) -> Interval:
        """Which part of those watched at `begin` is still there after so many years, with its band?"""
        months = np.append(np.arange(self.begin + STEP / 2, year, STEP), max(year, self.begin + STEP / 2))
        return survival_at(self.curve, year, int(self.at_risk(months).min()))

    def at_risk(self, ages: ArrayLike) -> np.ndarray:
        """How many accounts were under observation at each tenure?"""
        return number_at_risk(ages, self.watched["leave"], self.watched["entry"])

    @property
    def reaches(self) -> bool:
        """Can it be said who stays three years?"""
        return self.begin <= LATEST_START and self.end >= HORIZON


def retention(spells: pd.DataFrame, group: str) -> Retention | None:
    """Who of a group stays how long? From the first tenure at which LEAST_AT_RISK are watched; None where there is none.

    Key accounts by years since they were made key. The others have no such day: theirs are years since they
    were first watched, so that both curves tell of the same calendar time.
    """
    rows = spells[spells["group"] == group].dropna(subset=["entry", "leave"])
    rows = rows[rows["leave"] > rows["entry"]]
    if group != "key":
        rows = rows.assign(entry=0.0, leave=rows["leave"] - rows["entry"])
    if rows.empty:
        return None
    ages = np.arange(0, rows["leave"].max() + STEP, STEP)
    enough = number_at_risk(ages + STEP / 2, rows["leave"], rows["entry"]) >= LEAST_AT_RISK
    if not enough.any():
        return None
    first = int(np.argmax(enough))
    short = np.flatnonzero(~enough[first:])
    last = first + int(short[0]) if len(short) else len(ages) - 1
    begin, end = float(ages[first]), float(min(ages[last], rows["leave"].max()))
    entry = rows["entry"].clip(lower=begin if first else -1.0)
    curve = kaplan_meier(rows["leave"], rows["event"] & (rows["leave"] <= end), entry)
    return Retention(curve, begin, end, rows.assign(entry=entry))


def drawn(found: Retention | None) -> dict[str, Any] | None:
    """Which points does a figure draw? Month by month: years, survival, band; whole years: number watched."""
    if found is None:
        return None
    end = min(found.end, LONGEST)
    at = np.append(np.arange(found.begin, end, STEP), end)
    points = np.array([found.at(year) for year in at])
    whole = np.arange(np.ceil(found.begin - 1e-9), np.floor(end + 1e-9) + 1)
    return {
        "years": at.round(6).tolist(),
        "survival": points[:, 0].round(6).tolist(),
        "low": points[:, 1].round(6).tolist(),
        "high": points[:, 2].round(6).tolist(),
        "whole_years": whole.astype(int).tolist(),
        "watched": found.at_risk(np.maximum(whole, found.begin + STEP / 2)).tolist(),
    }


def retention_series(
    spells: pd.DataFrame, seen: Observed, found: dict[str, Retention | None]
) -> dict[str, Any]:
    """What does the retention figure draw? A curve for key and for other accounts, and how losses became known."""
    entered = spells[spells["leave"] > spells["entry"]]
    count = {
        name: {
            "watched": len(rows),
            "told": int((rows["event"] & ~rows["inferred"]).sum()),
            "inferred": int(rows["inferred"].sum()),
        }
        for name in found
        for rows in [entered[entered["group"] == name]]
    }
    return {
        "curves": {name: drawn(curve) for name, curve in found.items()},
        "losses": count,
        "without_date": int(spells.loc[spells["group"] == "key", "start"].isna().sum()),
        "horizon": HORIZON,
        "from": str(seen.begin.date()),
        "to": str(seen.end.date()),
    }
