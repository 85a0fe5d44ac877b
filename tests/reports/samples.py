"""Reports made by hand from plain figures: published ones, none at all, everything."""

from datetime import date

from caseledger.annual_report import (
    ActionFigures,
    AdvocacyFigures,
    Check,
    ComplimentFigures,
    Intake,
    OmbudsmanFigures,
    Period,
    Report,
    RuleBroken,
    Share,
)
from reports.making import (
    NOBODY,
    checks,
    duty,
    extensions,
    flow,
    grouped,
    limits,
    money,
    named,
    settled,
    some,
    stage,
    year,
)

SERVICE = "Children and Family Services"


def published() -> Report:
    """Return the report of 2023-24 with the figures that were published."""
    answered = 47
    return Report(
        service=SERVICE,
        period=Period.named("2023-24"),
        as_at=date(2024, 11, 30),
        intake=Intake(
            received=some(48),
            not_accepted=NOBODY,
            withdrawn=some(1),
            skipped=NOBODY,
            responded=some(answered),
            awaiting_response=NOBODY,
            not_accepted_reasons={},
            other_services=grouped({"Libraries and Archives": 10, "Registrars": 9}),
        ),
        stages=(
            stage(1, (4, 43), (11, 9, 27)),
            stage(2, (2, 6), (1, 3, 4)),
            stage(3, (2, 0), (0, 0, 1, 1)),
        ),
        flows=(flow(1, 48, 48), flow(2, 8, 8), flow(3, 2, 2)),
        timeliness=(
            duty(
                "stage_1_response",
                limits(32, 9, 6),
                limits(2, 1, 1),
                limits(30, 8, 5),
                target_percent=90,
            ),
            duty(
                "stage_2_response",
                limits(5, 2, 1, within_maximum=8),
                limits(0, 2, within_maximum=2),
                limits(5, 0, 1, within_maximum=6),
            ),
        ),
        extensions=(extensions(1, 9, 3), extensions(2, 2, 0)),
        not_escalated=Share(some(39), some(answered)),
        to_stage_2=Share(some(8), some(answered)),
        by_team=named(
            {
                "Social Care Teams": 28,
                "Special Educational Needs (SEN)": 13,
                "Education - school admissions": 4,
                "Home to school transport": 1,
                "Short Breaks": 1,
            },
            answered,
        ),
        by_theme=named(
            {
                "Service not to the standard or quality expected": 20,
                "Failure to deliver a service": 7,
                "Failure to do something": 5,
                "Delay in communicating an outcome": 4,
                "Disputed decision": 4,
                "Staff conduct": 4,
                "Information handling": 3,
            },
            answered,
        ),
        by_capacity=named({"Parent": 36, "Young person": 8, "Not recorded": 4}, 48),
        largest_complainant=Share(some(3), some(48)),
        advocacy=AdvocacyFigures(asked=some(9), appointed=some(2)),
        equality={"disability": named({"No": 37, "Yes": 6, "Not recorded": 5}, 48)},
        ombudsman=OmbudsmanFigures(
            undecided=NOBODY,
            referred=some(4),
            investigated=some(1),
            upheld=some(1),
            not_investigated_reasons=grouped({"out_of_time": 2, "premature": 1}),
        ),
        remedies=settled(
            offered=money(1780, 4), paid=money(1380, 3), rejected=money(400, 1)
        ),
        actions=ActionFigures(
            agreed=some(6), done=some(4), not_done=some(2), open=NOBODY
        ),
        compliments=ComplimentFigures(
            total=some(50),
            by_team=grouped(
                {
                    "Early Help": 10,
                    "Assessment & MASH team": 8,
                    "NW social work team": 7,
                    "Special Educational Needs": 6,
                    "Short Breaks": 5,
                    "Disabled Children's team": 4,
                    "Looked After Children": 4,
                    "Home to School transport": 3,
                    "South social work team": 3,
                },
            ),
        ),
        years=(
            year("2023-24", 4, 43),
            year("2022-23", 6, 57),
            year("2021-22", 10, 53),
            year("2020-21", 5, 53),
        ),
        findings=(
            RuleBroken(
                "R12", "Stage 1 is extended to no more than 20 working days.", some(3)
            ),
            RuleBroken(
                "R26", "The stage 2 independent person is not on the panel.", some(1)
            ),
        ),
        reconciliation=checks(
            "received = not accepted + withdrawn + skipped + responded + awaiting "
            "response",
            "reasons for not accepting add up to those not accepted",
            "stage 1 outcomes and pending add up to the total",
            "stage 1 statutory + corporate = total",
            "stage 1: open at the start + begun = answered + open at the end",
            "stage 2 outcomes and pending add up to the total",
            "not escalated + to stage 2 = responded",
            "teams add up to responded",
            "themes add up to responded",
            "actions agreed = done + not done + open",
            "teams add up to compliments",
        ),
    )


def published_before() -> Report:
    """Return the report of 2022-23, as far as the one of 2023-24 tells it."""
    answered = 63
    return Report(
        service=SERVICE,
        period=Period.named("2022-23"),
        as_at=date(2023, 11, 30),
        intake=Intake(
            received=some(65),
            not_accepted=some(1),
            withdrawn=some(1),
            skipped=NOBODY,
            responded=some(answered),
            awaiting_response=NOBODY,
            not_accepted_reasons=grouped({"duplicate": 1}),
            other_services={},
        ),
        stages=(
            stage(1, (6, 57), (17, 9, 37)),
            stage(2, (3, 9), (2, 4, 6)),
            stage(3, (2, 0), (0, 1, 1)),
        ),
        flows=(flow(1, 65, 65), flow(2, 12, 12), flow(3, 2, 2)),
        timeliness=(
            duty(
                "stage_1_response",
                limits(38, 14, 11),
                limits(3, 1, 2),
                limits(35, 13, 9),
                target_percent=90,
            ),
            duty(
                "stage_2_response",
                limits(6, 3, 3, within_maximum=11),
                limits(1, 2, within_maximum=3),
                limits(5, 1, 3, within_maximum=8),
            ),
        ),
        extensions=(extensions(1, 14, 0), extensions(2, 3, 0)),
        not_escalated=Share(some(51), some(answered)),
        to_stage_2=Share(some(12), some(answered)),
        by_team=named(
            {
                "Social Care Teams": 41,
                "Special Educational Needs (SEN)": 13,
                "Education - school admissions": 5,
                "Short Breaks": 2,
                "Home to school transport": 2,
            },
            answered,
        ),
        by_theme=named(
            {
                "Service not to the standard or quality expected": 26,
                "Failure to deliver a service": 12,
                "Failure to do something": 9,
                "Delay in communicating an outcome": 7,
                "Staff conduct": 5,
                "Disputed decision": 4,
            },
            answered,
        ),
        by_capacity=named({"Parent": 55, "Young person": 10}, 65),
        largest_complainant=Share(some(14), some(65)),
        advocacy=AdvocacyFigures(asked=some(12), appointed=some(8)),
        equality={},
        ombudsman=OmbudsmanFigures(
            undecided=NOBODY,
            referred=some(9),
            investigated=some(3),
            upheld=some(2),
            not_investigated_reasons=grouped({"premature": 4, "out_of_time": 2}),
        ),
        remedies=settled(
            offered=money(1100, 3), paid=money(1100, 3), rejected=money(0, 0)
        ),
        actions=ActionFigures(
            agreed=some(6), done=some(5), not_done=some(1), open=NOBODY
        ),
        compliments=ComplimentFigures(
            total=some(42),
            by_team=grouped(
                {
                    "Early Help": 12,
                    "Assessment & MASH team": 9,
                    "NW social work team": 8,
                    "Special Educational Needs": 7,
                    "Looked After Children": 6,
                },
            ),
        ),
        years=(
            year("2022-23", 6, 57),
            year("2021-22", 10, 53),
            year("2020-21", 5, 53),
        ),
        findings=(),
        reconciliation=checks("teams add up to responded"),
    )


def empty() -> Report:
    """Return the report of a year in which nothing happened."""
    nothing = Share(NOBODY, NOBODY)
    return Report(
        service=SERVICE,
        period=Period.named("2023-24"),
        as_at=date(2024, 11, 30),
        intake=Intake(
            received=NOBODY,
            not_accepted=NOBODY,
            withdrawn=NOBODY,
            skipped=NOBODY,
            responded=NOBODY,
            awaiting_response=NOBODY,
            not_accepted_reasons={},
            other_services={},
        ),
        stages=tuple(stage(number, (0, 0)) for number in (1, 2, 3)),
        flows=(flow(1, 0, 0), flow(2, 0, 0), flow(3, 0, 0)),
        timeliness=(
            duty("stage_1_response", limits(), limits(), limits()),
            duty(
                "stage_2_response",
                limits(within_maximum=0),
                limits(within_maximum=0),
                limits(within_maximum=0),
            ),
        ),
        extensions=(extensions(1, 0, 0), extensions(2, 0, 0)),
        not_escalated=nothing,
        to_stage_2=nothing,
        by_team=(),
        by_theme=(),
        by_capacity=(),
        largest_complainant=nothing,
        advocacy=AdvocacyFigures(asked=NOBODY, appointed=NOBODY),
        equality={},
        ombudsman=OmbudsmanFigures(
            undecided=NOBODY,
            referred=NOBODY,
            investigated=NOBODY,
            upheld=NOBODY,
            not_investigated_reasons={},
        ),
        remedies=settled(offered=money(0, 0), paid=money(0, 0), rejected=money(0, 0)),
        actions=ActionFigures(agreed=NOBODY, done=NOBODY, not_done=NOBODY, open=NOBODY),
        compliments=ComplimentFigures(total=NOBODY, by_team={}),
        years=(),
        findings=(),
        reconciliation=(),
    )


def everything(*, name: str = "Team") -> Report:
    """Return a report in which no figure is nought, and one sum does not come out."""
    answered = 30
    names = {f"{name} {place}": 30 if place == 0 else 0 for place in range(14)}
    return Report(
        service=f"{name} service",
        period=Period.named("2024-25"),
        as_at=date(2025, 6, 1),
        intake=Intake(
            received=some(1040),
            not_accepted=some(3),
            withdrawn=some(2),
            skipped=some(1),
            responded=some(answered),
            awaiting_response=some(1004),
            not_accepted_reasons=grouped({"duplicate": 2, "not_recorded": 1}),
            other_services=grouped({f"{name} elsewhere": 1}),
        ),
        stages=(
            stage(1, (10, 1024), (10, 8, 11, 1, 1004)),
            stage(2, (3, 9), (1, 2, 3, 0, 5), withdrawn=1, reopened=2),
            stage(3, (1, 0), (1,)),
        ),
        flows=(flow(1, 1040, 36), flow(2, 14, 9), flow(3, 1, 1)),
        timeliness=(
            duty(
                "stage_1_response",
                limits(20, 6, 4, 1000, 4),
                limits(5, 1, 1, 2, 1),
                limits(15, 5, 3, 998, 3),
                target_percent=1,
            ),
            duty(
                "stage_2_response",
                limits(2, 2, 2, 4, 1, within_maximum=5),
                limits(1, 0, 0, 1, 1, within_maximum=1),
                limits(1, 2, 2, 3, within_maximum=4),
            ),
        ),
        extensions=(extensions(1, 6, 4), extensions(2, 2, 1)),
        not_escalated=Share(some(20), some(answered)),
        to_stage_2=Share(some(10), some(answered)),
        by_team=named(names, answered),
        by_theme=named(names, answered),
        by_capacity=named({f"{name} of a child": 1030, "Not recorded": 10}, 1040),
        largest_complainant=Share(some(12), some(1040)),
        advocacy=AdvocacyFigures(asked=some(40), appointed=some(2)),
        equality={"gender": named({f"{name} answer": 1038, "Other": 2}, 1040)},
        ombudsman=OmbudsmanFigures(
            undecided=some(2),
            referred=some(5),
            investigated=some(1),
            upheld=some(1),
            not_investigated_reasons=grouped({"right_of_appeal": 2}),
        ),
        remedies=settled(
            offered=money(12345.5, 9), paid=money(1000.05, 2), rejected=money(250, 1)
        ),
        actions=ActionFigures(
            agreed=some(4), done=some(1), not_done=some(1), open=some(2)
        ),
        compliments=ComplimentFigures(
            total=some(14),
            by_team=grouped({f"{name} {place}": 1 for place in range(14)}),
        ),
        years=tuple(year(Period(2024 - back).label, 9, 21) for back in range(8)),
        findings=(RuleBroken("R11", "An extension is notified in time.", some(1)),),
        reconciliation=(
            Check("teams add up to responded", holds=True),
            Check("themes add up to responded", holds=False),
        ),
    )
