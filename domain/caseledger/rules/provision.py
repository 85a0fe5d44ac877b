"""What a rule is: a dated value that cites its source and says how well it was read."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import attrs


class Checked(StrEnum):
    """
    How the wording behind a value was checked.

    `VERBATIM`: read in a copy of the primary source; may be quoted.
    `SECONDARY`: read in a source that cites or paraphrases the primary one.
    `RECALLED`: not read again; the substance is believed right,
    the numbering of paragraphs may not be.
    """

    VERBATIM = "V"
    SECONDARY = "S"
    RECALLED = "R"


class Unit(StrEnum):
    """What a value counts."""

    WORKING_DAYS = "working days"
    MONTHS = "months"
    PEOPLE = "people"


@attrs.frozen(kw_only=True)
class Citation:
    """Where a value is written down, and when somebody last looked."""

    instrument: str
    paragraph: str
    url: str
    checked: Checked
    checked_on: date

    def __str__(self) -> str:
        return f"{self.instrument}, {self.paragraph}"


@attrs.frozen(kw_only=True)
class Edition:
    """One value of a provision, from the first day it was in force."""

    value: int
    since: date
    citation: Citation


@attrs.frozen(kw_only=True)
class Provision:
    """
    One rule in plain words, with every value it has had, oldest first.

    A changed limit is a further edition, never an edited one:
    a case is measured by the edition in force when its clock started.
    """

    key: str
    sentence: str
    unit: Unit
    editions: tuple[Edition, ...] = attrs.field(
        validator=attrs.validators.min_len(1),
    )

    def __attrs_post_init__(self) -> None:
        days = [edition.since for edition in self.editions]
        if days != sorted(set(days)):
            msg = f"{self.key}: editions must be in order, each from a day of its own"
            raise ValueError(msg)

    def in_force(self, *, on: date) -> Edition:
        """
        Return the edition that governs a clock started on a day.

        A day before the first edition is measured by the first:
        nothing older is known here.
        """
        governing = self.editions[0]
        for edition in self.editions:
            if edition.since <= on:
                governing = edition
        return governing


def each_edition(
    provisions: tuple[Provision, ...],
) -> Iterator[tuple[Provision, Edition]]:
    """Go through provisions in order, each edition of each."""
    for provision in provisions:
        for edition in provision.editions:
            yield provision, edition
