"""Why the figures can be relied on: rules broken, sums, and how figures are made."""

from collections.abc import Iterator

from caseledger.annual_report import total
from caseledger.reports.comparing import Subject
from caseledger.reports.document import (
    Block,
    Check,
    Checks,
    Column,
    Definitions,
    Paragraph,
    Row,
    Section,
    Table,
)
from caseledger.reports.sections.populations import (
    ANSWERED,
    AT_STAGE_1,
    AT_STAGE_2,
)
from caseledger.reports.wording import counted, day, known, number, was


def findings(subject: Subject) -> Section:
    """Return the steps on record that a rule forbids."""
    return Section("findings", "Steps that a rule forbids", tuple(_findings(subject)))


def _findings(subject: Subject) -> Iterator[Block]:
    found = subject.report.findings
    if not found:
        yield Paragraph(
            f"No step recorded for the complaints received in {subject.label} is one "
            "that a rule forbids.",
        )
        return
    steps = total(one.cases.count for one in found)
    yield Paragraph(
        f"{counted(steps, 'step')} on record {was(steps)} taken although a rule "
        f"forbids {'it' if known(steps) == 1 else 'them'}. What happened is shown; "
        "no figure gives it the effect that the rule denies.",
    )
    yield Table(
        caption="Steps recorded that a rule forbids, by rule",
        columns=(
            Column("Rule", "text"),
            Column("What it says", "text"),
            Column("Steps"),
        ),
        rows=tuple(
            Row(one.rule, (" ".join(one.sentence.split()), number(one.cases.count)))
            for one in found
        ),
        foot=Row("All rules", ("", number(steps))),
    )


def reconciliation(subject: Subject) -> Section:
    """Return every sum that must come out, and whether it does."""
    return Section("reconciliation", "Reconciliation", tuple(_reconciliation(subject)))


def _reconciliation(subject: Subject) -> Iterator[Block]:
    found = subject.report.reconciliation
    if not found:
        yield Paragraph("No sum of this report has been checked.")
        return
    failed = sum(not check.holds for check in found)
    if failed:
        does = "does" if failed == 1 else "do"
        yield Paragraph(
            f"{number(failed)} of {counted(len(found), 'sum')} {does} not come out. "
            "The figures that they add up must not be relied on until it is known why.",
            tone="warning",
        )
    else:
        every = "The one sum checked comes"
        if len(found) > 1:
            every = f"All {number(len(found))} sums come"
        yield Paragraph(
            f"{every} out. Each is checked complaint by complaint, not only by its "
            "count.",
        )
    yield _flows(subject)
    yield Checks(
        "Sums that must come out",
        tuple(Check(_sentence(one.check), one.holds) for one in found),
    )


def _flows(subject: Subject) -> Table:
    """Show for each stage what was open, what came, and where it went."""
    flows = subject.report.flows
    ways = list(dict.fromkeys(how for flow in flows for how in flow.ended))
    rows = [
        Row(
            "Open at the start", tuple(number(one.open_at_start.count) for one in flows)
        ),
        Row("Begun in the year", tuple(number(one.begun.count) for one in flows)),
        *(
            Row(
                _sentence(how),
                tuple(
                    number(one.ended[how].count) if how in one.ended else "0"
                    for one in flows
                ),
            )
            for how in ways
        ),
        Row("Open at the end", tuple(number(one.open_at_end.count) for one in flows)),
    ]
    return Table(
        caption="Complaints that went through each stage in the year",
        columns=(
            Column("What happened", "text"),
            *(Column(f"Stage {one.stage}") for one in flows),
        ),
        rows=tuple(rows),
        note="What was open and what was begun add up to what ended, in whichever way, "
        "and what was still open at the end of the year.",
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def methods(subject: Subject) -> Section:
    """Return how the figures are made, and what each word means."""
    return Section("methods", "How the figures are made", tuple(_methods(subject)))


def _methods(subject: Subject) -> Iterator[Block]:
    period = subject.report.period
    yield Paragraph(
        "Every figure counts recorded complaints; none is estimated. "
        f"{subject.protection.sentence}",
    )
    yield Definitions(
        (
            (
                "Year",
                (
                    f"{day(period.first_day)} to {day(period.last_day)}. A complaint "
                    "belongs to the year in which it was received."
                ),
            ),
            (
                "As at",
                (
                    f"{day(subject.report.as_at)}. What is dated later is left out: "
                    "receipts, extensions, answers, withdrawals, decisions, offers, "
                    "payments, actions and compliments."
                ),
            ),
            *_DEFINITIONS,
        ),
    )


_DEFINITIONS = (
    (
        "Percentages",
        (
            "Whole percent, a half rounded up, always beside the counts they come "
            "from. A percentage of nothing is not applicable, never 0%. Because each "
            "is rounded by itself, shares may add up to 99% or 101%."
        ),
    ),
    (
        "Percentage points",
        (
            "The difference between two percentages, taken between the rounded figures "
            "that are shown."
        ),
    ),
    ("Received", "Every complaint about the service received in the year."),
    ("Not accepted", "Not taken into the procedure, with a reason."),
    ("Answered", f"Responded to at stage 1. The population is: {ANSWERED}."),
    ("Withdrawn", "Withdrawn by the complainant with no stage 1 answer known."),
    ("Skipped", "Stage 1 left out by agreement: the complaint began at stage 2."),
    (
        "Awaiting an answer",
        (
            "All others without a known stage 1 answer, overdue or not, whether or not "
            "they went on to stage 2."
        ),
    ),
    ("At stage 1", f"The population is: {AT_STAGE_1}."),
    ("At stage 2, for its limits", f"The population is: {AT_STAGE_2}."),
    (
        "Statutory and corporate",
        (
            "The two procedures a complaint can run under. Non-statutory complaints "
            "are corporate ones."
        ),
    ),
    (
        "Within the original limit",
        "Answered on or before the date due without any extension.",
    ),
    (
        "Within the extended limit",
        (
            "Answered after that, but on or before a date that was extended. An "
            "extension counts if the complainant was told on or before the original "
            "due date and it runs no longer than the rules allow."
        ),
    ),
    (
        "Late; no answer, limit passed",
        "Answered after the last of these dates; or not answered, and it is past.",
    ),
    (
        "Upheld, partially upheld, not upheld",
        (
            "What the answer found. Shares of outcomes are taken of the complaints "
            "whose outcome is known."
        ),
    ),
    (
        "Ombudsman",
        (
            "Referrals made in the year, and the decisions on them known so far. A "
            "complaint may be referred at any time; that neither closes it nor holds "
            "it up."
        ),
    ),
    (
        "Remedies and actions",
        "Those offered or agreed in the year, whenever the complaint was received.",
    ),
    (
        "Earlier years",
        (
            "Worked out again from the records of today, so a figure may differ from "
            "the one published at the time: see Year on year."
        ),
    ),
)
