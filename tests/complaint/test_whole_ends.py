"""How a complaint ends and is taken up again (procedure 6.1; 6.3: R04, R32)."""

import pytest

from caseledger.complaint import (
    Acknowledge,
    AgreeAction,
    AgreeResolution,
    AppointAdvocate,
    Close,
    Command,
    DeadlineName,
    OfferRemedy,
    Phase,
    Reclassify,
    ReferToOmbudsman,
    Reinstate,
    Withdraw,
)
from caseledger.complaint.events import (
    Acknowledged,
    Closed,
    Escalated,
    Extended,
    Reinstated,
    Responded,
    Withdrawn,
)
from caseledger.complaint.vocabulary import Manner, NotAcceptedReason
from caseledger.rules import Procedure
from complaint.in_full import (
    ACKNOWLEDGE,
    AGREE_STATEMENT,
    ANSWER_1,
    ANSWER_2,
    ANSWER_3,
    ANSWERED_1,
    ANSWERED_2,
    ANSWERED_3,
    APPOINT,
    AT_STAGE_1,
    AT_STAGE_2,
    AT_STAGE_3,
    ATTEND,
    CONVENE,
    CORPORATE_ANSWERED_1,
    CORPORATE_ANSWERED_2,
    CORPORATE_AT_STAGE_1,
    CORPORATE_AT_STAGE_2,
    EXTEND_1,
    EXTEND_2,
    INVESTIGATE,
    PANEL_MET,
    PANEL_REPORTED,
    RECEIVE,
    REPORT,
    REQUEST_2,
    REQUEST_3,
    SUSPENDED,
    UNDER_CODE,
    but,
    came_of,
    due,
    for_want_of_an_answer,
    latest,
    owed,
    skip,
    suspend,
    turn_away,
)
from given import day, given

RESOLVE = AgreeResolution(on=day("Fri 28 Apr 2023"), terms="A new assessment in May.")
WITHDRAW = Withdraw(
    on=day("Fri 24 Nov 2023"),
    manner=Manner.ORAL,
    confirmed_on=day("Mon 27 Nov 2023"),
)
EVERY_STATE = [
    ((RECEIVE,), "received"),
    (AT_STAGE_1, "stage 1"),
    (ANSWERED_1, "stage 1 answered"),
    ((*ANSWERED_1, RESOLVE), "resolved"),
    (AT_STAGE_2, "stage 2"),
    (ANSWERED_2, "stage 2 answered"),
    (AT_STAGE_3, "stage 3"),
    (PANEL_MET, "panel met"),
    (PANEL_REPORTED, "panel reported"),
    (ANSWERED_3, "stage 3 answered"),
    (SUSPENDED, "suspended"),
    (CORPORATE_AT_STAGE_1, "corporate stage 1"),
    (CORPORATE_ANSWERED_1, "corporate stage 1 answered"),
    (CORPORATE_AT_STAGE_2, "corporate stage 2"),
]
IN_EVERY_STATE = pytest.mark.parametrize(
    "story",
    [story for story, _ in EVERY_STATE],
    ids=[name for _, name in EVERY_STATE],
)


class TestTheWithdrawal:
    @IN_EVERY_STATE
    def test_is_open_in_every_state(self, story: tuple[Command, ...]) -> None:
        """6.1, Withdrawn from any non-terminal state; reg 7: at any time."""
        assert Withdrawn is came_of(given(*story).when(WITHDRAW))

    @IN_EVERY_STATE
    def test_cancels_every_deadline(self, story: tuple[Command, ...]) -> None:
        """6.1, Withdrawn: all deadlines cancelled."""
        withdrawn = given(*story, WITHDRAW)

        assert [] == owed(withdrawn)
        assert Phase.WITHDRAWN is withdrawn.stands.phase

    @pytest.mark.parametrize("manner", [*Manner])
    def test_is_oral_or_written(self, manner: Manner) -> None:
        """6.1, Withdrawn: oral or written; confirmation sent."""
        command = but(WITHDRAW, manner=manner)

        given(*AT_STAGE_1).when(command).then(
            Withdrawn(
                occurred_on=day("Fri 24 Nov 2023"),
                manner=manner,
                confirmed_on=day("Mon 27 Nov 2023"),
            ),
        )

    def test_is_not_confirmed_before_it_is_made(self) -> None:
        """6.3, R10."""
        command = but(WITHDRAW, confirmed_on=day("Thu 23 Nov 2023"))

        given(*AT_STAGE_1).when(command).refused_by("R10")


CLOSE_1 = Close(on=day("Mon 22 May 2023"))
# Each step where it would be in its place, were the complaint not at its end.
STEPS: list[tuple[tuple[Command, ...], Command]] = [
    ((RECEIVE,), ACKNOWLEDGE),
    (AT_STAGE_1, EXTEND_1),
    (AT_STAGE_1, ANSWER_1),
    (AT_STAGE_1, skip("Wed 19 Apr 2023", complainant=True, authority=True)),
    (AT_STAGE_1, for_want_of_an_answer("Thu 20 Apr 2023")),
    (AT_STAGE_1, suspend("Fri 14 Apr 2023")),
    (
        AT_STAGE_1,
        turn_away("Fri 14 Apr 2023", NotAcceptedReason.CONCURRENT_PROCEEDINGS),
    ),
    (
        AT_STAGE_1,
        Reclassify(
            on=day("Fri 14 Apr 2023"),
            procedure=Procedure.CORPORATE,
            reason="Not Part 3.",
        ),
    ),
    (ANSWERED_1, RESOLVE),
    (ANSWERED_1, REQUEST_2),
    (AT_STAGE_2, AGREE_STATEMENT),
    (AT_STAGE_2, APPOINT),
    (AT_STAGE_2, EXTEND_2),
    ((*AT_STAGE_2, APPOINT), INVESTIGATE),
    ((*AT_STAGE_2, APPOINT), ATTEND),
    ((*AT_STAGE_2, APPOINT, INVESTIGATE, ATTEND), ANSWER_2),
    (ANSWERED_2, REQUEST_3),
    (AT_STAGE_3, CONVENE),
    (PANEL_MET, REPORT),
    (PANEL_REPORTED, ANSWER_3),
    (ANSWERED_1, CLOSE_1),
    (AT_STAGE_1, WITHDRAW),
]


class TestTheEnd:
    @pytest.mark.parametrize(("story", "step"), STEPS)
    def test_of_a_withdrawn_complaint_lets_nothing_go_on(
        self, story: tuple[Command, ...], step: Command
    ) -> None:
        """6.3, R32: any progress event after Withdrawn."""
        on = latest(story)

        given(*story, Withdraw(on=on)).when(step).refused_by(
            "R32", how="withdrawn", on=on
        )

    @pytest.mark.parametrize(
        "step", [REQUEST_2, RESOLVE, WITHDRAW, CLOSE_1, suspend("Tue 23 May 2023")]
    )
    def test_of_a_closed_one_does_not_either(self, step: Command) -> None:
        """6.3, R32: any progress event after Closed."""
        given(*ANSWERED_1, CLOSE_1).when(step).refused_by(
            "R32", how="closed", on=day("Mon 22 May 2023")
        )

    @pytest.mark.parametrize("step", [ACKNOWLEDGE, EXTEND_1, ANSWER_1, WITHDRAW])
    def test_of_one_that_was_turned_away_does_not_either(self, step: Command) -> None:
        """6.1: from NOT_ACCEPTED there is `Reinstated` alone; R32."""
        refusal = turn_away("Tue 4 Apr 2023", NotAcceptedReason.CONCURRENT_PROCEEDINGS)

        given(RECEIVE, refusal).when(step).refused_by("R32")

    @pytest.mark.parametrize(
        "beside",
        [
            ReferToOmbudsman(on=day("Fri 1 Dec 2023")),
            OfferRemedy(on=day("Fri 1 Dec 2023"), amount_pence=10_000),
            AgreeAction(on=day("Fri 1 Dec 2023"), action="Train."),
            AppointAdvocate(on=day("Fri 1 Dec 2023"), advocate="advocate"),
        ],
        ids=["Ombudsman", "remedy", "learning", "advocate"],
    )
    @pytest.mark.parametrize(
        "story",
        [
            (*AT_STAGE_1, WITHDRAW),
            (*ANSWERED_1, CLOSE_1),
            (RECEIVE, turn_away("Tue 4 Apr 2023", NotAcceptedReason.DUPLICATE, "CF-0")),
        ],
        ids=["withdrawn", "closed", "not accepted"],
    )
    def test_stops_nothing_beside_the_procedure(
        self, story: tuple[Command, ...], beside: Command
    ) -> None:
        """6: every state also accepts these."""
        assert given(*story).when(beside).refusal is None


class TestTheClosing:
    @pytest.mark.parametrize(
        ("story", "last_day", "next_day"),
        [
            # The windows of section 8: answered 19 Apr, and answered 15 Aug 2023.
            (ANSWERED_1, "Fri 19 May 2023", "Sat 20 May 2023"),
            (ANSWERED_2, "Wed 13 Sep 2023", "Thu 14 Sep 2023"),
        ],
        ids=["stage 1", "stage 2"],
    )
    def test_waits_for_the_window_to_lapse(
        self, story: tuple[Command, ...], last_day: str, next_day: str
    ) -> None:
        """6.1, Closed: windows lapsed."""
        given(*story).when(Close(on=day(last_day))).refused_by(
            "WindowStillOpen", until=day(last_day)
        )
        assert Closed is came_of(given(*story).when(Close(on=day(next_day))))

    def test_waits_for_the_window_of_a_corporate_policy(self) -> None:
        """6.1, Closed; 6.2, Responded(1): e.g. 12 months; answered 16 Jun 2022."""
        story = given(*CORPORATE_ANSWERED_1, terms=UNDER_CODE)

        story.when(Close(on=day("Fri 16 Jun 2023"))).refused_by("WindowStillOpen")
        assert Closed is came_of(story.when(Close(on=day("Sat 17 Jun 2023"))))

    @pytest.mark.parametrize("story", [ANSWERED_1, ANSWERED_2, CORPORATE_ANSWERED_1])
    def test_does_not_wait_if_the_complainant_is_content(
        self, story: tuple[Command, ...]
    ) -> None:
        """6.1, Closed: or complainant content."""
        on = latest(story)
        command = Close(on=on, complainant_content=True)

        assert Closed is came_of(given(*story, terms=UNDER_CODE).when(command))
        assert Phase.CLOSED is given(*story, command).stands.phase

    def test_follows_a_resolution_at_once(self) -> None:
        """6.1, Closed from RESOLVED."""
        resolved = given(*ANSWERED_1, RESOLVE)

        assert Closed is came_of(resolved.when(Close(on=day("Fri 28 Apr 2023"))))

    @pytest.mark.parametrize(
        ("story", "on"),
        [
            (ANSWERED_3, "Wed 22 Nov 2023"),
            (CORPORATE_ANSWERED_2, "Tue 4 Oct 2022"),
        ],
    )
    def test_follows_the_last_answer_at_once(
        self, story: tuple[Command, ...], on: str
    ) -> None:
        """6.1, Responded(stage=3): the Ombudsman's window is informational."""
        assert Closed is came_of(given(*story).when(Close(on=day(on))))

    @pytest.mark.parametrize(
        "story", [(RECEIVE,), AT_STAGE_1, AT_STAGE_2, AT_STAGE_3, PANEL_MET]
    )
    def test_needs_an_answer(self, story: tuple[Command, ...]) -> None:
        """6.1, Closed from RESOLVED and STAGEn_RESPONDED."""
        command = Close(on=day("Fri 1 Dec 2023"), complainant_content=True)

        given(*story).when(command).refused_by("NothingToClose")


AGAIN = Reinstate(on=day("Thu 27 Apr 2023"))
ENDED_EARLY = (*AT_STAGE_1, Withdraw(on=day("Tue 11 Apr 2023")))


class TestTheReinstatement:
    """Withdrawn Tue 11 Apr 2023, taken up again Thu 27 Apr (E9, E10)."""

    def test_begins_stage_1_anew(self) -> None:
        """6.1, Reinstated: new stage 1 clock from resubmission date; E9, E10."""
        story = given(*ENDED_EARLY, AGAIN)
        deadline = story.stands.stage_1.deadline

        assert Phase.RECEIVED is story.stands.phase
        assert deadline is not None
        assert day("Mon 15 May 2023") == deadline.due_on
        assert day("Tue 30 May 2023") == deadline.latest_on
        # Three working days: 28 Apr, 2 and 3 May.
        assert day("Wed 3 May 2023") == due(story, DeadlineName.ACKNOWLEDGEMENT)

    @pytest.mark.parametrize(
        "story", [AT_STAGE_2, ANSWERED_2, AT_STAGE_3], ids=["2", "2 answered", "3"]
    )
    def test_begins_there_wherever_it_ended(self, story: tuple[Command, ...]) -> None:
        """6.1, Reinstated: -> RECEIVED."""
        again = given(*story, WITHDRAW, Reinstate(on=day("Tue 20 Feb 2024")))

        assert Phase.RECEIVED is again.stands.phase
        # E19.
        assert day("Tue 5 Mar 2024") == due(again, DeadlineName.STAGE_1_RESPONSE)

    @pytest.mark.parametrize(
        ("step", "event"),
        [
            (Acknowledge(on=day("Fri 28 Apr 2023")), Acknowledged),
            (
                but(
                    EXTEND_1,
                    on=day("Mon 15 May 2023"),
                    extended_to=day("Tue 30 May 2023"),
                ),
                Extended,
            ),
            (
                but(
                    ANSWER_1,
                    on=day("Mon 15 May 2023"),
                    received_on=day("Mon 15 May 2023"),
                ),
                Responded,
            ),
        ],
        ids=["acknowledgement", "extension", "answer"],
    )
    def test_has_every_step_of_stage_1_once_more(
        self, step: Command, event: type
    ) -> None:
        """6.1, Reinstated: -> RECEIVED; R09 and R14 begin anew."""
        first = but(EXTEND_1, on=day("Thu 6 Apr 2023"))
        withdrawn = (*AT_STAGE_1, first, Withdraw(on=day("Tue 11 Apr 2023")))

        assert event is came_of(given(*withdrawn, AGAIN).when(step))

    def test_is_of_what_has_ended(self) -> None:
        """6.1, Reinstated from NOT_ACCEPTED and WITHDRAWN."""
        given(*AT_STAGE_1).when(AGAIN).refused_by("NothingToTakeUp")

    def test_is_not_before_the_end(self) -> None:
        """6.3, R10."""
        early = Reinstate(on=day("Mon 10 Apr 2023"))

        given(*ENDED_EARLY).when(early).refused_by("R10")

    def test_lets_a_closed_complaint_go_on_to_stage_2(self) -> None:
        """6.3, R32: reinstate first; C9: never refuse for lateness."""
        reopened = given(*ANSWERED_1, CLOSE_1, Reinstate(on=day("Mon 5 Jun 2023")))
        request = but(REQUEST_2, on=day("Mon 5 Jun 2023"))

        assert Phase.STAGE_1_RESPONDED is reopened.stands.phase
        assert Escalated is came_of(reopened.when(request))


def waiting(received: str, refused: str) -> tuple[Command, ...]:
    """Have a complaint turned away because of proceedings."""
    return (
        but(RECEIVE, on=day(received), grounds_arose_on=day(received)),
        turn_away(refused, NotAcceptedReason.CONCURRENT_PROCEEDINGS),
    )


class TestTheResubmission:
    """Reg 8: within one calendar year of the proceedings' end."""

    @pytest.mark.parametrize(
        ("ended", "last_day", "next_day"),
        [
            ("Wed 10 May 2023", "Fri 10 May 2024", "Sat 11 May 2024"),
            # Section 8: from 29 February to the 28th, a Sunday, not rolled forward.
            ("Sat 29 Feb 2020", "Sun 28 Feb 2021", "Mon 1 Mar 2021"),
            # And from the 28th to the 28th, in a leap year, too.
            ("Thu 28 Feb 2019", "Fri 28 Feb 2020", "Sat 29 Feb 2020"),
        ],
    )
    def test_is_taken_for_a_year(
        self, ended: str, last_day: str, next_day: str
    ) -> None:
        """6.3, R04; section 8: calendar-year limits."""
        story = given(*waiting("Mon 7 Jan 2019", "Fri 11 Jan 2019"))
        again = Reinstate(on=day(last_day), proceedings_ended_on=day(ended))

        assert Reinstated is came_of(story.when(again))
        story.when(but(again, on=day(next_day))).refused_by(
            "R04", ended_on=day(ended), last_day=day(last_day)
        )

    def test_begins_stage_1_anew(self) -> None:
        """6.1, Reinstated: new stage 1 clock from resubmission date."""
        # 13-17 May (5), 20-24 (10), 28-31 (14), 3-7 Jun (19), 10 Jun (20).
        again = Reinstate(
            on=day("Fri 10 May 2024"), proceedings_ended_on=day("Wed 10 May 2023")
        )
        story = given(*waiting("Mon 3 Apr 2023", "Tue 11 Apr 2023"), again)
        deadline = story.stands.stage_1.deadline

        assert Phase.RECEIVED is story.stands.phase
        assert deadline is not None
        assert day("Fri 24 May 2024") == deadline.due_on
        assert day("Mon 10 Jun 2024") == deadline.latest_on

    def test_is_not_late_by_the_grounds_of_the_first_time(self) -> None:
        """1.3, reg 8: may *resubmit*; reg 9 was met when it was made (R01)."""
        again = Reinstate(
            on=day("Fri 10 May 2024"), proceedings_ended_on=day("Wed 10 May 2023")
        )
        story = given(*waiting("Mon 3 Apr 2023", "Tue 11 Apr 2023"), again)

        assert Acknowledged is came_of(
            story.when(Acknowledge(on=day("Mon 13 May 2024")))
        )

    def test_waits_for_the_end_of_the_proceedings(self) -> None:
        """1.3, reg 8: concluded or discontinued."""
        story = given(*waiting("Mon 3 Apr 2023", "Tue 11 Apr 2023"))
        early = Reinstate(
            on=day("Tue 9 May 2023"), proceedings_ended_on=day("Wed 10 May 2023")
        )

        story.when(early).refused_by("R10")
        story.when(but(early, proceedings_ended_on=None)).refused_by(
            "ProceedingsRunning"
        )
