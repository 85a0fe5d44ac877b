"""Stage 3: the review panel and the answer to it (procedure 6.1; R17, R20 to R34)."""

import pytest

from caseledger.complaint import (
    AgreeEarlyReferral,
    AppointAdvocate,
    AppointInvestigators,
    ArrangePanel,
    Command,
    ConvenePanel,
    Deadline,
    DeadlineName,
    DeclineEscalation,
    Extend,
    Phase,
    RecommendationAnswered,
    Recommended,
    ReopenStage2,
    Respond,
    SendPanelPapers,
    Standing,
)
from caseledger.complaint.events import (
    EarlyReferralAgreed,
    Escalated,
    EscalationDeclined,
    InvestigatorsAppointed,
    PanelReported,
    Responded,
    ReviewPanelConvened,
    Stage2Reopened,
)
from caseledger.complaint.vocabulary import Outcome, Recipient, RecommendationKind
from complaint.in_full import (
    ANSWER_2,
    ANSWER_3,
    ANSWERED_1,
    ANSWERED_2,
    APPOINT,
    APPOINTED,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    ATTEND,
    CONVENE,
    CORPORATE_ANSWERED_2,
    INVESTIGATE,
    INVESTIGATED,
    PANEL_MET,
    PANEL_REPORTED,
    REINVESTIGATION,
    REPORT,
    REQUEST_3,
    but,
    came_of,
    due,
    owed,
    stage_2_answered,
)
from given import day, given

LATE = but(REQUEST_3, on=day("Thu 14 Sep 2023"))


def declined(requested: str, reason: str | None = "The evidence is gone.") -> Command:
    """Decline a request for stage 3 of a day, on the day after the last in time."""
    return DeclineEscalation(
        on=day("Thu 14 Sep 2023"),
        to_stage=3,
        requested_on=day(requested),
        reason=reason,
    )


class TestTheRequest:
    """Stage 2 answered Tue 15 Aug 2023: a review is asked for by Wed 13 Sep."""

    @pytest.mark.parametrize(
        ("reached", "last_day"),
        [
            ("Thu 16 Mar 2023", "Mon 17 Apr 2023"),  # E30
            ("Tue 6 Dec 2022", "Fri 6 Jan 2023"),  # E31
            ("Tue 15 Aug 2023", "Wed 13 Sep 2023"),  # the full maximum chain
        ],
    )
    def test_may_be_made_for_twenty_working_days(
        self, reached: str, last_day: str
    ) -> None:
        """6.1, Responded(stage=2): 20 wd from response received, not extendable."""
        story = given(*stage_2_answered(reached))
        request = but(REQUEST_3, on=day(last_day))

        assert day(last_day) == due(story, DeadlineName.REVIEW_REQUEST)
        assert Escalated is came_of(story.when(request))

    def test_is_counted_from_the_day_the_complainant_had_the_response(self) -> None:
        """6.1, Responded(stage=2): from response *received by complainant*."""
        # 18 Aug (1), 21-25 (6), 29 Aug-1 Sep (10), 4-8 (15), 11-15 Sep (20).
        posted = but(ANSWER_2, received_on=day("Thu 17 Aug 2023"))
        story = given(*INVESTIGATED, posted)

        assert day("Fri 15 Sep 2023") == due(story, DeadlineName.REVIEW_REQUEST)
        assert Escalated is came_of(
            story.when(but(REQUEST_3, on=day("Fri 15 Sep 2023")))
        )
        story.when(but(REQUEST_3, on=day("Mon 18 Sep 2023"))).refused_by("R22")

    def test_on_day_21_needs_reasons_for_its_acceptance(self) -> None:
        """6.3, R22: no reasons recorded for accepting or refusing it."""
        given(*ANSWERED_2).when(LATE).refused_by("R22", working_days=21, limit=20)

    def test_on_day_21_is_accepted_with_reasons(self) -> None:
        """6.1, ReviewRequested: accepted_late with reason; D6."""
        accepted = but(LATE, late_reason="In hospital until 12 September.")
        [event] = given(*ANSWERED_2).when(accepted).events

        assert isinstance(event, Escalated)
        assert event.accepted_late
        assert Phase.STAGE_3_REQUESTED is given(*ANSWERED_2, accepted).stands.phase

    def test_on_day_20_is_not_late(self) -> None:
        """6.1, ReviewRequested: requested_on <= due(20)."""
        [event] = given(*ANSWERED_2).when(REQUEST_3).events

        assert isinstance(event, Escalated)
        assert not event.accepted_late

    def test_on_day_21_is_declined_with_reasons(self) -> None:
        """D6: a reasoned refusal is not fault (Norfolk, Wandsworth)."""
        given(*ANSWERED_2).when(declined("Thu 14 Sep 2023")).then(
            EscalationDeclined(
                occurred_on=day("Thu 14 Sep 2023"),
                to_stage=3,
                requested_on=day("Thu 14 Sep 2023"),
            ),
        )

    def test_on_day_21_is_not_declined_without_reasons(self) -> None:
        """D6: accepting and refusing both need recorded reasons; R22."""
        given(*ANSWERED_2).when(declined("Thu 14 Sep 2023", None)).refused_by(
            "R22", working_days=21, limit=20
        )

    def test_on_day_20_is_not_declined_at_all(self) -> None:
        """6.3, R23: reg 19(1) says 'must'."""
        given(*ANSWERED_2).when(declined("Wed 13 Sep 2023")).refused_by("R23", stage=3)

    @pytest.mark.parametrize(
        "story",
        [AT_STAGE_1, ANSWERED_1, AT_STAGE_2],
        ids=["stage 1", "1 answered", "stage 2"],
    )
    def test_needs_a_concluded_stage_2(self, story: tuple[Command, ...]) -> None:
        """6.3, R20: reports and adjudication sent."""
        early = but(REQUEST_3, on=day("Mon 15 May 2023"))

        given(*story).when(early).refused_by("R20")

    def test_is_not_made_before_the_response(self) -> None:
        """6.3, R10."""
        early = but(REQUEST_3, on=day("Mon 14 Aug 2023"))

        given(*ANSWERED_2).when(early).refused_by("R10")


class TestThePanelsTimetable:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("Mon 20 Mar 2023", "Thu 4 May 2023"),  # E32
            ("Fri 12 Aug 2022", "Tue 27 Sep 2022"),  # E33
            ("Thu 17 Nov 2022", "Tue 3 Jan 2023"),  # E34
        ],
    )
    def test_the_panel_meets_within_thirty_working_days(
        self, asked: str, expected: str
    ) -> None:
        """6.1, ReviewRequested: 30 wd from receipt of request, no extension."""
        answered = stage_2_answered("Mon 1 Aug 2022")
        if asked == "Mon 20 Mar 2023":
            answered = stage_2_answered("Mon 13 Mar 2023")
        request = but(REQUEST_3, on=day(asked), late_reason="By agreement.")
        story = given(*answered, request)
        deadline = story.stands.panel.deadline

        assert day(expected) == due(story, DeadlineName.REVIEW_PANEL)
        assert deadline is not None
        assert deadline.latest_on is None

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            (DeadlineName.PANEL_ACKNOWLEDGEMENT, "Wed 22 Mar 2023"),  # E47
            (DeadlineName.PANEL_CHAIR, "Mon 3 Apr 2023"),  # E48
            (DeadlineName.PANEL_PAPERS, "Tue 18 Apr 2023"),  # the backwards rule
        ],
    )
    def test_has_three_milestones_that_bind_nobody(
        self, name: DeadlineName, expected: str
    ) -> None:
        """6.1, ReviewRequested: ack 2, chair 10, papers 10 before, all soft."""
        story = given(
            *stage_2_answered("Mon 13 Mar 2023"),
            but(REQUEST_3, on=day("Mon 20 Mar 2023")),
            ArrangePanel(on=day("Mon 3 Apr 2023"), chair="chair"),
            ArrangePanel(on=day("Tue 4 Apr 2023"), meets_on=day("Wed 3 May 2023")),
        )

        assert day(expected) == due(story, name)
        assert Standing.MILESTONE is name.standing

    def test_papers_that_go_out_too_late_are_not_refused(self) -> None:
        """2, panel timetable: *soft milestones*, not breaches."""
        story = given(
            *AT_STAGE_3,
            ArrangePanel(on=day("Mon 2 Oct 2023"), meets_on=day("Wed 25 Oct 2023")),
        )
        answer = story.when(SendPanelPapers(on=day("Tue 24 Oct 2023")))

        assert answer.refusal is None

    @pytest.mark.parametrize(
        ("met", "expected"),
        [
            ("Thu 14 Apr 2022", "Mon 25 Apr 2022"),  # E35
            ("Fri 5 May 2023", "Mon 15 May 2023"),  # E36
            ("Thu 22 Dec 2022", "Tue 3 Jan 2023"),  # E37
        ],
    )
    def test_the_panel_reports_within_five_working_days(
        self, met: str, expected: str
    ) -> None:
        """6.1, ReviewPanelConvened: panel_report 5 wd from met_on."""
        story = given(
            *stage_2_answered("Mon 7 Feb 2022"),
            but(REQUEST_3, on=day("Mon 14 Feb 2022")),
            but(CONVENE, on=day(met)),
        )

        assert day(expected) == due(story, DeadlineName.PANEL_REPORT)

    @pytest.mark.parametrize(
        ("reported", "expected"),
        [
            ("Fri 22 Apr 2022", "Mon 16 May 2022"),  # E38
            ("Fri 24 Mar 2023", "Tue 18 Apr 2023"),  # E39
            ("Wed 21 Dec 2022", "Mon 16 Jan 2023"),  # E40
        ],
    )
    def test_the_authority_answers_within_fifteen_working_days(
        self, reported: str, expected: str
    ) -> None:
        """6.1, PanelReported: 15 wd from report received by authority."""
        story = given(
            *stage_2_answered("Mon 7 Feb 2022"),
            but(REQUEST_3, on=day("Mon 14 Feb 2022")),
            but(CONVENE, on=day("Mon 21 Mar 2022")),
            but(REPORT, on=day(reported), sent_on=day("Mon 28 Mar 2022")),
        )

        assert day(expected) == due(story, DeadlineName.STAGE_3_RESPONSE)

    def test_the_longest_chain_ends_on_22_november(self) -> None:
        """Section 8: the full maximum chain from receipt on Mon 3 Apr 2023."""
        story = given(*PANEL_REPORTED)

        assert day("Wed 25 Oct 2023") == due(story, DeadlineName.REVIEW_PANEL)
        assert day("Wed 1 Nov 2023") == due(story, DeadlineName.PANEL_REPORT)
        assert day("Wed 22 Nov 2023") == due(story, DeadlineName.STAGE_3_RESPONSE)

    @pytest.mark.parametrize(
        "story", [AT_STAGE_3, PANEL_MET, PANEL_REPORTED], ids=["asked", "met", "told"]
    )
    def test_nothing_in_it_is_extended(self, story: tuple[Command, ...]) -> None:
        """6.3, R17: no extension power at stage 3."""
        command = Extend(
            on=day("Wed 1 Nov 2023"),
            stage=3,
            extended_to=day("Thu 30 Nov 2023"),
            reason_told="The chair is ill.",
            in_writing=True,
        )

        given(*story).when(command).refused_by("R17", "No extension power at stage 3.")


class TestThePanel:
    def test_to_arrange_it_is_not_to_hold_it(self) -> None:
        """C7: satisfied only by `panel_met_on`, not by appointment."""
        arranged = ArrangePanel(
            on=day("Mon 2 Oct 2023"), chair="chair", meets_on=day("Wed 25 Oct 2023")
        )

        assert DeadlineName.REVIEW_PANEL in owed(given(*AT_STAGE_3, arranged))
        assert DeadlineName.REVIEW_PANEL not in owed(given(*PANEL_MET))

    @pytest.mark.parametrize("met", ["Wed 13 Sep 2023", "Wed 25 Oct 2023"])
    def test_meets_on_the_day_of_the_request_or_later(self, met: str) -> None:
        """6.1, ReviewPanelConvened: met_on >= request."""
        command = but(CONVENE, on=day(met))

        assert ReviewPanelConvened is came_of(given(*AT_STAGE_3).when(command))
        assert Phase.PANEL_MET is given(*AT_STAGE_3, command).stands.phase

    def test_does_not_meet_before_the_request(self) -> None:
        """6.1, ReviewPanelConvened: met_on >= request; R10."""
        early = but(CONVENE, on=day("Tue 12 Sep 2023"))

        given(*AT_STAGE_3).when(early).refused_by("R10")

    def test_meets_late_and_is_not_refused(self) -> None:
        """6.3: lateness is recorded, never rejected."""
        late = but(CONVENE, on=day("Thu 26 Oct 2023"))

        assert ReviewPanelConvened is came_of(given(*AT_STAGE_3).when(late))

    @pytest.mark.parametrize(
        ("members", "distinct"),
        [
            ((), 0),
            (("chair", "second"), 2),
            (("chair", "second", "third", "fourth"), 4),
            (("chair", "second", "second"), 2),
            (("chair", "second", "third", "third"), 3),
        ],
    )
    def test_is_three_different_people(
        self, members: tuple[str, ...], distinct: int
    ) -> None:
        """6.3, R25: size != 3, duplicate."""
        command = but(CONVENE, members=members)

        given(*AT_STAGE_3).when(command).refused_by(
            "R25", members=len(members), distinct=distinct
        )

    @pytest.mark.parametrize("place", [0, 1, 2])
    @pytest.mark.parametrize(
        ("person", "rule"),
        [
            ("independent", "R26"),
            ("officer", "R28"),
            ("advocate", "R28"),
            ("manager", "R28"),
            ("adjudicator", "R28"),
        ],
    )
    def test_has_nobody_who_acted_before(
        self, person: str, rule: str, place: int
    ) -> None:
        """6.3, R26: the stage 2 IP; R28: IO, advocate or responder."""
        advocate = AppointAdvocate(on=day("Mon 18 Sep 2023"), advocate="advocate")
        members = list(CONVENE.members)
        members[place] = person
        command = but(CONVENE, members=tuple(members))

        given(*AT_STAGE_3, advocate).when(command).refused_by(rule)

    @pytest.mark.parametrize("person", ["chair", "second", "third"])
    def test_is_independent_of_the_authority(self, person: str) -> None:
        """6.3, R27: officer/member/spouse of authority."""
        command = but(CONVENE, not_independent=(person,))

        given(*AT_STAGE_3).when(command).refused_by("R27")

    @pytest.mark.parametrize(
        "story", [ANSWERED_2, PANEL_REPORTED], ids=["not asked for", "reported"]
    )
    def test_is_held_once_and_when_it_was_asked_for(
        self, story: tuple[Command, ...]
    ) -> None:
        """6.1, ReviewPanelConvened from STAGE3_REQUESTED."""
        late = but(CONVENE, on=day("Thu 2 Nov 2023"))

        assert given(*story).when(late).refusal is not None


class TestThePanelsReport:
    @pytest.mark.parametrize("on", ["Wed 25 Oct 2023", "Wed 1 Nov 2023"])
    def test_comes_on_the_day_of_the_meeting_or_later(self, on: str) -> None:
        """6.1, PanelReported: report_on >= met_on."""
        command = but(REPORT, on=day(on))

        assert PanelReported is came_of(given(*PANEL_MET).when(command))
        assert Phase.PANEL_REPORTED is given(*PANEL_MET, command).stands.phase

    def test_does_not_come_before_the_meeting(self) -> None:
        """6.1, PanelReported: report_on >= met_on; R10."""
        early = but(REPORT, on=day("Tue 24 Oct 2023"))

        given(*PANEL_MET).when(early).refused_by("R10")

    def test_does_not_come_from_a_panel_that_has_not_met(self) -> None:
        """6.1, PanelReported from PANEL_MET."""
        assert given(*AT_STAGE_3).when(REPORT).refusal is not None

    @pytest.mark.parametrize(
        "left_out",
        [Recipient.AUTHORITY, Recipient.COMPLAINANT, Recipient.INDEPENDENT_PERSON],
    )
    def test_goes_to_each_who_is_concerned(self, left_out: Recipient) -> None:
        """6.1, PanelReported: recipients; reg 20(2)."""
        recipients = tuple(one for one in REPORT.recipients if one is not left_out)
        command = but(REPORT, recipients=recipients)

        given(*PANEL_MET).when(command).refused_by("RecipientsMissing")

    @pytest.mark.parametrize("sent", [True, False])
    def test_goes_to_the_advocate_if_there_is_one(self, *, sent: bool) -> None:
        """1.3, reg 20(2): complainant, *advocate*, the stage 2 IP."""
        advocate = AppointAdvocate(on=day("Mon 18 Sep 2023"), advocate="advocate")
        to = (*REPORT.recipients, *([Recipient.ADVOCATE] if sent else []))
        answer = given(*AT_STAGE_3, advocate, CONVENE).when(but(REPORT, recipients=to))

        assert sent is (answer.refusal is None)

    def test_to_others_only_where_there_are_any(self) -> None:
        """1.3, reg 20(2): *others with sufficient interest*."""
        command = but(REPORT, recipients=REPORT.recipients[:-1])

        assert Recipient.OTHER not in command.recipients
        assert PanelReported is came_of(given(*PANEL_MET).when(command))


THREE = but(
    REPORT,
    recommendations=(
        Recommended(kind=RecommendationKind.REMEDY, text="Pay for the delay."),
        Recommended(kind=RecommendationKind.SERVICE, text="Assess again."),
        Recommended(kind=RecommendationKind.OTHER, text="Say sorry."),
    ),
)
TAKEN = RecommendationAnswered(recommendation=1, accepted=True)
NOT_TAKEN = RecommendationAnswered(
    recommendation=2, accepted=False, reason="There is a new assessment already."
)
TAKEN_TOO = RecommendationAnswered(recommendation=3, accepted=True)


def answering(*answers: RecommendationAnswered) -> Respond:
    """Answer a panel's recommendations."""
    return but(ANSWER_3, answers=answers)


class TestTheAuthoritysAnswer:
    @pytest.mark.parametrize("outcome", [*Outcome])
    def test_has_any_of_five_outcomes(self, outcome: Outcome) -> None:
        """C12: stage 3 adds REINVESTIGATE and NO_FINDING."""
        story = given(*PANEL_MET, REINVESTIGATION)
        command = but(
            ANSWER_3,
            outcome=outcome,
            answers=(
                RecommendationAnswered(
                    recommendation=1,
                    accepted=outcome is Outcome.REINVESTIGATE,
                    reason="The file is whole.",
                ),
            ),
        )

        assert Responded is came_of(story.when(command))

    def test_is_to_each_recommendation(self) -> None:
        """6.1, Responded(stage=3): response to each (accept/reject+reason)."""
        story = given(*PANEL_MET, THREE)
        [event] = story.when(answering(TAKEN, NOT_TAKEN, TAKEN_TOO)).events

        assert isinstance(event, Responded)
        assert [(1, True), (2, False), (3, True)] == [
            (one.recommendation, one.accepted) for one in event.answers
        ]

    @pytest.mark.parametrize(
        ("answers", "numbers"),
        [
            ((), "1, 2, 3"),
            ((TAKEN,), "2, 3"),
            ((TAKEN, TAKEN_TOO), "2"),
            ((TAKEN, TAKEN, TAKEN), "2, 3"),
        ],
    )
    def test_leaves_no_recommendation_out(
        self, answers: tuple[RecommendationAnswered, ...], numbers: str
    ) -> None:
        """6.1, Responded(stage=3): response to *each* recommendation."""
        given(*PANEL_MET, THREE).when(answering(*answers)).refused_by(
            "RecommendationsUnanswered", numbers=numbers
        )

    @pytest.mark.parametrize("reason", [None, ""])
    def test_gives_good_reason_for_each_rejection(self, reason: str | None) -> None:
        """1.3, reg 20(3): must set these reasons out in writing."""
        unreasoned = but(NOT_TAKEN, reason=reason)

        given(*PANEL_MET, THREE).when(
            answering(TAKEN, unreasoned, TAKEN_TOO)
        ).refused_by("RejectionWithoutReason", number=2)

    def test_answers_no_recommendation_that_was_not_made(self) -> None:
        """6.1, Responded(stage=3): to each recommendation."""
        fourth = RecommendationAnswered(recommendation=4, accepted=True)
        answer = given(*PANEL_MET, THREE).when(
            answering(TAKEN, NOT_TAKEN, TAKEN_TOO, fourth)
        )

        assert answer.refusal is not None

    def test_is_considered_with_the_independent_person(self) -> None:
        """6.1, Responded(stage=3): IP consulted; reg 20(3)."""
        alone = but(ANSWER_3, independent_person_consulted=False)

        given(*PANEL_REPORTED).when(alone).refused_by("IndependentPersonNotConsulted")

    def test_tells_of_the_ombudsman(self) -> None:
        """6.1, Responded(stage=3): Ombudsman right stated."""
        unstated = but(ANSWER_3, next_right_stated=False)

        given(*PANEL_REPORTED).when(unstated).refused_by("NextRightNotStated")

    @pytest.mark.parametrize(
        "story", [AT_STAGE_3, PANEL_MET], ids=["before the panel", "before its report"]
    )
    def test_waits_for_the_panels_report(self, story: tuple[Command, ...]) -> None:
        """6.3, R30: no recommendations received."""
        given(*story).when(ANSWER_3).refused_by("R30")

    def test_is_not_before_the_report(self) -> None:
        """6.3, R30: authority response before panel report."""
        early = but(
            ANSWER_3, on=day("Tue 31 Oct 2023"), received_on=day("Tue 31 Oct 2023")
        )

        given(*PANEL_REPORTED).when(early).refused_by("R30")

    def test_ends_the_procedure(self) -> None:
        """6.1: STAGE3_RESPONDED."""
        story = given(*PANEL_REPORTED, ANSWER_3)

        assert Phase.STAGE_3_RESPONDED is story.stands.phase
        assert [] == owed(story)


REOPEN = ReopenStage2(on=day("Mon 27 Nov 2023"))
AGAIN = answering(TAKEN)
NEW_PEOPLE = AppointInvestigators(
    on=day("Thu 30 Nov 2023"),
    investigating_officer="second officer",
    independent_person="second independent",
    officer_is_external=True,
    independence_declared=True,
)


class TestTheReinvestigation:
    @pytest.mark.parametrize(
        "answers",
        [
            (),
            (but(AGAIN, outcome=Outcome.REINVESTIGATE),),
            (but(AGAIN, outcome=Outcome.PARTIALLY_UPHELD),),
        ],
        ids=["reported", "answered so", "answered otherwise, but accepting it"],
    )
    def test_begins_a_fresh_stage_2_when_the_recommendation_is_accepted(
        self, answers: tuple[Command, ...]
    ) -> None:
        """6.1, Stage2Reopened: fresh 25/65 clock, attempt n+1."""
        # 28 Nov-1 Dec (4), 4-8 (9), 11-15 (14), 18-22 (19), 27-29 (22), 2-4 Jan (25);
        # 5 Jan (26), 8-12 (31), 15-19 (36), 22-26 (41), 29 Jan-2 Feb (46), 5-9 (51),
        # 12-16 (56), 19-23 (61), 26-29 Feb (65).
        story = given(*PANEL_MET, REINVESTIGATION, *answers)
        [event] = story.when(REOPEN).events

        assert isinstance(event, Stage2Reopened)
        assert 2 == event.attempt
        assert isinstance(event.deadline, Deadline)
        assert day("Thu 4 Jan 2024") == event.deadline.due_on
        assert day("Thu 29 Feb 2024") == event.deadline.latest_on

    @pytest.mark.parametrize(
        "after",
        [
            (THREE,),
            (REPORT, ANSWER_3),
            (
                REINVESTIGATION,
                answering(but(NOT_TAKEN, recommendation=1)),
            ),
        ],
        ids=["other", "answered", "rejected"],
    )
    def test_needs_a_recommendation_that_was_accepted(
        self, after: tuple[Command, ...]
    ) -> None:
        """6.1, Stage2Reopened: authority accepted recommendation REINVESTIGATE."""
        assert given(*PANEL_MET, *after).when(REOPEN).refusal is not None

    @pytest.mark.parametrize("story", [ANSWERED_2, PANEL_MET], ids=["2", "met"])
    def test_follows_a_panels_report(self, story: tuple[Command, ...]) -> None:
        """6.1, Stage2Reopened from PANEL_REPORTED and STAGE3_RESPONDED."""
        assert given(*story).when(REOPEN).refusal is not None

    def test_has_new_people(self) -> None:
        """6.1, Stage2Reopened: new IO and IP != previous."""
        story = given(*PANEL_MET, REINVESTIGATION, REOPEN)

        assert Phase.STAGE_2 is story.stands.phase
        assert InvestigatorsAppointed is came_of(story.when(NEW_PEOPLE))

    @pytest.mark.parametrize(
        "same",
        [
            {"investigating_officer": "officer"},
            {"independent_person": "independent"},
            {"investigating_officer": "independent"},
            {"independent_person": "officer"},
        ],
    )
    def test_has_nobody_of_the_first_investigation(self, same: dict[str, str]) -> None:
        """6.3, R31: reinvestigation with same IO/IP."""
        story = given(*PANEL_MET, REINVESTIGATION, REOPEN)

        story.when(but(NEW_PEOPLE, **same)).refused_by("R31")

    def test_goes_to_a_panel_without_those_of_the_first_investigation(self) -> None:
        """6.1, ReviewPanelConvened: stage 2 IP and IO not members; R28."""
        on = day("Thu 4 Jan 2024")
        story = given(
            *PANEL_MET,
            REINVESTIGATION,
            REOPEN,
            NEW_PEOPLE,
            but(INVESTIGATE, on=day("Mon 18 Dec 2023")),
            but(ATTEND, on=day("Tue 19 Dec 2023")),
            but(ANSWER_2, on=on, received_on=on),
            but(REQUEST_3, on=day("Mon 8 Jan 2024")),
        )
        panel = ConvenePanel(on=day("Mon 22 Jan 2024"), members=("x", "y", "z"))

        assert ReviewPanelConvened is came_of(story.when(panel))
        for person in ("officer", "independent", "second officer"):
            members = ("x", "y", person)
            assert story.when(but(panel, members=members)).refusal is not None


EVERYTHING = AgreeEarlyReferral(
    on=day("Fri 1 Sep 2023"),
    complainant_agreed=True,
    authority_agreed=True,
    robust_report=True,
    complete_adjudication=True,
    significant_points_upheld=True,
    clear_action_plan=True,
    desired_outcomes_met=True,
)
CONDITIONS = (
    "complainant_agreed",
    "authority_agreed",
    "robust_report",
    "complete_adjudication",
    "significant_points_upheld",
    "clear_action_plan",
    "desired_outcomes_met",
)


class TestTheEarlyReferral:
    def test_is_agreed_when_every_condition_is_met(self) -> None:
        """6.1, EarlyReferralAgreed."""
        given(*ANSWERED_2).when(EVERYTHING).then(
            EarlyReferralAgreed(occurred_on=day("Fri 1 Sep 2023")),
        )

    @pytest.mark.parametrize("condition", CONDITIONS)
    def test_fails_with_one_condition(self, condition: str) -> None:
        """6.3, R34: without both consents or criteria."""
        command = but(EVERYTHING, **{condition: False})

        given(*ANSWERED_2).when(command).refused_by("R34")

    def test_is_not_agreed_by_saying_nothing(self) -> None:
        """6.3, R34; what takes something from the complainant is said in full."""
        silent = AgreeEarlyReferral(on=day("Fri 1 Sep 2023"))

        given(*ANSWERED_2).when(silent).refused_by("R34")

    @pytest.mark.parametrize(
        "story",
        [APPOINTED, INVESTIGATED, AT_STAGE_3, CORPORATE_ANSWERED_2],
        ids=["appointed", "investigated", "stage 3", "corporate"],
    )
    def test_follows_the_answer_of_statutory_stage_2(
        self, story: tuple[Command, ...]
    ) -> None:
        """6.1, EarlyReferralAgreed from STAGE2_RESPONDED."""
        late = but(EVERYTHING, on=day("Thu 14 Sep 2023"))

        assert given(*story).when(late).refusal is not None

    def test_leaves_the_right_to_a_review(self) -> None:
        """6.1, EarlyReferralAgreed: stays, review right preserved."""
        story = given(*ANSWERED_2, EVERYTHING)

        assert Phase.STAGE_2_RESPONDED is story.stands.phase
        assert day("Wed 13 Sep 2023") == due(story, DeadlineName.REVIEW_REQUEST)
        assert Escalated is came_of(story.when(REQUEST_3))


def test_the_panel_report_names_its_recommendations_by_number() -> None:
    """7, PanelReported: recommendations[]."""
    [event] = given(*PANEL_MET).when(THREE).events

    assert isinstance(event, PanelReported)
    assert [1, 2, 3] == [one.number for one in event.recommendations]


def test_nothing_of_stage_2_is_open_at_stage_3() -> None:
    """6.3, R18."""
    late = but(APPOINT, on=REQUEST_3.on)

    given(*AT_STAGE_3).when(late).refused_by("R18", stage=2)
