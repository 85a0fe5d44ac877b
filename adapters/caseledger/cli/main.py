"""The command's entry: finds the subcommand, and says what went wrong in one line."""

import importlib
import io
import os
import sys
from collections.abc import Sequence
from errno import ENAMETOOLONG
from typing import NamedTuple, NoReturn

import click

DONE, FINDINGS, USAGE, REFUSED, INTEGRITY, LOST_RACE, NOT_FOUND, FAULT = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    70,
)
"""The exit codes, as the README lists them."""

STOPPED = 130
"""What a shell expects of a program that was interrupted."""

_COMMANDS = {
    "import": ("importing", "Record a register, each row whole or not at all."),
    "do": ("doing", "Give commands as JSON: receive, respond, escalate, ..."),
    "report": ("report", "Write the annual report of a financial year."),
    "cases": ("cases", "Print the references behind a figure of the report."),
    "who": ("who", "List who looked at a case, at what, when and why."),
    "what-next": ("what_next", "List what may be done in a case, by whom, by when."),
    "due": ("due", "List what is due soon and what is overdue."),
    "history": ("history", "Show all that is recorded of a case."),
    "explain": ("explain", "Say how each due date of a case was reached."),
    "verify": ("verify", "Prove that the log is whole and unchanged."),
    "checkpoint": ("checkpoint", "Sign for the log as it is, to keep elsewhere."),
    "bundle": ("bundle", "Prove a case to somebody who has nothing but Python."),
    "event-data": ("mining", "Write the log for process mining: XES or OCEL 2.0."),
    "calendar": ("calendar", "Record a proclaimed holiday; move what is still owed."),
    "working-days": ("working_days", "Count working days in England."),
    "rules": ("rules", "List every provision, with its source."),
    "policy": ("policy", "Check an authority's policy, or show one to start from."),
    "check-cases": ("worked", "Tell worked cases, in sentences, to the rules."),
    "store": ("keeping", "Make a log, or copy one to another engine."),
    "read-models": ("read_models", "Look after the read models."),
}


class Settings(NamedTuple):
    """What a command is told besides its own options: the log, and the policy."""

    store: str
    policy: str | None


class _Commands(click.Group):
    """The subcommands by name; help lists them without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if name not in _COMMANDS:
            return None
        module = importlib.import_module(f"caseledger.cli.{_COMMANDS[name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, help_) for name, (_, help_) in _COMMANDS.items()]
            )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="caseledger")
@click.option(
    "--store",
    envvar="CASELEDGER_STORE",
    default="sqlite:///caseledger.db",
    show_default=True,
    help="Where the log is: sqlite:///PATH, postgresql://HOST/DATABASE or memory:.",
)
@click.option(
    "--policy",
    envvar="CASELEDGER_POLICY",
    help="The authority's policy: a TOML file, or the name of a preset.",
)
@click.pass_context
def _caseledger(context: click.Context, store: str, policy: str | None) -> None:
    """Keep complaints about children's social care as a ledger of events."""
    context.obj = Settings(store=store, policy=policy)


def main() -> NoReturn:
    """Run the command and exit with its code; no traceback reaches a user."""
    _speak_utf_8()
    code = _run()
    try:
        sys.stdout.flush()
    except OSError:
        # What is left cannot be written, and Python would say so once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> int:
    try:
        code = _caseledger.main(standalone_mode=False, prog_name="caseledger")
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        click.echo(_printable(said.getvalue()), err=True, nl=False)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("caseledger: stopped; what was recorded stands", err=True)
        code = STOPPED
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough; click answers that by an exit.
        code = DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence
        code = _explain(error)
    return code if isinstance(code, int) else DONE


def _speak_utf_8() -> None:
    """Write what programs read as UTF-8 on any machine; never fail at a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _explain(error: Exception) -> int:
    """Say what went wrong in a line, and return the exit code for it."""
    # A program that is not whole cannot import what tells errors apart.
    code = FAULT if isinstance(error, ImportError) else _code_for(error)
    if code is None or isinstance(error, ImportError):
        # The error's own text may hold what it choked on.
        said = (
            f"a fault of ours: {type(error).__name__} in {_place_of(error)}; "
            "please report this line"
        )
    elif isinstance(error, OSError):
        if error.errno == ENAMETOOLONG:
            code = USAGE
        said = f"the system says: {error.strerror or type(error).__name__}"
    else:
        said = str(error)
    click.echo(f"caseledger: {_printable(said)}", err=True)
    return FAULT if code is None else code


def _printable(said: str) -> str:
    """Show what an error quotes without letting it act on a terminal."""
    return "".join(
        one if one == "\n" or one.isprintable() else ascii(one)[1:-1] for one in said
    )


def _code_for(error: Exception) -> int | None:
    """Return the exit code of an error that speaks for itself; None if it does not."""
    from caseledger.access import AccessRefused
    from caseledger.annual_report import UnknownService
    from caseledger.calendar import OutsideCalendar
    from caseledger.casework import (
        CaseworkError,
        ForeignLog,
        StaleCase,
        UnknownCase,
        UnreadableEvent,
    )
    from caseledger.cli.store import NotFound
    from caseledger.complaint import Refusal
    from caseledger.disclosure import Disclosure, SolverMissing
    from caseledger.exports import CannotExport
    from caseledger.policies import BadPolicy
    from caseledger.proof import Inconsistent, Refused, SigningMissing, UnusableKey
    from caseledger.requests import BadRequest
    from caseledger.sheets import UnusableFile
    from caseledger.worked_cases import UnusableCases

    codes: Sequence[tuple[type[Exception], int]] = (
        (BadRequest, USAGE),
        (UnusableFile, USAGE),
        (BadPolicy, USAGE),
        (UnusableCases, USAGE),
        (CannotExport, USAGE),
        (SolverMissing, USAGE),
        (Disclosure, USAGE),
        (ForeignLog, USAGE),
        (OutsideCalendar, USAGE),
        (SigningMissing, USAGE),
        (UnusableKey, USAGE),
        (Inconsistent, INTEGRITY),
        (Refused, INTEGRITY),
        (Refusal, REFUSED),
        (AccessRefused, REFUSED),
        (UnreadableEvent, INTEGRITY),
        (StaleCase, LOST_RACE),
        (UnknownCase, NOT_FOUND),
        (UnknownService, NOT_FOUND),
        (NotFound, NOT_FOUND),
        (CaseworkError, FAULT),
        (OSError, FAULT),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), None)


def _place_of(error: Exception) -> str:
    """Return the module and the line at which an error was raised."""
    place = "?"
    at = error.__traceback__
    while at is not None:
        place = f"{at.tb_frame.f_globals.get('__name__')}, line {at.tb_lineno}"
        at = at.tb_next
    return place
