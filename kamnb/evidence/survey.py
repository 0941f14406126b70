"""What do people say? Survey answers cleaned, grouped and turned into 0–100 estimates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import pandas as pd

from kamnb.instrument.load import Instrument
from kamnb.instrument.thresholds import threshold
from kamnb.model import Clause, Estimate, Item, Outcome, SurveyQuality
from kamnb.sources.client import ClientData
from kamnb.stats.agreement import alike_groups, critical_rwg, rwg
from kamnb.stats.disclosure import UNKNOWN, pool, speaking, unalike
from kamnb.stats.intervals import finite_population

LEVELS = ("executive", "manager", "frontline")


@dataclass(frozen=True)
class Survey:
    """The answers that count (1–5, reversed items turned round) with who gave them, and what was left out."""

    people: pd.DataFrame
    answers: pd.DataFrame
    quality: SurveyQuality
    asked: frozenset[str]
    minimum: int = 5

    @cached_property
    def firm(self) -> pd.Series:
        """Which respondents belong to the firm's side?"""
        return self.people["side"].eq("firm")

    @cached_property
    def told(self) -> dict[tuple[str, ...], pd.DataFrame]:
        """What was already asked of the answers: the points by side and items."""
        return {}


def read_survey(client: ClientData, instrument: Instrument) -> Survey | None:
    """Which answers count? None where the client has no survey.

    Answers of people whom an item was not put to are left out, as are straight-liners and speeders; all are counted.
    """
    if not client.has("survey"):
        return None
    frame = client.frame("survey").reset_index(drop=True)
    items = [i for i in instrument.items() if i.id in frame.columns]
    raw = frame[[i.id for i in items]].astype(float)
    groups = {(i.side, i.levels, i.roles): i for i in items}
    asked_of = {group: was_asked(frame, item) for group, item in groups.items()}
    asked = pd.DataFrame({i.id: asked_of[i.side, i.levels, i.roles] for i in items}, index=frame.index)
    unasked = int((raw.notna() & ~asked).sum().sum())
    raw = raw.where(asked)
    lines = straight_lines(raw, {i.id for i in items if i.reversed})
    fast = speeding(frame, raw) & ~lines
    keep = ~(lines | fast)
    turned = raw.copy()
    for item in items:
        if item.reversed:
            turned[item.id] = 6 - turned[item.id]
    people = frame[["respondent_id", "side", "level", "role", "function", "region", "account_id"]][keep]
    quality = SurveyQuality(
        count_respondents(frame[keep]),
        invited(client),
        int(lines.sum()),
        int(fast.sum()),
        count_alike(people, raw[keep]),
        unasked,
    )
    given = frozenset(i.id for i in items if raw[i.id].notna().any())
    return Survey(people, turned[keep], quality, given, client.settings.anonymity.minimum)


def was_asked(frame: pd.DataFrame, item: Item) -> pd.Series:
    """Whom was an item put to? A blank level or role counts as asked: it cannot be told."""
    side = frame["side"].eq(item.side)
    if item.side == "account":
        return side
    level = frame["level"].isna() | frame["level"].isin(item.levels)
    role = frame["role"].isna() | frame["role"].isin(item.roles) if item.roles else True
    return side & level & role


def straight_lines(raw: pd.DataFrame, reversed_items: set[str]) -> pd.Series:
    """Who gave one and the same answer throughout, reversed items included (or the midpoint all through)?"""
    enough = raw.notna().sum(axis=1) >= threshold("straight_line_items")
    one_answer = raw.nunique(axis=1) == 1
    has_reversed = raw[[c for c in raw.columns if c in reversed_items]].notna().any(axis=1)
    return enough & one_answer & (has_reversed | raw.max(axis=1).eq(3))


def speeding(frame: pd.DataFrame, raw: pd.DataFrame) -> pd.Series:
    """Who answered faster than one can read? Unknown duration counts as not speeding."""
    seconds = pd.to_numeric(frame["duration_s"]).astype(float)
    return (seconds < threshold("speeding_seconds_per_item") * raw.notna().sum(axis=1)).fillna(False)


def count_alike(people: pd.DataFrame, raw: pd.DataFrame) -> int:
    """How many groups of the firm's people answered almost as one?"""
    answers = raw[people["side"].eq("firm")].to_numpy()
    items = int(threshold("straight_line_items"))
    return len(alike_groups(answers, threshold("alike_share"), int(threshold("alike_group")), items))


def count_respondents(frame: pd.DataFrame) -> dict[str, int]:
    """How many answered, by level of the firm and, on the account side, as accounts?"""
    firm = frame[frame["side"].eq("firm")]
    counts = {level: int(firm["level"].eq(level).sum()) for level in LEVELS}
    account = frame[frame["side"].eq("account")]
    counts["account"] = int(account["account_id"].fillna(account["respondent_id"]).nunique())
    return counts


def invited(client: ClientData) -> dict[str, int]:
    """How many were invited, by level and on the account side? Empty where the client does not say."""
    return {str(k): int(v) for k, v in (client.settings.invited or {}).items() if v is not None}


def points(survey: Survey, clause: Clause, side: str) -> pd.DataFrame:
    """What does each respondent of one side give a clause? Columns points (0–100) and level; one row a person, or an account.

    A group that is of one mind is counted as not quite so: what each of its people said would be known.
    """
    ids = tuple(i.id for i in clause.items if i.side == side and i.id in survey.answers.columns)
    if (side, *ids) not in survey.told:
        survey.told[(side, *ids)] = points_of(survey, list(ids), side)
    return survey.told[(side, *ids)].copy(deep=False)


def points_of(survey: Survey, ids: list[str], side: str) -> pd.DataFrame:
    """The points by these items."""
    if not ids:
        return pd.DataFrame({"points": pd.Series(dtype=float), "level": pd.Series(dtype=object)})
    answers = np.column_stack([survey.answers[i].to_numpy(dtype=float) for i in ids])
    firm = survey.firm.to_numpy(dtype=bool)
    rows = np.flatnonzero((firm if side == "firm" else ~firm) & ~np.isnan(answers).all(axis=1))
    level = survey.people["level"].take(rows)
    frame = pd.DataFrame({"points": (np.nanmean(answers[rows], axis=1) - 1) * 25, "level": level})
    if side == "account":
        people = survey.people.take(rows)
        frame["unit"] = people["account_id"].fillna(people["respondent_id"])
        frame = frame.groupby("unit", as_index=False).agg({"points": "mean", "level": "first"})
        return frame.assign(points=unalike(frame["points"]))[["points", "level"]]
    return not_of_one_mind(frame, survey.minimum)


def not_of_one_mind(frame: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """What is counted of the firm's people, voice by voice?"""
    names, counted = level_names(frame), frame["points"].to_numpy(dtype=float, copy=True)
    sizes = level_sizes(names)
    for group in speaking(sizes, minimum):
        inside = np.isin(names, group)
        hidden = [sizes[k] for k in group if sizes[k] < minimum]
        counted[inside] = unalike(counted[inside], max(hidden, default=1))
    return frame.assign(points=counted)


def level_names(frame: pd.DataFrame) -> np.ndarray:
    """Of which level is each? `UNKNOWN` where nobody says."""
    return frame["level"].fillna(UNKNOWN).to_numpy(dtype=object)


def level_sizes(names: np.ndarray) -> dict[str, int]:
    """How many people are of each level? In the order in which they come."""
    return dict(Counter(names.tolist()))


def group_estimate(values: np.ndarray, population: float | None) -> Estimate:
    """What is a group's mean, with the sampling variance shrunk towards that of answers in general?

    Small groups borrow their spread (`answer_sd`, weight `answer_sd_weight`); finite population where N is known.
    """
    n = len(values)
    if n == 0:
        return Estimate.none(Outcome.NO_DATA)
    weight, usual = threshold("answer_sd_weight"), threshold("answer_sd") ** 2
    own = float(values.var(ddof=1)) if n > 1 else usual
    spread = ((n - 1) * own + weight * usual) / (n - 1 + weight)
    return Estimate(float(values.mean()), spread / n * finite_population(n, population) ** 2, n)


def level_estimates(survey: Survey, clause: Clause) -> dict[str, Estimate]:
    """What does each level of the firm give a clause? A level that was not asked is `not_asked`."""
    given = points(survey, clause, "firm")
    asked = {level for i in clause.items if i.side == "firm" for level in i.levels}
    names, values = level_names(given), given["points"].to_numpy(dtype=float)
    found = {}
    for level in LEVELS:
        estimate = group_estimate(values[names == level], survey.quality.invited.get(level))
        found[level] = estimate if level in asked else Estimate.none(Outcome.NOT_ASKED)
    unknown = values[names == UNKNOWN]
    if len(unknown):
        found[UNKNOWN] = group_estimate(unknown, None)
    return found


def mean_of_groups(groups: list[Estimate]) -> Estimate:
    """What do groups say when each is one voice? The plain mean of the measured ones."""
    known = [e for e in groups if e.measured]
    if not known:
        return Estimate.none(Outcome.NO_DATA)
    k = len(known)
    return Estimate(
        sum(e.mean or 0.0 for e in known) / k,
        sum(e.variance or 0.0 for e in known) / k**2,
        sum(e.n for e in known),
    )


def voices(survey: Survey, clause: Clause, minimum: int) -> list[np.ndarray]:
    """What do those of the firm who may speak answer (1–5), voice by voice?"""
    given = points(survey, clause, "firm")
    names, values = level_names(given), given["points"].to_numpy(dtype=float)
    return [values[np.isin(names, group)] / 25 + 1 for group in speaking(level_sizes(names), minimum)]


def consensus_estimate(groups: list[np.ndarray], draws: int = 400) -> Estimate:
    """How strong is the consensus? The share that affirms (levels as equal voices) times agreement, 0–100.

    Bootstrap over respondents within levels, seeded.
    """
    n = sum(map(len, groups))
    if n < 2:
        return Estimate.none(Outcome.NO_DATA)
    rng = np.random.default_rng(0)
    again = [[g[rng.integers(0, len(g), len(g))] for g in groups] for _ in range(draws)]
    found = np.array([consensus(sample) for sample in again])
    floor = threshold("answer_sd") ** 2 / (n + threshold("answer_sd_weight"))
    return Estimate(consensus(groups), max(float(found.var(ddof=1)), floor), n)


def consensus(groups: list[np.ndarray]) -> float:
    """Share that affirms (4 or 5, mean over groups) times the agreement of all together, in points."""
    affirm = float(np.mean([(g >= 4).mean() for g in groups]))
    return 100 * affirm * rwg(np.concatenate(groups))


def firm_estimate(survey: Survey, clause: Clause, levels: dict[str, Estimate], minimum: int) -> Estimate:
    """What does the firm's side give a clause? Its levels as equal voices, none of them below the minimum."""
    known = {level: e for level, e in levels.items() if e.measured}
    groups = speaking({level: e.n for level, e in known.items()}, minimum)
    if not groups:
        n = sum(e.n for e in known.values())
        return Estimate.none(Outcome.TOO_FEW if n else Outcome.NO_DATA, n)
    if clause.consensus:
        return consensus_estimate(voices(survey, clause, minimum))
    return mean_of_groups([reduce(pool, (known[level] for level in group)) for group in groups])


def side_estimates(
    survey: Survey, clause: Clause, levels: dict[str, Estimate], minimum: int
) -> dict[str, Estimate]:
    """What does each side give a clause? The firm's levels as equal voices; the account side counted in accounts."""
    firm_asked = any(i.side == "firm" for i in clause.items)
    account_asked = any(i.side == "account" for i in clause.items)
    none = Estimate.none(Outcome.NOT_ASKED)
    accounts = points(survey, clause, "account")["points"].to_numpy(dtype=float)
    account = group_estimate(accounts, survey.quality.invited.get("account"))
    return {
        "firm": firm_estimate(survey, clause, levels, minimum) if firm_asked else none,
        "account": account if account_asked else none,
    }


def agreement(
    survey: Survey, clause: Clause, minimum: int
) -> tuple[float | None, float | None, float | None, float | None]:
    """Does the firm agree, and on what? rwg with its critical value, share that affirms, share that rejects."""
    groups = voices(survey, clause, minimum)
    if not groups:
        return None, None, None, None
    answers = np.concatenate(groups)
    critical = critical_rwg(len(answers), threshold("agreement_alpha"))
    return rwg(answers), critical, float((answers >= 4).mean()), float((answers <= 2).mean())
