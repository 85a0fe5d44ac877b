"""The sums that must come out, each worked out on a way of its own."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from caseledger.annual_report.evidence import Case, Year
from caseledger.annual_report.figures import Cases, Check, Limits, Report, StageFigures
from caseledger.read_models import StageRow


def reconcile(report: Report, year: Year) -> tuple[Check, ...]:
    """Return every check of a report, with whether it holds."""
    return tuple(_checks(report, year))


def _checks(report: Report, year: Year) -> Iterator[Check]:
    intake = report.intake
    yield Check(
        "received = not accepted + withdrawn + skipped + responded + awaiting response",
        _adds_up(
            intake.received,
            intake.not_accepted,
            intake.withdrawn,
            intake.skipped,
            intake.responded,
            intake.awaiting_response,
        ),
    )
    yield Check(
        "reasons for not accepting add up to those not accepted",
        _adds_up(intake.not_accepted, *intake.not_accepted_reasons.values()),
    )
    for stage in report.stages:
        yield from _stage(stage)
        yield _flow(stage, report, year)
    yield Check(
        "stage 1 = responded + awaiting response",
        _adds_up(report.stages[0].total, intake.responded, intake.awaiting_response),
    )
    for duty in report.timeliness:
        name = duty.duty.replace("_", " ")
        yield Check(f"{name}: limits add up", _limits(duty.limits))
        yield Check(
            f"{name}: statutory + corporate = both",
            _adds_up(
                duty.limits.population,
                *(limits.population for limits in duty.by_procedure.values()),
            ),
        )
    yield Check(
        "not escalated + to stage 2 = responded",
        _adds_up(
            intake.responded,
            report.not_escalated.cases,
            report.to_stage_2.cases,
        ),
    )
    yield Check(
        "teams add up to responded",
        _adds_up(intake.responded, *(one.share.cases for one in report.by_team)),
    )
    yield Check(
        "themes add up to responded",
        _adds_up(intake.responded, *(one.share.cases for one in report.by_theme)),
    )
    this_year = [one for one in report.years if one.label == report.period.label]
    yield Check(
        "the year's row in the series = responded",
        _adds_up(
            intake.responded,
            *(one.statutory for one in this_year),
            *(one.corporate for one in this_year),
        ),
    )
    actions = report.actions
    yield Check(
        "actions agreed = done + not done + open",
        _adds_up(actions.agreed, actions.done, actions.not_done, actions.open),
    )
    compliments = report.compliments
    yield Check(
        "teams add up to compliments",
        _adds_up(compliments.total, *compliments.by_team.values()),
    )


def _adds_up(whole: Cases, *parts: Cases) -> bool:
    """Say whether parts hold each case of a whole once: more than equal counts."""
    return sorted(whole) == sorted(case for part in parts for case in part)


def _stage(stage: StageFigures) -> Iterator[Check]:
    yield Check(
        f"stage {stage.stage} outcomes and pending add up to the total",
        _adds_up(
            stage.total,
            stage.upheld,
            stage.partially_upheld,
            stage.not_upheld,
            stage.reinvestigate,
            stage.no_finding,
            stage.pending,
            stage.withdrawn,
        ),
    )
    yield Check(
        f"stage {stage.stage} statutory + corporate = total",
        _adds_up(stage.total, stage.statutory, stage.corporate),
    )


def _limits(limits: Limits) -> bool:
    return _adds_up(
        limits.population,
        limits.within_original,
        limits.within_extended,
        limits.late,
        limits.no_response,
        limits.in_time,
    )


def _flow(stage: StageFigures, report: Report, year: Year) -> Check:
    """Follow a stage through the year: what was open or came in went somewhere."""
    first, last = year.period.first_day, min(year.period.last_day, year.as_at)
    begun = len(report.intake.received)
    if stage.stage > 1:
        begun = len(stage.total) + len(stage.reopened)
    at_start = at_end = 0
    ended: Counter[str] = Counter()
    for case in year.cases.values():
        for one in case.stages:
            if one.stage != stage.stage or one.begun_on is None or one.begun_on > last:
                continue
            how, on = _end(case, one)
            if on is not None and on < first:
                # Answers from before the request would be open never.
                begun -= one.begun_on >= first
                continue
            at_start += one.begun_on < first
            if on is None or on > last:
                at_end += 1
            else:
                ended[how] += 1
    ways = " + ".join(f"{count} {how}" for how, count in sorted(ended.items())) or "0"
    return Check(
        f"stage {stage.stage}: {at_start} open at the start + {begun} begun = "
        f"{ways} + {at_end} open at the end",
        at_start + begun == ended.total() + at_end,
    )


def _end(case: Case, stage: StageRow) -> tuple[str, date | None]:
    """Return how a stage ended, and when: the first thing that ended it."""
    ends: list[tuple[date, str]] = []
    if stage.responded_on is not None:
        ends.append((stage.responded_on, "answered"))
    if case.withdrawn and case.row.withdrawn_on is not None:
        ends.append((case.row.withdrawn_on, "withdrawn"))
    if case.ended(case.row.not_accepted_on) and case.row.not_accepted_on is not None:
        ends.append((case.row.not_accepted_on, "not accepted"))
    if stage.stage == 1:
        ends += [
            (other.begun_on, "skipped")
            for other in case.stages
            if other.begun_on is not None and other.basis == "agreed_skip"
        ]
    if not ends:
        return "", None
    on, how = min(ends)
    return how, on
