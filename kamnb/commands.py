"""What becomes of a command that goes wrong: one sentence in the reader's language, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from kamnb.errors import InputError, KamnbError, UsageError
from kamnb.sources.suggest import did_you_mean
from kamnb.terminal import keep_traceback, print_whatever_comes, reader_language, tell

CallError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for a wrong call."""
INTERRUPTED = 130


class Commands(TyperGroup):
    """The commands; no traceback reaches a reader."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Run the command that was called and end with its exit code."""
        print_whatever_comes()
        run = super().main
        sys.exit(guard(lambda: run(*args, **{**more, "standalone_mode": False})))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Which command was called? UsageError names those that are there."""
        if args[0] not in self.commands:
            hint = did_you_mean(args[0], self.commands)
            raise UsageError("no-command", name=args[0], hint=hint, allowed=", ".join(self.commands))
        return super().resolve_command(ctx, args)


def guard(run: Callable[[], Any]) -> int:
    """How did it end? The exit code; what went wrong is said."""
    try:
        code = run() or 0
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code
    except CallError as error:
        return say(called_wrongly(error), 2)
    except InputError as error:
        return say(error, 1)
    except UsageError as error:
        return say(error, 2)
    except KamnbError as error:
        return say(error, 4)
    except (KeyboardInterrupt, typer.Abort):
        tell("said.interrupted", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last guard: a fault is told and kept in a file
        tell("said.unexpected", err=True, error=type(error).__name__, file=keep_traceback())
        return 4


def say(error: KamnbError, code: int) -> int:
    """Say what went wrong. The exit code."""
    typer.echo(error.say(reader_language()), err=True)
    return code


def called_wrongly(error: Any) -> UsageError:
    """What was wrong with a call that typer refused?"""
    kind, context = type(error).__name__, error.ctx
    command = context.command_path if context else "kamnb"
    if kind == "NoSuchOption":
        options = [name for p in context.command.get_params(context) for name in p.opts if name[:1] == "-"]
        name = error.option_name
        return UsageError(
            "no-option",
            command=command,
            name=name,
            hint=did_you_mean(name, options),
            allowed=", ".join(options),
        )
    if kind == "MissingParameter" and error.param:
        return UsageError(
            "missing-argument", command=command, name=error.param.metavar or error.param.name.upper()
        )
    return UsageError("bad-call", command=command, detail=error.format_message().rstrip(".") + ".")
