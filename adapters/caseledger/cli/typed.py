"""Texts and numbers on the command line, read as a register's cells are read."""

import re
from collections.abc import Callable
from typing import Any

import click

from caseledger.register import WHITE_SPACE
from caseledger.register.cells import (
    CellFault,
    read_identifier,
    read_line,
    read_note,
)

_WHOLE_NUMBER = re.compile("[+-]?[0-9]+")


class Text(click.ParamType[str]):
    """A text that can be recorded: without what hides in it, or acts on a terminal."""

    def __init__(self, name: str, read: Callable[[str], str]) -> None:
        self.name = name
        self._read = read

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Read a text."""
        try:
            return self._read(str(value).strip(WHITE_SPACE))
        except CellFault as fault:
            self.fail(f"this {fault.message}", param, ctx)


class WholeNumber(click.IntRange):
    """A whole number in plain digits; Python would take 1_000, and other scripts'."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401 - click's signature
        """Read a number."""
        if not _WHOLE_NUMBER.fullmatch(str(value)):
            self.fail(f"{value!r} is not a valid integer.", param, ctx)
        return super().convert(value, param, ctx)


IDENTIFIER = Text("id", read_identifier)
LINE = Text("text", read_line)
NOTE = Text("text", read_note)
NUMBER = WholeNumber()
