"""The report as JSON: the council's own working copy, always exact."""

import json
from collections.abc import Iterator, Mapping

import attrs

from caseledger.annual_report import Cases, Limits, Report, Share, StageFigures

SCHEMA = "caseledger.annual-report/1"
PENCE = 100


def render_json(report: Report, *, with_cases: bool = False) -> str:
    """
    Return the report's figures as a JSON document.

    With `with_cases` it carries the references behind every figure; such a file is
    not for publication.
    """
    document: dict[str, object] = dict(_document(report))
    if with_cases:
        document["cases"] = {name: list(some) for name, some in figure_cases(report)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _document(report: Report) -> Iterator[tuple[str, object]]:
    intake, period = report.intake, report.period
    yield "schema", SCHEMA
    yield "protected", False
    yield "service", report.service
    yield (
        "period",
        {
            "label": period.label,
            "from": period.first_day.isoformat(),
            "to": period.last_day.isoformat(),
        },
    )
    yield "as_at", report.as_at.isoformat()
    yield (
        "intake",
        {
            "received": len(intake.received),
            "not_accepted": len(intake.not_accepted),
            "withdrawn": len(intake.withdrawn),
            "skipped": len(intake.skipped),
            "responded": len(intake.responded),
            "awaiting_response": len(intake.awaiting_response),
            "not_accepted_reasons": _counts(intake.not_accepted_reasons),
            "other_services": _counts(intake.other_services),
        },
    )
    yield "stages", [_stage(stage) for stage in report.stages]
    yield (
        "timeliness",
        [
            {
                "duty": duty.duty,
                **_limits(duty.limits, duty.target_percent),
                "by_procedure": {
                    procedure: _limits(limits, duty.target_percent)
                    for procedure, limits in duty.by_procedure.items()
                },
            }
            for duty in report.timeliness
        ],
    )
    yield (
        "escalation",
        {
            "not_escalated": _share(report.not_escalated),
            "to_stage_2": _share(report.to_stage_2),
        },
    )
    yield "by_team", [{"team": one.name, **_share(one.share)} for one in report.by_team]
    yield (
        "by_theme",
        [{"theme": one.name, **_share(one.share)} for one in report.by_theme],
    )
    ombudsman = report.ombudsman
    yield (
        "ombudsman",
        {
            "referred": len(ombudsman.referred),
            "investigated": len(ombudsman.investigated),
            "upheld": len(ombudsman.upheld),
            "not_investigated_reasons": _counts(ombudsman.not_investigated_reasons),
        },
    )
    remedies = report.remedies
    yield (
        "remedies",
        {
            "paid_gbp": _pounds(remedies.paid.pence),
            "offered_gbp": _pounds(remedies.offered.pence),
            "rejected_gbp": _pounds(remedies.rejected.pence),
        },
    )
    actions = report.actions
    yield (
        "actions",
        {
            "agreed": len(actions.agreed),
            "done": len(actions.done),
            "not_done": len(actions.not_done),
            "open": len(actions.open),
        },
    )
    yield (
        "compliments",
        {
            "total": len(report.compliments.total),
            "by_team": [
                {"team": team, "count": len(some)}
                for team, some in report.compliments.by_team.items()
            ],
        },
    )
    yield (
        "years",
        [
            {
                "label": year.label,
                "statutory": len(year.statutory),
                "corporate": len(year.corporate),
                "total": len(year.statutory) + len(year.corporate),
            }
            for year in report.years
        ],
    )
    yield (
        "findings",
        [{"rule": one.rule, "count": len(one.cases)} for one in report.findings],
    )
    yield (
        "reconciliation",
        [{"check": one.check, "holds": one.holds} for one in report.reconciliation],
    )


def _counts(groups: Mapping[str, Cases]) -> dict[str, int]:
    return {name: len(some) for name, some in groups.items()}


def _share(share: Share) -> dict[str, int | None]:
    return {"count": share.count, "of": len(share.of), "percent": share.percent}


def _stage(stage: StageFigures) -> dict[str, int]:
    found = {
        "stage": stage.stage,
        "total": len(stage.total),
        "statutory": len(stage.statutory),
        "corporate": len(stage.corporate),
        "upheld": len(stage.upheld),
        "partially_upheld": len(stage.partially_upheld),
        "not_upheld": len(stage.not_upheld),
        "reinvestigate": len(stage.reinvestigate),
        "pending": len(stage.pending),
    }
    if stage.no_finding:
        found["no_finding"] = len(stage.no_finding)
    if stage.withdrawn:
        found["withdrawn"] = len(stage.withdrawn)
    if stage.reopened:
        found["reopened"] = len(stage.reopened)
    if stage.deferred:
        found["deferred"] = len(stage.deferred)
    return found


def _limits(limits: Limits, target_percent: int | None) -> dict[str, int | None]:
    found: dict[str, int | None] = {
        "population": len(limits.population),
        "within_original": len(limits.within_original),
        "within_extended": len(limits.within_extended),
        "late": len(limits.late),
        "no_response": len(limits.no_response),
        "in_time": len(limits.in_time),
        "percent_within_original": limits.percent_within_original,
        "target_percent": target_percent,
    }
    if limits.within_maximum is not None:
        found["within_maximum"] = len(limits.within_maximum)
    return found


def _pounds(pence: int) -> int | float:
    return pence // PENCE if pence % PENCE == 0 else pence / PENCE


def figure_cases(report: Report) -> Iterator[tuple[str, Cases]]:
    """Go through the figures by name, each with the references behind it."""
    for field in attrs.fields(Report):
        yield from _cases(field.name, getattr(report, field.name))


def _cases(name: str, value: object) -> Iterator[tuple[str, Cases]]:
    match value:
        case tuple() if all(isinstance(one, str) for one in value):
            yield name, value
        case tuple():
            for one in value:
                yield from _cases(f"{name}.{_name(one)}", one)
        case Mapping():
            for key, one in value.items():
                yield from _cases(f"{name}.{key}", one)
        case _ if attrs.has(kind := type(value)):
            for field in attrs.fields(kind):
                yield from _cases(f"{name}.{field.name}", getattr(value, field.name))


def _name(one: object) -> str:
    """Return what tells one part of a section from the others."""
    for key in ("stage", "duty", "name", "label", "rule", "check"):
        if hasattr(one, key):
            return str(getattr(one, key))
    return type(one).__name__
