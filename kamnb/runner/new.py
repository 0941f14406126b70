"""A folder for a new client: client.yml to fill in, and an empty CSV of each table that most clients have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamnb.errors import UsageError
from kamnb.instrument.load import load_instrument
from kamnb.paths import check_name, find_up
from kamnb.sources.contract import load_contract
from kamnb.text.load import load_text

USUAL = ("A", "B")
FOLDER = "templates_to_fill"


def make_client(client: str, data: str = "", lang: str = "en") -> Path:
    """Make a client's folder under `data`. UsageError where it is there already or the name is not one folder name.

    The empty tables lie in a folder of their own, so that a table that is not filled in counts as absent.
    """
    root = Path(data) if data else find_up("client_data") or Path.cwd() / "client_data"
    folder = root / check_name(client)
    if folder.exists():
        raise UsageError("client-exists", name=client, where=str(folder))
    today = dt.date.today()
    text = load_text("cli", lang)["template"]["client_yml"]
    blank = folder / FOLDER
    blank.mkdir(parents=True)
    settings = text.format(client=client, today=today.isoformat(), wave=f"{today:%Y}")
    (folder / "client.yml").write_text(settings, encoding="utf-8", newline="\n")
    items = [item.id for item in load_instrument().items()]
    for table in load_contract().tables.values():
        if table.tier in USUAL:
            header = [*table.columns, *(items if table.items else [])]
            (blank / f"{table.name}.csv").write_text(
                ",".join(header) + "\n", encoding="utf-8-sig", newline="\n"
            )
    return folder
