"""`caseledger bundle`: one case with proofs, for whoever has nothing but Python."""

from pathlib import Path

import click

from caseledger.access import Disclosable
from caseledger.cli.disclosing import disclose, looking_options
from caseledger.cli.files import whole
from caseledger.cli.store import (
    casework_over,
    folder,
    merkle_log,
    opened,
    store_option,
)
from caseledger.cli.verify import public_key
from caseledger.proof import bundle, verify_py

README = """\
One case of a log of complaints, with proof that it is in the log unchanged.

bundle.json   every event of the case as it is stored, and the proofs
verify.py     checks them; it needs Python 3.8 or newer and nothing else

    python verify.py bundle.json
    python verify.py --key KEY bundle.json

With --key, it also compares the key with the one that the council publishes, which
you should get from the council in another way than with this folder. What is shown by
that, and what is not, is printed. The proofs cover bundle.json alone.
"""


@click.command("bundle")
@store_option
@looking_options
@click.argument("reference")
@click.option(
    "--checkpoint",
    "note",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A signed checkpoint, made after the case's last event.",
)
@click.option(
    "--key",
    metavar="VKEY",
    required=True,
    help="The public key that signed it, or a file that holds it.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write.",
)
def command(store: str, reference: str, note: Path, key: str, out: Path) -> None:
    """Write the case REFERENCE with proofs, and the program that checks them."""
    with opened(store) as log, merkle_log(store, log) as tree:
        stream = casework_over(log).history(reference)[0].stream
        tree.catch_up(log)
        made = bundle(
            log.stored_of(stream),
            tree,
            note.read_text(encoding="utf-8", errors="replace"),
            public_key(key),
        )
        disclose(store, log, Disclosable.BUNDLE, (stream,))
    target = folder(out)
    for name, content in (
        ("bundle.json", made),
        ("verify.py", verify_py()),
        ("README.txt", README.encode()),
    ):
        with whole(target / name) as part:
            part.write_bytes(content)
    click.echo(f"{target}: python verify.py bundle.json")
