"""The command line: thin, each command is one function of the package, loaded when it is called."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from kamnb import __version__
from kamnb.commands import Commands
from kamnb.errors import UsageError
from kamnb.terminal import print_json, reader_language, tell, words

LANG = reader_language()
app = typer.Typer(
    name="kamnb",
    cls=Commands,
    help=words("help.app"),
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Client = Annotated[str, typer.Argument(metavar="CLIENT", help=words("help.client"))]
Data = Annotated[str, typer.Option("--data", help=words("help.data"))]
Reports = Annotated[str, typer.Option("--reports", help=words("help.reports"))]
Formats = Annotated[str, typer.Option("--formats", help=words("help.formats"))]
Lang = Annotated[str, typer.Option("--lang", help=words("help.lang"))]
Brand = Annotated[str, typer.Option("--brand", help=words("help.brand"))]
AsJson = Annotated[bool, typer.Option("--json", help=words("help.json"))]
Params = Annotated[list[str], typer.Option("--param", "-p", help=words("help.param"))]


def main() -> None:
    """Which command was meant?"""
    app()


def show_version(given: bool) -> None:
    """Print the version and stop."""
    if given:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help=words("help.version"))
    ] = False,
) -> None:
    """Options that stand before every command; without a command, the help."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(help=words("help.new"))
def new(client: Client, data: Data = "") -> None:
    """Make a client's folder."""
    from kamnb.runner.new import make_client

    tell("said.made", folder=make_client(client, data, LANG), client=client)


@app.command(help=words("help.schema"))
def schema(
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help=words("help.markdown"))] = False,
) -> None:
    """Print the contract."""
    from kamnb.instrument.load import load_instrument
    from kamnb.sources.contract import schema_dict

    instrument = load_instrument()
    if as_json:
        print_json(schema_dict(instrument.items()))
    elif markdown:
        from kamnb.sources.contract import docs_page

        typer.echo(docs_page(), nl=False)
    else:
        from kamnb.terminal import print_schema

        print_schema(len(instrument.items()), len(list(instrument.clauses())))


@app.command(help=words("help.check"))
def check(client: Client, data: Data = "", as_json: AsJson = False) -> None:
    """List every problem of a client's folder."""
    from kamnb.instrument.load import load_instrument
    from kamnb.paths import client_folder
    from kamnb.sources.check import check_client

    found = check_client(client_folder(client, data), load_instrument().items())
    errors = [p for p in found if p.severity == "error"]
    warnings = [p for p in found if p.severity != "error"]
    if as_json:
        form = {"errors": [p.to_dict(LANG) for p in errors], "warnings": [p.to_dict(LANG) for p in warnings]}
        print_json(form)
    else:
        from kamnb.terminal import print_problems

        print_problems(client, errors, warnings)
    raise typer.Exit(1 if errors else 0)


@app.command(help=words("help.run"))
def run(
    client: Client,
    data: Data = "",
    reports: Reports = "",
    formats: Formats = "",
    lang: Lang = "",
    brand: Brand = "",
    param: Params = [],  # noqa: B006 - typer's form of a repeated option
) -> None:
    """Run a client from folder to report."""
    chosen = split(formats), split(lang)
    raise typer.Exit(run_and_tell(client, data, reports, *chosen, read_params(param), brand))


@app.command(help=words("help.demo"))
def demo(reports: Reports = "", formats: Formats = "", lang: Lang = "") -> None:
    """Run the demo client."""
    from kamnb.paths import demo_client

    folder = demo_client()
    code = run_and_tell(folder.name, str(folder.parent), reports, split(formats), split(lang), {})
    raise typer.Exit(code)


def run_and_tell(
    client: str,
    data: str,
    reports: str,
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    parameters: dict[str, Any],
    brand: str = "",
) -> int:
    """Run a client with a progress bar, and say what came of it. The exit code."""
    from kamnb.render.brand import brand_folder
    from kamnb.runner.report import FORMATS, check_choice
    from kamnb.terminal import print_reports, progress_bar
    from kamnb.text.load import LANGUAGES

    check_choice(formats, FORMATS, "unknown-format")
    check_choice(languages, LANGUAGES, "unknown-language")
    brand_folder(brand)
    from kamnb.runner.run import run_client  # seconds of loading, which a wrong word need not wait for

    start = time.perf_counter()
    with progress_bar(client) as told:
        done = run_client(client, data, reports, parameters, formats or FORMATS, languages, told, brand=brand)
    if done.failure:
        f = done.failure
        tell("said.failed", err=True, notebook=f.notebook, cell=f.cell + 1, error=f.error, folder=done.folder)
        return done.code
    for hole in done.holes:
        tell(
            "said.hole",
            err=True,
            area=hole.area,
            notebook=hole.notebook,
            cell=hole.cell + 1,
            error=hole.error,
        )
    tell("said.done", seconds=f"{time.perf_counter() - start:.0f}")
    print_reports(done.folder)
    return done.code


def split(text: str) -> tuple[str, ...]:
    """The parts of a list that was written with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read_params(given: list[str]) -> dict[str, Any]:
    """Which parameters were set? name=value; a value stays text, so that 007 stays 007."""
    found = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageError("bad-parameter", value=text)
        found[name] = value
    return found


@app.command(help=words("help.report"))
def report(
    client: Client,
    run_id: Annotated[str, typer.Argument(metavar="[RUN]", help=words("help.run_id"))] = "",
    reports: Reports = "",
    formats: Formats = "",
    lang: Lang = "",
    brand: Brand = "",
) -> None:
    """Render a run's report again."""
    from kamnb.runner.report import FORMATS, find_run, render_run
    from kamnb.text.load import LANGUAGES

    folder = find_run(client, run_id, reports)
    render_run(folder, split(formats) or FORMATS, split(lang) or LANGUAGES, brand)
    from kamnb.terminal import print_reports

    tell("said.rendered")
    print_reports(folder)


@app.command(help=words("help.compare"))
def compare(
    client: Client,
    earlier: Annotated[str, typer.Argument(metavar="WAVE", help=words("help.wave"))],
    later: Annotated[str, typer.Argument(metavar="WAVE", help=words("help.wave"))],
    data: Data = "",
    reports: Reports = "",
    formats: Formats = "",
    lang: Lang = "",
    brand: Brand = "",
) -> None:
    """Compare two waves of a client."""
    from kamnb.runner.compare import print_changes, run_compare
    from kamnb.runner.report import DOCUMENT_FORMATS
    from kamnb.text.load import LANGUAGES

    chosen = split(formats) or DOCUMENT_FORMATS, split(lang) or LANGUAGES
    folder, comparison = run_compare(client, earlier, later, data, reports, *chosen, brand)
    print_changes(comparison, folder, LANG)


@app.command(help=words("help.explain"))
def explain(
    client: Client,
    ref: Annotated[list[str], typer.Argument(metavar="REF", help=words("help.ref"))],
    run_id: Annotated[str, typer.Option("--run", help=words("help.run_traced"))] = "",
    data: Data = "",
    reports: Reports = "",
    as_json: AsJson = False,
) -> None:
    """Trace a number or finding back to rows and clause."""
    from kamnb.runner.explain import explain_ref, print_chain

    chain = explain_ref(client, " ".join(ref), run_id, data, reports)
    if as_json:
        print_json(chain)
    else:
        print_chain(chain, LANG)


@app.command(help=words("help.simulate"))
def simulate(
    client: Client,
    seed: Annotated[int, typer.Option("--seed", help=words("help.seed"))] = 0,
    plant: Annotated[str, typer.Option("--plant", help=words("help.plant"))] = "",
    flatter: Annotated[str, typer.Option("--flatter", help=words("help.flatter"))] = "",
    size: Annotated[str, typer.Option("--size", help=words("help.size"))] = "medium",
    leave_out: Annotated[str, typer.Option("--leave-out", help=words("help.leave_out"))] = "",
    causes: Annotated[str, typer.Option("--causes", help=words("help.causes"))] = "",
    null: Annotated[bool, typer.Option("--null", help=words("help.null"))] = False,
    data: Data = "",
) -> None:
    """Make a made-up client."""
    from kamnb.simulation.command import run_simulate

    made = run_simulate(
        client, seed, plant, flatter, size, data, leave_out=leave_out, causes=causes, null=null
    )
    tell("said.simulated", folder=made, client=client)


@app.command(help=words("help.train"))
def train(
    lang: Annotated[str, typer.Option("--lang", help=words("help.train_lang"))] = LANG,
    folder: Annotated[str, typer.Option("--folder", help=words("help.train_folder"))] = "",
    no_browser: Annotated[bool, typer.Option("--no-browser", help=words("help.no_browser"))] = False,
) -> None:
    """Open the course in JupyterLab."""
    from kamnb.runner.lab import open_lab
    from kamnb.training.command import prepare

    place, said = prepare(lang, folder)
    for line in said:
        typer.echo(line)
    raise typer.Exit(open_lab(place, browser=not no_browser))


@app.command(help=words("help.lab"))
def lab() -> None:
    """Open JupyterLab on the working papers."""
    from kamnb.paths import notebooks
    from kamnb.runner.lab import open_lab

    raise typer.Exit(open_lab(notebooks().parent, notebooks()))


if __name__ == "__main__":
    main()
