"""The Ombudsman, remedies and learning, beside every state (procedure 3, 6, 7)."""

import pytest

from caseledger.complaint import (
    AgreeAction,
    AppointAdvocate,
    Close,
    Command,
    CompleteAction,
    ComplyWithOmbudsman,
    LeaveActionUndone,
    OfferRemedy,
    OmbudsmanRemedy,
    RecordOmbudsmanDecision,
    ReferToOmbudsman,
    SettleRemedy,
    Withdraw,
)
from caseledger.complaint.events import (
    OmbudsmanComplied,
    OmbudsmanDecided,
    ReferredToOmbudsman,
)
from caseledger.complaint.vocabulary import (
    NotAcceptedReason,
    NotInvestigatedReason,
    OmbudsmanDecision,
    ReferredBy,
    RemedyKind,
    RemedyStatus,
)
from complaint.in_full import (
    ANSWERED_1,
    ANSWERED_2,
    ANSWERED_3,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    CORPORATE_ANSWERED_1,
    CORPORATE_ANSWERED_2,
    CORPORATE_AT_STAGE_1,
    CORPORATE_AT_STAGE_2,
    PANEL_MET,
    PANEL_REPORTED,
    RECEIVE,
    SUSPENDED,
    but,
    came_of,
    latest,
    turn_away,
)
from given import day, given

NOT_ACCEPTED = (
    RECEIVE,
    turn_away("Tue 11 Apr 2023", NotAcceptedReason.CONCURRENT_PROCEEDINGS),
)
WITHDRAWN = (*AT_STAGE_1, Withdraw(on=day("Tue 11 Apr 2023")))
CLOSED = (*ANSWERED_3, Close(on=day("Thu 23 Nov 2023")))
# A story, the stage at which it stands, and whether a local stage remains.
STATES = [
    ("received", (RECEIVE,), 1, True),
    ("stage 1", AT_STAGE_1, 1, True),
    ("stage 1 answered", ANSWERED_1, 1, True),
    ("suspended", SUSPENDED, 1, True),
    ("stage 2", AT_STAGE_2, 2, True),
    ("stage 2 answered", ANSWERED_2, 2, True),
    ("stage 3", AT_STAGE_3, 3, True),
    ("panel met", PANEL_MET, 3, True),
    ("panel reported", PANEL_REPORTED, 3, True),
    ("stage 3 answered", ANSWERED_3, 3, False),
    ("closed", CLOSED, 3, False),
    ("not accepted", NOT_ACCEPTED, 1, False),
    ("corporate stage 1", CORPORATE_AT_STAGE_1, 1, True),
    ("corporate stage 1 answered", CORPORATE_ANSWERED_1, 1, True),
    ("corporate stage 2", CORPORATE_AT_STAGE_2, 2, True),
    ("corporate stage 2 answered", CORPORATE_ANSWERED_2, 2, False),
]
EACH_STATE = pytest.mark.parametrize(
    ("story", "stage", "premature"),
    [state[1:] for state in STATES],
    ids=[state[0] for state in STATES],
)


def refer(story: tuple[Command, ...]) -> ReferToOmbudsman:
    """Refer on the day of the last step."""
    return ReferToOmbudsman(on=latest(story), by=ReferredBy.COMPLAINANT)


class TestTheReferral:
    @EACH_STATE
    def test_is_premature_while_a_local_stage_remains(
        self, story: tuple[Command, ...], stage: int, *, premature: bool
    ) -> None:
        """6.3: flag `premature=True` if local stages remain; 7: local_stage."""
        command = refer(story)

        given(*story).when(command).then(
            ReferredToOmbudsman(
                occurred_on=command.on,
                referral=1,
                by=ReferredBy.COMPLAINANT,
                local_stage=stage,
                premature=premature,
            ),
        )

    @EACH_STATE
    def test_changes_no_state(
        self, story: tuple[Command, ...], stage: int, *, premature: bool
    ) -> None:
        """6: every state accepts it, and it never changes state; C14."""
        before, after = given(*story).stands, given(*story, refer(story)).stands

        assert before.phase is after.phase
        assert before == but(after, referrals=())
        assert (stage, premature) == (
            after.referrals[0].local_stage,
            after.referrals[0].premature,
        )

    def test_is_accepted_of_a_withdrawn_complaint(self) -> None:
        """6: every state."""
        assert ReferredToOmbudsman is came_of(given(*WITHDRAWN).when(refer(WITHDRAWN)))

    def test_may_come_several_times(self) -> None:
        """C14: list of referrals with own lifecycle."""
        first, second = refer(AT_STAGE_1), refer(ANSWERED_3)
        story = given(*AT_STAGE_1, first, *ANSWERED_3[2:], second)

        assert [True, False] == [one.premature for one in story.stands.referrals]


REFER = ReferToOmbudsman(on=day("Fri 1 Dec 2023"), by=ReferredBy.COMPLAINANT)
REFERRED = (*ANSWERED_3, REFER)
# The remedies of Seed A 9.3: £800, a revised policy and £300.
REMEDIES = (
    OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=80_000),
    OmbudsmanRemedy(kind=RemedyKind.POLICY_CHANGE),
    OmbudsmanRemedy(kind=RemedyKind.PAYMENT, amount_pence=30_000),
)
DECIDE = RecordOmbudsmanDecision(
    on=day("Fri 1 Mar 2024"),
    referral=1,
    decision=OmbudsmanDecision.UPHELD,
    investigated=True,
    fault=True,
    injustice=True,
    remedies=REMEDIES,
    compliance_due_on=day("Tue 2 Apr 2024"),
    satisfactory_remedy_already=False,
)
COMPLY = ComplyWithOmbudsman(on=day("Tue 2 Apr 2024"), referral=1)


class TestTheDecision:
    def test_tells_fault_injustice_and_remedies(self) -> None:
        """7, OmbudsmanDecided."""
        given(*REFERRED).when(DECIDE).then(
            OmbudsmanDecided(
                occurred_on=day("Fri 1 Mar 2024"),
                referral=1,
                decision=OmbudsmanDecision.UPHELD,
                investigated=True,
                not_investigated_reason=None,
                fault=True,
                injustice=True,
                remedies=REMEDIES,
                compliance_due_on=day("Tue 2 Apr 2024"),
                satisfactory_remedy_already=False,
            ),
        )
        [referral] = given(*REFERRED, DECIDE).stands.referrals

        assert (True, True) == (referral.fault, referral.injustice)
        assert REMEDIES == referral.remedies
        assert day("Tue 2 Apr 2024") == referral.compliance_due_on
        assert referral.satisfactory_remedy_already is False

    def test_may_find_fault_without_injustice(self) -> None:
        """7, OmbudsmanDecided: fault, injustice."""
        command = but(DECIDE, injustice=False, remedies=())
        [referral] = given(*REFERRED, command).stands.referrals

        assert (True, False) == (referral.fault, referral.injustice)

    @pytest.mark.parametrize("investigated", [True, False])
    @pytest.mark.parametrize("label", [*OmbudsmanDecision])
    def test_has_a_label_and_apart_from_it_whether_there_was_an_investigation(
        self, label: OmbudsmanDecision, *, investigated: bool
    ) -> None:
        """3: upheld without investigation; store `label`, `investigated` apart."""
        command = but(DECIDE, decision=label, investigated=investigated)
        [referral] = given(*REFERRED, command).stands.referrals

        assert label is referral.decision
        assert investigated is referral.investigated

    @pytest.mark.parametrize("reason", [*NotInvestigatedReason])
    def test_tells_why_there_was_no_investigation(
        self, reason: NotInvestigatedReason
    ) -> None:
        """7, OmbudsmanDecided: not_investigated_reason."""
        command = RecordOmbudsmanDecision(
            on=day("Fri 1 Mar 2024"),
            referral=1,
            decision=OmbudsmanDecision.CLOSED_AFTER_INITIAL_ENQUIRIES,
            investigated=False,
            not_investigated_reason=reason,
        )
        [referral] = given(*REFERRED, command).stands.referrals

        assert reason is referral.not_investigated_reason

    @pytest.mark.parametrize("step", [DECIDE, COMPLY])
    def test_belongs_to_a_referral(self, step: Command) -> None:
        """C14: list of referrals."""
        assert given(*ANSWERED_3).when(step).refusal is not None
        assert given(*REFERRED).when(but(step, referral=2)).refusal

    def test_is_not_before_the_referral(self) -> None:
        """6.3, R10."""
        early = but(DECIDE, on=day("Thu 30 Nov 2023"))

        given(*REFERRED).when(early).refused_by("R10")

    def test_changes_no_state(self) -> None:
        """C14: never closes or blocks the local procedure."""
        referred = (*AT_STAGE_1, refer(AT_STAGE_1))
        before = given(*referred).stands
        after = given(*referred, DECIDE).stands

        assert before == but(after, referrals=before.referrals)


class TestTheCompliance:
    def test_has_its_day(self) -> None:
        """7, OmbudsmanDecided: complied_on."""
        given(*REFERRED, DECIDE).when(COMPLY).then(
            OmbudsmanComplied(occurred_on=day("Tue 2 Apr 2024"), referral=1),
        )
        [referral] = given(*REFERRED, DECIDE, COMPLY).stands.referrals

        assert day("Tue 2 Apr 2024") == referral.complied_on

    def test_may_be_late(self) -> None:
        """3, annual letter metrics: the compliance rate; lateness is recorded."""
        late = but(COMPLY, on=day("Wed 3 Apr 2024"))

        assert OmbudsmanComplied is came_of(given(*REFERRED, DECIDE).when(late))

    def test_is_not_before_the_decision(self) -> None:
        """6.3, R10."""
        early = but(COMPLY, on=day("Thu 29 Feb 2024"))

        given(*REFERRED, DECIDE).when(early).refused_by("R10")


OFFER = OfferRemedy(
    on=day("Fri 1 Dec 2023"), kind=RemedyKind.PAYMENT, amount_pence=40_000
)
ACTION = AgreeAction(
    on=day("Fri 1 Dec 2023"),
    action="Train the team.",
    expected="No more late plans.",
    due_on=day("Fri 1 Mar 2024"),
)


def settle(*statuses: RemedyStatus) -> list[SettleRemedy]:
    """Settle the first remedy, one status after the other."""
    return [
        SettleRemedy(on=day("Fri 8 Dec 2023"), remedy=1, status=status)
        for status in statuses
    ]


class TestRemediesAndLearning:
    @EACH_STATE
    def test_every_state_accepts_them_and_an_advocate(
        self, story: tuple[Command, ...], stage: int, *, premature: bool
    ) -> None:
        """6: RemedyOffered/RemedySettled, LearningRecorded, AdvocateAppointed."""
        assert stage in {1, 2, 3}
        assert premature in {True, False}
        steps: tuple[Command, ...] = (
            OFFER,
            *settle(RemedyStatus.ACCEPTED),
            ACTION,
            AppointAdvocate(on=day("Fri 8 Dec 2023"), advocate="advocate"),
        )

        assert given(*story).stands.phase is given(*story, *steps).stands.phase

    @pytest.mark.parametrize(
        "statuses",
        [
            (RemedyStatus.REJECTED,),  # Seed B: £400 offered and rejected
            (RemedyStatus.ACCEPTED, RemedyStatus.PAID),
            (RemedyStatus.PAID,),  # Seed B: £130 paid
        ],
    )
    def test_an_offer_is_settled(self, statuses: tuple[RemedyStatus, ...]) -> None:
        """7, RemedySettled: accepted / rejected / paid."""
        [remedy] = given(*ANSWERED_3, OFFER, *settle(*statuses)).stands.remedies

        assert statuses[-1] is remedy.status
        assert 40_000 == remedy.amount_pence

    @pytest.mark.parametrize("later", [RemedyStatus.ACCEPTED, RemedyStatus.PAID])
    def test_a_rejected_offer_is_not_paid(self, later: RemedyStatus) -> None:
        """7, RemedySettled; Seed B 7.2 counts £400 as rejected and not as paid."""
        [step] = settle(later)
        story = given(*ANSWERED_3, OFFER, *settle(RemedyStatus.REJECTED))

        assert story.when(step).refusal is not None

    def test_what_was_not_done_is_recorded_too(self) -> None:
        """7, LearningImplemented: not-implemented reason (GBC asks for those too)."""
        left = LeaveActionUndone(
            on=day("Fri 1 Mar 2024"), action=1, reason="The team was dissolved."
        )
        [action] = given(*ANSWERED_3, ACTION, left).stands.actions

        assert action.not_done
        assert action.done_on is None

    def test_what_was_done_has_its_day(self) -> None:
        """7, LearningImplemented: on."""
        done = CompleteAction(on=day("Fri 1 Mar 2024"), action=1)
        [action] = given(*ANSWERED_3, ACTION, done).stands.actions

        assert day("Fri 1 Mar 2024") == action.done_on
