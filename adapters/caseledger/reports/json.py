"""The report as JSON: the council's own working copy, always exact."""

import json
from collections.abc import Iterator, Mapping

from caseledger.annual_report import (
    Cases,
    Count,
    ExtensionFigures,
    Limits,
    Report,
    Share,
    StageFigures,
    figures_of,
    percent,
)
from caseledger.reports.editions import SCHEMA
from caseledger.reports.protecting import Protection

PENCE = 100

_Limits = dict[str, Count | int | None]


def render_json(
    report: Report,
    *,
    with_cases: bool = False,
    edition: tuple[Report, Protection] | None = None,
) -> str:
    """
    Return the report's figures as a JSON document.

    With `with_cases` it carries the references behind every figure; such a file is
    not for publication. `edition` is the report as it is published, and how small
    numbers are protected in it: next year's report is compared with that.
    """
    document: dict[str, object] = dict(_document(report))
    document["figures"] = {name: some.count for name, some in figures_of(report)}
    if edition is not None:
        published, protection = edition
        document["published"] = {
            "protect": protection.regime,
            "because": protection.because,
            "figures": {name: some.count.value for name, some in figures_of(published)},
        }
    if with_cases:
        document["cases"] = {
            name: list(some.references) for name, some in figures_of(report)
        }
    return json.dumps(document, ensure_ascii=False, indent=1, default=_exact) + "\n"


def _exact(count: object) -> int:
    """Return a count; raise `ValueError` for one that a published copy would have."""
    if not isinstance(count, Count) or count.value is None or count.rounded:
        raise ValueError("a working copy is made of exact figures")
    return count.value


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
            "received": intake.received.count,
            "not_accepted": intake.not_accepted.count,
            "withdrawn": intake.withdrawn.count,
            "skipped": intake.skipped.count,
            "responded": intake.responded.count,
            "awaiting_response": intake.awaiting_response.count,
            "not_accepted_reasons": _counts(intake.not_accepted_reasons),
            "other_services": _counts(intake.other_services),
        },
    )
    yield "stages", [_stage(stage) for stage in report.stages]
    yield (
        "flows",
        [
            {
                "stage": flow.stage,
                "open_at_start": flow.open_at_start.count,
                "begun": flow.begun.count,
                "ended": _counts(flow.ended),
                "open_at_end": flow.open_at_end.count,
            }
            for flow in report.flows
        ],
    )
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
                "by_quarter": {
                    quarter: _limits(limits, duty.target_percent)
                    for quarter, limits in duty.by_quarter.items()
                },
            }
            for duty in report.timeliness
        ],
    )
    yield "extensions", [_extensions(one) for one in report.extensions]
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
    yield (
        "by_capacity",
        [{"capacity": one.name, **_share(one.share)} for one in report.by_capacity],
    )
    yield "largest_complainant", _share(report.largest_complainant)
    yield (
        "advocacy",
        {
            "asked": report.advocacy.asked.count,
            "appointed": report.advocacy.appointed.count,
        },
    )
    yield (
        "equality",
        {
            question: [{"answer": one.name, **_share(one.share)} for one in answers]
            for question, answers in report.equality.items()
        },
    )
    ombudsman = report.ombudsman
    yield (
        "ombudsman",
        {
            "referred": ombudsman.referred.count,
            "investigated": ombudsman.investigated.count,
            "upheld": ombudsman.upheld.count,
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
            "agreed": actions.agreed.count,
            "done": actions.done.count,
            "not_done": actions.not_done.count,
            "open": actions.open.count,
        },
    )
    yield (
        "compliments",
        {
            "total": report.compliments.total.count,
            "by_team": [
                {"team": team, "count": some.count}
                for team, some in report.compliments.by_team.items()
            ],
        },
    )
    yield (
        "years",
        [
            {
                "label": year.label,
                "statutory": year.statutory.count,
                "corporate": year.corporate.count,
                "total": year.total.count,
            }
            for year in report.years
        ],
    )
    yield (
        "findings",
        [{"rule": one.rule, "count": one.cases.count} for one in report.findings],
    )
    yield (
        "reconciliation",
        [{"check": one.check, "holds": one.holds} for one in report.reconciliation],
    )


def _counts(groups: Mapping[str, Cases]) -> dict[str, Count]:
    return {name: some.count for name, some in groups.items()}


def _share(share: Share) -> dict[str, Count | int | None]:
    return {
        "count": share.count,
        "of": share.of.count,
        "percent": _percent(share.cases, share.of),
    }


def _percent(part: Cases, whole: Cases) -> int | None:
    return percent(_exact(part.count), _exact(whole.count))


def _stage(stage: StageFigures) -> dict[str, Count | int]:
    found: dict[str, Count | int] = {
        "stage": stage.stage,
        "total": stage.total.count,
        "statutory": stage.statutory.count,
        "corporate": stage.corporate.count,
        "upheld": stage.upheld.count,
        "partially_upheld": stage.partially_upheld.count,
        "not_upheld": stage.not_upheld.count,
        "reinvestigate": stage.reinvestigate.count,
        "pending": stage.pending.count,
    }
    if stage.no_finding:
        found["no_finding"] = stage.no_finding.count
    if stage.withdrawn:
        found["withdrawn"] = stage.withdrawn.count
    if stage.reopened:
        found["reopened"] = stage.reopened.count
    if stage.deferred:
        found["deferred"] = stage.deferred.count
    return found


def _extensions(one: ExtensionFigures) -> dict[str, Count | int]:
    return {
        "stage": one.stage,
        "granted": one.granted.count,
        "lawful": one.lawful.count,
        "broken": one.broken.count,
    }


def _limits(limits: Limits, target_percent: int | None) -> _Limits:
    found: _Limits = {
        "population": limits.population.count,
        "within_original": limits.within_original.count,
        "within_extended": limits.within_extended.count,
        "late": limits.late.count,
        "no_response": limits.no_response.count,
        "in_time": limits.in_time.count,
        "percent_within_original": _percent(
            limits.within_original,
            limits.population,
        ),
        "target_percent": target_percent,
    }
    if limits.within_maximum is not None:
        found["within_maximum"] = limits.within_maximum.count
    return found


def _pounds(pence: int | None) -> int | float:
    if pence is None:
        raise ValueError("a working copy is made of exact figures")
    return pence // PENCE if pence % PENCE == 0 else pence / PENCE
