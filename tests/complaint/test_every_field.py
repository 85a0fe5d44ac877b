"""Whatever a command says is kept: in its event, or in the personal part beside it."""

from typing import Any, cast

import attrs
import pytest

from caseledger.complaint import Command, Note, Subject
from caseledger.complaint.commands import (
    PointAnswered,
    RecommendationAnswered,
    Recommended,
)
from caseledger.complaint.events import (
    Answer,
    OmbudsmanRemedy,
    Point,
    Recommendation,
)
from caseledger.complaint.vocabulary import (
    AdvocateSource,
    Basis,
    ExtensionReason,
    Function,
    Manner,
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    PointFinding,
    Recipient,
    RecommendationKind,
    ReferredBy,
    RemedyKind,
    RemedyStatus,
    Source,
    SuspensionGround,
)
from complaint import in_full
from complaint.stories import (
    ACCEPT_LATE,
    AGREE_ACTION,
    AGREE_STATEMENT,
    APPOINT,
    APPOINT_ADVOCATE,
    ARRANGE,
    CLOSE,
    COMPLETE,
    COMPLY,
    CONVENE,
    CORRECT,
    DECIDE_INTEREST,
    DECISION,
    DECLINE,
    DEFER,
    DO_NOT_ACCEPT,
    ESCALATE_3,
    LEAVE_UNDONE,
    LINK,
    OFFER,
    ONE_OF_EACH,
    PANEL_MET,
    RECLASSIFY,
    REFER,
    REFER_EARLY,
    REINSTATE,
    REOPEN,
    REPORT,
    REPORT_INDEPENDENT,
    REPORT_OFFICER,
    REQUEST_ADVOCATE,
    RESOLVE,
    RESPOND_3,
    RESUME,
    SEND_PAPERS,
    SETTLE,
    SUSPEND,
    WITHDRAW,
    but,
    named,
)
from given import RECEIVED, day, given

SOON, LATER = day("Tue 5 Dec 2023"), day("Wed 6 Dec 2023")
FULL: list[Command] = [
    but(
        RECEIVED,
        team="Early Help",
        channel="letter",
        capacity="parent",
        theme="Delay",
        complainant_id="P-1",
        grounds_arose_on=SOON,
        function=Function.ADOPTION,
        oral=True,
        child_is_complainant=False,
        secondary_themes=("Conduct",),
        duplicate_of="CF-8",
        linked_to=("CF-9",),
        desired_outcome="An apology.",
        age_band="30 to 39",
        gender="female",
        disability="none told",
        ethnicity="told",
        sexual_orientation="not told",
    ),
    but(ACCEPT_LATE, earlier_was_reasonable=False),
    but(DECIDE_INTEREST, child_consulted=False, reason="An aunt."),
    LINK,
    but(RECLASSIFY, directed_by_ombudsman=True),
    but(
        DO_NOT_ACCEPT,
        reason=NotAcceptedReason.OUT_OF_TIME,
        notified_on=SOON,
        ombudsman_signposted=False,
        earlier_was_reasonable=True,
        fair_consideration_possible=False,
        proceedings="Family court.",
        duplicate_of="CF-8",
    ),
    but(
        in_full.ACKNOWLEDGE,
        stage=3,
        advocacy_information_given=False,
        meeting_offered=True,
        assigned_to="service manager",
    ),
    REQUEST_ADVOCATE,
    but(APPOINT_ADVOCATE, source=next(iter(AdvocateSource))),
    but(
        in_full.EXTEND_2,
        reason=ExtensionReason.ADVOCATE,
        in_writing=False,
        ombudsman_details_given=True,
    ),
    but(
        RESPOND_3,
        received_on=SOON,
        points=(
            PointAnswered(
                finding=PointFinding.UPHELD,
                remedy=RemedyKind.APOLOGY,
                recommended=True,
                text="It was late.",
            ),
        ),
        answers=(
            RecommendationAnswered(recommendation=7, accepted=False, reason="Cost."),
        ),
        signed_by="director",
        signatory_role="Director",
        next_right_stated=True,
        independent_person_consulted=False,
        detriment="A term was lost.",
    ),
    RESOLVE,
    but(
        ESCALATE_3,
        basis=Basis.AGREED_SKIP,
        in_writing=False,
        reasons="Not all read.",
        late_reason="They were ill.",
    ),
    DECLINE,
    but(AGREE_STATEMENT, points=("The delay.", "The tone.")),
    but(APPOINT, officer_is_external=True, independence_declared=False),
    but(REPORT_OFFICER, findings="Late.", recommendations=("Apologise.",)),
    but(REPORT_INDEPENDENT, findings="Fair."),
    REFER_EARLY,
    ARRANGE,
    SEND_PAPERS,
    CONVENE,
    but(
        REPORT,
        sent_on=SOON,
        recipients=(Recipient.AUTHORITY,),
        recommendations=(
            Recommended(kind=RecommendationKind.REMEDY, text="Pay them."),
        ),
        summary="In short.",
    ),
    REOPEN,
    but(
        WITHDRAW, manner=next(iter(Manner)), confirmed_on=SOON, reason="It is settled."
    ),
    but(REINSTATE, proceedings_ended_on=SOON),
    but(SUSPEND, ground=SuspensionGround.PROCEEDINGS, notified_on=SOON),
    RESUME,
    DEFER,
    CLOSE,
    but(REFER, referral=4, by=next(iter(ReferredBy)), ombudsman_reference="23 001"),
    but(
        DECISION,
        decision=OmbudsmanDecision.UPHELD,
        investigated=False,
        not_investigated_reason=NotInvestigatedReason.OUT_OF_TIME,
        fault=True,
        injustice=False,
        remedies=(OmbudsmanRemedy(kind=RemedyKind.APOLOGY),),
        compliance_due_on=LATER,
        satisfactory_remedy_already=False,
    ),
    COMPLY,
    but(
        OFFER,
        remedy_id="R-1",
        source=next(iter(Source)),
        kind=RemedyKind.APOLOGY,
        description="In a letter.",
    ),
    but(SETTLE, status=RemedyStatus.PAID),
    but(
        AGREE_ACTION,
        action_id="A-1",
        source=Source.STAGE_3,
        carries_out=(1,),
        theme="Delay",
        recommendation="Write sooner.",
        action="A reminder.",
        owner="A manager.",
        expected="Answers in time.",
    ),
    but(COMPLETE, evidence="The reminder."),
    but(LEAVE_UNDONE, reason="The team closed."),
    but(CORRECT, number=0),
    Note(fact="remedy_id", value="R-2", subject=Subject.REMEDY, number=1),
]
# What the event says in another word, or with more beside it.
ELSEWHERE = {
    ("AgreeResolution", "terms"): "reason",
    ("DoNotAccept", "reasoning"): "reason",
    ("Extend", "reason_told"): "reason",
    ("Reclassify", "procedure"): "now",
    ("ReceivePanelReport", "summary"): "findings",
}
# What was asked before the step could be taken: that it was taken says yes to it.
ASKED_BEFORE = {
    "AgreeEarlyReferral": {*attrs.fields_dict(type(REFER_EARLY))} - {"on"},
    "Close": {"complainant_content"},
    "ConvenePanel": {"not_independent"},
    "Escalate": {"complainant_agreed", "authority_agreed"},
    # Kept only where the policy has it so; `test_decide` has both.
    "Extend": {"good_reason"},
}
RICH = given(
    *PANEL_MET,
    but(REPORT, recommendations=(Recommended(kind=RecommendationKind.SERVICE),)),
    but(RESPOND_3, answers=(RecommendationAnswered(recommendation=1, accepted=True),)),
    *(REFER, OFFER, AGREE_ACTION),
)


def kept(command: Command) -> list[dict[str, Any]]:
    """Return all that is recorded of a command by name: its event, and its details."""
    story = given() if command is FULL[0] else RICH
    one = story.told(command).happened[0]
    both = [cast("Any", one.event), cast("Any", one.details)]
    return [attrs.asdict(part, recurse=False) for part in both if part is not None]


def fields_of(command: Command) -> dict[str, Any]:
    """Return what a command says by the names that events have for it."""
    name = type(command).__name__
    says = attrs.asdict(cast("Any", command), recurse=False)
    return {
        "occurred_on" if field == "on" else ELSEWHERE.get((name, field), field): value
        for field, value in says.items()
        if field not in ASKED_BEFORE.get(name, set())
    }


def test_every_field_of_every_command_is_tried() -> None:
    assert {type(one) for one in ONE_OF_EACH} == {type(one) for one in FULL}
    unsaid = {
        (type(command).__name__, field)
        for command in FULL
        for field, value in fields_of(command).items()
        if value is None or value == ()
    }
    assert set() == unsaid


@pytest.mark.parametrize("command", FULL, ids=named)
def test_every_field_reaches_the_event_or_its_details(command: Command) -> None:
    parts = kept(command)
    missing = {
        name: value
        for name, value in fields_of(command).items()
        if name not in {"answers", "recommendations"}
        and value not in [part.get(name) for part in parts]
    }

    # The event has the findings on the points, the details have their words.
    missing.pop("points", None)
    assert {} == missing


def test_the_parts_of_an_answer_are_kept_with_their_words_apart() -> None:
    [answer] = [one for one in FULL if type(one) is type(RESPOND_3)]
    event, details = kept(answer)

    point = Point(
        number=1,
        finding=PointFinding.UPHELD,
        remedy=RemedyKind.APOLOGY,
        recommended=True,
    )
    assert (point,) == event["points"]
    assert (Answer(recommendation=7, accepted=False),) == event["answers"]
    assert ("It was late.",) == details["points"]
    assert ("Cost.",) == details["not_accepted_because"]


def test_the_recommendations_of_a_panel_are_kept_with_their_words_apart() -> None:
    [report] = [one for one in FULL if type(one) is type(REPORT)]
    event, details = kept(report)

    [recommended] = event["recommendations"]
    assert Recommendation(number=1, kind=RecommendationKind.REMEDY) == recommended
    assert ("Pay them.",) == details["recommendations"]


def test_the_points_of_a_statement_are_counted_and_their_words_kept_apart() -> None:
    [statement] = [one for one in FULL if type(one) is type(AGREE_STATEMENT)]
    event, details = kept(statement)

    assert (2, ("The delay.", "The tone.")) == (event["points"], details["points"])


@pytest.mark.parametrize("command", FULL, ids=named)
def test_what_has_no_words_has_no_details(command: Command) -> None:
    """A personal part is there only if there is something personal to keep."""
    wordless: dict[str, object] = {
        field.name: field.default
        for field in attrs.fields(type(command))
        if not field.repr and field.default is not attrs.NOTHING
    }
    parts = {"points", "answers", "recommendations"} & attrs.fields_dict(
        type(command)
    ).keys()
    silent = but(command, **wordless | dict.fromkeys(parts, ()))

    details = kept(silent)[1:]
    assert [] == details or type(command) is type(CORRECT)


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (command, field.name)
        for command in FULL
        for field in attrs.fields(type(command))
        if not field.repr and field.default is None
    ],
)
def test_each_word_alone_is_kept(command: Command, word: str) -> None:
    """It does not take another to be said beside it, but a suspension has a reason."""
    words = {
        field.name: field.default
        for field in attrs.fields(type(command))
        if not field.repr and field.default is not attrs.NOTHING
    }
    if type(command) is type(SUSPEND):
        del words["reason"]
    text = getattr(command, word)
    alone = but(command, **words | {word: text})

    said = [value for part in kept(alone)[1:] for value in part.values()]
    assert text in said
