"""The summary: one headline for each thing that a reader asks first."""

from collections.abc import Callable, Iterator, Sequence

import attrs

from caseledger.annual_report import Count, Report, total
from caseledger.reports.comparing import (
    Counts,
    Subject,
    compared_count,
    compared_share,
)
from caseledger.reports.document import (
    Block,
    Formula,
    Headline,
    Headlines,
    Paragraph,
    Section,
)
from caseledger.reports.sections.largest import (
    largest,
    largest_team,
    largest_theme,
    tied,
)
from caseledger.reports.sections.populations import (
    ANSWERED,
    AT_STAGE_1,
    RECEIVED,
    intake_sum,
    no_share,
    outcomes_known,
    share_formula,
    target_met,
    within_original,
)
from caseledger.reports.wording import (
    NOT_APPLICABLE,
    counted,
    equals,
    money,
    number,
    percentage,
    share,
    was,
)

A_COUNT = "none: this is a count, not a share"


def at_a_glance(subject: Subject) -> Section:
    """Return the summary, or a sentence if the year left nothing to sum up."""
    return Section("at-a-glance", "At a glance", tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    report = subject.report
    failed = sum(not check.holds for check in report.reconciliation)
    if failed:
        yield Paragraph(
            f"{counted(failed, 'sum')} behind this report "
            f"{'does' if failed == 1 else 'do'} not come out: see Reconciliation.",
            tone="warning",
        )
    if not _anything(report):
        yield Paragraph(
            f"Nothing was recorded for {report.service} in {subject.label}: no "
            "complaint, review, referral, remedy, action or compliment.",
        )
        return
    yield Paragraph("Under each figure stands how it was worked out.")
    yield Headlines(tuple(_headlines(subject)))


def _anything(report: Report) -> bool:
    return any(
        (
            report.intake.received,
            *(stage.total for stage in report.stages),
            report.ombudsman.referred,
            report.remedies.offered.cases,
            report.actions.agreed,
            report.compliments.total,
        ),
    )


def _headlines(subject: Subject) -> Iterator[Headline]:
    yield _received(subject)
    for one in SHARES:
        yield _of_share(subject, one)
    yield from largest_team(subject)
    yield from largest_theme(subject)
    yield _referred(subject)
    yield _paid(subject)
    yield _complimented(subject)


# --- Counts --------------------------------------------------------------------------


def _received(subject: Subject) -> Headline:
    report, came = subject.report, subject.report.intake.received.count
    return _of_count(
        subject,
        label="Complaints received",
        count=lambda one: one.intake.received.count,
        sentence=f"{counted(came, 'complaint')} about {report.service} "
        f"{was(came)} received in the year.",
        formula=Formula(
            equation=intake_sum(report.intake),
            part=number(came),
            numerator=RECEIVED,
            denominator=A_COUNT,
            population=f"{RECEIVED}, each counted once",
        ),
    )


def _referred(subject: Subject) -> Headline:
    report = subject.report
    referred, answered = report.ombudsman.referred.count, report.intake.responded.count
    looked_into = report.ombudsman.investigated.count
    if referred:
        sentence = (
            f"{counted(referred, 'referral')} {was(referred)} made to the Ombudsman; "
            f"{number(looked_into)} {was(looked_into)} investigated."
        )
    else:
        sentence = "No complaint was referred to the Ombudsman in the year."
    return _of_count(
        subject,
        label="Referred to the Ombudsman",
        count=lambda one: one.ombudsman.referred.count,
        sentence=sentence,
        formula=share_formula(
            referred,
            answered,
            numerator="referrals made to the Ombudsman in the year",
            denominator=ANSWERED,
            population="referrals made in the year, whenever the complaint was "
            "received; so this is a rate for comparison, not a share",
        ),
    )


def _complimented(subject: Subject) -> Headline:
    compliments = subject.report.compliments
    came = compliments.total.count
    teams = [(some.count, team) for team, some in compliments.by_team.items()]
    sentence = f"{counted(came, 'compliment')} {was(came)} received."
    most, first = largest(teams)
    if first:
        sentence += f" Most went to {tied(first, 'team')}: {share(most, came)}"
        sentence += "." if len(first) == 1 else " each."
    return _of_count(
        subject,
        label="Compliments",
        count=lambda one: one.compliments.total.count,
        sentence=sentence,
        formula=Formula(
            equation=_sum([count for count, _ in teams], came),
            remark=f"added up over {counted(len(teams), 'team')}",
            part=number(came),
            numerator="compliments received in the year",
            denominator=A_COUNT,
            population="compliments to this service received in the year",
        ),
    )


def _sum(counts: Sequence[Count], whole: Count) -> str:
    terms = " + ".join(map(number, counts)) or "0"
    return f"{terms} {equals(total(counts), whole)} {number(whole)}"


def _of_count(
    subject: Subject,
    *,
    label: str,
    count: Callable[[Report], Count],
    sentence: str,
    formula: Formula,
) -> Headline:
    now = count(subject.report)
    previous = subject.previous
    return Headline(
        label=label,
        figure=number(now),
        sentence=sentence,
        comparison=compared_count(subject, now, count(previous)) if previous else None,
        formula=formula,
    )


def _paid(subject: Subject) -> Headline:
    remedies, previous = subject.report.remedies, subject.previous
    paid, offered = remedies.paid, remedies.offered
    comparison = None
    if previous:
        comparison = f"{subject.earlier_name} {money(previous.remedies.paid.pence)}."
    return Headline(
        label="Paid to put things right",
        figure=money(paid.pence),
        sentence="No money was offered in the year."
        if offered.pence == 0
        else f"{money(paid.pence)} of the {money(offered.pence)} offered in the year "
        "has been paid.",
        comparison=comparison,
        formula=Formula(
            equation=money(paid.pence),
            remark="added up over "
            f"{counted(paid.cases.count, 'remedy', 'remedies')} paid",
            part=money(paid.pence),
            numerator="the amounts of the remedies paid",
            denominator="none: this is a sum of money, not a share",
            population="remedies offered in the year on this service's complaints, "
            "whenever they were received",
        ),
    )


# --- Shares --------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _ShareOf:
    """A share that the summary shows, and the words around it."""

    label: str
    counts: Callable[[Report], Counts]
    says: Callable[[Subject, Counts], str]
    nothing: str
    numerator: str
    population: str
    target: Callable[[Subject], str | None] = lambda _: None


def _of_share(subject: Subject, one: _ShareOf) -> Headline:
    now, previous = one.counts(subject.report), subject.previous
    figure = percentage(now.part, now.whole)
    comparison = None
    if previous:
        comparison = compared_share(subject, now, one.counts(previous))
    return Headline(
        label=one.label,
        figure="Not applicable" if figure == NOT_APPLICABLE else figure,
        sentence=one.says(subject, now) if now.whole else one.nothing,
        comparison=comparison,
        target=one.target(subject) if now.whole else None,
        formula=share_formula(
            now.part,
            now.whole,
            numerator=one.numerator,
            population=one.population,
        ),
    )


def _answered(report: Report) -> Counts:
    return Counts(report.intake.responded.count, report.intake.received.count)


def _in_time(report: Report) -> Counts:
    limits = report.timeliness[0].limits
    return Counts(limits.within_original.count, limits.population.count)


def _upheld(report: Report) -> Counts:
    stage = report.stages[0]
    found = stage.upheld.count + stage.partially_upheld.count
    return Counts(found, outcomes_known(stage))


def _stayed(report: Report) -> Counts:
    return Counts(report.not_escalated.count, report.not_escalated.of.count)


def _says_answered(_: Subject, now: Counts) -> str:
    whole = counted(now.whole, "complaint")
    return f"{number(now.part)} of {whole} received {was(now.part)} answered."


def _says_in_time(subject: Subject, now: Counts) -> str:
    return (
        f"{number(now.part)} of {counted(now.whole, 'complaint')} at stage 1 "
        f"{was(now.part)} answered within the original limit of "
        f"{within_original(subject, 'stage_1_response')}."
    )


def _says_upheld(subject: Subject, now: Counts) -> str:
    stage = subject.report.stages[0]
    return (
        f"{number(now.part)} of {counted(now.whole, 'complaint')} with an outcome at "
        f"stage 1 {was(now.part)} upheld: {number(stage.upheld.count)} in full, "
        f"{number(stage.partially_upheld.count)} in part."
    )


def _says_stayed(subject: Subject, now: Counts) -> str:
    went = subject.report.to_stage_2
    return (
        f"{number(now.part)} of {counted(now.whole, 'complaint')} answered did not go "
        f"on to stage 2; {share(went.count, went.of.count)} did."
    )


SHARES = (
    _ShareOf(
        label="Answered",
        counts=_answered,
        says=_says_answered,
        nothing=no_share("No complaint was received in the year"),
        numerator="complaints received in the year and answered at stage 1",
        population=RECEIVED,
    ),
    _ShareOf(
        label="Answered in time at stage 1",
        counts=_in_time,
        says=_says_in_time,
        nothing=no_share("No complaint was at stage 1"),
        numerator="stage 1 answers given on or before the original due date",
        population=AT_STAGE_1,
        target=lambda subject: target_met(subject.report.timeliness[0]),
    ),
    _ShareOf(
        label="Upheld, in full or in part",
        counts=_upheld,
        says=_says_upheld,
        nothing=no_share("No outcome of stage 1 is known"),
        numerator="complaints upheld or partially upheld at stage 1",
        population=f"{AT_STAGE_1}, and whose outcome is known",
    ),
    _ShareOf(
        label="Did not go on to stage 2",
        counts=_stayed,
        says=_says_stayed,
        nothing=no_share("No complaint was answered"),
        numerator="complaints answered for which no stage 2 was asked",
        population=ANSWERED,
    ),
)
