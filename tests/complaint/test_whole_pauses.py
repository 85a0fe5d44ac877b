"""How the clocks stand still, and when they do not (procedure 6.1, R33, D4, D5)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given as every
from hypothesis import strategies as st

from caseledger.complaint import (
    AppointAdvocate,
    Command,
    Deadline,
    DeadlineName,
    Defer,
    LinkComplaint,
    OfferRemedy,
    Phase,
    ReferToOmbudsman,
    RequestAdvocate,
    Resume,
    Suspend,
    Terms,
    Withdraw,
)
from caseledger.complaint.events import (
    AdvocateAppointed,
    Escalated,
    Extended,
    ReferredToOmbudsman,
    RemedyOffered,
    Suspended,
    Withdrawn,
)
from caseledger.complaint.vocabulary import SuspensionGround
from complaint.in_full import (
    ACKNOWLEDGE,
    AGREE_STATEMENT,
    ANSWER_1,
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
    await_advocate,
    but,
    came_of,
    due,
    duty,
    for_want_of_an_answer,
    latest,
    paused,
    skip,
    stage_2_answered,
    suspend,
)
from given import Given, day, given


class TestTheSuspension:
    def test_is_for_proceedings_that_are_named_and_told(self) -> None:
        """6.1, Suspended(reg 8): named, prejudice reasoned, written notice."""
        given(*AT_STAGE_1).when(suspend("Fri 14 Apr 2023")).then(
            Suspended(
                occurred_on=day("Fri 14 Apr 2023"),
                ground=SuspensionGround.PROCEEDINGS,
                notified_on=day("Fri 14 Apr 2023"),
            ),
        )
        assert Phase.SUSPENDED is given(*SUSPENDED).stands.phase

    @pytest.mark.parametrize("unsaid", ["proceedings", "reason", "ground"])
    def test_is_for_nothing_else(self, unsaid: str) -> None:
        """6.3, R03: named proceedings; D4: a blanket pause is fault."""
        command = but(suspend("Fri 14 Apr 2023"), **{unsaid: None})

        given(*AT_STAGE_1).when(command).refused_by("R03")

    def test_is_told_in_writing(self) -> None:
        """6.1, Suspended(reg 8): written notice."""
        command = but(suspend("Fri 14 Apr 2023"), notified_on=None)

        given(*AT_STAGE_1).when(command).refused_by("NoticeMissing")

    @pytest.mark.parametrize(
        ("story", "phase"),
        [
            ((RECEIVE,), Phase.RECEIVED),
            (AT_STAGE_1, Phase.STAGE_1),
            (ANSWERED_1, Phase.STAGE_1_RESPONDED),
            (AT_STAGE_2, Phase.STAGE_2),
            (ANSWERED_2, Phase.STAGE_2_RESPONDED),
            (AT_STAGE_3, Phase.STAGE_3_REQUESTED),
            (PANEL_MET, Phase.PANEL_MET),
            (PANEL_REPORTED, Phase.PANEL_REPORTED),
            (CORPORATE_AT_STAGE_1, Phase.STAGE_1),
            (CORPORATE_ANSWERED_1, Phase.STAGE_1_RESPONDED),
            (CORPORATE_AT_STAGE_2, Phase.STAGE_2),
        ],
    )
    def test_comes_at_any_stage_and_goes_back_to_it(
        self, story: tuple[Command, ...], phase: Phase
    ) -> None:
        """D4: from any stage, on both procedures; 6.1: -> prior state."""
        began, ended = "Thu 2 Nov 2023", "Fri 1 Dec 2023"

        assert phase is given(*story).stands.phase
        assert Phase.SUSPENDED is given(*story, suspend(began)).stands.phase
        assert phase is given(*story, *paused(began, ended)).stands.phase

    @pytest.mark.parametrize(
        ("story", "step"),
        [
            ((RECEIVE,), ACKNOWLEDGE),
            (AT_STAGE_1, EXTEND_1),
            (AT_STAGE_1, ANSWER_1),
            (AT_STAGE_1, for_want_of_an_answer("Thu 20 Apr 2023")),
            (AT_STAGE_1, skip("Tue 18 Apr 2023", complainant=True, authority=True)),
            (ANSWERED_1, REQUEST_2),
            (AT_STAGE_2, AGREE_STATEMENT),
            (AT_STAGE_2, APPOINT),
            (AT_STAGE_2, EXTEND_2),
            ((*AT_STAGE_2, APPOINT), INVESTIGATE),
            ((*AT_STAGE_2, APPOINT), ATTEND),
            (ANSWERED_2, REQUEST_3),
            (AT_STAGE_3, CONVENE),
            (PANEL_MET, REPORT),
            (AT_STAGE_1, suspend("Mon 17 Apr 2023")),
        ],
    )
    def test_stops_every_step(self, story: tuple[Command, ...], step: Command) -> None:
        """6.3, R33: any progress event while Suspended."""
        last = latest(story)
        pause = but(suspend("Fri 14 Apr 2023"), on=last, notified_on=last)

        given(*story, pause).when(step).refused_by("R33", on=last, what=COURT)

    @pytest.mark.parametrize(
        ("step", "event"),
        [
            (Withdraw(on=day("Mon 17 Apr 2023")), Withdrawn),
            (ReferToOmbudsman(on=day("Mon 17 Apr 2023")), ReferredToOmbudsman),
            (
                AppointAdvocate(on=day("Mon 17 Apr 2023"), advocate="advocate"),
                AdvocateAppointed,
            ),
            (OfferRemedy(on=day("Mon 17 Apr 2023")), RemedyOffered),
        ],
        ids=["withdrawal", "Ombudsman", "advocate", "remedy"],
    )
    def test_stops_nothing_beside_the_stages(self, step: Command, event: type) -> None:
        """6: every state accepts these; Withdrawn from any non-terminal state."""
        assert event is came_of(given(*SUSPENDED).when(step))

    def test_ends_once(self) -> None:
        """6.1, Resumed."""
        resume = Resume(on=day("Mon 24 Apr 2023"))

        assert given(*AT_STAGE_1).when(resume).refusal is not None
        assert given(*SUSPENDED, resume).when(resume).refusal is not None

    def test_does_not_end_before_it_began(self) -> None:
        """6.3, R10."""
        early = Resume(on=day("Thu 13 Apr 2023"))

        given(*SUSPENDED).when(early).refused_by("R10")


COURT = "concurrent proceedings"
STAGE_1, STAGE_2 = DeadlineName.STAGE_1_RESPONSE, DeadlineName.STAGE_2_RESPONSE


def ceiling(story: Given, name: DeadlineName) -> date | None:
    """Return how far an extension may carry a step as things stand."""
    found = duty(story, name)
    assert found is not None
    return found.deadline.latest_on


class TestWhatIsLeftRunsOn:
    """6.1, Resumed: remaining wd continue; the day of resumption is not counted."""

    def test_at_stage_1(self) -> None:
        """6.1: received Mon 3 Apr 2023, ten working days and at most twenty."""
        # 4-6 Apr (3), 11-14 (7), pause, 25-27 Apr (10), 28 Apr (11), 2-5 May (15),
        # 9-12 (19), 15 May (20).
        story = given(*AT_STAGE_1, *paused("Fri 14 Apr 2023", "Mon 24 Apr 2023"))

        assert day("Thu 27 Apr 2023") == due(story, STAGE_1)
        assert day("Mon 15 May 2023") == ceiling(story, STAGE_1)

    def test_at_stage_2(self) -> None:
        """D4: requested Mon 15 May 2023, 25 working days and at most 65."""
        # 16-19 May (4), 22-26 (9), 30 May-1 Jun (12), pause, 4-7 Jul (16), 10-14 (21),
        # 17-20 (25), 21 Jul (26), 24-28 (31), 31 Jul-4 Aug (36), 7-11 (41), 14-18 (46),
        # 21-25 (51), 29 Aug-1 Sep (55), 4-8 (60), 11-15 Sep (65).
        story = given(*AT_STAGE_2, *paused("Thu 1 Jun 2023", "Mon 3 Jul 2023"))

        assert day("Thu 20 Jul 2023") == due(story, STAGE_2)
        assert day("Fri 15 Sep 2023") == ceiling(story, STAGE_2)

    def test_while_a_review_may_be_asked_for(self) -> None:
        """6.1, Suspended(reg 8): *all* running deadlines paused; E30."""
        # 17 and 20 Mar (2), pause, 28-31 Mar (6), 3-6 Apr (10), 11-14 (14),
        # 17-21 (19), 24 Apr (20).
        story = given(
            *stage_2_answered("Thu 16 Mar 2023"),
            *paused("Mon 20 Mar 2023", "Mon 27 Mar 2023"),
        )

        assert day("Mon 24 Apr 2023") == due(story, DeadlineName.REVIEW_REQUEST)
        assert Escalated is came_of(
            story.when(but(REQUEST_3, on=day("Mon 24 Apr 2023")))
        )
        story.when(but(REQUEST_3, on=day("Tue 25 Apr 2023"))).refused_by("R22")

    def test_while_a_panel_is_arranged(self) -> None:
        """D4: from any stage; E32."""
        # 21-24 Mar (4), 27-31 (9), 3 and 4 Apr (11), pause, 18-21 Apr (15), 24-28 (20),
        # 2-5 May (24), 9-12 (28), 15 and 16 May (30).
        story = given(
            *stage_2_answered("Mon 13 Mar 2023"),
            but(REQUEST_3, on=day("Mon 20 Mar 2023")),
            *paused("Tue 4 Apr 2023", "Mon 17 Apr 2023"),
        )

        assert day("Tue 16 May 2023") == due(story, DeadlineName.REVIEW_PANEL)

    def test_while_the_panel_writes_and_the_authority_answers(self) -> None:
        """D4: met Wed 25 Oct 2023, reported Wed 1 Nov."""
        # 26 Oct (1), pause, 31 Oct-3 Nov (5).
        met = given(*PANEL_MET, *paused("Thu 26 Oct 2023", "Mon 30 Oct 2023"))
        # 2 and 3 Nov (2), pause, 14-17 (6), 20-24 (11), 27-30 Nov (15).
        told = given(*PANEL_REPORTED, *paused("Fri 3 Nov 2023", "Mon 13 Nov 2023"))

        assert day("Fri 3 Nov 2023") == due(met, DeadlineName.PANEL_REPORT)
        assert day("Thu 30 Nov 2023") == due(told, DeadlineName.STAGE_3_RESPONSE)

    def test_under_the_code(self) -> None:
        """D4: on both procedures; acknowledged Thu 9 Jun 2022 (E42)."""
        # 10, 13 and 14 Jun (3), pause, 21-24 (7), 27-29 Jun (10), 30 Jun and 1 Jul
        # (12), 4-8 (17), 11-13 Jul (20).
        story = given(
            *CORPORATE_AT_STAGE_1,
            *paused("Tue 14 Jun 2022", "Mon 20 Jun 2022"),
            terms=UNDER_CODE,
        )

        assert day("Wed 29 Jun 2022") == due(story, STAGE_1)
        assert day("Wed 13 Jul 2022") == ceiling(story, STAGE_1)

    def test_at_corporate_stage_2(self) -> None:
        """D4: requested Mon 5 Sep 2022, twenty working days (E43)."""
        # 6-9 Sep (4), 12-16 (9), pause, 27-30 Sep (13), 3-7 Oct (18), 10 and 11 Oct.
        story = given(
            *CORPORATE_AT_STAGE_2, *paused("Fri 16 Sep 2022", "Mon 26 Sep 2022")
        )

        assert day("Tue 11 Oct 2022") == due(story, STAGE_2)

    def test_until_the_day_after_resumption_if_one_day_was_left(self) -> None:
        """6.1, Resumed: suspended on the ninth day, Tue 18 Apr 2023."""
        story = given(*AT_STAGE_1, *paused("Tue 18 Apr 2023", "Mon 24 Apr 2023"))

        assert day("Tue 25 Apr 2023") == due(story, STAGE_1)

    def test_and_no_day_is_lost_if_it_ends_at_once(self) -> None:
        """6.1, Resumed: suspended and resumed on one day."""
        story = given(*AT_STAGE_1, *paused("Fri 14 Apr 2023", "Fri 14 Apr 2023"))

        assert day("Wed 19 Apr 2023") == due(story, STAGE_1)

    def test_and_stage_1_is_in_time_until_then(self) -> None:
        """6.3, R19: still in time (due {due}), the pause counted."""
        story = given(*AT_STAGE_1, *paused("Fri 14 Apr 2023", "Mon 24 Apr 2023"))

        story.when(for_want_of_an_answer("Thu 27 Apr 2023")).refused_by("R19")
        assert Escalated is came_of(
            story.when(for_want_of_an_answer("Fri 28 Apr 2023"))
        )

    def test_and_stage_1_may_still_be_extended(self) -> None:
        """6.1, Stage1SuspendedForAdvocate: total active wd <= 20; R11, R12."""
        story = given(*AT_STAGE_1, *paused("Fri 14 Apr 2023", "Mon 24 Apr 2023"))
        last = but(
            EXTEND_1, on=day("Thu 27 Apr 2023"), extended_to=day("Mon 15 May 2023")
        )

        assert Extended is came_of(story.when(last))
        story.when(but(last, on=day("Fri 28 Apr 2023"))).refused_by("R11")
        story.when(but(last, extended_to=day("Tue 16 May 2023"))).refused_by("R12")


class TestAnExtensionInForce:
    """Received Mon 3 Apr 2023, extended on the due date, Wed 19 Apr."""

    @pytest.mark.parametrize(
        ("extended_to", "expected"),
        [
            # 20 and 21 Apr (12), pause, 10-12 May (15), 15-19 May (20).
            ("Thu 4 May 2023", "Fri 19 May 2023"),
            # Extended to the 17th day: 10-12 May (15), 15 and 16 May.
            ("Fri 28 Apr 2023", "Tue 16 May 2023"),
        ],
    )
    def test_moves_with_the_pause(self, extended_to: str, expected: str) -> None:
        """6.1, Suspended(reg 8): all running deadlines paused."""
        story = given(
            *AT_STAGE_1,
            but(EXTEND_1, extended_to=day(extended_to)),
            *paused("Fri 21 Apr 2023", "Tue 9 May 2023"),
        )

        assert day(expected) == due(story, STAGE_1)


class TestAPauseAfterTheDueDate:
    @pytest.mark.parametrize("began", ["Wed 19 Apr 2023", "Thu 20 Apr 2023"])
    def test_moves_nothing(self, began: str) -> None:
        """6.1, Suspended(reg 8): *running* deadlines; on the due day none is left."""
        story = given(*AT_STAGE_1, *paused(began, "Tue 9 May 2023"))

        assert day("Wed 19 Apr 2023") == due(story, STAGE_1)

    def test_moves_no_extension_that_had_passed(self) -> None:
        """6.1, Suspended(reg 8): extended to Thu 4 May 2023 (E8)."""
        pause = paused("Fri 5 May 2023", "Fri 19 May 2023")
        story = given(*AT_STAGE_1, EXTEND_1, *pause)

        assert day("Thu 4 May 2023") == due(story, STAGE_1)

    def test_moves_no_step_that_was_taken(self) -> None:
        """6.1: an answered stage has no running deadline."""
        pause = paused("Thu 20 Apr 2023", "Tue 9 May 2023")
        early = but(
            ANSWER_1, on=day("Fri 14 Apr 2023"), received_on=day("Fri 14 Apr 2023")
        )
        story = given(*AT_STAGE_1, early, *pause)

        assert day("Wed 19 Apr 2023") == story.stands.stage_1.due_on()


class TestTheWaitForAnAdvocate:
    ASKED = RequestAdvocate(on=day("Thu 6 Apr 2023"))
    FOUND = AppointAdvocate(on=day("Mon 24 Apr 2023"), advocate="advocate")

    @pytest.mark.parametrize("begun", [(RECEIVE,), AT_STAGE_1])
    def test_suspends_stage_1(self, begun: tuple[Command, ...]) -> None:
        """6.1, Stage1SuspendedForAdvocate: requested and not yet appointed."""
        answer = given(*begun, self.ASKED).when(await_advocate("Fri 14 Apr 2023"))

        assert Suspended is came_of(answer)

    def test_ends_when_one_is_found_and_what_is_left_runs_on(self) -> None:
        """6.1, Resumed: remaining wd continue; total active wd <= 20."""
        # As at stage 1 above: seven days are used, three are left.
        story = given(
            *AT_STAGE_1,
            self.ASKED,
            await_advocate("Fri 14 Apr 2023"),
            self.FOUND,
            Resume(on=day("Mon 24 Apr 2023")),
        )

        assert day("Thu 27 Apr 2023") == due(story, STAGE_1)
        assert day("Mon 15 May 2023") == ceiling(story, STAGE_1)

    @pytest.mark.parametrize(
        "story",
        [
            AT_STAGE_1,
            (*AT_STAGE_1, ASKED, but(FOUND, on=day("Tue 11 Apr 2023"))),
            (*AT_STAGE_1, ASKED, ANSWER_1),
            (*AT_STAGE_1, ASKED, ANSWER_1, REQUEST_2),
        ],
        ids=["not asked for", "found", "answered", "stage 2"],
    )
    def test_suspends_nothing_else(self, story: tuple[Command, ...]) -> None:
        """6.1, Stage1SuspendedForAdvocate at STAGE1, not yet appointed."""
        late = await_advocate("Tue 16 May 2023")

        given(*story).when(late).refused_by("AdvocateNotAwaited")


def deferral(written: str, until: str) -> Defer:
    return Defer(on=day(written), until=day(until), complainant_agreed=True)


class TestTheDeferral:
    """D5: put off to an agreed date at the complainant's wish."""

    def test_of_stage_2_pauses_the_clock_to_the_agreed_day(self) -> None:
        """D5: the clock pauses to the agreed date; requested Mon 15 May 2023."""
        # As the suspension from Thu 1 Jun to Mon 3 Jul 2023.
        story = given(*AT_STAGE_2, deferral("Thu 1 Jun 2023", "Mon 3 Jul 2023"))

        assert day("Thu 20 Jul 2023") == due(story, STAGE_2)
        assert day("Fri 15 Sep 2023") == ceiling(story, STAGE_2)

    def test_of_stage_3_pauses_the_panels_clock(self) -> None:
        """D5: stage 2 or 3; as the suspension of the panel."""
        story = given(
            *stage_2_answered("Mon 13 Mar 2023"),
            but(REQUEST_3, on=day("Mon 20 Mar 2023")),
            deferral("Tue 4 Apr 2023", "Mon 17 Apr 2023"),
        )

        assert day("Tue 16 May 2023") == due(story, DeadlineName.REVIEW_PANEL)

    def test_of_corporate_stage_2_is_alike(self) -> None:
        """6: 6.2 takes over Deferred."""
        put_off = deferral("Fri 16 Sep 2022", "Mon 26 Sep 2022")
        story = given(*CORPORATE_AT_STAGE_2, put_off)

        assert day("Tue 11 Oct 2022") == due(story, STAGE_2)

    @pytest.mark.parametrize("agreed", [None, False])
    def test_needs_the_complainants_agreement(self, *, agreed: bool | None) -> None:
        """D5: with the complainant's agreement recorded."""
        command = but(
            deferral("Thu 1 Jun 2023", "Mon 3 Jul 2023"), complainant_agreed=agreed
        )

        given(*AT_STAGE_2).when(command).refused_by("DeferralNotAgreed")

    def test_needs_a_day(self) -> None:
        """D5: to an *agreed date*."""
        command = but(deferral("Thu 1 Jun 2023", "Mon 3 Jul 2023"), until=None)

        given(*AT_STAGE_2).when(command).refused_by("DeferralNotAgreed")

    def test_is_to_a_later_day(self) -> None:
        """D5; R10."""
        command = deferral("Thu 1 Jun 2023", "Wed 31 May 2023")

        given(*AT_STAGE_2).when(command).refused_by("R10")

    @pytest.mark.parametrize("story", [AT_STAGE_1, ANSWERED_1, ANSWERED_3])
    def test_is_of_stage_2_or_3(self, story: tuple[Command, ...]) -> None:
        """D5: stage 2 or 3 put off."""
        command = deferral("Thu 23 Nov 2023", "Fri 1 Dec 2023")

        assert given(*story).when(command).refusal is not None


@pytest.mark.parametrize(
    ("story", "name"),
    [
        (AT_STAGE_1, STAGE_1),
        (AT_STAGE_2, STAGE_2),
        (ANSWERED_2, DeadlineName.REVIEW_REQUEST),
        (AT_STAGE_3, DeadlineName.REVIEW_PANEL),
        (CORPORATE_AT_STAGE_2, STAGE_2),
    ],
)
def test_a_referral_to_the_ombudsman_stops_no_clock(
    story: tuple[Command, ...], name: DeadlineName
) -> None:
    """C14: orthogonal, never closes or blocks the local procedure."""
    refer = ReferToOmbudsman(on=latest(story))
    before, after = given(*story), given(*story, refer)

    assert due(before, name) == due(after, name)
    assert before.stands.phase is after.stands.phase


def test_a_link_to_another_complaint_stops_no_clock() -> None:
    """D8: each with its own clocks."""
    link = LinkComplaint(on=day("Tue 11 Apr 2023"), linked_to="CF-2")

    assert day("Wed 19 Apr 2023") == due(given(*AT_STAGE_1, link), STAGE_1)


# --- However a pause is cut ----------------------------------------------------------


def clocks(story: Given) -> list[tuple[DeadlineName, date, date | None]]:
    """Return every deadline with the days that govern it."""
    found = []
    for name in DeadlineName:
        one = duty(story, name)
        if one is not None:
            assert isinstance(one.deadline, Deadline)
            found.append((name, one.due_on, one.deadline.latest_on))
    return found


def suspension(began: date, ended: date) -> tuple[Suspend, Resume]:
    whole = suspend("Fri 14 Apr 2023")
    return but(whole, on=began, notified_on=began), Resume(on=ended)


def putting_off(began: date, ended: date) -> tuple[Command, ...]:
    return (Defer(on=began, until=ended, complainant_agreed=True),)


Pausing = Callable[[date, date], tuple[Command, ...]]
# Stories with a clock that runs, and a first day on which it may be paused.
RUNNING = [
    (AT_STAGE_1, Terms()),
    ((RECEIVE, EXTEND_1), Terms()),
    (AT_STAGE_2, Terms()),
    ((*AT_STAGE_2, EXTEND_2), Terms()),
    (ANSWERED_2, Terms()),
    (AT_STAGE_3, Terms()),
    (CORPORATE_AT_STAGE_1, UNDER_CODE),
]
AFTER = timedelta(days=1)


@every(
    running=st.sampled_from(RUNNING),
    waits=st.integers(0, 60),
    pieces=st.lists(st.integers(1, 40), min_size=2, max_size=6),
)
def test_a_suspension_cut_into_pieces_is_the_same_suspension(
    running: tuple[tuple[Command, ...], Terms], waits: int, pieces: list[int]
) -> None:
    """6.1, Resumed: remaining wd continue, whatever holidays lie in the pieces."""
    story, terms = running
    began = latest(story) + waits * AFTER
    whole = suspension(began, began + sum(pieces) * AFTER)
    cut: list[Command] = []
    at = began
    for piece in pieces:
        cut.extend(suspension(at, at + piece * AFTER))
        at += piece * AFTER

    assert clocks(given(*story, *whole, terms=terms)) == (
        clocks(given(*story, *cut, terms=terms))
    )


@every(
    story=st.sampled_from([AT_STAGE_2, (*AT_STAGE_2, EXTEND_2), AT_STAGE_3]),
    waits=st.integers(0, 60),
    pieces=st.lists(
        st.tuples(st.integers(1, 40), st.sampled_from([suspension, putting_off])),
        min_size=2,
        max_size=6,
    ),
)
def test_deferrals_and_suspensions_in_a_row_are_one_pause(
    story: tuple[Command, ...],
    waits: int,
    pieces: list[tuple[int, Pausing]],
) -> None:
    """D5: the clock pauses to the agreed date, as in a suspension."""
    at = began = latest(story) + waits * AFTER
    cut: list[Command] = []
    for piece, pause in pieces:
        cut.extend(pause(at, at + piece * AFTER))
        at += piece * AFTER

    assert clocks(given(*story, *suspension(began, at))) == clocks(given(*story, *cut))
