"""The report's tables as CSV, one file each, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from caseledger.annual_report import Limits, Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_cell(value: object) -> object:
    """
    Return a cell that no spreadsheet takes for a formula.

    Text that begins like one gets an apostrophe in front; numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell(-1), safe_cell("Short Breaks")
    ("'=1+1", -1, 'Short Breaks')
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def render_tables(report: Report) -> Iterator[tuple[str, str]]:
    """Go through the report's tables: each one's name, and its CSV text."""
    for name, headings, rows in _tables(report):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(headings)
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)
        yield name, text.getvalue()


_Table = tuple[str, Sequence[str], Iterable[Sequence[object]]]

_LIMITS = (
    "population",
    "within_original",
    "within_extended",
    "late",
    "no_response",
    "in_time",
)
_STAGE = (
    "total",
    "statutory",
    "corporate",
    "upheld",
    "partially_upheld",
    "not_upheld",
    "reinvestigate",
    "no_finding",
    "pending",
    "withdrawn",
    "reopened",
    "deferred",
)
_INTAKE = (
    "received",
    "not_accepted",
    "withdrawn",
    "skipped",
    "responded",
    "awaiting_response",
)


def _tables(report: Report) -> Iterator[_Table]:
    intake = report.intake
    yield (
        "intake",
        ("figure", "count"),
        [(name, len(getattr(intake, name))) for name in _INTAKE],
    )
    yield (
        "not_accepted_reasons",
        ("reason", "count"),
        [(one, len(some)) for one, some in intake.not_accepted_reasons.items()],
    )
    yield (
        "other_services",
        ("service", "received"),
        [(one, len(some)) for one, some in intake.other_services.items()],
    )
    yield (
        "stages",
        ("stage", *_STAGE),
        [
            (stage.stage, *(len(getattr(stage, name)) for name in _STAGE))
            for stage in report.stages
        ],
    )
    yield (
        "timeliness",
        (
            "duty",
            "procedure",
            *_LIMITS,
            "within_maximum",
            "percent_within_original",
            "target_percent",
        ),
        _timeliness(report),
    )
    escalation = (
        ("not_escalated", report.not_escalated),
        ("to_stage_2", report.to_stage_2),
    )
    yield (
        "escalation",
        ("figure", "count", "of", "percent"),
        [(name, one.count, len(one.of), one.percent) for name, one in escalation],
    )
    for name, named in (("team", report.by_team), ("theme", report.by_theme)):
        yield (
            f"by_{name}",
            (name, "count", "of", "percent"),
            [
                (one.name, one.share.count, len(one.share.of), one.share.percent)
                for one in named
            ],
        )
    yield from _redress(report)
    yield (
        "compliments",
        ("team", "count"),
        [(team, len(some)) for team, some in report.compliments.by_team.items()],
    )
    yield (
        "years",
        ("year", "statutory", "corporate", "total"),
        [
            (
                year.label,
                len(year.statutory),
                len(year.corporate),
                len(year.statutory) + len(year.corporate),
            )
            for year in report.years
        ],
    )
    yield (
        "findings",
        ("rule", "count", "says"),
        [(one.rule, len(one.cases), one.sentence) for one in report.findings],
    )
    yield (
        "reconciliation",
        ("check", "holds"),
        [(one.check, "yes" if one.holds else "no") for one in report.reconciliation],
    )


def _timeliness(report: Report) -> Iterator[Sequence[object]]:
    for duty in report.timeliness:
        for procedure, limits in (("both", duty.limits), *duty.by_procedure.items()):
            yield (
                duty.duty,
                procedure,
                *(len(getattr(limits, name)) for name in _LIMITS),
                _maximum(limits),
                limits.percent_within_original,
                duty.target_percent,
            )


def _maximum(limits: Limits) -> int | None:
    return None if limits.within_maximum is None else len(limits.within_maximum)


def _redress(report: Report) -> Iterator[_Table]:
    ombudsman, remedies, actions = report.ombudsman, report.remedies, report.actions
    yield (
        "ombudsman",
        ("figure", "count"),
        [
            ("referred", len(ombudsman.referred)),
            ("investigated", len(ombudsman.investigated)),
            ("upheld", len(ombudsman.upheld)),
            *(
                (f"not investigated: {reason}", len(some))
                for reason, some in ombudsman.not_investigated_reasons.items()
            ),
        ],
    )
    yield (
        "remedies",
        ("figure", "remedies", "pounds"),
        [
            (name, len(money.cases), f"{money.pence // 100}.{money.pence % 100:02}")
            for name, money in (
                ("offered", remedies.offered),
                ("paid", remedies.paid),
                ("rejected", remedies.rejected),
            )
        ],
    )
    yield (
        "actions",
        ("figure", "count"),
        [
            (name, len(getattr(actions, name)))
            for name in ("agreed", "done", "not_done", "open")
        ],
    )
