"""What was published of the year before, beside what is known of it now."""

from collections.abc import Iterator

from caseledger.reports.comparing import Subject
from caseledger.reports.document import Block, Column, Paragraph, Row, Subheading, Table
from caseledger.reports.editions import Restated
from caseledger.reports.wording import NOT_APPLICABLE, from_code, known, number, signed


def restated(subject: Subject) -> Iterator[Block]:
    """Return the figures that are not what last year's edition said."""
    if subject.restated is None or subject.previous is None:
        return
    yield Subheading(f"Restated for {subject.earlier_label}")
    if not subject.restated:
        yield Paragraph(
            f"No figure that was published for {subject.earlier_label} has changed.",
        )
        return
    yield Paragraph(
        "These figures differ from those that were published. Either steps were taken "
        "later, or records of what had already happened were added or corrected, or "
        "small numbers are protected otherwise.",
        tone="notice",
    )
    yield Table(
        caption=f"Figures for {subject.earlier_label}: as published, and as known now",
        columns=(
            Column("Figure", "text"),
            Column("As published"),
            Column("As known now"),
            Column("Difference"),
            Column("Why", "text"),
        ),
        rows=tuple(map(_row, subject.restated)),
        stacks=True,
    )


def _row(one: Restated) -> Row:
    hidden = known(one.now) is None or known(one.published) is None
    moved = NOT_APPLICABLE if hidden else signed(one.now - one.published)
    cells = (number(one.published), number(one.now), moved, from_code(one.why))
    return Row(in_words(one.name), cells)


def in_words(name: str) -> str:
    """
    Write the name of a figure for readers.

    >>> (
    ...     in_words("stages.2.partially_upheld"),
    ...     in_words("by_team.Early Help.share.cases"),
    ... )
    ('Stage 2: partially upheld', 'Team: Early Help')
    >>> in_words("timeliness.stage_1_response.limits.late"), in_words("intake.received")
    ('Stage 1 response: late', 'Received')
    """
    match name.split("."):
        case ["stages", number, what]:
            said = f"stage {number}: {what}"
        case ["timeliness", duty, "limits", what]:
            said = f"{duty}: {what}"
        case ["intake", *rest]:
            said = ": ".join(rest)
        case ["years", label, what]:
            said = f"answered, received in {label}: {what}"
        case [group, *_] if group.startswith("by_"):
            # A team or a theme is named as it names itself.
            named = name.removeprefix(f"{group}.").removesuffix(".share.cases")
            return f"{from_code(group.removeprefix('by_'))}: {named}"
        case rest:
            said = ": ".join(part for part in rest if part != "cases")
    return from_code(said)
