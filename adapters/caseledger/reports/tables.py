"""The report's tables as data, for CSV files and the workbook."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from caseledger.annual_report import Cases, Count, Limits, Money, Named, Report, Share
from caseledger.exports import Cell, Symbol, Table, safe_cell
from caseledger.read_models import Column, Type
from caseledger.reports.answers import told_answers
from caseledger.reports.wording import NOT_TOLD, money, shown_percent

_Rows = Iterable[Sequence[Count | Cell]]

_COUNT = "how many"
_OF = "of how many"
_PERCENT = "the share in whole percent, half rounded up; empty if it is of none"
_COUNTS = {
    "received": "complaints received in the year",
    "not_accepted": "not taken into the procedure",
    "withdrawn": "withdrawn before an answer",
    "skipped": "stage 1 left out by agreement",
    "responded": "answered at stage 1",
    "awaiting_response": "still to be answered at stage 1",
}
_STAGE = {
    "total": "complaints at the stage",
    "statutory": "of these, under the statutory procedure",
    "corporate": "of these, under the corporate procedure",
    "upheld": "outcome: upheld",
    "partially_upheld": "outcome: partially upheld",
    "not_upheld": "outcome: not upheld",
    "reinvestigate": "outcome: to be investigated again",
    "no_finding": "outcome: no finding",
    "pending": "no outcome known yet",
    "withdrawn": "ended by withdrawal",
    "reopened": "stage 2 begun again; not in the total",
    "deferred": "put off as the complainant wished; in the total",
}
_LIMITS = {
    "population": "answers that were owed",
    "within_original": "answered within the original limit",
    "within_extended": "answered later, within an extended limit",
    "late": "answered late",
    "no_response": "not answered, and the limit has passed",
    "in_time": "not answered yet, and still in time",
}
_EXTENSIONS = {
    "granted": "extensions of the stage's time",
    "lawful": "of these, those that moved the due date",
    "broken": "of these, those that broke a rule and moved nothing",
}
_YEAR = {
    "statutory": "answered under the statutory procedure",
    "corporate": "answered under the corporate procedure",
    "total": "answered under both",
}


def csv_text(table: Table) -> str:
    """Return a table as CSV in which no spreadsheet takes text for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(map(safe_cell, row) for row in table.checked_rows())
    return text.getvalue()


def report_tables(report: Report) -> Iterator[Table]:
    """Go through the report's tables; a count that is not told is a symbol."""
    yield from _intake(report)
    yield _table(
        "stages",
        "How many complaints were at each stage, and what was found?",
        (_number("stage", "1, 2 or 3"), *_numbers(_STAGE)),
        [(stage.stage, *_counts(stage, _STAGE)) for stage in report.stages],
    )
    yield _flows(report)
    yield _timeliness(report)
    yield _table(
        "extensions",
        "How often was the time of a stage extended?",
        (_number("stage", "1 or 2"), *_numbers(_EXTENSIONS)),
        [(one.stage, *_counts(one, _EXTENSIONS)) for one in report.extensions],
    )
    yield from _shares(report)
    yield from _people(report)
    yield from _redress(report)
    yield _grouped(
        "compliments",
        "How many compliments did each team receive?",
        _text("team", "the team"),
        report.compliments.by_team,
    )
    yield _table(
        "years",
        "How many complaints were answered, by the year of their receipt?",
        (_text("year", "the year of receipt"), *_numbers(_YEAR)),
        [(one.label, *_counts(one, _YEAR)) for one in report.years],
    )
    yield _table(
        "findings",
        "Which steps were taken although a rule forbids them?",
        (
            _text("rule", "the rule's number"),
            _number("count", "steps that broke it"),
            _text("says", "what the rule says"),
        ),
        [(one.rule, one.cases.count, one.sentence) for one in report.findings],
    )
    yield _table(
        "reconciliation",
        "Do the figures add up?",
        (_text("check", "a sum that must come out"), _text("holds", "yes or no")),
        [(one.check, "yes" if one.holds else "no") for one in report.reconciliation],
    )


def _table(name: str, question: str, columns: Sequence[Column], rows: _Rows) -> Table:
    told = [tuple(map(_cell, row)) for row in rows]
    return Table(name=name, question=question, columns=columns, rows=told)


def _text(name: str, meaning: str) -> Column:
    return Column(name, Type.TEXT, meaning, optional=False)


def _number(name: str, meaning: str, *, optional: bool = False) -> Column:
    return Column(name, Type.NUMBER, meaning, optional)


def _numbers(meanings: Mapping[str, str]) -> Iterator[Column]:
    for name, meaning in meanings.items():
        yield _number(name, meaning)


def _cell(value: Count | Cell) -> Cell:
    if isinstance(value, Count):
        return Symbol(NOT_TOLD) if value.value is None else value.value
    return value


def _counts(part: object, names: Iterable[str]) -> Iterator[Count]:
    for name in names:
        some: Cases = getattr(part, name)
        yield some.count


def _grouped(
    name: str, question: str, what: Column, groups: Mapping[str, Cases]
) -> Table:
    rows = [(group, some.count) for group, some in groups.items()]
    return _table(name, question, (what, _number("count", _COUNT)), rows)


def _percent(part: Cases, whole: Cases) -> Cell:
    if not whole:
        return None
    told = shown_percent(part.count, whole.count)
    return Symbol(NOT_TOLD) if told is None else told


def _intake(report: Report) -> Iterator[Table]:
    intake = report.intake
    yield _table(
        "intake",
        "What became of the complaints received in the year?",
        (
            _text(
                "figure", "; ".join(f"{key}: {what}" for key, what in _COUNTS.items())
            ),
            _number("count", _COUNT),
        ),
        zip(_COUNTS, _counts(intake, _COUNTS), strict=True),
    )
    yield _grouped(
        "not_accepted_reasons",
        "Why were complaints not accepted?",
        _text("reason", "the reason"),
        intake.not_accepted_reasons,
    )
    yield _table(
        "other_services",
        "How many complaints did other services receive?",
        (_text("service", "the service"), _number("received", _COUNTS["received"])),
        [(name, some.count) for name, some in intake.other_services.items()],
    )


def _flows(report: Report) -> Table:
    rows: list[tuple[Count | Cell, ...]] = []
    for flow in report.flows:
        rows += [
            (flow.stage, "open at the start", flow.open_at_start.count),
            (flow.stage, "begun", flow.begun.count),
            *((flow.stage, how, some.count) for how, some in flow.ended.items()),
            (flow.stage, "open at the end", flow.open_at_end.count),
        ]
    columns = (
        _number("stage", "1, 2 or 3"),
        _text("figure", "open, begun, or how it ended"),
        _number("count", _COUNT),
    )
    return _table("flows", "How did complaints go through each stage?", columns, rows)


def _timeliness(report: Report) -> Table:
    columns = (
        _text("duty", "the answer that is owed"),
        _text("part", "both procedures, one of them, or a quarter of the year"),
        *_numbers(_LIMITS),
        _number(
            "within_maximum",
            "stage 2: answered within the maximum from the request",
            optional=True,
        ),
        _number("percent_within_original", _PERCENT, optional=True),
        _number("target_percent", "the authority's target, if any", optional=True),
    )
    rows = [
        (
            duty.duty,
            part,
            *_counts(limits, _LIMITS),
            _maximum(limits),
            _percent(limits.within_original, limits.population),
            duty.target_percent,
        )
        for duty in report.timeliness
        for part, limits in (
            ("both", duty.limits),
            *duty.by_procedure.items(),
            *duty.by_quarter.items(),
        )
    ]
    return _table("timeliness", "Were answers given in time?", columns, rows)


def _maximum(limits: Limits) -> Count | None:
    return None if limits.within_maximum is None else limits.within_maximum.count


def _shares(report: Report) -> Iterator[Table]:
    shares = (
        _number("count", _COUNT),
        _number("of", _OF),
        _number("percent", _PERCENT, optional=True),
    )

    def row(name: str, share: Share) -> Sequence[Count | Cell]:
        percent = _percent(share.cases, share.of)
        return name, share.count, share.of.count, percent

    yield _table(
        "escalation",
        "How many of the complaints answered went on to stage 2?",
        (_text("figure", "whether they went on"), *shares),
        [
            row("not_escalated", report.not_escalated),
            row("to_stage_2", report.to_stage_2),
        ],
    )
    groups: tuple[tuple[str, str, tuple[Named, ...]], ...] = (
        ("team", "Which teams were the complaints answered about?", report.by_team),
        ("theme", "Which themes had the complaints answered?", report.by_theme),
        ("capacity", "Who made the complaints received?", report.by_capacity),
    )
    for name, question, named in groups:
        rows = [row(one.name, one.share) for one in named]
        yield _table(
            f"by_{name}", question, (_text(name, f"the {name}"), *shares), rows
        )
    yield _table(
        "largest_complainant",
        "How many complaints came from the person who complained most often?",
        (_text("figure", "whose complaints"), *shares),
        [row("largest_complainant", report.largest_complainant)],
    )


def _people(report: Report) -> Iterator[Table]:
    helped = ("asked", "appointed")
    yield _table(
        "advocacy",
        "In how many complaints was an advocate asked for, or appointed?",
        (_text("figure", "asked for, or appointed"), _number("count", _COUNT)),
        zip(helped, _counts(report.advocacy, helped), strict=True),
    )
    yield _table(
        "equality",
        "What did complainants tell for equality monitoring?",
        (
            _text("question", "what was asked"),
            _text("answer", "the answer; those not told are put together"),
            _number("count", _COUNT),
        ),
        [
            (question, name, count)
            for question, answers in report.equality.items()
            for name, count in told_answers(answers)
        ],
    )


def _redress(report: Report) -> Iterator[Table]:
    ombudsman, remedies, actions = report.ombudsman, report.remedies, report.actions
    known = ("referred", "investigated", "upheld", "undecided")
    reasons = ombudsman.not_investigated_reasons
    figure, count = _text("figure", "what became of them"), _number("count", _COUNT)
    yield _table(
        "ombudsman",
        "What was referred to the Ombudsman, and what came of it?",
        (figure, count),
        [
            *zip(known, _counts(ombudsman, known), strict=True),
            *(
                (f"not investigated: {one}", some.count)
                for one, some in reasons.items()
            ),
        ],
    )
    yield _table(
        "remedies",
        "What was offered to put things right, and what became of it?",
        (
            figure,
            _number("remedies", _COUNT),
            _text("pounds", "the amounts added up, in pounds and pence"),
        ),
        [
            (name, some.cases.count, _pounds(some))
            for name, some in (
                ("offered", remedies.offered),
                ("paid", remedies.paid),
                ("rejected", remedies.rejected),
                ("outstanding", remedies.outstanding),
            )
        ],
    )
    fates = ("agreed", "done", "not_done", "open")
    yield _table(
        "actions",
        "What was agreed to be done, and was it?",
        (figure, count),
        zip(fates, _counts(actions, fates), strict=True),
    )


def _pounds(some: Money) -> Cell:
    if some.pence is None:
        return money(None)
    return f"{some.pence // 100}.{some.pence % 100:02}"
