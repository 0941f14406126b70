"""What is in the made-up demo client?

Writes client_data/demo anew: client.yml, judgement.yml, README.md and one plain UTF-8 CSV for every table of
the contract. Same script, same bytes. What the company is like stands in scripts/demo/story.py, its Chinese
words in scripts/demo_names.yml and scripts/demo/*.yml; survey items are read from kamnb/areas/*/area.yml.

    python scripts/make_demo.py [--out client_data/demo]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from demo import base, money, people, plans, relations, survey, work
from demo.world import HERE, World, read_yaml

ROOT = HERE.parents[1]
LIMIT = 2_000_000  # bytes of the whole folder
TEXTS = ("client.yml", "judgement.yml", "README.md")
TABLES: dict[str, Callable[[World], pd.DataFrame]] = {
    "accounts": base.make_accounts,
    "managers": base.make_managers,
    "ledger": money.make_ledger,
    "account_costs": money.make_account_costs,
    "receivables": money.make_receivables,
    "opportunities": money.make_opportunities,
    "plans": plans.make_plans,
    "programme": plans.make_programme,
    "measures": plans.make_measures,
    "alliances": plans.make_alliances,
    "actions": plans.make_actions,
    "process_events": work.make_process_events,
    "requirements": work.make_requirements,
    "teams": work.make_teams,
    "resource_requests": work.make_resource_requests,
    "documents": work.make_documents,
    "ratings": people.make_ratings,
    "time_use": people.make_time_use,
    "contacts": relations.make_contacts,
    "crm_activity": relations.make_crm_activity,
    "touchpoints": relations.make_touchpoints,
    "disputes": relations.make_disputes,
    "survey": survey.make_survey,
    "interviews": survey.make_interviews,
}


def as_text(value: object) -> str:
    """How is a value written in a plain CSV? Unknown is empty."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}"
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d %H:%M" if hasattr(value, "hour") else "%Y-%m-%d")
    return str(value)


def build() -> World:
    """Which tables does the demo have?"""
    world = World(read_yaml(HERE.parent / "demo_names.yml"))
    base.spread(world)
    for name, make in TABLES.items():
        world.tables[name] = make(world)
    return world


def write(world: World, folder: Path) -> int:
    """How many bytes does the folder hold?"""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in world.tables.items():
        lines = table.astype(object).map(as_text)
        lines.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
    rows = {name: f"{len(table):,}" for name, table in world.tables.items()}
    for name in TEXTS:
        text = (HERE / "texts" / name).read_text(encoding="utf-8")
        for table, count in rows.items():
            text = text.replace(f"{{{table}}}", count)
        with (folder / name).open("w", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def main() -> None:
    """Is the folder written, and small enough?"""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "client_data" / "demo")
    size = write(build(), parser.parse_args().out)
    print(f"{size:,} bytes")
    if size > LIMIT:
        raise SystemExit(f"more than {LIMIT:,} bytes")


if __name__ == "__main__":
    main()
