"""A council's own headings, date formats and code words, told in a TOML file."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from caseledger.register import SHEETS, date_pattern, fault_in
from caseledger.register.toml import read_toml
from caseledger.sheets.csv_rows import UnusableFile

_ISO = ("yyyy-mm-dd",)


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
    )


class SheetMapping(_Part):
    """
    How one file differs from the register's own form.

    `columns` maps the council's heading to our column, `codes` its word to our code,
    by our column, and `constants` fills a column that the file does not have.
    """

    file: str | None = None
    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}


class Mapping(_Part):
    """The mapping for a register and its companions; everything may be left out."""

    dates: Annotated[list[str], Field(min_length=1)] = list(_ISO)
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    # `register` is a word of pydantic's own, so the field has another name.
    complaints: Annotated[SheetMapping, Field(alias="register")] = SheetMapping()
    remedies: SheetMapping = SheetMapping()
    actions: SheetMapping = SheetMapping()
    compliments: SheetMapping = SheetMapping()
    ombudsman: SheetMapping = SheetMapping()

    @field_validator("delimiter")
    @classmethod
    def _can_separate(cls, delimiter: str) -> str:
        if delimiter in '"\r\n':
            msg = "cannot be a quote or the end of a line"
            raise ValueError(msg)
        return delimiter

    @field_validator("dates")
    @classmethod
    def _known_patterns(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            date_pattern(pattern)
        return patterns

    def sheet(self, name: str) -> SheetMapping:
        """Return how one of the register's files differs."""
        field = "complaints" if name == "register" else name
        found: SheetMapping = getattr(self, field)
        return found


PLAIN = Mapping()


def read_mapping(path: Path) -> Mapping:
    """
    Read a mapping file.

    Raises `UnusableFile` naming the key that is wrong, also if it names a column that
    the register does not have, or a code or constant that the column cannot hold.
    """
    try:
        # Some editors put a mark before the first line.
        told = read_toml(path.read_bytes().decode("utf-8-sig"))
        mapping = Mapping.model_validate(told)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnusableFile(f"{path.name}: cannot be read: {reason}") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnusableFile(f"{path.name}: {where}: {first['msg']}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableFile(f"{path.name}: not TOML: {error}") from None
    except (ValueError, RecursionError):
        # A number of thousands of digits, or tables without end, are no TOML error.
        raise UnusableFile(f"{path.name}: not TOML: beyond measure") from None
    for name in SHEETS:
        for fault in _faults(name, mapping):
            raise UnusableFile(f"{path.name}: {fault}")
    return mapping


def _faults(name: str, mapping: Mapping) -> Iterator[str]:
    known = {column.name for column in SHEETS[name]}
    sheet = mapping.sheet(name)
    for key, named in (
        ("columns", sheet.columns.values()),
        ("codes", sheet.codes.keys()),
        ("constants", sheet.constants.keys()),
    ):
        for column in named:
            if column not in known:
                yield f"{name}.{key}: there is no column {column!r}"
    told = [
        (f"codes.{column}.{word}", column, code)
        for column, words in sheet.codes.items()
        for word, code in words.items()
    ]
    told += [
        (f"constants.{column}", column, s) for column, s in sheet.constants.items()
    ]
    for key, column, text in told:
        fault = fault_in(name, column, text, dates=mapping.dates)
        if fault:
            yield f"{name}.{key}: {fault}"
