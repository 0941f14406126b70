"""What the command line says and shows, in the reader's language."""

from __future__ import annotations

import io
import json
import locale
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamnb.text.load import fill, load_text, look_up

if TYPE_CHECKING:
    from kamnb.errors import Problem


@cache
def reader_language() -> str:
    """Which language does the reader's machine speak? KAMNB_LANG, else the locale; English unless Chinese."""
    given = os.environ.get("KAMNB_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    return "zh" if (given or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def words(key: str) -> str:
    """A text of the command line, unfilled."""
    return str(look_up(load_text("cli", reader_language()), key)).strip()


def tell(key: str, err: bool = False, **values: object) -> None:
    """Say one sentence."""
    import typer

    typer.echo(fill(words(key), **values), err=err)


def print_json(form: object) -> None:
    """Print values for a program; escaped where the terminal's encoding does not hold every character."""
    import typer

    whole = str(sys.stdout.encoding).lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(form, ensure_ascii=not whole, indent=2))


def print_whatever_comes() -> None:
    """Let characters that the terminal's encoding lacks be printed as marks instead of ending the command."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def keep_traceback() -> Path:
    """Where are the details of the fault that was just caught? A new file in the folder for temporary files."""
    handle, name = tempfile.mkstemp(prefix="kamnb-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)


def print_problems(client: str, errors: list[Problem], warnings: list[Problem]) -> None:
    """List errors, then warnings, then the count."""
    import typer

    lang = reader_language()
    for problem in errors:
        typer.echo(problem.sentence(lang))
    if warnings:
        tell("said.warnings_head")
        for problem in warnings:
            typer.echo("  " + problem.sentence(lang))
    key = "said.checked_bad" if errors else "said.checked_fine"
    tell(key, client=client, errors=len(errors), warnings=len(warnings))


def print_schema(items: int, clauses: int) -> None:
    """List the contract's tables with their columns."""
    import typer

    from kamnb.sources.contract import load_contract

    for table in load_contract().tables.values():
        title = load_text("tables", reader_language())[table.name]
        tell("said.table_line", name=table.name, tier=table.tier, row=title)
        columns = [c.name + "*" * c.required for c in table.columns.values()]
        typer.echo("    " + ", ".join(columns))
    tell("said.schema_hint", items=items, clauses=clauses)


def print_reports(folder: Path) -> None:
    """List the reports of a run, whole paths, one a line."""
    import typer

    made = [path for kind in ("report.*", "deck.*", "evidence.*") for path in sorted(folder.glob(kind))]
    for path in made:
        typer.echo(f"  {path}")
    typer.echo(f"  {folder}")


@contextmanager
def progress_bar(client: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that shows each notebook and its cells while they run."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    progress = Progress(*columns)
    tasks: dict[str, Any] = {}

    def told(notebook: str, cell: int, cells: int) -> None:
        progress.start()
        if notebook not in tasks:
            text = fill(words("said.running"), client=client, notebook=notebook)
            tasks[notebook] = progress.add_task(text, total=cells)
        progress.update(tasks[notebook], completed=cell + 1)

    try:
        yield told
    finally:
        if tasks:
            progress.stop()
