"""
The ways in which the procedure refuses a step.

Refusal
 +- FutureDate, NotReceived, AlreadyReceived (R08), AlreadyAcknowledged (R09)
 +- OutOfSequence (R10)
 +- ExtensionTooLate (R11), Stage1ExtensionTooLong (R12), ExtensionWithoutGround (R13)
 +- AlreadyExtended (R14), Stage2ExtensionTooLong (R15), NoReasonTold (R16)
 +- NoExtensionAtStage3 (R17), StageNotOpen (R18)
 +- StageStillInTime, NoResponseYet (R19)
 +- ReviewBeforeResponse (R20), NoIndependentPerson (R24), OnePersonTwoRoles
 +- PanelNotThree (R25), IndependentPersonOnPanel (R26), ActedBefore (R28)
 +- NoStage3 (R29), NoPanelReport (R30), PanelAlreadyReported
 +- SameInvestigators (R31), ReinvestigationAtStage3Only, ReinvestigationNotRecommended
 +- ComplaintEnded (R32), ComplaintSuspended (R33), NothingToTakeUp
 +- UnknownItem, RemedySettledOtherwise

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
    says = "Suspended since {on}; resume first."
    on: date


@attrs.frozen(kw_only=True)
class UnknownItem(Refusal):
    """A referral, remedy or action is named by its number in the complaint."""

    says = "The complaint has no {item} number {number}."

    item: str
    number: int


@attrs.frozen(kw_only=True)
class PanelAlreadyReported(Refusal):
    """A review panel meets and reports once."""

    says = "The panel already reported on {on}."
    on: date


@attrs.frozen(kw_only=True)
class ReinvestigationAtStage3Only(Refusal):
    """Only the answer to a review panel sends a complaint back."""

    basis = "SI 2006/1738, reg 20"
    says = "To investigate again is an outcome of stage 3 alone."


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
