"""`caseledger verify`: is the log whole and unchanged, as far as that can be known?"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import attrs
import click

from caseledger.cli.main import DONE, INTEGRITY
from caseledger.cli.store import has_merkle_log, merkle_log, opened, store_option
from caseledger.proof import Verdict, open_checkpoint, verify


@click.command("verify")
@store_option
@click.option(
    "--checkpoint",
    "note",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed checkpoint that was kept elsewhere.",
)
@click.option(
    "--key",
    metavar="VKEY",
    help="The public key that signed it, or a file that holds it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
@click.pass_context
def command(
    context: click.Context,
    store: str,
    note: Path | None,
    key: str | None,
    form: str,
) -> None:
    """
    Check every event of the log against its link, and the log against a checkpoint.

    Without a checkpoint kept elsewhere, nobody can tell whether events were removed
    from the end, or the whole log made up anew: that is said, not passed over.
    """
    if (note is None) != (key is None):
        raise click.UsageError("a checkpoint is checked by its key: give both")
    checkpoint = None
    if note is not None and key is not None:
        checkpoint = open_checkpoint(
            note.read_text(encoding="utf-8", errors="replace"), public_key(key)
        )
    with ExitStack() as stack:
        log = stack.enter_context(opened(store))
        # Whoever checks a log writes nothing: a Merkle log is made by checkpoints.
        kept = None
        if has_merkle_log(store):
            kept = stack.enter_context(merkle_log(store, log))
        verdict = verify(log, merkle_log=kept, checkpoint=checkpoint)
    if form == "json":
        click.echo(json.dumps(_as_json(verdict), indent=1))
    else:
        click.echo("\n".join(_told(verdict)))
    context.exit(DONE if verdict.holds else INTEGRITY)


def public_key(given: str) -> str:
    """Return a public key that is given as it is, or by the name of its file."""
    # A key has plus signs in it, and a line has an end.
    if given.count("+") >= 2 and not Path(given).exists():
        return given
    try:
        return Path(given).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise click.UsageError("--key is neither a public key nor its file") from None


def _told(verdict: Verdict) -> Iterator[str]:
    yield (
        f"{verdict.events} events in {verdict.streams} streams, every link of them "
        "reckoned again"
    )
    yield f"root {verdict.root.hex()}"
    for finding in verdict.findings:
        place = ""
        if finding.position is not None:
            place = f"position {finding.position}"
            place += f", stream {finding.stream}: " if finding.stream else ": "
        yield f"WRONG: {place}{finding.sentence}"
    if verdict.found > len(verdict.findings):
        yield f"and {verdict.found - len(verdict.findings)} more"
    yield "Nothing is wrong with it." if verdict.holds else "It is not as recorded."
    for sentence in verdict.not_known:
        yield f"Not known: {sentence}."


def _as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "holds": verdict.holds,
        "events": verdict.events,
        "streams": verdict.streams,
        "root": verdict.root.hex(),
        "found": verdict.found,
        "findings": [attrs.asdict(one) for one in verdict.findings],
        "not_known": verdict.not_known,
    }
