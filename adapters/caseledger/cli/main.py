"""The command's entry: finds the subcommand, and says what went wrong in one line."""

import importlib
import os
import sys
from typing import NoReturn

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

_COMMANDS = {
    "import": ("importing", "Record a register, each row whole or not at all."),
    "report": ("report", "Write the annual report of a financial year."),
    "due": ("due", "List what is due soon and what is overdue."),
    "history": ("history", "Show all that is recorded of a case."),
    "working-days": ("working_days", "Count working days in England."),
    "rules": ("rules", "List every provision, with its source."),
    "read-models": ("read_models", "Look after the read models."),
}


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
    help="Where the log is: sqlite:///PATH or memory:.",
)
@click.pass_context
def _caseledger(context: click.Context, store: str) -> None:
    """Keep complaints about children's social care as a ledger of events."""
    context.obj = store


def main() -> NoReturn:
    """Run the command and exit with its code; no traceback reaches a user."""
    try:
        code = _caseledger.main(standalone_mode=False, prog_name="caseledger")
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        code = 130
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except Exception as error:  # noqa: BLE001 - the last line of defence
        code = _explain(error)
    sys.exit(code if isinstance(code, int) else DONE)


def _explain(error: Exception) -> int:
    """Say what went wrong, and return the exit code for it."""
    from caseledger.annual_report import UnknownService
    from caseledger.calendar import OutsideCalendar
    from caseledger.casework import (
        CaseworkError,
        ForeignLog,
        StaleCase,
        UnknownCase,
        UnreadableEvent,
    )
    from caseledger.cli.store import NoStore
    from caseledger.complaint import Refusal
    from caseledger.sheets import UnusableFile

    match error:
        case UnusableFile() | ForeignLog() | OutsideCalendar():
            code = USAGE
        case Refusal():
            code = REFUSED
        case UnreadableEvent():
            code = INTEGRITY
        case StaleCase():
            code = LOST_RACE
        case UnknownCase() | UnknownService() | NoStore():
            code = NOT_FOUND
        case CaseworkError() | OSError():
            code = FAULT
        case _:
            # The error's own text may hold what it choked on.
            kind = type(error).__name__
            click.echo(
                f"caseledger: a fault of ours: {kind}; please report it", err=True
            )
            return FAULT
    reason = error.strerror if isinstance(error, OSError) else str(error)
    click.echo(f"caseledger: {reason}", err=True)
    return code
