"""How a complaint is handled: the rules in force in the year, as they are recorded."""

from collections.abc import Iterator

import attrs

from caseledger.annual_report import Period
from caseledger.calendar import Counting
from caseledger.reports.comparing import Subject
from caseledger.reports.document import (
    Block,
    Column,
    Paragraph,
    Row,
    Rule,
    Rules,
    Section,
    Subheading,
    Table,
)
from caseledger.reports.sections.limits import editions_in, limit_in, valued
from caseledger.reports.wording import day
from caseledger.rules import (
    ALL_PROVISIONS,
    Checked,
    Edition,
    Policy,
    Procedure,
    Provision,
    TimeLimit,
)

_OWN = "own"
_TITLES = {
    Procedure.STATUTORY.value: "The statutory procedure",
    Procedure.CORPORATE.value: "The corporate procedure",
    _OWN: "This authority's own rules",
}
_CHECKED = {
    Checked.VERBATIM: "wording read in a copy of the source itself",
    Checked.SECONDARY: "read in a text that cites the source, not in the source",
    Checked.RECALLED: "not read again; the substance is believed right, the number of "
    "the paragraph may not be",
}
_COUNTING = {
    Counting.NEXT_DAY: "The day on which a limit starts never counts: the first "
    "working day after it is day 1.",
    Counting.ROLL_START: "A start that is not a working day moves to the next one; the "
    "working day after it is day 1.",
    Counting.START_IS_DAY_1: "A start that is a working day is itself day 1.",
}


def procedure(subject: Subject) -> Section:
    """Return the procedure, told by the provisions that were in force in the year."""
    return Section(
        "procedure",
        "How a complaint is handled",
        tuple(_procedure(subject)),
    )


def _procedure(subject: Subject) -> Iterator[Block]:
    policy, period = subject.policy, subject.report.period
    yield Paragraph(
        "Complaints about social care for a child run under the statutory procedure, "
        "which law and guidance lay down; all others run under the authority's own "
        "corporate procedure. What follows is the rules by which this report was "
        f"measured, as they stood in {period.label}.",
    )
    yield _limits(policy, period)
    yield Paragraph(
        "A working day is a Monday to Friday that is not a bank holiday in England. "
        f"{_COUNTING[policy.counting]}",
    )
    days = {edition.citation.checked_on for _, edition in _in_force(subject)}
    yield Paragraph(
        "Each rule says where it is written and how well its wording was checked; "
        f"the last look at any of them was on {day(max(days))}.",
    )
    for group, title in _TITLES.items():
        rules = tuple(_rules(subject, group))
        if rules:
            yield Subheading(title)
            yield Rules(rules)


def _time_limits(policy: Policy) -> Iterator[tuple[str, TimeLimit]]:
    for field in attrs.fields(Policy):
        limit = getattr(policy, field.name)
        if isinstance(limit, TimeLimit):
            yield field.name.replace("_", " ").capitalize(), limit


def _limits(policy: Policy, period: Period) -> Table:
    return Table(
        caption=f"Limits in {period.label}",
        columns=(
            Column("Step", "text"),
            Column("Limit", "text"),
            Column("Longest, with an extension", "text"),
        ),
        rows=tuple(
            Row(
                name,
                (
                    limit_in(limit.response, period),
                    limit_in(limit.ceiling, period)
                    if limit.ceiling
                    else "no extension",
                ),
            )
            for name, limit in _time_limits(policy)
        ),
    )


def _provisions(policy: Policy) -> list[Provision]:
    """Return every provision, and those that the authority has chosen besides."""
    found = list(ALL_PROVISIONS)
    for _, limit in _time_limits(policy):
        found += [
            one
            for one in (limit.response, limit.ceiling)
            if one is not None and one not in found
        ]
    return found


def _in_force(subject: Subject) -> Iterator[tuple[Provision, Edition]]:
    for provision in _provisions(subject.policy):
        for edition in editions_in(provision, subject.report.period):
            yield provision, edition


def _rules(subject: Subject, group: str) -> Iterator[Rule]:
    """Return the rules of a group; an edition that began within the year says when."""
    for provision, edition in _in_force(subject):
        if _group(provision) != group:
            continue
        begun = edition.since > subject.report.period.first_day
        since = f" from {day(edition.since)}" if begun else ""
        yield Rule(
            value=f"{valued(edition, provision.unit)}{since}",
            sentence=provision.sentence,
            source=str(edition.citation),
            url=edition.citation.url,
            checked=_CHECKED[edition.citation.checked],
        )


def _group(provision: Provision) -> str:
    group = provision.key.split(".")[0]
    return group if group in _TITLES else _OWN
