"""A refusal says what is refused, why and by which paragraph; nothing personal."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import attrs
import pytest

from caseledger.complaint import Command, Details, Refusal, refusals
from caseledger.complaint.commands import (
    PointAnswered,
    RecommendationAnswered,
    Recommended,
)
from caseledger.complaint.details import (
    ActionDetails,
    ActionDoneDetails,
    ActionNotDoneDetails,
    CorrectionDetails,
    EscalationDetails,
    ExtensionDetails,
    NotAcceptedDetails,
    NotedDetails,
    ReasonDetails,
    ReceivedDetails,
    RemedyDetails,
    ReportDetails,
    ResponseDetails,
    StatementDetails,
    SuspensionDetails,
)
from caseledger.complaint.refusals import (
    ActedBefore,
    AdjudicatorInvestigated,
    AdvocateNotAwaited,
    AlreadyAcknowledged,
    AlreadyExtended,
    AlreadyReceived,
    AnsweredTwice,
    ComplaintEnded,
    ComplaintSuspended,
    DeferralNotAgreed,
    Duplicate,
    EarlyReferralNotAllowed,
    EscalationMayNotBeRefused,
    ExtensionTooLate,
    ExtensionWithoutGround,
    FutureDate,
    GroundContradicted,
    GroundsTooOld,
    IndependentPersonActed,
    IndependentPersonNotConsulted,
    IndependentPersonOnPanel,
    InterestNotInQuestion,
    LateRefusalUnconsidered,
    LateReviewRequest,
    LinkedToItself,
    NextRightNotStated,
    NoExtensionAtStage3,
    NoGroundToTurnAway,
    NoIndependentPerson,
    NoPanelReport,
    NoReasonTold,
    NoResponseYet,
    NoStage3,
    NoSufficientInterest,
    NotChildrensServices,
    NothingToClose,
    NothingToCorrect,
    NothingToTakeUp,
    NoticeMissing,
    NotIndependent,
    NotLate,
    NotReceived,
    OfficerMustBeExternal,
    OmbudsmanDetailsNotGiven,
    OmbudsmanNotSignposted,
    OnePersonTwoRoles,
    OutcomeMissing,
    OutcomeNotOfPoints,
    OutcomeOfStage3Only,
    OutOfSequence,
    OutsideStatutoryProcedure,
    PanelAlreadyReported,
    PanelNotThree,
    ProceedingsNotNamed,
    ProceedingsRunning,
    ReasonMissing,
    RecipientsMissing,
    ReclassifiedTooLate,
    RecommendationsUnanswered,
    ReinvestigationNotRecommended,
    RejectionWithoutReason,
    RemedySettledOtherwise,
    ReportsMissing,
    RequestInTime,
    RequestOutsideWindow,
    ResubmittedTooLate,
    ReviewBeforeResponse,
    ReviewOfUnfinishedStage2,
    SameInvestigators,
    SameProcedure,
    SameSignatory,
    SignatoryNotAllowed,
    Stage1ExtensionTooLong,
    Stage2ExtensionTooLong,
    StageNotOpen,
    StageStillInTime,
    StatementMissing,
    StepNotNoted,
    UnknownItem,
    WindowStillOpen,
)
from caseledger.complaint.vocabulary import (
    Outcome,
    PointFinding,
    RecommendationKind,
    RemedyStatus,
)
from caseledger.rules import Procedure
from complaint.stories import (
    ACCEPT_LATE,
    AGREE_ACTION,
    AGREE_STATEMENT,
    COMPLETE,
    CORRECT,
    DECIDE_INTEREST,
    DECLINE,
    DO_NOT_ACCEPT,
    ESCALATE_3,
    EXTEND_2,
    LEAVE_UNDONE,
    LONGEST,
    NOTE,
    OFFER,
    ONE_OF_EACH,
    RECLASSIFY,
    REPORT,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    RESOLVE,
    RESPOND_3,
    SUSPEND,
    WITHDRAW,
    but,
    named,
)
from given import RECEIVED, Answer, given

A, B = date(2023, 4, 19), date(2023, 4, 20)

# Rule and basis as in the procedure's table (section 6.3), and the whole sentence.
SAID: list[tuple[Refusal, str]] = [
    (
        FutureDate(on=B, today=A),
        (
            "2023-04-20 is after today, 2023-04-19; record what has happened. "
            "(the model of a complaint)"
        ),
    ),
    (
        NotReceived(),
        "Complaint has not been received. (R08, the model of a complaint)",
    ),
    (
        AlreadyReceived(on=A),
        "Complaint was already received on 2023-04-19. (R08, the model of a complaint)",
    ),
    (
        AlreadyAcknowledged(on=A),
        "Already acknowledged on 2023-04-19. (R09, the model of a complaint)",
    ),
    (
        OutOfSequence(step="the panel", on=A, answers="the request", answered_on=B),
        (
            "Out of sequence: the panel on 2023-04-19 precedes the request on "
            "2023-04-20. "
            "(R10, the model of a complaint)"
        ),
    ),
    (
        ExtensionTooLate(notified_on=B, due_on=A),
        (
            "Extension must be notified on or before 2023-04-19, not on 2023-04-20; "
            "answer now, and the lateness is recorded. "
            "(R11, SI 2006/1738, regs 14 and 17)"
        ),
    ),
    (
        Stage1ExtensionTooLong(extended_to=B, latest_on=A),
        (
            "Stage 1 cannot be extended to 2023-04-20: 2023-04-19 is the latest day "
            "allowed. (R12, SI 2006/1738, reg 14; "
            "corporate: the authority's own procedure)"
        ),
    ),
    (
        ExtensionWithoutGround(),
        (
            "Reg 14 extension needs complexity or an advocate as its ground. "
            "(R13, SI 2006/1738, reg 14)"
        ),
    ),
    (
        AlreadyExtended(extended_to=A),
        "Stage 1 already extended to 2023-04-19. (R14, SI 2006/1738, reg 14)",
    ),
    (
        Stage2ExtensionTooLong(extended_to=B, latest_on=A),
        (
            "Stage 2 cannot be extended to 2023-04-20: 2023-04-19 is the latest day "
            "allowed. (R15, SI 2006/1738, reg 17; "
            "corporate: the authority's own procedure)"
        ),
    ),
    (
        NoReasonTold(),
        (
            "Complainant must be told in writing the reason and the new date. "
            "(R16, SI 2006/1738, reg 17)"
        ),
    ),
    (
        NoExtensionAtStage3(),
        "No extension power at stage 3. (R17, SI 2006/1738, regs 18 to 20)",
    ),
    (
        StageNotOpen(stage=2),
        "Stage 2 is not open. (R18, the model of a complaint)",
    ),
    (
        StageStillInTime(due_on=A),
        (
            "Stage 1 is still in time (due 2023-04-19) and no agreement to skip it. "
            "(R19, SI 2006/1738, reg 17(1))"
        ),
    ),
    (
        NoResponseYet(due_on=A),
        (
            "Stage 1 has no response to be dissatisfied with; it was due 2023-04-19, "
            "so take it to stage 2 for want of a response. "
            "(R19, SI 2006/1738, reg 17(1))"
        ),
    ),
    (
        ReviewBeforeResponse(),
        (
            "A review needs a concluded stage 2 (reports and adjudication sent). "
            "(R20, SI 2006/1738, reg 18)"
        ),
    ),
    (
        NoIndependentPerson(),
        "An independent person must be appointed. (R24, SI 2006/1738, reg 17(2))",
    ),
    (
        OnePersonTwoRoles(),
        (
            "The investigating officer cannot be the independent person as well. "
            "(SI 2006/1738, reg 17(2))"
        ),
    ),
    (
        PanelNotThree(members=4, distinct=3),
        (
            "Panel must be three independent persons, one chairing; 4 are named, "
            "3 of them different. (R25, SI 2006/1738, reg 19(2))"
        ),
    ),
    (
        IndependentPersonOnPanel(),
        "The stage 2 independent person may not sit. (R26, SI 2006/1738, reg 19(3))",
    ),
    (
        ActedBefore(),
        (
            "Somebody on the panel has already acted in this complaint. "
            "(R28, Getting the Best from Complaints (DfES 2006))"
        ),
    ),
    (
        NoStage3(),
        (
            "Review panels exist only in the statutory procedure; the Ombudsman is the "
            "next step. (R29, corporate procedure)"
        ),
    ),
    (
        NoPanelReport(),
        "No recommendations received. (R30, SI 2006/1738, reg 20)",
    ),
    (
        PanelAlreadyReported(on=A),
        "The panel already reported on 2023-04-19. (the model of a complaint)",
    ),
    (
        OutcomeOfStage3Only(outcome="Reinvestigate"),
        "Reinvestigate is an outcome of stage 3 alone. (SI 2006/1738, reg 20)",
    ),
    (
        ReinvestigationNotRecommended(),
        (
            "Stage 3 was answered, and not with investigating again. "
            "(annual report 2023-24, 5.9 and appendix B)"
        ),
    ),
    (
        SameInvestigators(),
        (
            "A re-run stage 2 needs a new investigating officer and independent "
            "person. "
            "(R31, annual report 2023-24, appendix B)"
        ),
    ),
    (
        ComplaintEnded(how="withdrawn", on=A),
        (
            "Complaint was withdrawn on 2023-04-19; reinstate first. "
            "(R32, SI 2006/1738, reg 7)"
        ),
    ),
    (
        ComplaintSuspended(what="concurrent proceedings", on=A),
        (
            "Suspended for concurrent proceedings since 2023-04-19; resume first. "
            "(R33, SI 2006/1738, reg 8)"
        ),
    ),
    (
        NothingToTakeUp(what="is not suspended"),
        "The complaint is not suspended. (the model of a complaint)",
    ),
    (
        UnknownItem(item="remedy", number=7),
        "The complaint has no remedy number 7. (the model of a complaint)",
    ),
    (
        StepNotNoted(fact="s1_outcome"),
        (
            "s1_outcome is recorded by the step that it belongs to. "
            "(the model of a complaint)"
        ),
    ),
    (
        NothingToCorrect(fact="s1_outcome"),
        "Nothing is recorded of s1_outcome. (the model of a complaint)",
    ),
    (
        RemedySettledOtherwise(was=RemedyStatus.PAID, now=RemedyStatus.REJECTED),
        ("A remedy that is paid does not become rejected. (the model of a complaint)"),
    ),
    (
        GroundsTooOld(grounds_arose_on=A, last_day=date(2024, 4, 19)),
        (
            "Made more than one year after the grounds arose (reg 9); state why the "
            "discretion was not used. They arose on 2023-04-19, and 2024-04-19 was the "
            "last day; accept it late or do not accept it, with reasons. "
            "(R01, SI 2006/1738, reg 9)"
        ),
    ),
    (
        LateRefusalUnconsidered(),
        (
            "Late refusal must record whether earlier complaint was reasonable to "
            "expect and whether a fair investigation is still possible. "
            "(R02, SI 2006/1738, reg 9)"
        ),
    ),
    (
        NotLate(last_day=A),
        (
            "The complaint is in time: 2023-04-19 was the last day to make it. "
            "(SI 2006/1738, reg 9)"
        ),
    ),
    (
        ProceedingsNotNamed(),
        (
            "Specify the concurrent proceedings and why consideration would prejudice "
            "them (reg 8). (R03, SI 2006/1738, reg 8)"
        ),
    ),
    (
        ResubmittedTooLate(ended_on=A, last_day=date(2024, 4, 19)),
        (
            "More than one year since the proceedings ended on 2023-04-19: 2024-04-19 "
            "was the last day. (R04, SI 2006/1738, reg 8)"
        ),
    ),
    (
        ProceedingsRunning(),
        "Say on which day the proceedings ended. (SI 2006/1738, reg 8)",
    ),
    (
        NoSufficientInterest(),
        (
            "No sufficient interest in the child's welfare (reg 12); notify that no "
            "further action will be taken. (R05, SI 2006/1738, reg 12)"
        ),
    ),
    (
        InterestNotInQuestion(),
        (
            "Sufficient interest is decided under the statutory procedure only. "
            "(SI 2006/1738, reg 12)"
        ),
    ),
    (
        OutsideStatutoryProcedure(function="court report"),
        (
            "Outside the statutory procedure (court report); use the corporate "
            "procedure: reclassify it, or do not accept it. "
            "(R06, SI 2006/1738, regs 3 to 5)"
        ),
    ),
    (
        Duplicate(of="CF-2"),
        (
            "Duplicate of CF-2; do not accept it twice. "
            "(R07, annual report 2021-22, 4.3)"
        ),
    ),
    (
        NotChildrensServices(),
        (
            "Not a Children's Services matter; do not accept it here. "
            "(R07, annual report 2021-22, 4.3)"
        ),
    ),
    (
        ReasonMissing(step="accepting it late"),
        (
            "Give the reasons for accepting it late. "
            "(regs 8, 9 and 12; Getting the Best from Complaints, 3.3)"
        ),
    ),
    (
        NoticeMissing(step="the suspension"),
        (
            "Say on which day the complainant was told in writing of the suspension. "
            "(SI 2006/1738, regs 8 and 12)"
        ),
    ),
    (
        OmbudsmanNotSignposted(),
        (
            "Tell the complainant of the Ombudsman, and record that this was done. "
            "(Getting the Best from Complaints, 3.3; Complaint Handling Code, 2.4)"
        ),
    ),
    (
        SameProcedure(procedure=Procedure.CORPORATE),
        (
            "The complaint is already under the corporate procedure. "
            "(the model of a complaint)"
        ),
    ),
    (
        ReclassifiedTooLate(stage=1),
        (
            "Stage 1 was answered; a complaint changes procedure after that only when "
            "the Ombudsman directs it. "
            "(the Ombudsman's decisions on wrong procedures)"
        ),
    ),
    (
        LinkedToItself(),
        "The complaint cannot be linked to itself. (the model of a complaint)",
    ),
    (
        OmbudsmanDetailsNotGiven(),
        (
            "The notice of an extension must give the Ombudsman's details. "
            "(Complaint Handling Code (2024), 6.5)"
        ),
    ),
    (
        ReviewOfUnfinishedStage2(working_days=7),
        (
            "Stage 2 is late (7 wd) but a panel cannot review an unfinished "
            "investigation; offer Ombudsman. "
            "(R21, Getting the Best from Complaints, 3.9.1)"
        ),
    ),
    (
        LateReviewRequest(working_days=21, limit=20),
        (
            "Requested 21 working days after the stage 2 response; limit 20 (reg 18). "
            "Record why it is accepted, or decline it with reasons. "
            "(R22, SI 2006/1738, reg 18)"
        ),
    ),
    (
        EscalationMayNotBeRefused(stage=3),
        (
            "The authority cannot refuse stage 3: reg 17 / reg 19(1) say 'must'. "
            "(R23, SI 2006/1738, regs 17 and 19(1))"
        ),
    ),
    (
        RequestInTime(stage=2),
        (
            "The request for stage 2 came in time; take it up. "
            "(the authority's own procedure)"
        ),
    ),
    (
        RequestOutsideWindow(last_day=A),
        (
            "Stage 2 was to be requested by 2023-04-19. Record why it is accepted, or "
            "decline it with reasons. (the authority's own procedure)"
        ),
    ),
    (
        EarlyReferralNotAllowed(missing="a very robust report"),
        (
            "Early referral needs both parties' agreement and all criteria; otherwise "
            "hold the panel. Missing: a very robust report. "
            "(R34, Getting the Best from Complaints, 3.9; the Ombudsman's decisions)"
        ),
    ),
    (
        NoGroundToTurnAway(),
        (
            "A statutory complaint is turned away only for being late, for "
            "proceedings, for want of sufficient interest, as a duplicate, or as "
            "outside the procedure or children's services. "
            "(SI 2006/1738, regs 3 to 5, 8, 9 and 12)"
        ),
    ),
    (
        GroundContradicted(known="about adoption", ground="outside procedure"),
        (
            "The complaint is recorded as about adoption: it cannot be turned away as "
            "outside procedure. (SI 2006/1738, regs 3 to 5 and 12)"
        ),
    ),
    (
        NotIndependent(),
        (
            "Not independent (reg 2): neither a member nor an officer of the "
            "authority, nor the spouse or civil partner of one, may act. "
            "(R27, SI 2006/1738, reg 2)"
        ),
    ),
    (
        SameSignatory(),
        (
            "Stage 2 must be decided by someone not involved in stage 1. "
            "(R35, Complaint Handling Code (2024), part 6, stage 2)"
        ),
    ),
    (
        OutcomeMissing(),
        ("Give the outcome, or a finding on each point. (the model of a complaint)"),
    ),
    (
        OutcomeNotOfPoints(derived=Outcome.PARTIALLY_UPHELD, given=Outcome.UPHELD),
        (
            "The findings on the points come to partially_upheld, not to upheld. "
            "(the model of a complaint)"
        ),
    ),
    (
        NextRightNotStated(right="stage 2"),
        (
            "The response must state the complainant's right to stage 2. "
            "(SI 2006/1738, regs 15(2), 17 and 20(3); Complaint Handling Code, 6)"
        ),
    ),
    (
        ReportsMissing(whose="independent person"),
        (
            "The report of the independent person has not been received. "
            "(Getting the Best from Complaints, chapter 3)"
        ),
    ),
    (
        StatementMissing(),
        (
            "The complaint was made orally: agree the statement of complaint before "
            "it is investigated. (SI 2006/1738, reg 16)"
        ),
    ),
    (
        AdjudicatorInvestigated(),
        (
            "Whoever investigated cannot sign the response. "
            "(Getting the Best from Complaints, chapter 3)"
        ),
    ),
    (
        SignatoryNotAllowed(stage=2, roles="Director or Executive Director"),
        (
            "Stage 2 is signed by Director or Executive Director. "
            "(the authority's own procedure)"
        ),
    ),
    (
        RecommendationsUnanswered(numbers="1, 3"),
        "Recommendations not answered: 1, 3. (SI 2006/1738, reg 20(3))",
    ),
    (
        AnsweredTwice(number=2),
        "Recommendation 2 is answered twice. (SI 2006/1738, reg 20(3))",
    ),
    (
        RejectionWithoutReason(number=2),
        (
            "Give the reason why recommendation 2 is not accepted. "
            "(SI 2006/1738, reg 20(3))"
        ),
    ),
    (
        IndependentPersonNotConsulted(),
        (
            "Consider the panel's recommendations with the independent person. "
            "(SI 2006/1738, reg 20(3))"
        ),
    ),
    (
        IndependentPersonActed(),
        (
            "The independent person has another role in this complaint. "
            "(Getting the Best from Complaints, chapter 3)"
        ),
    ),
    (
        OfficerMustBeExternal(),
        (
            "The investigating officer must not be an employee of the authority. "
            "(the authority's own procedure)"
        ),
    ),
    (
        RecipientsMissing(missing="complainant, advocate"),
        (
            "The report must also go to: complainant, advocate. "
            "(SI 2006/1738, reg 20(2))"
        ),
    ),
    (
        AdvocateNotAwaited(),
        "No advocate is awaited at stage 1. (SI 2006/1738, reg 14(3))",
    ),
    (
        DeferralNotAgreed(),
        (
            "Say to which day it is put off, and that the complainant agreed. "
            "(the Ombudsman's decisions)"
        ),
    ),
    (
        NothingToClose(stage=2),
        "Stage 2 is not answered. (the model of a complaint)",
    ),
    (
        WindowStillOpen(until=A),
        (
            "The complainant may go on until 2023-04-19, unless they are content. "
            "(the model of a complaint)"
        ),
    ),
]
# The procedure's table has no number for what the model alone refuses.
# Nor has it for what is asked of a step in a column of its own (guards, 6.1 and 6.2).
UNNUMBERED = {
    *(FutureDate, UnknownItem, NothingToTakeUp, RemedySettledOtherwise),
    *(OnePersonTwoRoles, PanelAlreadyReported),
    *(OutcomeOfStage3Only, ReinvestigationNotRecommended),
    *(NotLate, ProceedingsRunning, ReasonMissing, NoticeMissing),
    *(OmbudsmanNotSignposted, SameProcedure, ReclassifiedTooLate, LinkedToItself),
    *(OmbudsmanDetailsNotGiven, RequestInTime, RequestOutsideWindow),
    *(OutcomeMissing, OutcomeNotOfPoints, NextRightNotStated, ReportsMissing),
    *(StatementMissing, AdjudicatorInvestigated, SignatoryNotAllowed),
    *(RecommendationsUnanswered, AnsweredTwice, RejectionWithoutReason),
    *(StepNotNoted, NothingToCorrect),
    *(IndependentPersonNotConsulted, IndependentPersonActed, OfficerMustBeExternal),
    *(RecipientsMissing, AdvocateNotAwaited, DeferralNotAgreed),
    *(NothingToClose, WindowStillOpen, InterestNotInQuestion),
    *(NoGroundToTurnAway, GroundContradicted),
}

EVERY = [
    named
    for named in vars(refusals).values()
    if isinstance(named, type) and issubclass(named, Refusal) and named is not Refusal
]


def kind(refusal: object) -> str:
    return type(refusal).__name__


@pytest.mark.parametrize(
    ("refusal", "said"), SAID, ids=[kind(refusal) for refusal, _ in SAID]
)
def test_a_refusal_tells_its_facts_its_rule_and_its_basis(
    refusal: Refusal, said: str
) -> None:
    assert said == str(refusal)
    assert said.startswith(refusal.sentence)


def test_no_refusal_is_left_out() -> None:
    assert {*EVERY} == {type(refusal) for refusal, _ in SAID}


@pytest.mark.parametrize("refusal", EVERY, ids=lambda cls: cls.__name__)
def test_each_has_a_number_in_the_rulebook_or_needs_none(
    refusal: type[Refusal],
) -> None:
    numbered = re.fullmatch(r"R(0[1-9]|[12]\d|3[0-5])", refusal.rule)

    assert (numbered is None) == (refusal in UNNUMBERED)
    assert refusal.basis
    assert refusal.__doc__


def test_every_number_of_the_rulebook_has_a_refusal() -> None:
    """R01 to R35 (procedure, section 6.3)."""
    numbers = {f"R{number:02}" for number in range(1, 36)}

    assert numbers == {refusal.rule for refusal in EVERY} - {""}


def test_the_tree_in_the_docstring_names_each_with_its_rule() -> None:
    """In brackets stands the rule of the name before it, or of both that share one."""
    assert refusals.__doc__ is not None
    # Each branch has a name of its own, and lines may break within an entry.
    tree = re.sub(r"\+- [^:]+:|\|", "", refusals.__doc__.split("\n\n")[1])
    tree = " ".join(tree.split())
    names = re.findall(r"\b(?!R\d\d)[A-Z]\w+", tree)
    rules = dict(re.findall(r"(\w+) \((R\d\d)\)", tree))
    by_name = {cls.__name__: cls for cls in EVERY}

    assert ["Refusal", *sorted(by_name)] == [names[0], *sorted(names[1:])]
    assert {name: by_name[name].rule for name in rules} == rules
    assert {cls.rule for cls in by_name.values()} - {""} == {*rules.values()}


CANARY = "canary 7f3a"
WITH_CANARIES: list[Command] = [
    attrs.evolve(
        RECEIVED,
        desired_outcome=CANARY,
        age_band=CANARY,
        gender=CANARY,
        disability=CANARY,
        ethnicity=CANARY,
        sexual_orientation=CANARY,
    ),
    *(
        but(step, reason=CANARY)
        for step in (ACCEPT_LATE, DECIDE_INTEREST, RECLASSIFY, DECLINE, WITHDRAW)
    ),
    attrs.evolve(DO_NOT_ACCEPT, reasoning=CANARY, proceedings=CANARY),
    attrs.evolve(EXTEND_2, reason_told=CANARY),
    attrs.evolve(
        RESPOND_3,
        detriment=CANARY,
        points=(PointAnswered(finding=PointFinding.UPHELD, text=CANARY),),
        answers=(
            RecommendationAnswered(recommendation=1, accepted=False, reason=CANARY),
        ),
    ),
    attrs.evolve(RESOLVE, terms=CANARY),
    attrs.evolve(ESCALATE_3, reasons=CANARY, late_reason=CANARY),
    attrs.evolve(AGREE_STATEMENT, points=(CANARY,)),
    attrs.evolve(REPORT_OFFICER, findings=CANARY, recommendations=(CANARY,)),
    attrs.evolve(REPORT_INDEPENDENT, findings=CANARY),
    attrs.evolve(
        REPORT,
        summary=CANARY,
        recommendations=(Recommended(kind=RecommendationKind.REMEDY, text=CANARY),),
    ),
    attrs.evolve(SUSPEND, reason=CANARY, proceedings=CANARY),
    attrs.evolve(OFFER, description=CANARY),
    attrs.evolve(
        AGREE_ACTION,
        recommendation=CANARY,
        action=CANARY,
        owner=CANARY,
        expected=CANARY,
    ),
    attrs.evolve(COMPLETE, evidence=CANARY),
    attrs.evolve(LEAVE_UNDONE, reason=CANARY),
    attrs.evolve(NOTE, fact="s2_extension_reason", value=CANARY),
    attrs.evolve(
        CORRECT, fact="suspension_reason", was=CANARY, now=CANARY, because=CANARY
    ),
]
DETAILS: list[Details] = [
    ReceivedDetails(
        desired_outcome=CANARY,
        age_band=CANARY,
        gender=CANARY,
        disability=CANARY,
        ethnicity=CANARY,
        sexual_orientation=CANARY,
    ),
    ReasonDetails(reason=CANARY),
    NotAcceptedDetails(reason=CANARY, proceedings=CANARY),
    StatementDetails(points=(CANARY,)),
    ReportDetails(findings=CANARY, recommendations=(CANARY,)),
    ResponseDetails(points=(CANARY,), detriment=CANARY, not_accepted_because=(CANARY,)),
    EscalationDetails(reasons=CANARY, late_reason=CANARY),
    ExtensionDetails(reason=CANARY),
    SuspensionDetails(reason=CANARY, proceedings=CANARY),
    RemedyDetails(description=CANARY),
    ActionDetails(recommendation=CANARY, action=CANARY, owner=CANARY, expected=CANARY),
    ActionDoneDetails(evidence=CANARY),
    ActionNotDoneDetails(reason=CANARY),
    NotedDetails(value=CANARY),
    CorrectionDetails(because=CANARY, was=CANARY, now=CANARY),
]
# Fields of text that tell nothing about a person: names of facts, ids, codes.
PLAIN_TEXT = {
    *("reference", "service", "team", "channel", "capacity", "theme", "fact"),
    *("complainant_id", "investigating_officer", "independent_person"),
    *("remedy_id", "action_id", "secondary_themes", "duplicate_of", "linked_to"),
    *("assigned_to", "advocate", "signed_by", "signatory_role", "chair", "members"),
    *("not_independent", "ombudsman_reference"),
}
# What a command holds several of, each with texts of its own.
PARTS = (PointAnswered, RecommendationAnswered, Recommended)


def texts_of(kind: type[Any]) -> set[tuple[type[Any], str]]:
    """Return the fields of text of a command, or of a part of one."""
    return {
        (kind, field.name)
        for field in attrs.fields(kind)
        if field.type in {str, str | None, tuple[str, ...]}
    }


def planted_in(one: Any) -> Iterator[tuple[type[Any], str]]:  # noqa: ANN401 - a command or a part of one
    """Go through the fields that hold a canary, in a command and in its parts."""
    for field in attrs.fields(type(one)):
        value = getattr(one, field.name)
        if value in (CANARY, (CANARY,)):
            yield type(one), field.name
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, PARTS):
                    yield from planted_in(part)


class TestPersonalText:
    def test_every_text_of_a_command_is_either_plain_or_a_canary(self) -> None:
        """A new free-text field must be told apart here."""
        kinds = {*PARTS, *map(type, ONE_OF_EACH)}
        texts = {text for kind in kinds for text in texts_of(kind)}
        planted = {text for command in WITH_CANARIES for text in planted_in(command)}

        assert texts == planted | {text for text in texts if text[1] in PLAIN_TEXT}

    @pytest.mark.parametrize("command", WITH_CANARIES, ids=named)
    def test_no_command_shows_it(self, command: Command) -> None:
        assert CANARY not in repr(command)
        assert CANARY not in str(command)

    @pytest.mark.parametrize("details", DETAILS, ids=kind)
    def test_no_details_show_it(self, details: Details) -> None:
        assert CANARY not in repr(details)
        assert CANARY not in f"{details}"

    def test_no_details_are_left_out(self) -> None:
        assert {*get_args(Details)} == {type(details) for details in DETAILS}

    @pytest.mark.parametrize("command", WITH_CANARIES, ids=named)
    def test_no_event_holds_it(self, command: Command) -> None:
        """Refused or recorded, it is at most in the details."""
        for story in (LONGEST[:1], LONGEST[:5], (*LONGEST, OFFER, AGREE_ACTION)):
            answer: Answer = given(*story).when(command)

            assert CANARY not in repr(answer)
            assert CANARY not in str(answer.refusal)
            assert all(CANARY not in str(attrs.asdict(one)) for one in answer.events)

        told = given(*LONGEST, OFFER, AGREE_ACTION).told(command)
        assert all(CANARY not in str(attrs.asdict(one)) for one in told.events)
