"""The body of `kamnb simulate`: what was written on the command line, and the client that it makes."""

from __future__ import annotations

from pathlib import Path

from kamnb.errors import UsageError
from kamnb.paths import check_name, find_up
from kamnb.simulation.build import simulate


def run_simulate(
    name: str,
    seed: int,
    plant: str = "",
    flatter: str = "",
    size: str = "medium",
    data: str = "",
    *,
    noise: float = 1.0,
    leave_out: str = "",
    causes: str = "",
    null: bool = False,
) -> Path:
    """Where was the made-up client written? Makes the folder `name` under `data`, or the nearest client_data/.

    `plant` and `flatter` read like "S3=20,R1=15", `leave_out` and `causes` are lists with commas.
    Raises UsageError for a name that is no folder name, a folder that is there already, or a wrong option.
    """
    root = Path(data) if data else find_up("client_data") or Path.cwd() / "client_data"
    folder = root / check_name(name)
    if folder.exists():
        raise UsageError("client-exists", name=name, where=str(folder))
    try:
        simulate(
            folder,
            seed,
            read_points(plant),
            read_points(flatter),
            size,
            noise,
            read_list(leave_out),
            causes=read_list(causes),
            null=null,
        )
    except OSError as error:
        raise UsageError("data-unwritable", where=str(folder)) from error
    return folder


def read_points(text: str) -> dict[str, float]:
    """Which points are set for which clauses? "S3=20,R1=+15" as a dict; UsageError for another form."""
    found = {}
    for part in read_list(text):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        try:
            found[name] = float(value)
        except ValueError as error:
            raise UsageError("simulated-form", value=part) from error
        if not sign or not name:
            raise UsageError("simulated-form", value=part)
    return found


def read_list(text: str) -> tuple[str, ...]:
    """The parts of a list that was written with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
