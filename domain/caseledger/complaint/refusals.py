"""
The ways in which the procedure refuses a step.

Refusal
 +- order: FutureDate, NotReceived, AlreadyReceived (R08), AlreadyAcknowledged (R09),
 |     OutOfSequence (R10)
 +- intake: GroundsTooOld (R01), LateRefusalUnconsidered (R02), NotLate,
 |     ProceedingsNotNamed (R03), ResubmittedTooLate (R04), ProceedingsRunning,
 |     NoSufficientInterest (R05), InterestNotInQuestion, OutsideStatutoryProcedure
 |     (R06), Duplicate and NotChildrensServices (R07), ReasonMissing, NoticeMissing,
 |     NoGroundToTurnAway, GroundContradicted,
 |     OmbudsmanNotSignposted, SameProcedure, ReclassifiedTooLate, LinkedToItself
 +- extensions: ExtensionTooLate (R11), Stage1ExtensionTooLong (R12),
 |     ExtensionWithoutGround (R13), AlreadyExtended (R14), Stage2ExtensionTooLong
 |     (R15), NoReasonTold (R16), NoExtensionAtStage3 (R17), OmbudsmanDetailsNotGiven
 +- responses: StageNotOpen (R18), NoIndependentPerson (R24), NoPanelReport (R30),
 |     SameSignatory (R35), OutcomeMissing, OutcomeNotOfPoints, OutcomeOfStage3Only,
 |     NextRightNotStated, ReportsMissing, AdjudicatorInvestigated,
 |     SignatoryNotAllowed, RecommendationsUnanswered, AnsweredTwice,
 |     RejectionWithoutReason,
 |     IndependentPersonNotConsulted
 +- escalation: StageStillInTime, NoResponseYet (R19), ReviewBeforeResponse (R20),
 |     ReviewOfUnfinishedStage2 (R21), LateReviewRequest (R22),
 |     EscalationMayNotBeRefused (R23), RequestInTime, RequestOutsideWindow,
 |     NoStage3 (R29), EarlyReferralNotAllowed (R34)
 +- stage 2: OnePersonTwoRoles, IndependentPersonActed, OfficerMustBeExternal,
 |     StatementMissing, SameInvestigators (R31), ReinvestigationNotRecommended
 +- panel: PanelNotThree (R25), IndependentPersonOnPanel (R26), NotIndependent (R27),
 |     ActedBefore (R28), PanelAlreadyReported, RecipientsMissing
 +- ends and pauses: ComplaintEnded (R32), ComplaintSuspended (R33), NothingToTakeUp,
 |     AdvocateNotAwaited, DeferralNotAgreed, NothingToClose, WindowStillOpen
 +- items: UnknownItem, RemedySettledOtherwise, StepNotNoted, NothingToCorrect

Each is a type with the facts of the case; its sentence says what is refused and
why, its basis which paragraph says so. `rule` numbers are those of the rulebook.
"""

from datetime import date
from typing import ClassVar

import attrs


@attrs.frozen
class Refusal(Exception):
    """A step that the procedure does not allow."""

    rule: ClassVar[str] = ""
    basis: ClassVar[str] = "the model of a complaint"
    says: ClassVar[str]

    @property
    def sentence(self) -> str:
        """Say in words what is refused and why, with the facts of the case."""
        return self.says.format_map(attrs.asdict(self))

    def __str__(self) -> str:
        number = f"{self.rule}, " if self.rule else ""
        return f"{self.sentence} ({number}{self.basis})"


@attrs.frozen(kw_only=True)
class FutureDate(Refusal):
    """A step is recorded on the day it happens, or later."""

    says = "{on} is after today, {today}; record what has happened."

    on: date
    today: date


@attrs.frozen(kw_only=True)
class NotReceived(Refusal):
    """Nothing happens to a complaint before it is received."""

    rule = "R08"
    says = "Complaint has not been received."


@attrs.frozen(kw_only=True)
class AlreadyReceived(Refusal):
    """A complaint is received once."""

    rule = "R08"
    says = "Complaint was already received on {on}."
    on: date


@attrs.frozen(kw_only=True)
class AlreadyAcknowledged(Refusal):
    """A complaint is acknowledged once."""

    rule = "R09"
    says = "Already acknowledged on {on}."
    on: date


@attrs.frozen(kw_only=True)
class OutOfSequence(Refusal):
    """A step cannot come before the step that it answers."""

    rule = "R10"
    says = "Out of sequence: {step} on {on} precedes {answers} on {answered_on}."
    step: str
    on: date
    answers: str
    answered_on: date


@attrs.frozen(kw_only=True)
class GroundsTooOld(Refusal):
    """A complaint over a year after its grounds goes on once the discretion is used."""

    rule = "R01"
    basis = "SI 2006/1738, reg 9"
    says = (
        "Made more than one year after the grounds arose (reg 9); state why the "
        "discretion was not used. They arose on {grounds_arose_on}, and {last_day} "
        "was the last day; accept it late or do not accept it, with reasons."
    )
    grounds_arose_on: date
    last_day: date


@attrs.frozen(kw_only=True)
class LateRefusalUnconsidered(Refusal):
    """A late complaint is turned away only with both limbs considered."""

    rule = "R02"
    basis = "SI 2006/1738, reg 9"
    says = (
        "Late refusal must record whether earlier complaint was reasonable to expect "
        "and whether a fair investigation is still possible."
    )


@attrs.frozen(kw_only=True)
class NotLate(Refusal):
    """A complaint made within the year is not late."""

    basis = "SI 2006/1738, reg 9"
    says = "The complaint is in time: {last_day} was the last day to make it."
    last_day: date


@attrs.frozen(kw_only=True)
class ProceedingsNotNamed(Refusal):
    """A complaint waits for proceedings that are named, for reasons that are given."""

    rule = "R03"
    basis = "SI 2006/1738, reg 8"
    says = (
        "Specify the concurrent proceedings and why consideration would prejudice "
        "them (reg 8)."
    )


@attrs.frozen(kw_only=True)
class ResubmittedTooLate(Refusal):
    """A complaint that waited is made again within one year of the proceedings' end."""

    rule = "R04"
    basis = "SI 2006/1738, reg 8"
    says = (
        "More than one year since the proceedings ended on {ended_on}: {last_day} was "
        "the last day."
    )
    ended_on: date
    last_day: date


@attrs.frozen(kw_only=True)
class ProceedingsRunning(Refusal):
    """A complaint that waits for proceedings is taken up when they are over."""

    basis = "SI 2006/1738, reg 8"
    says = "Say on which day the proceedings ended."


@attrs.frozen(kw_only=True)
class NoSufficientInterest(Refusal):
    """Another person's complaint goes on only with sufficient interest in the child."""

    rule = "R05"
    basis = "SI 2006/1738, reg 12"
    says = (
        "No sufficient interest in the child's welfare (reg 12); notify that no "
        "further action will be taken."
    )


@attrs.frozen(kw_only=True)
class InterestNotInQuestion(Refusal):
    """Sufficient interest is a question of the statutory procedure alone."""

    basis = "SI 2006/1738, reg 12"
    says = "Sufficient interest is decided under the statutory procedure only."


@attrs.frozen(kw_only=True)
class OutsideStatutoryProcedure(Refusal):
    """The statutory procedure is for the functions that the Regulations name."""

    rule = "R06"
    basis = "SI 2006/1738, regs 3 to 5"
    says = (
        "Outside the statutory procedure ({function}); use the corporate procedure: "
        "reclassify it, or do not accept it."
    )
    function: str


@attrs.frozen(kw_only=True)
class Duplicate(Refusal):
    """A complaint that was already made is considered once."""

    rule = "R07"
    basis = "annual report 2021-22, 4.3"
    says = "Duplicate of {of}; do not accept it twice."
    of: str


@attrs.frozen(kw_only=True)
class NotChildrensServices(Refusal):
    """The procedures are for children's services."""

    rule = "R07"
    basis = "annual report 2021-22, 4.3"
    says = "Not a Children's Services matter; do not accept it here."


@attrs.frozen(kw_only=True)
class ReasonMissing(Refusal):
    """A decision that the authority must be able to defend has its reasons."""

    basis = "regs 8, 9 and 12; Getting the Best from Complaints, 3.3"
    says = "Give the reasons for {step}."
    step: str


@attrs.frozen(kw_only=True)
class NoGroundToTurnAway(Refusal):
    """A statutory complaint is turned away on the procedure's grounds alone."""

    basis = "SI 2006/1738, regs 3 to 5, 8, 9 and 12"
    says = (
        "A statutory complaint is turned away only for being late, for proceedings, "
        "for want of sufficient interest, as a duplicate, or as outside the procedure "
        "or children's services."
    )


@attrs.frozen(kw_only=True)
class GroundContradicted(Refusal):
    """A complaint is not turned away on a ground that its own record contradicts."""

    basis = "SI 2006/1738, regs 3 to 5 and 12"
    says = "The complaint is recorded as {known}: it cannot be turned away as {ground}."
    known: str
    ground: str


@attrs.frozen(kw_only=True)
class NoticeMissing(Refusal):
    """The complainant is told in writing that their complaint is not considered."""

    basis = "SI 2006/1738, regs 8 and 12"
    says = "Say on which day the complainant was told in writing of {step}."
    step: str


@attrs.frozen(kw_only=True)
class OmbudsmanNotSignposted(Refusal):
    """Who is turned away is told of the Ombudsman."""

    basis = "Getting the Best from Complaints, 3.3; Complaint Handling Code, 2.4"
    says = "Tell the complainant of the Ombudsman, and record that this was done."


@attrs.frozen(kw_only=True)
class SameProcedure(Refusal):
    """A complaint is reclassified to the other procedure."""

    says = "The complaint is already under the {procedure} procedure."
    procedure: str


@attrs.frozen(kw_only=True)
class ReclassifiedTooLate(Refusal):
    """Once a stage was answered, only the Ombudsman changes the procedure."""

    basis = "the Ombudsman's decisions on wrong procedures"
    says = (
        "Stage {stage} was answered; a complaint changes procedure after that only "
        "when the Ombudsman directs it."
    )
    stage: int


@attrs.frozen(kw_only=True)
class LinkedToItself(Refusal):
    """A complaint is linked to another one."""

    says = "The complaint cannot be linked to itself."


@attrs.frozen(kw_only=True)
class ExtensionTooLate(Refusal):
    """An extension is notified on or before the due date."""

    rule = "R11"
    basis = "SI 2006/1738, regs 14 and 17"
    says = (
        "Extension must be notified on or before {due_on}, not on "
        "{notified_on}; answer now, and the lateness is recorded."
    )
    notified_on: date
    due_on: date


@attrs.frozen(kw_only=True)
class Stage1ExtensionTooLong(Refusal):
    """Stage 1 is extended to no more than 20 working days."""

    rule = "R12"
    basis = "SI 2006/1738, reg 14; corporate: the authority's own procedure"
    says = (
        "Stage 1 cannot be extended to {extended_to}: {latest_on} is the "
        "latest day allowed."
    )
    extended_to: date
    latest_on: date


@attrs.frozen(kw_only=True)
class ExtensionWithoutGround(Refusal):
    """Statutory stage 1 is extended for complexity or to find an advocate."""

    rule = "R13"
    basis = "SI 2006/1738, reg 14"
    says = "Reg 14 extension needs complexity or an advocate as its ground."


@attrs.frozen(kw_only=True)
class AlreadyExtended(Refusal):
    """Statutory stage 1 is extended once."""

    rule = "R14"
    basis = "SI 2006/1738, reg 14"
    says = "Stage 1 already extended to {extended_to}."
    extended_to: date


@attrs.frozen(kw_only=True)
class Stage2ExtensionTooLong(Refusal):
    """Stage 2 is extended to no more than its ceiling."""

    rule = "R15"
    basis = "SI 2006/1738, reg 17; corporate: the authority's own procedure"
    says = (
        "Stage 2 cannot be extended to {extended_to}: {latest_on} is the "
        "latest day allowed."
    )
    extended_to: date
    latest_on: date


@attrs.frozen(kw_only=True)
class NoReasonTold(Refusal):
    """The complainant is told in writing why stage 2 is extended, and to when."""

    rule = "R16"
    basis = "SI 2006/1738, reg 17"
    says = "Complainant must be told in writing the reason and the new date."


@attrs.frozen(kw_only=True)
class NoExtensionAtStage3(Refusal):
    """Nothing at stage 3 can be extended."""

    rule = "R17"
    basis = "SI 2006/1738, regs 18 to 20"
    says = "No extension power at stage 3."


@attrs.frozen(kw_only=True)
class OmbudsmanDetailsNotGiven(Refusal):
    """Under the Code, notice of an extension gives the Ombudsman's details."""

    basis = "Complaint Handling Code (2024), 6.5"
    says = "The notice of an extension must give the Ombudsman's details."


@attrs.frozen(kw_only=True)
class StageNotOpen(Refusal):
    """A step belongs to a stage that has begun and is not answered."""

    rule = "R18"
    says = "Stage {stage} is not open."
    stage: int


@attrs.frozen(kw_only=True)
class StageStillInTime(Refusal):
    """Stage 1 is left unanswered for stage 2 only when it is overdue."""

    rule = "R19"
    basis = "SI 2006/1738, reg 17(1)"
    says = "Stage 1 is still in time (due {due_on}) and no agreement to skip it."
    due_on: date


@attrs.frozen(kw_only=True)
class NoResponseYet(Refusal):
    """Nobody is dissatisfied with a response that has not come."""

    rule = "R19"
    basis = "SI 2006/1738, reg 17(1)"
    says = (
        "Stage 1 has no response to be dissatisfied with; it was due {due_on}, "
        "so take it to stage 2 for want of a response."
    )
    due_on: date


@attrs.frozen(kw_only=True)
class ReviewBeforeResponse(Refusal):
    """A review panel looks at a concluded stage 2."""

    rule = "R20"
    basis = "SI 2006/1738, reg 18"
    says = "A review needs a concluded stage 2 (reports and adjudication sent)."


@attrs.frozen(kw_only=True)
class ReviewOfUnfinishedStage2(Refusal):
    """A review panel cannot look at an investigation that is late and unfinished."""

    rule = "R21"
    basis = "Getting the Best from Complaints, 3.9.1"
    says = (
        "Stage 2 is late ({working_days} wd) but a panel cannot review an unfinished "
        "investigation; offer Ombudsman."
    )
    working_days: int


@attrs.frozen(kw_only=True)
class LateReviewRequest(Refusal):
    """A late request for a review is accepted or declined with recorded reasons."""

    rule = "R22"
    basis = "SI 2006/1738, reg 18"
    says = (
        "Requested {working_days} working days after the stage 2 response; limit "
        "{limit} (reg 18). Record why it is accepted, or decline it with reasons."
    )
    working_days: int
    limit: int


@attrs.frozen(kw_only=True)
class EscalationMayNotBeRefused(Refusal):
    """The complainant, not the authority, decides on the next statutory stage."""

    rule = "R23"
    basis = "SI 2006/1738, regs 17 and 19(1)"
    says = "The authority cannot refuse stage {stage}: reg 17 / reg 19(1) say 'must'."
    stage: int


@attrs.frozen(kw_only=True)
class RequestInTime(Refusal):
    """A request for corporate stage 2 that came in time is not declined."""

    basis = "the authority's own procedure"
    says = "The request for stage {stage} came in time; take it up."
    stage: int


@attrs.frozen(kw_only=True)
class RequestOutsideWindow(Refusal):
    """A request after the policy's window is accepted or declined with reasons."""

    basis = "the authority's own procedure"
    says = (
        "Stage 2 was to be requested by {last_day}. Record why it is accepted, or "
        "decline it with reasons."
    )
    last_day: date


@attrs.frozen(kw_only=True)
class EarlyReferralNotAllowed(Refusal):
    """A panel is left out only by agreement of both sides and on every condition."""

    rule = "R34"
    basis = "Getting the Best from Complaints, 3.9; the Ombudsman's decisions"
    says = (
        "Early referral needs both parties' agreement and all criteria; otherwise "
        "hold the panel. Missing: {missing}."
    )
    missing: str


@attrs.frozen(kw_only=True)
class NoIndependentPerson(Refusal):
    """Statutory stage 2 is answered with an independent person appointed."""

    rule = "R24"
    basis = "SI 2006/1738, reg 17(2)"
    says = "An independent person must be appointed."


@attrs.frozen(kw_only=True)
class PanelNotThree(Refusal):
    """A review panel is three different people, the first of them in the chair."""

    rule = "R25"
    basis = "SI 2006/1738, reg 19(2)"
    says = (
        "Panel must be three independent persons, one chairing; {members} are "
        "named, {distinct} of them different."
    )
    members: int
    distinct: int


@attrs.frozen(kw_only=True)
class IndependentPersonOnPanel(Refusal):
    """The independent person of stage 2 does not sit on the panel."""

    rule = "R26"
    basis = "SI 2006/1738, reg 19(3)"
    says = "The stage 2 independent person may not sit."


@attrs.frozen(kw_only=True)
class NotIndependent(Refusal):
    """An independent person is no member or officer of the authority, nor a spouse."""

    rule = "R27"
    basis = "SI 2006/1738, reg 2"
    says = (
        "Not independent (reg 2): neither a member nor an officer of the authority, "
        "nor the spouse or civil partner of one, may act."
    )


@attrs.frozen(kw_only=True)
class ActedBefore(Refusal):
    """Nobody sits on the panel who has acted in the complaint."""

    rule = "R28"
    basis = "Getting the Best from Complaints (DfES 2006)"
    says = "Somebody on the panel has already acted in this complaint."


@attrs.frozen(kw_only=True)
class NoStage3(Refusal):
    """The corporate procedure ends with stage 2."""

    rule = "R29"
    basis = "corporate procedure"
    says = (
        "Review panels exist only in the statutory procedure; the Ombudsman "
        "is the next step."
    )


@attrs.frozen(kw_only=True)
class NoPanelReport(Refusal):
    """Stage 3 is answered once the panel's recommendations are received."""

    rule = "R30"
    basis = "SI 2006/1738, reg 20"
    says = "No recommendations received."


@attrs.frozen(kw_only=True)
class SameInvestigators(Refusal):
    """A stage 2 done again has new people."""

    rule = "R31"
    basis = "annual report 2023-24, appendix B"
    says = "A re-run stage 2 needs a new investigating officer and independent person."


@attrs.frozen(kw_only=True)
class SameSignatory(Refusal):
    """Corporate stage 2 is decided by somebody else than stage 1."""

    rule = "R35"
    basis = "Complaint Handling Code (2024), part 6, stage 2"
    says = "Stage 2 must be decided by someone not involved in stage 1."


@attrs.frozen(kw_only=True)
class OutcomeMissing(Refusal):
    """A response has an outcome."""

    says = "Give the outcome, or a finding on each point."


@attrs.frozen(kw_only=True)
class OutcomeNotOfPoints(Refusal):
    """The outcome is what the findings on the points add up to."""

    says = "The findings on the points come to {derived}, not to {given}."
    derived: str
    given: str


@attrs.frozen(kw_only=True)
class NextRightNotStated(Refusal):
    """A response tells the complainant what they can do next."""

    basis = "SI 2006/1738, regs 15(2), 17 and 20(3); Complaint Handling Code, 6"
    says = "The response must state the complainant's right to {right}."
    right: str


@attrs.frozen(kw_only=True)
class ReportsMissing(Refusal):
    """Stage 2 is adjudicated on both reports."""

    basis = "Getting the Best from Complaints, chapter 3"
    says = "The report of the {whose} has not been received."
    whose: str


@attrs.frozen(kw_only=True)
class StatementMissing(Refusal):
    """An oral complaint is written down and agreed before it is investigated."""

    basis = "SI 2006/1738, reg 16"
    says = (
        "The complaint was made orally: agree the statement of complaint before it is "
        "investigated."
    )


@attrs.frozen(kw_only=True)
class AdjudicatorInvestigated(Refusal):
    """Stage 2 is adjudicated by somebody who did not investigate."""

    basis = "Getting the Best from Complaints, chapter 3"
    says = "Whoever investigated cannot sign the response."


@attrs.frozen(kw_only=True)
class SignatoryNotAllowed(Refusal):
    """A response is signed in a role that the policy allows."""

    basis = "the authority's own procedure"
    says = "Stage {stage} is signed by {roles}."
    stage: int
    roles: str


@attrs.frozen(kw_only=True)
class RecommendationsUnanswered(Refusal):
    """The authority answers each of the panel's recommendations."""

    basis = "SI 2006/1738, reg 20(3)"
    says = "Recommendations not answered: {numbers}."
    numbers: str


@attrs.frozen(kw_only=True)
class AnsweredTwice(Refusal):
    """A recommendation has one answer."""

    basis = "SI 2006/1738, reg 20(3)"
    says = "Recommendation {number} is answered twice."
    number: int


@attrs.frozen(kw_only=True)
class RejectionWithoutReason(Refusal):
    """Good reason is given in writing for not following a recommendation."""

    basis = "SI 2006/1738, reg 20(3)"
    says = "Give the reason why recommendation {number} is not accepted."
    number: int


@attrs.frozen(kw_only=True)
class IndependentPersonNotConsulted(Refusal):
    """The independent person takes part in the answer to the panel."""

    basis = "SI 2006/1738, reg 20(3)"
    says = "Consider the panel's recommendations with the independent person."


@attrs.frozen(kw_only=True)
class IndependentPersonActed(Refusal):
    """The independent person has no other role in the complaint."""

    basis = "Getting the Best from Complaints, chapter 3"
    says = "The independent person has another role in this complaint."


@attrs.frozen(kw_only=True)
class OfficerMustBeExternal(Refusal):
    """Where the policy says so, the investigating officer is no employee."""

    basis = "the authority's own procedure"
    says = "The investigating officer must not be an employee of the authority."


@attrs.frozen(kw_only=True)
class RecipientsMissing(Refusal):
    """The panel's report goes to all who are concerned."""

    basis = "SI 2006/1738, reg 20(2)"
    says = "The report must also go to: {missing}."
    missing: str


@attrs.frozen(kw_only=True)
class ComplaintEnded(Refusal):
    """A complaint that ended goes on only when it is reinstated."""

    rule = "R32"
    basis = "SI 2006/1738, reg 7"
    says = "Complaint was {how} on {on}; reinstate first."
    how: str
    on: date


@attrs.frozen(kw_only=True)
class ComplaintSuspended(Refusal):
    """A suspended complaint goes on only when it is resumed."""

    rule = "R33"
    basis = "SI 2006/1738, reg 8"
    says = "Suspended for {what} since {on}; resume first."
    what: str
    on: date


@attrs.frozen(kw_only=True)
class AdvocateNotAwaited(Refusal):
    """Stage 1 waits for an advocate who was asked for and is not appointed yet."""

    basis = "SI 2006/1738, reg 14(3)"
    says = "No advocate is awaited at stage 1."


@attrs.frozen(kw_only=True)
class DeferralNotAgreed(Refusal):
    """A step is put off to a day on which the complainant agreed."""

    basis = "the Ombudsman's decisions"
    says = "Say to which day it is put off, and that the complainant agreed."


@attrs.frozen(kw_only=True)
class NothingToClose(Refusal):
    """The file is closed on a complaint whose present stage was answered."""

    says = "Stage {stage} is not answered."
    stage: int


@attrs.frozen(kw_only=True)
class WindowStillOpen(Refusal):
    """The file stays open while the complainant may still go on."""

    says = "The complainant may go on until {until}, unless they are content."
    until: date


@attrs.frozen(kw_only=True)
class UnknownItem(Refusal):
    """A referral, remedy, action or recommendation is named by its number."""

    says = "The complaint has no {item} number {number}."

    item: str
    number: int


@attrs.frozen(kw_only=True)
class StepNotNoted(Refusal):
    """What a step tells is recorded by that step, and so meets its rules."""

    says = "{fact} is recorded by the step that it belongs to."
    fact: str


@attrs.frozen(kw_only=True)
class NothingToCorrect(Refusal):
    """Only what was recorded can have been recorded wrongly."""

    says = "Nothing is recorded of {fact}."
    fact: str


@attrs.frozen(kw_only=True)
class PanelAlreadyReported(Refusal):
    """A review panel meets and reports once."""

    says = "The panel already reported on {on}."
    on: date


@attrs.frozen(kw_only=True)
class OutcomeOfStage3Only(Refusal):
    """Only the answer to a review panel sends a complaint back, or finds nothing."""

    basis = "SI 2006/1738, reg 20"
    says = "{outcome} is an outcome of stage 3 alone."
    outcome: str


@attrs.frozen(kw_only=True)
class ReinvestigationNotRecommended(Refusal):
    """Stage 2 is reopened when the panel's recommendation to do so is accepted."""

    basis = "annual report 2023-24, 5.9 and appendix B"
    says = "Stage 3 was answered, and not with investigating again."


@attrs.frozen(kw_only=True)
class OnePersonTwoRoles(Refusal):
    """The independent person is somebody else than the investigating officer."""

    basis = "SI 2006/1738, reg 17(2)"
    says = "The investigating officer cannot be the independent person as well."


@attrs.frozen(kw_only=True)
class NothingToTakeUp(Refusal):
    """Only what has ended is reinstated, only what is suspended is resumed."""

    says = "The complaint {what}."
    what: str


@attrs.frozen(kw_only=True)
class RemedySettledOtherwise(Refusal):
    """An offer is accepted, paid or rejected; what is accepted is paid."""

    says = "A remedy that is {was} does not become {now}."
    was: str
    now: str
