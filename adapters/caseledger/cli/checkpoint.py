"""`caseledger checkpoint`: sign for the log as it is now, to be kept elsewhere."""

from pathlib import Path

import click

from caseledger.cli.files import whole
from caseledger.cli.store import merkle_log, opened, store_option
from caseledger.proof import (
    Inconsistent,
    new_key,
    next_checkpoint,
    read_key,
    verify,
    write_key,
)


@click.command("checkpoint")
@store_option
@click.option(
    "--key",
    envvar="CASELEDGER_SIGNING_KEY",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file of the private key. Also from CASELEDGER_SIGNING_KEY.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the checkpoint; the one that is there is built on.",
)
@click.option(
    "--new-key",
    "origin",
    metavar="ORIGIN",
    help="Make the key instead, for a log of this name, as council.gov.uk/complaints.",
)
def command(store: str, key: Path, out: Path | None, origin: str | None) -> None:
    """
    Sign for the log as it is now, and keep that where who writes the log cannot.

    The log is checked first, and against the checkpoint that --out holds already: a
    log that was changed is not signed for.
    """
    if origin is not None:
        click.echo(_made(key, origin))
        return
    if out is None:
        raise click.UsageError("say with --out where the checkpoint goes")
    try:
        signer = read_key(key)
    except FileNotFoundError:
        raise click.UsageError(
            f"there is no key {key}; make one with --new-key ORIGIN"
        ) from None
    earlier = None
    if out.exists():
        earlier = out.read_text(encoding="utf-8", errors="replace")
    with opened(store) as log, merkle_log(store, log) as tree:
        tree.catch_up(log)
        verdict = verify(log, merkle_log=tree)
        if not verdict.holds:
            raise Inconsistent(
                "the log is not as it was recorded, and is not signed for: see "
                "`caseledger verify`"
            )
        note = next_checkpoint(tree, signer, earlier)
    # It may be the only copy of the one before.
    with whole(out) as part:
        part.write_text(note, encoding="utf-8")
    click.echo(f"signed for {verdict.events} events, root {verdict.root.hex()}")
    click.echo(f"{out}: keep it where whoever writes the log cannot", err=True)


def _made(path: Path, origin: str) -> str:
    private, public = new_key(origin)
    try:
        write_key(path, private)
    except FileExistsError:
        raise click.UsageError(f"{path} is there already") from None
    return public
