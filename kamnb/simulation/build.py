"""A made-up client from its seed: in memory, or as a folder that is read like any other."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from kamnb.simulation.curves import words, worlds
from kamnb.simulation.opinion import GROUPS
from kamnb.simulation.options import Options
from kamnb.simulation.tables import (
    accounts,
    information,
    interviews,
    meetings,
    money,
    people,
    processes,
    programme,
    survey,
)
from kamnb.simulation.truth import Truth, draw_truth
from kamnb.simulation.untidy import as_written, spoil
from kamnb.simulation.world import World, build_world
from kamnb.sources.client import ClientData, build_client

NOTHING: Mapping[str, Any] = MappingProxyType({})
TABLES: Mapping[str, Callable[[World], pd.DataFrame]] = {
    "survey": survey.survey,
    "interviews": interviews.interviews,
    "accounts": accounts.accounts,
    "plans": accounts.plans,
    "ledger": money.ledger,
    "account_costs": money.account_costs,
    "receivables": money.receivables,
    "opportunities": money.opportunities,
    "process_events": processes.process_events,
    "requirements": processes.requirements,
    "teams": accounts.teams,
    "managers": people.managers,
    "ratings": people.ratings,
    "time_use": people.time_use,
    "resource_requests": people.resource_requests,
    "contacts": information.contacts,
    "crm_activity": information.crm_activity,
    "touchpoints": meetings.touchpoints,
    "disputes": meetings.disputes,
    "programme": programme.programme,
    "documents": information.documents,
    "measures": programme.measures,
    "alliances": meetings.alliances,
    "actions": programme.actions,
}
"""Every table of the contract, and the function that makes it."""


def simulate(
    folder: Path | str,
    seed: int,
    plant: Mapping[str, float] = NOTHING,
    flatter: Mapping[str, float] = NOTHING,
    size: str = "medium",
    noise: float = 1.0,
    leave_out: tuple[str, ...] = (),
    **more: Any,
) -> Truth:
    """What does a client's folder hold whose truth is known? Writes client.yml, every table and truth.json.

    `plant` sets the health of clauses or whole areas, `flatter` says by how many points people think them healthier,
    `more` are the other fields of Options. Raises UsageError for a wrong option, FileExistsError for a folder there.
    """
    options = Options(seed, plant, flatter, size, noise, tuple(leave_out), **more)
    settings, tables, truth = make(options)
    path = Path(folder)
    path.mkdir(parents=True)
    write_settings(path / "client.yml", settings)
    for name, frame in tables.items():
        text = as_written(name, frame, options)
        text.to_csv(
            path / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n", float_format="%.12g"
        )
    (path / "truth.json").write_text(truth.to_json(), encoding="utf-8", newline="\n")
    return truth


def simulate_client(
    seed: int,
    plant: Mapping[str, float] = NOTHING,
    flatter: Mapping[str, float] = NOTHING,
    size: str = "medium",
    noise: float = 1.0,
    leave_out: tuple[str, ...] = (),
    **more: Any,
) -> tuple[ClientData, Truth]:
    """The same client in memory, without files."""
    settings, tables, truth = make(Options(seed, plant, flatter, size, noise, tuple(leave_out), **more))
    plain = {name: frame.astype(_plain(frame)) for name, frame in tables.items()}
    return build_client(settings, plain), truth


def _plain(frame: pd.DataFrame) -> dict[str, type]:
    """Text as plain objects, which are gone through faster."""
    return {name: object for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)}


def make(options: Options) -> tuple[dict[str, Any], dict[str, pd.DataFrame], Truth]:
    """Settings, typed tables and truth of a made-up client. A table that comes out empty is left out."""
    truth = draw_truth(options)
    world = build_world(options, truth)
    wanted = (name for name in TABLES if name not in options.leave_out)
    made = {name: spoil(name, TABLES[name](world), options) for name in wanted}
    return settings_of(world), {name: frame for name, frame in made.items() if len(frame)}, truth


def settings_of(world: World) -> dict[str, Any]:
    """What does client.yml say?"""
    said, opinion = words(), worlds()["opinion"]
    name = {lang: text.format(seed=world.options.seed) for lang, text in said["client"]["name"].items()}
    invited = {group: math.ceil(world.size[group] / opinion["response"][group]) for group in GROUPS}
    settings = {
        "name": name,
        "industry": said["industry"],
        "currency": "CNY",
        "as_of": str(worlds()["as_of"]),
        "wave": "2026-autumn",
        "languages": ["zh", "en"],
        "made_up": True,
        "reference_grades": people.grades(),
        "invited": invited,
        "crm_seats": information.seats(world),
    }
    return settings | _selection(world)


def _selection(world: World) -> dict[str, Any]:
    """Which criteria for key accounts does the firm have in writing? None, criteria only, or weights too."""
    if world.firm("criteria") < 0.5:
        return {}
    selection: dict[str, Any] = {"criteria": list(accounts.CRITERIA), "adopted_on": "2024-03-01"}
    if world.firm("weights") >= 0.5:
        selection["weights"] = [5, 3, 2]
    return {"selection": selection}


def write_settings(path: Path, settings: dict[str, Any]) -> None:
    """Write client.yml."""
    text = StringIO()
    yaml = YAML()
    yaml.dump(settings, text)
    path.write_text(words()["client"]["head"] + text.getvalue(), encoding="utf-8", newline="\n")
