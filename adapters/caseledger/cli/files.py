"""How the commands write files: whole, or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """
    Give the name of a file to write, which takes the place of `path` when it is done.

    Raises `click.UsageError` if it cannot be written; what was there then stays.
    """
    if not path.name:
        raise click.UsageError(f"cannot write {path}: it is no file's name")
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        yield part
        part.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise click.UsageError(f"cannot write {path}: {why}") from None
    finally:
        part.unlink(missing_ok=True)
