"""`caseledger read-models export`: tables for spreadsheets and other programs."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from caseledger.access import Disclosable, Selection
from caseledger.cli.disclosing import disclose, looking_options
from caseledger.cli.files import whole
from caseledger.cli.store import folder, opened, store_option, today, views
from caseledger.cli.times import DAY
from caseledger.exports import (
    Dialect,
    Table,
    csv_lines,
    csvw_metadata,
    json_lines,
    write_parquet,
    write_workbook,
)
from caseledger.read_models import ALL_MODELS
from caseledger.read_models.views import CASELOAD, DUE, OVERDUE
from caseledger.viewstore import EVERY_VIEW, ViewStore

FORMATS = ("csv", "jsonl", "xlsx", "parquet")
PRINTED = ("csv", "jsonl")
WORKBOOK = "xlsx"
ALL = "all"
VIEWS = {view.name: view for view in EVERY_VIEW}
OF_A_DAY = tuple(view.name for view in (CASELOAD, DUE, OVERDUE))
NAMES = (*(model.name for model in ALL_MODELS), *VIEWS)


def table_named(name: str, models: ViewStore, day: date | None = None) -> Table:
    """Return what is exported under a name, from the rows as they are now."""
    if name in VIEWS:
        view = VIEWS[name]
        return Table(
            name=name,
            question=view.question,
            columns=view.columns,
            rows=models.answers(view, day=day if name in OF_A_DAY else None),
            source=f"SQL view {name}.",
        )
    model = next(model for model in ALL_MODELS if model.name == name)
    [status] = [status for status in models.status() if status.name == name]
    columns = model.columns
    return Table(
        name=name,
        question=model.question,
        columns=columns,
        rows=[[getattr(row, c.name) for c in columns] for row in models.rows(model)],
        source=(
            f"Read model {name}, version {model.version}, "
            f"as of event {status.position} of the log."
        ),
    )


def _formats(_context: object, _option: object, given: str) -> list[str]:
    formats = list(dict.fromkeys(one.strip() for one in given.split(",")))
    for one in formats:
        if one not in FORMATS:
            raise click.BadParameter(f"{one!r} is none of {', '.join(FORMATS)}")
    return formats


@click.command("export")
@store_option
@looking_options
@click.argument(
    "names", nargs=-1, type=click.Choice([*NAMES, ALL]), metavar="[NAME]..."
)
@click.option(
    "--format",
    "formats",
    default="csv",
    show_default=True,
    callback=_formats,
    metavar="csv,jsonl,xlsx,parquet",
    help="What to write, separated by commas.",
)
@click.option(
    "--dialect",
    type=click.Choice([dialect.value for dialect in Dialect]),
    default=Dialect.DATA.value,
    show_default=True,
    help="CSV as it is, or changed so that Excel takes no text for a formula.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write in, or a file that ends like its format.",
)
@click.option(
    "--on", "day", type=DAY, help=f"The day that {', '.join(OF_A_DAY)} are asked about."
)
def export(  # noqa: PLR0917 - click passes by name
    store: str,
    names: Sequence[str],
    formats: list[str],
    dialect: str,
    out: Path | None,
    day: date | None,
) -> None:
    """
    Export the tables and views of each NAME; with --out, all of them without a NAME.

    One of them as csv or jsonl is printed unless --out is given. A file of CSV has
    one beside it that says what its columns mean (CSV on the Web).
    """
    wanted = NAMES if not names or ALL in names else tuple(dict.fromkeys(names))
    wanted = _answerable(wanted, names, day)
    if out is None and (
        len(wanted) > 1 or len(formats) > 1 or formats[0] not in PRINTED
    ):
        raise click.UsageError(
            "say with --out where to write: only one NAME as csv or jsonl is printed"
        )
    with opened(store) as log, views(store, log) as models, models.at_one_moment():
        tables = [table_named(name, models, day) for name in wanted]
        rows = sum(len([*table.rows]) for table in tables)
        chosen = Selection(by=", ".join(wanted), count=rows)
        disclose(store, log, Disclosable.READ_MODELS, chosen)
    if out is None:
        _write(sys.stdout.buffer, formats[0], Dialect(dialect), tables)
        return
    for path in _write_files(tables, formats, Dialect(dialect), out):
        click.echo(f"written to {path}", err=True)


def _answerable(
    wanted: tuple[str, ...], named: Sequence[str], day: date | None
) -> tuple[str, ...]:
    """Leave out questions about a day that is not given; say so if one was asked."""
    if day is not None:
        return wanted
    asked = [name for name in named if name in OF_A_DAY]
    if asked:
        raise click.UsageError(f"{asked[0]} is asked about a day: say which with --on")
    return tuple(name for name in wanted if name not in OF_A_DAY)


def _write_files(
    tables: Sequence[Table], formats: Sequence[str], dialect: Dialect, out: Path
) -> Iterator[Path]:
    """Write the files, each whole or not at all, and return their paths."""
    is_file = out.suffix.removeprefix(".") in FORMATS and not out.is_dir()
    if is_file and not (
        [out.suffix] == [f".{form}" for form in formats]
        and (len(tables) == 1 or formats == [WORKBOOK])
    ):
        raise click.UsageError(
            f"{out} is one file, in one format, for one NAME, or for all as xlsx; "
            "say with --out a folder for more"
        )
    target = folder(out.parent if is_file else out)
    for form in formats:
        # A workbook has a sheet for each table, all other files hold one table.
        for some in [tables] if form == WORKBOOK else [[table] for table in tables]:
            path = out if is_file else target / _file_name(some, form, dialect)
            with whole(path) as part, part.open("wb") as file:
                _write(file, form, dialect, some)
            yield path
            if form == "csv" and dialect is Dialect.DATA:
                beside = path.with_name(f"{path.name}-metadata.json")
                with whole(beside) as part:
                    part.write_bytes(csvw_metadata(some[0], file=path.name).encode())
                yield beside


def _file_name(tables: Sequence[Table], form: str, dialect: Dialect) -> str:
    name = tables[0].name if len(tables) == 1 else "read-models"
    # So the other dialect's file, and what is said of it, may lie beside.
    end = f"excel.{form}" if form == "csv" and dialect is Dialect.EXCEL else form
    return f"{name}.{end}"


def _write(
    file: BinaryIO, form: str, dialect: Dialect, tables: Sequence[Table]
) -> None:
    """Write tables in a format; all but workbooks take the only one."""
    match form:
        case "xlsx":
            title = "Read models of caseledger"
            write_workbook(tables, file, title=title, created=today())
        case "parquet":
            write_parquet(tables[0], file)
        case "jsonl":
            file.writelines(line.encode() for line in json_lines(tables[0]))
        case _:
            lines = csv_lines(tables[0], dialect=dialect)
            file.writelines(line.encode() for line in lines)
