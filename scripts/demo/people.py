"""How are account managers rated, and what do they spend their hours on?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from . import story
from .world import World, manager

COMPETENCIES = {  # mean rating by others: sellers, hardly engineers or leaders (M1)
    "engineer.solution_design": 2.4,
    "engineer.technical_expertise": 2.7,
    "engineer.account_analysis": 2.3,
    "salesperson.communication": 4.0,
    "salesperson.service": 3.9,
    "salesperson.negotiation": 3.7,
    "leader.internal_influence": 2.4,
    "leader.client_influence": 2.9,
    "leader.team_leadership": 2.3,
    "leader.decision_making": 2.5,
}
RATERS = {
    "self": (1, 0.7),
    "supervisor": (1, 0.0),
    "peer": (3, -0.1),
    "report": (2, 0.0),
    "account": (2, 0.1),
}
HOURS = {
    "firefighting": 17,
    "selling": 14,
    "account_planning": 1.5,
    "solution_design": 2.5,
    "team_leading": 1.5,
    "service": 5,
    "administration": 6,
}
WEEKS = 8


def make_ratings(world: World) -> pd.DataFrame:
    """What does the 360 degree rating say? Self-ratings are kinder (M1, M2, M8)."""
    rng = world.rng("ratings")
    rows = []
    for number in range(1, story.MANAGERS):
        talent = rng.normal(0, 0.3) + 0.5 * (story.STANDING[number - 1] - 0.4)
        raters = [
            (relation, bias)
            for relation, (count, bias) in RATERS.items()
            for _ in range(count)
            if relation != "account" or number not in story.WITHOUT_ACCOUNTS
        ]
        for place, (relation, bias) in enumerate(raters):
            lenient = rng.normal(0, 0.25)
            rater = manager(number) if relation == "self" else f"R{number:02d}{place:02d}"
            for competency, mean in COMPETENCIES.items():
                value = rng.normal(mean + talent + bias + lenient, 0.55)
                if rng.random() < 0.96:
                    rows.append(
                        (manager(number), rater, relation, competency, int(np.clip(round(value), 1, 5)))
                    )
    return pd.DataFrame(rows, columns=["manager_id", "rater_id", "relation", "competency", "rating"])


def make_time_use(world: World) -> pd.DataFrame:
    """Where do the hours go (M8)? Into fires, the more so the less a manager may decide (F5 on M8)."""
    rng = world.rng("time_use")
    monday = dt.date(2026, 7, 6)
    rows = []
    for number in range(1, story.MANAGERS):
        standing = story.STANDING[number - 1]
        for week in range(WEEKS):
            if rng.random() < 0.08:
                continue
            iso = (monday + dt.timedelta(weeks=week)).isocalendar()
            for activity, mean in HOURS.items():
                factor = {
                    "firefighting": 1.45 - standing,
                    "team_leading": 0.3 + 1.8 * standing,
                    "account_planning": 0.4 + 1.5 * standing,
                }.get(activity, 1.0)
                hours = round(float(rng.gamma(9, mean * factor / 9)) * 2) / 2
                if hours:
                    rows.append((manager(number), f"{iso.year}-W{iso.week:02d}", activity, hours))
    return pd.DataFrame(rows, columns=["manager_id", "week", "activity", "hours"])
