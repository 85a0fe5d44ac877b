"""
A complaint with every step told in full, on the dates of the procedure's section 8.

The statutory case is the full maximum chain from receipt on Mon 3 Apr 2023, but for
stage 1, which is answered on its tenth working day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar, cast

import attrs

from caseledger.complaint import (
    Acknowledge,
    AgreeStatement,
    AppointInvestigators,
    Command,
    ConvenePanel,
    DeadlineName,
    DoNotAccept,
    Duty,
    Escalate,
    Event,
    Extend,
    Receive,
    ReceivePanelReport,
    Recommended,
    ReportIndependentPerson,
    ReportInvestigation,
    Respond,
    Resume,
    Suspend,
    Terms,
    duties,
)
from caseledger.complaint.vocabulary import (
    Basis,
    ExtensionReason,
    Function,
    NotAcceptedReason,
    Outcome,
    Recipient,
    RecommendationKind,
    SuspensionGround,
)
from caseledger.rules import Clock, Policy, Procedure, TimeLimit, corporate
from given import Answer, Given, day

RECEIVE = Receive(
    on=day("Mon 3 Apr 2023"),
    reference="CF-1",
    procedure=Procedure.STATUTORY,
    service="Children and Family Services",
    capacity="parent",
    function=Function.CHILDREN_ACT_PART_3,
    grounds_arose_on=day("Wed 1 Mar 2023"),
    oral=False,
)
ACKNOWLEDGE = Acknowledge(
    on=day("Thu 6 Apr 2023"),
    procedure_explained=True,
    advocacy_information_given=True,
)
# Due Wed 19 Apr 2023 (E7), at most Thu 4 May (E8).
EXTEND_1 = Extend(
    on=day("Wed 19 Apr 2023"),
    stage=1,
    extended_to=day("Thu 4 May 2023"),
    reason=ExtensionReason.COMPLEXITY,
    reason_told="Two schools must answer first.",
    in_writing=True,
)
ANSWER_1 = Respond(
    on=day("Wed 19 Apr 2023"),
    stage=1,
    outcome=Outcome.NOT_UPHELD,
    received_on=day("Wed 19 Apr 2023"),
    signed_by="manager",
    next_right_stated=True,
)
REQUEST_2 = Escalate(
    on=day("Mon 15 May 2023"),
    to_stage=2,
    basis=Basis.DISSATISFIED,
    in_writing=True,
)
# Due Tue 20 Jun 2023, at most Tue 15 Aug.
AGREE_STATEMENT = AgreeStatement(on=day("Wed 17 May 2023"), points=("The delay.",))
APPOINT = AppointInvestigators(
    on=day("Fri 19 May 2023"),
    investigating_officer="officer",
    independent_person="independent",
    officer_is_external=True,
    independence_declared=True,
)
EXTEND_2 = Extend(
    on=day("Tue 20 Jun 2023"),
    stage=2,
    extended_to=day("Tue 15 Aug 2023"),
    reason_told="The file is large.",
    in_writing=True,
)
INVESTIGATE = ReportInvestigation(on=day("Mon 24 Jul 2023"), findings="Late.")
ATTEND = ReportIndependentPerson(on=day("Mon 31 Jul 2023"), findings="Fair.")
ANSWER_2 = Respond(
    on=day("Tue 15 Aug 2023"),
    stage=2,
    outcome=Outcome.PARTIALLY_UPHELD,
    received_on=day("Tue 15 Aug 2023"),
    signed_by="adjudicator",
    next_right_stated=True,
)
# Asked for by Wed 13 Sep 2023; the panel meets by Wed 25 Oct, reports by Wed 1 Nov.
REQUEST_3 = Escalate(on=day("Wed 13 Sep 2023"), to_stage=3, reasons="Not all read.")
CONVENE = ConvenePanel(
    on=day("Wed 25 Oct 2023"),
    members=("chair", "second", "third"),
)
REPORT = ReceivePanelReport(
    on=day("Wed 1 Nov 2023"),
    recipients=(
        Recipient.AUTHORITY,
        Recipient.COMPLAINANT,
        Recipient.INDEPENDENT_PERSON,
        Recipient.OTHER,
    ),
)
REINVESTIGATION = attrs.evolve(
    REPORT,
    recommendations=(Recommended(kind=RecommendationKind.REINVESTIGATE),),
)
# The authority answers by Wed 22 Nov 2023.
ANSWER_3 = Respond(
    on=day("Wed 22 Nov 2023"),
    stage=3,
    outcome=Outcome.PARTIALLY_UPHELD,
    received_on=day("Wed 22 Nov 2023"),
    signed_by="director",
    next_right_stated=True,
    independent_person_consulted=True,
)

AT_STAGE_1 = (RECEIVE, ACKNOWLEDGE)
ANSWERED_1 = (*AT_STAGE_1, ANSWER_1)
AT_STAGE_2 = (*ANSWERED_1, REQUEST_2)
APPOINTED = (*AT_STAGE_2, AGREE_STATEMENT, APPOINT)
INVESTIGATED = (*APPOINTED, EXTEND_2, INVESTIGATE, ATTEND)
ANSWERED_2 = (*INVESTIGATED, ANSWER_2)
AT_STAGE_3 = (*ANSWERED_2, REQUEST_3)
PANEL_MET = (*AT_STAGE_3, CONVENE)
PANEL_REPORTED = (*PANEL_MET, REPORT)
ANSWERED_3 = (*PANEL_REPORTED, ANSWER_3)

# The corporate case: received Tue 31 May 2022, answered within ten working days (E41).
CORPORATE = attrs.evolve(
    RECEIVE,
    on=day("Tue 31 May 2022"),
    procedure=Procedure.CORPORATE,
    function=Function.OTHER_CHILDRENS_SERVICES,
    grounds_arose_on=day("Mon 2 May 2022"),
)
CORPORATE_ACKNOWLEDGE = Acknowledge(on=day("Thu 9 Jun 2022"))
CORPORATE_ANSWER_1 = attrs.evolve(
    ANSWER_1,
    on=day("Thu 16 Jun 2022"),
    received_on=day("Thu 16 Jun 2022"),
)
CORPORATE_REQUEST_2 = attrs.evolve(REQUEST_2, on=day("Mon 5 Sep 2022"))
CORPORATE_ANSWER_2 = attrs.evolve(
    ANSWER_2,
    on=day("Tue 4 Oct 2022"),
    received_on=day("Tue 4 Oct 2022"),
)
CORPORATE_AT_STAGE_1 = (CORPORATE, CORPORATE_ACKNOWLEDGE)
CORPORATE_ANSWERED_1 = (*CORPORATE_AT_STAGE_1, CORPORATE_ANSWER_1)
CORPORATE_AT_STAGE_2 = (*CORPORATE_ANSWERED_1, CORPORATE_REQUEST_2)
CORPORATE_ANSWERED_2 = (*CORPORATE_AT_STAGE_2, CORPORATE_ANSWER_2)

# An authority that has adopted the Complaint Handling Code (procedure, 3.1 and 11).
CODE = Policy(
    name="Complaint Handling Code",
    acknowledgement=corporate.CODE_ACKNOWLEDGEMENT,
    stage_2_acknowledgement=corporate.CODE_ACKNOWLEDGEMENT,
    corporate_stage_1=TimeLimit(
        response=corporate.CODE_STAGE_1_RESPONSE,
        ceiling=corporate.CODE_STAGE_1_CEILING,
    ),
    corporate_stage_2=TimeLimit(
        response=corporate.CODE_STAGE_2_RESPONSE,
        ceiling=corporate.CODE_STAGE_2_CEILING,
    ),
    corporate_clock=Clock.ACKNOWLEDGEMENT,
    corporate_stage_2_window=12,
    extension_names_ombudsman=True,
    longer_for_good_reason=True,
)
UNDER_CODE = Terms(policies=(CODE,))


def skip(written: str, *, complainant: bool | None, authority: bool | None) -> Escalate:
    """Go to stage 2 without stage 1, as far as both sides agree."""
    return Escalate(
        on=day(written),
        to_stage=2,
        basis=Basis.AGREED_SKIP,
        in_writing=True,
        complainant_agreed=complainant,
        authority_agreed=authority,
    )


def for_want_of_an_answer(written: str) -> Escalate:
    """Go to stage 2 because stage 1 is not answered."""
    return Escalate(
        on=day(written), to_stage=2, basis=Basis.NO_RESPONSE, in_writing=True
    )


def stage_2_answered(written: str) -> tuple[Command, ...]:
    """Have stage 2 answered on a day in 2021 or later."""
    on = day(written)
    return (
        attrs.evolve(
            RECEIVE,
            on=day("Mon 1 Feb 2021"),
            grounds_arose_on=day("Mon 4 Jan 2021"),
        ),
        attrs.evolve(
            ANSWER_1,
            on=day("Mon 8 Feb 2021"),
            received_on=day("Mon 8 Feb 2021"),
        ),
        attrs.evolve(REQUEST_2, on=day("Tue 9 Feb 2021")),
        attrs.evolve(APPOINT, on=day("Wed 10 Feb 2021")),
        attrs.evolve(INVESTIGATE, on=day("Thu 11 Feb 2021")),
        attrs.evolve(ATTEND, on=day("Fri 12 Feb 2021")),
        attrs.evolve(ANSWER_2, on=on, received_on=on),
    )


def turn_away(
    written: str,
    reason: NotAcceptedReason,
    duplicate_of: str | None = None,
) -> DoNotAccept:
    """Turn a complaint away with all that the procedure asks for on any ground."""
    late = reason is NotAcceptedReason.OUT_OF_TIME
    prejudice = reason is NotAcceptedReason.CONCURRENT_PROCEEDINGS
    return DoNotAccept(
        on=day(written),
        reason=reason,
        reasoning="As the letter says.",
        notified_on=day(written),
        ombudsman_signposted=True,
        earlier_was_reasonable=True if late else None,
        fair_consideration_possible=False if late else None,
        proceedings="Family Court, ZX23C00001" if prejudice else None,
        duplicate_of=duplicate_of,
    )


def suspend(written: str) -> Suspend:
    """Suspend for named proceedings, with reasons, by a written notice."""
    return Suspend(
        on=day(written),
        ground=SuspensionGround.PROCEEDINGS,
        proceedings="Family Court, ZX23C00001",
        reason="The court decides on the same facts.",
        notified_on=day(written),
    )


def await_advocate(written: str) -> Suspend:
    """Suspend stage 1 until an advocate is appointed."""
    return Suspend(
        on=day(written),
        ground=SuspensionGround.ADVOCATE,
        reason="An advocate is being found.",
        notified_on=day(written),
    )


def paused(began: str, ended: str) -> tuple[Suspend, Resume]:
    """Suspend for proceedings, and resume."""
    return suspend(began), Resume(on=day(ended))


Told = TypeVar("Told")


def but(told: Told, **changes: object) -> Told:
    """Return a command, or another value, with something in it changed."""
    changed: Told = attrs.evolve(cast("Any", told), **changes)
    return changed


def latest(story: Sequence[Command]) -> date:
    """Return the latest day of a story's steps."""
    days = [getattr(command, "on", None) for command in story]
    return max(day for day in days if isinstance(day, date))


def due(story: Given, name: DeadlineName) -> date | None:
    """Return the day on which a step is due as things stand, None if never."""
    found = duty(story, name)
    return found.due_on if found else None


def duty(story: Given, name: DeadlineName) -> Duty | None:
    """Return the duty to take a step, in the present pass through its stage."""
    found = [one for one in duties(story.stands) if one.deadline.name is name]
    return found[-1] if found else None


def owed(story: Given) -> list[DeadlineName]:
    """Return the steps that are still owed."""
    return [one.deadline.name for one in duties(story.stands) if one.ended_on is None]


def came_of(answer: Answer) -> type[Event]:
    """Return the kind of the one event that came of a command, or raise its refusal."""
    if answer.refusal is not None:
        raise answer.refusal
    [event] = answer.events
    return type(event)


SUSPENDED = (*AT_STAGE_1, suspend("Fri 14 Apr 2023"))
