"""What happens beside the stages: the Ombudsman, remedies, actions, notes."""

import attrs
import pytest

from caseledger.complaint import (
    AgreeAction,
    Command,
    CompleteAction,
    LeaveActionUndone,
    OfferRemedy,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    SettleRemedy,
)
from caseledger.complaint.details import (
    ActionDetails,
    ActionDoneDetails,
    ActionNotDoneDetails,
    RemedyDetails,
)
from caseledger.complaint.events import (
    ActionAgreed,
    ActionDone,
    ActionNotDone,
    OmbudsmanComplied,
    OmbudsmanDecided,
    OmbudsmanRemedy,
    ReferredToOmbudsman,
    RemedyOffered,
    RemedySettled,
)
from caseledger.complaint.vocabulary import (
    NotInvestigatedReason,
    OmbudsmanDecision,
    RemedyKind,
    RemedyStatus,
    Source,
)
from complaint.stories import (
    AGREE_ACTION,
    AT_STAGE_2,
    COMPLETE,
    COMPLY,
    DECISION,
    DO_NOT_ACCEPT,
    LEAVE_UNDONE,
    LONGEST,
    OFFER,
    REFER,
    REINSTATE,
    SETTLE,
    SUSPEND,
    WITHDRAW,
    but,
    named,
)
from given import RECEIVED, day, given

ANY_TIME = [
    *((RECEIVED,), AT_STAGE_2, LONGEST),
    *((RECEIVED, end) for end in (WITHDRAW, DO_NOT_ACCEPT, SUSPEND)),
]
WHEN = ["received", "stage 2", "stage 3", "withdrawn", "not accepted", "suspended"]
ITEMS = (RECEIVED, REFER, OFFER, AGREE_ACTION)


# At which stage that is, and whether a local stage is still open to the complainant.
LOCALLY = [
    *((1, True), (2, True), (3, False)),
    *((1, True), (1, False), (1, True)),
]


class TestAtAnyTime:
    """None of these is a step of the procedure: the stages stay as they were."""

    @pytest.mark.parametrize(
        ("story", "locally"), [*zip(ANY_TIME, LOCALLY, strict=True)], ids=WHEN
    )
    def test_the_complainant_may_go_to_the_ombudsman(
        self, story: tuple[Command, ...], locally: tuple[int, bool]
    ) -> None:
        """It is premature while the authority could still answer (section 3)."""
        stage, premature = locally
        before = given(*story).stands
        given(*story).when(REFER).then(
            ReferredToOmbudsman(
                occurred_on=day("Fri 1 Dec 2023"),
                referral=1,
                local_stage=stage,
                premature=premature,
            ),
        )
        after = given(*story, REFER).stands

        assert before == attrs.evolve(after, referrals=())

    @pytest.mark.parametrize("story", ANY_TIME, ids=WHEN)
    @pytest.mark.parametrize("command", [OFFER, AGREE_ACTION], ids=named)
    def test_a_remedy_is_offered_and_an_action_agreed(
        self, story: tuple[Command, ...], command: Command
    ) -> None:
        before = given(*story).stands
        after = given(*story, command).stands

        assert before == attrs.evolve(after, remedies=(), actions=())


class TestTheOmbudsman:
    def test_decides_on_a_referral(self) -> None:
        """The label and whether it investigated are two facts."""
        command = RecordOmbudsmanDecision(
            on=day("Fri 1 Mar 2024"),
            referral=1,
            decision=OmbudsmanDecision.CLOSED_AFTER_INITIAL_ENQUIRIES,
            investigated=False,
            not_investigated_reason=NotInvestigatedReason.PREMATURE,
        )

        given(RECEIVED, REFER).when(command).then(
            OmbudsmanDecided(
                occurred_on=day("Fri 1 Mar 2024"),
                referral=1,
                decision=OmbudsmanDecision.CLOSED_AFTER_INITIAL_ENQUIRIES,
                investigated=False,
                not_investigated_reason=NotInvestigatedReason.PREMATURE,
            ),
        )

    def test_asks_for_something_and_it_is_done(self) -> None:
        """What it asks for and until when; then that it was done, not before."""
        command = attrs.evolve(
            DECISION,
            fault=True,
            injustice=True,
            remedies=(OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=30_000),),
            compliance_due_on=day("Fri 29 Mar 2024"),
            satisfactory_remedy_already=False,
        )
        before = attrs.evolve(COMPLY, on=day("Thu 29 Feb 2024"))
        story = (RECEIVED, REFER, command)

        given(RECEIVED, REFER).when(command).then(
            OmbudsmanDecided(
                occurred_on=day("Fri 1 Mar 2024"),
                referral=1,
                decision=OmbudsmanDecision.UPHELD,
                investigated=True,
                not_investigated_reason=None,
                fault=True,
                injustice=True,
                remedies=(
                    OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=30_000),
                ),
                compliance_due_on=day("Fri 29 Mar 2024"),
                satisfactory_remedy_already=False,
            ),
        )
        given(*story).when(COMPLY).then(
            OmbudsmanComplied(occurred_on=day("Fri 29 Mar 2024"), referral=1),
        )
        given(RECEIVED, REFER).when(COMPLY).refused_by(
            "UnknownItem",
            "The complaint has no decision number 1.",
            item="decision",
            number=1,
        )
        given(*story).when(before).refused_by("R10")

    def test_may_be_asked_before_the_complaint_was_received(self) -> None:
        """A premature referral may well come first."""
        premature = ReferToOmbudsman(on=day("Wed 1 Mar 2023"), referral=1)

        given(RECEIVED).when(premature).then(
            ReferredToOmbudsman(
                occurred_on=day("Wed 1 Mar 2023"),
                referral=1,
                local_stage=None,
                premature=True,
            ),
        )

    def test_may_be_asked_again(self) -> None:
        again = ReferToOmbudsman(on=day("Fri 15 Mar 2024"), referral=2)
        referrals = given(RECEIVED, REFER, DECISION, again).stands.referrals

        assert [day("Fri 1 Dec 2023"), day("Fri 15 Mar 2024")] == [
            referral.referred_on for referral in referrals
        ]

    def test_referrals_number_themselves(self) -> None:
        """Asked today or told as history, which says nothing of the local stage."""
        refer = ReferToOmbudsman(on=day("Fri 15 Mar 2024"))

        for number, story in [(1, (RECEIVED,)), (2, (RECEIVED, REFER))]:
            event = ReferredToOmbudsman(
                occurred_on=day("Fri 15 Mar 2024"), referral=number
            )
            given(*story).when(refer).then(
                attrs.evolve(event, local_stage=1, premature=True)
            )
            given(*story).told(refer).then(event)

    @pytest.mark.parametrize(
        ("story", "number"),
        [
            *(((RECEIVED,), number) for number in (-1, 0, 2)),
            *(((RECEIVED, REFER), number) for number in (-1, 0, 1, 3)),
        ],
        ids=str,
    )
    def test_a_number_that_is_said_is_the_next(
        self, story: tuple[Command, ...], number: int
    ) -> None:
        given(*story).when(attrs.evolve(REFER, referral=number)).refused_by(
            "UnknownItem",
            f"The complaint has no referral number {number}.",
            item="referral",
            number=number,
        )

    def test_decides_each_referral_on_its_own(self) -> None:
        """The second, told later, was made before the first."""
        earlier = attrs.evolve(REFER, on=day("Wed 1 Nov 2023"), referral=2)
        decision = attrs.evolve(DECISION, on=day("Wed 15 Nov 2023"), referral=2)
        story = given(RECEIVED, REFER, earlier)

        assert 1 == len(story.when(decision).events)
        story.when(attrs.evolve(decision, referral=1)).refused_by("R10")

    def test_finds_a_complaint_premature_that_was_taken_up_again(self) -> None:
        """Turned away on Tue 11 Apr 2023, it could go nowhere else until Fri 14 Apr."""
        story = (RECEIVED, DO_NOT_ACCEPT)
        found = []
        for then in (story, (*story, REINSTATE)):
            [event] = given(*then).when(REFER).events
            assert isinstance(event, ReferredToOmbudsman)
            found.append(event.premature)

        assert [False, True] == found


class TestRemedies:
    def test_are_numbered_as_they_are_offered(self) -> None:
        command = OfferRemedy(
            on=day("Fri 8 Dec 2023"),
            remedy_id="R-2",
            source=Source.STAGE_3,
            kind=RemedyKind.PAYMENT,
            amount_pence=25_000,
            description="For the delay.",
        )
        answer = given(RECEIVED, OFFER).when(command)

        answer.then(
            RemedyOffered(
                occurred_on=day("Fri 8 Dec 2023"),
                remedy=2,
                remedy_id="R-2",
                source=Source.STAGE_3,
                kind=RemedyKind.PAYMENT,
                amount_pence=25_000,
            ),
        )
        assert RemedyDetails(description="For the delay.") == answer.details
        assert given(RECEIVED).when(OFFER).details is None

    def test_are_accepted_and_paid(self) -> None:
        paid = SettleRemedy(
            on=day("Fri 15 Dec 2023"), remedy=1, status=RemedyStatus.PAID
        )

        given(RECEIVED, OFFER, SETTLE).when(paid).then(
            RemedySettled(
                occurred_on=day("Fri 15 Dec 2023"), remedy=1, status=RemedyStatus.PAID
            ),
        )

    @pytest.mark.parametrize(
        ("now", "later"),
        [
            (RemedyStatus.OFFERED, {"accepted", "rejected", "paid"}),
            (RemedyStatus.ACCEPTED, {"paid"}),
            (RemedyStatus.REJECTED, set[str]()),
            (RemedyStatus.PAID, set[str]()),
        ],
    )
    def test_go_from_offered_to_paid_or_to_rejected(
        self, now: RemedyStatus, later: set[str]
    ) -> None:
        assert later == {str(one) for one in RemedyStatus if now.may_become(one)}

    @pytest.mark.parametrize(
        ("so_far", "now", "allowed"),
        [
            ("", "accepted", True),
            ("", "rejected", True),
            ("accepted", "paid", True),
            ("", "offered", False),
            ("accepted", "offered", False),
            ("accepted", "accepted", False),
            ("accepted", "rejected", False),
            ("rejected", "accepted", False),
            ("rejected", "paid", False),
            ("accepted paid", "accepted", False),
            ("accepted paid", "rejected", False),
            ("accepted paid", "paid", False),
        ],
    )
    def test_are_settled_in_that_order(
        self, so_far: str, now: str, *, allowed: bool
    ) -> None:
        steps = [attrs.evolve(SETTLE, status=RemedyStatus(s)) for s in so_far.split()]
        answer = given(RECEIVED, OFFER, *steps).when(
            attrs.evolve(SETTLE, status=RemedyStatus(now))
        )

        if allowed:
            assert 1 == len(answer.events)
        else:
            was = ["offered", *so_far.split()][-1]
            answer.refused_by(
                "RemedySettledOtherwise",
                f"A remedy that is {was} does not become {now}.",
                was=was,
                now=now,
            )

    def test_are_settled_each_on_its_own(self) -> None:
        """The first was rejected; the second may still be accepted."""
        rejected = attrs.evolve(SETTLE, status=RemedyStatus.REJECTED)
        second = attrs.evolve(SETTLE, remedy=2)

        assert 1 == len(given(RECEIVED, OFFER, OFFER, rejected).when(second).events)


class TestActions:
    def test_are_numbered_as_they_are_agreed(self) -> None:
        command = AgreeAction(
            on=day("Fri 8 Dec 2023"),
            action_id="A-2",
            source=Source.STAGE_1,
            due_on=day("Fri 1 Mar 2024"),
            recommendation="Answer letters.",
            action="A rota.",
            owner="Team manager",
            theme="Communication",
            expected="Fewer letters unanswered.",
        )
        answer = given(RECEIVED, AGREE_ACTION).when(command)

        answer.then(
            ActionAgreed(
                occurred_on=day("Fri 8 Dec 2023"),
                action=2,
                action_id="A-2",
                source=Source.STAGE_1,
                due_on=day("Fri 1 Mar 2024"),
                theme="Communication",
            ),
        )
        assert answer.details == ActionDetails(
            recommendation="Answer letters.",
            action="A rota.",
            owner="Team manager",
            expected="Fewer letters unanswered.",
        )
        assert given(RECEIVED).when(AGREE_ACTION).details is None

    def test_are_carried_out(self) -> None:
        command = CompleteAction(
            on=day("Fri 1 Mar 2024"), action=1, evidence="Rota of March."
        )
        answer = given(RECEIVED, AGREE_ACTION).when(command)

        done = ActionDone(occurred_on=day("Fri 1 Mar 2024"), action=1, evidenced=True)
        answer.then(done)
        assert ActionDoneDetails(evidence="Rota of March.") == answer.details

        unproven = given(RECEIVED, AGREE_ACTION).when(COMPLETE)
        unproven.then(attrs.evolve(done, evidenced=False))
        assert unproven.details is None

    def test_are_carried_out_each_on_its_own(self) -> None:
        """The second, told later, was agreed before the first."""
        earlier = attrs.evolve(AGREE_ACTION, on=day("Wed 1 Nov 2023"))
        done = attrs.evolve(COMPLETE, on=day("Wed 15 Nov 2023"), action=2)
        story = given(RECEIVED, AGREE_ACTION, earlier)

        assert 1 == len(story.when(done).events)
        story.when(attrs.evolve(done, action=1)).refused_by("R10")

    def test_are_left_undone_with_a_reason(self) -> None:
        command = LeaveActionUndone(on=None, action=1, reason="No budget.")
        answer = given(RECEIVED, AGREE_ACTION).when(command)

        answer.then(ActionNotDone(occurred_on=None, action=1))
        assert ActionNotDoneDetails(reason="No budget.") == answer.details
        assert given(RECEIVED, AGREE_ACTION).when(LEAVE_UNDONE).details is None


@pytest.mark.parametrize("number", [-1, 0, 2])
@pytest.mark.parametrize(
    ("item", "command"),
    [
        ("referral", DECISION),
        ("referral", COMPLY),
        ("remedy", SETTLE),
        ("action", COMPLETE),
        ("action", LEAVE_UNDONE),
    ],
    ids=["referral", "compliance", "remedy", "action done", "action not done"],
)
def test_nothing_happens_to_what_is_not_there(
    item: str, command: Command, number: int
) -> None:
    """One of each is there, and it has the number 1."""
    unknown = but(command, **{item: number})
    decided = () if command is DECISION else (DECISION,)

    assert 1 == len(given(*ITEMS, *decided).when(command).events)
    given(*ITEMS).when(unknown).refused_by(
        "UnknownItem",
        f"The complaint has no {item} number {number}.",
        item=item,
        number=number,
    )


@pytest.mark.parametrize(
    ("command", "step", "answers"),
    [
        (DECISION, "the decision", "the referral"),
        (SETTLE, "the settlement", "the offer"),
        (COMPLETE, "the action", "its agreement"),
        (LEAVE_UNDONE, "the action", "its agreement"),
    ],
    ids=["decision", "settlement", "action done", "action not done"],
)
def test_nothing_comes_before_what_it_answers(
    command: Command, step: str, answers: str
) -> None:
    """Referred, offered, agreed on Fri 1 Dec 2023: on that day, not before."""
    same_day = but(command, on=day("Fri 1 Dec 2023"))
    day_before = but(command, on=day("Thu 30 Nov 2023"))

    assert 1 == len(given(*ITEMS).when(same_day).events)
    given(*ITEMS).when(day_before).refused_by(
        "R10",
        f"Out of sequence: {step} on 2023-11-30 precedes {answers} on 2023-12-01.",
        step=step,
        on=day("Thu 30 Nov 2023"),
        answers=answers,
        answered_on=day("Fri 1 Dec 2023"),
    )


@pytest.mark.parametrize(
    ("first", "command"),
    [
        (attrs.evolve(OFFER, on=None), SETTLE),
        (attrs.evolve(AGREE_ACTION, on=None), COMPLETE),
        (OFFER, attrs.evolve(SETTLE, on=None)),
        (AGREE_ACTION, attrs.evolve(LEAVE_UNDONE, on=None)),
    ],
    ids=["offer", "agreement", "settlement", "action not done"],
)
def test_a_day_that_is_not_known_is_before_nothing(
    first: Command, command: Command
) -> None:
    assert 1 == len(given(RECEIVED, first).when(command).events)
