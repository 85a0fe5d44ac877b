"""A refusal says what is refused, why and by which paragraph; nothing personal."""

import re
from datetime import date
from typing import get_args

import attrs
import pytest

from caseledger.complaint import Command, Details, Refusal, refusals
from caseledger.complaint.details import (
    ActionDetails,
    ActionDoneDetails,
    ActionNotDoneDetails,
    CorrectionDetails,
    ExtensionDetails,
    NotedDetails,
    RemedyDetails,
    SuspensionDetails,
)
from caseledger.complaint.refusals import (
    ActedBefore,
    AlreadyAcknowledged,
    AlreadyExtended,
    AlreadyReceived,
    ComplaintEnded,
    ComplaintSuspended,
    ExtensionTooLate,
    ExtensionWithoutGround,
    FutureDate,
    IndependentPersonOnPanel,
    NoExtensionAtStage3,
    NoIndependentPerson,
    NoPanelReport,
    NoReasonTold,
    NoResponseYet,
    NoStage3,
    NothingToTakeUp,
    NotReceived,
    OnePersonTwoRoles,
    OutOfSequence,
    PanelAlreadyReported,
    PanelNotThree,
    ReinvestigationAtStage3Only,
    ReinvestigationNotRecommended,
    RemedySettledOtherwise,
    ReviewBeforeResponse,
    SameInvestigators,
    Stage1ExtensionTooLong,
    Stage2ExtensionTooLong,
    StageNotOpen,
    StageStillInTime,
    UnknownItem,
)
from caseledger.complaint.vocabulary import RemedyStatus
from complaint.stories import (
    AGREE_ACTION,
    COMPLETE,
    CORRECT,
    EXTEND_2,
    LEAVE_UNDONE,
    LONGEST,
    NOTE,
    OFFER,
    ONE_OF_EACH,
    SUSPEND,
    named,
)
from given import Answer, given

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
        ReinvestigationAtStage3Only(),
        ("To investigate again is an outcome of stage 3 alone. (SI 2006/1738, reg 20)"),
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
        ComplaintSuspended(on=A),
        "Suspended since 2023-04-19; resume first. (R33, SI 2006/1738, reg 8)",
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
        RemedySettledOtherwise(was=RemedyStatus.PAID, now=RemedyStatus.REJECTED),
        ("A remedy that is paid does not become rejected. (the model of a complaint)"),
    ),
]
# The procedure's table has no number for what the model alone refuses.
UNNUMBERED = {
    *(FutureDate, UnknownItem, NothingToTakeUp, RemedySettledOtherwise),
    *(OnePersonTwoRoles, PanelAlreadyReported),
    *(ReinvestigationAtStage3Only, ReinvestigationNotRecommended),
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
    numbered = re.fullmatch(r"R(0[89]|[12]\d|3[0-3])", refusal.rule)

    assert (numbered is None) == (refusal in UNNUMBERED)
    assert refusal.basis
    assert refusal.__doc__


def test_the_tree_in_the_docstring_names_each_with_its_rule() -> None:
    """In brackets stands the rule of the name before it, or of both that share one."""
    assert refusals.__doc__ is not None
    tree = refusals.__doc__.split("\n\n")[1]
    names = [name for name in re.findall(r"\w+", tree) if not re.match(r"R\d", name)]
    rules = dict(re.findall(r"(\w+) \((R\d\d)\)", tree))
    by_name = {cls.__name__: cls for cls in EVERY}

    assert ["Refusal", *sorted(by_name)] == [names[0], *sorted(names[1:])]
    assert {name: by_name[name].rule for name in rules} == rules
    assert {cls.rule for cls in by_name.values()} - {""} == {*rules.values()}


CANARY = "canary 7f3a"
WITH_CANARIES: list[Command] = [
    attrs.evolve(EXTEND_2, reason_told=CANARY),
    attrs.evolve(SUSPEND, reason=CANARY),
    attrs.evolve(OFFER, description=CANARY),
    attrs.evolve(AGREE_ACTION, recommendation=CANARY, action=CANARY, owner=CANARY),
    attrs.evolve(COMPLETE, evidence=CANARY),
    attrs.evolve(LEAVE_UNDONE, reason=CANARY),
    attrs.evolve(NOTE, fact="s2_extension_reason", value=CANARY),
    attrs.evolve(
        CORRECT, fact="suspension_reason", was=CANARY, now=CANARY, because=CANARY
    ),
]
DETAILS: list[Details] = [
    ExtensionDetails(reason=CANARY),
    SuspensionDetails(reason=CANARY),
    RemedyDetails(description=CANARY),
    ActionDetails(recommendation=CANARY, action=CANARY, owner=CANARY),
    ActionDoneDetails(evidence=CANARY),
    ActionNotDoneDetails(reason=CANARY),
    NotedDetails(value=CANARY),
    CorrectionDetails(because=CANARY, was=CANARY, now=CANARY),
]
# Fields of text that tell nothing about a person: names of facts, ids, codes.
PLAIN_TEXT = {
    *("reference", "service", "team", "channel", "capacity", "theme", "fact"),
    *("complainant_id", "investigating_officer", "independent_person"),
    *("remedy_id", "action_id"),
}


class TestPersonalText:
    def test_every_text_of_a_command_is_either_plain_or_a_canary(self) -> None:
        """A new free-text field must be told apart here."""
        texts = {
            (type(command), field.name)
            for command in ONE_OF_EACH
            for field in attrs.fields(type(command))
            if field.type in {str, str | None}
        }
        planted = {
            (type(command), field)
            for command in WITH_CANARIES
            for field, value in attrs.asdict(command).items()
            if value == CANARY
        }

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
