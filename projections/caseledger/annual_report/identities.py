"""
The sums that hold in every report, whatever happened in the year.

The report is reconciled with them; and a reader who knows them can work out from
the figures that are shown some that are not.
"""

from collections.abc import Iterable, Iterator

import attrs

from caseledger.annual_report.figures import Limits, Report, StageFigures, Timeliness

OUTCOMES = (
    *("upheld", "partially_upheld", "not_upheld"),
    *("reinvestigate", "no_finding"),
)
KEPT = ("within_original", "within_extended", "late", "no_response", "in_time")


@attrs.frozen
class Identity:
    """
    A figure that is the sum of others, all by their names.

    One that is not `exact` is at least as large as the others together.
    """

    whole: str
    parts: tuple[str, ...]
    says: str = ""
    exact: bool = True


def identities(report: Report) -> Iterator[Identity]:
    """Go through the sums that hold between a report's figures."""
    yield from _intake(report)
    for stage in report.stages:
        yield from _stage(stage)
    yield Identity(
        "stages.1.total",
        ("intake.responded", "intake.awaiting_response"),
        "stage 1 = responded + awaiting response",
    )
    yield Identity("intake.awaiting_response", ("stages.1.pending",))
    for flow in report.flows:
        yield from _flow(report, flow.stage)
    for duty in report.timeliness:
        yield from _timeliness(duty)
    yield from _duties_and_stages()
    for one in report.extensions:
        name = f"extensions.{one.stage}"
        yield Identity(
            f"{name}.granted",
            (f"{name}.lawful", f"{name}.broken"),
            f"stage {one.stage}: extensions = those that moved the due date + others",
        )
    yield from _groups(report)
    yield from _redress(report)


def _intake(report: Report) -> Iterator[Identity]:
    fates = ("not_accepted", "withdrawn", "skipped", "responded", "awaiting_response")
    yield Identity(
        "intake.received",
        tuple(f"intake.{fate}" for fate in fates),
        "received = not accepted + withdrawn + skipped + responded + awaiting response",
    )
    yield Identity(
        "intake.not_accepted",
        _under("intake.not_accepted_reasons", report.intake.not_accepted_reasons),
        "reasons for not accepting add up to those not accepted",
    )


def _stage(stage: StageFigures) -> Iterator[Identity]:
    number, name = stage.stage, f"stages.{stage.stage}"
    yield Identity(
        f"{name}.total",
        _under(name, (*OUTCOMES, "pending", "withdrawn")),
        f"stage {number} outcomes and pending add up to the total",
    )
    yield Identity(
        f"{name}.total",
        (f"{name}.statutory", f"{name}.corporate"),
        f"stage {number} statutory + corporate = total",
    )
    yield Identity(f"{name}.total", (f"{name}.deferred",), exact=False)


def _flow(report: Report, number: int) -> Iterator[Identity]:
    """Follow a stage through the year: what was open or came in went somewhere."""
    name = f"flows.{number}"
    flow = next(one for one in report.flows if one.stage == number)
    ended = _under(f"{name}.ended", flow.ended)
    ways = " + ".join((*flow.ended, "open at the end"))
    yield Identity(f"{name}.during", (f"{name}.open_at_start", f"{name}.begun"))
    yield Identity(
        f"{name}.during",
        (*ended, f"{name}.open_at_end"),
        f"stage {number}: open at the start + begun = {ways}",
    )
    stage = f"stages.{number}"
    came = (
        ("intake.received",) if number == 1 else (f"{stage}.total", f"{stage}.reopened")
    )
    what = "received" if number == 1 else "counted at the stage"
    yield Identity(f"{name}.begun", came, f"stage {number}: begun = {what}")


def _timeliness(duty: Timeliness) -> Iterator[Identity]:
    says = duty.duty.replace("_", " ")
    name = f"timeliness.{duty.duty}"
    groups = {
        f"{name}.limits": duty.limits,
        **{f"{name}.by_procedure.{key}": one for key, one in duty.by_procedure.items()},
        **{f"{name}.by_quarter.{key}": one for key, one in duty.by_quarter.items()},
    }
    for group, limits in groups.items():
        yield from _limits(group, limits, f"{says}: limits add up")
    for split, parts in (
        ("procedure", duty.by_procedure),
        ("quarter", duty.by_quarter),
    ):
        for key in _figures(duty.limits):
            yield Identity(
                f"{name}.limits.{key}",
                tuple(f"{name}.by_{split}.{part}.{key}" for part in parts),
                f"{says}: the {split}s add up" if key == "population" else "",
            )


def _limits(name: str, limits: Limits, says: str) -> Iterator[Identity]:
    whole = f"{name}.population"
    shown = says if name.endswith(".limits") else ""
    yield Identity(whole, _under(name, KEPT), shown)
    if limits.within_maximum is not None:
        answered = ("no_response", "within_maximum")
        yield Identity(whole, _under(name, answered), exact=False)


def _figures(limits: Limits) -> Iterator[str]:
    yield from ("population", *KEPT)
    if limits.within_maximum is not None:
        yield "within_maximum"


def _duties_and_stages() -> Iterator[Identity]:
    """Relate the populations of the duties to the stages that they belong to."""
    for number in (1, 2):
        duty, stage = f"timeliness.stage_{number}_response", f"stages.{number}"
        population = f"{duty}.limits.population"
        yield Identity(f"{stage}.total", (population, f"{stage}.withdrawn"))
        # Those not answered are pending; where an answer that had no date due counts
        # as in time, only the second line holds, and no attack uses the first.
        answered = _under(f"{duty}.limits", KEPT[:3])
        ended = _under(stage, ("pending", "withdrawn"))
        unanswered = _under(f"{duty}.limits", ("no_response", "in_time"))
        yield Identity(f"{stage}.pending", unanswered)
        yield Identity(f"{stage}.total", (*answered, *ended), exact=False)
    for procedure in ("statutory", "corporate"):
        part = f"timeliness.stage_1_response.by_procedure.{procedure}.population"
        yield Identity(f"stages.1.{procedure}", (part,))
        part = f"timeliness.stage_2_response.by_procedure.{procedure}.population"
        yield Identity(f"stages.2.{procedure}", (part,), exact=False)


def _groups(report: Report) -> Iterator[Identity]:
    responded, received = "intake.responded", "intake.received"
    yield Identity(
        responded,
        ("not_escalated.cases", "to_stage_2.cases"),
        "not escalated + to stage 2 = responded",
    )
    for name, of, whole, groups in (
        ("team", "responded", responded, report.by_team),
        ("theme", "responded", responded, report.by_theme),
        ("capacity", "received", received, report.by_capacity),
    ):
        parts = tuple(f"by_{name}.{one.name}.share.cases" for one in groups)
        yield Identity(whole, parts, f"{name}: the groups add up to {of}")
        for one in groups:
            yield Identity(whole, (f"by_{name}.{one.name}.share.of",))
    for question, answers in report.equality.items():
        name = f"equality.{question}"
        parts = tuple(f"{name}.{one.name}.share.cases" for one in answers)
        yield Identity(received, parts, f"{question}: the answers add up to received")
        for one in answers:
            yield Identity(received, (f"{name}.{one.name}.share.of",))
    for helped in ("asked", "appointed"):
        yield Identity(received, (f"advocacy.{helped}",), exact=False)
    for share, whole in (
        ("not_escalated", responded),
        ("to_stage_2", responded),
        ("largest_complainant", received),
    ):
        yield Identity(whole, (f"{share}.of",))
    yield Identity(received, ("largest_complainant.cases",), exact=False)
    for year in report.years:
        name = f"years.{year.label}"
        yield Identity(f"{name}.total", (f"{name}.statutory", f"{name}.corporate"))
    label = report.period.label
    if any(year.label == label for year in report.years):
        yield Identity(
            responded,
            (f"years.{label}.total",),
            "the year's row in the series = responded",
        )
        for procedure in ("statutory", "corporate"):
            kept = f"timeliness.stage_1_response.by_procedure.{procedure}"
            answered = f"years.{label}.{procedure}"
            yield Identity(answered, _under(kept, KEPT[:3]))
            yield Identity(f"stages.1.{procedure}", (answered,), exact=False)


def _redress(report: Report) -> Iterator[Identity]:
    reasons = report.ombudsman.not_investigated_reasons
    yield Identity(
        "ombudsman.referred",
        (
            "ombudsman.investigated",
            *_under("ombudsman.not_investigated_reasons", reasons),
            "ombudsman.undecided",
        ),
        "referrals = investigated + not investigated, for a reason + undecided",
    )
    yield Identity("ombudsman.referred", ("ombudsman.upheld",), exact=False)
    yield Identity(
        "remedies.offered.cases",
        tuple(f"remedies.{fate}.cases" for fate in ("paid", "rejected", "outstanding")),
        "remedies offered = paid + rejected + outstanding",
    )
    yield Identity(
        "actions.agreed",
        ("actions.done", "actions.not_done", "actions.open"),
        "actions agreed = done + not done + open",
    )
    yield Identity(
        "compliments.total",
        _under("compliments.by_team", report.compliments.by_team),
        "teams add up to compliments",
    )


def _under(name: str, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{name}.{key}" for key in keys)
